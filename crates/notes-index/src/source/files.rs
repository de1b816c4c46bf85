//! The notes that a walk found, each with its stamp: flat lists as they came from several threads, and their order.

use std::ops::Range;

use super::paths::Paths;
use super::stamp::Stamp;

/// What one thread found, as it came.
#[derive(Debug, Default)]
pub(super) struct FoundFiles {
    paths: Paths,
    stamps: Vec<Stamp>,
    /// Where the files of one folder begin that came in order.
    runs: Vec<usize>,
}

impl FoundFiles {
    /// Begins a run: what comes next is in order, but may stand before what came until now.
    pub(super) fn begin_run(&mut self) {
        self.runs.push(self.stamps.len());
    }

    /// Takes a note up. Its path is what two texts are together.
    pub(super) fn push(&mut self, prefix: &str, name: &str, stamp: Stamp) {
        self.paths.push(prefix, name);
        self.stamps.push(stamp);
    }

    pub(super) fn len(&self) -> usize {
        self.stamps.len()
    }

    fn runs(&self) -> impl Iterator<Item = Range<usize>> {
        let ends = self.runs.iter().skip(1).copied().chain([self.len()]);
        self.runs.iter().zip(ends).map(|(&start, end)| start..end).filter(|run| !run.is_empty())
    }
}

/// All that was found, sorted by path, each note once.
#[derive(Debug, Default)]
pub(crate) struct Files {
    found: Vec<FoundFiles>,
    order: Vec<Slot>,
}

/// Where a file stands in what was found.
#[derive(Clone, Copy, Debug)]
struct Slot {
    of: u32,
    nth: u32,
}

impl Files {
    /// All that several threads found.
    pub(super) fn new(found: Vec<FoundFiles>) -> Files {
        let mut files = Files { found, order: Vec::new() };
        files.order = files.ordered();
        files
    }

    fn ordered(&self) -> Vec<Slot> {
        let runs = (0..).zip(&self.found).flat_map(|(of, found)| found.runs().map(move |run| (of, run)));
        let mut runs: Vec<(u32, Range<usize>)> = runs.collect();
        runs.sort_unstable_by_key(|(of, run)| self.path(Slot { of: *of, nth: run.start as u32 }));
        let mut order = Vec::with_capacity(self.found.iter().map(FoundFiles::len).sum());
        for (of, run) in runs {
            order.extend(run.map(|nth| Slot { of, nth: nth as u32 }));
        }
        // Folders follow each other, but for what stands beside folders and is spelled between them.
        if !order.is_sorted_by(|a, b| self.path(*a) < self.path(*b)) {
            // The stable sort makes use of what is in order.
            order.sort_by(|a, b| self.path(*a).cmp(self.path(*b)));
            // A file that is renamed while its folder is read can be seen twice.
            order.dedup_by(|a, b| self.path(*a) == self.path(*b));
        }
        order
    }

    fn path(&self, slot: Slot) -> &str {
        self.found[slot.of as usize].paths.get(slot.nth as usize)
    }

    fn stamp(&self, slot: Slot) -> Stamp {
        self.found[slot.of as usize].stamps[slot.nth as usize]
    }

    /// The files by path.
    pub(crate) fn iter(&self) -> impl ExactSizeIterator<Item = (&str, Stamp)> {
        self.order.iter().map(|&slot| (self.path(slot), self.stamp(slot)))
    }

    /// Which file stands at a path, or before which it would stand.
    pub(super) fn search(&self, path: &str) -> Result<usize, usize> {
        self.order.binary_search_by(|slot| self.path(*slot).cmp(path))
    }

    /// The path of a file, if there are so many.
    pub(super) fn nth_path(&self, nth: usize) -> Option<&str> {
        self.order.get(nth).map(|&slot| self.path(slot))
    }

    /// Gives a file another stamp.
    pub(super) fn restamp(&mut self, nth: usize, stamp: Stamp) {
        let Slot { of, nth } = self.order[nth];
        self.found[of as usize].stamps[nth as usize] = stamp;
    }

    /// Takes files out, given in ascending order.
    pub(super) fn remove(&mut self, gone: &[usize]) {
        let mut nth = 0..;
        self.order.retain(|_| nth.next().is_some_and(|nth| gone.binary_search(&nth).is_err()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a thread found in runs that ascend.
    fn found(runs: &[&[&str]]) -> FoundFiles {
        let mut found = FoundFiles::default();
        for run in runs {
            found.begin_run();
            run.iter()
                .for_each(|path| found.push("", path, Stamp { size: path.len() as u64, ..Stamp::default() }));
        }
        found
    }

    fn paths(files: &Files) -> Vec<&str> {
        files.iter().map(|(path, _)| path).collect()
    }

    #[test]
    fn runs_of_several_threads_are_put_in_order() {
        let threads =
            [found(&[&["d/x", "d/y"], &[], &["a", "c", "e"]]), found(&[]), found(&[&["b/x"], &["b/y"]])];
        let files = Files::new(threads.into());
        assert_eq!(paths(&files), ["a", "b/x", "b/y", "c", "d/x", "d/y", "e"]);
        assert!(files.iter().all(|(path, stamp)| stamp.size == path.len() as u64));
        assert_eq!((files.search("c"), files.search("cc"), files.search("f")), (Ok(3), Err(4), Err(7)));
    }

    #[test]
    fn a_file_that_is_seen_twice_is_one() {
        assert_eq!(
            paths(&Files::new(vec![found(&[&["a", "b"], &["b"]]), found(&[&["b", "c"]])])),
            ["a", "b", "c"]
        );
    }

    #[test]
    fn files_change_and_go() {
        let mut files = Files::new(vec![found(&[&["b", "c"], &["a"]])]);
        files.restamp(1, Stamp { size: 7, ..Stamp::default() });
        files.remove(&[0, 2]);
        assert_eq!(files.iter().map(|(path, stamp)| (path, stamp.size)).collect::<Vec<_>>(), [("b", 7)]);
        assert_eq!((files.nth_path(0), files.nth_path(1)), (Some("b"), None));
    }
}
