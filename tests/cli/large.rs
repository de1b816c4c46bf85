//! Notes that are huge or deep, and folders with more notes than anyone has: in bounded memory, and nobody is stopped.
//!
//! They have their full size if `NOTES_LARGE` is set; that takes minutes, and a release build is better at it.

#![cfg(unix)]

use std::fs::File;
use std::process::Command;

use crate::sandbox::{Run, Sandbox};

/// What all of the program may take at full size: memory, and files that are mapped. In KiB.
const MEMORY: &str = "4000000";

/// How much of the full size is used every day: a part in this many.
const EVERYDAY: usize = 200;

/// What opens a level of something, over and over.
const LEVELS: [(&str, &str); 14] = [
    ("quotes", "> "),
    ("lists", "- "),
    ("numbers", "1. "),
    ("brackets", "["),
    ("links", "[a]("),
    ("emphasis", "*a **b "),
    ("ticks", "`a``"),
    ("elements", "<div>"),
    ("comments", "<!-- "),
    ("containers", "!!! note\n    "),
    ("details", "<details>\n\n"),
    ("yaml", "["),
    ("yaml-maps", "{a: "),
    ("toml", "["),
];

fn size(full: usize) -> usize {
    if std::env::var_os("NOTES_LARGE").is_some() { full } else { full / EVERYDAY }
}

/// Runs the program with no more memory than that.
fn bounded(sandbox: &Sandbox, args: &[&str]) -> Run {
    let usual = sandbox.command([]);
    let mut command = Command::new("/bin/sh");
    command.args(["-c", &format!("ulimit -v {MEMORY}; exec \"$0\" \"$@\"")]).arg(usual.get_program());
    command.args(args).current_dir(sandbox.home().join("notes")).env_clear().env("HOME", sandbox.home());
    let output = command.output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Run { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

#[test]
fn what_is_huge_deep_or_many_is_indexed_in_bounded_memory() {
    let sandbox = Sandbox::new("");
    sandbox.write(".config/notes/config.toml", "max_note_bytes = 67108864\n");
    for (name, level) in LEVELS {
        let levels = level.repeat(size(1_000_000));
        let text = match name {
            "yaml" | "yaml-maps" => format!("---\na: {levels}\n---\n\n连接池\n"),
            "toml" => format!("+++\na = {levels}\n+++\n\n连接池\n"),
            _ => format!("{levels}\n\n连接池\n"),
        };
        sandbox.write(&format!("notes/{name}.md"), text);
    }
    sandbox.write("notes/line.md", "长行".repeat(size(50 << 20) / 6) + "\n\n连接池\n");
    for n in 0..size(100_000) {
        sandbox.write(&format!("notes/many/{n}.md"), if n % 100 == 0 { "连接池" } else { "" });
    }
    // It takes no room but is a gigabyte to whoever reads it.
    File::create(sandbox.home().join("notes/sparse.md")).unwrap().set_len(1 << 30).unwrap();
    let report = bounded(&sandbox, &["index", "--json"]).json();
    assert_eq!(report["added"], LEVELS.len() + 1 + size(100_000), "{report}");
    assert_eq!(report["skipped"].as_array().map(Vec::len), Some(1), "{report}");
    assert_eq!(report["skipped"][0]["path"], "sparse.md");
    // Files that were written just before are read again, and a search by itself has no time for thousands.
    let found = bounded(&sandbox, &["search", "连接池", "--files", "-n", "0", "--sync", "always"]);
    let n_found = found.stdout.lines().count();
    assert_eq!((found.stderr.as_str(), n_found), ("", LEVELS.len() + 1 + size(100_000).div_ceil(100)));
    assert_eq!(bounded(&sandbox, &["doctor", "-q"]).code, Some(0));
}
