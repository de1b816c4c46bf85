//! How far a word is from others by its spelling.

/// A word that others are compared with, and room to do so.
pub(super) struct Spelling {
    word: Vec<char>,
    max_edits: usize,
    other: Vec<char>,
    /// The last rows of the table of distances between beginnings, the current one last.
    rows: [Vec<usize>; 3],
}

impl Spelling {
    /// For words that are at most so many edits away.
    pub(super) fn new(word: &str, max_edits: usize) -> Spelling {
        Spelling { word: word.chars().collect(), max_edits, other: Vec::new(), rows: Default::default() }
    }

    /// How many letters must be put in, taken out, replaced or swapped with the next to make one word
    /// of the other (Damerau's distance, adjacent swaps only), if not too many.
    pub(super) fn edits(&mut self, other: &str) -> Option<usize> {
        self.other.clear();
        // Longer ones are told from their beginnings.
        self.other.extend(other.chars().take(self.word.len() + self.max_edits + 1));
        if self.other.len().abs_diff(self.word.len()) > self.max_edits {
            return None;
        }
        let [before, row, next] = &mut self.rows;
        row.clear();
        row.extend(0..=self.other.len());
        for (i, &a) in self.word.iter().enumerate() {
            next.clear();
            next.push(i + 1);
            for (j, &b) in self.other.iter().enumerate() {
                let mut edits = (row[j] + usize::from(a != b)).min(row[j + 1] + 1).min(next[j] + 1);
                if i > 0 && j > 0 && a == self.other[j - 1] && self.word[i - 1] == b {
                    edits = edits.min(before[j - 1] + 1);
                }
                next.push(edits);
            }
            if next.iter().all(|&edits| edits > self.max_edits) {
                return None;
            }
            std::mem::swap(before, row);
            std::mem::swap(row, next);
        }
        row.last().copied().filter(|&edits| edits <= self.max_edits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits() {
        let edits = |word, other, max| Spelling::new(word, max).edits(other);
        assert_eq!(edits("connection", "conection", 2), Some(1));
        assert_eq!(edits("python", "pyhton", 1), Some(1));
        assert_eq!((edits("redis", "kafka", 2), edits("redis", "redistribute", 2)), (None, None));
        assert_eq!(edits("pool", "pool", 1), Some(0));
        let mut spelling = Spelling::new("pool", 2);
        let all = ["pool", "polo", "loop", "po", "p", "spools"].map(|other| spelling.edits(other));
        assert_eq!(all, [Some(0), Some(1), Some(2), Some(2), None, Some(2)]);
    }
}
