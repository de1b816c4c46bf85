//! What is open at a place of a note: headings, scopes in which these start anew, and labels.

use std::ops::Range;

/// Something open.
#[derive(Debug)]
pub(super) struct Frame {
    pub(super) kind: FrameKind,
    /// Where its first line begins.
    pub(super) line: usize,
    /// Its name; empty if it has none.
    pub(super) spans: Range<usize>,
    /// Whether it has a section of its own.
    pub(super) is_section: bool,
    /// Its name as a reader sees it, from when it has one.
    pub(super) name: String,
    /// How many sections there were before it.
    pub(super) n_sections: usize,
}

#[derive(Debug)]
pub(super) enum FrameKind {
    Heading { level: u8, anchor: String, is_title: bool },
    Label(Label),
    Item { ordinal: Option<u64>, is_fresh: bool },
    Container,
    Details,
}

/// A bold list item that names what follows it.
#[derive(Debug)]
pub(super) struct Label {
    pub(super) ordinal: Option<u64>,
    /// Headings of this level and above end it.
    pub(super) closes_at: u8,
}

/// A bold list item without content of its own: it may become a label.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub(super) ordinal: Option<u64>,
    pub(super) line: usize,
    pub(super) spans: Range<usize>,
    /// Where its text ends.
    pub(super) end: usize,
    /// Whether its number continues that of an earlier label.
    pub(super) continues: bool,
    /// Whether it is the only item of its list.
    pub(super) is_alone: bool,
}

impl Frame {
    /// Whether it has a name and no section yet.
    pub(super) fn is_pending(&self) -> bool {
        let is_heading = matches!(self.kind, FrameKind::Heading { .. });
        !self.is_section && (is_heading || !self.spans.is_empty())
    }

    pub(super) fn is_closed_by_heading(&self, level: u8) -> bool {
        match &self.kind {
            FrameKind::Heading { level: own, .. } => level <= *own,
            FrameKind::Label(label) => level <= label.closes_at,
            _ => false,
        }
    }

    /// Its anchor, if it is a heading.
    pub(super) fn anchor(&self) -> &str {
        if let FrameKind::Heading { anchor, .. } = &self.kind { anchor } else { "" }
    }

    /// The lowest level of heading that ends the section that this frame is.
    pub(super) fn closes_at(&self) -> u8 {
        match &self.kind {
            FrameKind::Heading { level, .. } => *level,
            FrameKind::Label(label) => label.closes_at,
            _ => 1,
        }
    }
}
