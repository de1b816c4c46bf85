//! The words of a segment side by side: what holds a text inside can't be looked up in a dictionary. To read all of a large
//! dictionary takes longer than many a search, so a large segment keeps its words once more, packed, in a file of their own.

use std::ops::Range;
use std::path::PathBuf;
use std::{io, mem};

use memchr::memchr_iter;
use memchr::memmem::{self, Finder};
use tantivy::directory::error::OpenReadError;
use tantivy::index::SegmentId;
use tantivy::termdict::{TermDictionary, TermStreamer};
use tantivy::{Directory, Index};
use zstd::zstd_safe;

use super::TextField;
use crate::analysis::{END, MAX_RUN_CHARS};
use crate::engine::files::copied;

/// Han characters: tokens that begin with one are pairs of characters or words of them, and hold no letter.
const HAN: Range<char> = '\u{3400}'..'\u{a000}';

/// The text fields whose words a segment keeps, in the order in which they stand in its file.
pub(in crate::engine) const KEPT: [TextField; 2] = [TextField::Text, TextField::Name];

/// The level at which zstd packs them.
const LEVEL: i32 = 9;

/// Tokens of a segment's text field that begin with no Han character, in order.
#[derive(Debug, Default, PartialEq)]
pub(in crate::engine) struct Vocabulary {
    /// Each with a line break behind it, which no token holds.
    text: String,
    /// In how many sections each stands, removed ones included: numbers as postcard writes them, which are read only if
    /// something is found.
    counts: Vec<u8>,
}

impl Vocabulary {
    /// Reads a dictionary.
    pub(in crate::engine) fn of(terms: &TermDictionary) -> io::Result<Vocabulary> {
        let mut vocabulary = Vocabulary::default();
        // Tokens that say where a word ends begin with `END`, and stand before all words.
        let before_han = terms.range().ge([END as u8 + 1]).lt(HAN.start.to_string());
        vocabulary.add(before_han.into_stream()?)?;
        vocabulary.add(terms.range().ge(HAN.end.to_string()).into_stream()?)?;
        Ok(vocabulary)
    }

    fn add(&mut self, mut stream: TermStreamer<'_>) -> io::Result<()> {
        while stream.advance() {
            self.text.push_str(str::from_utf8(stream.key()).map_err(damaged)?);
            self.text.push('\n');
            self.counts.extend(postcard::to_allocvec(&stream.value().doc_freq).map_err(damaged)?);
        }
        Ok(())
    }

    /// Tokens that hold a text and more, in order, with in how many sections each stands.
    pub(in crate::engine) fn holding<'a>(&'a self, inside: &'a str) -> impl Iterator<Item = (&'a str, u32)> {
        let finder = Finder::new(inside);
        let (mut from, mut counts) = (0, self.counts.as_slice());
        std::iter::from_fn(move || {
            loop {
                let rest = self.text.as_bytes().get(from..).filter(|_| !inside.is_empty())?;
                let at = finder.find(rest)?;
                for _ in memchr_iter(b'\n', &rest[..at]) {
                    (_, counts) = postcard::take_from_bytes::<u32>(counts).ok()?;
                }
                let token = self.token_at(from + at);
                let (count, behind) = postcard::take_from_bytes(counts).ok()?;
                (from, counts) = (token.end + 1, behind);
                if token.len() > inside.len() {
                    return Some((&self.text[token], count));
                }
            }
        })
    }

    /// Tokens that may stand where a text has letters and digits of ASCII without anything between, but for
    /// [clipped ones](Self::clipped): those that hold all of them, or all but the last where they have other letters, for a
    /// mark may have changed it (`é`). One may come twice.
    pub(in crate::engine) fn around_letters<'a, 'l>(
        &'a self,
        letters: &'l str,
    ) -> impl Iterator<Item = &'a str> + use<'a, 'l> {
        let sure = &letters[..letters.len().saturating_sub(1)];
        let holds = move |token: &&str| !token.is_ascii() || token.contains(letters);
        let found = memmem::find_iter(self.text.as_bytes(), sure).map(|at| &self.text[self.token_at(at)]);
        found.filter(holds)
    }

    /// Tokens that may be the beginning of a longer word.
    pub(in crate::engine) fn clipped(&self) -> impl Iterator<Item = &str> {
        let ends = memchr_iter(b'\n', self.text.as_bytes());
        let tokens = ends.scan(0, |start, end| Some(mem::replace(start, end + 1)..end));
        let long = tokens.filter(|token| token.len() >= MAX_RUN_CHARS);
        long.map(|token| &self.text[token]).filter(|token| token.chars().count() >= MAX_RUN_CHARS)
    }

    /// Where the token stands that has a byte.
    fn token_at(&self, at: usize) -> Range<usize> {
        let start = self.text[..at].rfind('\n').map_or(0, |end| end + 1);
        start..self.text[at..].find('\n').map_or(self.text.len(), |len| at + len)
    }

    /// As it stands in a file: the text and the counts, a frame each.
    fn pack(&self, out: &mut Vec<u8>) -> io::Result<()> {
        for part in [self.text.as_bytes(), &self.counts] {
            out.extend(zstd::bulk::compress(part, LEVEL)?);
        }
        Ok(())
    }

    fn unpack(text: &[u8], counts: &[u8]) -> io::Result<Vocabulary> {
        let text = String::from_utf8(unpack(text)?).map_err(damaged)?;
        Ok(Vocabulary { text, counts: unpack(counts)? })
    }
}

fn unpack(frame: &[u8]) -> io::Result<Vec<u8>> {
    let n_bytes = zstd_safe::get_frame_content_size(frame).ok().flatten();
    let n_bytes = n_bytes.ok_or_else(|| damaged("a frame doesn't say how long it is"))?;
    zstd::bulk::decompress(frame, usize::try_from(n_bytes).map_err(damaged)?)
}

/// Takes the first frame off what stands in a file.
fn take_frame<'a>(bytes: &mut &'a [u8]) -> io::Result<&'a [u8]> {
    let n_bytes = zstd_safe::find_frame_compressed_size(bytes);
    let n_bytes = n_bytes.map_err(|code| damaged(zstd_safe::get_error_name(code)))?;
    let frame = bytes.split_off(..n_bytes);
    frame.ok_or_else(|| damaged("a frame is cut short"))
}

/// Where a segment keeps its words. Named like tantivy's own files, so that it is sealed and removed with them.
pub(in crate::engine) fn file_of(segment: SegmentId) -> PathBuf {
    format!("{}.vocabulary", segment.uuid_string()).into()
}

/// What stands in the file of a segment with these words, those of [`KEPT`].
pub(in crate::engine) fn encode(words: &[Vocabulary]) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    words.iter().try_for_each(|vocabulary| vocabulary.pack(&mut bytes))?;
    Ok(bytes)
}

/// The words that a segment has kept of a field, if it has.
pub(in crate::engine) fn kept(
    index: &Index,
    segment: SegmentId,
    field: TextField,
) -> io::Result<Option<Vocabulary>> {
    let (directory, path) = (index.directory(), file_of(segment));
    let Some(nth) = KEPT.iter().position(|kept| *kept == field) else { return Ok(None) };
    if !directory.exists(&path).map_err(unread)? {
        return Ok(None);
    }
    let bytes = directory.open_read(&path).map_err(unread)?.read_bytes()?;
    nth_of(nth, &bytes).map(Some)
}

/// One of several vocabularies that stand in a file.
fn nth_of(nth: usize, mut bytes: &[u8]) -> io::Result<Vocabulary> {
    for _ in 0..2 * nth {
        take_frame(&mut bytes)?;
    }
    Vocabulary::unpack(take_frame(&mut bytes)?, take_frame(&mut bytes)?)
}

fn unread(error: OpenReadError) -> io::Error {
    match error {
        OpenReadError::IoError { io_error, .. } => copied(&io_error),
        error => damaged(error),
    }
}

fn damaged(error: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use tantivy::directory::FileSlice;
    use tantivy::postings::TermInfo;
    use tantivy::termdict::TermDictionaryBuilder;

    use super::*;

    fn vocabulary(tokens: &[(&str, u32)]) -> Vocabulary {
        let text = tokens.iter().map(|(token, _)| format!("{token}\n")).collect();
        Vocabulary {
            text,
            counts: tokens.iter().flat_map(|(_, count)| postcard::to_allocvec(count).unwrap()).collect(),
        }
    }

    fn dictionary(tokens: impl IntoIterator<Item = Vec<u8>>) -> TermDictionary {
        let mut builder = TermDictionaryBuilder::create(Vec::new()).unwrap();
        for (token, doc_freq) in tokens.into_iter().zip(1..) {
            builder.insert(token, &TermInfo { doc_freq, ..TermInfo::default() }).unwrap();
        }
        TermDictionary::open(FileSlice::from(builder.finish().unwrap())).unwrap()
    }

    #[test]
    fn each_token_that_holds_a_text_comes_once() {
        let vocabulary = vocabulary(&[("conn", 9), ("dbconnconn", 1), ("reconn", 2), ("reconnect", 3)]);
        let holding = |inside| vocabulary.holding(inside).collect::<Vec<_>>();
        assert_eq!(holding("conn"), [("dbconnconn", 1), ("reconn", 2), ("reconnect", 3)]);
        assert_eq!(holding("econn"), [("reconn", 2), ("reconnect", 3)]);
        assert_eq!((holding("reconnect"), holding("nr"), holding("")), (vec![], vec![], vec![]));
    }

    #[test]
    fn what_may_stand_around_letters() {
        let long = "x".repeat(MAX_RUN_CHARS);
        let tokens = ["café", "cafed", "cafés", "decafe", "naïve", long.as_str()];
        let vocabulary = vocabulary(&tokens.map(|token| (token, 1)));
        let around = |letters| vocabulary.around_letters(letters).collect::<Vec<_>>();
        assert_eq!(around("cafe"), ["café", "cafed", "cafés", "decafe"]);
        assert!(around("xxy").is_empty());
        assert_eq!(vocabulary.clipped().collect::<Vec<_>>(), [long.as_str()]);
    }

    #[test]
    fn a_dictionary_is_read_but_for_han() {
        let all: BTreeSet<&str> = ["\u{1}", "a", "连", "连接", "龍", "ㄱ", "データ", "가나", "𠮷"].into();
        let terms = dictionary(all.iter().map(|token| token.as_bytes().to_vec()));
        let expected =
            all.into_iter().zip(1..).filter(|(token, _)| !["连", "连接", "龍", "\u{1}"].contains(token));
        assert_eq!(END, '\u{1}');
        assert_eq!(Vocabulary::of(&terms).unwrap(), vocabulary(&expected.collect::<Vec<_>>()));
    }

    #[test]
    fn what_is_no_text_is_damage() {
        assert!(Vocabulary::of(&dictionary([b"a\xff".to_vec()])).is_err());
    }

    #[test]
    fn kept_and_read_again() {
        let all =
            [vocabulary(&[("conn", 9), ("연결", 70_000)]), Vocabulary::default(), vocabulary(&[("a", 300)])];
        let bytes = encode(&all).unwrap();
        for (nth, vocabulary) in all.iter().enumerate() {
            assert_eq!(nth_of(nth, &bytes).unwrap(), *vocabulary);
        }
        let (last, n_bytes) = (all.len() - 1, bytes.len());
        assert!((0..n_bytes).all(|n| nth_of(last, &bytes[..n]).is_err()));
        assert!(nth_of(all.len(), &bytes).is_err());
    }
}
