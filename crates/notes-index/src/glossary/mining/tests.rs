//! What is a pair, and what only looks like one.

use super::*;
use crate::markdown::{front_matter_len, parse_note};
use crate::note::{NotePath, Span};

/// The pairs of a note as `中文=english`, in order.
fn mined(source: &str) -> Vec<String> {
    let note = parse_note(NotePath::new("a.md").unwrap(), source).note;
    let segmenter = Segmenter::embedded();
    let mut shown = Vec::new();
    for section in &note.sections {
        let start = section.range.start;
        let shift =
            |span: &Span| Span { range: span.range.start - start..span.range.end - start, ..span.clone() };
        let spans: Vec<Span> = section.spans.iter().map(shift).collect();
        let text = &source[section.range.clone()];
        let reading = Reading::new(text, &spans);
        let names = section.breadcrumb.iter().chain([&note.title, &section.name]).map(String::as_str);
        let front_matter = if start == 0 { front_matter_len(source) } else { 0 };
        for mined in Mining::new(&segmenter, text, front_matter, &reading, names).run() {
            assert!(text.get(mined.range).is_some_and(|place| !place.is_empty()), "{source}");
            shown.push(format!("{}={}", mined.pair.chinese, mined.pair.english));
        }
    }
    shown
}

#[track_caller]
fn check(source: &str, expected: &[&str]) {
    assert_eq!(mined(source), expected, "{source}");
}

#[test]
fn brackets_behind_a_word() {
    check("连接池（connection pool）要有上限。", &["连接池=connection pool"]);
    check("连接池 (Connection Pool) 与锁。", &["连接池=connection pool"]);
    check("連線池（connection pool）", &["连线池=connection pool"]);
    check(
        "全局解释器锁（global interpreter lock, GIL）",
        &["全局解释器锁=gil", "全局解释器锁=global interpreter lock"],
    );
    check("内存屏障（英语：memory barrier，简称：MB）", &["内存屏障=memory barrier"]);
    check("可以通过内存屏障（memory barrier）", &["内存屏障=memory barrier"]);
    check("有向无环图（DAG）", &["有向无环图=dag"]);
    for lead in ["看 ", "- 见 ", "请参考\u{3000}", "第一章 见  "] {
        check(&format!("{lead}死锁（deadlock）。"), &["死锁=deadlock"]);
    }
    check("强引用（`StrongReference`）", &["强引用=strong reference"]);
}

#[test]
fn brackets_behind_an_english_word() {
    check("Decorator（装饰器）", &["装饰器=decorator"]);
    check("使用 Connection Pool (连接池) 时", &["连接池=connection pool"]);
    check("LCA（最近公共祖先）", &["最近公共祖先=lca"]);
}

#[test]
fn marks_set_a_word_apart() {
    check("- **装饰器** (Decorators)", &["装饰器=decorators"]);
    check("在图论里一棵**仙人掌 (cactus)** 是", &["仙人掌=cactus"]);
    check("也可以看[格点图（Grid Graph）](a.md)", &["格点图=grid graph"]);
    check("这里的 `栈`(stack)", &["栈=stack"]);
    check("**M**odel（模型）和 **J**ava **M**emory（内存）", &["模型=model", "内存=java memory"]);
    check("内存模型（**M**emory **M**odel）", &["内存模型=memory model"]);
}

#[test]
fn headings_of_two_languages() {
    check("## 连接池（Connection Pool）\n", &["连接池=connection pool"]);
    check("### 装饰器 / Decorator\n", &["装饰器=decorator"]);
    check("## 事务 · transaction\n", &["事务=transaction"]);
    check("## Lease | 租约\n", &["租约=lease"]);
}

#[test]
fn a_number_is_no_part_of_a_word() {
    for name in [
        "### 1.1 死锁",
        "## 1. 死锁",
        "## 3 死锁",
        "### （3）死锁",
        "### 第2章 死锁",
        "### ① 死锁",
        "12) 死锁",
        "Ⅳ. 死锁",
    ] {
        check(&format!("{name}（Deadlock）\n"), &["死锁=deadlock"]);
    }
    check("### 2.1.3 Semaphore（信号量）\n", &["信号量=semaphore"]);
    check("### 1.1 同源策略（Same-Origin Policy）\n", &["同源策略=same-origin policy"]);
    check(
        "正文\n\n- 1.1 死锁（Deadlock）\n- （2）饥饿（starvation）\n",
        &["死锁=deadlock", "饥饿=starvation"],
    );
    check("- **2.1 死锁**（Deadlock）\n", &["死锁=deadlock"]);
    check("## 2.1 死锁 / Deadlock\n", &["死锁=deadlock"]);
    check("第一章 死锁\n\n（Deadlock）", &[]);
}

#[test]
fn tables_and_lists_of_terms() {
    let table = "| 中文 | 说明 | 英文 |\n|---|---|---|\n| 连接池 | 借还 | connection pool |\n| **锁** | 互斥 | `lock` |\n";
    check(table, &["连接池=connection pool", "锁=lock"]);
    let barred = "| 备注 | 中文 | 英文 |\n|---|---|---|\n| a\\|thread pool | 连接池 | connection pool |\n";
    check(barred, &["连接池=connection pool"]);
    let empty = "| 英文 | 说明 | 中文 |\n|---|---|---|\n| lock | 互斥 ||\n| thread pool || 线程池 |\n";
    check(empty, &["线程池=thread pool"]);
    check(
        "# 术语表\n\n- 脑裂：split brain\n- 背压: backpressure，下游慢了\n",
        &["脑裂=split brain", "背压=backpressure"],
    );
}

#[test]
fn names_of_a_note() {
    let segmenter = Segmenter::embedded();
    let pairs = named_pairs(&segmenter, "装饰器", ["decorator", "修饰器", "装饰 2"].into_iter());
    let shown: Vec<_> = pairs.iter().map(|pair| format!("{}={}", pair.chinese, pair.english)).collect();
    assert_eq!(shown, ["装饰器=decorator"]);
    assert_eq!(named_pairs(&segmenter, "租约 | lease", [].into_iter()).len(), 1);
    assert_eq!(named_pairs(&segmenter, "处理 error", [].into_iter()), []);
    assert_eq!(named_pairs(&segmenter, "第三章 租约（lease）", ["锁 (lock)"].into_iter()).len(), 2);
}

#[test]
fn values_of_the_front_matter_are_no_pairs() {
    check("---\nplace: 線上（Google Meet）\n---\n连接池（connection pool）\n", &["连接池=connection pool"]);
    check("+++\nplace = \"線上（Google Meet）\"\n+++\n", &[]);
    check("---\ntitle: 术语\nkind: 装饰器 / decorator\n锁: 线上：online\n---\n", &[]);
}

#[test]
fn what_only_looks_like_a_pair() {
    let sources = [
        // Too much stands before the bracket, or something that may belong to the word.
        "业务层和数据层之间有非常清晰的隔离（isolation）",
        "Burnside 引理（lemma）",
        "B 树（tree）",
        "$k$ 连通（connected）",
        "树的高度（height）",
        "锁和事务（transactions）",
        "**析构** 函数（destructor）",
        "用 Tim 排序（timsort）",
        "关 闭（close）",
        // The number counts.
        "## 3 次握手（handshake）\n",
        "## 2 叉树（tree）\n",
        "## 2 阶段提交（commit）\n",
        "## 8 皇后（Eight Queens）\n",
        "## 3 Sum（三数之和）\n",
        "## 2024 总结（summary）\n",
        "- 3 排序（sorting）\n",
        "见 1.1 死锁（deadlock）",
        // A remark, a version, a date, a unit, an address, code.
        "缓存（推荐）",
        "测试（pytest, unittest）",
        "Asyncio（核心）",
        "选项（optional）",
        "连接池（v2）",
        "内存（16 GB）",
        "日期（yyyy-MM-dd）",
        "文档（https://pool.example）",
        "端口（localhost:80）",
        "函数（foo()）",
        "大小（pool_size）",
        "`if (连接池)`",
        "if (当前可行)",
        "```\n连接池（connection pool）\n```\n",
        "```\n| 中文 | 英文 |\n|---|---|\n| 锁 | lock |\n```\n",
        // A sentence in brackets.
        "缓存（see the chapter about pools）",
        "缓存（we use it）",
        // Letters that don't stand for the word, or far too few or many.
        "图论（BFS）",
        "BFS（图论）",
        "双向链表结构（map）",
        "池（internationalization）",
        // Headings about something.
        "## Redis 集群\n",
        "## 安装 Docker Compose\n",
        "## 使用 nginx\n",
        "## 集群 Redis\n",
        // A space alone stands between a verb and its object, a kind and its example, two nouns.
        "### 合并 branch\n",
        "### 写 test\n",
        "### 处理 error\n",
        "### 撤销 commit\n\n### 撤销 add\n",
        "### 高频 word\n",
        "### 缓存 key\n",
        "### 周一 meeting\n",
        "### 开启 Vi Mode\n",
        "### 定时任务 Celery Beat\n",
        "# 读书笔记 Clean Code\n",
        "# 术语表\n\n## 查看 log\n",
        "## MySQL / 数据库 / 缓存\n",
        // Lists that are none of terms.
        "- 作者：tom\n- 语言：java\n",
        "| 键 | 值 |\n|---|---|\n| 锁 | lock |\n",
        "# 术语表\n\n| 写法 | 念法 |\n|---|---|\n| kubectl | 没有定论 |\n",
        // Nothing is closed, or a border lies between.
        "连接池（connection pool",
        "连接池（connection\n\npool）",
        "连接池 [connection pool]",
        "（connection pool）",
        "()（）",
    ];
    let wrong: Vec<_> = sources.iter().map(|source| (source, mined(source))).collect();
    let wrong: Vec<_> = wrong.into_iter().filter(|(_, pairs)| !pairs.is_empty()).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn odd_texts_do_no_harm() {
    for piece in ["(", "（", "锁（lock", "）", "锁 ", "| 锁 ", "**锁**(", "a (", "\u{1e}"] {
        mined(&piece.repeat(2_000));
        mined(&format!("# 术语\n\n{}\n", piece.repeat(2_000)));
    }
}
