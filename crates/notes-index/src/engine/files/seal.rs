//! The seal of an index: which files its last commit is made of, and what was in them.
//!
//! tantivy keeps a commit in a file without a checksum, and when it opens an index it looks at none of
//! those that its other files have. So the text that makes a commit is kept here, with the checksum and
//! the stamp of every file that it needs. Whatever else changes one of them is noticed by its stamp,
//! which costs a microsecond a file; whether it did any harm is then told by the checksum.
//!
//! What changes a file and leaves its stamp is noticed when its bytes are read, or by a check of all. But at the ends of
//! files stand tantivy's tables of contents, whose lengths it believes: a page of each is compared at every opening.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::disk;
use crate::source::Stamp;

/// The file's name.
pub(in crate::engine) const FILE_NAME: &str = "seal";

/// The first bytes; the last one is the format's number.
const MAGIC: [u8; 8] = *b"notessl\x02";

/// The largest seal that is written and read, in bytes: that of a hundred thousand segments.
const MAX_BYTES: u64 = 64 << 20;

/// How many bytes at a file's end have a checksum of their own.
const END_BYTES: usize = 4096;

/// See the module.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::engine) struct Seal {
    /// What tantivy takes for the commit: the text of its `meta.json`.
    pub(in crate::engine) meta: Vec<u8>,
    /// When the seal was made, by the file system's clock, in nanoseconds since 1970.
    sealed_ns: i64,
    /// By name.
    pub(in crate::engine) files: Vec<SealedFile>,
}

/// A file that a commit is made of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(in crate::engine) struct SealedFile {
    pub(in crate::engine) name: String,
    pub(super) checksums: Checksums,
    /// As it was when the checksums were right.
    pub(in crate::engine) stamp: Stamp,
}

/// The CRC-32 of a file's bytes, and of the last of them.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Checksums {
    all: u32,
    end: u32,
}

/// The checksums of a file that is being written.
#[derive(Debug, Default)]
pub(super) struct Summing {
    all: crc32fast::Hasher,
    /// The last bytes so far.
    end: Vec<u8>,
}

impl Summing {
    pub(in crate::engine) fn update(&mut self, bytes: &[u8]) {
        self.all.update(bytes);
        let end = end_of(bytes);
        let n_outdated = (self.end.len() + end.len()).saturating_sub(END_BYTES);
        self.end.drain(..n_outdated);
        self.end.extend(end);
    }

    pub(super) fn checksums(&self) -> Checksums {
        Checksums { all: self.all.clone().finalize(), end: crc32fast::hash(&self.end) }
    }
}

fn end_of(bytes: &[u8]) -> &[u8] {
    &bytes[bytes.len().saturating_sub(END_BYTES)..]
}

impl Seal {
    /// A seal that is not written yet.
    pub(in crate::engine) fn new(meta: &[u8], mut files: Vec<SealedFile>) -> Seal {
        files.sort_by(|a, b| a.name.cmp(&b.name));
        Seal { meta: meta.to_vec(), sealed_ns: 0, files }
    }

    /// Reads the seal of the index in a folder.
    ///
    /// # Errors
    /// Of the kind [`io::ErrorKind::InvalidData`] if it is damaged.
    pub(in crate::engine) fn read(dir: &Path) -> io::Result<Seal> {
        let bytes = disk::read(&dir.join(FILE_NAME), MAX_BYTES)?;
        Seal::decode(&bytes).ok_or_else(|| io::Error::new(io::ErrorKind::InvalidData, "its seal is damaged"))
    }

    /// The text that the commit carries.
    pub(in crate::engine) fn payload(&self) -> Option<String> {
        #[derive(Deserialize)]
        struct Meta {
            payload: Option<String>,
        }

        serde_json::from_slice::<Meta>(&self.meta).ok()?.payload
    }

    /// Puts this seal in the place of the one in a folder. From now on it is the commit.
    pub(in crate::engine) fn write(&mut self, dir: &Path) -> io::Result<()> {
        disk::replace(&dir.join(FILE_NAME), MAX_BYTES, |file| {
            self.sealed_ns = Stamp::of(&file.metadata()?).modified_ns;
            Ok(self.encode())
        })
    }

    /// Compares the files in a folder with what is sealed, by their stamps, and where these differ or say
    /// nothing by their checksums. Returns how many bytes had to be read.
    ///
    /// # Errors
    /// Of the kind [`io::ErrorKind::InvalidData`] with a sentence if a file is not what it was.
    pub(in crate::engine) fn check(&mut self, dir: &Path) -> io::Result<u64> {
        let sealed_ns = self.sealed_ns;
        let mut n_bytes = 0;
        for file in &mut self.files {
            let stamp = file.stamp_in(dir)?;
            // A file that is as young as its seal may have changed once more without a trace.
            let is_known = stamp == file.stamp && stamp.is_settled_at(sealed_ns);
            if is_known && !file.tells_removed() {
                file.verify_end(dir)?;
                continue;
            }
            file.verify(dir)?;
            file.stamp = stamp;
            n_bytes += if is_known { 0 } else { stamp.size };
        }
        Ok(n_bytes)
    }

    /// Reads every file, whatever its stamp says: how many bytes were read, and what is wrong, a sentence each.
    pub(super) fn check_all(&self, dir: &Path) -> (u64, Vec<String>) {
        let broken = self.files.iter().filter_map(|file| Some(file.verify(dir).err()?.to_string()));
        (self.files.iter().map(|file| file.stamp.size).sum(), broken.collect())
    }

    /// See [`super::Engine::trust_files`].
    #[cfg(test)]
    pub(in crate::engine) fn trust_files(dir: &Path) {
        let Ok(mut seal) = Seal::read(dir) else { return };
        seal.files.iter_mut().for_each(|file| file.stamp = file.stamp_in(dir).unwrap_or_default());
        seal.sealed_ns = i64::MAX;
        let written = std::fs::write(dir.join(FILE_NAME), seal.encode());
        assert!(written.is_ok());
    }

    fn encode(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(postcard::to_allocvec(self).unwrap_or_default());
        let checksum = crc32fast::hash(&bytes);
        bytes.extend(checksum.to_le_bytes());
        bytes
    }

    fn decode(bytes: &[u8]) -> Option<Seal> {
        let (content, checksum) = bytes.split_last_chunk()?;
        let is_whole = crc32fast::hash(content) == u32::from_le_bytes(*checksum);
        postcard::from_bytes(content.strip_prefix(&MAGIC).filter(|_| is_whole)?).ok()
    }
}

impl SealedFile {
    /// Whether the file says which sections are removed. If rot brings one back, its text has the right checksum, but
    /// stands in no note. So these files, of a bit a section, are read each time.
    fn tells_removed(&self) -> bool {
        self.name.ends_with(".del")
    }

    fn stamp_in(&self, dir: &Path) -> io::Result<Stamp> {
        let path = dir.join(&self.name);
        disk::look(&path);
        match path.symlink_metadata() {
            Ok(metadata) if metadata.is_file() => Ok(Stamp::of(&metadata)),
            Ok(_) => Err(self.broken("is no file any more")),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(self.broken("is missing")),
            Err(error) => Err(error),
        }
    }

    /// Reads all of the file.
    ///
    /// # Errors
    /// Of the kind [`io::ErrorKind::InvalidData`] with a sentence if it is not what it was.
    fn verify(&self, dir: &Path) -> io::Result<()> {
        self.compare(checksums(&dir.join(&self.name)), self.checksums)
    }

    /// Reads the end of the file, which is as long as its stamp says.
    ///
    /// # Errors
    /// Of the kind [`io::ErrorKind::InvalidData`] with a sentence if it is not what it was.
    fn verify_end(&self, dir: &Path) -> io::Result<()> {
        self.compare(end_checksum(&dir.join(&self.name), self.stamp.size), self.checksums.end)
    }

    fn compare<T: PartialEq>(&self, actual: io::Result<T>, expected: T) -> io::Result<()> {
        match actual {
            Ok(actual) if actual == expected => Ok(()),
            Ok(_) => Err(self.broken("was changed")),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Err(self.broken("is missing")),
            Err(error) => Err(error),
        }
    }

    fn broken(&self, how: &str) -> io::Error {
        io::Error::new(io::ErrorKind::InvalidData, format!("its file {} {how}", self.name))
    }
}

fn end_checksum(path: &Path, size: u64) -> io::Result<u32> {
    disk::look(path);
    let mut file = File::open(path)?;
    file.seek(SeekFrom::Start(size.saturating_sub(END_BYTES as u64)))?;
    let mut end = Vec::with_capacity(END_BYTES);
    file.take(END_BYTES as u64).read_to_end(&mut end)?;
    Ok(crc32fast::hash(&end))
}

fn checksums(path: &Path) -> io::Result<Checksums> {
    disk::look(path);
    let mut reader = BufReader::with_capacity(1 << 18, File::open(path)?);
    let mut summing = Summing::default();
    loop {
        let bytes = reader.fill_buf()?;
        let n_bytes = bytes.len();
        if n_bytes == 0 {
            return Ok(summing.checksums());
        }
        summing.update(bytes);
        reader.consume(n_bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A folder with a file in it, long left alone, and its seal.
    fn sealed(dir: &Path) -> Seal {
        std::fs::write(dir.join("a.idx"), "连接池").unwrap();
        let stamp = Stamp::of(&dir.join("a.idx").metadata().unwrap());
        let mut summing = Summing::default();
        summing.update("连接池".as_bytes());
        let file = SealedFile { name: "a.idx".to_owned(), checksums: summing.checksums(), stamp };
        Seal { sealed_ns: i64::MAX, ..Seal::new(b"{}", vec![file]) }
    }

    #[track_caller]
    fn broken(seal: &mut Seal, dir: &Path) -> String {
        seal.check(dir).unwrap_err().to_string()
    }

    #[test]
    fn a_seal_and_back() {
        let dir = tempfile::tempdir().unwrap();
        let mut seal = sealed(dir.path());
        seal.write(dir.path()).unwrap();
        assert_eq!(Seal::read(dir.path()).unwrap(), seal);
        let bytes = seal.encode();
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert_eq!((Seal::decode(&damaged), Seal::decode(&bytes[..at])), (None, None), "byte {at}");
        }
    }

    #[test]
    fn equal_and_settled_stamps_are_trusted() {
        let dir = tempfile::tempdir().unwrap();
        let mut seal = sealed(dir.path());
        assert_eq!(seal.check(dir.path()).unwrap(), 0);
        seal.files[0].checksums.all ^= 1;
        assert_eq!(seal.check(dir.path()).unwrap(), 0, "nothing but the end is read");
        seal.sealed_ns = seal.files[0].stamp.modified_ns;
        assert_eq!(broken(&mut seal, dir.path()), "its file a.idx was changed", "too young to be trusted");
    }

    #[test]
    fn every_part_of_a_stamp_counts() {
        let dir = tempfile::tempdir().unwrap();
        let sound = sealed(dir.path());
        let stamp = sound.files[0].stamp;
        for stamp in [
            Stamp { size: 1, ..stamp },
            Stamp { modified_ns: 1, ..stamp },
            Stamp { changed_ns: 1, ..stamp },
            Stamp { inode: 1, ..stamp },
        ] {
            let mut seal = sound.clone();
            seal.files[0].stamp = stamp;
            assert_eq!(seal.check(dir.path()).unwrap(), 9, "the checksum decides");
            assert_eq!(seal.files, sound.files, "and the stamp is put right");
            seal.files[0].stamp = stamp;
            seal.files[0].checksums.all = 0;
            assert_eq!(broken(&mut seal, dir.path()), "its file a.idx was changed");
        }
    }

    #[test]
    fn a_file_that_is_gone_or_no_file_is_noticed() {
        let dir = tempfile::tempdir().unwrap();
        let mut seal = sealed(dir.path());
        std::fs::remove_file(dir.path().join("a.idx")).unwrap();
        assert_eq!(broken(&mut seal, dir.path()), "its file a.idx is missing");
        std::fs::create_dir(dir.path().join("a.idx")).unwrap();
        assert_eq!(broken(&mut seal, dir.path()), "its file a.idx is no file any more");
    }

    #[test]
    fn the_end_of_a_file_is_told_from_any_other() {
        let dir = tempfile::tempdir().unwrap();
        let bytes: Vec<u8> = (0..3 * END_BYTES).map(|number| (number % 251) as u8).collect();
        for piece in [1, 100, END_BYTES, 2 * END_BYTES + 1, bytes.len()] {
            let mut summing = Summing::default();
            bytes.chunks(piece).for_each(|piece| summing.update(piece));
            let mut seal = sealed(dir.path());
            seal.files[0].checksums = summing.checksums();
            let mut check = |bytes: &[u8]| {
                std::fs::write(dir.path().join("a.idx"), bytes).unwrap();
                seal.files[0].stamp = seal.files[0].stamp_in(dir.path()).unwrap();
                (seal.check(dir.path()).is_ok(), seal.files[0].verify(dir.path()).is_ok())
            };
            assert_eq!(check(&bytes), (true, true));
            for (at, is_before_the_end) in
                [(bytes.len() - 1, false), (bytes.len() - END_BYTES, false), (END_BYTES, true)]
            {
                let mut rotten = bytes.clone();
                rotten[at] ^= 1;
                assert_eq!(check(&rotten), (is_before_the_end, false), "byte {at}");
            }
        }
    }
}
