//! What lists things of a notebook: `--files` and `--count`, `tags`, `tasks`.

use std::fs;

use serde_json::json;

use crate::sandbox::{NOTES, Sandbox};

const LISTS: &str = "\
//- work/周报.md
---
tags: [Work/周报]
---
# 周报

## 本周

- [x] 写完 #后端
- [ ] `notes` 里的链接

## 下周

- [ ] [[连接池]] 再看一遍
//- a.md
没有任务 #work
";

#[test]
fn files_are_listed_best_first() {
    let sandbox = Sandbox::new(NOTES);
    sandbox.run(["search", "连接池", "--files"]).finds("db/pool.md\nweb/cache.md\n");
    sandbox.run(["search", "连接池", "--files", "-n", "1"]).finds("db/pool.md\n");
    sandbox.run(["search", "连接", "--count"]).finds("db/pool.md:2\nweb/cache.md:1\n");
    sandbox.run(["search", "连接", "--count", "-0"]).finds("db/pool.md\x002\nweb/cache.md\x001\n");
    sandbox.run(["search", "死信队列", "--files", "-0"]).finds("web/cache.md\0");
    sandbox.run(["search", "没有这个词语", "--files"]).finds_nothing();
}

#[test]
fn more_notes_than_a_page_are_listed() {
    let notes: String = (0..30).map(|n| format!("//- {n:02}.md\n共同词\n")).collect();
    let sandbox = Sandbox::new(&notes);
    assert_eq!(sandbox.run(["search", "共同词", "--files"]).found().lines().count(), 30);
    assert_eq!(sandbox.run(["search", "共同词"]).found().lines().count(), 10);
}

#[cfg(unix)]
#[test]
fn a_name_with_a_line_break_is_whole_only_where_nul_ends_it() {
    let sandbox = Sandbox::new("");
    sandbox.write("notes/a\nb.md", "共同词\n");
    sandbox.run(["search", "共同词", "--files"]).finds("a␊b.md\n");
    sandbox.run(["search", "共同词", "--files", "-0"]).finds("a\nb.md\0");
}

#[test]
fn nul_ends_paths_alone() {
    Sandbox::new(NOTES)
        .run(["search", "连接池", "-0"])
        .fails("error: --null says how paths end: it goes with --files or --count\n");
}

#[test]
fn tags_count_notes_of_those_below() {
    let sandbox = Sandbox::new(LISTS);
    sandbox.run(["tags"]).finds("2\twork\n1\tWork/周报\n1\t后端\n");
    for tag in ["#Work/", "＃work"] {
        sandbox.run(["tags", tag]).finds("2\twork\n1\tWork/周报\n");
    }
    sandbox.run(["tags", "wor"]).finds_nothing();
    sandbox.run(["tags", "ｗｏｒｋ/週報"]).finds("1\tWork/周报\n");
    let tags = sandbox.run(["tags", "后端", "--json"]).json();
    assert_eq!(tags["tags"], json!([{"tag": "后端", "notes": 1}]));
}

#[test]
fn tags_are_those_of_the_notes_that_are_there() {
    let sandbox = Sandbox::new(LISTS);
    sandbox.run(["tags"]).found();
    sandbox.remove("notes/work/周报.md");
    sandbox.run(["tags"]).finds("1\twork\n");
}

#[test]
fn tasks_are_those_that_are_open() {
    let sandbox = Sandbox::new(LISTS);
    let open = "work/周报.md:9: [ ] `notes` 里的链接\nwork/周报.md:13: [ ] [[连接池]] 再看一遍\n";
    sandbox.run(["tasks"]).finds(open);
    sandbox.run(["tasks", "--tag", "work"]).finds(open);
    sandbox.run(["tasks", "--tag", "别的"]).finds_nothing();
    sandbox.run(["tasks", "--heading", "下周"]).finds("work/周报.md:13: [ ] [[连接池]] 再看一遍\n");
    sandbox.run(["tasks", "链接"]).finds("work/周报.md:9: [ ] `notes` 里的链接\n");
    sandbox.run(["tasks", "--done"]).finds("work/周报.md:8: [x] 写完 #后端\n");
    assert_eq!(sandbox.run(["tasks", "--all"]).found().lines().count(), 3);
    sandbox.run(["tasks", "--path", "db"]).finds_nothing();
    sandbox.run(["tasks", "--heading", "下週"]).finds("work/周报.md:13: [ ] [[连接池]] 再看一遍\n");
    let tasks = sandbox.run(["tasks", "--heading", "下周", "--json"]).json();
    let range = |start: u32, end: u32| json!({"start": {"line": 12, "character": start}, "end": {"line": 12, "character": end}});
    let text = fs::read_to_string(sandbox.home().join("notes/work/周报.md")).unwrap();
    let (mark, start) = (text.rfind("[ ]").unwrap() + 1, text.rfind("[[").unwrap());
    let expected = json!([{
        "path": "work/周报.md", "absolute_path": "[HOME]/notes/work/周报.md", "title": "周报",
        "breadcrumb": ["下周"], "done": false, "text": "[[连接池]] 再看一遍", "line": 13, "column": 7,
        "start_byte": start, "end_byte": start + "[[连接池]] 再看一遍".len(), "range": range(6, 18),
        "mark": " ", "mark_place": {
            "line": 13, "column": 4, "start_byte": mark, "end_byte": mark + 1, "range": range(3, 4),
        },
    }]);
    assert_eq!((&tasks["root"], &tasks["tasks"]), (&json!("[HOME]/notes"), &expected));
    assert_eq!(tasks["index"]["fresh"], true);
}

#[test]
fn a_box_is_printed_as_it_stands() {
    let sandbox =
        Sandbox::new("//- a.md\n- [/] 在做\n- [ ] 未做\n- [>] 改期\n- [X] 做完\n- [-] 不做了\n- []] 怪\n");
    sandbox.run(["tasks"]).finds("a.md:1: [/] 在做\na.md:2: [ ] 未做\n");
    sandbox.run(["tasks", "--done"]).finds("a.md:3: [>] 改期\na.md:4: [x] 做完\n");
    sandbox.run(["search", "不做了"]).finds("a.md:5: - [-] 不做了\n");
    let tasks = sandbox.run(["tasks", "--all", "--json"]).json();
    let marks: Vec<&str> =
        tasks["tasks"].as_array().unwrap().iter().map(|task| task["mark"].as_str().unwrap()).collect();
    assert_eq!(marks, ["/", " ", ">", "X"]);
}

#[test]
fn tasks_are_those_of_a_section_wherever_it_has_the_words() {
    let sandbox = Sandbox::new(
        "//- a.md\n## S\n\n- [ ] one\n\n```python\nfoozle = 1\n```\n\n## T\n\n- [ ] two\n- [x] three\n",
    );
    sandbox.run(["tasks", "foozle"]).finds("a.md:3: [ ] one\n");
    sandbox.run(["tasks", "--all", "three"]).finds("a.md:12: [x] three\n");
    sandbox.run(["tasks", "--all", "heading:T"]).finds("a.md:11: [ ] two\na.md:12: [x] three\n");
    sandbox.run(["tasks", "three"]).finds_nothing();
    // What a query ends or begins with doesn't reach beyond it.
    for query in ["zzz OR", "OR zzz", "zzz (", "zzz \"", "(zzz OR"] {
        assert_eq!(sandbox.run(["tasks", query]).stdout, "", "{query}");
    }
    sandbox.run(["tasks", "foozle OR two"]).finds("a.md:3: [ ] one\na.md:11: [ ] two\n");
}

#[test]
fn no_task_is_lost_behind_the_matches_that_are_listed() {
    let tasks: String = (1..=130).map(|n| format!("- [ ] 换掉连接池 {n}\n")).collect();
    let sandbox = Sandbox::new(&format!("//- a.md\n{tasks}- [ ] 别的\n"));
    let listed = sandbox.run(["tasks", "连接池"]);
    assert_eq!(listed.found().matches("连接池").count(), 130);
}
