//! Manifest <-> bytes: little endian, fixed-size entries, a checksum at the end.
//!
//! ```text
//! magic, format | commit | numbers of entries, of files left out, of files skipped, of bytes of paths
//! entries | paths | files left out | files skipped | CRC-32 of all before
//! ```

use std::path::PathBuf;

use super::{Entry, LeftOut, Manifest};
use crate::note::NotePath;
use crate::source::{SkipReason, Skipped, Stamp};

/// The first bytes; the last one is the format's number.
const MAGIC: [u8; 8] = *b"notesmf\x01";

/// What one entry takes, the end of its path included.
const ENTRY_LEN: usize = 4 + STAMP_LEN + 1 + 3 * 4 + 8 + 4;

const STAMP_LEN: usize = 4 * 8;

/// Why bytes are no manifest.
type Damage = &'static str;

const CUT_SHORT: Damage = "its list of notes is cut short";
const INCONSISTENT: Damage = "its list of notes contradicts itself";

impl Manifest {
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(64 + self.entries.len() * ENTRY_LEN + self.paths.len());
        out.extend(MAGIC);
        out.extend(self.commit.to_le_bytes());
        put_len(&mut out, self.entries.len());
        put_len(&mut out, self.left_out.len());
        put_len(&mut out, self.skipped.len());
        put_len(&mut out, self.paths.len());
        for (path_end, entry) in self.path_ends.iter().zip(&self.entries) {
            out.extend(path_end.to_le_bytes());
            put_entry(&mut out, entry);
        }
        out.extend(self.paths.as_bytes());
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

    /// Whether all paths lie in the text of paths, on its characters' borders, and ascend.
    fn is_consistent(&self) -> bool {
        let last_end = self.path_ends.last().map_or(0, |&end| end as usize);
        let on_borders = |&end: &u32| self.paths.is_char_boundary(end as usize);
        last_end == self.paths.len()
            && self.path_ends.is_sorted()
            && self.path_ends.iter().all(on_borders)
            && self.iter().map(|(path, _)| path).is_sorted_by(|a, b| a < b)
    }
}

fn put_len(out: &mut Vec<u8>, len: usize) {
    out.extend((len as u32).to_le_bytes());
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    put_len(out, text.len());
    out.extend(text.as_bytes());
}

fn put_stamp(out: &mut Vec<u8>, stamp: &Stamp) {
    out.extend(stamp.size.to_le_bytes());
    out.extend(stamp.modified_ns.to_le_bytes());
    out.extend(stamp.changed_ns.to_le_bytes());
    out.extend(stamp.inode.to_le_bytes());
}

fn put_entry(out: &mut Vec<u8>, entry: &Entry) {
    put_stamp(out, &entry.stamp);
    out.push(u8::from(entry.trusted));
    out.extend(entry.checksum.to_le_bytes());
    out.extend(entry.n_sections.to_le_bytes());
    out.extend(entry.n_code_blocks.to_le_bytes());
    out.extend(entry.n_words.to_le_bytes());
    out.extend(entry.n_name_words.to_le_bytes());
}

fn put_left_out(out: &mut Vec<u8>, left_out: &LeftOut) {
    put_text(out, left_out.path.as_str());
    put_stamp(out, &left_out.stamp);
    out.push(u8::from(left_out.trusted));
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
            out.extend(bytes.to_le_bytes());
            out.extend(limit.to_le_bytes());
        }
        SkipReason::Binary => out.push(1),
        SkipReason::Link => out.push(2),
        SkipReason::NotAFile => out.push(3),
        SkipReason::Name => out.push(4),
        SkipReason::Unreadable(why) => {
            out.push(5);
            put_text(out, why);
        }
    }
}

/// Bytes that are still to be read. What is allocated is never more than what is there.
struct Input<'a>(&'a [u8]);

impl<'a> Input<'a> {
    fn manifest(&mut self) -> Result<Manifest, Damage> {
        let commit = self.u64()?;
        let [n_entries, n_left_out, n_skipped, paths_len] =
            [self.len()?, self.len()?, self.len()?, self.len()?];
        let mut manifest = Manifest { commit, ..Manifest::default() };
        let mut entries = Input(self.bytes(n_entries.checked_mul(ENTRY_LEN).ok_or(CUT_SHORT)?)?);
        manifest.path_ends.reserve_exact(n_entries);
        manifest.entries.reserve_exact(n_entries);
        for _ in 0..n_entries {
            manifest.path_ends.push(entries.u32()?);
            manifest.entries.push(entries.entry()?);
        }
        manifest.paths = self.text_of(paths_len)?.to_owned();
        manifest.left_out = (0..n_left_out).map(|_| self.left_out()).collect::<Result<_, _>>()?;
        manifest.skipped = (0..n_skipped).map(|_| self.skipped()).collect::<Result<_, _>>()?;
        if manifest.is_consistent() { Ok(manifest) } else { Err(INCONSISTENT) }
    }

    fn entry(&mut self) -> Result<Entry, Damage> {
        Ok(Entry {
            stamp: self.stamp()?,
            trusted: self.u8()? != 0,
            checksum: self.u32()?,
            n_sections: self.u32()?,
            n_code_blocks: self.u32()?,
            n_words: self.u64()?,
            n_name_words: self.u32()?,
        })
    }

    fn stamp(&mut self) -> Result<Stamp, Damage> {
        Ok(Stamp { size: self.u64()?, modified_ns: self.i64()?, changed_ns: self.i64()?, inode: self.u64()? })
    }

    fn left_out(&mut self) -> Result<LeftOut, Damage> {
        let path = NotePath::new(self.text()?).map_err(|_| INCONSISTENT)?;
        Ok(LeftOut { path, stamp: self.stamp()?, trusted: self.u8()? != 0, reason: self.reason()? })
    }

    fn skipped(&mut self) -> Result<Skipped, Damage> {
        Ok(Skipped { path: PathBuf::from(self.text()?), reason: self.reason()? })
    }

    fn reason(&mut self) -> Result<SkipReason, Damage> {
        match self.u8()? {
            0 => Ok(SkipReason::TooLarge { bytes: self.u64()?, limit: self.u64()? }),
            1 => Ok(SkipReason::Binary),
            2 => Ok(SkipReason::Link),
            3 => Ok(SkipReason::NotAFile),
            4 => Ok(SkipReason::Name),
            5 => Ok(SkipReason::Unreadable(self.text()?.to_owned())),
            _ => Err(INCONSISTENT),
        }
    }

    fn text(&mut self) -> Result<&'a str, Damage> {
        let len = self.len()?;
        self.text_of(len)
    }

    fn text_of(&mut self, len: usize) -> Result<&'a str, Damage> {
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

    fn len(&mut self) -> Result<usize, Damage> {
        Ok(self.u32()? as usize)
    }

    fn u8(&mut self) -> Result<u8, Damage> {
        self.array().map(u8::from_le_bytes)
    }

    fn u32(&mut self) -> Result<u32, Damage> {
        self.array().map(u32::from_le_bytes)
    }

    fn u64(&mut self) -> Result<u64, Damage> {
        self.array().map(u64::from_le_bytes)
    }

    fn i64(&mut self) -> Result<i64, Damage> {
        self.array().map(i64::from_le_bytes)
    }
}
