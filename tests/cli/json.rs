//! The output for programs.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::Stdio;

use serde_json::{Value, json};

use crate::sandbox::{NOTES, Sandbox};

#[test]
fn a_search_is_one_document() {
    let sandbox = Sandbox::new(NOTES);
    let run = sandbox.run(["search", "归还", "--json"]);
    run.found();
    let answer = run.json();
    assert_eq!(
        (&answer["version"], &answer["query"], &answer["total"]),
        (&json!(1), &json!("归还"), &json!(1))
    );
    assert!(answer["took_ms"].as_f64().unwrap() > 0.0);
    assert_eq!(answer["diagnostics"], json!([]));
    let index = &answer["index"];
    assert_eq!((&index["notes"], &index["code_blocks"]), (&json!(2), &json!(1)));
    assert_eq!(index["fresh"], true);
    assert_eq!(index["synced"], json!({"added": 2, "modified": 0, "removed": 0, "skipped": 0, "unread": 0}));
}

#[test]
fn a_hit_says_where_it_is_in_every_way() {
    let sandbox = Sandbox::new(NOTES);
    let answer = sandbox.run(["search", "归还", "--json"]).json();
    let hit = &answer["hits"][0];
    let expected = json!({
        "rank": 1, "kind": "section", "path": "db/pool.md", "absolute_path": "[HOME]/notes/db/pool.md",
        "title": "连接池笔记", "heading": "关闭", "breadcrumb": ["关闭"], "anchor": "关闭", "lang": null,
        "tags": ["python/db"], "missing": [], "approximate": [], "matched_in": ["body"],
        "line": 16, "end_line": 18, "matches_total": 1,
    });
    for (key, value) in expected.as_object().unwrap() {
        assert_eq!(&hit[key], value, "{key}");
    }
    let range = json!({"start": {"line": 17, "character": 3}, "end": {"line": 17, "character": 5}});
    let found = &hit["matches"][0];
    assert_eq!((&found["line"], &found["column"], &found["range"]), (&json!(18), &json!(10), &range));
    let bytes = fs::read(sandbox.home().join("notes/db/pool.md")).unwrap();
    assert_eq!(&bytes[offset(&found["start_byte"])..offset(&found["end_byte"])], "归还".as_bytes());
    assert!(bytes[offset(&hit["start_byte"])..offset(&hit["end_byte"])].starts_with("## 关闭".as_bytes()));
}

#[test]
fn a_hit_says_where_to_put_the_cursor() {
    let sandbox = Sandbox::new("//- a.md\n---\ntags: [db]\n---\n# 一\n\n## 连接池\n\n😀中文 连接池 abc\n");
    let place = |query| sandbox.run(["search", query, "--json"]).json()["hits"][0]["place"].clone();
    let in_text = place("连接池");
    let range = json!({"start": {"line": 7, "character": 5}, "end": {"line": 7, "character": 8}});
    assert_eq!((&in_text["line"], &in_text["column"], &in_text["range"]), (&json!(8), &json!(12), &range));
    let top = place("tag:db");
    let range = json!({"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}});
    assert_eq!((&top["line"], &top["column"], &top["range"]), (&json!(1), &json!(1), &range));
    assert_eq!((&top["start_byte"], &top["end_byte"]), (&json!(0), &json!(0)));
}

fn offset(value: &Value) -> usize {
    value.as_u64().unwrap().try_into().unwrap()
}

#[test]
fn a_snippet_has_highlights_and_the_same_in_parts() {
    let sandbox = Sandbox::new(NOTES);
    let answer = sandbox.run(["search", "归还", "--json"]).json();
    let snippet = &answer["hits"][0]["snippet"];
    let text = snippet["text"].as_str().unwrap();
    let highlight = &snippet["highlights"][0];
    assert_eq!(&text[offset(&highlight["start"])..offset(&highlight["end"])], "归还");
    let parts = snippet["parts"].as_array().unwrap();
    let joined: String = parts.iter().map(|part| part["text"].as_str().unwrap()).collect();
    assert_eq!(joined, text);
    let lit: Vec<&Value> =
        parts.iter().filter(|part| part["match"] == true).map(|part| &part["text"]).collect();
    assert_eq!(lit, ["归还"]);
}

#[test]
fn code_is_a_hit_of_its_own() {
    let hit = &Sandbox::new(NOTES).run(["search", "pool_size", "--json"]).json()["hits"][0];
    assert_eq!((&hit["kind"], &hit["lang"]), (&json!("code"), &json!("python")));
    assert_eq!((&hit["line"], &hit["end_line"]), (&json!(12), &json!(14)));
}

#[test]
fn lines_are_begin_hits_and_end() {
    let sandbox = Sandbox::new(NOTES);
    let run = sandbox.run(["search", "连接池", "--jsonl"]);
    let lines: Vec<Value> = run.found().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let types: Vec<&str> = lines.iter().map(|line| line["type"].as_str().unwrap()).collect();
    let (first, last) = (types[0], types[types.len() - 1]);
    assert_eq!((first, last), ("begin", "end"));
    assert!(types[1..types.len() - 1].iter().all(|kind| *kind == "hit"));
    let document = sandbox.run(["search", "连接池", "--json", "--sync", "never"]).json();
    let hits: Vec<&Value> = document["hits"].as_array().unwrap().iter().collect();
    for (line, hit) in lines[1..].iter().zip(hits) {
        assert_eq!((&line["path"], &line["rank"], &line["line"]), (&hit["path"], &hit["rank"], &hit["line"]));
    }
}

#[test]
fn nothing_found_is_a_document_as_well() {
    let run = Sandbox::new(NOTES).run(["search", "量子纠缠", "--json"]);
    assert_eq!((run.code, run.stderr.as_str()), (Some(1), ""));
    assert_eq!((&run.json()["total"], &run.json()["hits"]), (&json!(0), &json!([])));
}

#[test]
fn nobody_looked_is_null() {
    let sandbox = Sandbox::new(NOTES);
    sandbox.run(["index"]).found();
    let index = &sandbox.run(["search", "归还", "--json", "--sync", "never"]).json()["index"];
    assert_eq!((&index["fresh"], &index["synced"]), (&Value::Null, &Value::Null));
}

#[test]
fn ranks_go_on_over_pages() {
    let sandbox = Sandbox::new(NOTES);
    let page = sandbox.run(["search", "连接池", "--json", "--offset", "1", "-n1"]).json();
    assert_eq!(page["hits"][0]["rank"], 2);
    let sandbox = Sandbox::new("//- a.md\n池\n\n# 一\n\n池\n\n# 二\n\n池\n");
    let page = sandbox.run(["search", "池", "--json", "--per-note", "2", "-n1"]).json();
    assert_eq!((&page["total"], &page["paged"]), (&json!(3), &json!(2)));
    let lines = sandbox.run(["search", "池", "--jsonl", "--per-note", "2", "--offset", "2"]);
    assert!(lines.stdout.contains("\"total\":3,\"paged\":2"), "{lines:?}");
}

#[test]
fn a_busy_index_answers_from_its_last_state() {
    let sandbox = Sandbox::new(NOTES);
    sandbox.run(["index", "--index-dir", "../ix"]).found();
    sandbox.write("notes/new.md", "归还图书。\n");
    sandbox.remove("notes/web/cache.md");
    let lock = fs::File::open(sandbox.home().join("ix/lock")).unwrap();
    lock.lock().unwrap();
    let search = |query| sandbox.run(["search", query, "--json", "--index-dir", "../ix"]);
    let run = search("归还");
    assert_eq!(run.found().matches("\"path\"").count(), 1, "the new note waits: {run:?}");
    let index = &run.json()["index"];
    assert_eq!(
        (&index["fresh"], &index["synced"], &index["pending"]),
        (&json!(false), &Value::Null, &Value::Null)
    );
    assert!(index["behind"].as_str().unwrap().contains("another process"), "{index}");
    assert_eq!(search("死信队列").json()["hits"], json!([]), "its file is gone");
    for list in
        [&["tags"][..], &["tasks"], &["links", "--broken"], &["glossary"], &["why", "连接池", "db/pool.md"]]
    {
        let run = sandbox.run(list.iter().copied().chain(["--json", "--index-dir", "../ix"]));
        let index = &run.json()["index"];
        assert_eq!(
            (run.stderr.as_str(), &index["fresh"], &index["notes"]),
            ("", &json!(false), &json!(2)),
            "{list:?}"
        );
        assert!(index["behind"].as_str().unwrap().contains("another process"), "{list:?} {index}");
    }
    drop(lock);
    assert_eq!(search("归还").json()["total"], 2);
}

#[test]
fn a_page_behind_the_last_hit_holds_nothing() {
    let sandbox = Sandbox::new(NOTES);
    for form in ["--json", "--jsonl", "--vimgrep"] {
        assert_eq!(sandbox.run(["search", "归还", form]).code, Some(0), "{form}");
        for offset in ["9", &usize::MAX.to_string()] {
            assert_eq!(
                sandbox.run(["search", "归还", form, "--offset", offset]).code,
                Some(1),
                "{form} {offset}"
            );
        }
    }
}

#[test]
fn the_first_line_is_there_before_the_last_is_made() {
    // Far more than a pipe holds: who stops reading ends the program, quietly.
    let notes: String =
        (0..400).map(|n| format!("//- {n:03}.md\n共同词{}\n", "，连接池".repeat(30))).collect();
    let sandbox = Sandbox::new(&notes);
    sandbox.run(["index"]).found();
    let mut command = sandbox.command(["search", "共同词", "--jsonl", "-n", "0", "--sync", "never"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let begin: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
    let hit: Value = serde_json::from_str(&lines.next().unwrap().unwrap()).unwrap();
    assert_eq!((&begin["type"], &hit["type"], &hit["rank"]), (&json!("begin"), &json!("hit"), &json!(1)));
    assert!(child.try_wait().unwrap().is_none(), "it waits for its reader");
    drop(lines);
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}
