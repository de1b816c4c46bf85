//! List items that name what they hold, and labels: bold ones that name what follows them.

use super::blocks::{Block, BlockKind, Line, reading};
use super::contents;
use super::frames::{Candidate, Frame, FrameKind, Label};
use super::logseq;
use super::outline::Builder;
use crate::note::Span;

/// How long the first line of a list item may be to name it, in characters.
const MAX_LABEL_CHARS: usize = 40;
/// How long the unit of a result may be, in characters.
const MAX_UNIT_CHARS: usize = 2;

impl Builder<'_> {
    pub(super) fn is_item_fresh(&self) -> bool {
        matches!(self.frames.last(), Some(Frame { kind: FrameKind::Item { is_fresh: true, .. }, .. }))
    }

    /// The innermost list item has met its first block.
    pub(super) fn touch_item(&mut self) {
        if let Some(Frame { kind: FrameKind::Item { is_fresh, .. }, .. }) = self.frames.last_mut() {
            *is_fresh = false;
        }
    }

    /// Names the list item that `line` opens, if the line is fit for it.
    pub(super) fn name_item(&mut self, line: &Line) -> bool {
        let spans = &self.content.spans[line.spans.clone()];
        if line.is_task || spans.is_empty() || !(line.is_bold || is_label(self.source, spans)) {
            return false;
        }
        let written = self.source.get(spans[0].range.start..line.end).unwrap_or_default();
        let read = reading(self.source, spans);
        if contents::is_sign(written)
            || is_sentence(&read)
            || is_calculation(&read)
            || logseq::is_syntax(read.trim())
        {
            return false;
        }
        let Some(item) = self.frames.last_mut() else { return false };
        item.spans = line.spans.clone();
        if line.is_bold {
            self.meet_bold_item(line);
        }
        true
    }

    /// A bold item ends the label before it, if it is its sibling.
    fn meet_bold_item(&mut self, line: &Line) {
        let Some(Frame { kind: FrameKind::Item { ordinal, .. }, line: start, .. }) = self.frames.last()
        else {
            return;
        };
        let (ordinal, start) = (*ordinal, *start);
        let is_after_sibling = self
            .bold_item
            .as_ref()
            .is_some_and(|item| item.continues && item.ordinal.map(|number| number + 1) == ordinal);
        let sibling = self.sibling_label(ordinal);
        self.bold_item = Some(Candidate {
            ordinal,
            line: start,
            spans: line.spans.clone(),
            end: line.end,
            continues: is_after_sibling || sibling.is_some_and(|(_, continues)| continues),
            is_alone: false,
        });
        if let Some((at, _)) = sibling {
            self.end_label(at);
        }
    }

    /// The label that a bold item stands beside, and whether the item continues its numbering.
    ///
    /// A label of the same kind of list is one if no heading came between; if one came, only the
    /// label whose number the item continues.
    fn sibling_label(&self, ordinal: Option<u64>) -> Option<(usize, bool)> {
        let mut has_heading_between = false;
        for (at, frame) in self.frames.iter().enumerate().rev().skip(1) {
            match &frame.kind {
                FrameKind::Label(label) => {
                    let continues = ordinal.is_some() && ordinal == label.ordinal.map(|number| number + 1);
                    let is_same_kind = ordinal.is_some() == label.ordinal.is_some();
                    if continues || (is_same_kind && !has_heading_between) {
                        return Some((at, continues));
                    }
                }
                FrameKind::Heading { .. } => has_heading_between = true,
                _ => return None,
            }
        }
        None
    }

    /// Takes out the frames from a label up to the item that is open.
    fn end_label(&mut self, at: usize) {
        let item = self.frames.len() - 1;
        let had_section = self.frames.drain(at..item).fold(false, |had, frame| had | frame.is_section);
        if let Some(scope) = self.scopes.last_mut() {
            *scope = Some(at);
        }
        if had_section {
            self.returning = Some(at);
        }
    }

    pub(super) fn end_list(&mut self, n_items: usize) {
        self.candidate = self.bold_item.take().map(|item| Candidate { is_alone: n_items == 1, ..item });
    }

    /// A thematic break ends what a label names.
    pub(super) fn rule(&mut self) {
        while let Some(Frame { kind: FrameKind::Label(_), is_section, .. }) = self.frames.last() {
            let was_section = *is_section;
            self.frames.pop();
            if was_section {
                self.returning = Some(self.frames.len());
            }
        }
    }

    /// Decides by the next block whether the last item of a list names what follows it.
    pub(super) fn resolve_candidate(&mut self, next: &Block) {
        let Some(item) = self.candidate.take() else { return };
        if matches!(next.kind, BlockKind::Close | BlockKind::Rule) {
            return;
        }
        let between = self.source.get(item.end..next.line).unwrap_or_default();
        let is_next_line = between.bytes().filter(|&byte| byte == b'\n').count() == 1;
        if !(item.is_alone || item.continues || is_next_line) {
            return;
        }
        let stands_in = self.frames.last().map_or(1, Frame::closes_at);
        let closes_at = match next.kind {
            BlockKind::Heading { level, .. } if level <= stands_in => return,
            BlockKind::Heading { .. } if item.ordinal.is_none() && !is_next_line => return,
            BlockKind::Heading { .. } => stands_in,
            // A bullet that no heading follows is no level of the outline.
            _ if item.ordinal.is_none() => 6,
            _ => stands_in,
        };
        let label = FrameKind::Label(Label { ordinal: item.ordinal, closes_at });
        self.push_frame(label, item.line, item.spans);
    }
}

/// Whether a line says something, and so names nothing. What asks or calls may be a name.
fn is_sentence(line: &str) -> bool {
    let closing = |c: char| c.is_whitespace() || ":：”’\"'」』)）".contains(c);
    line.trim_end_matches(closing).ends_with(['。', '；', ';'])
}

/// Whether a line ends with what something comes to: `700 ÷ 50 = 14%` names nothing.
fn is_calculation(line: &str) -> bool {
    let result = line.rsplit_once(['=', '＝', '≈']).map(|(_, result)| result.trim());
    result.is_some_and(|result| {
        let rest = result.trim_start_matches(|c: char| c.is_ascii_digit() || ".,-".contains(c));
        rest.len() < result.len() && rest.chars().count() <= MAX_UNIT_CHARS
    })
}

/// Whether a line is short enough for a name and does not break off in the middle of a sentence.
fn is_label(source: &str, spans: &[Span]) -> bool {
    const GO_ON: [&str; 16] = [
        "a", "an", "and", "as", "at", "by", "for", "from", "in", "is", "of", "on", "or", "the", "to", "with",
    ];
    let n_chars: usize = spans.iter().map(|span| source[span.range.clone()].chars().count()).sum();
    let end = spans.last().map_or("", |last| source[last.range.clone()].trim_end());
    let last_word = end.rsplit(' ').next().unwrap_or_default();
    n_chars <= MAX_LABEL_CHARS && !end.ends_with([',', '，', '、']) && !GO_ON.contains(&last_word)
}
