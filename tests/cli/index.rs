//! Bringing the index up to the notes, and looking at it.

use serde_json::json;

use crate::sandbox::{NOTES, Sandbox};

#[test]
fn a_sync_says_what_it_did() {
    let sandbox = Sandbox::new(NOTES);
    sandbox.run(["index"]).finds("added 2, modified 0, removed 0, unchanged 0\n");
    sandbox.run(["index"]).finds("added 0, modified 0, removed 0, unchanged 2\n");
    sandbox.write("notes/web/cache.md", "# 另一篇\n");
    sandbox.write("notes/new.md", "");
    sandbox.remove("notes/db/pool.md");
    sandbox.run(["index"]).finds("added 1, modified 1, removed 1, unchanged 0\n");
    sandbox.run(["index", "--rebuild"]).found();
}

#[test]
fn quiet_says_nothing() {
    Sandbox::new(NOTES).run(["index", "-q"]).finds("");
}

#[test]
fn what_was_skipped_is_listed_with_the_reason() {
    let sandbox = Sandbox::new(NOTES);
    sandbox.write("notes/.notes.toml", "max_note_bytes = 400\n");
    sandbox.write("notes/big.md", "大".repeat(200));
    sandbox.write("notes/blob.md", b"\0\0\0");
    sandbox.run(["index"]).finds(
        "added 2, modified 0, removed 0, unchanged 0\n\
         skipped 2:\n  \
           too-large    big.md   600 bytes, the limit is 400\n  \
           binary       blob.md  not a text\n",
    );
}

#[test]
fn what_was_odd_in_a_note_is_listed() {
    let sandbox = Sandbox::new("//- a.md\n---\ntitle: Rust: 连接池\n---\n文。\n");
    let run = sandbox.run(["index"]);
    assert!(run.found().starts_with("added 1, modified 0, removed 0, unchanged 0\nwarnings 1:\n"), "{run:?}");
    assert!(run.stdout.contains("\n  a.md:2: "), "{run:?}");
    let hit = &sandbox.run(["search", "文", "--json"]).json()["hits"][0];
    assert_eq!(hit["title"], "Rust: 连接池");
}

#[test]
fn a_sync_is_a_document() {
    let sandbox = Sandbox::new(NOTES);
    sandbox.write("notes/blob.md", b"\0");
    let run = sandbox.run(["index", "--json"]);
    run.found();
    let report = run.json();
    assert_eq!((&report["version"], &report["root"]), (&json!(1), &json!("[HOME]/notes")));
    assert_eq!(
        (&report["added"], &report["rebuilt"], &report["warnings"]),
        (&json!(2), &json!(true), &json!([]))
    );
    assert_eq!(report["skipped"], json!([{"path": "blob.md", "reason": "binary", "message": "not a text"}]));
}

#[test]
fn other_extensions_are_notes_by_configuration() {
    let sandbox = Sandbox::new(NOTES);
    sandbox.write("notes/plain.txt", "明文。\n");
    sandbox.run(["search", "明文"]).finds_nothing();
    sandbox.write("notes/.notes.toml", "extensions = [\"md\", \"txt\"]\n");
    sandbox.run(["search", "明文"]).finds("plain.txt:1: 明文。\n");
}

#[test]
fn status_says_where_and_how_much() {
    let sandbox = Sandbox::new(NOTES);
    let before = sandbox.run(["status"]);
    assert!(before.found().contains("state       not built yet"), "{before:?}");
    sandbox.run(["index"]).found();
    let after = sandbox.run(["status"]);
    for row in ["notes in    [HOME]/notes\n", "notes       2\n", "code blocks 1\n", "skipped     0\n"] {
        assert!(after.found().contains(row), "{row} in {after:?}");
    }
}

#[test]
fn status_says_once_why_an_index_is_of_no_use() {
    let sandbox = Sandbox::new(NOTES);
    sandbox.run(["index"]).found();
    sandbox.write("notes/.notes.toml", "extensions = [\"txt\"]\n");
    let status = sandbox.run(["status"]);
    assert_eq!(status.found().matches("can't be used").count(), 1, "{status:?}");
}

#[test]
fn status_looks_but_changes_nothing() {
    let sandbox = Sandbox::new(NOTES);
    sandbox.run(["index"]).found();
    sandbox.write("notes/new.md", "# 新\n");
    sandbox.remove("notes/web/cache.md");
    for _ in 0..2 {
        let status = sandbox.run(["status", "--json"]).json();
        assert_eq!(
            (&status["built"], &status["fresh"], &status["notes"]),
            (&json!(true), &json!(false), &json!(2))
        );
        assert_eq!(status["pending"]["to_remove"], 1);
    }
}

#[test]
fn an_index_has_a_folder_of_its_own() {
    let sandbox = Sandbox::new(NOTES);
    sandbox.run(["index"]).found();
    let folders: Vec<_> = std::fs::read_dir(sandbox.home().join(".cache/notes")).unwrap().collect();
    assert_eq!(folders.len(), 1);
    let name = folders[0].as_ref().unwrap().file_name().into_string().unwrap();
    assert!(name.starts_with("notes-") && name.len() == "notes-".len() + 16, "{name}");
    sandbox.run(["index", "--index-dir", "../ix"]).found();
    assert!(sandbox.home().join("ix").read_dir().unwrap().next().is_some());
}
