//! The words of a segment side by side in memory: what holds a text inside can't be looked up in a dictionary. It is read
//! in pieces, several at once, as a large notebook has some hundred thousand.

use std::io;

use memchr::memmem::Finder;
use tantivy::termdict::{TermDictionary, TermStreamer};

use crate::analysis::END;

/// Han characters: tokens that begin with one are pairs of characters or words of them, and hold no letter.
const HAN: std::ops::Range<char> = '\u{3400}'..'\u{a000}';

/// How many tokens are read at once at least: to begin a thread takes as long as to read some thousand.
const MIN_PIECE: u64 = 8_000;

/// Tokens of a segment's text field that begin with no Han character, in order.
#[derive(Debug, Default)]
pub(in crate::engine) struct Vocabulary {
    /// Each with a line break behind it, which no token holds.
    text: String,
    /// Where each begins in the text, in bytes, and in how many sections it stands, removed ones included.
    tokens: Vec<(u32, u32)>,
}

/// A part of a dictionary.
pub(in crate::engine) struct Piece<'a> {
    terms: &'a TermDictionary,
    /// Its first token.
    from: Vec<u8>,
    /// The first one behind it.
    to: Vec<u8>,
    /// Whether what stands behind all Han is part of it, too.
    is_last: bool,
}

impl Piece<'_> {
    /// Divides a dictionary into at most `n` pieces of about the same size.
    pub(in crate::engine) fn of(terms: &TermDictionary, n: usize) -> io::Result<Vec<Piece<'_>>> {
        let han = HAN.start.to_string().into_bytes();
        let mut stream = terms.range().ge(&han).into_stream()?;
        let n_before = if stream.advance() { stream.term_ord() } else { terms.num_terms() as u64 };
        let n = (n as u64).min(n_before / MIN_PIECE).max(1);
        // Tokens that say where a word ends begin with `END`, and stand before all words.
        let (mut pieces, mut from) = (Vec::new(), vec![END as u8 + 1]);
        for idx in 1..=n {
            let mut to = han.clone();
            if idx < n {
                terms.ord_to_term(n_before * idx / n, &mut to)?;
            }
            pieces.push(Piece { terms, from, to: to.clone(), is_last: idx == n });
            from = to;
        }
        Ok(pieces)
    }

    /// Reads it.
    pub(in crate::engine) fn read(&self) -> io::Result<Vocabulary> {
        let mut vocabulary = Vocabulary::default();
        vocabulary.add(self.terms.range().ge(&self.from).lt(&self.to).into_stream()?)?;
        if self.is_last {
            vocabulary.add(self.terms.range().ge(HAN.end.to_string()).into_stream()?)?;
        }
        Ok(vocabulary)
    }
}

impl Vocabulary {
    fn add(&mut self, mut stream: TermStreamer<'_>) -> io::Result<()> {
        while stream.advance() {
            let token = str::from_utf8(stream.key());
            let token = token.map_err(|error| io::Error::new(io::ErrorKind::InvalidData, error))?;
            // Offsets have 32 bits: words beyond 4 GiB would be left out.
            let Ok(start) = u32::try_from(self.text.len()) else { break };
            self.tokens.push((start, stream.value().doc_freq));
            self.text.push_str(token);
            self.text.push('\n');
        }
        Ok(())
    }

    /// Tokens that hold a text and more, in order, with in how many sections each stands.
    pub(in crate::engine) fn holding<'a>(&'a self, inside: &'a str) -> impl Iterator<Item = (&'a str, u32)> {
        let finder = Finder::new(inside);
        let mut from = 0;
        std::iter::from_fn(move || {
            loop {
                let rest = self.text.as_bytes().get(from..).filter(|_| !inside.is_empty())?;
                let at = from + finder.find(rest)?;
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
    use std::collections::BTreeSet;

    use tantivy::directory::FileSlice;
    use tantivy::postings::TermInfo;
    use tantivy::termdict::TermDictionaryBuilder;

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

    /// Each token and in how many sections it stands, piece by piece.
    fn read(terms: &TermDictionary, n: usize) -> Vec<Vec<(String, u32)>> {
        let tokens = |piece: &Piece<'_>| {
            let vocabulary = piece.read().unwrap();
            let tokens = vocabulary.text.lines().map(str::to_owned);
            tokens.zip(vocabulary.tokens.iter().map(|&(_, count)| count)).collect()
        };
        Piece::of(terms, n).unwrap().iter().map(tokens).collect()
    }

    #[test]
    fn pieces_are_the_whole_but_for_han() {
        let n_per_piece = MIN_PIECE as usize;
        for n_words in [0, 1, n_per_piece - 1, 2 * n_per_piece, 3 * n_per_piece + 1] {
            let (han, syllables) = (["连", "连接", "龍"], ["ㄱ", "データ", "가나", "𠮷"]);
            let others = han.into_iter().chain(syllables).map(str::to_owned);
            let all: BTreeSet<String> = (0..n_words).map(|n| format!("word{n}")).chain(others).collect();
            let mut builder = TermDictionaryBuilder::create(Vec::new()).unwrap();
            for (token, doc_freq) in all.iter().zip(1..) {
                builder.insert(token, &TermInfo { doc_freq, ..TermInfo::default() }).unwrap();
            }
            let terms = TermDictionary::open(FileSlice::from(builder.finish().unwrap())).unwrap();
            let counted = all.into_iter().zip(1..);
            let expected: Vec<(String, u32)> =
                counted.filter(|(token, _)| !han.contains(&token.as_str())).collect();
            for n in 1..=4 {
                let pieces = read(&terms, n);
                assert_eq!(pieces.len(), n.min((n_words + 2) / n_per_piece).max(1), "{n_words} words");
                assert!(pieces.iter().all(|piece| piece.len() >= n_per_piece) || pieces.len() == 1);
                assert_eq!(pieces.concat(), expected, "{n_words} words in {n}");
            }
        }
    }

    #[test]
    fn what_is_no_text_is_damage() {
        let mut builder = TermDictionaryBuilder::create(Vec::new()).unwrap();
        builder.insert(b"a\xff", &TermInfo::default()).unwrap();
        let terms = TermDictionary::open(FileSlice::from(builder.finish().unwrap())).unwrap();
        let pieces = Piece::of(&terms, 1).unwrap();
        assert!(pieces.iter().any(|piece| piece.read().is_err()));
    }
}
