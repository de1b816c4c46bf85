//! Words that say that something is no name.

/// A list of words with a space between.
pub(super) struct Words(&'static str);

impl Words {
    pub(super) fn has(&self, word: &str) -> bool {
        self.0.split_ascii_whitespace().any(|known| known == word)
    }

    /// Whether one of the words stands in a text.
    pub(super) fn stand_in(&self, text: &str) -> bool {
        self.0.split_ascii_whitespace().any(|known| text.contains(known))
    }
}

/// Words that lead to a name and are no part of it: 可以通过 before 内存屏障.
pub(super) const LEADING: Words = Words(
    "是 用 要 即 就 也 都 还 又 再 才 只 仅 则 而 但 在 把 被 将 让 给 从 为 叫 称 称为 称作 称之为 叫做 叫作 作为 成为 名为 \
     简称 又称 也称 也叫 即为 视为 记为 记作 变成 就是 也是 即是 都是 不是 而是 可以 能够 需要 必须 应该 应当 可能 通过 使用 利用 \
     采用 借助 根据 按照 基于 关于 对于 由于 因为 因此 所以 如果 例如 比如 以及 或者 并且 而且 但是 一个 一种 一条 一类 一些 一组 \
     一次 一棵 一张 这个 这种 这些 那个 那些 该 此 其 它 某个 某种 每个 各种 任意 所有 一般 通常 常见 用于 用到 用来 进行 引入 具有 \
     没有 我们",
);

/// What is counted by a number before it: 3 次握手, 2 叉树.
pub(super) const MEASURES: Words = Words(
    "个 种 次 类 条 层 级 阶 阶段 步 位 元 维 叉 路 点 项 天 年 月 日 周 分 秒 时 小时 大 小 张 本 篇 章 节 号 台 份 组 对 倍 行 列 页 相 端 \
     极 进 进制 角 面 边 者 重 色 人 只 支 颗 棵 道 招 款 方 方面 范式",
);

/// Words of English that say a number: a Chinese name of the same has it as well.
pub(super) const NUMBERS: Words = Words(
    "zero one two three four five six seven eight nine ten eleven twelve first second third fourth fifth single double \
     triple dual binary ternary quad",
);

/// Words that no name holds at all, wherever they stand.
pub(super) const NEVER: Words = Words(
    "的 了 吗 呢 么 这 那 你 我 他 她 它们 与 和 或 及 以及 或者 是 在 不是 就是 什么 怎么 如何 哪些 为什么 如 见 即 通常 例如 \
     比如 包括 可以 需要 但 而 很 非常 已经 逐渐 这个 那个 这些 那些",
);

/// Chinese words that stand in brackets and say something about a word rather than translate it.
pub(super) const REMARKS: Words = Words(
    "核心 重点 部分 可选 必选 必填 默认 推荐 官方 进阶 基础 高级 入门 中级 初级 重要 了解 掌握 精通 熟悉 略 完 旧 新 新版 旧版 示例 \
     例子 例题 同上 如下 下同 建议 必读 选读 免费 收费 付费 开源 已完成 未完成 待办 中国区 复数 单数 缩写 名词 动词 形容词 英文 中文 \
     英语 过去式 口语 非官方 废弃 上图 下图 左图 右图 如图 图中 第一版 第二版 第三版 中文版 英文版 中文站 英文官网 几乎 大多数情况下 视频 音频 工具 \
     网站 举例 常见 常用 最常见 最常用 最重要 重要程度 关键点 第三方 已废弃 已弃用 已淘汰 已过时 不推荐 官网推荐",
);

/// English words that stand in brackets and say something about a word rather than translate it.
pub(super) const ENGLISH_REMARKS: Words = Words(
    "optional required recommended deprecated beta alpha todo done new old draft \
     wip see note default important advanced basic experimental legacy core yes \
     no ok demo example",
);

/// What the literals and types of programs are called in Chinese; of any other word they are what it is set to, or what it takes: 异步
/// beside `true`, 参数 beside `Number`. Nothing if a word is none of them.
pub(super) fn names_of_literal(english: &str) -> Option<Words> {
    let names = match english {
        "true" => "真 为真 真值",
        "false" => "假 为假 假值",
        "null" | "nil" | "none" => "空 空值 空指针 空引用 无",
        "undefined" => "未定义",
        "number" => "数 数字 数值 数值型 数字类型 数值类型 数目 数量 号码 编号",
        "string" => "串 字串 字符串 字符串型 字符串类型 弦",
        "boolean" | "bool" => "布尔 布尔值 布尔型 布尔类型 布林 布林值",
        "int" => "整数 整型 整数型 整数类型",
        _ => return None,
    };
    Some(Words(names))
}

/// English words that stand in sentences and code but in no name.
pub(super) const NOT_IN_NAMES: Words = Words(
    "if for while else return void int switch catch const we you i they he she is \
     are was were be been has have had will would can could should this that \
     these those use uses using used see about which our your my its it",
);

/// What a section is called that lists terms, or a column that holds them.
pub(super) const GLOSSARY_NAMES: Words =
    Words("术语 词汇 名词 对照 词表 译名 双语 glossary terminology vocabulary terms 中英");

/// How a column of Chinese terms is headed.
pub(super) const CHINESE_COLUMNS: Words =
    Words("中文 中文名 汉语 译名 译文 翻译 中译 中文术语 中文名称 术语 名词 chinese");

/// How a column of English terms is headed.
pub(super) const ENGLISH_COLUMNS: Words =
    Words("英文 英文名 英语 原文 英译 英文术语 英文名称 english 英文原名");
