//! Anchors of headings, as GitHub makes them.

use std::collections::HashMap;

/// The anchors of one note, each different.
#[derive(Debug, Default)]
pub(super) struct Slugs {
    /// An anchor, and how many more were asked for under its name.
    taken: HashMap<String, usize>,
}

impl Slugs {
    /// The anchor of a heading; one that has the name of an earlier one gets a number.
    pub(super) fn of(&mut self, heading: &str) -> String {
        self.unique(slug(heading))
    }

    /// An anchor that is written with its heading.
    pub(super) fn unique(&mut self, slug: String) -> String {
        let mut unique = slug.clone();
        while self.taken.contains_key(&unique) {
            let n_more = self.taken.entry(slug.clone()).or_default();
            *n_more += 1;
            unique = format!("{slug}-{n_more}");
        }
        self.taken.insert(unique.clone(), 0);
        unique
    }
}

/// Lower case; punctuation and symbols go, a space becomes `-`.
fn slug(heading: &str) -> String {
    let kept = heading.trim().chars().filter_map(|char| match char {
        ' ' => Some('-'),
        '-' | '_' => Some(char),
        _ => char.is_alphanumeric().then_some(char),
    });
    kept.flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_github_s() {
        let mut slugs = Slugs::default();
        let made = ["3. 结构类型（Protocol）", "A -- b_c!", "🎓 X", "x", "X", "x-1"]
            .map(|heading| slugs.of(heading));
        assert_eq!(made, ["3-结构类型protocol", "a----b_c", "-x", "x", "x-1", "x-1-1"]);
    }
}
