//! Makes the table of readings from Unicode's.
//!
//! ```text
//! cargo run -p notes-index --example make_pinyin -- kTGHZ2013.txt crates/notes-index/assets/pinyin.txt
//! ```
//!
//! kTGHZ2013.txt is that file of a pinyin-data release: the readings of Unihan that 通用规范汉字字典 gives, of the 8,105
//! characters of the mainland's standard. The asset has one line for each syllable, in alphabetical order: the syllable
//! without its tone, and the characters that may be read so, in the order of the code points. ü is `v`, as it is typed, but for
//! `lue` and `nue`.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;

use unicode_normalization::UnicodeNormalization;

fn main() -> Result<(), Box<dyn Error>> {
    let paths: Vec<String> = std::env::args().skip(1).collect();
    let [source, target] = paths.as_slice() else {
        return Err("usage: make_pinyin kTGHZ2013.txt OUT.txt".into());
    };
    let mut by_syllable: BTreeMap<String, BTreeSet<char>> = BTreeMap::new();
    for line in fs::read_to_string(source)?.lines().filter(|line| !line.starts_with('#')) {
        let (c, readings) = read_line(line).ok_or_else(|| format!("not a line of readings: {line}"))?;
        for reading in readings.split(',') {
            let syllable = without_tone(reading);
            // Interjections are hummed: ḿ, ńg, ê̄.
            if syllable.contains(['a', 'e', 'i', 'o', 'u', 'v']) && syllable.is_ascii() {
                by_syllable.entry(syllable).or_default().insert(c);
            }
        }
    }
    let lines = by_syllable.iter().map(|(syllable, chars)| {
        let chars: String = chars.iter().collect();
        format!("{syllable} {chars}\n")
    });
    fs::write(target, lines.collect::<String>())?;
    Ok(())
}

/// `U+957F: cháng,zhǎng  # 长` as 长 and its readings.
fn read_line(line: &str) -> Option<(char, &str)> {
    let (code, rest) = line.strip_prefix("U+")?.split_once(": ")?;
    let readings = rest.split_whitespace().next()?;
    Some((char::from_u32(u32::from_str_radix(code, 16).ok()?)?, readings))
}

/// `lǜ` as `lv`: what is left without the marks of the tones.
fn without_tone(reading: &str) -> String {
    const TONES: [char; 4] = ['\u{300}', '\u{301}', '\u{304}', '\u{30c}'];
    let toneless: String = reading.nfd().filter(|c| !TONES.contains(c)).nfc().collect();
    toneless.replace("üe", "ue").replace('ü', "v")
}
