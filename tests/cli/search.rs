//! Searching, read in a pipe: a line a hit and nothing besides.

use std::fs::File;
use std::process::Stdio;
use std::time::{Duration, UNIX_EPOCH};

use crate::sandbox::{NOTES, Sandbox};

#[test]
fn a_hit_is_a_line_of_path_place_breadcrumb_and_text() {
    let sandbox = Sandbox::new(NOTES);
    sandbox.run(["search", "归还"]).finds("db/pool.md:18: 关闭: 用完要归还。\n");
    sandbox.run(["search", "复用"]).finds("db/pool.md:6: 连接池复用数据库连接。\n");
    sandbox
        .run(["search", "pool_size"])
        .finds("db/pool.md:13: 大小: engine = create_engine(url, pool_size=2)\n");
}

#[test]
fn nothing_found_is_silent_in_a_pipe() {
    Sandbox::new(NOTES).run(["search", "量子纠缠"]).finds_nothing();
}

#[test]
fn words_may_be_arguments_of_their_own() {
    let sandbox = Sandbox::new(NOTES);
    let one = sandbox.run(["search", "Redis 连接池", "--strict"]);
    sandbox.run(["search", "Redis", "连接池", "--strict"]).finds(one.found());
}

#[test]
fn signs_behind_a_dash_are_words() {
    let sandbox = Sandbox::new("//- a.md\n指针 `p->x` 池\n//- b.md\n- [ ] `x -= 1` 的池\n");
    sandbox.run(["search", "->"]).finds("a.md:1: 指针 `p->x` 池\n");
    sandbox.run(["search", "-=", "--files", "--sync=auto"]).finds("b.md\n");
    sandbox.run(["search", "池", "-\"p->x\"", "--files"]).finds("b.md\n");
    sandbox.run(["tasks", "-="]).finds("b.md:1: [ ] `x -= 1` 的池\n");
    sandbox.run(["why", "->", "a.md"]).found();
    let query = sandbox.run(["search", "->", "--json"]).json()["query"].clone();
    assert_eq!(query, "->");
}

#[test]
fn options_stand_before_or_after_the_command() {
    let sandbox = Sandbox::new(NOTES).go("elsewhere");
    let before = sandbox.run(["--root", "../notes", "--color", "never", "search", "归还"]);
    sandbox.run(["search", "归还", "--root", "../notes", "--color", "never"]).finds(before.found());
}

#[test]
fn paths_are_relative_below_the_current_folder_and_absolute_elsewhere() {
    let sandbox = Sandbox::new(NOTES);
    sandbox.run(["index"]).found();
    let sandbox = sandbox.go("notes/db");
    sandbox.run(["search", "归还"]).finds("pool.md:18: 关闭: 用完要归还。\n");
    sandbox.run(["search", "死信队列"]).finds("[HOME]/notes/web/cache.md:9: 击穿: 死信队列帮不上忙。\n");
}

#[test]
fn changes_are_followed_before_the_search() {
    let sandbox = Sandbox::new(NOTES);
    sandbox.run(["search", "归还"]).found();
    sandbox.write("notes/new.md", "# 新\n\n归还图书。\n");
    sandbox.remove("notes/db/pool.md");
    sandbox.run(["search", "归还"]).finds("new.md:3: 归还图书。\n");
}

#[test]
fn never_leaves_the_index_as_it_is() {
    let sandbox = Sandbox::new(NOTES);
    sandbox.run(["index"]).found();
    sandbox.write("notes/new.md", "归还图书。\n");
    sandbox.run(["search", "图书", "--sync", "never"]).finds_nothing();
    sandbox.run(["search", "图书", "--sync", "always"]).finds("new.md:1: 归还图书。\n");
}

#[test]
fn filters_alone_list() {
    let sandbox = Sandbox::new(NOTES);
    let lines = |args: &[&str]| sandbox.run(args.iter().copied()).found().to_owned();
    assert!(lines(&["search", "--tag", "python"]).lines().all(|line| line.starts_with("db/pool.md:")));
    assert_eq!(lines(&["search", "--code"]).lines().count(), 1);
    assert_eq!(lines(&["search", "--lang", "py"]), lines(&["search", "--code"]));
    assert!(lines(&["search", "--path", "web", "-n0"]).lines().all(|line| line.starts_with("web/")));
    sandbox.run(["search", "--tag", "java"]).finds_nothing();
}

#[test]
fn a_day_is_one_of_the_clock_here() {
    let sandbox = Sandbox::new("//- a.md\n# 池\n\n- [ ] 连接池\n").variable("TZ", "CST-8");
    let note = File::options().write(true).open(sandbox.home().join("notes/a.md")).unwrap();
    // Five in the morning there.
    note.set_modified(UNIX_EPOCH + Duration::from_secs(21 * 3600)).unwrap();
    sandbox.run(["search", "连接 modified:1970-01-02"]).finds("a.md:3: - [ ] 连接池\n");
    sandbox.run(["search", "连接 modified:1970-01-01"]).finds_nothing();
    // Nobody has written it since.
    for (days, n_hits) in [("today", 0), ("7d", 0), ("<today", 1), ("<2w", 1), ("..yesterday", 1)] {
        let run = sandbox.run(["search", &format!("连接 modified:{days}")]);
        assert_eq!((run.stdout.lines().count(), run.stderr.as_str()), (n_hits, ""), "{days}: {run:?}");
    }
    sandbox.write("notes/new.md", "连接\n");
    sandbox.run(["search", "modified:today"]).finds("new.md:1: 连接\n");
    sandbox.remove("notes/new.md");
    sandbox.run(["tasks", "modified:1970-01-02"]).finds("a.md:3: [ ] 连接池\n");
    let why = sandbox.run(["why", "连接 modified:1970-01-02", "a.md"]);
    assert!(!why.found().contains("modified"), "{why:?}");
    let sandbox = sandbox.variable("TZ", "");
    sandbox.run(["search", "连接 modified:1970-01-01", "--count"]).finds("a.md:1\n");
}

#[test]
fn a_filter_may_start_where_one_is() {
    let sandbox = Sandbox::new(NOTES);
    sandbox.run(["index"]).found();
    let sandbox = sandbox.go("notes/db");
    sandbox.run(["search", "归还", "--path", "./pool.md"]).finds("pool.md:18: 关闭: 用完要归还。\n");
    sandbox.run(["search", "归还", "--path", "../web"]).finds_nothing();
    sandbox.write("notes/db/deep/er/c.md", "归还。\n");
    for path in ["deep/er", "deep/er/", "deep/er/*.md", "deep/er/c.md"] {
        sandbox.run(["search", "归还", "--path", path]).finds("deep/er/c.md:1: 归还。\n");
    }
    sandbox.run(["search", "归还", "--path", "db/deep"]).finds("deep/er/c.md:1: 归还。\n");
    sandbox.write("notes/db/a[1].md", "归还。\n");
    for path in ["./a[1].md", "db/a[1].md"] {
        sandbox.run(["search", "归还", "--path", path]).finds("a[1].md:1: 归还。\n");
    }
    sandbox
        .run(["search", "归还", "--path", "../.."])
        .fails("error: --path ../.. is outside of the notes in [HOME]/notes\n");
}

#[test]
fn one_note_cannot_fill_the_page_unless_it_is_asked_for() {
    let sections: String = (1..=8).map(|n| format!("## 第{n}节\n\n索引。\n\n")).collect();
    let sandbox = Sandbox::new(&format!("//- big.md\n{sections}//- small.md\n索引。\n"));
    let count = |args: &[&str]| sandbox.run(args.iter().copied()).found().lines().count();
    assert_eq!(count(&["search", "索引"]), 3 + 1);
    assert_eq!(count(&["search", "索引", "--per-note", "1"]), 2);
    assert_eq!(count(&["search", "索引", "--per-note", "0"]), 9);
    assert_eq!(count(&["search", "索引", "--path", "big.md"]), 8);
    assert_eq!(count(&["search", "索引", "-n", "2", "--offset", "3"]), 1);
}

#[test]
fn what_is_lacking_is_said() {
    let sandbox = Sandbox::new(NOTES);
    let run = sandbox.run(["search", "归还 量子"]);
    assert_eq!(run.found(), "db/pool.md:18: 关闭: 用完要归还。 (lacks: 量子)\n");
    sandbox.run(["search", "归还 量子", "--strict"]).finds_nothing();
}

#[test]
fn vimgrep_is_a_line_a_match() {
    let sandbox = Sandbox::new("//- a.md\n# 题\n\n连接池与\t连接池\n");
    let run = sandbox.run(["search", "连接池", "--vimgrep"]);
    run.finds("a.md:3:1:连接池与\t连接池\na.md:3:14:连接池与\t连接池\n");
}

#[test]
fn vimgrep_leads_to_the_line_that_it_prints_of_a_hit_that_only_its_note_names() {
    let sandbox = Sandbox::new("//- a.md\n---\ntags: [mcp]\n---\n\n## 节\n\n文。\n");
    let run = sandbox.run(["search", "--tag", "mcp", "--vimgrep"]);
    assert!(run.found().lines().any(|line| line == "a.md:7:1:文。"), "{run:?}");
}

#[test]
fn vimgrep_prints_the_first_hundred_matches_of_a_hit() {
    let sandbox = Sandbox::new(&format!("//- a.md\n{}", "连接池\n\n".repeat(120)));
    let run = sandbox.run(["search", "连接池", "--vimgrep"]);
    assert!(run.found().lines().count() == 100 && run.stdout.ends_with("a.md:199:1:连接池\n"), "{run:?}");
}

#[test]
fn notes_cannot_steer_the_terminal() {
    let sandbox = Sandbox::new("");
    sandbox.write("notes/a.md", "## \x1b[31m红\n\n危险\x1b]0;pwned\x07 \u{202e}反\u{9b}31m\n");
    for format in ["--strict", "--vimgrep", "--json", "--jsonl"] {
        let run = sandbox.run(["search", "危险", format]);
        assert!(!run.found().contains(['\x1b', '\x07', '\u{202e}', '\u{9b}']), "{run:?}");
    }
    let run = sandbox.run(["search", "危险", "--color", "always"]);
    assert!(run.found().contains("␛]0;pwned␇"), "{run:?}");
}

#[test]
fn colour_in_a_pipe_is_for_those_who_ask() {
    let sandbox = Sandbox::new(NOTES);
    assert!(!sandbox.run(["search", "归还"]).found().contains('\x1b'));
    let run = sandbox.run(["search", "归还", "--color", "always"]);
    assert!(run.found().contains("用完要\x1b[1;31m归还\x1b[0m。"), "{run:?}");
    assert!(!run.stdout.contains("\x1b]8"), "no links in a pipe");
}

#[test]
fn a_pipe_that_closes_early_is_no_error() {
    let text: String = (0..3_000).map(|n| format!("## 第{n}节\n\n索引。\n\n")).collect();
    let sandbox = Sandbox::new(&format!("//- big.md\n{text}"));
    sandbox.run(["index"]).found();
    let mut child = sandbox
        .command(["search", "索引", "-n0", "--per-note", "0"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}

#[test]
fn a_note_without_text_says_so() {
    let sandbox = Sandbox::new("//- b.md\n文\n//- 空白池.md\n");
    sandbox.run(["search", "空白池"]).finds("空白池.md:1: (no text)\n");
}
