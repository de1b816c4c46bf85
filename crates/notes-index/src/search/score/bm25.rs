//! BM25 (Robertson & Zaragoza 2009).

use super::weight::{B, K1};

/// How much it says that a text holds a term, where `holding` of `total` texts do.
pub(super) fn idf(total: u64, holding: u64) -> f32 {
    let (total, holding) = (total.max(holding) as f32, holding as f32);
    (1.0 + (total - holding + 0.5) / (holding + 0.5)).ln()
}

/// The mean length of `count` texts; 1 for none.
pub(super) fn average(sum: u64, count: u64) -> f32 {
    (sum as f32 / count.max(1) as f32).max(1.0)
}

/// How much frequencies say: each further occurrence says less, and all say less in a text longer than the average.
#[derive(Clone, Copy, Debug)]
pub(super) struct Saturation {
    /// What stands for k1 in a text of no length, and what each token adds to it.
    short: f32,
    per_token: f32,
}

impl Saturation {
    /// For texts of an average length.
    pub(super) fn new(average: f32) -> Saturation {
        Saturation { short: K1 * (1.0 - B), per_token: K1 * B / average }
    }

    /// Where lengths don't count: each is the average.
    pub(super) fn alone() -> Saturation {
        Saturation { short: K1, per_token: 0.0 }
    }

    /// What a frequency says in a text of a length in tokens; less than k1 + 1.
    pub(super) fn of(self, tf: u32, length: u32) -> f32 {
        let tf = tf as f32;
        (K1 + 1.0) * tf / (tf + self.short + self.per_token * length as f32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_terms_and_short_texts_say_more() {
        assert!(idf(100, 1) > idf(100, 50) && idf(100, 100) > 0.0);
        let saturation = Saturation::new(10.0);
        assert!(saturation.of(2, 10) > saturation.of(1, 10));
        assert!(saturation.of(1, 5) > saturation.of(1, 20));
        assert!(saturation.of(1_000_000, 10) < K1 + 1.0);
        assert_eq!(saturation.of(3, 10), Saturation::alone().of(3, 99));
    }
}
