//! Tokens in one buffer: what the analysis hands to the index without a string each.

/// Tokens of one lane of one section, packed: a position in [`POSITION_BYTES`] ASCII bytes, the
/// token's text, NUL.
///
/// Folded text never holds NUL, so nothing needs escaping.
#[derive(Clone, Debug, Default)]
pub(crate) struct TokenBuffer {
    packed: String,
    n_tokens: usize,
}

const POSITION_BYTES: usize = 5;
const END: char = '\0';

impl TokenBuffer {
    /// Appends a token; positions must not descend.
    pub(crate) fn push(&mut self, text: &str, position: u32) {
        for digit in (0..POSITION_BYTES as u32).rev() {
            // Six bits a byte, from '0' to 'o': 30 bits are enough for a section of 16 MiB.
            let bits = (position >> (6 * digit)) & 0x3f;
            self.packed.push((b'0' + bits as u8) as char);
        }
        self.packed.push_str(text);
        self.packed.push(END);
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
    let (position, rest) = packed.split_at_checked(POSITION_BYTES)?;
    let (text, tail) = rest.split_once(END)?;
    let position = position.bytes().fold(0, |sum, byte| sum << 6 | u32::from(byte.wrapping_sub(b'0') & 0x3f));
    Some((position, text, tail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_packed_is_unpacked() {
        let mut buffer = TokenBuffer::default();
        let tokens = [(0, "连接"), (7, "pool"), (1_000_000, "")];
        tokens.iter().for_each(|(position, text)| buffer.push(text, *position));
        assert_eq!(buffer.tokens().collect::<Vec<_>>(), tokens);
    }
}
