//! Blocks → sections: what a person would call the place that a line stands in.
//!
//! A stack of frames holds what is open: headings, scopes in which headings start anew, and labels
//! (bold list items that name what follows them). A list item, a label or a container becomes a
//! section only when something that is worth one follows.

use std::ops::Range;

use super::blocks::{Block, BlockKind, Content, Line, Scope, reading};
use super::contents;
use super::frames::{Candidate, Frame, FrameKind};
use super::logseq;
use super::slug::Slugs;
use crate::note::Section;

/// How deep scopes nest; deeper ones count as part of the one around them.
const MAX_SCOPES: usize = 16;

/// How much of a name is kept, in characters: a breadcrumb is for people.
const MAX_NAME_CHARS: usize = 200;

/// How long the names that sections are under may be together, in bytes: so many for each of the note's text, and these
/// besides. Thousands of small sections under long headings would come to far more than the note.
const NAMES_PER_BYTE: usize = 8;
const NAMES_BESIDES: usize = 64 << 10;

/// A note's sections.
#[derive(Debug)]
pub(super) struct Outline {
    /// The sections, in order, still without spans; a section's range ends where it begins.
    pub(super) sections: Vec<Section>,
    /// The spans of each section's own name.
    pub(super) names: Vec<Range<usize>>,
    /// The level-1 heading that opens the note and so is its title.
    pub(super) title: Option<String>,
}

/// Divides a note's content. `is_titled` says that the front matter gives the title.
pub(super) fn divide(source: &str, content: &Content, is_titled: bool) -> Outline {
    let mut builder = Builder::new(source, content, is_titled);
    for block in &content.blocks {
        builder.step(block);
    }
    builder.outline
}

/// Goes through the blocks; what it does with list items is in a module of its own.
pub(super) struct Builder<'a> {
    pub(super) source: &'a str,
    pub(super) content: &'a Content,
    is_titled: bool,
    pub(super) outline: Outline,
    pub(super) slugs: Slugs,
    pub(super) frames: Vec<Frame>,
    /// The frames of the open scopes; none for those that mean nothing.
    pub(super) scopes: Vec<Option<usize>>,
    /// After a section was closed: how many of the frames hold the text that goes on.
    pub(super) returning: Option<usize>,
    /// The bold item that is open or was closed last.
    pub(super) bold_item: Option<Candidate>,
    /// The last item of the list that was closed last.
    pub(super) candidate: Option<Candidate>,
    /// How many bytes are left for the names that sections are under: see [`NAMES_PER_BYTE`].
    room: usize,
}

impl<'a> Builder<'a> {
    fn new(source: &'a str, content: &'a Content, is_titled: bool) -> Builder<'a> {
        let root = Section {
            name: String::new(),
            heading: String::new(),
            level: 0,
            breadcrumb: Vec::new(),
            anchor: String::new(),
            range: 0..0,
            spans: Vec::new(),
        };
        Builder {
            source,
            content,
            is_titled,
            outline: Outline { sections: vec![root], names: vec![Range::default()], title: None },
            slugs: Slugs::default(),
            frames: Vec::new(),
            scopes: Vec::new(),
            returning: None,
            bold_item: None,
            candidate: None,
            room: NAMES_PER_BYTE * source.len() + NAMES_BESIDES,
        }
    }

    fn step(&mut self, block: &Block) {
        self.resolve_candidate(block);
        match &block.kind {
            BlockKind::Open(scope) => self.open(*scope, block.line),
            BlockKind::Close => self.close(),
            BlockKind::ListEnd { n_items } => self.end_list(*n_items),
            BlockKind::Heading { level, id, spans } => self.heading(*level, id, spans, block.line),
            BlockKind::Title { spans } => {
                self.title(spans, block.line, |scope| matches!(scope, FrameKind::Container));
            }
            BlockKind::Summary { spans } => {
                self.title(spans, block.line, |scope| matches!(scope, FrameKind::Details));
            }
            BlockKind::Text(line) => self.text(line, block.line),
            BlockKind::Code => self.content(block.line),
            BlockKind::Rule => self.rule(),
            BlockKind::OpenTag(_) | BlockKind::CloseTag(_) => {}
        }
    }

    fn open(&mut self, scope: Scope, line: usize) {
        let kind = match scope {
            _ if self.scopes.len() >= MAX_SCOPES => None,
            Scope::Transparent => None,
            Scope::Item { ordinal } => Some(FrameKind::Item { ordinal, is_fresh: true }),
            Scope::Container => Some(FrameKind::Container),
            Scope::Details => Some(FrameKind::Details),
        };
        self.touch_item();
        self.scopes.push(kind.is_some().then_some(self.frames.len()));
        if let Some(kind) = kind {
            self.push_frame(kind, line, 0..0);
        }
    }

    fn close(&mut self) {
        let Some(at) = self.scopes.pop().flatten() else { return };
        let has_sections = self.frames[at].n_sections < self.outline.sections.len();
        if let FrameKind::Item { .. } = self.frames[at].kind {
            let is_section = self.frames[at].is_section;
            let line = self.frames[at].line;
            self.bold_item = self.bold_item.take().filter(|item| item.line == line && !is_section);
        }
        self.frames.truncate(at);
        if has_sections {
            self.returning = Some(at);
        } else {
            self.returning = self.returning.map(|depth| depth.min(at));
        }
    }

    fn heading(&mut self, level: u8, id: &Range<usize>, spans: &Range<usize>, line: usize) {
        self.touch_item();
        while self.frames.last().is_some_and(|frame| frame.is_closed_by_heading(level)) {
            self.frames.pop();
        }
        let text = self.reading(spans);
        let anchor = match &self.source[id.clone()] {
            "" => self.slugs.of(&text),
            id => self.slugs.unique(beginning(id).to_owned()),
        };
        let is_first = self.frames.is_empty() && self.outline.sections.len() == 1;
        let opens_note = is_first && contents::are_signs(self.source, &self.content.spans[..spans.start]);
        let is_title = level == 1 && opens_note && !self.is_titled && !text.is_empty();
        if is_title {
            self.outline.title = Some(text);
        }
        self.push_frame(FrameKind::Heading { level, anchor, is_title }, line, spans.clone());
        self.name_frames(self.frames.len());
    }

    /// Text: its first line may name the list item that it opens.
    fn text(&mut self, line: &Line, start: usize) {
        if self.is_item_fresh() {
            self.name_label_of_list();
            let is_named = self.name_item(line);
            self.touch_item();
            if is_named && line.has_more {
                self.name_frames(self.frames.len());
            }
            return self.place(start);
        }
        let items = |frame: &Frame| matches!(frame.kind, FrameKind::Item { .. } | FrameKind::Label(_));
        let last = self.frames.iter().rposition(|frame| frame.is_pending() && items(frame));
        self.name_frames(last.map_or(0, |last| last + 1));
        self.place(start);
    }

    /// Code: worth a section for all that is open.
    fn content(&mut self, start: usize) {
        self.touch_item();
        self.name_frames(self.frames.len());
        self.place(start);
    }

    /// The title of the scope that was opened last, if it is one that may have it; a `<summary>` elsewhere is text.
    fn title(&mut self, spans: &Range<usize>, line: usize, may_have_it: impl Fn(&FrameKind) -> bool) {
        self.touch_item();
        let scope = self.scopes.last().copied().flatten().filter(|&scope| scope + 1 == self.frames.len());
        let frame = scope.map(|scope| &mut self.frames[scope]);
        let is_fit = |frame: &&mut Frame| frame.spans.is_empty() && may_have_it(&frame.kind);
        if let Some(frame) = frame.filter(is_fit) {
            frame.spans = spans.clone();
        }
        self.place(line);
    }
}

/// Sections.
impl Builder<'_> {
    pub(super) fn push_frame(&mut self, kind: FrameKind, line: usize, spans: Range<usize>) {
        let n_sections = self.outline.sections.len();
        self.frames.push(Frame { kind, line, spans, is_section: false, name: String::new(), n_sections });
    }

    /// Makes sections of the first `depth` frames that have a name and none yet.
    fn name_frames(&mut self, depth: usize) {
        for at in 0..depth {
            if self.frames[at].is_pending() {
                self.frames[at].is_section = true;
                self.frames[at].name = self.name(&self.frames[at]);
                self.push_section(self.frames[at].line, at + 1, self.frames[at].spans.clone());
            }
        }
    }

    /// A list is what the numbered label before it holds: `1. **甲**` and then `- 乙`.
    fn name_label_of_list(&mut self) {
        let is_numbered =
            |frame: &Frame| matches!(&frame.kind, FrameKind::Label(label) if label.ordinal.is_some());
        let label = self.frames.iter().rposition(|frame| frame.is_pending() && is_numbered(frame));
        if let Some(label) = label {
            self.name_frames(label + 1);
            self.begin_anew(label + 1);
        }
    }

    /// The section that was made last is of the text around these frames, not of theirs.
    fn begin_anew(&mut self, depth: usize) {
        let n_sections = self.outline.sections.len();
        self.frames[depth..].iter_mut().for_each(|frame| frame.n_sections = n_sections);
    }

    /// Text stands here: if a section was closed before it, it goes on in a section of its own.
    fn place(&mut self, line: usize) {
        if let Some(depth) = self.returning {
            let start = self.frames.get(depth).map_or(line, |frame| frame.line);
            self.push_section(start, depth, 0..0);
            self.begin_anew(depth);
        }
    }

    /// A section inside the first `depth` frames; `name` is empty if it only goes on.
    fn push_section(&mut self, start: usize, depth: usize, name: Range<usize>) {
        self.returning = None;
        let section = self.section(start, depth, !name.is_empty());
        // A name that was first met as text that goes on takes that section's place.
        let sections = &mut self.outline.sections;
        if sections.len() > 1 && sections.last().is_some_and(|last| last.range.start >= start) {
            sections.pop();
            self.outline.names.pop();
        }
        sections.push(section);
        self.outline.names.push(name);
    }

    /// A section that begins inside the first `depth` frames, the innermost of which is its own if it is named.
    fn section(&mut self, start: usize, depth: usize, is_named: bool) -> Section {
        let own = if is_named { depth - 1 } else { depth };
        let n_bytes = self.frames[..own].iter().map(|frame| frame.name.len() + frame.anchor().len()).sum();
        let room = self.room.checked_sub(n_bytes);
        self.room = room.unwrap_or(self.room);
        // Where there is no room for all that it is under, a section says its own name alone.
        let frames = &self.frames[if room.is_some() { 0 } else { own }..depth];
        let mut headings = frames.iter().rev().filter_map(|frame| match &frame.kind {
            FrameKind::Heading { level, anchor, .. } => Some((frame.name.clone(), *level, anchor.clone())),
            _ => None,
        });
        let (heading, level, anchor) = headings.next().unwrap_or_default();
        let is_entry = |frame: &&Frame| {
            frame.is_section && !matches!(frame.kind, FrameKind::Heading { is_title: true, .. })
        };
        Section {
            name: frames.last().filter(|_| is_named).map_or(String::new(), |own| own.name.clone()),
            heading,
            level,
            breadcrumb: frames.iter().filter(is_entry).map(|frame| frame.name.clone()).collect(),
            anchor,
            range: start..start,
            spans: Vec::new(),
        }
    }

    /// A frame's name as a reader sees it.
    fn name(&self, frame: &Frame) -> String {
        let text = self.reading(&frame.spans);
        match frame.kind {
            FrameKind::Heading { .. } => text,
            _ => {
                let name = logseq::without_key(&text).trim_matches(['*', '`', ' ']);
                name.trim_end_matches([':', '：']).trim().to_owned()
            }
        }
    }

    fn reading(&self, spans: &Range<usize>) -> String {
        beginning(reading(self.source, &self.content.spans[spans.clone()]).trim()).to_owned()
    }
}

/// As much of a name as is kept.
pub(super) fn beginning(name: &str) -> &str {
    name.char_indices().nth(MAX_NAME_CHARS).map_or(name, |(cut, _)| &name[..cut])
}
