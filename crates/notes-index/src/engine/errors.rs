//! What tantivy and the system say → an error: of what the system refused, or of what is wrong with an index.

use std::io;
use std::path::Path;

use tantivy::TantivyError;
use tantivy::directory::error::{LockError, OpenReadError, OpenWriteError};

use super::files::{IndexDirectory, copied};
use crate::error::{Error, ErrorKind, Holder};

/// The error for what tantivy says of an index in a folder. A full disk may end a thread of tantivy's, and what is heard of it
/// then is only that the thread has ended: so the directory is asked first.
pub(super) fn error_of(dir: &Path, directory: Option<&IndexDirectory>, error: TantivyError) -> Error {
    if let Some(refused) = directory.and_then(IndexDirectory::refused) {
        return Error::io(refused.path, "write", copied(&refused.error));
    }
    match error {
        TantivyError::LockFailure(LockError::LockBusy, _) => {
            Error::new(ErrorKind::Locked { path: dir.to_owned(), holder: Holder { process: None } })
        }
        TantivyError::LockFailure(LockError::IoError(source), _)
        | TantivyError::IoError(source)
        | TantivyError::OpenReadError(OpenReadError::IoError { io_error: source, .. })
        | TantivyError::OpenWriteError(OpenWriteError::IoError { io_error: source, .. }) => {
            system_error(dir, dir, copied(&source))
        }
        error => Error::unusable(dir, error),
    }
}

/// The error for what the system says of a file at a path. Files that are damaged or not there make an index unusable.
/// Nothing else that the system says would be mended by building it anew. What the system did not say itself is tantivy's
/// word for damage.
pub(super) fn system_error(dir: &Path, at: &Path, error: io::Error) -> Error {
    use io::ErrorKind::{IsADirectory, NotADirectory, NotFound};

    match error.kind() {
        NotFound | NotADirectory | IsADirectory => Error::unusable(dir, "a file of it is missing"),
        _ if error.raw_os_error().is_none() => Error::unusable(dir, error),
        _ => Error::io(at, "read", error),
    }
}
