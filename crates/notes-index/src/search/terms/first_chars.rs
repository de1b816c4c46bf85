//! The first characters of words: most words are told from each other by these alone.

/// A set of characters, each as the bit of its last six bits: others may seem to be among them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::search) struct FirstChars(u64);

impl FirstChars {
    /// Whether one of some others may be among these.
    pub(in crate::search) fn may_meet(self, others: FirstChars) -> bool {
        self.0 & others.0 != 0
    }
}

impl From<char> for FirstChars {
    fn from(c: char) -> FirstChars {
        FirstChars(1 << (u32::from(c) % u64::BITS))
    }
}

impl FromIterator<char> for FirstChars {
    fn from_iter<T: IntoIterator<Item = char>>(chars: T) -> FirstChars {
        FirstChars(chars.into_iter().fold(0, |bits, c| bits | FirstChars::from(c).0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_character_is_overlooked() {
        let some: FirstChars = "ab连".chars().collect();
        assert!("ab连".chars().all(|c| some.may_meet(c.into())));
        assert!(!"cz池".chars().any(|c| some.may_meet(c.into())));
        assert!(!FirstChars::default().may_meet('a'.into()));
    }
}
