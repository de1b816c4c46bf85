//! Postings of tokens.

use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, TERMINATED, Term};

use crate::engine::documents::Facet;
use crate::engine::snapshot::{Doc, Snapshot, Stripe, TextField};
use crate::error::Result;

impl Snapshot {
    /// The sections that have a property.
    pub(crate) fn with_facet(&self, facet: &Facet<'_>, each: impl FnMut(Doc)) -> Result<()> {
        self.whole().with_facet(facet, each)
    }

    /// The sections that hold a token, with its frequency and the section's length in tokens.
    ///
    /// The length is 0 in fields that keep none.
    pub(crate) fn postings(
        &self,
        field: TextField,
        token: &str,
        each: impl FnMut(Doc, u32, u32),
    ) -> Result<()> {
        self.whole().postings(field, token, each)
    }

    /// In how many sections a token stands.
    pub(crate) fn doc_freq(&self, field: TextField, token: &str) -> Result<u64> {
        let field = self.field(field);
        let term = Term::from_field_text(field, token);
        let mut doc_freq = 0;
        for (segment, _) in self.segments() {
            let postings = self.segment_postings(segment, field, &term, IndexRecordOption::Basic)?;
            doc_freq += match (postings, segment.alive_bitset()) {
                (Some(postings), None) => u64::from(postings.doc_freq()),
                (Some(postings), Some(alive)) => u64::from(postings.doc_freq_given_deletes(alive)),
                (None, _) => 0,
            };
        }
        Ok(doc_freq)
    }

    /// Whether a token stands in any section.
    pub(crate) fn has(&self, field: TextField, token: &str) -> Result<bool> {
        let field = self.field(field);
        let term = Term::from_field_text(field, token);
        for (segment, _) in self.segments() {
            let postings = self.segment_postings(segment, field, &term, IndexRecordOption::Basic)?;
            let Some(mut postings) = postings else { continue };
            while postings.doc() != TERMINATED {
                if !segment.is_deleted(postings.doc()) {
                    return Ok(true);
                }
                postings.advance();
            }
        }
        Ok(false)
    }

    /// In how many sections a token stands at most: deleted ones count. Reads no postings.
    pub(crate) fn max_doc_freq(&self, field: TextField, token: &str) -> Result<u64> {
        let field = self.field(field);
        let term = Term::from_field_text(field, token);
        self.segments().try_fold(0, |sum, (segment, _)| {
            let doc_freq = self.inverted(segment, field)?.doc_freq(&term);
            Ok(sum + u64::from(doc_freq.map_err(|error| self.unusable(error))?))
        })
    }

    pub(super) fn postings_of(
        &self,
        field: Field,
        term: &Term,
        option: IndexRecordOption,
        each: impl FnMut(Doc, u32, u32),
    ) -> Result<()> {
        self.whole().postings_of(field, term, option, each)
    }
}

impl Stripe<'_> {
    /// See [`Snapshot::with_facet`].
    pub(crate) fn with_facet(&self, facet: &Facet<'_>, mut each: impl FnMut(Doc)) -> Result<()> {
        let field = self.snapshot().fields.facet;
        let term = Term::from_field_text(field, &facet.term());
        self.postings_of(field, &term, IndexRecordOption::Basic, |doc, _, _| each(doc))
    }

    /// See [`Snapshot::postings`].
    pub(crate) fn postings(
        &self,
        field: TextField,
        token: &str,
        each: impl FnMut(Doc, u32, u32),
    ) -> Result<()> {
        let field = self.snapshot().field(field);
        self.postings_of(field, &Term::from_field_text(field, token), IndexRecordOption::WithFreqs, each)
    }

    fn postings_of(
        &self,
        field: Field,
        term: &Term,
        option: IndexRecordOption,
        each: impl FnMut(Doc, u32, u32),
    ) -> Result<()> {
        self.list_of(field, term, option)?.read(self.docs(), each);
        Ok(())
    }
}
