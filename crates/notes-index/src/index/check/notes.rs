//! Compares what is stored of notes, one after another, with the list of notes and with their files.

use super::super::manifest::{Entry, Manifest};
use super::{Check, CheckReport};
use crate::analysis::{BLOCK_BORDER, Reading};
use crate::engine::{SectionRecord, Snapshot};
use crate::error::Result;
use crate::note::NotePath;
use crate::source::Reader;

/// In how many notes something is searched for.
const MAX_SEARCHES: usize = 20;
/// How many characters of a text are enough to search for.
const MAX_QUERY_CHARS: usize = 12;

/// The notes of an index, as far as they were looked at.
pub(super) struct NotesCheck<'a> {
    manifest: &'a Manifest,
    /// Reads their files, if they have any.
    reader: Option<Reader<'a>>,
    /// How many sections there are of each, as the list has them.
    n_sections: Vec<u32>,
    samples: Vec<Sample>,
}

/// Something to search for, and where it stands.
pub(super) struct Sample {
    pub(super) path: String,
    pub(super) text: String,
}

impl<'a> NotesCheck<'a> {
    pub(super) fn new(manifest: &'a Manifest, reader: Option<Reader<'a>>) -> NotesCheck<'a> {
        NotesCheck { manifest, reader, n_sections: vec![0; manifest.iter().len()], samples: Vec::new() }
    }

    /// Looks at what is stored of a note.
    pub(super) fn take(&mut self, sections: &[SectionRecord], report: &mut CheckReport) {
        report.sections += sections.len();
        let Some(path) = sections.first().map(|section| &*section.path) else { return };
        let Some(nth) = self.manifest.position(path) else {
            return report.fault(Check::Notes, format!("it holds {path}, which is in no list of notes"));
        };
        self.n_sections[nth] += sections.len() as u32;
        let step = self.n_sections.len().div_ceil(MAX_SEARCHES).max(1);
        if nth % step == 0
            && let Some(text) = sections.iter().find_map(searchable)
        {
            self.samples.push(Sample { path: path.to_owned(), text });
        }
        if let Some(entry) = self.manifest.get(path) {
            self.compare(path, entry, sections, report);
        }
    }

    /// Reports what is missing, once all that is stored was looked at; returns what to search for.
    pub(super) fn finish(mut self, report: &mut CheckReport) -> Vec<Sample> {
        report.notes = self.n_sections.len();
        let manifest = self.manifest;
        for (nth, (path, entry)) in manifest.iter().enumerate() {
            let (n_sections, expected) = (self.n_sections[nth], entry.n_sections);
            if n_sections != expected {
                let message = format!("of {path} it holds {n_sections} sections instead of {expected}");
                report.fault(Check::Notes, message);
            }
            if n_sections == 0 {
                self.compare(path, entry, &[], report);
            }
        }
        self.samples
    }

    /// Compares what is stored of a note with its file, if that is the one that was indexed.
    fn compare(&mut self, path: &str, entry: &Entry, sections: &[SectionRecord], report: &mut CheckReport) {
        let Some(reader) = &mut self.reader else { return };
        let read = NotePath::new(path).ok().and_then(|path| reader.read(&path).ok());
        let Some(read) = read.filter(|read| read.checksum == entry.checksum) else {
            report.behind += 1;
            return;
        };
        let stands = |section: &SectionRecord| {
            read.text.get(section.start as usize..).is_some_and(|rest| rest.starts_with(&*section.source))
        };
        if !sections.iter().all(stands) {
            report.fault(Check::Notes, format!("what it holds of {path} does not stand there"));
        }
    }
}

/// Hands over what is stored, a note at a time: its sections stand side by side.
pub(super) fn each_note(snapshot: &Snapshot, mut each: impl FnMut(&[SectionRecord])) -> Result<()> {
    let mut docs = Vec::new();
    snapshot.guarded(|snapshot| {
        snapshot.all(|doc| docs.push(doc));
        Ok(())
    })?;
    let mut note: Vec<SectionRecord> = Vec::new();
    for doc in docs {
        let section = snapshot.guarded(|snapshot| snapshot.record(doc))?;
        if note.first().is_some_and(|first| first.path != section.path) {
            each(&note);
            note.clear();
        }
        note.push(section);
    }
    each(&note);
    Ok(())
}

/// The first text of a section that is worth asking for, as a reader reads it: some Han characters in a row, else a
/// whole word.
fn searchable(record: &SectionRecord) -> Option<String> {
    let mut spans = record.spans.unpack(&record.source);
    spans.retain(|span| span.kind.is_read());
    let text = Reading::new(&record.source, &spans).text;
    let mut han = text.split(|c| !matches!(c, '\u{4e00}'..='\u{9fff}'));
    let words = text.split(|c: char| c.is_ascii_whitespace() || c == BLOCK_BORDER);
    let words = words.filter(|word| word.bytes().all(|byte| byte.is_ascii_lowercase()));
    let mut words = words.filter(|word| (2..20).contains(&word.len()));
    let run = han.find(|run| run.chars().count() > 1).or_else(|| words.next())?;
    // A piece of a run of Han characters is found as the run is; a piece of a word is another word.
    Some(run.chars().take(if run.is_ascii() { usize::MAX } else { MAX_QUERY_CHARS }).collect())
}
