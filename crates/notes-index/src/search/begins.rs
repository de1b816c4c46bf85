//! What words begin with: most are told from another by that alone.

/// Characters, as bits by the last six of their numbers: others may seem to be among them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Begins(u64);

impl Begins {
    /// Whether one of some others may be among these.
    pub(super) fn may_meet(self, others: Begins) -> bool {
        self.0 & others.0 != 0
    }
}

impl From<char> for Begins {
    fn from(c: char) -> Begins {
        Begins(1 << (u32::from(c) % u64::BITS))
    }
}

impl FromIterator<char> for Begins {
    fn from_iter<T: IntoIterator<Item = char>>(chars: T) -> Begins {
        Begins(chars.into_iter().fold(0, |bits, c| bits | Begins::from(c).0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_character_is_overlooked() {
        let some: Begins = "ab连".chars().collect();
        assert!("ab连".chars().all(|c| some.may_meet(c.into())));
        assert!(!"cz池".chars().any(|c| some.may_meet(c.into())));
        assert!(!Begins::default().may_meet('a'.into()));
    }
}
