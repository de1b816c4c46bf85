//! Whatever a program sends to `notes serve --stdio`: each line has its answer, in order, and the next is answered as if
//! nothing had been.

use std::io::Read;

use serde_json::{Value, json};

use crate::client::{Client, code, ends_well, request};
use crate::hostile::{assert_harmless, attacked, attacks};
use crate::sandbox::{NOTES, Sandbox};

/// The longest line that is taken, in bytes.
const MAX_LINE: usize = 64 << 20;

/// A request that is what it should be but for one piece.
fn with(piece: &str) -> Vec<u8> {
    format!("{{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"search\",\"params\":{{\"query\":\"池\",{piece}}}}}")
        .into_bytes()
}

/// What no client should send, and the code of what it gets for it; none if it can be answered.
fn odd_lines() -> Vec<(Vec<u8>, Option<i64>)> {
    let deep = |levels: usize| format!("\"path\":{}{}", "[".repeat(levels), "]".repeat(levels));
    let nested = format!("\"path\":\"{}a{}\"", "{".repeat(100_000), "}".repeat(100_000));
    let most = u64::MAX;
    vec![
        (b"\0".to_vec(), Some(-32700)),
        (b"\xff\xfe{\0}\0".to_vec(), Some(-32700)),
        (b"\x1b[2J".to_vec(), Some(-32700)),
        ("{\"a\":".repeat(1_000_000).into_bytes(), Some(-32700)),
        (br#"{"jsonrpc":"2.0","id":1,"method":"search","params":{"query":"\ud800"}}"#.to_vec(), None),
        (
            b"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"search\",\"params\":{\"query\":\"\xe6\xb1\"}}"
                .to_vec(),
            Some(-32700),
        ),
        (br#"{"jsonrpc":"2.0","id":1e999,"method":"search"}"#.to_vec(), Some(-32700)),
        (br#"{"jsonrpc":2.0,"id":1,"method":"search"}"#.to_vec(), Some(-32600)),
        (br#"{"jsonrpc":"2.0","id":true,"method":"search"}"#.to_vec(), Some(-32600)),
        (br#"{"jsonrpc":"2.0","id":1,"method":["search"]}"#.to_vec(), Some(-32600)),
        (br#"{"jsonrpc":"2.0","id":1,"method":"search","params":"query"}"#.to_vec(), Some(-32602)),
        (br#"{"jsonrpc":"2.0","id":1,"method":"search","params":null}"#.to_vec(), Some(-32602)),
        (br#"{"jsonrpc":"2.0","id":1,"method":"\u0000"}"#.to_vec(), Some(-32601)),
        (with(&deep(90)), Some(-32602)),
        (with(&deep(200)), Some(-32700)),
        (with(&format!("\"path\":[{}\"\"]", "\"\",".repeat(1_000_000))), Some(-32700)),
        (with(&nested), Some(-32602)),
        (with("\"limit\":1e3"), Some(-32602)),
        (with("\"limit\":\"1\""), Some(-32602)),
        (with("\"tag\":{}"), Some(-32602)),
        (with("\"lang\":[[\"py\"]]"), Some(-32602)),
        (with("\"sort\":\"rank\""), Some(-32602)),
        (with("\"strict\":1"), Some(-32602)),
        (with(&format!("\"limit\":{most}0")), Some(-32602)),
        (with(&format!("\"limit\":{most},\"offset\":{most},\"per_note\":{most}")), None),
        (with(&format!("\"tag\":\"{}\"", "长".repeat(100_000))), None),
        (with(&format!("\"path\":[{}\"a\"]", "\"[!b]*\",".repeat(900))), None),
    ]
}

#[test]
fn what_no_client_should_send_is_answered_and_does_no_harm() {
    let sandbox = Sandbox::new(NOTES);
    let mut client = Client::start(&sandbox, []);
    for (line, expected) in odd_lines() {
        let what = String::from_utf8_lossy(&line[..line.len().min(120)]).into_owned();
        client.send([line, b"\n".to_vec()].concat());
        let answer = client.answer();
        assert_eq!(answer["error"]["code"].as_i64(), expected, "{what}: {answer}");
        assert_eq!(client.found("死信队列"), ["web/cache.md:7"], "{what}");
    }
}

#[test]
fn a_line_that_is_too_long_is_passed_over() {
    let sandbox = Sandbox::new(NOTES);
    let mut client = Client::start(&sandbox, []);
    let text = "x".repeat(MAX_LINE);
    client.send(format!("{}\n", request(1, "put", json!({"path": "a.md", "text": text}))));
    assert_eq!(code(&client.answer()), (-32600, "a line is longer than 64 MiB".to_owned()));
    assert_eq!(client.found("死信队列"), ["web/cache.md:7"]);
}

#[test]
fn thousands_of_requests_at_once_are_answered_in_their_order() {
    const N_REQUESTS: i64 = 3_000;
    let sandbox = Sandbox::new(NOTES);
    let mut client = Client::start(&sandbox, []);
    let line = |id: i64| match id % 3 {
        0 => format!("{}\n", request(id, "search", json!({"query": "死信队列"}))),
        1 => format!("{}\n", request(id, "nonsense", json!({}))),
        _ => format!("{}\n", request(id, "remove", json!({"path": "db/pool.md"}))),
    };
    client.send((0..N_REQUESTS).map(line).collect::<String>());
    for id in 0..N_REQUESTS {
        let answer = client.answer();
        assert_eq!(answer["id"], id);
        match (id % 3, answer.get("error").map(|error| error["code"].as_i64())) {
            (0, None | Some(Some(-32800))) | (1, Some(Some(-32601))) | (2, None) => {}
            _ => panic!("{answer}"),
        }
    }
    assert_eq!(client.found("死信队列"), ["web/cache.md:7"]);
}

#[test]
fn who_never_reads_is_waited_for_and_the_process_ends_with_it() {
    let sandbox = Sandbox::new(NOTES);
    let (mut client, mut output) = Client::that_does_not_read(&sandbox);
    // More than fits into what lies between the two.
    let asked: String =
        (0..2_000).map(|id| format!("{}\n", request(id, &"x".repeat(50), json!({})))).collect();
    let answered = std::thread::scope(|scope| {
        let sent = scope.spawn(|| client.try_send(&asked));
        let mut first = [0; 100];
        output.read_exact(&mut first).expect("the first is answered");
        // Now nobody will read any more: who is still writing is told so.
        drop(output);
        let _nobody_reads_to_the_end = sent.join().expect("no panic");
        first
    });
    assert!(answered.starts_with(b"{\"jsonrpc\":\"2.0\",\"id\":0,\"error\""));
    ends_well(client);
}

#[test]
fn half_a_line_at_the_end_is_no_message() {
    let sandbox = Sandbox::new(NOTES);
    let mut client = Client::start(&sandbox, []);
    let whole = request(1, "put", json!({"path": "a.md", "text": "连接池"})).to_string();
    client.send(&whole.as_bytes()[..whole.len() - 3]);
    client.close();
    assert_eq!(code(&client.answer()).0, -32700);
    ends_well(client);
}

#[test]
fn buffers_are_bounded_one_by_one_and_together() {
    let sandbox = Sandbox::new(NOTES);
    sandbox.write("notes/.notes.toml", "max_note_bytes = 1000\n");
    let mut client = Client::start(&sandbox, []);
    client.result("put", json!({"path": "a.md", "text": "zzshort"}));
    let answer = client.ask("put", json!({"path": "a.md", "text": "x".repeat(1001)}));
    assert_eq!(
        (code(&answer).0, &answer["error"]["data"]["kind"]),
        (-32000, &json!("unreadable")),
        "{answer}"
    );
    assert_eq!(client.found("zzshort"), ["a.md:1"]);
    for n in 1..1_000 {
        client.result("remove", json!({"path": format!("{n}.md")}));
    }
    let answer = client.ask("remove", json!({"path": "b.md"}));
    assert_eq!(answer["error"]["data"]["kind"], "too-many-buffers", "{answer}");
    client.result("put", json!({"path": "a.md", "text": null}));
    client.result("remove", json!({"path": "b.md"}));
}

/// What a client says comes back in answers: in ids, in messages, as the query.
fn requests_with(attack: &str) -> [Value; 7] {
    [
        request(attack, "search", json!({"query": "攻击词"})),
        request(1, &format!("find{attack}"), json!({})),
        request(1, "search", json!({"query": attack, "explain": true})),
        request(1, "search", json!({"query": "攻", attack: 1})),
        request(1, "search", json!({"query": "攻", "sync": attack})),
        request(1, "search", json!({"query": "攻", "path": format!("/{attack}")})),
        request(1, "put", json!({"path": format!("../{attack}"), "text": ""})),
    ]
}

#[test]
fn no_answer_holds_a_command_to_the_terminal() {
    let sandbox = attacked();
    let mut client = Client::start(&sandbox, []);
    client.send(format!("{}\n", request(1, "search", json!({"query": "攻击词", "limit": 0, "per_note": 0}))));
    let line = client.line();
    assert_harmless("a search", &line);
    assert!(line.contains("\\u001b[2J") && line.contains("\\u202e"), "what it escapes is there");
    for attack in attacks() {
        client.send(format!(
            "{}\n",
            request(1, "put", json!({"path": format!("x{attack}.md"), "text": attack}))
        ));
        assert_harmless("a buffer", &client.line());
        for request in requests_with(&attack) {
            client.send(format!("{request}\n"));
            assert_harmless(&request.to_string(), &client.line());
        }
        // Answered only if there is something in it.
        client.send(format!("{attack}\n"));
    }
    client.send(format!("{}\n", request(1, "status", json!({}))));
    client.send(format!("{}\n", request(1, "shutdown", json!({}))));
    client.rest().for_each(|line| assert_harmless("the rest", &line));
    ends_well(client);
}
