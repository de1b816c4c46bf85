//! Other ways to say words of a query: in the other language, where the notes themselves translate them, or by another
//! name. What stands for a word counts as that word, so a hit that holds it lacks nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::abbreviation::long_names;
use super::enumerated::lists;
use super::greek::other_names;
use super::homophones::{Sound, names_sounding};
use super::numerals::other_spellings;
use super::pinyin::{Spelling, names_spelled};
use super::regions;
use super::term::{AskedAs, PlannedTerm};
use super::term_set::TermSet;
use crate::analysis::{RowToken, Segmenter, TermKind, is_han, phrase_tokens, stem};
use crate::engine::{Snapshot, TextField};
use crate::error::Result;
use crate::glossary::{Glossary, Pair, key};
use crate::query::Query;

/// How many words of a query are looked up as one.
const MAX_WORDS: usize = 4;
/// How many words and runs of words of a query are translated; the longest first.
const MAX_BRIDGES: usize = 16;
/// How many words and runs of words are looked for in pinyin.
const MAX_SPELLED: usize = 32;
/// How many translations of a word are looked for: the most frequent.
const MAX_FORMS: usize = 3;

/// A word that is put beside so many others says something of each, and translates none.
const MIN_REMARKED: usize = 4;

/// A word of the query, or several in a row, with what may stand for them.
#[derive(Clone, Debug)]
pub(in crate::search) struct Bridge {
    /// The terms of the plan that it is made of.
    pub(in crate::search) terms: TermSet,
    /// As typed.
    pub(in crate::search) typed: String,
    pub(in crate::search) forms: Vec<Form>,
}

/// A translation.
#[derive(Clone, Debug)]
pub(in crate::search) struct Form {
    pub(in crate::search) text: String,
    /// The tokens that must stand in a row for it to be there; English ones are stems.
    pub(in crate::search) tokens: Vec<RowToken>,
    pub(in crate::search) is_chinese: bool,
    /// Whether it is a sign: `∇`.
    pub(in crate::search) is_sign: bool,
    /// Whether it is there only where the segmenter cuts it, as nobody has asked for it: 变数 is not in 改变数据.
    pub(in crate::search) is_word: bool,
}

impl Form {
    fn new(text: String) -> Form {
        let tokens = phrase_tokens(&text);
        // A sign is a token where no word is.
        let is_sign = tokens.is_empty();
        let tokens = if is_sign { vec![(text.clone(), 0)] } else { tokens }.into_iter();
        let stemmed =
            |(token, position): RowToken| (stem(&token).map_or(token, |stem| stem.to_string()), position);
        let is_chinese = text.chars().any(is_han);
        Form { tokens: tokens.map(stemmed).collect(), is_chinese, is_sign, is_word: false, text }
    }

    /// What is said elsewhere for a word of Chinese.
    fn of_region(text: String) -> Form {
        let mut is_word = false;
        if text.chars().nth(2).is_none() {
            Segmenter::embedded().words(&text, |word| is_word = word.len() == text.len());
        }
        Form { is_word, ..Form::new(text) }
    }

    /// Whether the notes hold it.
    fn stands(&self, snapshot: &Snapshot) -> Result<bool> {
        match self.is_word {
            true => Ok(snapshot.has(TextField::Words, &self.text)?
                || snapshot.has_row(TextField::NameText, &self.tokens)?),
            false => snapshot.has_row_or_name(&self.tokens),
        }
    }

    /// The token that the field of words may hold for it.
    pub(in crate::search) fn word(&self) -> Option<&str> {
        match self.tokens.as_slice() {
            _ if self.is_chinese => Some(&self.text),
            [(only, _)] if !self.is_sign => Some(only),
            _ => None,
        }
    }
}

/// Translates the words of a query that are asked for word by word, longest runs first.
pub(in crate::search) fn bridges(
    query: &Query,
    terms: &[PlannedTerm],
    snapshot: &Snapshot,
    glossary: &Glossary,
) -> Result<Vec<Bridge>> {
    let source = query.source();
    let mut runs = Vec::new();
    for n_words in (1..=MAX_WORDS).rev() {
        for (start, window) in terms.windows(n_words).enumerate() {
            if let Some(span) = typed(source, window) {
                let typed = &source[span.clone()];
                let forms = forms(typed, snapshot, glossary)?;
                let terms = (start..start + n_words).collect();
                runs.push(Run { typed, terms, forms, is_free: is_free(source, &span) });
            }
        }
    }
    add_long_names(&mut runs, snapshot)?;
    add_names_spelled(&mut runs, terms, snapshot)?;
    let nowhere = han_standing_nowhere(terms, snapshot)?;
    add_lists(&mut runs, nowhere, snapshot)?;
    add_names_sounding(&mut runs, terms, nowhere, snapshot)?;
    let translated = runs.into_iter().filter(|run| !run.forms.is_empty()).take(MAX_BRIDGES);
    Ok(translated
        .map(|Run { typed, terms, forms, .. }| Bridge { terms, typed: typed.to_owned(), forms })
        .collect())
}

/// A word of the query, or several in a row, that may be one name.
struct Run<'a> {
    typed: &'a str,
    terms: TermSet,
    /// Whether no Han goes on before or behind it.
    is_free: bool,
    /// What may stand for it, as far as that is known.
    forms: Vec<Form>,
}

/// The names that runs may be short for, where nothing else stands for them.
fn add_long_names(runs: &mut [Run], snapshot: &Snapshot) -> Result<()> {
    let unknown = |run: &&mut Run| run.is_free && run.forms.is_empty();
    let mut unknown: Vec<&mut Run> = runs.iter_mut().filter(unknown).collect();
    let words: Vec<&str> = unknown.iter().map(|run| run.typed).collect();
    for (run, names) in unknown.iter_mut().zip(long_names(&words, snapshot)?) {
        run.forms.extend(names.into_iter().map(Form::new));
    }
    Ok(())
}

/// The names that runs of words which stand nowhere spell in pinyin; not for what is a part of a longer one. A word that others
/// resemble is rather one of these than initials.
fn add_names_spelled(runs: &mut [Run], terms: &[PlannedTerm], snapshot: &Snapshot) -> Result<()> {
    let nowhere = standing_nowhere(terms, snapshot)?;
    let expanded = TermSet::those(terms, |planned| planned.expansions.is_some());
    let unknown = runs.iter_mut().filter(|run| run.forms.is_empty() && nowhere.has_all(run.terms));
    let (unknown, spellings): (Vec<_>, Vec<_>) = unknown
        .filter_map(|run| {
            let may_be_initials = !expanded.has_any(run.terms);
            Spelling::of(run.typed, may_be_initials).map(|spelling| (run, spelling))
        })
        .take(MAX_SPELLED)
        .unzip();
    let names = names_spelled(&spellings, snapshot)?;
    add_names(unknown, names, |longer, run| longer.has_all(run));
    Ok(())
}

/// Adds the names that were found for runs, in their order; not for one which a run before it that has names speaks for.
fn add_names(runs: Vec<&mut Run>, names: Vec<Vec<String>>, speaks_for: impl Fn(TermSet, TermSet) -> bool) {
    let mut named: Vec<TermSet> = Vec::new();
    for (run, names) in runs.into_iter().zip(names) {
        if !names.is_empty() && !named.iter().any(|&before| speaks_for(before, run.terms)) {
            run.forms.extend(names.into_iter().map(Form::new));
            named.push(run.terms);
        }
    }
}

/// The words of Han that notes don't have, be it in a name.
fn han_standing_nowhere(terms: &[PlannedTerm], snapshot: &Snapshot) -> Result<TermSet> {
    let mut nowhere = TermSet::NONE;
    for (idx, planned) in terms.iter().enumerate().filter(|(_, planned)| !planned.stands) {
        let Some(row) = planned.phrase() else { continue };
        if !snapshot.has_row_or_name(&row)? {
            nowhere |= TermSet::of(idx);
        }
    }
    Ok(nowhere)
}

/// The lists that notes have of the characters of runs with a word that stands nowhere.
fn add_lists(runs: &mut [Run], nowhere: TermSet, snapshot: &Snapshot) -> Result<()> {
    for run in runs.iter_mut().filter(|run| run.forms.is_empty() && nowhere.has_any(run.terms)) {
        let lists: Vec<Form> = lists(run.typed).into_iter().map(Form::new).collect();
        // They are one row of tokens.
        let Some(first) = lists.first() else { continue };
        if first.stands(snapshot)? {
            run.forms = lists;
        }
    }
    Ok(())
}

/// The names that a word of Han which stands nowhere sounds as, or such a short one with its neighbour; not for what holds a
/// shorter such run.
fn add_names_sounding(
    runs: &mut [Run],
    terms: &[PlannedTerm],
    nowhere: TermSet,
    snapshot: &Snapshot,
) -> Result<()> {
    let is_short = |planned: &PlannedTerm| planned.term.text.chars().nth(2).is_none();
    let short = nowhere & TermSet::those(terms, is_short);
    let may_be_name = |run: &&mut Run| match run.terms.len() {
        1 => nowhere.has_all(run.terms),
        2 => short.has_any(run.terms),
        _ => false,
    };
    let unknown = runs.iter_mut().rev().filter(|run| run.forms.is_empty()).filter(may_be_name);
    let sounding = unknown.filter_map(|run| Sound::of(run.typed).map(|sound| (run, sound)));
    let (unknown, sounds): (Vec<_>, Vec<_>) = sounding.take(MAX_SPELLED).unzip();
    let names = names_sounding(&sounds, snapshot)?;
    add_names(unknown, names, |shorter, run| run.has_all(shorter));
    Ok(())
}

/// The words without Han that notes don't have, be it in a name.
fn standing_nowhere(terms: &[PlannedTerm], snapshot: &Snapshot) -> Result<TermSet> {
    let mut nowhere = TermSet::NONE;
    for (idx, planned) in terms.iter().enumerate() {
        let is_word = matches!(planned.term.kind, TermKind::Word { .. });
        let stands = || -> Result<bool> {
            let tokens = phrase_tokens(&planned.term.text);
            Ok(planned.stands_in(snapshot)? || snapshot.has_row_or_name(&tokens)?)
        };
        if is_word && !stands()? {
            nowhere |= TermSet::of(idx);
        }
    }
    Ok(nowhere)
}

/// Where some terms stand in the query, if they may be one name: nothing but space between, none of it quoted.
fn typed(source: &str, window: &[PlannedTerm]) -> Option<Range<usize>> {
    let is_word = |planned: &PlannedTerm| {
        let is_sign = matches!(planned.term.kind, TermKind::Symbol);
        let is_named =
            matches!(planned.term.kind, TermKind::Word { surface: Some(_), .. }) && !planned.is_plain;
        let is_asked_for = planned.asked != AskedAs::Word || planned.of_field;
        // A sign or a number with a point, 1.5λ, may have a name of LaTeX's; a sign has it alone.
        let is_itself = is_named || is_sign;
        let is_itself = is_itself && (is_sign && window.len() > 1 || other_names(&planned.typed).is_empty());
        !is_asked_for && !planned.is_fallback() && !is_itself
    };
    let stand_together = window.windows(2).all(|two| {
        let between = source.get(two[0].term.span.end..two[1].term.span.start);
        between.is_some_and(|between| between.trim_matches([' ', '\u{3000}', '-', '_']).is_empty())
    });
    let (first, last) = (window.first()?, window.last()?);
    let says_little = first.term.is_stop_word || first.is_fragment();
    // A letter beside others may be Greek: Ω(n).
    let says_enough = window.len() > 1 || !says_little || !other_names(&first.typed).is_empty();
    let fits = window.iter().all(is_word) && stand_together && says_enough;
    let span = first.term.span.start..last.term.span.end;
    (fits && source.get(span.clone()).is_some()).then_some(span)
}

/// Whether no Han goes on before or behind a part of the query.
fn is_free(source: &str, span: &Range<usize>) -> bool {
    !source[..span.start].ends_with(is_han) && !source[span.end..].starts_with(is_han)
}

/// The translations of a word: those of the notebook's owner, then those of the most sections, then a Greek letter's name,
/// other spellings of a number, and what is said for it on the other side of the strait.
fn forms(typed: &str, snapshot: &Snapshot, glossary: &Glossary) -> Result<Vec<Form>> {
    let key_of_word = key(typed);
    if key_of_word.is_empty() {
        return Ok(other_names(typed).into_iter().map(Form::new).collect());
    }
    let mut texts: Vec<String> = glossary.added(&key_of_word).map(str::to_owned).collect();
    texts.extend(mined(&key_of_word, typed, snapshot, glossary)?);
    texts.extend(other_names(typed));
    texts.extend(other_spellings(typed));
    let mut keys: Vec<String> = Vec::new();
    let mut is_new = |text: &String| {
        let key = key(text);
        let is_new = !keys.contains(&key) && !glossary.forbids(&key_of_word, &key);
        keys.push(key);
        is_new
    };
    texts.retain(&mut is_new);
    let mut forms: Vec<Form> = texts.into_iter().take(MAX_FORMS).map(Form::new).collect();
    let elsewhere = said_elsewhere(typed, snapshot)?;
    forms.extend(elsewhere.into_iter().filter(|form| is_new(&form.text)).take(MAX_FORMS));
    Ok(forms)
}

/// What is said for a word on the other side of the strait, or for a part of it, where notes have that.
fn said_elsewhere(word: &str, snapshot: &Snapshot) -> Result<Vec<Form>> {
    let whole = regions::other_words(word);
    let texts = if whole.is_empty() { regions::other_compounds(word) } else { whole };
    standing(texts, snapshot)
}

/// Those of some words that notes have.
fn standing(texts: Vec<String>, snapshot: &Snapshot) -> Result<Vec<Form>> {
    let mut forms = Vec::with_capacity(texts.len());
    for form in texts.into_iter().map(Form::of_region) {
        if form.stands(snapshot)? {
            forms.push(form);
        }
    }
    Ok(forms)
}

/// Whether notes have what is said for a word on the other side of the strait.
pub(in crate::search) fn is_said_elsewhere(word: &str, snapshot: &Snapshot) -> Result<bool> {
    Ok(!standing(regions::other_words(word), snapshot)?.is_empty())
}

/// The same for a word, or a part of it.
pub(in crate::search) fn is_partly_said_elsewhere(word: &str, snapshot: &Snapshot) -> Result<bool> {
    Ok(!said_elsewhere(word, snapshot)?.is_empty())
}

/// The translations that notes have for a word, those of the most sections first.
fn mined(key_of_word: &str, typed: &str, snapshot: &Snapshot, glossary: &Glossary) -> Result<Vec<String>> {
    let pairs = snapshot.pairs_of(key_of_word)?;
    // Words that share no more than a stem stand back: operator is not operation.
    let has_same = pairs.keys().any(|pair| is_same(&pair.english, typed));
    let mut counts: BTreeMap<String, (u32, String)> = BTreeMap::new();
    for (pair, &count) in &pairs {
        let Pair { chinese, english } = pair;
        let is_from_chinese = chinese == key_of_word;
        let is_only_akin = !is_from_chinese && has_same && !is_same(english, typed);
        if is_only_akin || glossary.forbids(chinese, &key(english)) {
            continue;
        }
        let is_remark = match is_from_chinese {
            true => is_remark(&pairs, count),
            false => is_remark(&snapshot.pairs_of(chinese)?, count),
        };
        if is_remark {
            continue;
        }
        let text = if is_from_chinese { english.clone() } else { chinese.clone() };
        let entry = counts.entry(key(&text)).or_insert((0, text));
        entry.0 += count;
    }
    let mut all: Vec<(u32, String)> = counts.into_values().collect();
    all.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    Ok(all.into_iter().map(|(_, text)| text).collect())
}

/// Whether the Chinese side of some pairs is put beside so many English ones that it translates none, but for one that it is
/// beside more often than `count`: 上图（Linus）, 定理（Galois）.
fn is_remark(of_chinese: &BTreeMap<Pair, u32>, count: u32) -> bool {
    let names: BTreeSet<String> = of_chinese.keys().map(|pair| key(&pair.english)).collect();
    let most = of_chinese.values().copied().max().unwrap_or_default();
    names.len() >= MIN_REMARKED && count * 2 <= most.max(2)
}

/// Whether two English words are the same but for case, what separates them, and an s.
fn is_same(english: &str, typed: &str) -> bool {
    let bare = |text: &str| {
        let letters = text.chars().filter(char::is_ascii_alphabetic);
        let lower: String = letters.map(|c| c.to_ascii_lowercase()).collect();
        lower.strip_suffix('s').map(str::to_owned).unwrap_or(lower)
    };
    bare(english) == bare(typed)
}
