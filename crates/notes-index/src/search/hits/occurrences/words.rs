//! Words, identifiers and what stands for them in a text.

use std::ops::Range;

use super::Spot;
use crate::analysis::{
    Folded, ItemKind, RowToken, TermKind, bare_version, catenated, clip, compound_end, has_stem, items,
    joined, surface,
};
use crate::search::terms::{Expansions, FirstChars, PlannedTerm};

/// The words of a text with their parts in a row.
pub(super) struct Words<'a> {
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
    pub(super) fn new(folded: &Folded) -> Words<'_> {
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
    fn in_one(&self, word: &Word) -> Option<(String, usize)> {
        let (folded, chars) = (self.folded, || word.chars.clone());
        let joined = joined(folded, &self.parts[word.parts.clone()]).map(|text| (text, word.chars.end));
        joined.or_else(|| {
            let end = compound_end(folded, chars())?;
            Some((catenated(folded, chars())?, end))
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

    pub(super) fn find(&self, planned: &PlannedTerm, places: &mut Vec<Spot>) {
        let TermKind::Word { parts, stem, whole, .. } = &planned.term.kind else { return };
        match (planned.name(), parts.as_slice()) {
            (Some(name), _) => self.find_names(name, places),
            (None, [only]) => self.find_word(only, stem.as_deref(), places),
            (None, _) => {
                // The index has each word by its stem as well: pool_sizes is found for `pool_size`.
                let is = if planned.in_phrase() { str::eq } else { is_form };
                planned.rows_of_parts().iter().for_each(|row| self.find_row(row, is, places));
                stem.iter().for_each(|stem| self.find_word(stem, None, places));
                self.find_part(whole.as_deref().unwrap_or(&planned.term.text), places);
            }
        }
        self.find_in_one(planned.name().or(whole.as_deref()).unwrap_or(&planned.term.text), places);
        if let Some(expansions) = &planned.expansions {
            self.find_expansions(planned, expansions, places);
        }
    }

    fn find_names(&self, wanted: &str, places: &mut Vec<Spot>) {
        let text = |word: &Word| self.folded.slice(word.chars.clone());
        let may_be = |word: &&Word| wanted.contains(text(word).strip_prefix('v').unwrap_or(text(word)));
        for word in self.words.iter().filter(may_be) {
            let place = self.names(word).into_iter().find(|(name, _)| name == wanted);
            places.extend(place.map(|(_, chars)| Spot::of_word(chars)));
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
    fn find_in_one(&self, wanted: &str, places: &mut Vec<Spot>) {
        for word in self.beginning(wanted.chars().take(1).collect()) {
            if self.folded.slice(word.chars.clone()) == wanted {
                places.push(Spot::of_word(word.chars.clone()));
            } else if let Some((_, end)) = self.in_one(word).filter(|(text, _)| text == wanted) {
                places.push(Spot::of_word(word.chars.start..end));
            }
        }
    }

    /// A part of another name that several parts of the query are in one: 74LS for `L_S`.
    fn find_part(&self, wanted: &str, places: &mut Vec<Spot>) {
        let is_wanted = |part: &&Range<usize>| self.folded.slice(clip((*part).clone())) == wanted;
        places.extend(self.parts.iter().filter(is_wanted).map(|part| Spot::of_word(part.clone())));
    }

    fn find_word(&self, word: &str, stem: Option<&str>, places: &mut Vec<Spot>) {
        let stem = stem.unwrap_or(word);
        for part in &self.parts {
            let text = self.folded.slice(clip(part.clone()));
            if text == word || is_form(text, stem) {
                places.push(Spot::of_word(part.clone()));
            }
        }
    }

    /// Parts and words at given distances, as the index would find them in a row: `iphone 15` in iPhone 15.
    pub(super) fn find_row(&self, row: &[RowToken], is: impl Fn(&str, &str) -> bool, places: &mut Vec<Spot>) {
        let Some(((first, at), rest)) = row.split_first() else { return };
        for start in 0..self.parts.len() {
            let mut reached = self.end_of(start, first, &is).map(|end| (end, *at));
            for (token, offset) in rest {
                reached = reached.and_then(|(end, before)| {
                    let next = end + 1;
                    let is_next = self.positions.get(next)? - self.positions[end] == offset - before;
                    is_next.then(|| self.end_of(next, token, &is)).flatten().map(|end| (end, *offset))
                });
            }
            places
                .extend(reached.map(|(end, _)| Spot::of_word(self.parts[start].start..self.parts[end].end)));
        }
    }

    /// The last part of what begins at a part and is a token: the part itself, or the word whose first it is, in one.
    fn end_of(&self, part: usize, token: &str, is: impl Fn(&str, &str) -> bool) -> Option<usize> {
        let text = self.folded.slice(clip(self.parts[part].clone()));
        if is(text, token) {
            return Some(part);
        }
        let word = self.words.get(self.words.partition_point(|word| word.parts.end <= part))?;
        let may_be = word.parts.start == part && word.parts.len() > 1 && token.starts_with(text);
        let in_one = may_be.then(|| joined(self.folded, &self.parts[word.parts.clone()])).flatten();
        in_one.filter(|in_one| in_one == token).map(|_| word.parts.end - 1)
    }

    fn find_expansions(&self, planned: &PlannedTerm, expansions: &Expansions, places: &mut Vec<Spot>) {
        let is_expansion = |text: &str| planned.expands_to(text);
        // What was asked for by its beginning is the word itself.
        let other = |chars: &Range<usize>| {
            let told = || (expansions.relation, self.folded.slice(chars.clone()).to_owned());
            (!planned.is_prefix()).then(told)
        };
        // Most words don't even begin as one of them.
        let begins = expansions.begin();
        let may_be = |part: &&Range<usize>| begins.may_meet(self.folded.char(part.start).into());
        for part in self.parts.iter().filter(may_be) {
            if is_expansion(self.folded.slice(clip(part.clone()))) {
                places.push(Spot { chars: part.clone(), other: other(part) });
            }
        }
        for word in self.beginning(begins) {
            let in_one = self.in_one(word).map(|(text, end)| (text, word.chars.start..end));
            let place = self.names(word).into_iter().chain(in_one).find(|(text, _)| is_expansion(text));
            places.extend(place.map(|(_, chars)| Spot { other: other(&chars), chars }));
        }
    }
}

/// Whether a word is a stem or has it.
pub(super) fn is_form(word: &str, stem: &str) -> bool {
    word == stem || has_stem(word, stem)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_word_may_begin_with_is_what_its_names_begin_with() {
        let text =
            "_foo-bar @Type --force-with-lease x_y getQueue C++ .NET v1.2 __new__ _ $lookup ＃标签 -a-b-";
        let folded = Folded::new(text);
        let words = Words::new(&folded);
        let (mut n_names, mut n_others) = (0, 0);
        for word in &words.words {
            let names = [words.in_one(word).map(|(name, _)| name), words.surface(word)];
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
