//! The words of a segment side by side in memory: what holds a text inside can't be looked up in a dictionary.

use tantivy::termdict::{TermDictionary, TermStreamer};

/// Han characters: tokens that begin with one are pairs of characters or words of them, and hold no letter.
const HAN: std::ops::Range<char> = '\u{3400}'..'\u{a000}';

/// The tokens of a segment's lane that begin with no Han character, in order.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    /// Each with a line break behind it, which no token holds.
    text: String,
    /// Where each begins in the text, in bytes, and in how many sections it stands, removed ones included.
    tokens: Vec<(u32, u32)>,
}

impl Vocabulary {
    /// Reads a dictionary.
    pub(super) fn read(terms: &TermDictionary) -> std::io::Result<Vocabulary> {
        let mut vocabulary = Vocabulary::default();
        let [from, to] = [HAN.start, HAN.end].map(String::from);
        vocabulary.add(terms.range().lt(&from).into_stream()?);
        vocabulary.add(terms.range().ge(&to).into_stream()?);
        Ok(vocabulary)
    }

    fn add(&mut self, mut stream: TermStreamer<'_>) {
        while stream.advance() {
            let (Ok(token), Ok(start)) = (str::from_utf8(stream.key()), u32::try_from(self.text.len()))
            else {
                continue;
            };
            self.tokens.push((start, stream.value().doc_freq));
            self.text.push_str(token);
            self.text.push('\n');
        }
    }

    /// Tokens that hold a text and more, in order, with in how many sections each stands.
    pub(super) fn holding(&self, inside: &str) -> impl Iterator<Item = (&str, u32)> {
        let mut from = 0;
        std::iter::from_fn(move || {
            loop {
                let at = from + self.text.get(from..)?.find(inside).filter(|_| !inside.is_empty())?;
                let idx = self.tokens.partition_point(|&(start, _)| start as usize <= at).checked_sub(1)?;
                let (start, count) = self.tokens[idx];
                let token = self.text[start as usize..].split('\n').next()?;
                from = start as usize + token.len() + 1;
                if token.len() > inside.len() {
                    return Some((token, count));
                }
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_token_that_holds_a_text_comes_once() {
        let mut vocabulary = Vocabulary::default();
        for (token, count) in [("conn", 9), ("dbconnconn", 1), ("reconn", 2), ("reconnect", 3)] {
            vocabulary.tokens.push((vocabulary.text.len() as u32, count));
            vocabulary.text.push_str(token);
            vocabulary.text.push('\n');
        }
        let holding = |inside| vocabulary.holding(inside).collect::<Vec<_>>();
        assert_eq!(holding("conn"), [("dbconnconn", 1), ("reconn", 2), ("reconnect", 3)]);
        assert_eq!((holding("reconnect"), holding("nr"), holding("")), (vec![], vec![], vec![]));
    }
}
