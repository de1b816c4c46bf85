//! The dictionary against jieba-rs and its own word list.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use super::*;
use crate::analysis::is_han;

/// The word list in the sources of the jieba-rs release that this workspace is locked to.
static WORD_LIST: LazyLock<String> = LazyLock::new(|| {
    let version = cargo(&["-vV"]);
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("cargo knows its host");
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let metadata = cargo(
        // Without a platform, cargo would ask for the dependencies of all of them.
        &[
            "metadata",
            "--format-version=1",
            "--locked",
            "--filter-platform",
            host,
            "--manifest-path",
            manifest,
        ],
    );
    let metadata: serde_json::Value = serde_json::from_str(&metadata).expect("cargo prints JSON");
    let packages = metadata["packages"].as_array().expect("the metadata lists packages");
    let jieba = packages.iter().find(|package| package["name"] == "jieba-rs").expect("jieba-rs is used");
    let manifest = Path::new(jieba["manifest_path"].as_str().expect("a package has a manifest"));
    fs::read_to_string(manifest.with_file_name("src/data/dict.txt"))
        .expect("jieba-rs comes with its word list")
});

fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO")).args(arguments).output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("cargo prints UTF-8")
}

static WORDS: LazyLock<BTreeMap<&'static str, u64>> = LazyLock::new(|| {
    let lines = WORD_LIST.lines().map(|line| line.split_whitespace());
    lines.filter_map(|mut columns| Some((columns.next()?, columns.next()?.parse().ok()?))).collect()
});

static PLAIN: LazyLock<Jieba> =
    LazyLock::new(|| Jieba::with_dict(&mut WORD_LIST.as_bytes()).expect("jieba reads its own word list"));

static LOADED: LazyLock<Segmenter> = LazyLock::new(Segmenter::loaded);

/// A generator of numbers that repeats itself in every run (a linear congruence).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit
    }
}

/// Text of whole words, parts of words and single characters, so that many words overlap.
fn han_text(numbers: &mut Numbers, words: &[&str]) -> String {
    let mut text = String::new();
    for _ in 0..1 + numbers.below(12) {
        let word: Vec<char> = words[numbers.below(words.len())].chars().collect();
        let from = if numbers.below(3) == 0 { numbers.below(word.len()) } else { 0 };
        let to = if numbers.below(3) == 0 { from + 1 } else { word.len() };
        text.extend(&word[from..to]);
    }
    text
}

fn ranges(cut: impl FnOnce(&mut dyn FnMut(Range<usize>))) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    cut(&mut |range| ranges.push(range));
    ranges
}

fn assert_cut_as_jieba_does(segmenter: &Segmenter, text: &str) {
    let plain: Vec<_> = PLAIN.cut(text, false).iter().map(|token| token.byte_start..token.byte_end).collect();
    assert_eq!(ranges(|each| segmenter.words(text, each)), plain, "{text}");
    let plain = PLAIN.cut_for_search(text, false);
    let plain: Vec<_> = plain.iter().map(|token| token.byte_start..token.byte_end).collect();
    assert_eq!(ranges(|each| segmenter.search_words(text, each)), plain, "{text}");
}

#[test]
fn asset_is_current() {
    let mut expected = WORDS.clone();
    expected.insert("", WORDS.values().sum());
    let embedded = dictionary().stream().into_str_vec().expect("words are UTF-8");
    let embedded: BTreeMap<&str, u64> = embedded.iter().map(|(word, n)| (word.as_str(), *n)).collect();
    assert!(embedded == expected, "run the example make_dictionary");
}

/// jieba takes these for punctuation wherever they stand; the embedded dictionary is asked about them like any others.
#[test]
fn no_word_holds_what_jieba_cuts_off() {
    let is_cut_off = |c: char| matches!(c, '々' | '〇' | '〆' | '\u{2ebf0}'..='\u{2f7ff}' | '\u{2fa20}'..);
    assert!(WORDS.keys().all(|word| !word.contains(is_cut_off)));
}

#[test]
fn segmenters_cut_as_jieba_does() {
    let words: Vec<&str> = WORDS.keys().copied().filter(|word| !word.is_ascii()).collect();
    let mut numbers = Numbers(7);
    for _ in 0..2_000 {
        let texts: Vec<String> = (0..4).map(|_| han_text(&mut numbers, &words)).collect();
        for text in &texts {
            assert_cut_as_jieba_does(&Segmenter::embedded(), text);
            assert_cut_as_jieba_does(&LOADED, text);
        }
    }
}

/// All text below a folder, a note each.
fn texts_below(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("the folder can be read").map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { texts_below(&path) } else { read(&path) }).collect()
}

fn read(note: &Path) -> Vec<String> {
    let bytes = fs::read(note).expect("the note can be read");
    vec![String::from_utf8_lossy(&bytes).into_owned()]
}

#[test]
fn notes_are_cut_as_jieba_does_with_and_without_its_hidden_markov_model() {
    let notes = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../notes");
    for text in texts_below(&notes).iter().map(|text| crate::analysis::folded_text(text)) {
        assert_cut_as_jieba_does(&LOADED, &text);
        text.split(|c| !is_han(c)).for_each(|han| assert_cut_as_jieba_does(&Segmenter::embedded(), han));
        let with_model = |jieba: &Jieba| -> Vec<_> {
            jieba.cut(&text, true).iter().map(|token| token.byte_start..token.byte_end).collect()
        };
        let Words::Loaded(loaded) = &LOADED.words else { panic!("it is loaded") };
        assert_eq!(with_model(loaded), with_model(&PLAIN));
    }
}

#[test]
fn words_are_what_a_reader_expects() {
    let segmenter = Segmenter::embedded();
    let text = "数据库连接池管理";
    let words: Vec<&str> =
        ranges(|each| segmenter.words(text, each)).into_iter().map(|range| &text[range]).collect();
    assert_eq!(words, ["数据库", "连接池", "管理"]);
    let words: Vec<&str> =
        ranges(|each| segmenter.search_words(text, each)).into_iter().map(|range| &text[range]).collect();
    assert_eq!(words, ["数据", "据库", "数据库", "连接", "连接池", "管理"]);
}

#[test]
fn texts_without_words_are_cut_into_characters() {
    for text in ["", "\u{30000}\u{30001}", "〇々", "二〇二六年", "\u{e000}"] {
        assert_cut_as_jieba_does(&Segmenter::embedded(), text);
    }
}

#[test]
fn version_names_the_asset() {
    assert!(dictionary().as_fst().verify().is_ok());
    assert!(version().starts_with("jieba-") && version().len() == 14);
}
