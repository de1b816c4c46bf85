//! Where a row of Chinese text may not end: before a comma, behind an opening bracket.

/// Signs that begin no row.
const CLOSING: &str = "，。、；：！？）］｝」』》〉】〕”’";
/// Signs that end none.
const OPENING: &str = "（［｛「『《〈【〔“‘";

/// Whether a row may end between two graphemes.
pub(super) fn may_break(before: &str, behind: &str) -> bool {
    !behind.starts_with(|c| CLOSING.contains(c)) && !before.starts_with(|c| OPENING.contains(c))
}
