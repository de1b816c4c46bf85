//! The border where tantivy's panics end.
//!
//! tantivy trusts the bytes of its files. That they are those that were written is checked when an index is
//! opened, but not byte for byte: a disk that rots leaves a file's stamp alone. A length or an address
//! that rot has changed then makes tantivy panic.
//!
//! Everything that reads an index on disk goes through [`guarded`], and a panic becomes the error that a
//! damaged index has in any case; the index is built anew. That the closure is unwind safe may be asserted:
//! it only reads, what it was making is dropped, and what tantivy keeps behind its own locks is poisoned by
//! the panic, so that the next reader comes to the same error and not to half a state.
//!
//! The process's panic hook is called before: it belongs to the program, and a library that took it away
//! would silence panics that are none of its business. The program `notes` has one that says nothing. What panics in
//! the program's own functions is no damage: see [`crate::panics`].

use std::panic::resume_unwind;
use std::path::Path;

use crate::error::{Error, Result};
use crate::panics::{caught, ours};

/// Reads something of the index in a folder. In memory nothing rots: a panic goes on its way.
///
/// # Errors
/// [`Error::is_unusable`] if it panics.
pub(crate) fn guarded<T>(dir: &Path, read: impl FnOnce() -> Result<T>) -> Result<T> {
    if dir.as_os_str().is_empty() {
        return ours(read).unwrap_or_else(|panic| resume_unwind(panic));
    }
    caught(read).unwrap_or_else(|said| Err(Error::unusable(dir, format_args!("reading it failed ({said})"))))
}
