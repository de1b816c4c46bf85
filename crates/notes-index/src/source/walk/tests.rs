//! Odd trees, and that the plain walk of the `ignore` crate sees them alike.

use std::fs;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::source::{SkipReason, Stamp};

const IGNORE_FILES: [&str; 3] = [".gitignore", ".ignore", ".notesignore"];

/// A folder with these files, given as path and content.
fn tree(files: &[(&str, &str)]) -> TempDir {
    let root = tempfile::tempdir().unwrap();
    for (path, content) in files {
        let path = root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    root
}

fn walk_all(root: &Path) -> Walk {
    let extensions = ["md", "Rmd"].map(str::to_owned);
    let options = WalkOptions { root, extensions: &extensions, max_note_bytes: 100 };
    walk_beside(&options, &|| false, || ()).unwrap().unwrap().0
}

fn paths(walk: &Walk) -> Vec<&str> {
    walk.files.iter().map(|(path, _)| path).collect()
}

fn skipped(walk: &Walk) -> Vec<(&str, &'static str)> {
    walk.skipped.iter().map(|skipped| (skipped.path.to_str().unwrap(), skipped.reason.name())).collect()
}

/// What the `ignore` crate's own walk finds.
fn plain_walk(root: &Path) -> Vec<String> {
    let mut builder = WalkBuilder::new(root);
    builder.standard_filters(false).ignore(true).git_ignore(true).require_git(false);
    builder.add_custom_ignore_filename(".notesignore");
    builder
        .filter_entry(|entry| entry.depth() == 0 || !entry.file_name().as_encoded_bytes().starts_with(b"."));
    let files = builder.build().map(Result::unwrap).filter(|entry| entry.file_type().unwrap().is_file());
    let relative = files.map(|entry| entry.path().strip_prefix(root).unwrap().to_owned());
    let notes = relative.filter(|path| path.extension().is_some_and(|extension| extension == "md"));
    let mut paths: Vec<String> = notes.filter_map(|path| path.to_str().map(str::to_owned)).collect();
    paths.sort();
    paths
}

#[test]
fn notes_by_extension_sorted_by_path() {
    let root = tree(&[
        ("b.md", ""),
        ("a/x.MD", ""),
        ("a-b.md", ""),
        ("r.rMD", ""),
        ("no.txt", ""),
        ("md", ""),
        ("xmd", ""),
        ("a/.md", ""),
        ("a.md/y.md", ""),
    ]);
    let walk = walk_all(root.path());
    assert_eq!(paths(&walk), ["a-b.md", "a.md/y.md", "a/x.MD", "b.md", "r.rMD"]);
    assert_eq!(skipped(&walk), []);
    assert_eq!(
        walk.files.iter().next().unwrap().1,
        Stamp::of(&root.path().join("a-b.md").metadata().unwrap())
    );
}

#[test]
fn hidden_ones_are_out_whatever_ignore_files_say() {
    let root = tree(&[
        (".gitignore", "!.b.md\n!*/\n!*.md"),
        (".b.md", ""),
        (".trash/a.md", ""),
        (".git/a.md", ""),
        ("a/.obsidian/a.md", ""),
        ("a/a.md", ""),
    ]);
    assert_eq!(paths(&walk_all(root.path())), ["a/a.md"]);
}

#[test]
fn ignore_files_above_the_root_do_not_count() {
    let outer = tree(&[(".gitignore", "*.md"), (".notesignore", "*"), ("notes/a.md", "")]);
    assert_eq!(paths(&walk_all(&outer.path().join("notes"))), ["a.md"]);
    assert_eq!(paths(&walk_all(outer.path())), [""; 0]);
}

#[test]
fn an_ignored_folder_is_not_entered() {
    let root = tree(&[(".gitignore", "drafts/\n!drafts/keep.md"), ("drafts/keep.md", ""), ("drafts.md", "")]);
    assert_eq!(paths(&walk_all(root.path())), ["drafts.md"]);
}

#[test]
fn too_large_by_one_byte() {
    let root = tree(&[
        ("fits.md", &"a".repeat(100)),
        ("large.md", &"a".repeat(101)),
        ("large.txt", &"a".repeat(101)),
    ]);
    let walk = walk_all(root.path());
    assert_eq!(paths(&walk), ["fits.md"]);
    assert_eq!(walk.skipped[0].path, PathBuf::from("large.md"));
    assert_eq!(walk.skipped[0].reason, SkipReason::TooLarge { bytes: 101, limit: 100 });
}

#[test]
fn a_root_that_is_missing_or_a_file_is_an_error() {
    let root = tree(&[("a.md", "")]);
    for path in ["missing", "a.md"] {
        let path = root.path().join(path);
        let options = WalkOptions { root: &path, extensions: &[], max_note_bytes: 0 };
        let error = walk_beside(&options, &|| false, || ()).unwrap_err();
        assert!(error.is_io() && error.to_string().contains(path.to_str().unwrap()), "{error}");
    }
}

#[test]
fn stops_when_told() {
    let root = tree(&[("a/b/a.md", "")]);
    let options = WalkOptions { root: root.path(), extensions: &[], max_note_bytes: 0 };
    assert!(walk_beside(&options, &|| true, || ()).unwrap().is_none());
}

#[test]
fn odd_names() {
    let root = tree(&[
        ("a\nb.md", ""),
        ("😀/e\u{301}.md", ""),
        ("中文 名.md", ""),
        ("..x/a.md", ""),
        ("a\\b.md", ""),
    ]);
    assert_eq!(paths(&walk_all(root.path())), ["a\nb.md", "a\\b.md", "中文 名.md", "😀/e\u{301}.md"]);
}

#[test]
fn many_notes_are_shared_among_threads() {
    let root = tempfile::tempdir().unwrap();
    for folder in 0..8 {
        let folder = root.path().join(format!("{folder}"));
        fs::create_dir(&folder).unwrap();
        (0..700).for_each(|file| fs::write(folder.join(format!("{file}.md")), "").unwrap());
    }
    let walk = walk_all(root.path());
    assert_eq!(paths(&walk), plain_walk(root.path()));
    assert_eq!(walk.files.iter().len(), 5_600);
}

#[test]
fn deep_nesting_is_no_recursion() {
    let root = tempfile::tempdir().unwrap();
    let mut folder = root.path().to_owned();
    while folder.as_os_str().len() < 4_000 {
        folder.push("d");
    }
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("a.md"), "").unwrap();
    assert_eq!(walk_all(root.path()).files.iter().len(), 1);
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::os::unix::net::UnixListener;

    use super::*;

    #[test]
    fn links_are_reported_and_not_followed() {
        let root = tree(&[("a/a.md", ""), ("b.txt", ""), (".gitignore", "ignored.md")]);
        let at = |name: &str| root.path().join(name);
        symlink(at("a/a.md"), at("link.md")).unwrap();
        symlink(at("a/a.md"), at("ignored.md")).unwrap();
        symlink("nowhere", at("dangling.md")).unwrap();
        symlink(at("b.txt"), at("b-link.txt")).unwrap();
        symlink(root.path(), at("a/loop")).unwrap();
        let walk = walk_all(root.path());
        assert_eq!(paths(&walk), ["a/a.md"]);
        assert_eq!(skipped(&walk), [("a/loop", "link"), ("dangling.md", "link"), ("link.md", "link")]);
    }

    #[test]
    fn the_root_may_be_a_link() {
        let root = tree(&[("notes/a.md", "")]);
        symlink(root.path().join("notes"), root.path().join("link")).unwrap();
        assert_eq!(paths(&walk_all(&root.path().join("link"))), ["a.md"]);
    }

    #[test]
    fn what_is_no_file_is_not_opened() {
        let root = tree(&[("a.md", "")]);
        let _socket = UnixListener::bind(root.path().join("socket.md")).unwrap();
        for pipe in ["pipe.md", "pipe", ".gitignore"] {
            let pipe = root.path().join(pipe);
            assert!(std::process::Command::new("mkfifo").arg(pipe).status().unwrap().success());
        }
        let walk = walk_all(root.path());
        assert_eq!(paths(&walk), ["a.md"]);
        assert_eq!(skipped(&walk), [("pipe.md", "not-a-file"), ("socket.md", "not-a-file")]);
    }

    #[test]
    fn names_that_are_not_utf8() {
        let root = tree(&[("a.md", "")]);
        let folder = root.path().join(OsStr::from_bytes(b"\xb1\xca"));
        fs::create_dir(&folder).unwrap();
        fs::write(folder.join("b.md"), "").unwrap();
        fs::write(root.path().join(OsStr::from_bytes(b"\xb1.md")), "").unwrap();
        fs::write(root.path().join(OsStr::from_bytes(b"\xb1.txt")), "").unwrap();
        let walk = walk_all(root.path());
        assert_eq!(paths(&walk), ["a.md"]);
        assert_eq!(skipped(&walk), [("\u{fffd}.md", "name"), ("\u{fffd}\u{fffd}/b.md", "name")]);
    }

    #[test]
    fn unreadable_folders_are_reported() {
        let root = tree(&[("a.md", ""), ("closed/b.md", "")]);
        let closed = root.path().join("closed");
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
        // Nothing is closed to root.
        if fs::read_dir(&closed).is_err() {
            let walk = walk_all(root.path());
            assert_eq!(paths(&walk), ["a.md"]);
            assert_eq!(skipped(&walk), [("closed", "unreadable")]);
        }
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).unwrap();
    }
}

/// Lines that ignore files are made of.
const PATTERNS: [&str; 24] = [
    "*.md",
    "!*.md",
    "/x.md",
    "x.md",
    "!x.md",
    "a/",
    "/a",
    "a/b",
    "!a/",
    "**/b/",
    "a/**",
    "**/x.md",
    "a/*/x.md",
    "中文",
    "/中文/*.md",
    "[xy].md",
    "x?md",
    "# x.md",
    "\\#.md",
    "b/**/y.md",
    "*",
    "!*/",
    "!/a/x.md",
    "y.md ",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn same_as_the_plain_walk(
        notes in prop::collection::vec(("(a/|b/|中文/|\\.h/|#/){0,4}", "(x|y|#|\\.z|a b)\\.(md|txt)"), 1..24),
        ignore_files in prop::collection::vec(
            ("(a/|b/|中文/){0,2}", 0..IGNORE_FILES.len(), prop::collection::vec(0..PATTERNS.len(), 1..4)),
            0..5,
        ),
    ) {
        let notes = notes.into_iter().map(|(folder, name)| (folder + &name, String::new()));
        let rules = ignore_files.into_iter().map(|(folder, name, lines)| {
            let lines: Vec<&str> = lines.into_iter().map(|line| PATTERNS[line]).collect();
            (folder + IGNORE_FILES[name], lines.join("\n"))
        });
        let files: Vec<(String, String)> = notes.chain(rules).collect();
        let files: Vec<(&str, &str)> = files.iter().map(|(path, content)| (&**path, &**content)).collect();
        let root = tree(&files);
        let walk = walk_all(root.path());
        prop_assert_eq!(paths(&walk), plain_walk(root.path()));
    }
}

#[cfg(unix)]
#[test]
fn an_ignore_file_that_can_not_be_read_is_told() {
    let root = tree(&[("a.md", ""), ("b/c.md", "")]);
    // Nobody can read a link to itself; one that leads nowhere is none.
    std::os::unix::fs::symlink(".ignore", root.path().join("b/.ignore")).unwrap();
    std::os::unix::fs::symlink("nowhere", root.path().join(".gitignore")).unwrap();
    let walk = walk_all(root.path());
    assert_eq!(paths(&walk), ["a.md", "b/c.md"]);
    assert_eq!(skipped(&walk), [("b/.ignore", "unreadable")]);
}
