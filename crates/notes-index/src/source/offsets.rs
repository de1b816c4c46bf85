//! From offsets in a text back to those in the file, where broken bytes were replaced.

/// How the offsets of a text with replacement characters lie in the file's bytes.
///
/// U+FFFD takes three bytes and stands for one to three broken ones, so what follows may be shifted.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct RawOffsets {
    /// (offset in the text, offset in the file) of the ends of replacements, ascending. What follows
    /// is shifted alike up to the next.
    shifts: Vec<(u32, u32)>,
}

impl RawOffsets {
    /// Offsets from pairs as [`RawOffsets::shifts`] gave them.
    pub(crate) fn new(shifts: Vec<(u32, u32)>) -> RawOffsets {
        debug_assert!(shifts.is_sorted(), "shifts ascend");
        RawOffsets { shifts }
    }

    /// The pairs (offset in the text, offset in the file) from which on the shift is another, ascending;
    /// none if the two count alike.
    pub(crate) fn shifts(&self) -> &[(u32, u32)] {
        &self.shifts
    }

    /// The offset in the file of an offset in the text that lies between two of its characters.
    pub(crate) fn raw_offset(&self, text_offset: usize) -> usize {
        let n_before = self.shifts.partition_point(|&(text, _)| text as usize <= text_offset);
        match n_before.checked_sub(1).map(|last| self.shifts[last]) {
            Some((text, raw)) => raw as usize + (text_offset - text as usize),
            None => text_offset,
        }
    }
}

/// The bytes of U+FFFD in UTF-8.
const REPLACEMENT_LEN: usize = char::REPLACEMENT_CHARACTER.len_utf8();

/// UTF-8 with every broken sequence replaced by U+FFFD, and the way back.
///
/// The bytes must be fewer than 2^30, so that the offsets in the text fit.
pub(super) fn from_utf8_lossy(bytes: &[u8]) -> (String, RawOffsets) {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 8);
    let mut shifts = Vec::new();
    let mut raw = 0;
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        raw += chunk.valid().len() + chunk.invalid().len();
        if !chunk.invalid().is_empty() {
            text.push(char::REPLACEMENT_CHARACTER);
        }
        if !matches!(chunk.invalid().len(), 0 | REPLACEMENT_LEN) {
            shifts.push((text.len() as u32, raw as u32));
        }
    }
    (text, RawOffsets { shifts })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clean_text_has_no_shifts() {
        let (text, offsets) = from_utf8_lossy("连接池 pool".as_bytes());
        assert_eq!((text.as_str(), offsets.shifts()), ("连接池 pool", &[][..]));
        assert_eq!(offsets.raw_offset(9), 9);
    }

    #[test]
    fn every_character_is_found_in_the_file() {
        let bytes = b"a\xffb\xe8\xbf\xe6\x8e\xa5\xf0\x9f\x98x\x80\x80\xe6";
        let (text, offsets) = from_utf8_lossy(bytes);
        assert_eq!(text, "a\u{fffd}b\u{fffd}接\u{fffd}x\u{fffd}\u{fffd}\u{fffd}");
        for (offset, character) in text.char_indices().filter(|&(_, c)| c != '\u{fffd}') {
            let expected = character.to_string();
            assert!(bytes[offsets.raw_offset(offset)..].starts_with(expected.as_bytes()), "{character}");
        }
        assert_eq!(offsets.raw_offset(text.len()), bytes.len());
        assert_eq!(offsets.raw_offset(1), 1, "the start of the first replacement");
    }
}
