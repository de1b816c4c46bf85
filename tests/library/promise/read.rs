//! What a reader reads is found as it is read, whatever marks stand in it.

use super::{N_MIXED, han, word};
use crate::fixture::{everything, search, searcher};
use crate::random::Random;

/// A line of a note, and what of it a reader reads in a row.
fn read_in_a_row(random: &mut Random) -> (String, String) {
    let (a, b, c, w, v) = (han(random), han(random), han(random), word(random), word(random));
    let sign: &str = random.of::<&str>(&["㎡", "㎏", "℃", "™", "½", "①"]);
    let tag: &str = random.of::<&str>(&["code", "kbd"]);
    let name: &str = random.of::<&str>(&["String", "T", "User", "int", "Data"]);
    let forms = [
        (format!("{w}{sign}{a}"), format!("{sign}{a}")),
        (format!("{a}{sign}{w}，{b}"), format!("{w}，{b}")),
        (format!("{w}`{v}`{a}"), format!("{v}{a}")),
        (format!("{a}{w}`{v}`"), format!("{a}{w}")),
        (format!("{w}<{tag}>{v}</{tag}>{a}"), format!("{v}{a}")),
        (format!("{w}[[{v}]]{a}"), format!("{v}{a}")),
        (format!("{w}**{v}**{a}"), format!("{v}{a}")),
        (format!("{a}Vec<{name}>{b}"), format!("Vec<{name}>{b}")),
        (format!("{a}x<{name} and z>{w}"), format!("x<{name} and z>{w}")),
        (format!("- [{a}<b>{b}</b>{c}](#x)\n- [{w}](#y)"), format!("{a}{b}{c}")),
        (format!("- [{a}*{b}*](#x)[{c}](#y)"), format!("{a}{b}{c}")),
    ];
    random.of(&forms).clone()
}

#[test]
fn what_is_read_in_a_row_is_found_in_quotes() {
    let mut random = Random::new(0x726f_7773);
    for _ in 0..N_MIXED {
        let (text, row) = read_in_a_row(&mut random);
        let hits =
            search(&searcher(&format!("//- 甲.md\n{text}\n")), &format!("\"{row}\""), &everything()).hits;
        assert!(hits.iter().any(|hit| !hit.matches.is_empty()), "{row:?} in {text:?}");
    }
}

/// Checks that a quoted text of a note is found where this is written, and nowhere else.
#[track_caller]
fn check_read(text: &str, read: &str, written: &str) {
    check_places(text, read, &[written]);
}

#[track_caller]
fn check_places(text: &str, read: &str, written: &[&str]) {
    let hits = search(&searcher(&format!("//- a.md\n{text}\n")), &format!("\"{read}\""), &everything()).hits;
    let places: Vec<&str> =
        hits.iter().flat_map(|hit| &hit.matches).map(|found| &text[found.range.clone()]).collect();
    assert_eq!(places, written, "{read:?} in {text:?}");
}

#[test]
fn an_escaped_bar_is_read_as_a_bar() {
    check_read("d\\|e f \\|\\| g", "d|e", "d\\|e");
    check_read("d\\|e f \\|\\| g", "f || g", "f \\|\\| g");
    let table = "| a | b |\n|---|---|\n| `p \\|\\| q` | r\\|s [[x\\|y]] |";
    check_read(table, "p || q", "p \\|\\| q");
    check_read(table, "r|s", "r\\|s");
    check_read(table, "y", "y");
    // Elsewhere a backslash in code is one.
    check_read("`p \\| q`", "p \\| q", "p \\| q");
}

#[test]
fn a_character_reference_is_read_as_its_character_and_found_as_it_is_written() {
    for text in ["AT&amp;T &nbsp; x", "<p>AT&amp;T &nbsp; x"] {
        check_read(text, "AT&T", "AT&amp;T");
        check_read(text, "amp", "amp");
        check_read(text, "&amp;", "&amp;");
        check_read(text, "nbsp", "nbsp");
    }
    check_read("<p>R&amp;D 和&#x4e2d;文</p>", "中文", "&#x4e2d;文");
}

#[test]
fn elements_that_touch_are_words_of_their_own() {
    for (text, words) in [
        ("![alpha](a.png)![beta](b.png)", ["alpha", "beta"]),
        ("[foo](x)[bar](y)", ["foo", "bar"]),
        ("见[1](x)[2](y)", ["1", "2"]),
        ("[[wiki]][[link]]", ["wiki", "link"]),
        ("`left`[right](x)", ["left", "right"]),
        ("[![one](1.png)](x)[![two](2.png)](y)", ["one", "two"]),
        ("[`__init__`](x)[`__new__`](y)", ["__init__", "__new__"]),
        ("[C++](x)[C#](y)", ["C++", "C#"]),
        ("foo[^1]bar\n\n[^1]: n", ["foo", "bar"]),
        ("<kbd>ctrl</kbd><kbd>c</kbd>", ["ctrl", "c"]),
        ("<p><b>left</b><b>right</b>", ["left", "right"]),
        ("`set to `clojure", ["to", "clojure"]),
        ("clojure`,\tset`", ["clojure", "set"]),
        ("clojure` ,set`", ["clojure", "set"]),
        ("clojure` set`", ["clojure", "set"]),
    ] {
        words.iter().for_each(|word| check_read(text, word, word));
    }
    check_read("re**dis**", "redis", "re**dis");
    check_read("[pool](x)s", "pools", "pool](x)s");
    check_read("H<sub>2</sub>O", "H2O", "H<sub>2</sub>O");
    check_read("[连接](x)[池子](y)", "连接池子", "连接](x)[池子");
    check_read("连接[^1]池子\n\n[^1]: n", "连接池子", "连接[^1]池子");
    check_read("连\u{2f00}\n\u{2f06}接", "一二", "\u{2f00}\n\u{2f06}");
}

#[test]
fn code_in_a_word_is_one_of_its_own() {
    let text = "调用list`append`方法，看npm[[pnpm]]，用git<code>rebase</code>，在MySQL`EXPLAIN`看";
    for word in ["list", "append", "npm", "pnpm", "git", "rebase", "MySQL", "EXPLAIN"] {
        check_read(text, word, word);
    }
    check_read(text, "append方法", "append`方法");
    check_read(text, "list append", "list`append");
    check_read(text, "rebase，在", "rebase</code>，在");
    let searcher = searcher(&format!("//- a.md\n{text}\n<p>按键Ctrl<kbd>Q</kbd>退</p>\n"));
    for query in ["append", "+EXPLAIN", "EXPL*", "case:yes EXPLAIN", "\"EXPLAIN看\"", "\"Q退\"", "\"mysql\""]
    {
        assert_eq!(search(&searcher, query, &everything()).hits.len(), 1, "{query}");
    }
}

#[test]
fn marks_in_a_word_part_it_and_it_stays_one() {
    let text = "在bash**shopt**里，量H<sub>2</sub>O";
    for (read, written) in [
        ("bash", "bash"),
        ("shopt", "shopt"),
        ("shopt里", "shopt**里"),
        ("bashshopt", "bash**shopt"),
        ("H2O", "H<sub>2</sub>O"),
    ] {
        check_read(text, read, written);
    }
    let searcher = searcher(&format!("//- a.md\n{text}\n"));
    for query in ["shopt", "bashshopt", "case:yes bashshopt", "case:yes H2O"] {
        assert_eq!(search(&searcher, query, &everything()).hits.len(), 1, "{query}");
    }
}

#[test]
fn what_is_no_element_is_read_as_it_is_written() {
    let text = "用 Vec<String> 存，Map<K, V>、List<User>、List<Data>，若 x<y and z>w 则 a<b and c>d";
    for line in [text.to_owned(), format!("<p>{text}</p>"), format!("甲\n\n\\[ {text} \\]")] {
        for read in [
            "Vec<String>",
            "<String>",
            "用 Vec<String> 存",
            "Map<K, V>",
            "List<User>",
            "<Data>，若",
            "x<y and z>w",
            "a<b and c>d",
            "String",
            "y and z",
        ] {
            check_read(&line, read, read);
        }
    }
    check_read("a<b>c</b> <my>x</my>", "ac", "a<b>c");
}

#[test]
fn tables_of_contents_are_read_as_other_lists_are() {
    let text = "- [H<sub>2</sub>O 实验](#a)\n- [死<b>锁</b>检测](#b)\n- [安<!-- x -->全](#c)\n- [脑*裂*](#d)[后缀](#e)";
    for (read, written) in [
        ("H2O", "H<sub>2</sub>O"),
        ("H2O 实验", "H<sub>2</sub>O 实验"),
        ("死锁", "死<b>锁"),
        ("死锁检测", "死<b>锁</b>检测"),
        ("安全", "安<!-- x -->全"),
        ("脑裂后缀", "脑*裂*](#d)[后缀"),
        ("sub", "sub"),
    ] {
        let n_places = if read == "sub" { 2 } else { 1 };
        check_places(text, read, &vec![written; n_places]);
        // So is a comment of several lines.
        let comment = format!("甲\n\n%%\n{}\n%%", text.replace("- [", "- 乙["));
        check_places(&comment, read, &vec![written; n_places]);
    }
}

#[test]
fn signs_that_fold_to_letters_are_words_of_their_own() {
    let text = "面积100㎡，重5㎏，长8㎞ 高10㎝ 容50㎖ 3½杯 @user㎡ ™72kg 图A①";
    let searcher = searcher(&format!("//- a.md\n{text}\n"));
    let n_hits = |query: &str| search(&searcher, query, &everything()).hits.len();
    for word in [
        "100", "㎡", "5", "㎏", "8", "㎞", "10", "㎝", "50", "㎖", "3", "½", "user", "72kg", "™", "100㎡",
        "100m2", "A", "①",
    ] {
        assert_eq!((n_hits(word), n_hits(&format!("\"{word}\""))), (1, 1), "{word}");
    }
    assert_eq!((n_hits("\"㎡，重5\""), n_hits("\"3½杯\""), n_hits("\"31\"")), (1, 1, 0));
    check_read(text, "3", "3");
}
