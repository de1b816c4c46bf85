//! Manifest <-> bytes: small numbers in few bytes, each note by what differs from the one before it, a checksum at
//! the end.
//!
//! ```text
//! magic, format | commit | numbers of entries, of files left out, of files skipped
//! entries with their paths | files left out | files skipped | CRC-32 of all before
//! ```

use std::path::PathBuf;

use super::{Entry, LastRead, LeftOut, Manifest};
use crate::note::NotePath;
use crate::source::{Paths, SkipReason, Skipped, Stamp};

/// The first bytes; the last one is the format's number.
const MAGIC: [u8; 8] = *b"notesmf\x02";

/// The least that an entry takes.
const MIN_ENTRY_LEN: usize = 14;

/// Why bytes are no manifest.
type Damage = &'static str;

const CUT_SHORT: Damage = "its list of notes is cut short";
const INCONSISTENT: Damage = "its list of notes contradicts itself";

impl Manifest {
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(64 + self.entries.len() * 64);
        out.extend(MAGIC);
        out.extend(self.commit.to_le_bytes());
        put_len(&mut out, self.entries.len());
        put_len(&mut out, self.left_out.len());
        put_len(&mut out, self.skipped.len());
        let (mut last_path, mut last) = ("", Stamp::default());
        for (path, entry) in self.iter() {
            put_path(&mut out, last_path, path);
            put_entry(&mut out, &last, entry);
            (last_path, last) = (path, entry.file.stamp);
        }
        self.left_out.iter().for_each(|left_out| put_left_out(&mut out, left_out));
        self.skipped.iter().for_each(|skipped| put_skipped(&mut out, skipped));
        let checksum = crc32fast::hash(&out);
        out.extend(checksum.to_le_bytes());
        out
    }

    pub(super) fn decode(bytes: &[u8]) -> Result<Manifest, Damage> {
        if !bytes.starts_with(&MAGIC) {
            return Err("its list of notes is of another format");
        }
        let (content, checksum) = bytes.split_last_chunk().ok_or(CUT_SHORT)?;
        if crc32fast::hash(content) != u32::from_le_bytes(*checksum) {
            return Err("the checksum of its list of notes is wrong");
        }
        let mut input = Input(content);
        let _magic = input.bytes(MAGIC.len())?;
        let manifest = input.manifest()?;
        if input.0.is_empty() { Ok(manifest) } else { Err(INCONSISTENT) }
    }

    fn is_sorted(&self) -> bool {
        self.paths.iter().is_sorted_by(|a, b| a < b)
    }
}

/// Seven bits a byte, the lowest first; the last byte has its highest bit clear.
fn put_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// What must be added to one number to get another, short in either direction.
fn put_step(out: &mut Vec<u8>, from: i64, to: i64) {
    let step = to.wrapping_sub(from);
    put_number(out, (step << 1 ^ step >> 63) as u64);
}

fn put_len(out: &mut Vec<u8>, len: usize) {
    put_number(out, len as u64);
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    put_len(out, text.len());
    out.extend(text.as_bytes());
}

/// A path: how many of its bytes are those of the path before, and the others.
fn put_path(out: &mut Vec<u8>, last: &str, path: &str) {
    let shared = last.bytes().zip(path.bytes()).take_while(|(a, b)| a == b).count();
    put_len(out, shared);
    put_len(out, path.len() - shared);
    out.extend(&path.as_bytes()[shared..]);
}

/// Files made together have times and numbers that are close.
fn put_stamp(out: &mut Vec<u8>, last: &Stamp, stamp: &Stamp) {
    put_number(out, stamp.size);
    put_step(out, last.modified_ns, stamp.modified_ns);
    put_step(out, stamp.modified_ns, stamp.changed_ns);
    put_step(out, last.inode as i64, stamp.inode as i64);
}

fn put_last_read(out: &mut Vec<u8>, last: &Stamp, file: LastRead) {
    put_stamp(out, last, &file.stamp);
    out.push(u8::from(file.trusted));
}

fn put_entry(out: &mut Vec<u8>, last: &Stamp, entry: &Entry) {
    put_last_read(out, last, entry.file);
    out.extend(entry.checksum.to_le_bytes());
    put_number(out, entry.n_sections.into());
    put_number(out, entry.n_code_blocks.into());
    put_number(out, entry.n_words);
    put_number(out, entry.n_name_words.into());
}

fn put_left_out(out: &mut Vec<u8>, left_out: &LeftOut) {
    put_text(out, left_out.path.as_str());
    put_last_read(out, &Stamp::default(), left_out.file);
    put_reason(out, &left_out.reason);
}

fn put_skipped(out: &mut Vec<u8>, skipped: &Skipped) {
    put_text(out, &skipped.path.to_string_lossy());
    put_reason(out, &skipped.reason);
}

fn put_reason(out: &mut Vec<u8>, reason: &SkipReason) {
    match reason {
        SkipReason::TooLarge { bytes, limit } => {
            out.push(0);
            put_number(out, *bytes);
            put_number(out, *limit);
        }
        SkipReason::Binary => out.push(1),
        SkipReason::Link => out.push(2),
        SkipReason::NotAFile => out.push(3),
        SkipReason::Name => out.push(4),
        SkipReason::Unreadable(why) => {
            out.push(5);
            put_text(out, why);
        }
        SkipReason::Failed(said) => {
            out.push(6);
            put_text(out, said);
        }
    }
}

/// Bytes that are still to be read. What is allocated is never more than what is there.
struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    fn manifest(&mut self) -> Result<Manifest, Damage> {
        let commit = u64::from_le_bytes(self.array()?);
        let [n_entries, n_left_out, n_skipped] = [self.len()?, self.len()?, self.len()?];
        let mut manifest = Manifest { commit, ..Manifest::default() };
        if n_entries > self.0.len() / MIN_ENTRY_LEN {
            return Err(CUT_SHORT);
        }
        manifest.entries.reserve_exact(n_entries);
        let (mut paths, mut ends) = (Vec::new(), Vec::with_capacity(n_entries));
        let (mut last_path, mut last) = (0, Stamp::default());
        for _ in 0..n_entries {
            last_path = self.path(&mut paths, last_path)?;
            let entry = self.entry(&last)?;
            last = entry.file.stamp;
            ends.push(u32::try_from(paths.len()).map_err(|_| INCONSISTENT)?);
            manifest.entries.push(entry);
        }
        manifest.paths = Paths::of_text(paths, ends).ok_or(INCONSISTENT)?;
        manifest.left_out = (0..n_left_out).map(|_| self.left_out()).collect::<Result<_, _>>()?;
        manifest.skipped = (0..n_skipped).map(|_| self.skipped()).collect::<Result<_, _>>()?;
        if manifest.is_sorted() { Ok(manifest) } else { Err(INCONSISTENT) }
    }

    /// Appends a path to those before it, the last of which begins at `last`; returns where it begins.
    fn path(&mut self, paths: &mut Vec<u8>, last: usize) -> Result<usize, Damage> {
        let (shared, rest) = (self.len()?, self.len()?);
        let start = paths.len();
        if shared > start - last || shared.saturating_add(rest) > NotePath::MAX_BYTES {
            return Err(INCONSISTENT);
        }
        paths.extend_from_within(last..last + shared);
        paths.extend(self.bytes(rest)?);
        Ok(start)
    }

    fn entry(&mut self, last: &Stamp) -> Result<Entry, Damage> {
        Ok(Entry {
            file: self.last_read(last)?,
            checksum: u32::from_le_bytes(self.array()?),
            n_sections: self.u32()?,
            n_code_blocks: self.u32()?,
            n_words: self.number()?,
            n_name_words: self.u32()?,
        })
    }

    fn last_read(&mut self, last: &Stamp) -> Result<LastRead, Damage> {
        Ok(LastRead { stamp: self.stamp(last)?, trusted: self.u8()? != 0 })
    }

    fn stamp(&mut self, last: &Stamp) -> Result<Stamp, Damage> {
        let size = self.number()?;
        let modified_ns = self.step(last.modified_ns)?;
        let changed_ns = self.step(modified_ns)?;
        Ok(Stamp { size, modified_ns, changed_ns, inode: self.step(last.inode as i64)? as u64 })
    }

    fn left_out(&mut self) -> Result<LeftOut, Damage> {
        let path = NotePath::new(self.text()?).map_err(|_| INCONSISTENT)?;
        Ok(LeftOut { path, file: self.last_read(&Stamp::default())?, reason: self.reason()? })
    }

    fn skipped(&mut self) -> Result<Skipped, Damage> {
        Ok(Skipped { path: PathBuf::from(self.text()?), reason: self.reason()? })
    }

    fn reason(&mut self) -> Result<SkipReason, Damage> {
        match self.u8()? {
            0 => Ok(SkipReason::TooLarge { bytes: self.number()?, limit: self.number()? }),
            1 => Ok(SkipReason::Binary),
            2 => Ok(SkipReason::Link),
            3 => Ok(SkipReason::NotAFile),
            4 => Ok(SkipReason::Name),
            5 => Ok(SkipReason::Unreadable(self.text()?.to_owned())),
            6 => Ok(SkipReason::Failed(self.text()?.to_owned())),
            _ => Err(INCONSISTENT),
        }
    }

    fn text(&mut self) -> Result<&'a str, Damage> {
        let len = self.len()?;
        str::from_utf8(self.bytes(len)?).map_err(|_| INCONSISTENT)
    }

    fn bytes(&mut self, len: usize) -> Result<&'a [u8], Damage> {
        let (bytes, rest) = self.0.split_at_checked(len).ok_or(CUT_SHORT)?;
        self.0 = rest;
        Ok(bytes)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Damage> {
        let (array, rest) = self.0.split_first_chunk().ok_or(CUT_SHORT)?;
        self.0 = rest;
        Ok(*array)
    }

    fn u8(&mut self) -> Result<u8, Damage> {
        self.array().map(u8::from_le_bytes)
    }

    fn u32(&mut self) -> Result<u32, Damage> {
        u32::try_from(self.number()?).map_err(|_| INCONSISTENT)
    }

    fn len(&mut self) -> Result<usize, Damage> {
        Ok(self.u32()? as usize)
    }

    /// See [`put_number`].
    fn number(&mut self) -> Result<u64, Damage> {
        let mut number = 0;
        for shift in (0..u64::BITS).step_by(7) {
            let byte = self.u8()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(INCONSISTENT)
    }

    /// See [`put_step`].
    fn step(&mut self, from: i64) -> Result<i64, Damage> {
        let step = self.number()?;
        Ok(from.wrapping_add((step >> 1) as i64 ^ -((step & 1) as i64)))
    }
}
