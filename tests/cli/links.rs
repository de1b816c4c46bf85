//! `notes links`.

use serde_json::json;

use crate::sandbox::Sandbox;

const NOTES: &str = "\
//- db/pool.md
# 连接池

## 大小

看 [[缓存]] 和 [[没有]]。

## 关闭

[官网](https://a.b)
//- web/缓存.md
# 缓存

[池](../db/pool.md#大小) 又
[[pool]]
";

#[test]
fn links_of_a_note_and_to_it_are_listed() {
    let sandbox = Sandbox::new(NOTES);
    let out = "db/pool.md:5: [[缓存]] -> web/缓存.md\ndb/pool.md:5: [[没有]] -> no such note\n";
    let back =
        "web/缓存.md:3: [池](../db/pool.md#大小) -> db/pool.md:3\nweb/缓存.md:4: [[pool]] -> db/pool.md\n";
    sandbox.run(["links", "db/pool.md"]).finds(&format!("{out}{back}"));
    sandbox.run(["links", "--back", "[[pool]]"]).finds(back);
    let broken = "db/pool.md:5: [[没有]] -> no such note\n";
    sandbox.run(["links", "db/pool.md", "--broken"]).finds(broken);
    sandbox.run(["links", "--broken"]).finds(broken);
    let all = sandbox.run(["links", "--all", "db/pool.md"]);
    assert!(
        all.found().contains("db/pool.md:9: [官网](https://a.b) -> out of the notes\n"),
        "{}",
        all.stdout
    );
}

#[test]
fn links_of_a_section_are_its_own() {
    let sandbox = Sandbox::new(NOTES);
    sandbox.run(["links", "db/pool.md#大小"]).finds(
        "db/pool.md:5: [[缓存]] -> web/缓存.md\ndb/pool.md:5: [[没有]] -> no such note\n\
         web/缓存.md:3: [池](../db/pool.md#大小) -> db/pool.md:3\n",
    );
    sandbox.run(["links", "db/pool.md#关闭"]).finds_nothing();
}

#[test]
fn links_are_said_to_programs() {
    let sandbox = Sandbox::new(NOTES);
    let links = sandbox.run(["links", "web/缓存.md", "--json"]).json();
    let first = &links["links"][0];
    assert_eq!((&first["leads"], &first["to"]["line"]), (&json!("note"), &json!(3)));
    assert_eq!((&first["line"], &first["column"], &first["start_byte"]), (&json!(3), &json!(1), &json!(10)));
    let range = json!({"start": {"line": 2, "character": 0}, "end": {"line": 2, "character": 21}});
    assert_eq!((&first["range"], &first["to"]["column"]), (&range, &json!(1)));
    assert_eq!((&links["root"], &links["index"]["fresh"]), (&json!("[HOME]/notes"), &json!(true)));
    assert_eq!(links["backlinks"][0]["written"], "[[缓存]]");
    assert_eq!(links["backlinks"][0]["breadcrumb"], json!(["大小"]));
    let broken = sandbox.run(["links", "--broken", "--json"]).json();
    assert_eq!((&broken["links"][0]["leads"], &broken["links"][0]["to"]), (&json!("no note"), &json!(null)));
}

#[test]
fn a_wiki_link_is_shown_as_the_note_that_it_leads_to() {
    let sandbox = Sandbox::new(NOTES);
    sandbox.run(["show", "[[pool#大小|x]]"]).finds("## 大小\n\n看 [[缓存]] 和 [[没有]]。\n\n");
    sandbox.run(["show", "[[没有]]"]).fails(
        "error: no note is called \"没有\"\nhint: find it with: notes search, or name it from the folder of the notes\n",
    );
    assert!(sandbox.run(["outline", "[[缓存]]"]).found().contains("web/缓存.md"));
}

#[test]
fn what_has_no_links_or_is_none_is_told() {
    let sandbox = Sandbox::new(NOTES);
    sandbox.write("notes/.notesignore", "web\n");
    sandbox
        .run(["links", "web/缓存.md"])
        .fails("error: web/缓存.md is not among the indexed notes\nhint: notes index says what was left out, and why\n");
    let run = sandbox.run(["links"]);
    assert!(run.stderr.contains("<TARGET>"), "{}", run.stderr);
}

#[test]
fn a_name_may_hold_the_marks_of_addresses_and_places() {
    let notes =
        "//- db/C#.md\n# C++: 指针\n\n## Intro\n\ny\n//- a.md\n[[Redis: 集群]] [[C#]] [[C++: 指针]]\n";
    let sandbox = Sandbox::new(notes);
    sandbox.run(["links", "--broken"]).finds("a.md:1: [[Redis: 集群]] -> no such note\n");
    sandbox
        .run(["links", "--back", "[[C#]]"])
        .finds("a.md:1: [[C#]] -> db/C#.md\na.md:1: [[C++: 指针]] -> db/C#.md\n");
    for target in ["[[C##Intro]]", "[[C++: 指针#intro|x]]"] {
        sandbox.run(["show", target]).finds("## Intro\n\ny\n");
    }
}
