//! BM25 (Robertson & Zaragoza 2009) with k1 = 1.2, b = .75.

const K1: f32 = 1.2;
const B: f32 = 0.75;

/// How much it says that a text holds a term, where `holding` of `total` texts do.
pub(super) fn idf(total: u64, holding: u64) -> f32 {
    let (total, holding) = (total.max(holding) as f32, holding as f32);
    (1.0 + (total - holding + 0.5) / (holding + 0.5)).ln()
}

/// The mean length of `count` texts; 1 for none.
pub(super) fn average(sum: u64, count: u64) -> f32 {
    (sum as f32 / count.max(1) as f32).max(1.0)
}

/// How much a frequency says: the more the less each, and less in a text longer than the average.
pub(super) fn saturated(tf: u32, length: u32, average: f32) -> f32 {
    let x = tf as f32 / (1.0 - B + B * length as f32 / average);
    (K1 + 1.0) * x / (x + K1)
}

/// The same where lengths don't count.
pub(super) fn saturated_alone(tf: u32) -> f32 {
    saturated(tf, 1, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rare_terms_and_short_texts_say_more() {
        assert!(idf(100, 1) > idf(100, 50) && idf(100, 100) > 0.0);
        assert!(saturated(2, 10, 10.0) > saturated(1, 10, 10.0));
        assert!(saturated(1, 5, 10.0) > saturated(1, 20, 10.0));
        assert!(saturated(1_000_000, 10, 10.0) < K1 + 1.0);
    }
}
