//! How an index stands on disk: its files, and the seal that is a commit.

mod branch;
mod directory;
mod pieces;
pub(super) mod seal;
mod segments;
pub(super) mod stored;

pub(super) use self::branch::BranchDirectory;
pub(crate) use self::directory::FileCheck;
pub(super) use self::directory::{IndexDirectory, META, copied, is_file_name};
