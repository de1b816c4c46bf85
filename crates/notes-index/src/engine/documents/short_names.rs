//! What a name is called for short: a heading without its number, either half of one in two languages.

use crate::analysis::is_han;

/// What stands between the two halves of a name.
const BETWEEN: [char; 5] = ['/', '|', '·', '／', '｜'];
/// What a section of a book is called behind its number: 第三章.
const DIVISIONS: &str = "章节部篇讲课步条";
/// Numbers of Chinese.
const NUMERALS: &str = "〇零一二三四五六七八九十百";

/// The shorter names that a name has, itself left out. All are parts of it.
pub(super) fn short_names(name: &str) -> Vec<&str> {
    let unnumbered = without_number(name);
    let mut names = vec![unnumbered];
    names.extend(halves(unnumbered));
    names.retain(|short| !short.is_empty() && *short != name.trim());
    names
}

/// A name without the number that it begins with: `2. 幻读`, `3.2 事务号`, `一、元类`, `第三章 索引`. A number alone may be a
/// part of it: `3 Sum`.
fn without_number(name: &str) -> &str {
    let name = name.trim();
    let rest = decimal(name).or_else(|| numeral(name)).or_else(|| division(name)).map(str::trim_start);
    rest.filter(|rest| !rest.is_empty()).unwrap_or(name)
}

/// What stands behind `2.`, `2)`, `2、`, `3.2`, `3.2.`.
fn decimal(name: &str) -> Option<&str> {
    let rest = name.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let number = &name[..name.len() - rest.len()];
    let is_number = number.starts_with(|c: char| c.is_ascii_digit()) && !number.contains("..");
    let closed = rest.strip_prefix([')', '、', '）', '．']);
    // A version or a number with a fraction goes on without a space, and so does a name: 3.5寸, 2.0.
    let is_told = number.ends_with('.') || number.contains('.') && rest.starts_with(' ');
    is_number.then(|| closed.or(is_told.then_some(rest))).flatten()
}

/// What stands behind `一、`.
fn numeral(name: &str) -> Option<&str> {
    let rest = name.trim_start_matches(|c| NUMERALS.contains(c));
    (rest.len() < name.len()).then(|| rest.strip_prefix(['、', '．', '.'])).flatten()
}

/// What stands behind `第三章`.
fn division(name: &str) -> Option<&str> {
    let behind = name.strip_prefix('第')?;
    let rest = behind.trim_start_matches(|c: char| c.is_ascii_digit() || NUMERALS.contains(c) || c == ' ');
    let rest = (rest.len() < behind.len()).then(|| rest.strip_prefix(|c| DIVISIONS.contains(c))).flatten()?;
    rest.strip_prefix([' ', '：', ':', '、', '.'])
}

/// The halves of `死锁（Deadlock）` and `清理 | Vacuum`, of which one is Chinese and the other isn't; of another name what stands
/// before brackets.
fn halves(name: &str) -> Vec<&str> {
    if let Some((before, inside)) = bracketed(name) {
        return if are_two_languages(before, inside) { vec![before, inside] } else { vec![before] };
    }
    let two = name.match_indices(BETWEEN).find_map(|(at, sign)| {
        let (one, other) = (&name[..at], &name[at + sign.len()..]);
        // TCP/IP is one name.
        let is_inside = one.ends_with(|c: char| c.is_ascii_alphanumeric())
            && other.starts_with(|c: char| c.is_ascii_alphanumeric());
        (!is_inside).then(|| (one.trim(), other.trim()))
    });
    two.filter(|(one, other)| are_two_languages(one, other))
        .map_or(Vec::new(), |(one, other)| vec![one, other])
}

fn bracketed(name: &str) -> Option<(&str, &str)> {
    let (before, rest) = name.split_once(['（', '('])?;
    let inside = rest.strip_suffix(['）', ')'])?;
    (!inside.contains(['（', '('])).then(|| (before.trim(), inside.trim()))
}

fn are_two_languages(one: &str, other: &str) -> bool {
    one.contains(is_han) != other.contains(is_han) && !one.is_empty() && !other.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expected: &[&str]) {
        assert_eq!(short_names(name), expected, "{name}");
    }

    #[test]
    fn numbers_are_no_part_of_a_name() {
        check("2. 幻读", &["幻读"]);
        check("3.2 事务号回卷", &["事务号回卷"]);
        check("1.2.3. Setup", &["Setup"]);
        check("4、索引", &["索引"]);
        check("(1) 索引", &[]);
        check("一、元类", &["元类"]);
        check("十二．小结", &["小结"]);
        check("第三章 索引", &["索引"]);
        check("第 2 步：提交", &["提交"]);
        check("07.缓存", &["缓存"]);
    }

    #[test]
    fn numbers_that_are_part_of_it_stay() {
        for name in [
            "3 Sum",
            "3.5寸",
            "2024 总结",
            "2.",
            "1..2 x",
            "一致性",
            "第三方库",
            "第一章",
            "3.14",
            "连接池",
            "",
        ] {
            check(name, &[]);
        }
    }

    #[test]
    fn either_half_is_a_name() {
        check("死锁（Deadlock）", &["死锁", "Deadlock"]);
        check("字典树 (Trie)", &["字典树", "Trie"]);
        check("3. 清理 | Vacuum", &["清理 | Vacuum", "清理", "Vacuum"]);
        check("装饰器 / Decorator", &["装饰器", "Decorator"]);
        check("get_user(id)", &["get_user"]);
        check("锁（一）", &["锁"]);
        check("TCP/IP", &[]);
        check("TCP/IP 通信", &[]);
        check("输入输出/I/O", &["输入输出", "I/O"]);
        check("读/写", &[]);
    }
}
