//! Makes the dictionary asset from jieba's word list.
//!
//! ```text
//! cargo run -p notes-index --example make_dictionary -- DICT.TXT crates/notes-index/assets/jieba.fst
//! ```
//!
//! DICT.TXT is `src/data/dict.txt` of the jieba-rs release that `Cargo.lock` names. The asset maps each
//! word to its frequency, and the empty word to the sum of all frequencies.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;

use fst::MapBuilder;

fn main() -> Result<(), Box<dyn Error>> {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let [source, target] = paths.as_slice() else {
        return Err("usage: make_dictionary DICT.TXT OUT.fst".into());
    };
    let list = fs::read_to_string(source)?;
    let mut frequencies = read_frequencies(&list)?;
    frequencies.insert("", frequencies.values().sum());

    let mut builder = MapBuilder::memory();
    builder.extend_iter(frequencies)?;
    fs::write(target, builder.into_inner()?)?;
    Ok(())
}

/// Reads lines of `word frequency tag`; the last line of a word counts, as it does for jieba.
fn read_frequencies(list: &str) -> Result<BTreeMap<&str, u64>, Box<dyn Error>> {
    let mut frequencies = BTreeMap::new();
    for line in list.lines() {
        let mut columns = line.split_whitespace();
        let Some(word) = columns.next() else { continue };
        let frequency = columns.next().ok_or_else(|| format!("{word} has no frequency"))?;
        frequencies.insert(word, frequency.parse()?);
    }
    Ok(frequencies)
}
