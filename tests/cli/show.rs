//! `notes show`, `open` and `outline`: from a hit to the note.

use serde_json::json;

use crate::sandbox::{NOTES, Sandbox};

const SIZE: &str = "## 大小\n\n连接太少会排队，太多会压垮服务器。\n\n```python\nengine = create_engine(url, pool_size=2)\n```\n\n";

#[test]
fn a_number_of_another_notebook_says_so() {
    let sandbox = Sandbox::new(NOTES);
    sandbox.run(["search", "连接"]).found();
    let sandbox = sandbox.go("other");
    sandbox.run(["show", "1"]).fails(
        "error: the last search was in [HOME]/notes, and these notes are in [HOME]/other\n\
         hint: search here first, or name those with --root [HOME]/notes\n",
    );
    sandbox.run(["show", "1", "--root", "../notes"]).found();
}

#[test]
fn an_outline_marks_the_place_that_was_asked_for() {
    let sandbox = Sandbox::new(NOTES);
    let marked = |target: &str| sandbox.run(["outline", target]).found().to_owned();
    assert_eq!(marked("db/pool.md:12"), "连接池笔记  db/pool.md\n>  8  大小\n  16  关闭\n");
    assert_eq!(marked("db/pool.md#关闭"), "连接池笔记  db/pool.md\n   8  大小\n> 16  关闭\n");
    assert!(!marked("db/pool.md").contains('>'));
}

#[test]
fn a_place_is_taken_as_a_pipe_prints_it() {
    let sandbox = Sandbox::new(NOTES);
    for target in ["db/pool.md:8:", "db/pool.md:10:4:"] {
        sandbox.run(["show", target]).finds(SIZE);
    }
}

#[test]
fn a_line_or_an_anchor_shows_its_section_as_written() {
    let sandbox = Sandbox::new(NOTES);
    for target in ["db/pool.md:8", "db/pool.md:10:4", "db/pool.md#大小", "./db/pool.md:9"] {
        sandbox.run(["show", target]).finds(SIZE);
    }
    assert!(
        sandbox.run(["show", "db/pool.md"]).found().starts_with("---\ntags: [python/db]\n---\n# 连接池笔记")
    );
    sandbox.run(["show", "db/pool.md#關閉"]).finds("## 关闭\n\n用完要归还。\n");
    sandbox.run(["show", "db/pool.md#大小", "--code"]).finds("engine = create_engine(url, pool_size=2)\n");
}

#[test]
fn a_name_may_hold_what_leads_to_an_anchor_or_a_line() {
    let sandbox = Sandbox::new("//- C#.md\n# 语言\n\n## C#\n\n委托。\n//- C#/泛型.md\n## 约束\n\n类型。\n");
    let (language, generics) = ("## C#\n\n委托。\n", "## 约束\n\n类型。\n");
    sandbox.run(["show", "C#.md:5"]).finds(language);
    sandbox.run(["show", "C#.md#C#"]).finds(language);
    let sandbox = sandbox.go("elsewhere");
    for target in ["C#/泛型.md", "C#/泛型.md:3", "C#/泛型.md:3:1", "C#/泛型.md#约束"] {
        sandbox.run(["show", target, "--root", "../notes"]).finds(generics);
    }
    sandbox.run(["why", "类型", "C#/泛型.md:3:1", "--root", "../notes"]).found();
}

#[test]
fn notes_that_are_called_so_are_offered() {
    let sandbox = Sandbox::new(NOTES);
    sandbox.run(["search", "池"]).found();
    for (command, given) in [("show", "Pool.md"), ("outline", "pool"), ("show", "web/pool.md")] {
        let run = sandbox.run([command, given]);
        assert!(run.stderr.ends_with("hint: notes that are called so: db/pool.md\n"), "{}", run.stderr);
    }
    let run = sandbox.run(["show", "nope.md"]);
    assert!(run.stderr.contains("hint: find it with: notes search"), "{}", run.stderr);
}

#[test]
fn a_link_that_names_nothing_leads_nowhere() {
    let sandbox = Sandbox::new("//- README.md\n# 说明\n");
    sandbox.run(["index"]).found();
    for link in ["[[]]", "[[ ]]", "[[|x]]", "[[.]]", "[[/]]", "[[#说明]]"] {
        let run = sandbox.run(["show", link]);
        assert!(run.code == Some(2) && run.stderr.contains(" names no note\n"), "{link}: {run:?}");
    }
    sandbox.run(["show", "[[README]]"]).found();
}

#[test]
fn what_is_there_and_is_no_note_is_not_to_be_found_elsewhere() {
    let sandbox = Sandbox::new(NOTES);
    sandbox.write("notes/db/bin.md", [0, 1, 2]);
    let folder = "error: db is a folder\nhint: list what is in it with: notes search --path db\n".to_owned();
    sandbox.run(["show", "db"]).fails(&folder);
    sandbox.run(["outline", "db/"]).fails(&folder);
    sandbox.run(["show", ".."]).fails("error: .. is a folder\n");
    sandbox.run(["show", "db/bin.md"]).fails("error: can't read [HOME]/notes/db/bin.md: not a text\n");
    sandbox.write("notes/db/inner/a.md", "x\n");
    let sandbox = sandbox.go("notes/db");
    sandbox
        .run(["show", "inner", "--root", ".."])
        .fails("error: db/inner is a folder\nhint: list what is in it with: notes search --path db/inner\n");
}

#[test]
fn a_number_is_a_hit_of_the_last_search() {
    let sandbox = Sandbox::new(NOTES);
    sandbox.run(["show", "1"]).fails(
        "error: there is no search whose hit 1 could be meant\n\
         hint: search first, then name a hit by the number before it\n",
    );
    let hits = sandbox.run(["search", "连接"]);
    let third = hits.found().lines().position(|line| line.starts_with("db/pool.md:10:")).unwrap() + 1;
    sandbox.run(["show", &third.to_string()]).finds(SIZE);
    sandbox.run(["show", "77"]).fails(&format!(
        "error: there is no hit 77: the last search, for 连接, showed hits 1 to {}\n",
        hits.stdout.lines().count()
    ));
    sandbox.run(["search", "连接", "--offset", "1", "-n", "1"]).found();
    sandbox.run(["show", "2"]).found();
    sandbox.run(["show", "1"]).fails("error: there is no hit 1: the last search, for 连接, showed hit 2\n");
}

#[test]
fn a_search_for_a_program_is_not_remembered() {
    let sandbox = Sandbox::new(NOTES);
    sandbox.run(["search", "归还"]).found();
    sandbox.run(["search", "缓存", "--json"]).found();
    sandbox.run(["search", "缓存", "--vimgrep"]).found();
    sandbox.run(["show", "1"]).finds("## 关闭\n\n用完要归还。\n");
}

#[test]
fn a_hit_is_followed_when_its_note_was_changed() {
    let sandbox = Sandbox::new(NOTES);
    sandbox.run(["search", "归还"]).found();
    sandbox.write("notes/db/pool.md", "# 连接池笔记\n\n## 新的\n\n先写的。\n\n## 关闭\n\n用完要归还。\n");
    sandbox.run(["show", "1"]).finds("## 关闭\n\n用完要归还。\n");
    sandbox.write("notes/db/pool.md", "# 别的\n\n无关\n\n# 也叫别的\n\n用完要归还。\n");
    sandbox.run(["show", "1"]).finds("# 也叫别的\n\n用完要归还。\n");
    sandbox.write("notes/db/pool.md", "别的\n");
    sandbox
        .run(["show", "1"])
        .fails("error: db/pool.md was changed since and has no such section any more\nhint: search again\n");
}

#[test]
fn a_hit_is_followed_below_its_own_headings() {
    let sandbox = Sandbox::new("//- a.md\n# 日志\n\n## 周一\n\n- 连接池 检查\n\n## 周二\n\n- 连接池 检查\n");
    sandbox.run(["search", "连接池 检查", "--sort", "path"]).found();
    let write = |monday: &str, tuesday: &str| {
        sandbox.write("notes/a.md", format!("# 日志\n\n{monday}- 连接池 检查\n\n{tuesday}- 连接池 检查\n"));
    };
    write("新写的一段\n\n又一段\n\n## 周一\n\n", "## 周二\n\n");
    sandbox.run(["show", "2", "--raw"]).finds("## 周二\n\n- 连接池 检查\n");
    write("## 周二\n\n", "## 周一\n\n");
    sandbox.run(["show", "2", "--raw"]).finds("## 周二\n\n- 连接池 检查\n\n");
    write("## 周一\n\n", "## 星期二\n\n");
    sandbox.run(["show", "2", "--raw"]).finds("## 星期二\n\n- 连接池 检查\n");
}

#[test]
fn the_last_search_of_another_notebook_is_not_meant() {
    let sandbox = Sandbox::new(NOTES);
    sandbox.write("other/a.md", "归还\n");
    sandbox.run(["search", "归还"]).found();
    assert_eq!(sandbox.run(["show", "1", "--root", "../other"]).code, Some(2));
}

#[test]
fn colours_light_up_what_was_looked_for() {
    let sandbox = Sandbox::new(NOTES);
    sandbox.run(["search", "pool_size"]).found();
    let shown = sandbox.run(["show", "1", "--color", "always"]);
    assert!(shown.found().contains("\x1b[1;31mpool_size\x1b[0m"), "{}", shown.stdout);
    assert!(shown.stdout.contains("\x1b[33mcreate_engine\x1b[0m"), "code has colours: {}", shown.stdout);
    let other = sandbox.run(["show", "1", "--color", "always", "--query", "服务器"]);
    assert!(other.found().contains("\x1b[1;31m服务器\x1b[0m"), "{}", other.stdout);
}

#[test]
fn headings_stand_out_and_what_only_looks_like_one_does_not() {
    let headings = ["# 甲", "##乙", "##1号 ##", "  ### 丙", "##"];
    let others = ["#丁", "##戊 #己", "##__VA_ARGS__", "<!--\n## 庚\n-->", "- 辛\n\n      # 壬", "####### 癸"];
    let text: String = headings.iter().chain(&others).map(|line| format!("{line}\n\n")).collect();
    let sandbox = Sandbox::new(&format!("//- a.md\n{text}"));
    let page = sandbox.run(["show", "a.md", "--color", "always"]);
    let standing_out: Vec<&str> = page
        .found()
        .lines()
        .skip(1)
        .filter_map(|line| line.split_once("\x1b[1m")?.1.strip_suffix("\x1b[0m"))
        .collect();
    assert_eq!(standing_out, headings);
}

#[test]
fn a_program_gets_the_section_as_json() {
    let sandbox = Sandbox::new(NOTES);
    let page = sandbox.run(["show", "db/pool.md#大小", "--json"]).json();
    assert_eq!((&page["text"], &page["line"], &page["end_line"]), (&json!(SIZE), &json!(8), &json!(14)));
    assert_eq!(page["code_blocks"], json!([{"lang": "python", "line": 12, "end_line": 14}]));
    let outline = sandbox.run(["outline", "db/pool.md", "--json"]).json();
    assert_eq!(outline["sections"][1]["breadcrumb"], json!(["关闭"]));
    let hit = &sandbox.run(["search", "太少", "--json"]).json()["hits"][0];
    for section in [&outline["sections"][0], &page] {
        assert_eq!((&section["line"], &section["end_line"]), (&hit["line"], &hit["end_line"]));
    }
}

#[test]
fn an_outline_has_lines() {
    let sandbox = Sandbox::new("//- a.md\n# 题\n\n## 一\n\n### 小\n\n文\n\n## 二\n");
    sandbox.run(["outline", "a.md"]).finds("题  a.md\n   3  一\n   5    小\n   9  二\n");
    sandbox.run(["search", "小"]).found();
    sandbox.run(["outline", "1"]).finds("题  a.md\n   3  一\n>  5    小\n   9  二\n");
}

#[test]
fn what_is_not_there_is_named() {
    let sandbox = Sandbox::new(NOTES);
    sandbox.run(["show", "db/pool.md:99"]).fails("error: db/pool.md has 18 lines, there is no line 99\n");
    sandbox.run(["show", "db/pool.md#缓存"]).fails(
        "error: db/pool.md has no heading or anchor \"缓存\"\nhint: see them with: notes outline db/pool.md\n",
    );
    sandbox.write("notes/a b.md", "# 文\n");
    sandbox.run(["show", "a b.md#nope"]).fails(
        "error: a b.md has no heading or anchor \"nope\"\nhint: see them with: notes outline \"a b.md\"\n",
    );
    sandbox
        .run(["show", "web/cache.md#击穿", "--code"])
        .fails("error: the section has no code block\nhint: show it without --code\n");
    let gone = sandbox.run(["show", "db/gone.md"]);
    assert!(gone.stderr.starts_with("error: can't read [HOME]/notes/db/gone.md: "), "{}", gone.stderr);
    let outside = sandbox.run(["show", "../../etc/passwd"]);
    assert_eq!((outside.code, outside.stdout.as_str()), (Some(2), ""));
}

#[cfg(unix)]
mod editors {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    /// A home with an editor that writes down what it is given.
    fn sandbox(name: &str) -> Sandbox {
        let sandbox = Sandbox::new("//- a.md\n# 题\n\n## 一\n\n😀中文 连接池\n");
        let program = format!("bin/{name}");
        sandbox.write(&program, "#!/bin/sh\nprintf '%s\\n' \"$@\" > \"$HOME/given\"\n");
        let path = sandbox.home().join(&program);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).unwrap();
        sandbox.variable("VISUAL", &format!("{} -x", path.display())).variable("EDITOR", "/nowhere")
    }

    #[track_caller]
    fn check(name: &str, expected: &str) {
        let sandbox = sandbox(name);
        sandbox.run(["search", "连接池"]).found();
        sandbox.run(["open", "1"]).finds("");
        let given = std::fs::read_to_string(sandbox.home().join("given")).unwrap();
        let given = given.replace(&*sandbox.home().to_string_lossy(), "[HOME]");
        assert_eq!(given, expected);
    }

    #[test]
    fn an_editor_opens_at_the_match() {
        check("vim", "-x\n+call cursor(5,12)\n--\n[HOME]/notes/a.md\n");
        check("emacs", "-x\n+5:8\n[HOME]/notes/a.md\n");
        check("code", "-x\n--goto\n[HOME]/notes/a.md:5:6\n");
        check("unheard-of", "-x\n[HOME]/notes/a.md\n");
    }

    #[test]
    fn a_path_with_blanks_needs_quotes() {
        let sandbox = Sandbox::new(NOTES);
        sandbox.write("my apps/code", "");
        let program = sandbox.home().join("my apps/code").display().to_string();
        let sandbox = sandbox.variable("EDITOR", &format!("{program} --wait"));
        let run = sandbox.run(["open", "db/pool.md"]);
        let hint = "hint: a path with blanks needs quotes of its own in $VISUAL and $EDITOR: \
                    '[HOME]/my apps/code' --wait\n";
        assert!(run.stderr.ends_with(hint), "{}", run.stderr);
    }

    #[test]
    fn an_editor_that_is_not_there_is_named() {
        let sandbox = Sandbox::new(NOTES).variable("EDITOR", "/nowhere/vi");
        sandbox.run(["open", "db/pool.md"]).fails(
            "error: can't start the editor /nowhere/vi: No such file or directory (os error 2)\n\
             hint: name another one in $VISUAL or $EDITOR\n",
        );
    }
}
