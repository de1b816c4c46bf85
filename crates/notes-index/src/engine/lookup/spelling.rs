//! How far a word is from others by its spelling.

use smallvec::SmallVec;
use tantivy_fst::Automaton;

/// Stands for any character that is not ASCII; is none itself.
const OTHER: char = char::MAX;

/// A word that others are compared with. As an automaton it reads their bytes, so that a dictionary is left wherever
/// nothing near can follow; what it finds may be further away if there is more than ASCII.
pub(crate) struct Spelling {
    word: Vec<char>,
    max_edits: u8,
}

/// A row of the table of distances: from each beginning of the word to what was read so far.
type Row = SmallVec<[u8; 32]>;

/// What is known of a text that was read so far.
#[derive(Clone)]
pub(crate) struct Rows {
    row: Row,
    /// The row of the character before; empty at first.
    before: Row,
    last: char,
}

impl Spelling {
    /// For words that are at most so many edits away.
    pub(crate) fn new(word: &str, max_edits: u8) -> Spelling {
        Spelling { word: word.chars().collect(), max_edits }
    }

    /// How many letters must be put in, taken out, replaced or swapped with the next to make one word
    /// of the other (Damerau's distance, adjacent swaps only), if not too many.
    pub(crate) fn edits(&self, other: &str) -> Option<u8> {
        let mut rows = self.start();
        for c in other.chars() {
            rows = self.next(&rows, c);
            if !self.can_match(&rows) {
                return None;
            }
        }
        self.is_match(&rows).then(|| self.distance(&rows))
    }

    fn distance(&self, rows: &Rows) -> u8 {
        rows.row[self.word.len()]
    }

    /// Reads a character.
    fn next(&self, rows: &Rows, c: char) -> Rows {
        let Rows { row, before, last } = rows;
        let is = |own: char, c: char| own == c || c == OTHER && !own.is_ascii();
        let mut next = Row::with_capacity(row.len());
        next.push(row[0].saturating_add(1));
        for (idx, &own) in self.word.iter().enumerate() {
            let replaced = row[idx].saturating_add(u8::from(!is(own, c)));
            let mut edits = replaced.min(row[idx + 1].saturating_add(1)).min(next[idx].saturating_add(1));
            if idx > 0 && !before.is_empty() && is(own, *last) && is(self.word[idx - 1], c) {
                edits = edits.min(before[idx - 1].saturating_add(1));
            }
            next.push(edits);
        }
        Rows { row: next, before: row.clone(), last: c }
    }
}

impl Automaton for Spelling {
    type State = Rows;

    fn start(&self) -> Rows {
        let row = (0..=self.word.len()).map(|edits| edits.min(u8::MAX.into()) as u8).collect();
        Rows { row, before: Row::new(), last: '\0' }
    }

    fn is_match(&self, rows: &Rows) -> bool {
        self.distance(rows) <= self.max_edits
    }

    fn can_match(&self, rows: &Rows) -> bool {
        rows.row.iter().any(|&edits| edits <= self.max_edits)
    }

    fn accept(&self, rows: &Rows, byte: u8) -> Rows {
        match byte {
            0..0x80 => self.next(rows, byte.into()),
            // A further byte of a character of UTF-8: the first one stood for it.
            0x80..0xc0 => rows.clone(),
            _ => self.next(rows, OTHER),
        }
    }
}

/// Finds a word with one other character at most, which takes as many bytes. Unlike [`Spelling`] it tells characters that
/// are not ASCII from each other.
pub(super) struct OneOff {
    word: Vec<u8>,
}

/// How far a word was read.
#[derive(Clone, Copy)]
pub(super) struct Progress {
    /// In bytes; nothing if it is another word.
    read: Option<usize>,
    /// Where the other character begins, if there was one.
    other: Option<usize>,
}

impl OneOff {
    pub(super) fn new(word: &str) -> OneOff {
        OneOff { word: word.as_bytes().to_vec() }
    }

    /// Where the character begins that a byte of the word belongs to.
    fn char_start(&self, at: usize) -> usize {
        (0..=at).rev().find(|&start| is_first(self.word[start])).unwrap_or(at)
    }
}

/// Whether a byte of UTF-8 begins a character.
fn is_first(byte: u8) -> bool {
    byte & 0xc0 != 0x80
}

impl Automaton for OneOff {
    type State = Progress;

    fn start(&self) -> Progress {
        Progress { read: Some(0), other: None }
    }

    fn is_match(&self, progress: &Progress) -> bool {
        progress.read == Some(self.word.len())
    }

    fn can_match(&self, progress: &Progress) -> bool {
        progress.read.is_some()
    }

    fn accept(&self, progress: &Progress, byte: u8) -> Progress {
        let dead = Progress { read: None, other: None };
        let Some((at, &own)) = progress.read.and_then(|at| Some((at, self.word.get(at)?))) else {
            return dead;
        };
        let next = Progress { read: Some(at + 1), ..*progress };
        if byte == own {
            return next;
        }
        // A first byte tells by its ones how many there are.
        let is_as_long = byte.leading_ones() == own.leading_ones();
        let start = self.char_start(at);
        match progress.other {
            Some(other) if other != start => dead,
            _ if !is_as_long => dead,
            _ => Progress { other: Some(start), ..next },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_character_may_be_another_one() {
        let finds = |word: &str, other: &str| {
            let one_off = OneOff::new(word);
            let read = other.bytes().fold(one_off.start(), |progress, byte| one_off.accept(&progress, byte));
            one_off.is_match(&read)
        };
        for other in ["连接池", "连结池", "链接池", "连接库"] {
            assert!(finds("连接池", other), "{other}");
        }
        for other in ["链结池", "连接", "连接池子", "连a池", "abcdefghi", "池连接", ""] {
            assert!(!finds("连接池", other), "{other}");
        }
    }

    #[test]
    fn edits() {
        let edits = |word, other, max| Spelling::new(word, max).edits(other);
        assert_eq!(edits("connection", "conection", 2), Some(1));
        assert_eq!(edits("python", "pyhton", 1), Some(1));
        assert_eq!((edits("redis", "kafka", 2), edits("redis", "redistribute", 2)), (None, None));
        assert_eq!(edits("pool", "pool", 1), Some(0));
        let spelling = Spelling::new("pool", 2);
        let all = ["pool", "polo", "loop", "po", "p", "spools"].map(|other| spelling.edits(other));
        assert_eq!(all, [Some(0), Some(1), Some(2), Some(2), None, Some(2)]);
    }

    #[test]
    fn nothing_near_is_left_out_of_a_dictionary() {
        let letters = ["a", "b", "é", "ж", "连"];
        let word = |n: usize| -> String {
            let lengths = [3, 4, 5];
            (0..lengths[n % 3]).map(|at| letters[n / (at * 2 + 1) % letters.len()]).collect()
        };
        let words: Vec<String> = (0..900).map(word).collect();
        for (idx, one) in words.iter().enumerate().step_by(7) {
            let spelling = Spelling::new(one, 1 + (idx % 2) as u8);
            let mut n_near = 0;
            for other in &words {
                let read = |rows: Option<Rows>, byte| {
                    rows.filter(|rows| spelling.can_match(rows)).map(|rows| spelling.accept(&rows, byte))
                };
                let found = other.bytes().fold(Some(spelling.start()), read);
                let is_found = found.is_some_and(|rows| spelling.is_match(&rows));
                let is_near = spelling.edits(other).is_some();
                n_near += usize::from(is_near);
                assert!(is_found || !is_near, "{one} {other}");
                assert!(is_near || !is_found || !(one.clone() + other).is_ascii(), "{one} {other}");
            }
            assert!(n_near > 0 && n_near < words.len() / 2);
        }
    }
}
