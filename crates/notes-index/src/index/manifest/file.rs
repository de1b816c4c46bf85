//! The manifest's file: written as a whole or not at all, and only read if it is as it was written.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use super::Manifest;
use crate::error::{Error, ErrorKind, Result};

/// The largest file that is read, in bytes: about ten million notes.
const MAX_BYTES: u64 = 2 << 30;

impl Manifest {
    /// Writes the manifest to a file that only its owner may read. After a crash the file is the old
    /// one or the new one. Only one writer at a time may call this.
    pub(crate) fn write(&self, path: &Path) -> Result<()> {
        let temporary = path.with_extension("tmp");
        write_synced(&temporary, &self.encode())
            .map_err(|error| Error::io(&temporary, "write the file", error))?;
        fs::rename(&temporary, path).map_err(|error| Error::io(path, "write the file", error))
    }

    /// Reads what [`Manifest::write`] wrote.
    ///
    /// # Errors
    /// [`Error::is_missing`] if there is no such file, [`Error::is_unusable`] if it is damaged or of
    /// another format.
    pub(crate) fn read(path: &Path) -> Result<Manifest> {
        let bytes = read_limited(path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => Error::new(ErrorKind::Missing { path: path.to_owned() }),
            _ => Error::io(path, "read the file", error),
        })?;
        Manifest::decode(&bytes).map_err(|why| Error::unusable(path, why))
    }
}

/// A leftover of a writer that was killed is replaced.
fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// All of a file; nothing, which is no manifest either, if it is larger than any manifest.
fn read_limited(path: &Path) -> io::Result<Vec<u8>> {
    if File::open(path)?.metadata()?.len() > MAX_BYTES {
        return Ok(Vec::new());
    }
    fs::read(path)
}
