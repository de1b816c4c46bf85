//! The links and images of a text, which are no place to begin or end a snippet in.

use std::ops::Range;

/// A longer one may be cut, in bytes.
const MAX_LEN: usize = 240;
/// And one of more characters.
const MAX_CHARS: usize = 120;

/// Where links and images stand, by their marks alone, in order and apart; of one in another the outer one. Linear.
pub(super) fn links(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut links: Vec<Range<usize>> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut at = 0;
    while let Some(next) = text[at..].find(['[', ']']).map(|len| at + len) {
        at = next + 1;
        if bytes[next] == b'[' {
            open.push(next);
            continue;
        }
        let Some(start) = open.pop() else { continue };
        let wiki = start.checked_sub(1).filter(|&outer| bytes[outer] == b'[' && bytes.get(at) == Some(&b']'));
        let found = wiki.map(|outer| outer..at + 1).or_else(|| Some(start..target_end(bytes, at)?));
        let Some(link) = found else { continue };
        at = if wiki.is_some() { at } else { link.end };
        let is_image = link.start > 0 && bytes[link.start - 1] == b'!';
        let link = link.start - usize::from(is_image)..link.end;
        if link.len() <= MAX_LEN && text[link.clone()].chars().count() <= MAX_CHARS {
            let n_apart = links.partition_point(|inner| inner.end <= link.start);
            links.truncate(n_apart);
            links.push(link);
        }
    }
    links
}

/// The end of the `(…)` that begins at a byte, on one line and no longer than a link that is kept whole.
fn target_end(bytes: &[u8], at: usize) -> Option<usize> {
    let near = &bytes[at..bytes.len().min(at + MAX_LEN)];
    near.strip_prefix(b"(")?;
    let mut depth = 0usize;
    for (len, byte) in near.iter().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 1 => return Some(at + len + 1),
            b')' => depth -= 1,
            b'\n' => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<&str> = links(text).into_iter().map(|link| &text[link]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn links_and_images_are_found_by_their_marks() {
        check(
            "见 [甲](a.md)、![乙](b (1).png) 和 [[丙|丁]]。",
            &["[甲](a.md)", "![乙](b (1).png)", "[[丙|丁]]"],
        );
        check("[![甲](a.svg)](https://x.y) ![[b.png]]", &["[![甲](a.svg)](https://x.y)", "![[b.png]]"]);
        check("a[0] (b) ]( [x] [甲](没有完", &[]);
        check(&format!("[甲](https://{}) [乙](c)", "x".repeat(300)), &["[乙](c)"]);
    }
}
