//! Tokens in one buffer: what the analysis hands to the index without a string each.

/// Tokens of one field of one section, with their positions.
#[derive(Clone, Debug, Default)]
pub(crate) struct TokenBuffer {
    /// Their texts, one after another.
    text: String,
    /// The position of each, and where its text ends.
    tokens: Vec<(u32, u32)>,
}

impl TokenBuffer {
    /// Takes room for tokens of so many bytes at once.
    pub(crate) fn with_capacity(n_bytes: usize) -> TokenBuffer {
        TokenBuffer {
            text: String::with_capacity(n_bytes),
            // Most tokens have four bytes or more.
            tokens: Vec::with_capacity(n_bytes / 4),
        }
    }

    /// Appends a token; positions must not descend.
    pub(crate) fn push(&mut self, text: &str, position: u32) {
        self.text.push_str(text);
        self.tokens.push((position, self.text.len() as u32));
    }

    /// Appends the tokens of another buffer.
    pub(crate) fn extend(&mut self, other: &TokenBuffer) {
        let begin = self.text.len() as u32;
        self.text.push_str(&other.text);
        self.tokens.extend(other.tokens.iter().map(|&(position, end)| (position, begin + end)));
    }

    /// How many tokens there are.
    pub(crate) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The tokens with their positions, in order.
    pub(crate) fn tokens(&self) -> impl Iterator<Item = (u32, &str)> {
        let mut begin = 0;
        self.tokens.iter().map(move |&(position, end)| {
            let text = &self.text[begin..end as usize];
            begin = end as usize;
            (position, text)
        })
    }

    /// How many bytes the packed form has, if no token is too long for it.
    pub(crate) fn packed_len(&self) -> usize {
        self.text.len() + self.len() * HEAD_BYTES
    }

    /// The packed form, for [`unpack`]: each token's position and length in [`HEAD_BYTES`] ASCII bytes, then
    /// its text.
    pub(crate) fn packed(&self) -> String {
        let mut packed = String::with_capacity(self.packed_len());
        for (position, text) in self.tokens() {
            let text = &text[..text.floor_char_boundary(MAX_TOKEN_BYTES)];
            let head = u64::from(position) << 12 | text.len() as u64;
            // Digits of six bits, from '0' to 'o': each is one byte of UTF-8.
            let digit = |at: usize| char::from(b'0' + (head >> (6 * (HEAD_BYTES - 1 - at)) & 0x3f) as u8);
            packed.extend((0..HEAD_BYTES).map(digit));
            packed.push_str(text);
        }
        packed
    }
}

/// How many bytes a position and the length of a token take, of six bits each. 30 bits are enough for positions: the
/// largest note has 2³⁰ bytes. Where characters fold to more positions than they have bytes, as ㍿ does, the 32 bits
/// of a buffer's offsets run out first, and the note is reported as failed.
const POSITION_BYTES: usize = 5;
const HEAD_BYTES: usize = POSITION_BYTES + 2;
/// The longest token, in bytes; of a longer one, which no analysis makes, the packing keeps this much.
const MAX_TOKEN_BYTES: usize = 0xfff;

/// The first token of a packed text, its position, and what follows.
pub(crate) fn unpack(packed: &str) -> Option<(u32, &str, &str)> {
    let (head, rest) = packed.split_at_checked(HEAD_BYTES)?;
    let head = head.bytes().fold(0, |sum, byte| sum << 6 | u64::from(byte.wrapping_sub(b'0') & 0x3f));
    let (text, tail) = rest.split_at_checked((head & 0xfff) as usize)?;
    Some(((head >> 12) as u32, text, tail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_packed_is_unpacked() {
        let mut buffer = TokenBuffer::default();
        let long = "x".repeat(MAX_TOKEN_BYTES);
        let tokens = [(0, "连接"), (7, "pool"), (1_000_000, ""), ((1 << 30) - 1, &long)];
        tokens.iter().for_each(|(position, text)| buffer.push(text, *position));
        assert_eq!(buffer.tokens().collect::<Vec<_>>(), tokens);
        let (packed, mut unpacked) = (buffer.packed(), Vec::new());
        let mut rest = packed.as_str();
        while let Some((position, text, tail)) = unpack(rest) {
            unpacked.push((position, text));
            rest = tail;
        }
        assert_eq!(unpacked, tokens);
    }

    #[test]
    fn buffers_are_appended() {
        let mut buffer = TokenBuffer::default();
        buffer.push("连接", 1);
        buffer.extend(&buffer.clone());
        assert_eq!(buffer.tokens().collect::<Vec<_>>(), [(1, "连接"), (1, "连接")]);
    }
}
