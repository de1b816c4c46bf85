//! Tokens in one buffer: what the analysis hands to the index without a string each.

/// Tokens of one lane of one section, packed: the token's position and length in [`HEAD_BYTES`] ASCII
/// bytes, then its text.
#[derive(Clone, Debug, Default)]
pub(crate) struct TokenBuffer {
    packed: String,
    n_tokens: usize,
}

/// Six bits a byte: 30 bits are enough for the positions of a section of 16 MiB, 12 for the bytes of a token.
const POSITION_BYTES: usize = 5;
const HEAD_BYTES: usize = POSITION_BYTES + 2;
/// The longest token, in bytes; of a longer one, which no analysis makes, the packing keeps this much.
const MAX_TOKEN_BYTES: usize = 0xfff;

impl TokenBuffer {
    /// Appends a token; positions must not descend.
    pub(crate) fn push(&mut self, text: &str, position: u32) {
        let text = &text[..text.floor_char_boundary(MAX_TOKEN_BYTES)];
        let head = u64::from(position) << 12 | text.len() as u64;
        // From '0' to 'o': a byte is a character.
        let digits: [u8; HEAD_BYTES] =
            std::array::from_fn(|at| b'0' + (head >> (6 * (HEAD_BYTES - 1 - at)) & 0x3f) as u8);
        self.packed.push_str(str::from_utf8(&digits).unwrap_or_default());
        self.packed.push_str(text);
        self.n_tokens += 1;
    }

    /// How many tokens there are.
    pub(crate) fn len(&self) -> usize {
        self.n_tokens
    }

    /// The packed form, for [`unpack`].
    pub(crate) fn into_packed(self) -> String {
        self.packed
    }

    /// The tokens, in order.
    #[cfg(test)]
    pub(crate) fn tokens(&self) -> impl Iterator<Item = (u32, &str)> {
        let mut rest = self.packed.as_str();
        std::iter::from_fn(move || {
            let (position, text, tail) = unpack(rest)?;
            rest = tail;
            Some((position, text))
        })
    }
}

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
    }
}
