//! Which of a note's sections, or of their code blocks, are its hits: those that hold a term themselves; without such, the note
//! alone if a name of its own does, or else all to which a name leads.

use super::ranked::Ranked;
use crate::engine::Doc;

/// Why a section or code block may be a hit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grounds {
    /// It holds a term itself.
    Held,
    /// It stands for its note, of which a name has one.
    Named,
    /// One is in what leads to it.
    Led,
}

/// A section that may be a hit.
#[derive(Clone, Copy)]
pub(super) struct Candidate {
    pub(super) ranked: Ranked,
    pub(super) grounds: Grounds,
    /// Whether it is one only where something is demanded.
    pub(super) stands_in: bool,
}

/// What the next candidate of a note is, as far as is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// A hit beside those before it.
    Hit,
    /// A hit, and those before it are none.
    OnlyHit,
    NoHit,
}

/// The candidates of a note so far, by the grounds of the last one that is a hit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Met(Option<Grounds>);

impl Met {
    /// Takes the next candidate of the note.
    pub(super) fn take(&mut self, grounds: Grounds) -> Verdict {
        let verdict = match (self.0, grounds) {
            (Some(Grounds::Held), Grounds::Held) => Verdict::Hit,
            (_, Grounds::Held) => Verdict::OnlyHit,
            (Some(Grounds::Held | Grounds::Named), _) => return Verdict::NoHit,
            (Some(Grounds::Led) | None, _) => Verdict::Hit,
        };
        self.0 = Some(grounds);
        verdict
    }
}

/// Candidates in order → hits.
#[derive(Default)]
pub(super) struct Holders {
    /// The note that is under way, by its first section.
    first: Doc,
    met: Met,
    /// Its hits, for as long as what holds a term may come behind them.
    unsure: Vec<Ranked>,
}

impl Holders {
    pub(super) fn take(&mut self, candidate: Candidate, mut add: impl FnMut(Ranked)) {
        let Candidate { ranked, grounds, .. } = candidate;
        if ranked.first != self.first {
            self.unsure.drain(..).for_each(&mut add);
            (self.first, self.met) = (ranked.first, Met::default());
        }
        match self.met.take(grounds) {
            Verdict::NoHit => {}
            Verdict::Hit if grounds != Grounds::Held => self.unsure.push(ranked),
            Verdict::Hit | Verdict::OnlyHit => {
                self.unsure.clear();
                add(ranked);
            }
        }
    }

    pub(super) fn last(self, add: impl FnMut(Ranked)) {
        self.unsure.into_iter().for_each(add);
    }
}

#[cfg(test)]
mod tests {
    use super::Grounds::{Held, Led, Named};
    use super::*;
    use crate::search::rank::ranked::Lacks;
    use crate::search::terms::TermSet;

    /// Which of a note's candidates are hits, by their places.
    fn hits(candidates: &[Grounds]) -> Vec<Doc> {
        let (mut holders, mut hits, first) = (Holders::default(), Vec::new(), 7);
        for (doc, &grounds) in (first..).zip(candidates) {
            let (missing, lacks) = (TermSet::NONE, Lacks::Nothing);
            let ranked = Ranked { doc, block: None, score: 1.0, own_score: 1.0, missing, lacks, first };
            holders.take(Candidate { ranked, grounds, stands_in: false }, |hit| hits.push(hit.doc - first));
        }
        holders.last(|hit| hits.push(hit.doc - first));
        hits
    }

    #[test]
    fn what_holds_a_term_is_a_hit_and_else_the_note_that_is_named() {
        assert_eq!(hits(&[Named, Led, Held, Led, Held]), [2, 4]);
        assert_eq!(hits(&[Led, Held]), [1]);
        assert_eq!(hits(&[Named, Led, Led]), [0]);
        assert_eq!(hits(&[Led, Led]), [0, 1]);
        assert_eq!(hits(&[]), [] as [Doc; 0]);
    }
}
