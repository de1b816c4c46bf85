//! Highlights for a person: a mark that opens or closes inside of one, and doesn't do both there, is not lit.

use std::ops::Range;

/// Marks that open and close alike.
const PAIRED: [&str; 3] = ["**", "~~", "`"];

/// Highlights of a line without the marks that have their other one outside. They ascend.
pub(super) fn left_out(line: &str, highlights: &[Range<usize>]) -> Vec<Range<usize>> {
    highlights.iter().flat_map(|highlight| pieces(line, highlight)).collect()
}

fn pieces(line: &str, highlight: &Range<usize>) -> Vec<Range<usize>> {
    let (mut pieces, mut at) = (Vec::new(), highlight.start);
    for mark in lone_marks(&line[highlight.clone()]) {
        pieces.push(at..highlight.start + mark.start);
        at = highlight.start + mark.end;
    }
    pieces.push(at..highlight.end);
    pieces.retain(|piece| !piece.is_empty());
    // Where nothing else is lit, the marks were asked for.
    if pieces.is_empty() { vec![highlight.clone()] } else { pieces }
}

/// Where marks stand in a lit text whose other one does not, ascending.
fn lone_marks(lit: &str) -> Vec<Range<usize>> {
    let all = |mark: &'static str| lit.match_indices(mark).map(move |(at, _)| at..at + mark.len());
    let paired = PAIRED.into_iter().filter(|mark| lit.matches(mark).count() % 2 == 1).flat_map(all);
    let link = lit.find("](").filter(|&at| !lit[..at].contains('[')).map(|at| at..at + 1);
    let mut marks: Vec<Range<usize>> = paired.chain(link).collect();
    marks.sort_by_key(|mark| mark.start);
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is lit of a line, of which `«»` stand around the highlights.
    #[track_caller]
    fn check(line: &str, expected: &[&str]) {
        let (mut text, mut highlights) = (String::new(), Vec::new());
        for piece in line.split_inclusive(['«', '»']) {
            text += piece.trim_end_matches(['«', '»']);
            match piece.chars().next_back() {
                Some('«') => highlights.push(text.len()..text.len()),
                Some('»') => highlights.iter_mut().last().unwrap().end = text.len(),
                _ => {}
            }
        }
        let lit: Vec<&str> = left_out(&text, &highlights).into_iter().map(|range| &text[range]).collect();
        assert_eq!(lit, expected);
    }

    #[test]
    fn a_mark_without_its_other_one_is_not_lit() {
        check("«是**准实时»**的，«近»", &["是", "准实时", "近"]);
        check("«是**准**实时»**的**", &["是**准**实时"]);
        check("用`«连接`池»，**«连接**~~池»~~", &["连接", "池", "连接", "池"]);
        check("见 [«连接](u)池»", &["连接", "(u)池"]);
        check("«[连接](u)池»，«`»", &["[连接](u)池", "`"]);
    }
}
