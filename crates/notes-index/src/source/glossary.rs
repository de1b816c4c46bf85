//! The notebook's glossary file → the pairs that it adds and forbids.

use std::io::ErrorKind;
use std::path::Path;

use super::read::read;
use crate::glossary::Glossary;
use crate::note::NotePath;

/// Reads the file at the root of a notebook, as a note is read. There may be none; what is wrong with it
/// becomes a warning, for a search does without.
pub(crate) fn glossary(root: &Path) -> Glossary {
    let is_missing = |error: std::io::Error| error.kind() == ErrorKind::NotFound;
    if root.join(Glossary::FILE_NAME).symlink_metadata().is_err_and(is_missing) {
        return Glossary::default();
    }
    let Ok(path) = NotePath::new(Glossary::FILE_NAME) else { return Glossary::default() };
    match read(root, &path, Glossary::MAX_BYTES as u64) {
        Ok(read) => Glossary::parse(&read.text),
        Err(reason) => Glossary::unreadable(reason.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn warnings(content: &[u8]) -> Vec<String> {
        let root = tempfile::tempdir().unwrap();
        std::fs::write(root.path().join(Glossary::FILE_NAME), content).unwrap();
        glossary(root.path()).warnings().iter().map(|warning| warning.message.clone()).collect()
    }

    #[test]
    fn what_is_no_file_of_words_is_said() {
        assert_eq!(glossary(tempfile::tempdir().unwrap().path()), Glossary::default());
        assert!(warnings("连接池 = connection pool\n".as_bytes()).is_empty());
        assert_eq!(warnings(b"a = \0\0"), ["not a text"]);
        assert_eq!(warnings(&[b'#'; 300_000]), ["300000 bytes, the limit is 262144"]);
    }

    #[cfg(unix)]
    #[test]
    fn it_does_not_lead_outside() {
        let root = tempfile::tempdir().unwrap();
        let outside = tempfile::NamedTempFile::new().unwrap();
        std::os::unix::fs::symlink(outside.path(), root.path().join(Glossary::FILE_NAME)).unwrap();
        assert_eq!(glossary(root.path()).warnings()[0].message, "a symbolic link");
    }
}
