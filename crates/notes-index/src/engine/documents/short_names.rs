//! What a name is called for short: a heading without its number, either half of one in two languages.

use crate::analysis::{is_han, without_number};

/// What stands between the two halves of a name.
const BETWEEN: [char; 5] = ['/', '|', '·', '／', '｜'];

/// The shorter names that a name has, itself left out. All are parts of it.
pub(super) fn short_names(name: &str) -> Vec<&str> {
    let unnumbered = without_number(name);
    let mut names = vec![unnumbered];
    names.extend(halves(unnumbered));
    names.retain(|short| !short.is_empty() && *short != name.trim());
    names
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
        check("（1）死锁（Deadlock）", &["死锁（Deadlock）", "死锁", "Deadlock"]);
        check("2024 总结", &[]);
        check("", &[]);
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
