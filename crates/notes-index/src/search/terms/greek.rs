//! Greek letters by their names, as LaTeX has them: what was written as `\lambda` is looked for as λ, and the other way.

use crate::analysis::folded_text;

const LETTERS: [(&str, &str); 24] = [
    ("α", "alpha"),
    ("β", "beta"),
    ("γ", "gamma"),
    ("δ", "delta"),
    ("ε", "epsilon"),
    ("ζ", "zeta"),
    ("η", "eta"),
    ("θ", "theta"),
    ("ι", "iota"),
    ("κ", "kappa"),
    ("λ", "lambda"),
    ("μ", "mu"),
    ("ν", "nu"),
    ("ξ", "xi"),
    ("ο", "omicron"),
    ("π", "pi"),
    ("ρ", "rho"),
    ("σ", "sigma"),
    ("τ", "tau"),
    ("υ", "upsilon"),
    ("φ", "phi"),
    ("χ", "chi"),
    ("ψ", "psi"),
    ("ω", "omega"),
];

/// The name of a letter, or the letter of a name; nothing for any other word.
pub(super) fn other_name(word: &str) -> Option<&'static str> {
    let folded = folded_text(word);
    LETTERS.iter().find_map(|&(letter, name)| match folded.as_str() {
        text if text == letter => Some(name),
        text if text == name => Some(letter),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_and_its_name_stand_for_each_other() {
        let names = ["λ", "Lambda", "Σ", "µ", "l", "连"].map(other_name);
        assert_eq!(names, [Some("lambda"), Some("λ"), Some("sigma"), Some("mu"), None, None]);
        assert!(LETTERS.iter().all(|&(letter, _)| folded_text(letter) == letter));
    }
}
