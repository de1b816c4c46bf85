//! What a link's target says, before anything is looked up.

use super::EXTENSIONS;

/// The longest extension of a file that is no note: what is longer, or holds anything but letters and digits, is a part of a name
/// with a dot.
const MAX_EXTENSION: usize = 5;

/// Schemes of addresses that have no `//`. Any other word before a colon may be one of a name: `Redis: 持久化`.
const SCHEMES: [&str; 13] = [
    "data",
    "doi",
    "file",
    "geo",
    "javascript",
    "magnet",
    "mailto",
    "news",
    "obsidian",
    "sms",
    "tel",
    "urn",
    "zotero",
];

/// How many `#` of a wiki link may be of a name.
const MAX_MARKS: usize = 4;

/// The files that stand for their folder: a link may name just that.
pub(crate) const FOLDER_NOTES: [&str; 5] = ["README.md", "readme.md", "index.md", "_index.md", "index.mdx"];

/// Whether a target is an address: it has a scheme, or a host.
pub(crate) fn is_address(target: &str) -> bool {
    let scheme = target.split_once(':').map_or("", |(scheme, _)| scheme);
    let is_scheme = scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
    is_scheme || target.starts_with("//")
}

/// Whether a target is an address also where names stand: in a wiki link.
pub(crate) fn is_surely_address(target: &str) -> bool {
    let (scheme, rest) = target.split_once(':').unwrap_or_default();
    let is_known = SCHEMES.iter().any(|known| scheme.eq_ignore_ascii_case(known));
    is_address(target) && (scheme.is_empty() || rest.starts_with("//") || is_known && !rest.starts_with(' '))
}

/// How the target of a wiki link may be read, the longest name first: as a name and the place behind its `#`. A name
/// may hold that mark itself.
pub(crate) fn readings(target: &str) -> Vec<(&str, Option<&str>)> {
    let marks = target.match_indices('#').filter(|&(at, _)| at > 0).take(MAX_MARKS);
    let mut readings: Vec<_> = marks.map(|(at, _)| (&target[..at], Some(&target[at + 1..]))).collect();
    readings.push((target, None));
    readings.reverse();
    readings
}

/// The path or name that a target stands for: only a wiki link is read as it is written.
pub(crate) fn meant(target: &str, is_wiki: bool) -> String {
    let path = |target: &str| percent_decoded(target.split('?').next().unwrap_or_default());
    if is_wiki { target.to_owned() } else { path(target) }
}

/// A path from the root of the notes, for one from a folder of them. Nothing if it leads out of them.
pub(crate) fn joined(folder: &str, target: &str) -> Option<String> {
    let folder = if target.starts_with('/') { "" } else { folder };
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(target.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// A path without the usual extension of a note, if it has one.
pub(crate) fn without_extension(path: &str) -> Option<&str> {
    let (stem, extension) = path.rsplit_once('.')?;
    let is_note = EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known));
    (is_note && !stem.is_empty() && !stem.ends_with('/')).then_some(stem)
}

/// Whether a path ends as files do that are no notes: `a.png`.
pub(crate) fn is_other_file(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    (1..=MAX_EXTENSION).contains(&extension.len())
        && extension.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && without_extension(path).is_none()
}

/// The folder of a path, without the `/` behind it; empty for one at the root.
pub(crate) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// What `%E6%B1%A0` stands for (RFC 3986, 2.1); as written if that is no UTF-8.
pub(crate) fn percent_decoded(written: &str) -> String {
    let bytes = written.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let digits = bytes.get(at + 1..at + 3).filter(|_| bytes[at] == b'%');
        let digits = digits.filter(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        let byte = digits.and_then(|digits| u8::from_str_radix(str::from_utf8(digits).ok()?, 16).ok());
        decoded.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    String::from_utf8(decoded).unwrap_or_else(|_| written.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_told_from_names() {
        for address in ["https://a.b/c.md", "mailto:a@b.c", "//host/a.md", "obsidian://open?vault=a"] {
            assert!(is_address(address) && is_surely_address(address), "{address}");
        }
        for name in ["a.md", "连接池：大小", "C:/a.md", "问: 连接池", "a/b:c.md", ""] {
            assert!(!is_address(name), "{name}");
        }
    }

    #[test]
    fn a_name_with_a_colon_is_no_address() {
        for name in ["Redis: 持久化", "C++: 指针", "note:x", "Tel: 12", "a.md", ""] {
            assert!(!is_surely_address(name), "{name}");
        }
    }

    #[test]
    fn a_name_may_hold_the_mark_of_a_place() {
        assert_eq!(readings("C##x"), [("C##x", None), ("C#", Some("x")), ("C", Some("#x"))]);
        assert_eq!(readings("#x"), [("#x", None)]);
    }

    #[test]
    fn paths_are_joined_inside_of_the_notes() {
        assert_eq!(joined("db", "pool.md").as_deref(), Some("db/pool.md"));
        assert_eq!(joined("db/a", "../.././x//y.md").as_deref(), Some("x/y.md"));
        assert_eq!(joined("db", "/x.md").as_deref(), Some("x.md"));
        assert_eq!(joined("db", "../../x.md"), None);
    }

    #[test]
    fn a_dot_in_a_name_is_no_extension() {
        assert_eq!(without_extension("db/pool.MD"), Some("db/pool"));
        assert_eq!(without_extension("v1.2"), None);
        assert_eq!(without_extension("db/.md"), None);
        assert!(is_other_file("img/a.png"));
        assert!(!is_other_file("Vue.js 笔记"));
        assert!(!is_other_file("a.b/c"));
    }

    #[test]
    fn percent_signs_are_read() {
        assert_eq!(percent_decoded("%E6%B1%A0%20a%2"), "池 a%2");
        assert_eq!(percent_decoded("%ff%zz"), "%ff%zz");
    }
}
