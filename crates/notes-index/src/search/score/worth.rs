//! What it is worth that a word stands in a section, a note, or a name of one.

use super::bm25::{Saturation, average, idf};
use super::doc_freqs::DocFreqs;
use super::{Totals, weight};

/// One for each place where a word may stand.
#[derive(Default)]
pub(super) struct Worth {
    pub(super) section: Points,
    pub(super) heading: Points,
    pub(super) note: Points,
    pub(super) name: Points,
}

/// How many points a frequency is worth.
#[derive(Clone, Copy)]
pub(super) struct Points {
    pub(super) factor: f32,
    pub(super) saturation: Saturation,
}

impl Worth {
    /// For a word of this weight that stands in so many places, and in `n_others` sections more in another way.
    pub(super) fn new(weight: f32, doc_freqs: DocFreqs, n_others: u64, totals: &Totals) -> Worth {
        let by_section = weight * idf(totals.sections, doc_freqs.sections + n_others);
        Worth {
            section: Points {
                factor: by_section,
                saturation: Saturation::new(average(totals.words, totals.sections)),
            },
            heading: Points { factor: by_section, saturation: Saturation::new(weight::HEADING_WORDS) },
            note: Points {
                factor: weight::NOTE * weight * idf(totals.notes, doc_freqs.notes),
                saturation: Saturation::new(average(totals.words, totals.notes)),
            },
            name: Points {
                factor: weight::NAME * weight * idf(totals.notes, doc_freqs.names),
                saturation: Saturation::new(average(totals.name_words, totals.notes)),
            },
        }
    }
}

impl Points {
    /// What a frequency in a text of a length in tokens is worth.
    #[inline]
    pub(super) fn of(self, tf: u32, length: u32) -> f32 {
        self.factor * self.saturation.of(tf, length)
    }
}

/// Nothing.
impl Default for Points {
    fn default() -> Points {
        Points { factor: 0.0, saturation: Saturation::alone() }
    }
}
