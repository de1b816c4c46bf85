//! Stretches of lines that hold no structure: fences, comments, scripts and formulas.

use super::html::find_ignore_case;
use super::lines::Fence;

/// What a formula is opened by, and what closes it.
pub(super) const FORMULAS: [(&str, &str); 2] = [("$$", "$$"), ("\\[", "\\]")];
/// The same of comments and elements whose text is no Markdown.
const MARKS: [(&str, &str); 4] =
    [("<!--", "-->"), ("<pre", "</pre>"), ("<script", "</script>"), ("<style", "</style>")];

/// What closes a stretch.
#[derive(Clone, Copy, Debug)]
pub(super) enum Close {
    Fence(Fence),
    Mark(&'static str),
    /// A formula: it ends at this mark or at a blank line.
    Formula(&'static str),
}

impl Close {
    /// What closes the stretch that a line opens; nothing if it opens none, or closes it itself.
    pub(super) fn of_opened(content: &str) -> Option<Close> {
        if let Some(fence) = Fence::parse(content) {
            return Some(Close::Fence(fence));
        }
        let formula = |(open, close)| Some((content.strip_prefix(open)?, close));
        if let Some((formula, close)) = FORMULAS.into_iter().find_map(formula) {
            return (!formula.contains(close)).then_some(Close::Formula(close));
        }
        let begins =
            |mark: &str| content.get(..mark.len()).is_some_and(|head| head.eq_ignore_ascii_case(mark));
        let (mark, close) = MARKS.into_iter().find(|(mark, _)| begins(mark))?;
        let is_closed = find_ignore_case(&content[mark.len()..], close).is_some();
        (!is_closed).then_some(Close::Mark(close))
    }

    /// Whether a line of the stretch, without the spaces around it, closes it.
    pub(super) fn is_in(self, line: &str) -> bool {
        match self {
            Close::Fence(fence) => Fence::parse(line).is_some_and(|close| fence.is_closed_by(close)),
            Close::Mark(mark) => find_ignore_case(line, mark).is_some(),
            Close::Formula(mark) => line.contains(mark),
        }
    }
}
