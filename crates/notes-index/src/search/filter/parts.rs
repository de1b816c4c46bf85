//! The sections of which a part holds a text: by the positions of its tokens, and on the stored text where these don't
//! decide.

use super::signs;
use super::stored_text::Scan;
use crate::analysis::{Reading, RowToken, is_single_char};
use crate::engine::{Doc, STEM_POSITION, SectionRecord, Snapshot, TextField};
use crate::error::Result;
use crate::note::{Span, SpanKind};
use crate::search::condition::{Exact, Part, PartText, Verified};
use crate::search::doc_set::DocSet;
use crate::search::terms::positions_of_beginning;

/// Those of some sections, or of their notes, of which a part holds a text.
pub(super) fn sections(
    snapshot: &Snapshot,
    scan: &Scan<'_>,
    part: Part,
    text: &PartText,
    within: &DocSet,
) -> Result<DocSet> {
    let filter = PartFilter { snapshot, part };
    let docs = match text {
        PartText::Prefix(prefix) => filter.beginning(prefix)?,
        PartText::Exact(exact) => filter.holding(scan, exact, within)?,
    };
    Ok(if part == Part::Title { DocSet::notes_of(snapshot, docs.iter()) } else { docs })
}

/// Looks into a part of each section. What a note is called, its first section alone says.
struct PartFilter<'a> {
    snapshot: &'a Snapshot,
    part: Part,
}

impl PartFilter<'_> {
    fn beginning(&self, prefix: &str) -> Result<DocSet> {
        self.at(|each| positions_of_beginning(self.snapshot, self.field(), prefix, each))
    }

    fn holding(&self, scan: &Scan<'_>, exact: &Exact, within: &DocSet) -> Result<DocSet> {
        let mut holding = match self.part {
            Part::Title => DocSet::firsts_of(self.snapshot, within.iter()),
            Part::Heading | Part::Code => within.clone(),
        };
        if !exact.rows.is_empty() {
            holding.intersect(&self.with_rows(&exact.rows)?);
        }
        signs::retain(self.snapshot, &exact.signs, &mut holding)?;
        let Some(verified) = &exact.verified else { return Ok(holding) };
        scan.sections(&holding, &|record| holds(record, self.part, verified))
    }

    fn with_rows(&self, rows: &[Vec<RowToken>]) -> Result<DocSet> {
        // A single character begins a pair wherever it doesn't end a run, where it stands alone.
        if let [row] = rows
            && let [(only, _)] = row.as_slice()
            && is_single_char(only)
        {
            return self.beginning(only);
        }
        self.at(|each| {
            rows.iter().try_for_each(|row| self.snapshot.side_by_side(self.field(), row, &mut *each))
        })
    }

    fn field(&self) -> TextField {
        if self.part == Part::Title { TextField::NameText } else { TextField::Text }
    }

    /// The sections that are found with a position that lies in the part.
    fn at(&self, find: impl FnOnce(&mut dyn FnMut(Doc, &[u32])) -> Result<()>) -> Result<DocSet> {
        let (mut docs, mut looked) = (DocSet::none(self.snapshot.max_doc()), Ok(()));
        find(&mut |doc, starts| match self.holds_any(doc, starts) {
            Ok(true) => docs.insert(doc),
            Ok(false) => {}
            Err(error) => looked = Err(error),
        })?;
        looked.map(|()| docs)
    }

    fn holds_any(&self, doc: Doc, starts: &[u32]) -> Result<bool> {
        Ok(match self.part {
            Part::Title => starts.iter().any(|&start| start < STEM_POSITION),
            Part::Heading => {
                let headings = self.snapshot.headings()?;
                starts.iter().any(|&start| headings.hold(doc, start))
            }
            Part::Code => {
                let mut is_code = false;
                self.snapshot.code_blocks_at(doc, &[], starts, |_| is_code = true)?;
                is_code
            }
        })
    }
}

/// Whether a part of a section holds a text. Of its labels it is not known which are categories: tokens have told that it
/// stands in a name.
fn holds(record: &SectionRecord, part: Part, verified: &Verified) -> bool {
    let stands_in = |text: &str| verified.stands_in(text);
    let spans = record.spans.unpack(&record.source);
    match part {
        Part::Title => stands_in(&record.title) || record.labels.iter().any(|label| stands_in(label)),
        Part::Heading => stands_in(&read(record, &spans, SpanKind::Heading)),
        Part::Code => record.code_blocks.iter().any(|block| {
            let before = |at: u32| spans.partition_point(|span| span.range.start < at as usize);
            let inside = before(block.range.start)..before(block.range.end);
            spans.get(inside).is_some_and(|spans| stands_in(&read(record, spans, SpanKind::Code)))
        }),
    }
}

/// What is read of some spans, of those of a kind alone.
fn read(record: &SectionRecord, spans: &[Span], kind: SpanKind) -> String {
    let spans: Vec<Span> = spans.iter().filter(|span| span.kind == kind).cloned().collect();
    Reading::new(&record.source, &spans).text
}
