//! Names that sound the same: 傅立叶 for a notebook's 傅里叶. Input methods offer the wrong character, and names from abroad are
//! written as they sound.

use std::ops::Range;

use super::names::{Stand, best_of_names, han_words};
use super::pinyin::{N_CHARS, TABLE, place};
use crate::analysis::{folded_text, is_han};
use crate::engine::Snapshot;
use crate::error::Result;

/// How many characters such a name has: fewer sound like anything.
const CHARS: Range<usize> = 3..17;

/// What titles, headings, tags and file names have that sounds as each of some words does. Reads the names of all notes and
/// sections, once.
pub(super) fn names_sounding(sounds: &[Sound], snapshot: &Snapshot) -> Result<Vec<Vec<String>>> {
    best_of_names(sounds, |each| snapshot.each_name_and_heading(each), Sound::parts)
}

/// A word of Han as it is read.
pub(super) struct Sound {
    chars: Vec<char>,
    /// For each character of the table the places in the word, as bits, where it would be read as the one that is there.
    places: Vec<u16>,
}

impl Sound {
    /// That of a word that may be a name.
    pub(super) fn of(typed: &str) -> Option<Sound> {
        let chars: Vec<char> = folded_text(typed).chars().collect();
        if !CHARS.contains(&chars.len()) || !chars.iter().all(|&c| is_han(c) && place(c).is_some()) {
            return None;
        }
        let mut places = vec![0_u16; N_CHARS];
        for (_, same) in TABLE.lines().filter_map(|line| line.split_once(' ')) {
            let here = chars.iter().enumerate().filter(|(_, c)| same.contains(**c));
            let here = here.fold(0, |all, (idx, _)| all | 1 << idx);
            if here != 0 {
                same.chars().filter_map(place).for_each(|place| places[place] |= here);
            }
        }
        Some(Sound { chars, places })
    }

    /// The words in a row of a folded name that are read as this one, if less than half of the characters are others.
    fn parts(&self, name: &str) -> Vec<Stand> {
        let n_chars = self.chars.len();
        let mut parts = Vec::new();
        // Which beginnings of the word, as bits, are read up to a character.
        let mut read = 0_u16;
        for (at, c) in name.char_indices() {
            read = (read << 1 | 1) & place(c).map_or(0, |place| self.places[place]);
            if read >> (n_chars - 1) & 1 == 1 {
                let end = at + c.len_utf8();
                // All characters of the table are as long.
                parts.push(end - n_chars * c.len_utf8()..end);
            }
        }
        parts.retain(|part| self.is_near(&name[part.clone()]));
        let words = if parts.is_empty() { Vec::new() } else { han_words(name) };
        let begins = |start: usize| words.binary_search_by_key(&start, |word| word.start).is_ok();
        let ends = |end: usize| words.binary_search_by_key(&end, |word| word.end).is_ok();
        parts.retain(|part| begins(part.start) && ends(part.end));
        parts.into_iter().map(|part| Stand { name: name[part].to_owned(), is_cut: false }).collect()
    }

    fn is_near(&self, other: &str) -> bool {
        let n_others = other.chars().zip(&self.chars).filter(|(other, own)| other != *own).count();
        n_others > 0 && n_others * 2 < self.chars.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sound_the_same_but_for_tones() {
        for (typed, name, expected) in [
            ("傅立叶", "傅里叶变换", "傅里叶"),
            ("付里葉", "傅里叶", "傅里叶"),
            ("付立叶", "傅里叶", ""),
            ("付立叶变换", "快速傅里叶变换与傅里叶变换", "傅里叶变换 傅里叶变换"),
            ("傅里叶", "傅里叶", ""),
            ("中国话", "在中国画展", ""),
            ("中国话", "在中国画一张", "中国画"),
            ("里叶", "立叶", ""),
            ("fly叶", "傅里叶", ""),
        ] {
            let parts = Sound::of(typed).map(|sound| sound.parts(name)).unwrap_or_default();
            let texts: Vec<String> = parts.into_iter().map(|part| part.name).collect();
            assert_eq!(texts.join(" "), expected, "{typed} in {name}");
        }
    }
}
