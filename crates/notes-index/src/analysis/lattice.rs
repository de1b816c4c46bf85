//! All dictionary words in a text, and the likeliest way through them: what jieba does without its hidden Markov
//! model, on a dictionary that is looked up where it lies.
//!
//! Each word counts by its logarithmic frequency, and of the ways to cut a text the one with the greatest sum is taken.

use std::ops::Range;

/// The words that a text holds.
#[derive(Debug, Default)]
pub(super) struct Lattice {
    /// Where each character begins, in bytes, and where the last one ends.
    at: Vec<usize>,
    /// Words by their first character, then by length: where each ends, as a character's index, and how it counts.
    words: Vec<(usize, f64)>,
    /// Where the words of each character begin, and where the last ones end.
    of_char: Vec<usize>,
    /// Where the likeliest word from each character on ends.
    ends: Vec<usize>,
}

impl Lattice {
    /// `prefixes` calls back with each word that a text begins with, by its length in bytes, shorter ones first, and
    /// with its frequency; `total` is the sum of all frequencies.
    pub(super) fn new(
        text: &str,
        total: u64,
        mut prefixes: impl FnMut(&str, &mut dyn FnMut(usize, u64)),
    ) -> Lattice {
        let mut lattice = Lattice { of_char: vec![0], ..Lattice::default() };
        lattice.at.extend(text.char_indices().map(|(at, _)| at).chain([text.len()]));
        let log_total = (total as f64).ln();
        for idx in 0..lattice.n_chars() {
            let (start, mut end) = (lattice.at[idx], idx);
            let (at, words) = (&lattice.at, &mut lattice.words);
            prefixes(&text[start..], &mut |n_bytes, frequency| {
                while at[end] < start + n_bytes {
                    end += 1;
                }
                words.push((end, (frequency as f64).ln() - log_total));
            });
            lattice.of_char.push(words.len());
        }
        lattice.find_ends(-log_total);
        lattice
    }

    fn n_chars(&self) -> usize {
        self.at.len() - 1
    }

    /// From the end of the text on: a character that begins no word counts as a word of frequency 1.
    fn find_ends(&mut self, unknown: f64) {
        let mut sums = vec![0.0; self.n_chars() + 1];
        self.ends = vec![0; self.n_chars()];
        for idx in (0..self.n_chars()).rev() {
            let mut best: Option<(f64, usize)> = None;
            for &(end, points) in &self.words[self.of_char[idx]..self.of_char[idx + 1]] {
                let sum = points + sums[end];
                // Of equal ones the longer word.
                if best.is_none_or(|(most, _)| sum >= most) {
                    best = Some((sum, end));
                }
            }
            (sums[idx], self.ends[idx]) = best.unwrap_or((unknown + sums[idx + 1], idx + 1));
        }
    }

    /// Calls back with the byte range of each word of the likeliest way, in order.
    pub(super) fn words(&self, mut each: impl FnMut(Range<usize>)) {
        self.chars(|word| each(self.bytes(word)));
    }

    /// The same, each word after the words of two and of three characters inside it.
    pub(super) fn search_words(&self, mut each: impl FnMut(Range<usize>)) {
        self.chars(|word| {
            for n_chars in [2, 3] {
                // None where the word is no longer itself.
                let last = if word.len() > n_chars { word.end - n_chars } else { word.start };
                let inside = (word.start..=last).map(|start| start..start + n_chars);
                let inside = inside.filter(|inside| word.len() > n_chars && self.is_word(inside));
                inside.for_each(|inside| each(self.bytes(inside)));
            }
            each(self.bytes(word));
        });
    }

    /// The words of the likeliest way as ranges of characters.
    fn chars(&self, mut each: impl FnMut(Range<usize>)) {
        let mut start = 0;
        while start < self.n_chars() {
            let end = self.ends[start];
            each(start..end);
            start = end;
        }
    }

    fn is_word(&self, chars: &Range<usize>) -> bool {
        let words = &self.words[self.of_char[chars.start]..self.of_char[chars.start + 1]];
        words.iter().any(|&(end, _)| end == chars.end)
    }

    fn bytes(&self, chars: Range<usize>) -> Range<usize> {
        self.at[chars.start]..self.at[chars.end]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words of a text, by a dictionary of words with frequencies that sum up to `total`.
    fn words(text: &str, dictionary: &[(&str, u64)], total: u64) -> Vec<String> {
        let lattice = Lattice::new(text, total, |text, each| {
            let held = dictionary.iter().filter(|(word, _)| text.starts_with(word));
            held.for_each(|(word, frequency)| each(word.len(), *frequency));
        });
        let mut words = Vec::new();
        lattice.words(|word| words.push(text[word].to_owned()));
        words
    }

    #[test]
    fn the_likeliest_way_is_taken_and_of_equal_ones_the_longer_word() {
        let likely = |frequency| words("连接池", &[("连", 2), ("连接", frequency), ("接", 2), ("池", 1)], 4);
        assert_eq!(likely(2), ["连接", "池"]);
        assert_eq!(likely(1), ["连接", "池"], "half of a half is a quarter");
        assert_eq!(words("连接", &[("连", 200), ("连接", 1), ("接", 200)], 401), ["连", "接"]);
    }

    #[test]
    fn what_begins_no_word_is_one_by_itself() {
        assert_eq!(words("连a接", &[], 9), ["连", "a", "接"]);
        assert_eq!(words("", &[], 9), Vec::<String>::new());
        // As jieba does it: where words begin with a character, one of them is taken.
        assert_eq!(words("连接", &[("连接", 1)], 1_000), ["连接"]);
    }
}
