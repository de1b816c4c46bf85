//! A file that is read piece by piece instead of mapped: a merge reads all of an index once, and what is read once
//! needs no place in memory.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::path::Path;

use tantivy::HasLen;
use tantivy::directory::error::OpenReadError;
use tantivy::directory::{FileHandle, OwnedBytes};

/// See the module.
#[derive(Debug)]
pub(super) struct Pieces {
    file: File,
    len: usize,
}

impl Pieces {
    pub(in crate::engine) fn open(path: &Path) -> Result<Pieces, OpenReadError> {
        let open = || {
            let file = File::open(path)?;
            Ok(Pieces { len: file.metadata()?.len() as usize, file })
        };
        open().map_err(|error: io::Error| match error.kind() {
            io::ErrorKind::NotFound => OpenReadError::FileDoesNotExist(path.to_owned()),
            _ => OpenReadError::wrap_io_error(error, path.to_owned()),
        })
    }
}

impl HasLen for Pieces {
    fn len(&self) -> usize {
        self.len
    }
}

impl FileHandle for Pieces {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        let mut bytes = vec![0; range.len()];
        read_at(&self.file, &mut bytes, range.start as u64)?;
        Ok(OwnedBytes::new(bytes))
    }
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

#[cfg(windows)]
fn read_at(file: &File, mut bytes: &mut [u8], mut at: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        match std::os::windows::fs::FileExt::seek_read(file, bytes, at)? {
            0 => return Err(io::ErrorKind::UnexpectedEof.into()),
            n_bytes => {
                bytes = &mut bytes[n_bytes..];
                at += n_bytes as u64;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_piece_is_what_stands_there() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a");
        std::fs::write(&path, "连接池").unwrap();
        let pieces = Pieces::open(&path).unwrap();
        assert_eq!((pieces.len(), pieces.read_bytes(3..6).unwrap().as_slice()), (9, "接".as_bytes()));
        assert!(pieces.read_bytes(3..10).is_err());
        let missing = Pieces::open(&dir.path().join("b"));
        assert!(matches!(missing, Err(OpenReadError::FileDoesNotExist(_))));
    }
}
