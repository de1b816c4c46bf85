//! One note's file → its text, with care for what can happen to a file meanwhile.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::decode::{Encoding, decode};
use super::skipped::SkipReason;
use super::stamp::Stamp;
use crate::disk;
use crate::note::NotePath;

/// Why a text of so many bytes is no note, if it is too large.
pub(crate) fn too_large(bytes: u64, limit: u64) -> Option<SkipReason> {
    (bytes > limit).then_some(SkipReason::TooLarge { bytes, limit })
}

/// How often a file is read again that changes while it is read.
const N_ATTEMPTS: usize = 4;

/// A note's text as it was read.
#[derive(Debug)]
pub(crate) struct NoteText {
    /// The text. A byte-order mark of UTF-8 is part of it, one of UTF-16 is not.
    pub(crate) text: String,
    /// How it was read.
    pub(crate) encoding: Encoding,
    /// What to remember of the file. Never settled if it changed while it was read.
    pub(crate) stamp: Stamp,
    /// The CRC-32 of the file's bytes: tells whether a file with another stamp has other content.
    pub(crate) checksum: u32,
}

/// Reads a note of at most `limit` bytes.
pub(crate) fn read(root: &Path, path: &NotePath, limit: u64) -> Result<NoteText, SkipReason> {
    Reader::new(root, limit).read(path)
}

/// Reads notes of a notebook or looks for them, one after another.
pub(crate) struct Reader<'a> {
    root: &'a Path,
    /// Of how many bytes a note may be: no more than options allow.
    limit: u64,
    /// A folder, relative to the root, that no link leads to: notes that follow each other mostly share theirs.
    sound: PathBuf,
}

impl Reader<'_> {
    pub(crate) fn new(root: &Path, limit: u64) -> Reader<'_> {
        Reader { root, limit, sound: PathBuf::new() }
    }

    pub(crate) fn read(&mut self, path: &NotePath) -> Result<NoteText, SkipReason> {
        self.check_folders(Path::new(path.as_str()))?;
        let path = self.root.join(path.as_str());
        let mut contents = read_once(&path, self.limit)?;
        for _ in 1..N_ATTEMPTS {
            if contents.is_consistent {
                break;
            }
            contents = read_once(&path, self.limit)?;
        }
        contents.decode()
    }

    /// Whether a note's file is there: no folder, and no link stands in its place or on the way.
    pub(crate) fn has(&mut self, path: &NotePath) -> bool {
        let is_file = |path: PathBuf| fs::symlink_metadata(path).is_ok_and(|found| found.is_file());
        self.check_folders(Path::new(path.as_str())).is_ok() && is_file(self.root.join(path.as_str()))
    }

    /// A walk follows no link, so what stands behind one is no note. Another folder in its place leaves no trace in the
    /// stamps of the files in it, so this is none of the reasons that are remembered.
    fn check_folders(&mut self, path: &Path) -> Result<(), SkipReason> {
        let folder = path.parent().unwrap_or(Path::new(""));
        let unknown = folder.ancestors().take_while(|folder| !self.sound.starts_with(folder));
        // What can't be asked about can't be opened either.
        let is_link = |path: PathBuf| fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_symlink());
        for folder in unknown {
            if is_link(self.root.join(folder)) {
                return Err(SkipReason::Unreadable(format!("{} is a symbolic link", folder.display())));
            }
        }
        self.sound = folder.to_owned();
        Ok(())
    }
}

/// A file's bytes and what it said of itself when they were read.
struct Contents {
    bytes: Vec<u8>,
    stamp: Stamp,
    /// Whether the file said the same before and after.
    is_consistent: bool,
}

impl Contents {
    fn decode(self) -> Result<NoteText, SkipReason> {
        let stamp = if self.is_consistent { self.stamp } else { self.stamp.unsettled() };
        let checksum = crc32fast::hash(&self.bytes);
        let decoded = decode(self.bytes).ok_or(SkipReason::Binary)?;
        Ok(NoteText { text: decoded.text, encoding: decoded.encoding, stamp, checksum })
    }
}

fn read_once(path: &Path, limit: u64) -> Result<Contents, SkipReason> {
    let mut file = open(path)?;
    let before = file.metadata().map_err(unreadable)?;
    check(&before, limit)?;
    let mut bytes = Vec::with_capacity(before.len() as usize + 1);
    // The file may grow while it is read: one byte more than allowed tells it.
    (&mut file).take(limit + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    let n_bytes = bytes.len() as u64;
    if n_bytes > limit {
        return Err(SkipReason::TooLarge { bytes: n_bytes, limit });
    }
    disk::look(path);
    let stamp = Stamp::of(&file.metadata().map_err(unreadable)?);
    let is_consistent = stamp == Stamp::of(&before) && stamp.size == n_bytes;
    Ok(Contents { bytes, stamp, is_consistent })
}

/// Opens a regular file. Opening a pipe could wait for ever and opening a device could do anything, so
/// the metadata are asked first; what takes the file's place after that neither blocks nor is followed.
fn open(path: &Path) -> Result<File, SkipReason> {
    check_kind(&fs::symlink_metadata(path).map_err(unreadable)?)?;
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(
        &mut options,
        libc::O_NONBLOCK | libc::O_NOFOLLOW | libc::O_NOCTTY,
    );
    options.open(path).map_err(unreadable)
}

fn check_kind(metadata: &Metadata) -> Result<(), SkipReason> {
    match metadata.file_type() {
        kind if kind.is_symlink() => Err(SkipReason::Link),
        kind if !kind.is_file() => Err(SkipReason::NotAFile),
        _ => Ok(()),
    }
}

fn check(metadata: &Metadata, limit: u64) -> Result<(), SkipReason> {
    check_kind(metadata)?;
    too_large(metadata.len(), limit).map_or(Ok(()), Err)
}

fn unreadable(error: io::Error) -> SkipReason {
    SkipReason::Unreadable(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What comes of a file with this content.
    fn read_bytes(bytes: &[u8], limit: u64) -> Result<NoteText, SkipReason> {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("笔记.md"), bytes).unwrap();
        read(root.path(), &NotePath::new("笔记.md").unwrap(), limit)
    }

    fn read_named(root: &Path, name: &str) -> Result<NoteText, SkipReason> {
        read(root, &NotePath::new(name).unwrap(), 1 << 20)
    }

    #[test]
    fn text_with_its_encoding() {
        let note = read_bytes("连接池".as_bytes(), 100).unwrap();
        assert_eq!((note.text.as_str(), note.encoding.name()), ("连接池", "utf-8"));
        assert_eq!(note.stamp.size, 9);
        let note = read_bytes(b"\xc1\xac\xbd\xd3\xb3\xd8", 100).unwrap();
        assert_eq!((note.text.as_str(), note.encoding.name()), ("连接池", "gb18030"));
        let note = read_bytes(b"a\xffb", 100).unwrap();
        assert_eq!((note.text.as_str(), note.encoding.name()), ("a\u{fffd}b", "utf-8-lossy"));
    }

    #[test]
    fn the_checksum_tells_contents_apart() {
        let checksum = |bytes: &[u8]| read_bytes(bytes, 100).unwrap().checksum;
        assert_eq!(checksum(b"one"), checksum(b"one"));
        assert_ne!(checksum(b"one"), checksum(b"two"));
    }

    #[test]
    fn the_limit_is_inclusive() {
        assert!(read_bytes(b"12345", 5).is_ok());
        let reason = read_bytes(b"123456", 5).unwrap_err();
        assert_eq!(reason, SkipReason::TooLarge { bytes: 6, limit: 5 });
    }

    #[test]
    fn binary_is_no_note() {
        assert_eq!(read_bytes(b"PK\x03\x04\0\0", 100).unwrap_err(), SkipReason::Binary);
    }

    #[cfg(unix)]
    #[test]
    fn no_folder_on_the_way_may_be_a_link() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("a/b")).unwrap();
        fs::write(root.path().join("a/b/x.md"), "1").unwrap();
        std::os::unix::fs::symlink("a", root.path().join("link")).unwrap();
        std::os::unix::fs::symlink("b", root.path().join("a/link")).unwrap();
        assert!(read_named(root.path(), "a/b/x.md").is_ok());
        assert_eq!(
            read_named(root.path(), "link/b/x.md").unwrap_err().to_string(),
            "link is a symbolic link"
        );
        assert_eq!(
            read_named(root.path(), "a/link/x.md").unwrap_err().to_string(),
            "a/link is a symbolic link"
        );
        let mut reader = Reader::new(root.path(), 100);
        for (path, is_note) in [("a/b/x.md", true), ("link/b/x.md", false), ("a/link/x.md", false)] {
            assert_eq!(reader.read(&NotePath::new(path).unwrap()).is_ok(), is_note, "{path}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn the_root_may_be_reached_by_links() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("root/a")).unwrap();
        fs::write(dir.path().join("root/a/x.md"), "1").unwrap();
        std::os::unix::fs::symlink("root", dir.path().join("link")).unwrap();
        assert!(read_named(&dir.path().join("link"), "a/x.md").is_ok());
    }

    #[test]
    fn folders_and_what_is_not_there() {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir(root.path().join("folder.md")).unwrap();
        assert_eq!(read_named(root.path(), "folder.md").unwrap_err(), SkipReason::NotAFile);
        let missing = read_named(root.path(), "missing.md").unwrap_err();
        assert!(matches!(missing, SkipReason::Unreadable(_)));
    }

    #[cfg(unix)]
    #[test]
    fn links_pipes_and_sockets_are_not_opened() {
        let root = tempfile::tempdir().unwrap();
        let at = |name: &str| root.path().join(name);
        fs::write(at("a.md"), "a").unwrap();
        std::os::unix::fs::symlink(at("a.md"), at("link.md")).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(at("pipe.md")).status().unwrap().success());
        let _socket = std::os::unix::net::UnixListener::bind(at("socket.md")).unwrap();
        assert_eq!(read_named(root.path(), "link.md").unwrap_err(), SkipReason::Link);
        assert_eq!(read_named(root.path(), "pipe.md").unwrap_err(), SkipReason::NotAFile);
        assert_eq!(read_named(root.path(), "socket.md").unwrap_err(), SkipReason::NotAFile);
    }
}
