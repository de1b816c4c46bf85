//! What a person at a terminal is told besides the hits, and that it can be followed.

use crate::hostile::on_a_terminal;
use crate::sandbox::{Sandbox, skip};

/// What a search says there.
fn said(sandbox: &Sandbox, args: &[&str]) -> Option<String> {
    printed(sandbox, &[&["search"], args].concat())
}

/// What a command says there, in plain letters and single line breaks; nothing where there is no terminal.
fn printed(sandbox: &Sandbox, args: &[&str]) -> Option<String> {
    let said = on_a_terminal(sandbox, &[args, &["--color", "never"]].concat());
    if said.is_none() {
        skip("there is no terminal");
    }
    Some(said?.replace("\r\n", "\n"))
}

#[test]
fn what_leads_to_more_hits_of_a_note_can_be_pasted() {
    let names =
        ["a[1].md", "-dash.md", "a b'c.md", "{x}.md", "sub/$y*.md", "sub/plain.md", "plain.md", "\\z.md"];
    let sections: String = (1..=5).map(|n| format!("## 第{n}节\n\n索引。\n\n")).collect();
    let notes: String = names.map(|name| format!("//- {name}\n{sections}")).concat();
    let sandbox = Sandbox::new(&format!("//- a1.md\n索引。\n{notes}"));
    sandbox.run(["index"]).found();
    let root = sandbox.home().join("notes").display().to_string();
    let mut sandbox = sandbox;
    for folder in ["notes", "notes/sub", "elsewhere"] {
        sandbox = sandbox.go(folder);
        let Some(said) = said(&sandbox, &["索引", "-n", "0", "--root", &root]) else { return };
        let filters: Vec<&str> =
            said.lines().filter_map(|line| line.split_once(" more: ")).map(|(_, f)| f).collect();
        assert_eq!(filters.len(), names.len(), "{said}");
        for filter in filters {
            let mut shell = sandbox.shell("sh");
            let line = format!("\"$0\" search 索引 --count --root \"$1\" {filter}");
            shell.args(["-c", &line, env!("CARGO_BIN_EXE_notes"), &root]);
            let output = shell.output().unwrap();
            let (counts, errors) =
                (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
            assert!(counts.ends_with(":5\n") && counts.lines().count() == 1, "{filter}: {counts}{errors}");
        }
    }
}

#[test]
fn a_next_page_is_offered_only_where_there_is_one() {
    let sections: String = (1..=8).map(|n| format!("## 第{n}节\n\n索引。\n\n")).collect();
    let sandbox =
        Sandbox::new(&format!("//- big.md\n{sections}//- small.md\n索引。\n//- other.md\n索引。\n"));
    sandbox.run(["index"]).found();
    let page = |offset: &str| said(&sandbox, &["索引", "-n", "2", "--offset", offset]);
    let Some(first) = page("0") else { return };
    assert!(first.contains("10 hits · 2 shown · next: --offset 2 · "), "{first}");
    let told = |offset| page(offset).unwrap_or_default();
    assert!(told("2").contains("next: --offset 4"), "{}", told("2"));
    let (last, behind) = (told("4"), told("5"));
    assert!(last.contains("10 hits · 1 shown · ") && !last.contains("next"), "{last}");
    assert_eq!(behind, "--offset 5 leaves out all there is: 5 hits\n");
    let notes = said(&sandbox, &["索引", "--files", "--offset", "5"]).unwrap_or_default();
    assert_eq!(notes, "--offset 5 leaves out all there is: 3 notes\n");
}

#[cfg(unix)]
#[test]
fn a_name_that_nul_ends_steers_no_terminal() {
    let sandbox = Sandbox::new("");
    sandbox.write("notes/\x1b[2Ja.md", "索引。\n");
    sandbox.run(["search", "索引", "--files", "-0"]).finds("\x1b[2Ja.md\0");
    let Some(listed) = said(&sandbox, &["索引", "--files", "-0"]) else { return };
    assert_eq!(listed, "␛[2Ja.md\0");
    assert_eq!(said(&sandbox, &["索引", "--count", "-0"]).unwrap_or_default(), "␛[2Ja.md\x001\n");
}

#[test]
fn lists_of_notes_are_remarked_on_as_hits_are() {
    let sandbox = Sandbox::new("//- a.md\n索引。\n");
    sandbox.write("notes/.notes-glossary", "= what\n");
    for form in ["--sort=score", "--files", "--count"] {
        let Some(built) = said(&sandbox, &["索引 created:soon", form]) else { return };
        assert!(built.contains("note: created:") && built.contains(".notes-glossary:1: "), "{form}: {built}");
        let nothing = said(&sandbox, &["没有的词", form]).unwrap_or_default();
        assert!(nothing.contains("nothing found for 没有的词"), "{form}: {nothing}");
    }
}

#[test]
fn where_nothing_was_found_is_said_unless_it_was_named() {
    let sandbox = Sandbox::new("//- a.md\n索引。\n//- sub/b.md\n连接。\n");
    sandbox.write("notes/.notes.toml", "");
    sandbox.run(["index"]).found();
    let root = sandbox.home().join("notes").display().to_string();
    let sandbox = sandbox.go("notes/sub");
    let Some(nothing) = said(&sandbox, &["没有的词"]) else { return };
    assert_eq!(nothing, format!("nothing found for 没有的词 in {root} (2 notes)\n"));
    let nothing = said(&sandbox, &["没有的词", "--root", ".."]).unwrap_or_default();
    assert_eq!(nothing, "nothing found for 没有的词\n");
}

#[test]
fn a_word_that_stands_nowhere_brings_the_nearest_that_do() {
    let sandbox = Sandbox::new("//- a.md\nthe database is small\n");
    sandbox.run(["index"]).found();
    let Some(said) = said(&sandbox, &["+databsae"]) else { return };
    assert!(said.ends_with("hint: did you mean: database\n"), "{said}");
}

#[test]
fn what_is_like_nothing_is_named_by_its_place() {
    let sandbox = Sandbox::new("//- a.md\n# 连接池\n\n上限写在配置里。\n//- b.md\nkafka\n");
    sandbox.run(["index"]).found();
    let Some(said) = printed(&sandbox, &["similar", "a.md"]) else { return };
    assert!(said.starts_with("nothing is like a.md in ") || said == "nothing is like a.md\n", "{said}");
}

#[test]
fn links_that_there_are_none_of_are_told_of_the_note() {
    let sandbox = Sandbox::new("//- a.md\n# 甲\n\n## 乙\n\n文\n");
    sandbox.run(["index"]).found();
    let Some(said) = printed(&sandbox, &["links", "a.md"]) else { return };
    assert_eq!(said, "no links in or to a.md\n");
    let told = |args: &[&str]| printed(&sandbox, args).unwrap_or_default();
    assert_eq!(told(&["links", "a.md#乙"]), "no links in or to the section at a.md:3\n");
    assert_eq!(told(&["links", "a.md", "--back"]), "no links of other notes lead to a.md\n");
    assert_eq!(told(&["links", "a.md", "--broken"]), "no broken links in a.md\n");
}

#[test]
fn an_empty_pager_is_none() {
    let long = "行\n\n".repeat(200);
    let sandbox = Sandbox::new(&format!("//- a.md\n{long}"));
    // The program that is named but not asked prints nothing.
    for (variables, is_paged) in [("NOTES_PAGER= PAGER=false", false), ("PAGER=false", true)] {
        let line = format!("{variables} '{}' show a.md", env!("CARGO_BIN_EXE_notes"));
        let output = sandbox.shell("script").args(["-qec", &line, "/dev/null"]).env("TERM", "xterm").output();
        let Ok(output) = output else { return skip("there is no terminal") };
        let n_rows = String::from_utf8_lossy(&output.stdout).matches('行').count();
        assert_eq!(n_rows == 0, is_paged, "{variables}: {n_rows}");
    }
}

#[test]
fn lists_that_are_empty_say_so() {
    let sandbox = Sandbox::new("//- a.md\n索引。#库\n\n- [ ] 重建\n");
    sandbox.run(["index"]).found();
    let cases: [(&[&str], &str); 5] = [
        (&["tags", "nope"], "no tags found for nope"),
        (&["glossary", "zzz"], "no pairs found for zzz"),
        (&["tasks", "nope"], "no open tasks found for nope"),
        (&["tasks", "--done", "--path", "a.md"], "no done tasks found with these filters"),
        (&["glossary"], "no pairs found"),
    ];
    for (args, expected) in cases {
        let Some(said) = printed(&sandbox, &[args, &["--root", "."]].concat()) else { return };
        assert_eq!(said, format!("{expected}\n"), "{args:?}");
    }
}

#[test]
fn filters_of_tasks_that_nothing_meets_are_named() {
    let sandbox = Sandbox::new("//- a.md\n- [ ] rest\n");
    sandbox.run(["index"]).found();
    let Some(said) = printed(&sandbox, &["tasks", "--path", "nope", "--tag", "zzz"]) else { return };
    let hints = "hint: no note is at the path nope\nhint: no note has the tag zzz\n";
    assert!(said.ends_with(hints), "{said}");
}

#[test]
fn rows_of_a_list_that_go_on_stand_behind_a_bar() {
    let long = "字".repeat(60);
    let sandbox = Sandbox::new(&format!("//- a.md\n- [ ] {long}\n\n[[{long}]]\n"));
    sandbox.run(["index"]).found();
    for (args, indent) in [(&["tasks"][..], "    "), (&["links", "a.md"], "")] {
        let Some(said) = printed(&sandbox, args) else { return };
        assert!(said.contains(&format!("\n    │ {indent}字")), "{said}");
    }
}

#[test]
fn tasks_of_a_word_that_stands_nowhere_say_what_was_taken_for_it() {
    let sandbox = Sandbox::new("//- a.md\n- [ ] move the database\n- [ ] rest\n");
    sandbox.run(["index"]).found();
    let Some(said) = printed(&sandbox, &["tasks", "databsae"]) else { return };
    assert!(said.contains("1 │ [ ] move the database\n\n1 task in 1 note\n"), "{said}");
    assert!(said.ends_with("note: ~ databsae like \"database\"\n"), "{said}");
}
