//! A word of a query.

use std::ops::Range;

use super::fold::Folded;
use super::stop_words::{asks_for_amount, is_stop_word};

/// A word of a query: the unit that a hit has or lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct QueryTerm {
    /// The folded text.
    pub(crate) text: String,
    /// The bytes of the typed text that it stands for.
    pub(crate) span: Range<usize>,
    /// What it is.
    pub(crate) kind: TermKind,
    /// Whether it says so little that a hit without it lacks nothing: 的, the.
    pub(crate) is_stop_word: bool,
}

impl QueryTerm {
    /// Of some characters of a folded text.
    pub(super) fn new(folded: &Folded, chars: Range<usize>, kind: TermKind) -> QueryTerm {
        let text = folded.slice(chars.clone()).to_owned();
        let span = folded.chars[chars.start].start as usize..folded.chars[chars.end - 1].end as usize;
        let is_stop_word = is_stop_word(&text);
        QueryTerm { text, span, kind, is_stop_word }
    }

    /// The same where its text begins so many bytes into a longer one.
    pub(crate) fn moved(mut self, start: usize) -> QueryTerm {
        self.span = start + self.span.start..start + self.span.end;
        self
    }

    /// Whether it is of Han, kana or Hangul.
    pub(crate) fn is_cjk(&self) -> bool {
        matches!(self.kind, TermKind::Cjk { .. })
    }

    /// Whether it was put together of words that may be meant for themselves.
    pub(crate) fn is_compound(&self) -> bool {
        matches!(self.kind, TermKind::Cjk { is_compound: true, .. })
    }

    /// Whether it asks how much or how many there is of something, with a unit or without.
    pub(crate) fn asks_for_amount(&self) -> bool {
        asks_for_amount(&self.text)
    }

    /// Whether it is one character.
    pub(crate) fn is_single(&self) -> bool {
        self.text.chars().nth(1).is_none()
    }
}

/// What a term is, with its forms in the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TermKind {
    /// Han, kana or Hangul.
    Cjk {
        /// The words inside it that jieba's search mode would index, the term itself left out.
        inner: Vec<String>,
        /// Whether it is a word and a character that was left over, or a word of the notebook's own: what is inside may be
        /// meant for itself.
        is_compound: bool,
    },
    /// A word or identifier.
    Word {
        /// Its parts: one for a plain word.
        parts: Vec<String>,
        /// The stem of a plain word, if it is another word.
        stem: Option<String>,
        /// The name with its punctuation, which is another name than the word alone: `c++`, `3.6.3`.
        surface: Option<String>,
        /// The parts without what separates them: `poolsize`.
        whole: Option<String>,
    },
    /// A sign.
    Symbol,
}
