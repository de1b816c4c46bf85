//! Numbers that look random and are the same every time, and how often to try.

/// A generator of numbers (xorshift64*).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// A number below a limit.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let number = self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 32;
        number as usize % limit.max(1)
    }

    /// One of several things.
    pub(crate) fn one_of<'a, T>(&mut self, things: &'a [T]) -> &'a T {
        &things[self.below(things.len())]
    }
}

/// How many rounds a campaign has: what `NOTES_ROUNDS` says, else few enough for every day.
pub(crate) fn rounds(everyday: usize) -> usize {
    let said = std::env::var("NOTES_ROUNDS").ok();
    said.and_then(|rounds| rounds.parse().ok()).unwrap_or(everyday)
}
