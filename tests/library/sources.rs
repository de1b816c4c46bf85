//! The files of this workspace, for tests of what stands in them.

use std::fs;
use std::path::{Path, PathBuf};

pub(crate) fn workspace() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    root.canonicalize().expect("the workspace is there")
}

pub(crate) fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Every file below a folder, sorted; none if there is no such folder.
pub(crate) fn files_below(folder: &Path) -> Vec<PathBuf> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files
}

/// All Rust files below a folder of the workspace, with their paths inside it, sorted.
pub(crate) fn rust_files(folder: &str) -> Vec<(String, String)> {
    let root = workspace();
    let mut files = files_below(&root.join(folder));
    files.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    let named = files.iter().map(|path| {
        let inside = path.strip_prefix(&root).expect("it stands below the root");
        (inside.to_string_lossy().replace('\\', "/"), read(path))
    });
    named.collect()
}

/// Whether a file of a crate holds tests alone.
pub(crate) fn is_test(path: &str) -> bool {
    path.ends_with("/tests.rs") || path.contains("/tests/")
}

/// The part of a file before its unit tests, without comments.
pub(crate) fn code(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    let lines = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}
