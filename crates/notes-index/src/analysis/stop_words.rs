//! Words that serve others: they say little, and stand in no name.

/// Characters that serve others and are no part of a name.
pub(super) const FUNCTION_CHARS: &str =
    "的了和与及或是在有把被让给对向从到为以于之其这那我你他她它们么吗呢吧啊也都就很再又还不没要会能可将用";

/// Characters of [`FUNCTION_CHARS`] that no name begins or ends with.
pub(crate) const PARTICLES: &str = "的了么吗呢吧啊";

/// Characters that say where, when or how something is; they are parts of names as well.
const PLACE_CHARS: &str = "上下里中地得";

/// Words whose absence takes nothing from a hit. A character of [`FUNCTION_CHARS`] or [`PLACE_CHARS`] is such a word, too, where it
/// stands alone.
const STOP_WORDS: &str = "还是 什么 怎么 怎样 怎么样 如何 为什么 哪些 哪个 哪种 哪里 哪儿 是否 是不是 有没有 能不能 多少 怎么办 怎么回事 咋 咋办 咋样 啥 为啥 \
     为何 何时 什么时候 什么样 干什么 干嘛 一个 一下 这个 那个 多久 多长 多大 多高 时候 意思 这些 那些 这样 那样 那么 可以 以及 因为 所以 由于 但是 而且 关于 有关 到底 究竟 请问 \
     a an the of to in on for from and or is are was be how what why when where which with by at do does can it i my you your we this that";

/// What 几 and 多少 ask for the number of.
const UNITS: &str = "个 克 斤 两 勺 杯 包 片 块 根 颗 只 条 张 份 人 次 遍 倍 步 种 类 层 级 章 页 行 列 位 度 岁 年 月 周 天 日 点 小时 分 分钟 秒 \
     毫升 毫米 厘米 米 字节";

/// What else is counted, of which nobody asks how many in so few words.
const MORE_UNITS: &str = "大 段 轮 题 名 台 篇 项 阶 维 元 期 届 版 号 线 字 句 场 季 集 卷 本 座 间 件 道 方 端 路 面 边 角 星 折";

/// Whether a text begins with what may be counted.
pub(crate) fn unit_at(text: &str) -> bool {
    all_units().any(|unit| text.starts_with(unit))
}

fn all_units() -> impl Iterator<Item = &'static str> {
    UNITS.split_whitespace().chain(MORE_UNITS.split(' '))
}

/// Whether a word asks for something that is counted: how many of it (几克, 多少年), or which (哪一年, 哪几类).
pub(super) fn is_question(folded: &str) -> bool {
    asks_how_many(folded) || asks_which(folded) || folded == "有何"
}

fn asks_how_many(folded: &str) -> bool {
    let unit = folded.strip_prefix('几').or_else(|| folded.strip_prefix("多少"));
    unit.is_some_and(|unit| UNITS.split_whitespace().any(|known| known == unit))
}

fn asks_which(folded: &str) -> bool {
    let Some(counted) = folded.strip_prefix('哪') else { return false };
    let unit = counted.strip_prefix(['一', '两', '几']).unwrap_or(counted);
    unit.is_empty() || all_units().any(|known| known == unit)
}

/// Words that ask for an amount without its unit.
const HOW_MUCH: &str = "多少 多久 多长 多大 多高";

/// What stands before a question for an amount and says no more than that there is one.
const LEAD_TO_AMOUNT: &str =
    "剩 还剩 剩下 占 占用 花 需要 大概 大约 一共 总共 最多 最少 最长 最短 最大 最小 最高 最低";

/// Whether a word asks for an amount, with its unit or without.
pub(super) fn asks_for_amount(folded: &str) -> bool {
    asks_how_many(folded) || HOW_MUCH.split(' ').any(|word| word == folded)
}

/// Whether a word before a question for an amount asks for nothing itself.
pub(crate) fn leads_to_amount(folded: &str) -> bool {
    LEAD_TO_AMOUNT.split(' ').any(|word| word == folded)
}

pub(crate) fn is_stop_word(folded: &str) -> bool {
    let mut chars = folded.chars();
    let only = chars.next().filter(|_| chars.next().is_none());
    let says_nothing = |c: char| FUNCTION_CHARS.contains(c) || PLACE_CHARS.contains(c);
    let is_listed = || STOP_WORDS.split(' ').any(|word| word == folded);
    only.is_some_and(says_nothing) || is_question(folded) || is_listed()
}
