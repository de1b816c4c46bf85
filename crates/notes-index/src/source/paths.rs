//! Many paths in one text: a hundred thousand take two allocations.

use std::cmp::Ordering;

/// Paths by number, in the order in which they came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Paths {
    /// One behind another.
    text: String,
    /// Where each ends in it, in bytes. All paths together are shorter than 4 GiB: that is a million of the longest.
    ends: Vec<u32>,
}

impl Paths {
    /// Those that a text is made of; none if it is no UTF-8 or a character stands across an end. The ends must ascend, the
    /// last one to the text's.
    pub(crate) fn of_text(text: Vec<u8>, ends: Vec<u32>) -> Option<Paths> {
        debug_assert!(ends.is_sorted() && ends.last().map_or(0, |&last| last as usize) == text.len());
        let text = String::from_utf8(text).ok()?;
        ends.iter().all(|&end| text.is_char_boundary(end as usize)).then_some(Paths { text, ends })
    }

    /// Adds the path that two texts are together.
    pub(crate) fn push(&mut self, prefix: &str, name: &str) {
        self.text.push_str(prefix);
        self.text.push_str(name);
        self.ends.push(self.text.len() as u32);
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The path of a number.
    ///
    /// # Panics
    /// If there are not so many.
    pub(crate) fn get(&self, nth: usize) -> &str {
        let start = nth.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start as usize..self.ends[nth] as usize]
    }

    /// The number of a path, by binary search: the paths must ascend.
    pub(crate) fn search(&self, path: &str) -> Option<usize> {
        let (mut from, mut to) = (0, self.len());
        while from < to {
            let middle = from.midpoint(to);
            match self.get(middle).cmp(path) {
                Ordering::Less => from = middle + 1,
                Ordering::Equal => return Some(middle),
                Ordering::Greater => to = middle,
            }
        }
        None
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &str> + ExactSizeIterator {
        (0..self.len()).map(|nth| self.get(nth))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_come_back_as_they_went() {
        let mut paths = Paths::default();
        [("", "a.md"), ("", ""), ("中文/", "😀.md")]
            .iter()
            .for_each(|(prefix, name)| paths.push(prefix, name));
        assert_eq!(paths.iter().collect::<Vec<_>>(), ["a.md", "", "中文/😀.md"]);
        let text = paths.iter().collect::<String>().into_bytes();
        assert_eq!(Paths::of_text(text, paths.ends.clone()), Some(paths));
    }

    #[test]
    fn a_path_is_found_among_those_that_ascend() {
        let mut paths = Paths::default();
        assert_eq!(paths.search("a"), None);
        ["b", "d", "中"].iter().for_each(|path| paths.push("", path));
        let found = ["a", "b", "c", "d", "e", "中", "丮"].map(|path| paths.search(path));
        assert_eq!(found, [None, Some(0), None, Some(1), None, Some(2), None]);
    }

    #[test]
    fn no_path_ends_in_a_character() {
        assert_eq!(Paths::of_text("中文".into(), vec![3, 6]).unwrap().get(0), "中");
        assert_eq!(Paths::of_text("中文".into(), vec![4, 6]), None);
        assert_eq!(Paths::of_text(vec![0xff], vec![1]), None);
    }
}
