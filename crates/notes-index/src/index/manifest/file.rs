//! The manifest's file: written as a whole or not at all, and only read if it is as it was written.

use std::io;
use std::path::Path;

use super::Manifest;
use crate::disk;
use crate::error::{Error, ErrorKind, Result};

/// The largest file that is written and read, in bytes: about ten million notes.
const MAX_BYTES: u64 = 2 << 30;

impl Manifest {
    /// Writes the manifest to a file that only its owner may read. After a crash the file is the old
    /// one or the new one. Only one writer at a time may call this.
    ///
    /// # Errors
    /// [`Error::is_io`], also if there are more notes than a file has room for.
    pub(crate) fn write(&self, path: &Path) -> Result<()> {
        disk::replace(path, MAX_BYTES, |_| Ok(self.encode()))
            .map_err(|error| Error::io(path, "write the file", error))
    }

    /// Reads what [`Manifest::write`] wrote.
    ///
    /// # Errors
    /// [`Error::is_missing`] if there is no such file, [`Error::is_unusable`] if it is damaged or of
    /// another format.
    pub(crate) fn read(path: &Path) -> Result<Manifest> {
        let bytes = disk::read(path, MAX_BYTES).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => Error::new(ErrorKind::Missing { path: path.to_owned() }),
            io::ErrorKind::InvalidData => Error::unusable(path, error),
            _ => Error::io(path, "read the file", error),
        })?;
        Manifest::decode(&bytes).map_err(|why| Error::unusable(path, why))
    }
}
