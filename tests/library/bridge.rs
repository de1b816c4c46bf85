//! Words that the notes translate: a search for one language finds the other.

use notes_index::{Glossary, Relation, SearchOptions, Searcher};

use crate::fixture::{
    Folder, check, check_with, everything, in_memory, line, lines, note_path, sample, search, searcher,
};

/// One note has the pair, one only the Chinese word, one only the English one.
const POOL: &str = "\
//- pair.md
# 池化

连接池（connection pool）要有上限。
//- zh.md
# 甲

用完连接池要归还。
//- en.md
# Notes

Give it back to the connection pool.
//- other.md
# 乙

别的东西。
";

#[test]
fn a_word_finds_its_translation_below_itself() {
    check(POOL, "connection pool", &["en.md: (root)", "pair.md: (root)", "zh.md: (root) ~via:连接池"]);
    check(POOL, "connection pools", &["en.md: (root)", "pair.md: (root)", "zh.md: (root) ~via:连接池"]);
    let found = search(&searcher(POOL), "连接池", &everything());
    let last = found.hits.last().map(line);
    assert_eq!(last.as_deref(), Some("en.md: (root) ~via:connection pool"));
    assert_eq!(found.hits.len(), 3);
}

#[test]
fn of_the_front_matter_the_names_alone_translate() {
    let note =
        "//- a.md\n---\ntitle: 租约（lease）\naliases: [锁 (lock)]\nplace: 線上（online）\n---\n文字\n";
    let entries = searcher(note).glossary(None).expect("the index is sound");
    let pairs: Vec<_> =
        entries.iter().map(|entry| (entry.word.as_str(), entry.translation.as_str())).collect();
    assert_eq!(pairs, [("租约", "lease"), ("锁", "lock")]);
}

#[test]
fn the_translation_is_lit() {
    let results = search(&searcher(POOL), "connection pool", &everything());
    let hit = results.hits.iter().find(|hit| hit.path.as_str() == "zh.md").expect("it is a hit");
    let lit: Vec<_> = hit.snippet.highlights.iter().map(|range| &hit.snippet.text[range.clone()]).collect();
    assert_eq!(lit, ["连接池"]);
    let label = &hit.approximate[0];
    assert_eq!((label.word.as_str(), label.relation), ("connection pool", Relation::Via));
}

#[test]
fn the_words_of_a_translation_are_lit_side_by_side_alone() {
    let notebook = format!(
        "{POOL}//- d.md\n# D\n\n一个 connection 的东西。\n\n还有 pool 在这\n\n真的 connections pool\n"
    );
    let results = search(&searcher(&notebook), "连接池", &everything());
    let hit = results.hits.iter().find(|hit| hit.path.as_str() == "d.md").expect("it is a hit");
    let lines: Vec<_> = hit.matches.iter().map(|found| (found.start.line, found.end.line)).collect();
    assert_eq!((lines, hit.snippet.line), (vec![(7, 7)], 7));
}

#[test]
fn a_translation_counts_less_than_the_word() {
    let scores = |query: &str| {
        let results = search(&searcher(POOL), query, &everything());
        let of = |path: &str| results.hits.iter().find(|hit| hit.path.as_str() == path).map(|hit| hit.score);
        (of("zh.md").expect("a hit"), of("en.md").expect("a hit"))
    };
    let ((zh, en), (zh_itself, en_via)) = (scores("connection pool"), scores("连接池"));
    assert!(zh < en && en_via < zh_itself, "{zh} {en} {zh_itself} {en_via}");
    let alone = search(&searcher(POOL), "connection pool", &everything().expand(false));
    let both = search(&searcher(POOL), "connection pool", &everything());
    let score = |results: &notes_index::SearchResults| results.hits[0].score;
    assert_eq!(score(&alone), score(&both), "what holds both is scored by the word alone");
}

#[test]
fn what_has_the_translation_lacks_nothing() {
    check(
        POOL,
        "connection pool 归还",
        &["zh.md: (root) ~via:连接池", "en.md: (root) -归还", "pair.md: (root) -归还"],
    );
    let strict = everything().strict(true);
    check_with(POOL, "connection pool 归还", &strict, &["zh.md: (root) ~via:连接池"]);
}

#[test]
fn quotes_minus_and_the_switch_mean_the_word_itself() {
    check(POOL, "\"connection pool\"", &["en.md: (root)", "pair.md: (root)"]);
    check(POOL, "归还 -\"connection pool\"", &["zh.md: (root)"]);
    check(POOL, "归还 -connection", &["zh.md: (root)"]);
    let none = everything().expand(false);
    check_with(POOL, "connection pool", &none, &["en.md: (root)", "pair.md: (root)"]);
}

#[test]
fn pairs_follow_the_notes() {
    let index = in_memory(POOL);
    let zh = |searcher: &Searcher| {
        let results = search(searcher, "connection pool", &everything());
        results.hits.iter().any(|hit| hit.path.as_str() == "zh.md")
    };
    let pairs = |searcher: &Searcher| searcher.glossary(None).expect("an index in memory is sound").len();
    let before = index.searcher().expect("it was indexed");
    assert!(zh(&before));
    index.put(&note_path("pair.md"), "# 池化\n\n没有了。\n").expect("a note can be put");
    let after = index.searcher().expect("it was indexed");
    assert!(!zh(&after) && pairs(&after) == 0);
    assert!(zh(&before) && pairs(&before) == 1, "a snapshot stays");
    index.put(&note_path("new.md"), "连接池（connection pool）").expect("a note can be put");
    assert!(zh(&index.searcher().expect("it was indexed")));
    index.remove(&note_path("new.md")).expect("a note can be removed");
    assert!(!zh(&index.searcher().expect("it was indexed")));
}

/// Three translations are looked for: those of the most sections, then by text.
#[test]
fn the_most_frequent_translations_count() {
    let pairs = ["乙词", "甲词", "丙词", "丁词", "丙词"];
    let mut notebook: String =
        pairs.iter().zip(0..).map(|(word, n)| format!("//- p{n}.md\n{word}（gadget）\n")).collect();
    for (word, n) in ["乙词", "甲词", "丙词", "丁词"].iter().zip(0..) {
        notebook += &format!("//- w{n}.md\n只有{word}。\n");
    }
    let results = search(&searcher(&notebook), "gadget", &everything());
    let via: Vec<_> =
        results.hits.iter().filter(|hit| hit.path.as_str().starts_with('w')).map(line).collect();
    let mut sorted = via.clone();
    sorted.sort();
    assert_eq!(sorted, ["w0.md: (root) ~via:乙词", "w2.md: (root) ~via:丙词", "w3.md: (root) ~via:丁词"]);
}

/// 定理 stands beside each name of one, and translates none but what it is beside more often.
#[test]
fn what_stands_beside_many_words_translates_none() {
    let notes = |names: &[&str]| -> String {
        let note = |(idx, name): (usize, &&str)| format!("//- {idx}.md\n# {idx}\n\n定理（{name}）很好。\n");
        names.iter().enumerate().map(note).collect::<String>() + "//- zh.md\n# 甲\n\n一个定理。\n"
    };
    let finds = |names: &[&str], word: &str| {
        let hits = search(&searcher(&notes(names)), word, &everything()).hits;
        lines(&hits).iter().any(|line| line.starts_with("zh.md"))
    };
    let three = ["galois", "euler", "gauss"];
    assert!(finds(&three, "galois"));
    assert!(!finds(&["galois", "euler", "gauss", "legendre"], "galois"));
    let told = ["galois", "euler", "gauss", "legendre", "theorem", "theorem"];
    assert!(finds(&told, "theorem") && !finds(&told, "galois"));
}

#[test]
fn the_glossary_has_counts_and_places() {
    let notebook = "//- a.md\n# 甲\n\n锁（lock）\n\n## 乙\n\n死锁（deadlock）和锁。\n\n## 丙\n\n锁（lock）\n//- b.md\n---\naliases: [lease]\n---\n# 租约\n";
    let searcher = searcher(notebook);
    let shown = |word: Option<&str>| -> Vec<String> {
        let entries = searcher.glossary(word).expect("an index in memory is sound");
        let places = |entry: &notes_index::GlossaryEntry| {
            let places = entry.places.iter().map(|place| format!("{}:{}", place.path, place.line));
            places.collect::<Vec<_>>().join(" ")
        };
        entries
            .iter()
            .map(|entry| format!("{}={} {} {}", entry.word, entry.translation, entry.sections, places(entry)))
            .collect()
    };
    assert_eq!(shown(None), ["锁=lock 2 a.md:3 a.md:11", "死锁=deadlock 1 a.md:7", "租约=lease 1 b.md:1"]);
    assert_eq!(shown(Some("locks")), ["锁=lock 2 a.md:3 a.md:11"]);
    assert_eq!(shown(Some("锁")).len(), 2);
    assert!(shown(Some("没有")).is_empty());
}

#[test]
fn the_glossary_file_adds_and_forbids() {
    let folder = Folder::new(POOL);
    folder.sync();
    let ask = |query: &str| {
        let searcher = folder.index().searcher().expect("it was synced");
        lines(&search(&searcher, query, &everything()).hits)
    };
    assert!(ask("stuff").is_empty());
    // Read whenever a snapshot is taken, whatever the index knows.
    folder
        .write(".notes-glossary", "# 自己加的\n东西 = stuff, things\n- 连接池 = connection pool\nno line\n");
    assert_eq!(ask("stuff"), ["other.md: (root) ~via:东西"]);
    assert_eq!(ask("things"), ["other.md: (root) ~via:东西"]);
    assert_eq!(ask("connection pool").len(), 2);
    let searcher = folder.index().searcher().expect("it was synced");
    assert_eq!(searcher.glossary_file().warnings()[0].line, 4);
    let entries = searcher.glossary(None).expect("the index is sound");
    let shown: Vec<_> = entries.iter().map(|entry| (entry.translation.as_str(), entry.added_in)).collect();
    assert_eq!(shown, [("stuff", Some(2)), ("things", Some(2))]);
    folder.remove(".notes-glossary");
    assert!(ask("stuff").is_empty());
    assert_eq!(ask("connection pool").len(), 3);
}

#[test]
fn an_index_in_memory_may_be_given_a_glossary() {
    let glossary = Glossary::parse("k8s = kubernetes\n");
    let searcher = searcher("//- a.md\n装好 k8s。\n").with_glossary(glossary);
    let found = search(&searcher, "kubernetes", &everything());
    assert_eq!(lines(&found.hits), ["a.md: (root) ~via:k8s"]);
}

#[test]
fn a_glossary_of_thousands_is_listed() {
    let rules: String = (0..6_000).map(|n| format!("词{n} = word {n}\nword {n} = 词{n}\n")).collect();
    let entries = searcher("").with_glossary(Glossary::parse(&rules)).glossary(None).expect("it is sound");
    assert_eq!(entries.len(), 6_000);
    let first = entries.iter().map(|entry| (entry.word.as_str(), entry.added_in)).min();
    assert_eq!(first, Some(("词0", Some(1))));
}

#[test]
fn what_is_done_to_something_does_not_translate_it() {
    let notebook = "//- git.md\n# 常用\n\n### 合并 branch\n\n甲\n\n### 处理 error\n\n乙\n//- diary.md\n# 周三\n\n上午处理邮件。\n//- title.md\n---\ntitle: 处理 error\n---\n丙\n";
    check(notebook, "error", &["title.md: (root)", "git.md: 处理 error"]);
    check(notebook, "合并", &["git.md: 合并 branch"]);
    assert_eq!(searcher(notebook).glossary(None).expect("an index in memory is sound"), []);
}

#[test]
fn what_is_said_of_a_name_translates_none() {
    let notebook = "//- a.md\n解析 json（举例），`padding`（很关键），React Native（逐渐没落），fs-extra（第三方）。\n\n\
        async：true（异步）或 false（同步），`Number(参数)`，字符串（string）。\n";
    let entries = searcher(notebook).glossary(None).expect("an index in memory is sound");
    let pairs: Vec<_> = entries.iter().map(|entry| format!("{}={}", entry.word, entry.translation)).collect();
    assert_eq!(pairs, ["字符串=string"]);
}

#[test]
fn code_blocks_hold_translations_too() {
    let notebook = "//- b.md\n## 乙\n\n```py\n# 先拿互斥锁\nx = 1\n```\n//- c.md\n互斥锁（mutex）\n";
    let found = search(&searcher(notebook), "mutex", &everything().code(true));
    assert_eq!(lines(&found.hits), ["b.md: 乙 (python) ~via:互斥锁"]);
}

#[test]
fn the_sample_notebook_translates_itself() {
    let pairs = sample().glossary(None).expect("the sample is sound");
    let has = |word: &str, translation: &str| {
        assert!(
            pairs.iter().any(|pair| pair.word == word && pair.translation == translation),
            "{word} = {translation}"
        );
    };
    has("连接池", "connection pool");
    has("装饰器", "decorator");
    has("队头阻塞", "head-of-line blocking");
    has("零拷贝", "zero-copy");
    has("保活", "keepalive");
    has("抖动", "jitter");
    has("半开", "half-open");
    has("慢启动", "slow start");
    let hits = search(sample(), "idempotent", &SearchOptions::new()).hits;
    assert!(hits.iter().any(|hit| line(hit).ends_with("~via:幂等")), "{:?}", lines(&hits));
}

#[test]
fn a_greek_letter_is_found_by_its_name_in_formulas() {
    let notebook = "//- a.md\n# 谱\n\n矩阵的 $\\lambda_i$\n//- b.md\nλ 演算\n//- c.md\n$\\mu$\n";
    check(notebook, "λ", &["b.md: (root)", "a.md: (root) ~via:lambda"]);
    check(notebook, "\\lambda", &["a.md: (root)", "b.md: (root) ~via:λ"]);
    let bounds = "//- a.md\n下界 $\\Omega(n)$\n";
    check(bounds, "Ω(n)", &["a.md: (root) ~via:omega"]);
}

#[test]
fn a_greek_letter_is_found_in_names() {
    let notebook = "\
//- a.md
$\\varepsilon$ 很小。
//- b.md
$\\beta _2$受體激動劑
//- c.md
$\\chi^{2}$分布
//- d.md
$\\theta_{0}$ 不懲罰 $\\varphi(x)$
//- e.md
β2 受體，χ² 檢驗
";
    check(notebook, "ε", &["a.md: (root) ~via:varepsilon"]);
    check(
        "//- a.md\n$\\epsilon$\n//- b.md\n$\\varepsilon$\n",
        "epsilon",
        &["a.md: (root)", "b.md: (root) ~via:varepsilon"],
    );
    check(notebook, "φ", &["d.md: (root) ~via:varphi"]);
    for word in ["θ0", "θ_0", "θ₀"] {
        check(notebook, word, &["d.md: (root) ~via:theta 0"]);
    }
    check(notebook, "β2受体", &["e.md: (root)", "b.md: (root) ~via:beta 2"]);
    check(notebook, "χ²", &["e.md: (root)", "c.md: (root) ~via:chi 2"]);
    check(notebook, "beta_2", &["b.md: (root)", "e.md: (root) ~via:β2"]);
    check(notebook, "\"θ0\"", &[]);
}

#[test]
fn signs_of_formulas_are_found_by_their_names() {
    let notebook = "\
//- a.md
$\\nabla^2 u = 4\\pi k\\rho$，$1.5\\sigma$ 与 $\\hbar\\omega$
//- b.md
∇·u，1.5σ，ħω，∞
//- c.md
$x \\leq 3$，$\\frac{\\partial u}{\\partial t}$
//- d.md
partial 5σ
";
    check(notebook, "∇", &["b.md: (root)", "a.md: (root) ~via:nabla"]);
    check(notebook, "\\nabla", &["a.md: (root)", "b.md: (root) ~via:∇"]);
    check(notebook, "infty", &["b.md: (root) ~via:∞"]);
    check(notebook, "≤", &["c.md: (root) ~via:leq"]);
    check(notebook, "∂", &["c.md: (root) ~via:partial", "d.md: (root) ~via:partial"]);
    check("//- a.md\n∂\n//- b.md\npartial\n", "partial", &["b.md: (root)"]);
    check(notebook, "∇²u=4πkρ", &["a.md: (root) ~via:nabla ~via:4 pi k rho"]);
    check(notebook, "1.5σ", &["b.md: (root)", "a.md: (root) ~via:1.5 sigma"]);
    check(notebook, "ℏω", &["b.md: (root)", "a.md: (root) ~via:hbar omega"]);
    check("//- a.md\n```py\n∇ = 1\n```\n", "nabla is:code", &["a.md: (root) (python) ~via:∇"]);
}

#[test]
fn characters_that_are_listed_are_found_as_a_word() {
    let notebook = "\
//- a.md
五味有酸、苦、甘、辛、咸。
//- b.md
要 酸 苦 甘 辛 的
//- c.md
甘，苦
";
    check(notebook, "酸苦甘辛", &["b.md: (root) ~via:酸 苦 甘 辛", "a.md: (root) ~via:酸、苦、甘、辛"]);
    let with_word = notebook.to_owned() + "//- d.md\n酸苦甘辛\n";
    for (notebook, typed) in [(with_word.as_str(), "酸苦甘辛"), (notebook, "苦酸甘辛")] {
        let others = search(&searcher(notebook), typed, &everything()).hits;
        assert!(others.iter().all(|hit| hit.approximate.is_empty()), "{:?}", lines(&others));
    }
}

#[test]
fn numbers_are_found_in_digits_and_in_characters() {
    let notebook = "//- a.md\n# 连接\n\n先是3次握手，再传数据。\n//- b.md\n# 断开\n\n四次挥手，共四 层。\n//- c.md\n别的\n";
    check(notebook, "三次握手", &["a.md: (root) ~via:3次握手"]);
    check(notebook, "4次挥手", &["b.md: (root) ~via:四次挥手"]);
    check(notebook, "\"三次握手\"", &[]);
}

#[test]
fn names_of_notes_are_found_in_short() {
    let notebook = "\
//- 线性代数.md
特征值和特征向量。
//- net.md
---
title: 计算机网络
---
三次握手。
//- c.md
现在写程序，特征
";
    check(notebook, "线代", &["线性代数.md: (root) ~via:线性代数"]);
    check(notebook, "计网 握手", &["net.md: (root) ~via:计算机网络"]);
    check(notebook, "\"线代\"", &[]);
    // What stands anywhere is no name in short.
    check(&format!("{notebook}//- d.md\n线代\n"), "线代", &["d.md: (root)"]);
    // Nor is a part of a longer word.
    check(notebook, "线代码", &[]);
}

#[test]
fn words_of_taiwan_and_of_the_mainland_stand_for_each_other() {
    let notebook = "\
//- tw.md
# 筆記

資料庫的執行緒要設定上限，變數放在記憶體裡。
//- cn.md
# 笔记

线程池大小，改变数目。
//- other.md
# 乙

别的东西。
";
    check(notebook, "数据库", &["tw.md: (root) ~via:资料库"]);
    check(notebook, "執行緒", &["tw.md: (root)", "cn.md: (root) ~via:线程"]);
    check(notebook, "线程 設置", &["tw.md: (root) ~via:执行绪 ~via:设定", "cn.md: (root) -設置"]);
    // Nobody asked for 变数, so it is no part of 改变数目.
    check(notebook, "变量", &["tw.md: (root) ~via:变数"]);
    check(notebook, "\"数据库\"", &[]);
    check(notebook, "+变量 -数据库", &[]);
    check_with(notebook, "数据库", &everything().expand(false), &[]);
    let found = search(&searcher(notebook), "数据库", &everything());
    let snippet = &found.hits[0].snippet;
    let lit: Vec<_> = snippet.highlights.iter().map(|range| &snippet.text[range.clone()]).collect();
    assert_eq!(lit, ["資料庫"]);
}

#[test]
fn longer_words_of_the_other_side_are_found() {
    let taiwan = "//- a.md\n這是單執行緒的執行。\n//- b.md\n雙向連結的程式設計師\n";
    check(taiwan, "单线程", &["a.md: (root) ~via:单执行绪"]);
    check(taiwan, "双向链接", &["b.md: (root) ~via:双向连结"]);
    check(taiwan, "程序员", &["b.md: (root) ~via:程式设计师"]);
    let mainland = "//- a.md\n程序的执行：多线程程序员，面向对象。\n";
    check(mainland, "執行緒", &["a.md: (root) ~via:线程"]);
    check(mainland, "多執行緒", &["a.md: (root) ~via:线程"]);
    check(mainland, "程式設計師 物件導向", &["a.md: (root) ~via:程序员 ~via:面向对象"]);
}

#[test]
fn the_owners_and_the_notes_pairs_come_first() {
    let notebook = "//- a.md\n資料庫\n//- b.md\n数据库（database）\n//- c.md\nThe database.\n";
    check(notebook, "数据库", &["b.md: (root)", "a.md: (root) ~via:资料库", "c.md: (root) ~via:database"]);
    let forbidding = searcher(notebook).with_glossary(Glossary::parse("- 数据库 = 資料庫\n"));
    let found = search(&forbidding, "数据库", &everything());
    assert_eq!(lines(&found.hits), ["b.md: (root)", "c.md: (root) ~via:database"]);
}
