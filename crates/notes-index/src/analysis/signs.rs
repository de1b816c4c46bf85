//! Signs of ASCII that stand side by side, as `->` and `!=` do in code.
//!
//! Punctuation takes no position and makes no word. But what is asked for as it stands may be nothing else, and then these
//! pairs are what the index tells of it.

use super::fold::Folded;

/// Calls back with each pair of ASCII punctuation that stands in a text without anything between, once.
pub(crate) fn sign_pairs(folded: &Folded, mut each: impl FnMut(&str)) {
    // For each first sign, the second ones that were met behind it, as bits.
    let mut seen = [0u128; 128];
    for (at, pair) in folded.text.as_bytes().windows(2).enumerate() {
        let &[first, second] = pair else { continue };
        if first.is_ascii_punctuation() && second.is_ascii_punctuation() {
            let (known, bit) = (&mut seen[usize::from(first)], 1 << second);
            if *known & bit == 0 {
                *known |= bit;
                each(&folded.text[at..at + 2]);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_pair_is_told_once() {
        let mut pairs = Vec::new();
        sign_pairs(&Folded::new("p->x，q－＞y != a - > b，。=== __x"), |pair| {
            pairs.push(pair.to_owned())
        });
        assert_eq!(pairs, ["->", "!=", "==", "__"]);
    }
}
