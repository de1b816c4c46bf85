//! Which piece of a hit is shown, and what is lit in it.

use notes_index::Hit;

use crate::fixture::{everything, search, searcher};
use crate::places::verify_snippet;

/// The first hit of a note for a query.
#[track_caller]
fn first(note: &str, query: &str) -> Hit {
    let searcher = searcher(&format!("//- 甲.md\n{note}"));
    let mut hits = search(&searcher, query, &everything()).hits;
    assert!(!hits.is_empty(), "{query:?} finds nothing");
    let hit = hits.remove(0);
    verify_snippet(&hit, note, query);
    hit
}

/// Compares a snippet with what is expected: `line: text`, with `«»` around what is lit.
#[track_caller]
fn check(note: &str, query: &str, expected: &str) {
    assert_eq!(shown(&first(note, query)), expected, "{query:?}");
}

fn shown(hit: &Hit) -> String {
    let snippet = &hit.snippet;
    let (mut text, mut at) = (format!("{}: ", snippet.line), 0);
    for lit in &snippet.highlights {
        text += &format!("{}«{}»", &snippet.text[at..lit.start], &snippet.text[lit.clone()]);
        at = lit.end;
    }
    text + &snippet.text[at..]
}

#[test]
fn the_line_with_most_of_the_words_is_shown() {
    check("# 池\n\n一 连接\n\n二 连接 池化\n", "连接 池化", "5: 二 «连接» «池化»");
    check("# 池\n\n大小。\n\n上限。\n\n大小和上限。\n", "大小 上限", "7: «大小»和«上限»。");
}

#[test]
fn what_stands_above_the_hit_says_less() {
    let note = "# 连接池\n\n连接池有上限。\n\n\n\n\n\n相加可能溢出。\n";
    check(note, "连接池 溢出", "9: 相加可能«溢出»。");
}

#[test]
fn a_name_is_shown_with_the_sentence_that_fits() {
    let image = format!("![](https://x.y/{}.jpg)", "1".repeat(180));
    let note = format!("# 池\n\n## 进餐\n\n{image}\n\n五个人围着。{}。\n", "他们有筷子".repeat(8));
    check(&note, "进餐", &format!("3: «进餐»\n\n{image}\n\n五个人围着。"));
}

/// What a reader sees of a note's snippet.
fn seen(note: &str, query: &str) -> String {
    let snippet = first(note, query).snippet;
    let (mut text, mut at) = (String::new(), 0);
    for one in &snippet.replacements {
        text += &snippet.text[at..one.range.start];
        text += &one.text;
        at = one.range.end;
    }
    text + &snippet.text[at..]
}

#[test]
fn a_reader_sees_no_tags_images_and_addresses() {
    let cases = [
        ("<center>冬天 <font color=\"red\">零下</font> 5&deg;</center>", "冬天 零下 5°"),
        ("<td>冬天</td> <td>零下</td><td>雪</td>", "冬天 零下 雪"),
        ("冬天<br>零下 <!-- 不 --> 雪", "冬天 零下 雪"),
        ("冬天 ![零下](https://x.y/a(1).png) ![[b.png]] 雪", "冬天 零下 雪"),
        ("冬天 [零下](https://x.y/z) 雪", "冬天 [零下] 雪"),
        ("> [!note] 冬天\n> 零下", "冬天"),
        ("冬天 Vec<String> `<br>` &lt;p> \\<b>", "冬天 Vec<String> `<br>` <p> \\<b>"),
        ("```html\n<td>冬天</td> ![a](b) &deg;\n```", "<td>冬天</td> ![a](b) &deg;"),
        ("冬天 ![雪人](a.png) <b>雪</b>", "冬天 雪人 雪"),
        ("冬天 ![雪人|inlR|220](a.png) ![[b.png|220]] 雪", "冬天 雪人 雪"),
        (
            "冬天 10<sup>-3</sup> x<b and y>z <title> List<a>",
            "冬天 10<sup>-3</sup> x<b and y>z <title> List<a>",
        ),
    ];
    for (note, expected) in cases {
        assert_eq!(seen(&format!("{note}\n"), "冬天"), expected, "{note}");
    }
}

#[test]
fn what_was_found_in_a_tag_is_seen_there() {
    assert_eq!(seen("冬天 ![雪人](a.png) <b>雪</b>\n", "雪人"), "冬天 雪人 雪");
    assert_eq!(seen("![雪人|right|220](snow.png)\n", "雪人"), "![雪人](snow.png)");
    assert_eq!(seen("![[snow.png|220]]\n", "snow"), "![[snow.png]]");
    assert_eq!(seen("![雪人|220](snow.png)\n", "220"), "![雪人|220](snow.png)");
    assert_eq!(seen("冬天 <img src=\"snow.png\"/> 雪\n", "snow"), "冬天 <img src=\"snow.png\"/> 雪");
    assert_eq!(seen("冬天 连接<b>池</b> 雪\n", "连接池"), "冬天 连接池 雪");
    let image = "冬天![雪-2022](img/PPO_2.png) ![甲](b.png) 雪";
    assert_eq!(seen(&format!("{image}\n"), "冬天 ppo"), image.replace("![甲](b.png)", "甲"));
    let linked = "[![build](https://x.y/snow.svg)](https://x.y/z) 雪";
    assert_eq!(seen(&format!("{linked}\n"), "snow"), linked);
}

#[test]
fn a_blank_note_shows_nothing_on_its_first_line() {
    let searcher = searcher("//- 甲.md\n\n\n\n");
    let hits = search(&searcher, "path:甲.md", &everything()).hits;
    assert_eq!(
        hits.iter().map(|hit| (hit.lines.to_string(), shown(hit))).collect::<Vec<_>>(),
        [("1".to_owned(), "1: ".to_owned())]
    );
}

#[test]
fn a_blank_block_of_code_shows_nothing_on_its_own_line() {
    let searcher = searcher("//- 甲.md\n锁\n\n```\n\n```\n");
    let hits = search(&searcher, "is:code", &everything()).hits;
    assert!(
        hits.iter().all(|hit| (hit.lines.first..=hit.lines.last).contains(&hit.snippet.line)),
        "{hits:?}"
    );
}

#[test]
fn the_border_of_a_block_is_nothing_to_show() {
    let searcher = searcher("//- 甲.md\n# 锁\n\n一\n\n二\n");
    let hits = search(&searcher, "\"\u{1e}\"", &everything()).hits;
    assert!(hits.iter().all(|hit| hit.matches.iter().all(|found| !found.range.is_empty())), "{hits:?}");
}

#[test]
fn several_lines_are_shown_if_they_hold_more() {
    check("# 池\n\n连接池要有\n上限，一般是十。\n", "连接池 上限", "3: «连接池»要有\n«上限»，一般是十。");
    check("# 池\n\n- 连接池\n- 大小\n- 上限\n", "连接池 上限", "3: - «连接池»\n- 大小\n- «上限»");
    check("# 池\n\n连接池。\n\n二\n\n三\n\n四\n\n上限。\n", "连接池 上限", "3: «连接池»。");
}

#[test]
fn a_part_of_a_name_is_lit_where_it_is_the_query_in_one() {
    check("# 池\n\n74LS 的特性。\n", "L_S", "3: 74«LS» 的特性。");
    check("# 池\n\nmy_getuser 的特性。\n", "det(get_user)", "3: my_«getuser» 的特性。");
}

#[test]
fn words_that_stand_close_are_preferred() {
    check("# 池\n\n死信\n\n队列\n\n死信的队列\n", "死信 队列", "7: «死信»的«队列»");
    check("# 池\n\n死信的队列\n\n死信队列\n", "死信 队列", "5: «死信队列»");
}

#[test]
fn a_word_as_asked_for_is_preferred() {
    check("# a\n\nthe poolsize\n\nthe pool\n", "pool", "5: the «pool»");
}

#[test]
fn words_that_say_little_pull_nothing_in() {
    check("# 锁\n\n的确\n\n锁。\n\n这是锁的代价\n", "锁的", "7: 这是«锁的»代价");
    check("# 锁\n\n的确\n\n锁住。\n", "锁 的", "5: «锁»住。");
}

#[test]
fn words_that_say_little_are_lit_only_beside_others() {
    check("# 池\n\n九点钟的超时，是全部的事。\n", "九點鐘的超時", "3: «九点钟的超时»，是全部的事。");
    check("# 池\n\n回表是一步，这是什么，是慢。\n", "回表 是什么", "3: «回表是»一步，这«是什么»，是慢。");
    check("# 池\n\nthe pool is in the issue\n", "what is the pool", "3: the «pool» is in the issue");
    check("# 池\n\n提高并发，高低。\n", "高并发", "3: 提«高并发»，高低。");
    // Those that touch are lit together only where they are asked for so.
    check(
        "# 甲\n\n反映的是浏览器，单词的意思。\n",
        "浏览器 是 单词 的",
        "3: 反映的是«浏览器»，«单词的»意思。",
    );
    check("# 甲\n\n反映的是浏览器，单词的意思。\n", "浏览器的单词", "3: 反映的是«浏览器»，«单词»的意思。");
    check("# 甲\n\n單詞的是。\n", "单词 的是", "3: «單詞的是»。");
    check("# 甲\n\n虚拟的函数虚。\n", "虚函数", "3: 虚拟的«函数»虚。");
    // Where nothing else stands, where it was typed alone or is asked for as it is.
    check("# 连接\n\n正文的事。\n", "的", "3: 正文«的»事。");
    check("# 甲\n\n池，\"正文的事\"\n", "池 \"的\"", "3: «池»，\"正文«的»事\"");
    check("# 甲\n\n池 insets\n", "池 in*", "3: «池» «insets»");
}

#[test]
fn a_letter_of_a_shortcut_is_lit_beside_the_rest_of_it() {
    let note = "# 快捷键\n\n| `Ctrl+U` | 全屏(R) |\n|---|---|\n| `Ctrl+R` | 标尺 |\n";
    check(note, "ctrl+r", "5: `«Ctrl»+«R»` | 标尺");
    check("# 树\n\nA 棵树。\n\nB 树很矮。\n", "b树", "5: «B» «树»很矮。");
}

#[test]
fn whole_sentences_of_a_long_paragraph() {
    let note = format!("{}。后面是连接池。{}！", "前".repeat(200), "后".repeat(200));
    check(&note, "连接池", "1: 后面是«连接池»。");
    let english =
        format!("{0}Pools cost money. Use e.g. a pool of 2.5 per core. {0}", "Some words here. ".repeat(9));
    let hit = first(&english, "core");
    assert!(
        hit.snippet.text.starts_with("Use e.g. a pool of 2.5 per core. Some words"),
        "{}",
        hit.snippet.text
    );
    assert!(hit.snippet.text.ends_with("here."), "{}", hit.snippet.text);
    check("他说：“连接池。”就走了。\n", "连接池", "1: 他说：“«连接池»。”就走了。");
}

#[test]
fn a_link_is_shown_whole() {
    let link = "[105. 从前序与中序遍历构造二叉树](105.%20从前序与中序遍历构造二叉树.md)";
    for filler in ["前面的话".repeat(45), "前面的话，".repeat(45), "前面 的话 ".repeat(20)] {
        for link in [link.to_owned(), format!("![v2. 中序。]({}.png)", "甲/".repeat(30))] {
            let note = format!("{filler}{link}后面。{filler}\n");
            let shown = first(&note, "中序").snippet.text;
            assert!(shown.contains(&link), "{shown}");
            let half: String = filler.chars().take(100).collect();
            let shown = first(&format!("连接池{half}{link}{filler}\n"), "连接池").snippet.text;
            assert!(shown.contains(&link) || !shown.contains("05") && !shown.contains("v2"), "{shown}");
        }
    }
}

#[test]
fn a_number_with_a_dot_ends_no_sentence() {
    let filler = "前面的话".repeat(45);
    for start in ["见 105. ", "Since v12. ", "在 5.17. "] {
        let shown = first(&format!("{filler}{start}Pools 中序。{filler}\n"), "中序").snippet.text;
        assert!(shown.contains(&format!("{start}Pools 中序。")), "{shown}");
    }
}

#[test]
fn a_sentence_over_line_breaks_is_whole() {
    let filler = "前面的话".repeat(45);
    let note = format!("{filler}。\n> 引用\n\n> 说到底，连\n> 接池要\n> 归还。{filler}\n");
    check(&note, "连接池", "4: 说到底，«连\n接池»要\n归还。");
}

#[test]
fn a_sentence_too_long_is_cut_where_it_hurts_least() {
    let note = format!("{},连接池,{}", "甲".repeat(300), "乙".repeat(300));
    let hit = first(&note, "连接池");
    assert!(hit.snippet.text.contains(",连接池,") && hit.snippet.text.chars().count() <= 240);
    let line = format!("{} 连接池 {}", "x".repeat(25_000), "y ".repeat(12_500));
    let hit = first(&line, "连接池");
    assert!(hit.snippet.text.contains(" 连接池 y y") && hit.snippet.text.chars().count() <= 240);
    assert_eq!(hit.snippet.highlights.len(), 1);
}

#[test]
fn folding_does_not_move_highlights() {
    check(
        "# a\n\n用ＰＯＯＬ＿ＳＩＺＥ和連接池。\n",
        "pool_size 连接池",
        "3: 用«ＰＯＯＬ＿ＳＩＺＥ»和«連接池»。",
    );
    check("# a\n\nA ﬁle and ㎡ cost\n", "file", "3: A «ﬁle» and ㎡ cost");
}

#[test]
fn marks_inside_a_word_belong_to_the_highlight() {
    check("# a\n\n用完**连接**池要归还。\n", "连接池", "3: 用完**«连接**池»要归还。");
    check("# a\n\n见 [连接](u)池\n", "连接池", "3: 见 [«连接](u)池»");
}

#[test]
fn graphemes_stay_whole() {
    check("# a\n\n看 👩‍💻 写 cafe\u{301}。\n", "👩", "3: 看 «👩‍💻» 写 cafe\u{301}。");
    check("# a\n\n看 👩‍💻 写 cafe\u{301}。\n", "café", "3: 看 👩‍💻 写 «cafe\u{301}»。");
    let hit = first(&"👨‍👩‍👧‍👦".repeat(200), "👨");
    assert!(hit.snippet.text.ends_with("👨‍👩‍👧‍👦") && hit.snippet.text.starts_with("👨‍👩‍👧‍👦"));
}

#[test]
fn line_ends_marks_and_indentation_are_no_text() {
    check("\u{feff}连接池\r\n第二行。\r\n", "第二", "1: 连接池\n«第二»行。");
    check("# a\r\n\r\n  > > 连接池  \r\n", "连接池", "3: «连接池»");
    check("# a\n\n\t- 甲\t连接池\n", "连接池", "3: - 甲\t«连接池»");
}

#[test]
fn rows_have_the_cells_of_their_header() {
    let table = "| 配置项 | `x\\|y` |\n|---|:-:|\n| 大小 | 10 |\n| **上限** | 20 |\n";
    for note in [format!("# a\n\n{table}"), format!("# a\n\n> {}", table.trim_end().replace('\n', "\n> "))] {
        let hit = first(&note, "上限");
        assert_eq!(
            (shown(&hit), hit.snippet.header),
            ("6: **«上限»** | 20".into(), vec!["配置项".into(), "`x|y`".into()])
        );
        let hit = first(&note, "配置");
        assert_eq!((shown(&hit), hit.snippet.header.len()), ("3: «配置»项 | `x\\|y`".into(), 0));
    }
    let in_list = first(&format!("# a\n\n- 甲\n\n  {}", table.trim_end().replace('\n', "\n  ")), "大小 上限");
    assert_eq!(shown(&in_list), "7: «大小» | 10\n**«上限»** | 20");
    assert_eq!(in_list.snippet.header, ["配置项", "`x|y`"]);
    assert!(first("# a\n\na | 上限\n", "上限").snippet.header.is_empty());
}

#[test]
fn code_keeps_how_its_lines_stand() {
    let code = "```py\nclass Pool:\n    def get(self):\n        if self.free:\n            return 1\n\n    x = 2\n```\n";
    let expected = "if self.«free»:\n    return 1";
    let hit = first(&format!("# a\n\n{code}"), "free");
    assert_eq!(shown(&hit), "5: def get(self):\n    if self.«free»:\n        return 1");
    let hit = first(&format!("# a\n\n> {}", code.trim_end().replace('\n', "\n> ")), "return free");
    assert_eq!(shown(&hit), "5: def get(self):\n    if self.«free»:\n        «return» 1");
    assert!(hit.snippet.text.contains(&expected.replace("«free»", "free").replace('\n', "\n    ")));
    check(&format!("# a\n\n{}", code.replace("    ", "\t")), "x", "9: «x» = 2");
    // A line of blanks is no line to begin or end with.
    check(&format!("# a\n\n{}", code.replace("\n\n", "\n    \n")), "x", "9: «x» = 2");
    check(
        &format!("# a\n\n{}", code.replace("\n\n", "\n\t\n")),
        "return x",
        "6:     if self.free:\n        «return» 1\n\n«x» = 2",
    );
    check("# a\n\n```py title=\"清单\"\npass\n```\n", "清单", "3: ```py title=\"«清单»\"\npass");
}

#[test]
fn prose_and_code_around_each_other() {
    check("# a\n\n先说 engine。\n\n```py\nengine = 1\n```\n", "engine 先说", "3: «先说» «engine»。");
    check(
        "# a\n\n说明。\n\n```py\nengine = create()\n```\n",
        "说明 create",
        "3: «说明»。\n\n```py\nengine = «create»()",
    );
}

#[test]
fn a_name_is_shown_with_what_it_names() {
    check(
        "# a\n\n## 连接池 ##\n\n![图](a.png)\n\n要归还。忘了会漏。\n",
        "连接池",
        "3: «连接池»\n\n![图](a.png)\n\n要归还。忘了会漏。",
    );
    check("# a\n\n## 连接池\n\n要归还连接池。\n", "连接池", "5: 要归还«连接池»。");
    check("# a\n\n## 连接池\n", "连接池", "3: «连接池»");
    check("# a\n\n##连接池\n", "连接池", "3: «连接池»");
    check("# a\n\n##连接池##\n", "连接池", "3: «连接池»");
}

#[test]
fn what_only_leads_to_a_hit_shows_its_first_sentence() {
    let note =
        "---\ntitle: 消息中间件\ntags: [mq]\n---\n\n![封面](a.png)\n\n<div>\n\n前言。\n\n## 分区\n\n顺序。\n";
    check(note, "消息中间件", "10: 前言。");
    check(note, "mq", "3: tags: [«mq»]");
    let folder = "# 乙\n\n![图](a.png)\n\n```py\nx = 1\ny = 2\nz = 3\n```\n";
    check(folder, "甲", "6: x = 1\ny = 2");
    check("# 乙\n", "甲", "1: 乙");
    check("---\nlayout: post\ntitle: 乙\n---\n\n![图](a.png)\n\n## 丙\n", "甲", "3: title: 乙");
    check("---\nlayout: post\n---\n- 说明。\n", "甲", "4: - 说明。");
    check("icon:: 锁\nauthor:: 丙\n- id:: 1\n- 正文。\n", "甲", "4: - 正文。");
    check("icon:: 锁\nauthor:: 丙\n", "甲", "1: icon:: 锁\nauthor:: 丙");
    check("icon:: 锁\n正文\n", "甲", "2: 正文");
    check("## 丁\n- ![图](a.png)\n", "甲", "1: 丁");
}

#[test]
fn an_image_whose_address_has_a_word_of_the_title_shows_nothing_more() {
    check("# 池\n\n![图](甲.png)\n", "甲", "1: 池");
    check("# 池\n\n一。\n\n<img src=\"甲.png\">\n", "甲", "3: 一。");
    check(
        "# pool\n\n一。[二](https://x.y/pool)。\n",
        "甲 pool",
        "1: «pool»\n\n一。[二](https://x.y/«pool»)。",
    );
    check("# 池\n\n一。\n\n![图](甲-pool.png)\n", "甲 pool", "5: ![图](«甲»-«pool».png)");
}

#[test]
fn a_property_is_no_part_of_what_it_stands_below() {
    check(
        "# 池\n\n- ## 进餐\n  collapsed:: true\n  - 五个人。\n",
        "进餐",
        "3: - ## «进餐»\ncollapsed:: true\n- 五个人。",
    );
    check("- 哲学家进餐\n  id:: 7\n", "进餐", "1: - 哲学家«进餐»");
    check("- 哲学家\n  also:: 进餐\n", "进餐", "2: also:: «进餐»");
}

#[test]
fn containers_show_what_a_reader_reads() {
    let note = "<details>\n<summary>连接池</summary>\n\n    要归还。\n\n</details>\n";
    check(note, "归还", "4: 要«归还»。");
    check("!!! note \"连接池\"\n    要归还。\n", "归还", "2: 要«归还»。");
}

/// Every place of a long section is looked at once.
#[test]
fn a_section_of_a_megabyte() {
    let many = "锁。连接".repeat(20_000);
    let hit = first(&many, "锁 连接");
    assert_eq!(hit.matches_total, 20_001);
    assert!(shown(&hit).starts_with("1: «锁»。«连接锁»。"), "{}", shown(&hit));
    let lines = "锁\n".repeat(20_000) + "末尾的锁和键\n";
    check(&lines, "锁 键", "20001: 末尾的«锁»和«键»");
    let code = format!("```\n{}```\n", "pool = 锁\n".repeat(20_000));
    check(&code, "锁", "2: pool = «锁»\npool = «锁»");
}
