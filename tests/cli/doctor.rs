//! Looking whether the index is sound, and what a search does when it is not.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::sandbox::{NOTES, Sandbox};

/// Changes one byte in the middle of a file.
fn flip(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x10;
    fs::write(path, bytes).unwrap();
}

fn diagnosis(sandbox: &Sandbox, args: &[&str]) -> Value {
    sandbox.run(["doctor", "--json"].iter().chain(args).copied()).json()
}

#[test]
fn a_sound_index_is_called_sound() {
    let sandbox = Sandbox::new(NOTES);
    let before = diagnosis(&sandbox, &[]);
    assert_eq!((&before["built"], &before["sound"]), (&json!(false), &json!(true)));
    sandbox.run(["index"]).found();
    let run = sandbox.run(["doctor"]);
    assert!(
        run.found().ends_with("notes     7 sections in 2 notes\nsearches  2 of 2 found\nstate     sound\n"),
        "{run:?}"
    );
    sandbox.write("notes/web/cache.md", "# 另一篇\n");
    let after = diagnosis(&sandbox, &[]);
    assert_eq!((&after["sound"], &after["behind"], &after["faults"]), (&json!(true), &json!(1), &json!([])));
}

#[test]
fn every_damaged_file_is_seen_and_mended_by_the_doctor() {
    let sandbox = Sandbox::new(NOTES);
    sandbox.run(["index"]).found();
    for idx in 0..sandbox.index_files().len() {
        let file = sandbox.index_files().into_keys().nth(idx).unwrap();
        flip(&file);
        let run = sandbox.run(["doctor"]);
        assert_eq!(run.code, Some(1), "{} {run:?}", file.display());
        assert!(run.stdout.contains("fault     "), "{run:?}");
        let mended = diagnosis(&sandbox, &["--fix"]);
        assert_eq!(
            (&mended["rebuilt"], &mended["sound"]),
            (&json!(true), &json!(true)),
            "{}",
            file.display()
        );
        assert_ne!(mended["faults"], json!([]));
        assert_eq!(diagnosis(&sandbox, &[])["faults"], json!([]));
    }
}

#[test]
fn every_damaged_file_is_seen_and_mended_by_a_search() {
    let sandbox = Sandbox::new(NOTES);
    let before = sandbox.run(["search", "连接池"]);
    before.found();
    for idx in 0..sandbox.index_files().len() {
        let file = sandbox.index_files().into_keys().nth(idx).unwrap();
        flip(&file);
        sandbox.run(["search", "连接池"]).finds(&before.stdout);
        assert_eq!(diagnosis(&sandbox, &[])["faults"], json!([]), "{}", file.display());
    }
}
