//! A word of the query with its forms in this index: what it begins, stands inside of, or resembles.

use super::expansions::Expansions;
use super::prefix::MAX_SCORED;
use crate::analysis::{QueryTerm, RowToken, TermKind, phrase_tokens};
use crate::engine::{Snapshot, TextField};
use crate::error::Result;

/// Longer numbers are dates or numbers of something.
const MAX_AMOUNT_DIGITS: usize = 3;

/// How many letters a unit has.
const MAX_UNIT: usize = 4;

/// A term and what it stands for in this index.
#[derive(Clone, Debug)]
pub(in crate::search) struct PlannedTerm {
    pub(in crate::search) term: QueryTerm,
    /// As typed.
    pub(in crate::search) typed: String,
    /// What stands for it beside its own forms, if anything does.
    pub(in crate::search) expansions: Option<Expansions>,
    pub(in crate::search) asked: AskedAs,
    pub(in crate::search) origin: Origin,
    /// Whether it stands in a field, `title:redis`, which alone decides where it must be.
    pub(in crate::search) of_field: bool,
    /// True if a text is known to hold it; false may mean that nobody asked.
    pub(in crate::search) stands: bool,
    /// Whether the index holds no such name, so that its plain parts stand for it: `c` for `c++`.
    pub(in crate::search) is_plain: bool,
}

/// As what a term was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::search) enum AskedAs {
    Word,
    /// A part of a phrase, found only where the phrase stands.
    InPhrase,
    /// The beginning of words, so that what it begins is what is meant.
    Beginning {
        /// Whether a hit must have a word with this beginning, and more words have it than are scored: then a hit may
        /// hold one that isn't.
        is_partly_scored: bool,
    },
}

/// What part a term is of the text that was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::search) enum Origin {
    /// A word of it.
    Typed,
    /// A single letter beside other words: the R of Ctrl+R.
    Letter,
    /// A single character that was left over when it was cut.
    LeftOver,
    /// A part of a word of it, which may stand for the word.
    Piece {
        /// Whether notes hold the word as a whole, which says more.
        is_inner: bool,
        /// Whether it is a single character that was put to a word.
        is_fragment: bool,
    },
}

/// Parts that are cut where a letter and a digit meet as well: `iPhone15` as iPhone 15, `72kg` as 72 kg. Nothing if none do.
fn parts_at_digits(parts: &[String]) -> Option<Vec<String>> {
    let is_digit = |c: char| c.is_ascii_digit();
    let pieces = |part: &String| -> Vec<String> {
        let chars: Vec<char> = part.chars().collect();
        chars.chunk_by(|&a, &b| is_digit(a) == is_digit(b)).map(|piece| piece.iter().collect()).collect()
    };
    let cut: Vec<String> = parts.iter().flat_map(pieces).collect();
    (cut.len() > parts.len()).then_some(cut)
}

/// Whether a word is a number and a unit, which others write with a space between: `25mg`.
fn is_measure(word: &str) -> bool {
    let unit = word.trim_start_matches(|c: char| c.is_ascii_digit());
    unit.len() < word.len()
        && (1..=MAX_UNIT).contains(&unit.len())
        && unit.bytes().all(|b| b.is_ascii_alphabetic())
}

impl PlannedTerm {
    /// A term as it was typed, and nothing else.
    pub(in crate::search) fn verbatim(mut term: QueryTerm, snapshot: &Snapshot) -> Result<PlannedTerm> {
        if let TermKind::Word { stem, .. } = &mut term.kind {
            *stem = None;
        }
        Ok(PlannedTerm { asked: AskedAs::InPhrase, ..PlannedTerm::plain(term, snapshot)? })
    }

    /// A term with its own forms.
    fn plain(term: QueryTerm, snapshot: &Snapshot) -> Result<PlannedTerm> {
        let mut planned = PlannedTerm {
            term,
            typed: String::new(),
            expansions: None,
            asked: AskedAs::Word,
            origin: Origin::Typed,
            of_field: false,
            stands: false,
            is_plain: false,
        };
        planned.is_plain = match planned.term.kind {
            TermKind::Word { surface: Some(ref surface), .. } => !snapshot.has(TextField::Text, surface)?,
            _ => true,
        };
        Ok(planned)
    }

    /// A term with the tokens that may stand for it: longer words that begin with it; if the index has neither the
    /// term nor these, words that hold it inside; if it has none of these either, words with nearly the same
    /// spelling.
    pub(in crate::search) fn new(term: QueryTerm, snapshot: &Snapshot) -> Result<PlannedTerm> {
        let mut planned = PlannedTerm::plain(term, snapshot)?;
        if let TermKind::Word { surface: Some(name), .. } = &planned.term.kind {
            planned.expansions = Expansions::begun_by_name(name, snapshot)?;
            if !planned.is_plain || planned.expansions.is_some() {
                return Ok(planned);
            }
        }
        let TermKind::Word { ref parts, ref whole, .. } = planned.term.kind else { return Ok(planned) };
        let Some(plain) = whole.as_ref().or(parts.first()).cloned() else { return Ok(planned) };
        let n_chars = plain.chars().count();
        // A short number that notes have begins longer ones by chance; with a fraction, as 12.9, it begins none: not 128.
        let is_amount = n_chars <= MAX_AMOUNT_DIGITS && plain.chars().all(|c| c.is_ascii_digit());
        let is_beginning = n_chars >= 2 && !planned.term.is_stop_word && !(is_amount && parts.len() > 1);
        if is_beginning && !(is_amount && planned.stands_in(snapshot)?) {
            planned.expansions = Expansions::begun_by_word(&plain, snapshot)?;
        }
        // A measure may be written with a space even where others write it without.
        let is_measure = is_measure(&plain);
        if is_measure && planned.stands_apart(snapshot)?
            || planned.expansions.is_some()
            || planned.stands_in(snapshot)?
            || !is_measure && planned.stands_apart(snapshot)?
        {
            return Ok(planned);
        }
        planned.expansions = Expansions::around_or_near(&plain, snapshot)?;
        Ok(planned)
    }

    /// Whether the index holds the term with a space between its letters and digits; then it is meant so.
    fn stands_apart(&mut self, snapshot: &Snapshot) -> Result<bool> {
        let TermKind::Word { parts, whole, stem, .. } = &mut self.term.kind else { return Ok(false) };
        let Some(apart) = parts_at_digits(parts) else { return Ok(false) };
        let row: Vec<_> = apart.iter().cloned().zip(0..).collect();
        let stands = snapshot.has_side_by_side(TextField::Text, &row)?;
        if stands {
            *whole = Some(whole.take().unwrap_or_else(|| parts.concat()));
            (*parts, *stem) = (apart, None);
        }
        Ok(stands)
    }

    /// A term that was asked for as the beginning of words.
    pub(in crate::search) fn prefix(term: QueryTerm, snapshot: &Snapshot) -> Result<PlannedTerm> {
        let asked = AskedAs::Beginning { is_partly_scored: false };
        let mut planned = PlannedTerm { asked, is_plain: true, ..PlannedTerm::plain(term, snapshot)? };
        let prefix = planned.term.text.clone();
        // `pool_s` begins pool_size, but is not the word pools, and `caches` doesn't begin cache.
        if let TermKind::Word { whole, stem, .. } = &mut planned.term.kind {
            (*whole, *stem) = (None, None);
        }
        planned.expansions = Expansions::begun_by_prefix(&prefix, snapshot)?;
        Ok(planned)
    }

    /// Whether it was asked for as the beginning of words.
    pub(in crate::search) fn is_prefix(&self) -> bool {
        matches!(self.asked, AskedAs::Beginning { .. })
    }

    pub(in crate::search) fn is_partly_scored(&self) -> bool {
        self.asked == AskedAs::Beginning { is_partly_scored: true }
    }

    pub(in crate::search) fn in_phrase(&self) -> bool {
        self.asked == AskedAs::InPhrase
    }

    /// Whether a hit need not have it.
    pub(in crate::search) fn is_fallback(&self) -> bool {
        matches!(self.origin, Origin::LeftOver | Origin::Piece { .. })
    }

    /// Whether it is a single character that was cut off a longer text.
    pub(in crate::search) fn is_fragment(&self) -> bool {
        matches!(self.origin, Origin::Letter | Origin::LeftOver | Origin::Piece { is_fragment: true, .. })
    }

    /// Whether it asks for more than the same term does that stands elsewhere in the query: one in a field need not be in a
    /// section, nor need a piece, and in a phrase nothing stands for it.
    pub(in crate::search) fn says_more_than(&self, other: &PlannedTerm) -> bool {
        let rank = |planned: &PlannedTerm| {
            (!planned.of_field, !planned.is_fallback(), !planned.is_fragment(), !planned.in_phrase())
        };
        rank(self) > rank(other)
    }

    /// The name with its punctuation, where the index holds it.
    pub(in crate::search) fn name(&self) -> Option<&str> {
        match &self.term.kind {
            TermKind::Word { surface, .. } if !self.is_plain => surface.as_deref(),
            _ => None,
        }
    }

    /// Whether its parts alone may stand for it: what a phrase holds is told by the phrase, `C++` of `C++Builder`.
    pub(in crate::search) fn is_by_parts(&self) -> bool {
        self.name().is_none() || self.in_phrase()
    }

    /// Whether it begins more words than are scored.
    pub(in crate::search) fn begins_many(&self) -> bool {
        self.is_prefix() && self.expanded().len() >= MAX_SCORED
    }

    /// Whether a token is one of the expansions, or would be if they were not too many.
    pub(in crate::search) fn expands_to(&self, token: &str) -> bool {
        self.expansions.as_ref().is_some_and(|expansions| expansions.contain(token))
            || self.is_partly_scored() && token.starts_with(&self.term.text)
    }

    /// The tokens that stand for it beside its own forms.
    pub(in crate::search) fn expanded(&self) -> &[String] {
        self.expansions.as_ref().map_or(&[], |expansions| &expansions.tokens)
    }

    /// A word inside this one, or a character that was put to one.
    pub(in crate::search) fn piece(&self, word: &str) -> PlannedTerm {
        let is_compound = matches!(self.term.kind, TermKind::Cjk { is_compound: true, .. });
        let is_fragment = is_compound && word.chars().nth(1).is_none();
        let origin = Origin::Piece { is_inner: self.stands, is_fragment };
        let kind = TermKind::Cjk { inner: Vec::new(), is_compound: false };
        let term = QueryTerm { text: word.to_owned(), kind, ..self.term.clone() };
        PlannedTerm { term, origin, stands: false, ..self.clone() }
    }

    /// How much of what was typed it is, as a part of it: half for 数据 in 数据仓库.
    pub(in crate::search) fn share_of_typed(&self) -> f32 {
        let n_chars = |text: &str| text.chars().count().max(1) as f32;
        (n_chars(&self.term.text) / n_chars(&self.typed)).min(1.0)
    }

    /// Whether the index holds the term, exactly or by its stem.
    pub(in crate::search) fn stands_in(&self, snapshot: &Snapshot) -> Result<bool> {
        let TermKind::Word { parts, stem, whole, .. } = &self.term.kind else { return Ok(true) };
        for token in whole.iter().chain(stem) {
            if snapshot.has(TextField::Text, token)? {
                return Ok(true);
            }
        }
        let tokens: Vec<_> = parts.iter().cloned().zip(0..).collect();
        snapshot.has_row(TextField::Text, &tokens)
    }

    /// Everything that the term stands for, as tokens at distances.
    pub(in crate::search) fn alternatives(&self) -> Vec<Vec<RowToken>> {
        let single = |token: &String| vec![(token.clone(), 0)];
        let mut all: Vec<Vec<RowToken>> = self.expanded().iter().map(single).collect();
        match &self.term.kind {
            TermKind::Symbol => {}
            TermKind::Cjk { .. } => all.extend(self.phrase()),
            TermKind::Word { stem, whole, .. } => {
                all.extend(self.name().map(|name| vec![(name.to_owned(), 0)]));
                if self.is_by_parts() {
                    all.extend(self.rows_of_parts());
                    all.extend(stem.iter().chain(whole).map(single));
                }
            }
        }
        all
    }

    /// Whether a token is spelled further from it than others that stand for it.
    pub(in crate::search) fn is_further(&self, token: &str) -> bool {
        let further = self.expansions.as_ref().map_or(&[][..], |expansions| expansions.by_nearness().1);
        further.iter().any(|other| other == token)
    }

    /// Whether it was typed along with what is looked for: 的, or a character that was cut off.
    pub(in crate::search) fn says_little(&self) -> bool {
        self.term.is_stop_word || self.is_fragment()
    }

    /// Whether it is one Han character.
    pub(in crate::search) fn is_single_char(&self) -> bool {
        self.term.is_cjk() && self.term.is_single()
    }

    /// What must stand next to each other for a word of Han to be there, if it is not one character.
    pub(in crate::search) fn phrase(&self) -> Option<Vec<RowToken>> {
        let is_long = self.term.is_cjk() && !self.term.is_single();
        is_long.then(|| phrase_tokens(&self.term.text))
    }

    /// The parts of a word in a row. In a phrase a name of several words, `GitHub-Actions`, may have other capitals.
    pub(in crate::search) fn rows_of_parts(&self) -> Vec<Vec<RowToken>> {
        let TermKind::Word { parts, .. } = &self.term.kind else { return Vec::new() };
        let mut rows: Vec<Vec<RowToken>> = vec![parts.iter().cloned().zip(0..).collect()];
        rows.extend(self.in_phrase().then(|| phrase_tokens(&self.term.text)).filter(|row| *row != rows[0]));
        rows
    }
}
