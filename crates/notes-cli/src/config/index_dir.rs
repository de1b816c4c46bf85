//! Where a notebook's index is kept: a readable name and a hash of the root.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

/// How many characters of the root's own name are kept.
const MAX_NAME_CHARS: usize = 40;

/// The index folder of a notebook: `<cache folder>/notes/<name>-<hash of the root>`.
pub(crate) fn of(root: &Path, cache_dir: &Path) -> PathBuf {
    let hash = fnv1a(root.as_os_str().as_encoded_bytes());
    let name = readable(root.file_name().unwrap_or(OsStr::new("root")));
    all(cache_dir).join(format!("{name}-{hash:016x}"))
}

/// The folder of all of them.
pub(super) fn all(cache_dir: &Path) -> PathBuf {
    cache_dir.join("notes")
}

/// Letters and digits of a folder's name; the rest may mean something to a shell or a file system.
fn readable(name: &OsStr) -> String {
    let kept = |c: char| if c.is_alphanumeric() || matches!(c, '-' | '_' | '.') { c } else { '_' };
    name.to_string_lossy().chars().map(kept).take(MAX_NAME_CHARS).collect()
}

/// FNV-1a, 64 bits. The standard library's hasher may change with its version, and the folder must
/// not. Two roots that collide do no harm: an index knows its root and refuses another's.
fn fnv1a(bytes: &[u8]) -> u64 {
    let step = |hash: u64, &byte: &u8| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_published_one() {
        assert_eq!(fnv1a(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a(b"foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn the_folder_is_readable_and_stays() {
        let dir = of(Path::new("/home/li/我的 笔记"), Path::new("/cache"));
        assert_eq!(dir, Path::new("/cache/notes/我的_笔记-0d36724e2b48c63b"));
        assert_ne!(dir, of(Path::new("/home/li/我的\u{3000}笔记"), Path::new("/cache")));
        assert!(of(Path::new("/"), Path::new("/c")).starts_with("/c/notes"));
    }

    #[test]
    fn a_long_name_is_cut() {
        let root = format!("/{}", "长".repeat(80));
        let dir = of(Path::new(&root), Path::new("/c"));
        let name = dir.file_name().unwrap().to_str().unwrap();
        assert_eq!(name.chars().count(), MAX_NAME_CHARS + 1 + 16);
    }
}
