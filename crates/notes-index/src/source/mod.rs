//! The notes on disk: which files there are, and what stands in them.
//!
//! The only door to the notebook's part of the file system. Nothing here writes, follows a symbolic
//! link below the root, or opens what is no regular file.

mod again;
mod decode;
mod files;
mod folder;
mod glob;
mod glossary;
mod paths;
mod place;
mod read;
mod rules;
mod skipped;
mod stamp;
mod walk;

pub(crate) use self::decode::{Encoding, is_binary};
pub(crate) use self::folder::WalkOptions;
pub(crate) use self::glob::is_modest_glob;
pub(crate) use self::glossary::glossary;
pub(crate) use self::paths::Paths;
pub(crate) use self::place::note_at;
pub(crate) use self::read::{NoteText, Reader, read, too_large};
pub(crate) use self::rules::is_ignore_file;
pub use self::skipped::{SkipReason, Skipped};
pub(crate) use self::stamp::{Stamp, since_epoch_ns};
pub(crate) use self::walk::{Walk, walk_beside};
