//! Greek letters and signs of formulas by their names, as LaTeX has them: what was written as `\lambda` is looked for as λ, and the
//! other way; so is a letter that is part of a name, β2 for `\beta_2`.

use std::ops::Range;

use crate::analysis::folded_text;

/// How many pieces a name may have that holds a letter.
const MAX_PIECES: usize = 4;

/// A letter, its name, and what LaTeX calls its other shape.
const LETTERS: [[&str; 3]; 25] = [
    ["α", "alpha", ""],
    ["β", "beta", ""],
    ["γ", "gamma", ""],
    ["δ", "delta", ""],
    ["ε", "epsilon", "varepsilon"],
    ["ζ", "zeta", ""],
    ["η", "eta", ""],
    ["θ", "theta", "vartheta"],
    ["ι", "iota", ""],
    ["κ", "kappa", ""],
    ["λ", "lambda", ""],
    ["μ", "mu", ""],
    ["ν", "nu", ""],
    ["ξ", "xi", ""],
    ["ο", "omicron", ""],
    ["π", "pi", "varpi"],
    ["ρ", "rho", "varrho"],
    ["σ", "sigma", "varsigma"],
    ["τ", "tau", ""],
    ["υ", "upsilon", ""],
    ["φ", "phi", "varphi"],
    ["χ", "chi", ""],
    ["ψ", "psi", ""],
    ["ω", "omega", ""],
    [BAR, "hbar", ""],
];

/// What is no letter of Greek words, and so may stand beside one.
const BAR: &str = "ħ";

/// A sign and its name, if that is no word of English.
const SIGNS: [[&str; 2]; 7] =
    [["∇", "nabla"], ["∞", "infty"], ["∮", "oint"], ["⊙", "odot"], ["≤", "leq"], ["≥", "geq"], ["≠", "neq"]];

/// A sign whose name is a word as well, which is not looked for as that sign.
const NAMED_AS_WORD: [&str; 2] = ["∂", "partial"];

/// What a word may be written as that is a letter, its name, or made of one and digits or other letters; nothing for any other word.
/// The pieces of such a name stand apart, as in `\beta_2`, or in one.
pub(super) fn other_names(word: &str) -> Vec<String> {
    let folded = folded_text(word);
    if let Some(other) = other_of_sign(&folded) {
        return vec![other.to_owned()];
    }
    let Some(pieces) = pieces(&folded) else { return Vec::new() };
    let texts: Vec<&str> = pieces.into_iter().map(|piece| &folded[piece]).collect();
    let is_letter = |text: &str| !text.is_ascii();
    let has_letters = texts.iter().any(|text| is_letter(text));
    // A letter and a name side by side were not meant for each other: λ演算 has no name, nor has μ_pi.
    let others = |text: &str| if has_letters && !is_letter(text) { Vec::new() } else { others(text) };
    let alternatives: Vec<Vec<&str>> = texts.iter().map(|text| others(text)).collect();
    let most = alternatives.iter().map(Vec::len).max().unwrap_or_default();
    let mut names = Vec::new();
    for nth in 0..most {
        let pieces: Vec<&str> = texts
            .iter()
            .zip(&alternatives)
            .map(|(text, others)| *others.get(nth).or(others.first()).unwrap_or(text))
            .collect();
        names.push(pieces.join(" "));
        if pieces.len() > 1 {
            names.push(pieces.concat());
        }
    }
    names
}

/// The name of a sign, or the sign that has a name.
fn other_of_sign(text: &str) -> Option<&'static str> {
    let pairs = SIGNS.into_iter().flat_map(|[sign, name]| [[sign, name], [name, sign]]);
    pairs.chain([NAMED_AS_WORD]).find(|[one, _]| *one == text).map(|[_, other]| other)
}

/// The other two of a letter, its name and its other name.
fn others(text: &str) -> Vec<&'static str> {
    let Some(row) = LETTERS.iter().find(|row| row.contains(&text)) else { return Vec::new() };
    row.iter().copied().filter(|other| !other.is_empty() && *other != text).collect()
}

/// The Greek letters of a word, its runs of other letters and its numbers; nothing if it holds anything else, or is a word of Greek.
fn pieces(folded: &str) -> Option<Vec<Range<usize>>> {
    #[derive(PartialEq)]
    enum Kind {
        Greek,
        Letters,
        Digits,
        Between,
    }
    let mut pieces: Vec<(Range<usize>, Kind)> = Vec::new();
    let mut is_behind_greek = false;
    for (at, c) in folded.char_indices() {
        let end = at + c.len_utf8();
        let is_point = || {
            let is_digit = |c: char| c.is_ascii_digit();
            folded[..at].ends_with(is_digit) && folded[end..].starts_with(is_digit)
        };
        let kind = match c {
            '.' if is_point() => Kind::Digits,
            '_' | '-' => Kind::Between,
            _ if c.is_ascii_digit() => Kind::Digits,
            _ if c.is_ascii_alphabetic() => Kind::Letters,
            _ if !others(&folded[at..end]).is_empty() => Kind::Greek,
            _ => return None,
        };
        let is_greek = kind == Kind::Greek;
        let is_in_word = is_greek && &folded[at..end] != BAR;
        if is_in_word && is_behind_greek {
            return None;
        }
        is_behind_greek = is_in_word;
        match pieces.last_mut() {
            Some((open, last)) if *last == kind && !is_greek => open.end = end,
            _ => pieces.push((at..end, kind)),
        }
    }
    pieces.retain(|(_, kind)| *kind != Kind::Between);
    let fits = (1..=MAX_PIECES).contains(&pieces.len());
    fits.then(|| pieces.into_iter().map(|(piece, _)| piece).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_and_its_name_stand_for_each_other() {
        for (word, others) in [
            ("λ", "lambda"),
            ("Lambda", "λ"),
            ("Σ", "sigma, varsigma"),
            ("µ", "mu"),
            ("ε", "epsilon, varepsilon"),
            ("epsilon", "ε, varepsilon"),
            ("varphi", "φ, phi"),
            ("ℏ", "hbar"),
            ("hbar", "ħ"),
            ("∇", "nabla"),
            ("Nabla", "∇"),
            ("≠", "neq"),
            ("∂", "partial"),
            ("partial", ""),
            ("nabla2", ""),
            ("l", ""),
            ("连", ""),
            ("", ""),
        ] {
            assert_eq!(other_names(word).join(", "), others, "{word}");
        }
        assert!(LETTERS.iter().all(|[letter, ..]| folded_text(letter) == *letter));
        assert!(SIGNS.iter().all(|[sign, _]| folded_text(sign) == *sign));
    }

    #[test]
    fn a_letter_may_be_part_of_a_name() {
        for (word, others) in [
            ("β2", "beta 2, beta2"),
            ("β_2", "beta 2, beta2"),
            ("χ²", "chi 2, chi2"),
            ("Δt", "delta t, deltat"),
            ("beta2", "β 2, β2"),
            ("theta_0", "θ 0, θ0, vartheta 0, vartheta0"),
            ("TNF-α", "tnf alpha, tnfalpha"),
            ("1.22λ", "1.22 lambda, 1.22lambda"),
            ("2.7µm", "2.7 mu m, 2.7mum"),
            ("ħω", "hbar omega, hbaromega"),
            ("λ.1", ""),
            ("λόγος", ""),
            ("αβ", ""),
            ("iphone15", ""),
            ("pool_size", ""),
            ("λ演算", ""),
            ("a_1_b_2_beta", ""),
        ] {
            assert_eq!(other_names(word).join(", "), others, "{word}");
        }
    }
}
