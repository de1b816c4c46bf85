//! `notes serve --stdio`, as a program talks to it.

use std::fs;
use std::path::Path;
use std::time::Instant;

use serde_json::{Value, json};

use crate::client::{Client, PATIENCE, code, ends_well, request};
use crate::sandbox::{NOTES, Sandbox};

/// A document without what differs from one answer to the next.
fn lasting(mut document: Value) -> Value {
    document["took_ms"] = Value::Null;
    document["index"]["synced"] = Value::Null;
    document
}

#[test]
fn a_search_is_the_document_of_the_command_line() {
    let sandbox = Sandbox::new(NOTES);
    let mut client = Client::start(&sandbox, []);
    for (params, args) in [
        (json!({"query": "连接池"}), vec!["连接池"]),
        (json!({"query": "连接池", "limit": 1, "offset": 1}), vec!["连接池", "-n1", "--offset", "1"]),
        (
            json!({"query": "pool_size", "lang": "py", "explain": true}),
            vec!["pool_size", "--lang=py", "--explain"],
        ),
        (json!({"query": "大小 队列", "strict": true}), vec!["大小 队列", "--strict"]),
        (
            json!({"query": "连接池", "path": ["web/**"], "sort": "path"}),
            vec!["连接池", "--path=web/**", "--sort=path"],
        ),
        (
            json!({"query": "连接池", "path": "./db", "per_note": 1}),
            vec!["连接池", "--path=./db", "--per-note=1"],
        ),
        (
            json!({"query": "池", "path": "db/pool.md", "no_expand": true}),
            vec!["池", "--path=db/pool.md", "--no-expand"],
        ),
        (
            json!({"tag": "python", "limit": 0, "sort": "modified"}),
            vec!["--tag=python", "-n0", "--sort=modified"],
        ),
        (json!({"query": "连接池", "facets": true}), vec!["连接池", "--facets"]),
        (json!({"query": "连接池", "facets": "tag"}), vec!["连接池", "--facets=tag"]),
        (
            json!({"query": "连接池", "facets": ["year", "tag"], "facet_values": 1}),
            vec!["连接池", "--facets=year,tag", "--facet-values=1"],
        ),
        (json!({"query": "连接池", "facets": false}), vec!["连接池"]),
        (json!({"query": "量子纠缠", "code": true}), vec!["量子纠缠", "--code"]),
        (json!({"query": "re:\"pool_\\w+\"", "sync": "always"}), vec!["re:\"pool_\\w+\"", "--sync=always"]),
    ] {
        let here = client.result("search", params);
        let there = sandbox.run(["search", "--json"].into_iter().chain(args)).json();
        let here: Value =
            serde_json::from_str(&here.to_string().replace(&*sandbox.home().to_string_lossy(), "[HOME]"))
                .unwrap();
        assert_eq!(lasting(here), lasting(there));
    }
}

#[test]
fn a_newer_search_cancels_an_older_one() {
    let sandbox = Sandbox::new(NOTES);
    let mut client = Client::start(&sandbox, []);
    // While the index is built, all of them come in.
    let methods = [
        ("sync", json!({})),
        ("search", json!({"query": "连"})),
        ("status", json!({})),
        ("search", json!({"query": "连接"})),
        ("search", json!({"query": "连接池"})),
    ];
    let lines = methods
        .into_iter()
        .enumerate()
        .map(|(id, (method, params))| format!("{}\n", request(id, method, params)));
    client.send(lines.collect::<String>());
    assert_eq!(client.answer()["result"]["added"], 2);
    assert_eq!(code(&client.answer()).0, -32800);
    assert_eq!(client.answer()["result"]["index"]["built"], true, "only searches are cancelled");
    assert_eq!(code(&client.answer()), (-32800, "stopped by a newer search or a shutdown".to_owned()));
    let last = client.answer();
    assert_eq!((&last["id"], &last["result"]["query"]), (&json!(4), &json!("连接池")));
}

#[test]
fn a_shutdown_ends_whatever_builds_the_index() {
    for (method, params) in [("search", json!({"query": "连接池"})), ("sync", json!({}))] {
        a_shutdown_ends(method, params);
    }
}

#[track_caller]
fn a_shutdown_ends(method: &str, params: Value) {
    let text = "连接池复用数据库连接，太少会排队。\n\n".repeat(20);
    let notes: String = (0..3_000).map(|n| format!("//- {n}.md\n{text}")).collect();
    let sandbox = Sandbox::new(&notes);
    let mut client = Client::start(&sandbox, []);
    client.send(format!("{}\n", request(1, method, params)));
    let begun = Instant::now();
    while sandbox.index_files().is_empty() {
        assert!(begun.elapsed() < PATIENCE, "it begins to build");
    }
    client.send(format!("{}\n", request(2, "shutdown", json!({}))));
    assert_eq!(code(&client.answer()).0, -32800, "{method}");
    assert_eq!(client.answer()["result"], Value::Null);
    ends_well(client);
    assert_eq!(sandbox.run(["status", "--json"]).json()["built"], false);
}

#[test]
fn a_buffer_counts_until_it_is_given_up() {
    let sandbox = Sandbox::new(NOTES);
    let mut client = Client::start(&sandbox, []);
    assert_eq!(client.found("死信队列"), ["web/cache.md:7"]);
    assert_eq!(
        client.result("put", json!({"path": "web/cache.md", "text": "# 缓存\n\n没有了\n"})),
        Value::Null
    );
    let absolute = sandbox.home().join("notes/new/死信.md");
    client.result("put", json!({"path": absolute, "text": "一行\n"}));
    let round_about = sandbox.home().join("notes/db/../new/死信.md");
    client.result("put", json!({"path": round_about, "text": "一行\n\n## 死信队列\n"}));
    assert_eq!(client.found("死信队列"), ["new/死信.md:3"]);
    assert_eq!(client.found("死信队列 modified:>=2020"), ["new/死信.md:3"], "it was put now");
    assert_eq!(client.result("status", json!({}))["buffers"], json!(["new/死信.md", "web/cache.md"]));
    sandbox.run(["search", "死信队列"]).finds("web/cache.md:9: 击穿: 死信队列帮不上忙。\n");
    client.result("remove", json!({"path": "new/死信.md"}));
    assert!(client.found("死信队列").is_empty());
    for path in ["new/死信.md", "web/cache.md"] {
        client.result("put", json!({"path": path, "text": null}));
    }
    assert_eq!(client.found("死信队列"), ["web/cache.md:7"]);
    assert_eq!(client.result("status", json!({}))["buffers"], json!([]));
}

#[cfg(unix)]
#[test]
fn a_note_may_be_named_by_way_of_a_link() {
    let sandbox = Sandbox::new(NOTES);
    std::os::unix::fs::symlink(sandbox.home().join("notes"), sandbox.home().join("link")).unwrap();
    let mut client = Client::start(&sandbox, []);
    client.result("put", json!({"path": sandbox.home().join("link/db/pool.md"), "text": "zzbuffer"}));
    assert_eq!(client.found("zzbuffer"), ["db/pool.md:1"]);
}

#[test]
fn a_note_that_changes_meanwhile_is_found_as_it_is() {
    let sandbox = Sandbox::new(NOTES);
    let mut client = Client::start(&sandbox, []);
    for round in 0..20 {
        let word = format!("zz{round}");
        assert!(client.found(&word).is_empty());
        sandbox.write("notes/new.md", &word);
        assert_eq!(client.found(&word), ["new.md:1"], "round {round}");
    }
    sandbox.remove("notes/new.md");
    assert!(client.found("zz19").is_empty());
}

/// Asks until the index is watched.
#[cfg(target_os = "linux")]
#[track_caller]
fn until_watched(client: &mut Client) {
    let begun = Instant::now();
    while client.result("status", json!({}))["watched"] != true {
        assert!(begun.elapsed() < PATIENCE, "nobody watches");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn it_watches_by_itself() {
    let sandbox = Sandbox::new(NOTES);
    let mut client = Client::start(&sandbox, []);
    client.found("连接池");
    until_watched(&mut client);
    sandbox.write("notes/new.md", "zznew");
    let status = client.result("status", json!({}));
    assert_eq!(status["watched"], status["index"]["fresh"], "{status}");
}

#[cfg(target_os = "linux")]
#[test]
fn it_watches_again_when_the_notes_were_taken_away_and_brought_back() {
    let sandbox = Sandbox::new(NOTES);
    let mut client = Client::start(&sandbox, []);
    client.found("连接池");
    until_watched(&mut client);
    let (notes, away) = (sandbox.home().join("notes"), sandbox.home().join("away"));
    fs::rename(&notes, &away).unwrap();
    while client.result("status", json!({}))["watched"] == true {}
    assert_eq!(client.result("search", json!({"query": "连接池"}))["index"]["fresh"], false);
    fs::rename(&away, &notes).unwrap();
    let begun = Instant::now();
    while client.result("status", json!({}))["watched"] != true {
        assert!(begun.elapsed() < PATIENCE, "nobody watches");
        client.found("连接池");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn it_knows_of_another_that_watches() {
    let sandbox = Sandbox::new(NOTES);
    let mut watching = Client::start(&sandbox, []);
    watching.found("连接池");
    until_watched(&mut Client::start(&sandbox, []));
}

#[test]
fn an_index_that_was_made_with_other_settings_is_left_to_them() {
    let sandbox = Sandbox::new(NOTES);
    sandbox.write("notes/plain.txt", "zzplain");
    let mut client = Client::start(&sandbox, []);
    assert!(client.found("zzplain").is_empty());
    sandbox.write("notes/.notes.toml", "extensions = [\"md\", \"txt\"]\n");
    sandbox.run(["search", "zzplain"]).finds("plain.txt:1: zzplain\n");
    for (method, params) in
        [("search", json!({"query": "zzplain"})), ("sync", json!({})), ("status", json!({}))]
    {
        let answer = client.ask(method, params);
        assert_eq!(
            (code(&answer).0, &answer["error"]["data"]["kind"]),
            (-32000, &json!("remade")),
            "{method}"
        );
    }
    sandbox.run(["search", "zzplain"]).finds("plain.txt:1: zzplain\n");
    assert_eq!(Client::start(&sandbox, []).found("zzplain"), ["plain.txt:1"]);
}

#[test]
fn a_shutdown_is_answered_and_ends_it() {
    let sandbox = Sandbox::new(NOTES);
    let mut client = Client::start(&sandbox, []);
    assert_eq!(client.result("shutdown", json!({})), Value::Null);
    ends_well(client);
}

#[test]
fn the_end_of_input_ends_it_when_all_is_answered() {
    let sandbox = Sandbox::new(NOTES);
    let mut client = Client::start(&sandbox, []);
    client.send(request(1, "search", json!({"query": "连接池"})).to_string());
    client.close();
    assert_eq!(client.answer()["result"]["query"], "连接池");
    ends_well(client);
}

#[test]
fn what_is_no_message_is_answered_and_does_no_harm() {
    let sandbox = Sandbox::new(NOTES);
    let mut client = Client::start(&sandbox, []);
    for (line, expected) in [
        (&b"junk"[..], -32700),
        (b"Content-Length: 80\r", -32700),
        (b"\xff\xfe\x00", -32700),
        (b"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"search\"", -32700),
        (b"[1,2]", -32600),
        (b"{\"id\":1,\"method\":\"search\"}", -32600),
        (b"{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"search\"}", -32600),
    ] {
        client.send([b"\n \r\n", line, b"\n"].concat());
        let answer = client.answer();
        assert_eq!(code(&answer).0, expected, "{answer}");
    }
    client.send("[".repeat(1_000_000) + "\n");
    assert_eq!(code(&client.answer()).0, -32700);
    assert_eq!(client.found("死信队列"), ["web/cache.md:7"]);
}

#[test]
fn half_an_emoji_is_asked_for_and_put() {
    let sandbox = Sandbox::new(NOTES);
    let mut client = Client::start(&sandbox, []);
    let line = |id: u32, method: &str, params: &str| {
        format!("{{\"jsonrpc\":\"2.0\",\"id\":{id},\"method\":\"{method}\",\"params\":{params}}}\n")
    };
    client.send(line(1, "put", r#"{"path":"a.md","text":"zzput \ud83d"}"#));
    client.send(line(2, "search", r#"{"query":"zzput \ud83d"}"#));
    assert_eq!(client.answer(), json!({"jsonrpc": "2.0", "id": 1, "result": null}));
    let answer = client.answer();
    assert_eq!(
        (&answer["id"], &answer["result"]["hits"][0]["path"]),
        (&json!(2), &json!("a.md")),
        "{answer}"
    );
}

#[test]
fn what_can_not_begin_says_why_and_ends() {
    let run = Sandbox::new(NOTES).run(["serve", "--stdio", "--root", "gone"]);
    run.fails("error: can't search [HOME]/notes/gone: there is no such folder\n");
}

#[test]
fn what_can_not_be_asked_is_said() {
    let sandbox = Sandbox::new(NOTES);
    let mut client = Client::start(&sandbox, []);
    let answer = client.ask("search", json!({"query": "池", "sync": "never"}));
    assert_eq!(answer["error"]["data"]["hint"], "build it with the method sync");
    assert_eq!((code(&answer).0, &answer["error"]["data"]["kind"]), (-32000, &json!("missing")), "{answer}");
    assert_eq!(client.error("find", json!({})), (-32601, "there is no method \"find\"".to_owned()));
    for (method, params) in [
        ("search", json!({})),
        ("search", json!({"query": "  "})),
        ("search", json!({"query": 1})),
        ("search", json!({"query": "池", "limit": -1})),
        ("search", json!({"query": "池", "sync": "perhaps"})),
        ("search", json!({"query": "池", "max": 1})),
        ("search", json!({"query": "池", "path": "../../elsewhere"})),
        ("search", json!({"query": "池", "path": "[z-a"})),
        ("put", json!({"path": "a.md"})),
        ("put", json!({"path": "../a.md", "text": ""})),
        ("put", json!({"path": "/elsewhere/a.md", "text": ""})),
        ("put", json!({"path": "main.py", "text": ""})),
        ("put", json!({"path": "db", "text": ""})),
        ("put", json!({"path": format!("{}.md", "n".repeat(300)), "text": ""})),
        ("put", json!({"path": format!("gone/{}.md", "n".repeat(300)), "text": ""})),
        ("put", json!({"path": ".git/x.md", "text": ""})),
        ("remove", json!({"path": ""})),
        ("sync", json!({"rebuild": true})),
        ("shutdown", json!({"now": true})),
    ] {
        let (code, message) = client.error(method, params.clone());
        assert_eq!(code, -32602, "{method} {params}: {message}");
    }
    for (params, expected) in [
        (json!({"query": 5}), "query: invalid type: integer `5`, expected a string"),
        (
            json!({"query": "池", "limit": -1, "offset": 0}),
            "limit: invalid value: integer `-1`, expected usize",
        ),
        (json!({"query": "池", "max": 1}), "unknown field `max`, expected one of "),
    ] {
        let (_, message) = client.error("search", params.clone());
        assert!(message.contains(expected) && message.matches("max").count() < 2, "{params}: {message}");
    }
    let (_, message) = client.error("put", json!({"path": "a.md"}));
    assert!(message.contains("missing field `text`") && !message.contains("path:"), "{message}");
}

#[test]
fn a_notification_is_done_and_not_answered() {
    let sandbox = Sandbox::new(NOTES);
    let mut client = Client::start(&sandbox, []);
    let put = json!({"jsonrpc": "2.0", "method": "put", "params": {"path": "a.md", "text": "zzquiet"}});
    let unknown = json!({"jsonrpc": "2.0", "method": "initialized"});
    client.send(format!("{put}\n{unknown}\n"));
    assert_eq!(client.found("zzquiet"), ["a.md:1"]);
}

#[test]
fn nothing_in_a_note_breaks_a_line() {
    let sandbox = Sandbox::new("//- 池.md\n连接池\u{2028}一\u{85}\x1b[2J\r二\x0b三\u{feff}\"\\ {\"id\":1}\n");
    let mut client = Client::start(&sandbox, []);
    assert_eq!(client.found("连接池"), ["池.md:1"]);
    client.result("put", json!({"path": "\u{2028}\n.md", "text": "\u{2029}zzput\r\n\u{1b}]0;x\u{7}"}));
    client.send(format!("{}\n", request("\u{2028}\n", "search", json!({"query": "zzput"}))));
    let line = client.line();
    assert!(!line.contains(|c: char| c.is_control() || "\u{2028}\u{2029}".contains(c)), "{line:?}");
    let answer: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(
        (&answer["id"], &answer["result"]["hits"][0]["path"]),
        (&json!("\u{2028}\n"), &json!("\u{2028}\n.md"))
    );
}

#[test]
fn nobody_who_reads_is_no_error() {
    let sandbox = Sandbox::new(NOTES);
    let (mut client, output) = Client::that_does_not_read(&sandbox);
    drop(output);
    client.send(format!("{}\n", request(1, "status", json!({}))));
    ends_well(client);
}

#[test]
fn it_speaks_in_no_other_way() {
    let run = Sandbox::new("").run(["serve"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert!(run.stderr.contains("--stdio"), "{}", run.stderr);
}

/// Sends what the documentation sends, and reads what it says comes back; … stands for anything.
#[test]
fn the_documentation_is_a_session() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap();
    let documentation = fs::read_to_string(workspace.join("docs/serve.md")).unwrap();
    let root = workspace.join("notes");
    let sandbox = Sandbox::new("");
    let mut client = Client::start(&sandbox, ["--root", root.to_str().unwrap()]);
    let mut n_answers = 0;
    for line in documentation.lines() {
        if let Some(request) = line.strip_prefix("→ ") {
            client.send(format!("{request}\n"));
        } else if let Some(expected) = line.strip_prefix("← ") {
            n_answers += 1;
            let answer = client.line();
            let (mut rest, mut pieces) = (answer.as_str(), expected.split('…'));
            let last = pieces.next_back().expect("there is one piece at least");
            for piece in pieces {
                let at = rest.find(piece).unwrap_or_else(|| panic!("no {piece} in {answer}"));
                rest = &rest[at + piece.len()..];
            }
            assert!(rest.ends_with(last), "{answer}");
        }
    }
    assert_eq!(n_answers, 6);
    ends_well(client);
}
