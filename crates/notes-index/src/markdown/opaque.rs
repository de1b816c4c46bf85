//! Stretches of lines that hold no structure: fences, comments, scripts and formulas.

use super::html::find_ignore_case;
use super::lines::Fence;

/// What a formula is opened by, and what closes it.
pub(super) const FORMULAS: [(&str, &str); 2] = [("$$", "$$"), ("\\[", "\\]")];
/// The same of elements whose text is no Markdown.
const ELEMENTS: [(&str, &str); 4] =
    [("pre", "</pre>"), ("script", "</script>"), ("style", "</style>"), ("textarea", "</textarea>")];

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
        let close = closing_mark(content.strip_prefix('<')?)?;
        find_ignore_case(content, close).is_none().then_some(Close::Mark(close))
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

/// What closes the comment or element whose tag this is, without its `<`, if all up to there is no Markdown.
fn closing_mark(tag: &str) -> Option<&'static str> {
    if tag.starts_with("!--") {
        return Some("-->");
    }
    let name = &tag[..tag.find([' ', '\t', '>']).unwrap_or(tag.len())];
    ELEMENTS.into_iter().find(|(element, _)| element.eq_ignore_ascii_case(name)).map(|(_, close)| close)
}
