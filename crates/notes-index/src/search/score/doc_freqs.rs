//! Document frequencies: in how many places something stands, by which it is weighed.

use std::ops::AddAssign;

/// In how many sections, notes and names of notes something stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct DocFreqs {
    pub(super) sections: u64,
    pub(super) notes: u64,
    pub(super) names: u64,
}

impl AddAssign for DocFreqs {
    fn add_assign(&mut self, other: DocFreqs) {
        self.sections += other.sections;
        self.notes += other.notes;
        self.names += other.names;
    }
}
