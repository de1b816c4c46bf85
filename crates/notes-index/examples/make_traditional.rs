//! Makes the table of traditional characters from OpenCC's.
//!
//! ```text
//! cargo run -p notes-index --example make_traditional -- TSCharacters.txt crates/notes-index/assets/traditional.txt
//! ```
//!
//! TSCharacters.txt is `data/dictionary/TSCharacters.txt` of an OpenCC release. The asset has one line for
//! each character that changes: itself and its simplified form, in the order of the code points.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;

/// Characters that OpenCC leaves as they are because their form depends on the word, each before the one
/// that it is folded to: for finding, 瞭解 and 了解 must be one, and 瞭望 stays findable.
const VARIANTS: &str = "瞭了藉借祇只衹只彷仿甯宁甦苏囘回妳你牠它";

fn main() -> Result<(), Box<dyn Error>> {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let [source, target] = paths.as_slice() else {
        return Err("usage: make_traditional TSCharacters.txt OUT.txt".into());
    };
    let table = fs::read_to_string(source)?;
    let mut pairs: BTreeMap<char, char> = table.lines().filter_map(read_pair).collect();
    let variants: Vec<char> = VARIANTS.chars().collect();
    pairs.extend(variants.chunks_exact(2).map(|pair| (pair[0], pair[1])));
    pairs.retain(|from, to| from != to);

    let lines = pairs.iter().map(|(from, to)| format!("{from}{}\n", end_of_chain(&pairs, *to)));
    fs::write(target, lines.collect::<String>())?;
    Ok(())
}

/// Reads a character and the first of its simplified forms; comments and empty lines have none.
fn read_pair(line: &str) -> Option<(char, char)> {
    let (from, forms) = line.split_once('\t')?;
    Some((from.parse().ok()?, forms.split(' ').next()?.parse().ok()?))
}

/// 薴 gives 苧, which gives 苎: all three must be one.
fn end_of_chain(pairs: &BTreeMap<char, char>, to: char) -> char {
    std::iter::successors(Some(to), |to| pairs.get(to).copied()).take(8).last().unwrap_or(to)
}
