//! Where the terms of a query stand in a text.

use std::cell::LazyCell;
use std::ops::Range;

use crate::analysis::{
    CharKind, Folded, ItemKind, TermKind, bare_version, clip, compound_end, has_stem, hyphenated, items,
    joined, phrase_tokens, surface,
};
use crate::search::plan::Plan;
use crate::search::terms::{Expansions, FirstChars, PlannedTerm, Relation, TermSet};

/// A place where a term stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::search) struct Occurrence {
    /// Bytes of the text that was searched.
    pub(in crate::search) range: Range<u32>,
    /// The terms that stand there.
    pub(in crate::search) terms: TermSet,
    /// Those of them that stand there as they were asked for.
    pub(in crate::search) exact: TermSet,
    /// What stands there instead of the other terms: the term's index, how the two are related, the text.
    pub(in crate::search) approximate: Vec<(usize, Relation, String)>,
    /// Translations that stand there: indices into [`Plan::bridges`] and into the bridge's forms.
    pub(in crate::search) via: Vec<(usize, usize)>,
}

/// Finds all terms and phrases in a text, in order; places that overlap or touch become one.
pub(in crate::search) fn occurrences(plan: &Plan, text: &str) -> Vec<Occurrence> {
    let folded = Folded::new(text);
    let words = LazyCell::new(|| Words::new(&folded));
    let runs = LazyCell::new(|| Runs::new(&folded));
    let mut found = Vec::new();
    let mut phrases: Vec<Range<usize>> =
        plan.phrases.iter().flat_map(|phrase| phrase.places(text, &folded)).collect();
    phrases.sort_by_key(|phrase| phrase.start);
    let within = Within::new(&phrases);
    for (idx, planned) in plan.terms.iter().enumerate() {
        let mut places = Vec::new();
        match &planned.term.kind {
            TermKind::Cjk { .. } if !planned.in_phrase() && !planned.term.is_single() => {
                runs.find(&planned.term.text, &mut places);
            }
            TermKind::Cjk { .. } | TermKind::Symbol => find_text(&folded, &planned.term.text, &mut places),
            TermKind::Word { .. } => words.find(planned, &mut places),
        }
        let places = places.into_iter().filter(|(chars, _)| !planned.in_phrase() || within.contains(chars));
        found.extend(places.map(|(chars, relation)| Occurrence {
            range: bytes(&folded, &chars),
            terms: TermSet::of(idx),
            exact: if relation.is_none() { TermSet::of(idx) } else { TermSet::NONE },
            approximate: relation.into_iter().map(|(relation, text)| (idx, relation, text)).collect(),
            via: Vec::new(),
        }));
    }
    // Where the word itself stands, nothing needs to stand for it.
    let exact: TermSet = found.iter().map(|found| found.exact).collect();
    let bridges = plan.bridges.iter().enumerate();
    for (idx, bridge) in bridges.filter(|(_, bridge)| !exact.has_all(bridge.terms)) {
        for (form_idx, form) in bridge.forms.iter().enumerate() {
            let mut places = Vec::new();
            match form.is_chinese {
                true => find_text(&folded, &form.text, &mut places),
                false => words.find_row(&form.tokens, is_form, &mut places),
            }
            found.extend(places.into_iter().map(|(chars, _)| Occurrence {
                range: bytes(&folded, &chars),
                terms: bridge.terms,
                exact: TermSet::NONE,
                approximate: Vec::new(),
                via: vec![(idx, form_idx)],
            }));
        }
    }
    found.extend(phrases.iter().map(|chars| Occurrence {
        range: bytes(&folded, chars),
        terms: TermSet::WHOLE,
        exact: TermSet::WHOLE,
        approximate: Vec::new(),
        via: Vec::new(),
    }));
    found.sort_by_key(|found| (found.range.start, found.range.end));
    found.dedup_by(|next, kept| merge(kept, next));
    found
}

/// Places, to tell what lies inside one of them.
struct Within {
    /// Where each begins, ascending, and how far those that begin there or before reach.
    reaches: Vec<(usize, usize)>,
}

impl Within {
    /// Of places in the order of their starts.
    fn new(places: &[Range<usize>]) -> Within {
        let mut end = 0;
        let reach = |place: &Range<usize>| {
            end = end.max(place.end);
            (place.start, end)
        };
        Within { reaches: places.iter().map(reach).collect() }
    }

    fn contains(&self, chars: &Range<usize>) -> bool {
        let n_before = self.reaches.partition_point(|&(start, _)| start <= chars.start);
        n_before.checked_sub(1).is_some_and(|last| self.reaches[last].1 >= chars.end)
    }
}

/// Takes `next` into `kept` if they overlap or touch.
fn merge(kept: &mut Occurrence, next: &mut Occurrence) -> bool {
    let overlap = next.range.start <= kept.range.end;
    if overlap {
        kept.range.end = kept.range.end.max(next.range.end);
        kept.terms |= next.terms;
        kept.exact |= next.exact;
        kept.approximate.append(&mut next.approximate);
        kept.via.append(&mut next.via);
    }
    overlap
}

fn bytes(folded: &Folded, chars: &Range<usize>) -> Range<u32> {
    folded.chars[chars.start].start..folded.chars[chars.end - 1].end
}

/// Whether a word is a stem or has it.
fn is_form(word: &str, stem: &str) -> bool {
    word == stem || has_stem(word, stem)
}

/// Characters of a folded text, by their index; and how what stands there relates to the word if it is another one.
type Spot = (Range<usize>, Option<(Relation, String)>);

/// All places of a folded text.
fn find_text(folded: &Folded, text: &str, places: &mut Vec<Spot>) {
    let index = |byte: usize| folded.chars.partition_point(|c| (c.at as usize) < byte);
    places.extend(folded.text.match_indices(text).map(|(at, _)| (index(at)..index(at + text.len()), None)));
}

/// The Han of a text and its like, without what takes no position: what the index has in a row may have a sign between.
struct Runs {
    text: String,
    /// Where each character stands in it, and its index in the folded text.
    origin: Vec<(usize, usize)>,
}

impl Runs {
    fn new(folded: &Folded) -> Runs {
        let mut runs = Runs { text: String::with_capacity(folded.text.len()), origin: Vec::new() };
        for (idx, c) in folded.text.chars().enumerate() {
            if !matches!(folded.chars[idx].kind, CharKind::Separator | CharKind::Symbol) {
                runs.origin.push((runs.text.len(), idx));
                runs.text.push(c);
            }
        }
        runs
    }

    fn find(&self, text: &str, places: &mut Vec<Spot>) {
        let pairs = phrase_tokens(text);
        let n_chars = text.chars().count();
        for (at, _) in self.text.match_indices(text) {
            let first = self.origin.partition_point(|&(start, _)| start < at);
            let chars = &self.origin[first..first + n_chars];
            // The characters of a pair stand side by side.
            let is_pair = |(_, at): &(String, u32)| {
                let at = *at as usize;
                chars.get(at + 1).is_none_or(|next| next.1 == chars[at].1 + 1)
            };
            if pairs.iter().all(is_pair) {
                places.push((chars[0].1..chars[n_chars - 1].1 + 1, None));
            }
        }
    }
}

/// The words of a text with their parts in a row.
struct Words<'a> {
    folded: &'a Folded,
    /// Each part.
    parts: Vec<Range<usize>>,
    /// The position of each, as the index counts: what stands between two parts takes some as well.
    positions: Vec<u32>,
    words: Vec<Word>,
}

/// A word or identifier. Its other names are made where they may be what is looked for.
struct Word {
    chars: Range<usize>,
    /// Which parts are its own.
    parts: Range<usize>,
    /// What its names may begin with: known before they are made, which takes longer.
    begins: FirstChars,
}

impl Words<'_> {
    fn new(folded: &Folded) -> Words<'_> {
        let mut words = Words { folded, parts: Vec::new(), positions: Vec::new(), words: Vec::new() };
        for item in items(folded) {
            let ItemKind::Word { parts } = item.kind else { continue };
            // Up to two characters of punctuation are part of a name, and a version's letter may be none.
            let start = item.chars.start;
            let bare = (folded.char(start) == 'v').then_some(start + 1);
            let first = parts.first().map(|part| part.start);
            let places = (start.saturating_sub(2)..=start).chain(bare).chain(first);
            let begins = places.map(|at| folded.char(at)).collect();
            let first = words.parts.len();
            words.positions.extend((item.position..).take(parts.len()));
            words.parts.extend(parts);
            words.words.push(Word { chars: item.chars, parts: first..words.parts.len(), begins });
        }
        words
    }

    /// A word without what separates its parts, and where that ends; of a word that has such a name.
    fn whole(&self, word: &Word) -> Option<(String, usize)> {
        let (folded, chars) = (self.folded, || word.chars.clone());
        let joined = joined(folded, &self.parts[word.parts.clone()]).map(|text| (text, word.chars.end));
        joined.or_else(|| {
            let end = compound_end(folded, chars())?;
            Some((hyphenated(folded, chars())?, end))
        })
    }

    /// With the punctuation around it.
    fn surface(&self, word: &Word) -> Option<String> {
        surface(self.folded, word.chars.clone())
    }

    /// The words of which a name may begin so.
    fn beginning(&self, begins: FirstChars) -> impl Iterator<Item = &Word> {
        self.words.iter().filter(move |word| word.begins.may_meet(begins))
    }

    fn find(&self, planned: &PlannedTerm, places: &mut Vec<Spot>) {
        let TermKind::Word { parts, stem, whole, .. } = &planned.term.kind else { return };
        match (planned.name(), parts.as_slice()) {
            (Some(name), _) => self.find_names(name, places),
            (None, [only]) => self.find_word(only, stem.as_deref(), places),
            (None, _) => planned.rows_of_parts().iter().for_each(|row| {
                self.find_row(row, str::eq, places);
                self.find_words(row, places);
            }),
        }
        self.find_whole(planned.name().or(whole.as_deref()).unwrap_or(&planned.term.text), places);
        if let Some(expansions) = &planned.expansions {
            self.find_expansions(planned, expansions, places);
        }
    }

    fn find_names(&self, wanted: &str, places: &mut Vec<Spot>) {
        let text = |word: &Word| self.folded.slice(word.chars.clone());
        let may_be = |word: &&Word| wanted.contains(text(word).strip_prefix('v').unwrap_or(text(word)));
        for word in self.words.iter().filter(may_be) {
            let place = self.names(word).into_iter().find(|(name, _)| name == wanted);
            places.extend(place.map(|(_, chars)| (chars, None)));
        }
    }

    /// The names of a word with its punctuation, and where they stand.
    fn names(&self, word: &Word) -> Vec<(String, Range<usize>)> {
        let Some(surface) = self.surface(word) else { return Vec::new() };
        let n_before = surface.find(self.folded.char(word.chars.start)).unwrap_or(0);
        let start = word.chars.start - n_before;
        let end = start + surface.chars().count();
        let bare = bare_version(&surface).map(|version| (version.to_owned(), start + 1..end));
        bare.into_iter().chain([(surface, start..end)]).collect()
    }

    /// A name without what separates its parts, whoever writes it in one.
    fn find_whole(&self, whole: &str, places: &mut Vec<Spot>) {
        for word in self.beginning(whole.chars().take(1).collect()) {
            if self.folded.slice(word.chars.clone()) == whole {
                places.push((word.chars.clone(), None));
            } else if let Some((_, end)) = self.whole(word).filter(|(text, _)| text == whole) {
                places.push((word.chars.start..end, None));
            }
        }
    }

    fn find_word(&self, word: &str, stem: Option<&str>, places: &mut Vec<Spot>) {
        let stem = stem.unwrap_or(word);
        for part in &self.parts {
            let text = self.folded.slice(clip(part.clone()));
            if text == word || is_form(text, stem) {
                places.push((part.clone(), None));
            }
        }
    }

    /// Parts at given distances, as the index would find them in a row.
    fn find_row(&self, row: &[(String, u32)], is: impl Fn(&str, &str) -> bool, places: &mut Vec<Spot>) {
        if row.is_empty() {
            return;
        }
        for (parts, positions) in self.parts.windows(row.len()).zip(self.positions.windows(row.len())) {
            let stands = |((part, position), (wanted, distance)): ((&Range<usize>, &u32), &(String, u32))| {
                position - positions[0] == *distance && is(self.folded.slice(clip(part.clone())), wanted)
            };
            let is_row = parts.iter().zip(positions).zip(row).all(stands);
            if let (true, Some(first), Some(last)) = (is_row, parts.first(), parts.last()) {
                places.push((first.start..last.end, None));
            }
        }
    }

    /// Words side by side, whatever parts they have: `iphone 15` in iPhone 15.
    fn find_words(&self, row: &[(String, u32)], places: &mut Vec<Spot>) {
        let ends = |word: &Word| word.parts.clone().last().map(|part| self.positions[part]);
        let is_next = |two: &[Word]| {
            let [one, next] = two else { return false };
            ends(one).is_some_and(|end| self.positions.get(next.parts.start) == Some(&(end + 1)))
        };
        for words in self.words.windows(row.len().max(1)) {
            let is_word = |(word, (wanted, _)): (&Word, &(String, u32))| {
                self.folded.slice(word.chars.clone()) == wanted.as_str()
            };
            let is_row = words.iter().zip(row).all(is_word) && words.windows(2).all(is_next);
            if let ([first, .., last], true) = (words, is_row) {
                places.push((first.chars.start..last.chars.end, None));
            }
        }
    }

    fn find_expansions(&self, planned: &PlannedTerm, expansions: &Expansions, places: &mut Vec<Spot>) {
        let is_expansion = |text: &str| planned.expands_to(text);
        let label = |chars: &Range<usize>| {
            let label = || (expansions.relation, self.folded.slice(chars.clone()).to_owned());
            (!planned.is_prefix()).then(label)
        };
        // Most words don't even begin as one of them.
        let begins = expansions.begin();
        let may_be = |part: &&Range<usize>| begins.may_meet(self.folded.char(part.start).into());
        for part in self.parts.iter().filter(may_be) {
            if is_expansion(self.folded.slice(clip(part.clone()))) {
                places.push((part.clone(), label(part)));
            }
        }
        for word in self.beginning(begins) {
            let whole = self.whole(word).map(|(text, end)| (text, word.chars.start..end));
            let place = self.names(word).into_iter().chain(whole).find(|(text, _)| is_expansion(text));
            places.extend(place.map(|(_, chars)| (chars.clone(), label(&chars))));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_inside_a_place_is_told_from_its_ends() {
        let places = [0..9, 2..4, 3..5, 7..12, 20..22];
        let within = Within::new(&places);
        for start in 0..24 {
            for end in start + 1..24 {
                let is_inside = places.iter().any(|place| place.start <= start && end <= place.end);
                assert_eq!(within.contains(&(start..end)), is_inside, "{start}..{end}");
            }
        }
        assert!(!Within::new(&[]).contains(&(0..1)));
    }

    #[test]
    fn what_a_word_may_begin_with_is_what_its_names_begin_with() {
        let text =
            "_foo-bar @Type --force-with-lease x_y getQueue C++ .NET v1.2 __new__ _ $lookup ＃标签 -a-b-";
        let folded = Folded::new(text);
        let words = Words::new(&folded);
        let (mut n_names, mut n_others) = (0, 0);
        for word in &words.words {
            let names = [words.whole(word).map(|(name, _)| name), words.surface(word)];
            for begin in names.iter().flatten().filter_map(|name| name.chars().next()) {
                n_names += 1;
                n_others += usize::from(begin != folded.char(word.chars.start));
                assert!(word.begins.may_meet(begin.into()), "{begin} {}", folded.slice(word.chars.clone()));
            }
            assert!(!word.begins.may_meet('锁'.into()));
        }
        assert!(n_names > 10 && n_others > 4, "{n_names} {n_others}");
    }
}
