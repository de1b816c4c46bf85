//! What is written of an index: by nobody but these functions, for nobody's eyes but the owner's.
//!
//! Everything else of the library only reads. So this is also the one place where tests make a disk
//! fail or lose power, and where they let others change it under our eyes.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::Path;

#[cfg(test)]
pub(crate) mod faults;
#[cfg(test)]
pub(crate) mod others;
#[cfg(test)]
pub(crate) mod power;

/// What a file is called while it is written, before it takes another's place.
const TEMPORARY: &str = "tmp";

/// Whether a name is that of a file that [`replace`] writes, or what it is called until it takes its place.
pub(crate) fn is_or_becomes(name: &str, file: &str) -> bool {
    let rest = name.strip_prefix(file);
    rest.is_some_and(|rest| rest.is_empty() || rest.strip_prefix('.') == Some(TEMPORARY))
}

/// A step that changes the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step<'a> {
    Create,
    Write(&'a [u8]),
    Sync,
    Rename(&'a Path),
    Remove,
    CreateDir,
    RemoveDir,
    SyncDir,
}

/// Every step passes here before it is done. Outside of tests there is nothing to see.
#[inline]
fn pass(path: &Path, step: Step<'_>) -> io::Result<()> {
    #[cfg(test)]
    return faults::pass(path, step).map(|()| power::record(path, step));
    #[cfg(not(test))]
    {
        let _ = (path, step);
        Ok(())
    }
}

/// Called between two looks at files: there others may have changed them. Outside of tests it does nothing.
#[inline]
pub(crate) fn look(path: &Path) {
    #[cfg(test)]
    others::look(path);
    #[cfg(not(test))]
    let _ = path;
}

/// A file that is being written: new, and readable by nobody else from its first moment on.
#[derive(Debug)]
pub(crate) struct NewFile {
    file: File,
    path: Box<Path>,
}

impl NewFile {
    /// # Errors
    /// If there is a file of that name.
    pub(crate) fn create(path: &Path) -> io::Result<NewFile> {
        pass(path, Step::Create)?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        Ok(NewFile { file: private(&mut options).open(path)?, path: path.into() })
    }

    /// Waits until the disk has what was written.
    fn sync(&mut self) -> io::Result<()> {
        pass(&self.path, Step::Sync)?;
        synced(&self.file)
    }

    pub(crate) fn metadata(&self) -> io::Result<fs::Metadata> {
        self.file.metadata()
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        pass(&self.path, Step::Write(bytes))?;
        self.file.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Appends to a file that is there and no link.
pub(crate) fn append(path: &Path, bytes: &[u8]) -> io::Result<()> {
    pass(path, Step::Write(bytes))?;
    in_place(OpenOptions::new().append(true)).open(path)?.write_all(bytes)
}

/// Waits until the disk has what was written to a file, and returns what the file is then.
pub(crate) fn sync(path: &Path) -> io::Result<fs::Metadata> {
    pass(path, Step::Sync)?;
    // Windows syncs only what may be written to.
    let file = OpenOptions::new().write(true).open(path)?;
    synced(&file)?;
    file.metadata()
}

/// In unit tests power is lost by decree, and waiting for the disk takes most of their time.
fn synced(file: &File) -> io::Result<()> {
    if cfg!(test) { Ok(()) } else { file.sync_all() }
}

/// Puts a file in the place of another: after a crash there is the old one or the new one, whole.
/// Only one process at a time may do this to a path.
///
/// `content` is asked when the new file is there but still empty, so that it may hold the file
/// system's own time.
///
/// # Errors
/// Of the kind [`io::ErrorKind::FileTooLarge`] if the content has more than `limit` bytes: [`read`] would refuse it.
pub(crate) fn replace(
    path: &Path,
    limit: u64,
    content: impl FnOnce(&NewFile) -> io::Result<Vec<u8>>,
) -> io::Result<()> {
    let temporary = path.with_added_extension(TEMPORARY);
    // A leftover of a writer that was killed.
    remove(&temporary)?;
    let mut file = NewFile::create(&temporary)?;
    let written = content(&file).and_then(|bytes| {
        check_size(bytes.len() as u64, limit)?;
        file.write_all(&bytes)?;
        file.sync()?;
        make_way(path)?;
        pass(&temporary, Step::Rename(path))?;
        fs::rename(&temporary, path)
    });
    if written.is_err() {
        let _ = remove(&temporary);
    }
    written?;
    path.parent().map_or(Ok(()), sync_dir)
}

/// A file above its limit can't be read back, and so would be written anew by every sync.
fn check_size(n_bytes: u64, limit: u64) -> io::Result<()> {
    let too_large = || {
        let what = format!("it would have {n_bytes} bytes, of at most {limit} that such a file may have");
        io::Error::new(io::ErrorKind::FileTooLarge, what)
    };
    if n_bytes > limit { Err(too_large()) } else { Ok(()) }
}

/// Removes an empty folder that stands where a file should. One that holds anything is not ours.
///
/// # Errors
/// If it is a folder that does, or a link.
fn make_way(path: &Path) -> io::Result<()> {
    match path.symlink_metadata() {
        Ok(there) if there.is_symlink() => Err(io::Error::new(io::ErrorKind::InvalidInput, "it is a link")),
        Ok(there) if there.is_dir() => {
            pass(path, Step::RemoveDir)?;
            fs::remove_dir(path)
        }
        _ => Ok(()),
    }
}

/// Removes a file, or an empty folder that has taken its place; that there is none is fine.
///
/// # Errors
/// If others have something in its place.
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    make_way(path)?;
    pass(path, Step::Remove)?;
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Removes a folder with all that is in it; that there is none is fine.
pub(crate) fn remove_dir(path: &Path) -> io::Result<()> {
    pass(path, Step::RemoveDir)?;
    match fs::remove_dir_all(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Makes a folder that nobody else can look into, with those above it; one that is there is closed to
/// others.
pub(crate) fn create_dir(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return close_to_others(path);
    }
    pass(path, Step::CreateDir)?;
    closed_dir().recursive(true).create(path)
}

/// Makes a folder of that kind in one that is ours.
///
/// # Errors
/// If there is anything of that name.
pub(crate) fn create_new_dir(path: &Path) -> io::Result<()> {
    pass(path, Step::CreateDir)?;
    closed_dir().create(path)
}

fn closed_dir() -> DirBuilder {
    let mut builder = DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
}

/// Whether a folder is there, and not elsewhere behind a link.
pub(crate) fn is_dir(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|there| there.is_dir())
}

fn close_to_others(path: &Path) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;

        if path.metadata()?.permissions().mode() & 0o077 != 0 {
            return fs::set_permissions(path, PermissionsExt::from_mode(0o700));
        }
    }
    let _ = path;
    Ok(())
}

/// Waits until the disk knows which files there are in a folder.
pub(crate) fn sync_dir(path: &Path) -> io::Result<()> {
    pass(path, Step::SyncDir)?;
    // Windows has no such thing and needs none.
    if cfg!(any(windows, test)) { Ok(()) } else { File::open(path)?.sync_all() }
}

/// Opens a file to hold a lock on, made if there is none. What has taken its place and is no file is
/// not waited for.
pub(crate) fn open_lock(path: &Path) -> io::Result<File> {
    make_way(path)?;
    let mut options = OpenOptions::new();
    options.create(true).truncate(false).read(true).write(true);
    private(in_place(&mut options)).open(path)
}

/// Opens what is there to be read, without waiting for anybody.
pub(crate) fn open(path: &Path) -> io::Result<File> {
    regular(OpenOptions::new().read(true)).open(path)
}

/// All of a regular file of at most `limit` bytes.
///
/// # Errors
/// Of the kind [`io::ErrorKind::InvalidData`] if it is something else or larger.
pub(crate) fn read(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    look(path);
    let file = open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() || metadata.len() > limit {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "not a file of this kind"));
    }
    let mut bytes = Vec::with_capacity(metadata.len() as usize);
    file.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

/// Opening a pipe would wait for someone at its other end.
fn regular(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(options, libc::O_NONBLOCK | libc::O_NOCTTY);
    options
}

/// What is written to stands where it is named: a link may lead to a file of others.
fn in_place(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(
        options,
        libc::O_NONBLOCK | libc::O_NOCTTY | libc::O_NOFOLLOW,
    );
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_written_that_would_not_be_read() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("file");
        let write = |bytes: &'static [u8]| replace(&path, 4, |_| Ok(bytes.to_vec()));
        write(b"four").unwrap();
        assert_eq!(read(&path, 4).unwrap(), b"four");
        let error = write(b"fives").unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
        assert_eq!(error.to_string(), "it would have 5 bytes, of at most 4 that such a file may have");
        assert_eq!(read(&path, 4).unwrap(), b"four", "the last one stands");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1, "and nothing else");
    }
}
