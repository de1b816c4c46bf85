//! `notes similar`.

use serde_json::json;

use crate::sandbox::Sandbox;

const NOTES: &str = "\
//- a.md
# 连接池

线程用完连接要归还。

## 大小

上限看数据库。
//- b.md
# 线程

线程等着连接，归还得晚。
//- c.md
# 数据库

数据库有上限。
//- d.md
# 茶

水要烧开。
//- .notesignore
e.md
//- e.md
# 乙
";

#[test]
fn what_is_about_the_same_is_found_and_the_note_itself_is_not() {
    let sandbox = Sandbox::new(NOTES);
    sandbox.run(["similar", "a.md", "--files"]).finds("c.md\nb.md\n");
    sandbox.run(["similar", "a.md#大小", "--files"]).finds("c.md\n");
    let answer = sandbox.run(["similar", "a.md", "--json"]).json();
    assert_eq!((&answer["hits"][0]["path"], &answer["hits"][0]["missing"]), (&json!("c.md"), &json!([])));
}

#[test]
fn its_words_are_told_if_wanted() {
    let sandbox = Sandbox::new(NOTES);
    let run = sandbox.run(["similar", "a.md:7", "-v"]);
    assert!(run.stderr.contains("the query is 上限 OR 数据库 -path:/a.md"), "{}", run.stderr);
}

#[test]
fn what_has_no_like_is_told_from_what_is_not_indexed() {
    let sandbox = Sandbox::new(NOTES);
    sandbox.run(["similar", "d.md"]).finds_nothing();
    let why =
        "error: e.md is not among the indexed notes\nhint: notes index says what was left out, and why\n";
    sandbox.run(["similar", "e.md"]).fails(why);
}
