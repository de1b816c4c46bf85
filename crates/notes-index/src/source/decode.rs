//! Bytes → text: UTF-8, UTF-16 with a byte-order mark, GB18030, or UTF-8 with replacements.

use std::borrow::Cow;

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

use crate::text::is_han;

/// How the bytes of a note were read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Encoding {
    /// Valid UTF-8. A byte-order mark stays in the text, because offsets count it.
    Utf8,
    /// UTF-8 with broken sequences, each replaced by U+FFFD.
    Utf8Lossy,
    /// UTF-16, little endian. Its byte-order mark is no part of the text.
    Utf16Le,
    /// UTF-16, big endian. Its byte-order mark is no part of the text.
    Utf16Be,
    /// GB18030, and so GBK and GB2312.
    Gb18030,
}

impl Encoding {
    /// The name for machines: `"utf-8"`, `"gb18030"`, …
    pub(crate) fn name(self) -> &'static str {
        match self {
            Encoding::Utf8 => "utf-8",
            Encoding::Utf8Lossy => "utf-8-lossy",
            Encoding::Utf16Le => "utf-16le",
            Encoding::Utf16Be => "utf-16be",
            Encoding::Gb18030 => "gb18030",
        }
    }
}

/// A file's bytes as text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) encoding: Encoding,
}

/// Reads bytes as text; none if they are no text.
pub(super) fn decode(bytes: Vec<u8>) -> Option<Decoded> {
    match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => return decode_utf16(rest, Encoding::Utf16Le),
        [0xfe, 0xff, rest @ ..] => return decode_utf16(rest, Encoding::Utf16Be),
        _ if is_binary(&bytes) => return None,
        _ => {}
    }
    match String::from_utf8(bytes) {
        Ok(text) => Some(Decoded::new(text, Encoding::Utf8)),
        Err(error) => Some(decode_broken(error.as_bytes())),
    }
}

impl Decoded {
    fn new(text: String, encoding: Encoding) -> Decoded {
        Decoded { text, encoding }
    }
}

/// UTF-16 after its byte-order mark. A character NUL says that it is none, or UTF-32.
fn decode_utf16(bytes: &[u8], encoding: Encoding) -> Option<Decoded> {
    let decoder = if encoding == Encoding::Utf16Be { UTF_16BE } else { UTF_16LE };
    let (text, _has_broken) = decoder.decode_without_bom_handling(bytes);
    (!text.contains('\0')).then(|| Decoded::new(text.into_owned(), encoding))
}

/// Whether NUL bytes say that this is no text: any near the start, or more of them than of others.
///
/// Some further on are the trace of a crash in a file that is a text, and a few in UTF-8 came with what was copied out of a PDF.
pub(crate) fn is_binary(bytes: &[u8]) -> bool {
    const START_LEN: usize = 8 << 10;
    /// Of so many bytes one may be NUL.
    const FEW: usize = 64;
    let start = &bytes[..bytes.len().min(START_LEN)];
    let n_nul = |bytes: &[u8]| bytes.iter().filter(|&&byte| byte == 0).count();
    // The start may end inside a character.
    let is_utf8 = || str::from_utf8(start).map_or_else(|error| error.error_len().is_none(), |_| true);
    let is_text = n_nul(start) == 0 || n_nul(start) * FEW <= start.len() && is_utf8();
    !is_text || n_nul(bytes) > bytes.len() / 2
}

/// What is no UTF-8: GB18030 if all speaks for it, else UTF-8 with replacements.
fn decode_broken(bytes: &[u8]) -> Decoded {
    if let Some(text) = decode_gb18030(bytes) {
        return Decoded::new(text.into_owned(), Encoding::Gb18030);
    }
    Decoded::new(String::from_utf8_lossy(bytes).into_owned(), Encoding::Utf8Lossy)
}

/// GB18030 accepts almost any run of high bytes, so a clean decoding with Han in it proves little:
/// UTF-8 with one broken byte and Latin-1 with accents would pass.
fn decode_gb18030(bytes: &[u8]) -> Option<Cow<'_, str>> {
    if is_mostly_utf8(bytes) || !is_mostly_chinese(bytes) {
        return None;
    }
    let text = GB18030.decode_without_bom_handling_and_without_replacement(bytes)?;
    text.contains(is_han).then_some(text)
}

/// Whether at least as many multi-byte characters are whole as are broken, or a byte-order mark says so.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut n_whole, mut n_broken) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        n_whole += chunk.valid().chars().filter(|character| !character.is_ascii()).count();
        n_broken += usize::from(!chunk.invalid().is_empty());
    }
    n_whole >= n_broken || bytes.starts_with(b"\xef\xbb\xbf")
}

/// Whether at least half of the two-byte characters are in GB2312, both bytes high, or stand as Chinese ones do.
///
/// Of text in simplified characters nearly all are in GB2312, of a few words in traditional ones maybe none. An accented
/// letter of Latin-1 is followed by a plain one, which makes it a rare character of GBK, but it stands in a word.
fn is_mostly_chinese(bytes: &[u8]) -> bool {
    let (mut n_chinese, mut n_others) = (0, 0);
    let mut rest = bytes;
    let mut is_behind_letter = false;
    while let [first, tail @ ..] = rest {
        if *first < 0x81 {
            is_behind_letter = first.is_ascii_alphabetic();
            rest = tail;
            continue;
        }
        let Some((run, behind)) = Run::at(rest) else { return false };
        let is_in_word = is_behind_letter || behind.first().is_some_and(u8::is_ascii_alphabetic);
        let n_chinese_here = run.n_chinese(is_in_word);
        n_chinese += n_chinese_here;
        n_others += run.n_pairs - n_chinese_here;
        (rest, is_behind_letter) = (behind, false);
    }
    n_chinese >= n_others
}

/// Characters of more than a byte that stand beside each other.
#[derive(Default)]
struct Run {
    /// How many have two bytes.
    n_pairs: usize,
    /// How many of these are in GB2312.
    n_gb2312: usize,
}

impl Run {
    /// The run that some bytes begin with, and what stands behind it; nothing if its last character is cut off.
    fn at(bytes: &[u8]) -> Option<(Run, &[u8])> {
        let (mut run, mut rest) = (Run::default(), bytes);
        while let [first @ 0x81..=0xff, tail @ ..] = rest {
            let [second, behind @ ..] = tail else { return None };
            rest = match (second, behind) {
                (b'0'..=b'9', [_, _, next @ ..]) => next,
                _ => {
                    run.n_pairs += 1;
                    run.n_gb2312 += usize::from(*first >= 0xa1 && *second >= 0xa1);
                    behind
                }
            };
        }
        Some((run, rest))
    }

    /// How many pairs are taken for Chinese characters: in `élève` there are two, in a word.
    fn n_chinese(&self, is_in_word: bool) -> usize {
        let least = if is_in_word { 4 } else { 2 };
        if self.n_pairs >= least { self.n_pairs } else { self.n_gb2312 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(bytes: &[u8], expected: Option<(&str, Encoding)>) {
        let decoded = decode(bytes.to_vec());
        let seen = decoded.as_ref().map(|decoded| (decoded.text.as_str(), decoded.encoding));
        assert_eq!(seen, expected);
    }

    fn gb18030(text: &str) -> Vec<u8> {
        GB18030.encode(text).0.into_owned()
    }

    fn utf16(text: &str, to_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(to_bytes).collect()
    }

    #[test]
    fn utf8_keeps_its_byte_order_mark() {
        check(b"", Some(("", Encoding::Utf8)));
        check("\u{feff}连接池\r\n".as_bytes(), Some(("\u{feff}连接池\r\n", Encoding::Utf8)));
    }

    #[test]
    fn utf16_of_both_orders() {
        check(&utf16("连接池 😀", u16::to_le_bytes), Some(("连接池 😀", Encoding::Utf16Le)));
        check(&utf16("连接池 😀", u16::to_be_bytes), Some(("连接池 😀", Encoding::Utf16Be)));
        check(b"\xff\xfea\0b", Some(("a\u{fffd}", Encoding::Utf16Le)));
        check(b"\xff\xfe", Some(("", Encoding::Utf16Le)));
        check(b"\xff\xfe\0\0a\0\0\0", None);
    }

    #[test]
    fn gb18030_simplified_traditional_and_mixed() {
        let traditional = [
            "資料庫連接池的管理與優化",
            "# 資料庫\n\n這裡說的連線池，歸還後檢查。",
            "國際",
            "- 臺灣\n- 開發 pool\n",
            "MySQL資料庫連線",
        ];
        let others = ["连接池", "# 数据库 pool\n连接，复用。", "锁 😀 𠀀", "中é"];
        for text in traditional.into_iter().chain(others) {
            check(&gb18030(text), Some((text, Encoding::Gb18030)));
        }
    }

    #[test]
    fn broken_utf8_is_no_gb18030() {
        let mut bytes = "数据库连接池的管理".as_bytes().to_vec();
        bytes.truncate(bytes.len() - 1);
        check(&bytes, Some(("数据库连接池的管\u{fffd}", Encoding::Utf8Lossy)));
        check(b"\xef\xbb\xbf\xd6\xd0", Some(("\u{feff}\u{fffd}\u{fffd}", Encoding::Utf8Lossy)));
    }

    #[test]
    fn latin1_is_no_gb18030() {
        check(b"un \xe9l\xe8ve na\xefve", Some(("un \u{fffd}l\u{fffd}ve na\u{fffd}ve", Encoding::Utf8Lossy)));
        check(b"caf\xe9", Some(("caf\u{fffd}", Encoding::Utf8Lossy)));
        for word in ["élève", "ça", "år är", "für über schön", "événementéléphant", "mañana", "Ärger"]
        {
            let latin1: Vec<u8> = word.chars().map(|c| c as u8).collect();
            assert_eq!(decode(latin1).map(|decoded| decoded.encoding), Some(Encoding::Utf8Lossy), "{word}");
        }
    }

    #[test]
    fn binary_by_its_nul_bytes() {
        check(b"\x7fELF\0\0", None);
        let mut bytes = vec![b'a'; 10_000];
        bytes.extend([0; 100]);
        assert!(decode(bytes.clone()).is_some(), "a few, far from the start");
        bytes.extend([0; 10_000]);
        check(&bytes, None);

        let copied = format!("{}若 P \0! Q", "蕴含".repeat(3_000));
        for text in [copied.as_str(), &copied[copied.len() - 199..]] {
            check(text.as_bytes(), Some((text, Encoding::Utf8)));
        }
        check(&[&[0xff], &copied.as_bytes()[copied.len() - 199..]].concat(), None);
        check("a\0b 连接池".as_bytes(), None);
    }
}
