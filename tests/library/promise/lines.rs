//! A regular expression finds whatever stands in a line, be it a piece of a word.

use std::fmt::Write;
use std::ops::Range;

use notes_index::Searcher;

use super::{made_up, texts};
use crate::fixture::{everything, sample, search, searcher};
use crate::random::Random;

/// How many notes are made up, how many pieces of each one's lines are searched, and how many of the sample notebook.
const N_NOTES: usize = 60;
const N_PIECES_EACH: usize = 20;
const N_PIECES: usize = 300;

/// Some characters of a line.
fn piece(random: &mut Random, text: &str) -> Range<usize> {
    let starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    loop {
        let first = random.within(0..starts.len());
        let end = starts.get(first + random.within(1..13)).copied().unwrap_or(text.len());
        let place = starts[first]..end;
        if !text[place.clone()].contains(['\n', '\r']) {
            return place;
        }
    }
}

/// A pattern that matches a text, and perhaps others: some characters are left open, and letters may have another case.
fn pattern(random: &mut Random, text: &str) -> String {
    let mut pattern = String::from("re:");
    for c in text.chars() {
        let other = if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() };
        match random.within(0..16) {
            0 => pattern.push_str(".{1,2}?"),
            1 if c.is_ascii_alphabetic() => pattern.push(other),
            2 => write!(pattern, r"(?:\x{{{:x}}}|xyz)", c as u32).expect("a string takes all"),
            3 => write!(pattern, r"(\x{{{:x}}})+(?:abc)?", c as u32).expect("a string takes all"),
            _ => write!(pattern, r"\x{{{:x}}}", c as u32).expect("a string takes all"),
        }
    }
    pattern
}

#[track_caller]
fn check(searcher: &Searcher, path: &str, text: &str, pattern: &str, place: &Range<usize>) {
    let hits = search(searcher, pattern, &everything()).hits;
    let mut here = hits.iter().filter(|hit| hit.path.as_str() == path).map(|hit| &hit.range);
    let is_there = here.any(|range| range.start <= place.start && place.end <= range.end);
    assert!(is_there, "{pattern} doesn't find {:?} of {path}:\n{text}", &text[place.clone()]);
}

#[test]
fn every_piece_of_a_line_of_the_sample_notebook_is_found() {
    let texts: Vec<(String, String)> = texts(sample()).into_iter().collect();
    let mut random = Random::new(0x6c69_6e65);
    for _ in 0..N_PIECES {
        let (path, text) = random.of(&texts);
        let place = piece(&mut random, text);
        check(sample(), path, text, &pattern(&mut random, &text[place.clone()]), &place);
    }
}

/// What changes the letters beside it, hides between them, or goes on for longer than is indexed.
fn odd_line(random: &mut Random) -> String {
    let long = "poolSizeHttp2".repeat(9);
    let pieces = [
        "cafe\u{301}teria",
        "na\u{ef}vete",
        "po\u{ad}ol",
        "po\u{2063}olsize",
        "ｐｏｏｌ池pool",
        "3\u{20e3}abc",
        "\u{212a}elvin",
        "ﬁnal",
        "abcdef\u{308}",
        "連接pool接池",
        "か\u{3099}pool",
        "12½km²",
        "a&copy;b&nbsp;cde",
        "&#x6c60;子abc",
        "pool**Size**d",
        &long,
        "x\u{1e}yzab",
        "ß池\u{fe00}子",
        "<b title=\"abcd\">e</b>",
        "©®",
        "poolé",
        "été",
    ];
    (0..random.within(1..8)).map(|_| *random.of(&pieces)).collect()
}

#[test]
fn every_piece_of_a_line_of_a_made_up_note_is_found() {
    let mut random = Random::new(0x7265);
    for _ in 0..N_NOTES {
        let text =
            format!("{}{}\n\n{}\n", made_up(&mut random), odd_line(&mut random), odd_line(&mut random));
        let searcher = searcher(&format!("//- 甲.md\n{text}"));
        for _ in 0..N_PIECES_EACH {
            let place = piece(&mut random, &text);
            check(&searcher, "甲.md", &text, &pattern(&mut random, &text[place.clone()]), &place);
        }
    }
}
