//! How good one ranking is.

use std::collections::HashMap;

/// nDCG@10 (Järvelin & Kekäläinen 2002), MRR@10 and success@1.
pub(crate) type Figures = [f64; 3];

/// The figures of a ranking without repetitions.
pub(crate) fn figures(ranked: &[String], relevant: &HashMap<String, f64>) -> Figures {
    let gain = |rel: f64, rank: usize| (rel.exp2() - 1.0) / (rank as f64 + 2.0).log2();
    let top = || ranked.iter().take(10).enumerate();
    let gains = top().filter_map(|(rank, doc)| Some(gain(*relevant.get(doc)?, rank)));
    let dcg = gains.fold(0.0, |sum, gain| sum + gain);
    let mut ideal: Vec<f64> = relevant.values().copied().collect();
    ideal.sort_by(|a, b| b.total_cmp(a));
    let ideal: f64 = ideal.iter().take(10).enumerate().map(|(rank, rel)| gain(*rel, rank)).sum();
    let first = top().find(|(_, doc)| relevant.contains_key(*doc)).map(|(rank, _)| rank);
    [dcg / ideal, first.map_or(0.0, |rank| 1.0 / (rank as f64 + 1.0)), f64::from(u8::from(first == Some(0)))]
}

/// The mean of one of the figures.
pub(crate) fn mean(rows: &[Figures], which: usize) -> f64 {
    rows.iter().map(|row| row[which]).sum::<f64>() / rows.len().max(1) as f64
}
