//! A commit with changes over it that are in memory alone: files that are there are read, none is written.
//!
//! To tantivy a branch is an index like any other, so that what is searched in it is scored as if the changes had
//! been committed. The next commit of the index knows nothing of it.

use std::io;
use std::path::Path;
use std::sync::Arc;

use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    DirectoryLock, FileHandle, Lock, RamDirectory, WatchCallback, WatchHandle, WritePtr,
};

use super::directory::IndexDirectory;

/// A folder's files under those of a branch. Clones are the same branch.
#[derive(Clone, Debug)]
pub(in crate::engine) struct BranchDirectory {
    /// Only ever read.
    trunk: IndexDirectory,
    own: RamDirectory,
}

impl BranchDirectory {
    /// A branch that holds nothing of its own yet.
    pub(in crate::engine) fn of(trunk: &IndexDirectory) -> BranchDirectory {
        BranchDirectory { trunk: trunk.clone(), own: RamDirectory::create() }
    }
}

impl Directory for BranchDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        match self.own.exists(path)? {
            true => self.own.get_file_handle(path),
            false => self.trunk.get_file_handle(path),
        }
    }

    /// What belongs to the folder stays there: it may be garbage to the branch alone.
    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        match self.own.delete(path) {
            Err(DeleteError::FileDoesNotExist(_)) => Ok(()),
            deleted => deleted,
        }
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        Ok(self.own.exists(path)? || self.trunk.exists(path)?)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        self.own.open_write(path)
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        match self.own.exists(path)? {
            true => self.own.atomic_read(path),
            false => self.trunk.atomic_read(path),
        }
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.own.atomic_write(path, data)
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    /// A branch belongs to who made it: there is nobody to keep out.
    fn acquire_lock(&self, _: &Lock) -> Result<DirectoryLock, LockError> {
        Ok(DirectoryLock::from(Box::new(())))
    }

    /// Nobody here waits for commits.
    fn watch(&self, _: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}
