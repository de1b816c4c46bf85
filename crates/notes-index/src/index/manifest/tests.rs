//! Merging, and bytes that are not what was written.

use std::fs;
use std::time::{Duration, SystemTime};

use super::*;

fn path(path: &str) -> NotePath {
    NotePath::new(path).unwrap()
}

fn stamp(n: u64) -> Stamp {
    Stamp { size: n, modified_ns: 2, changed_ns: -3, inode: u64::MAX }
}

fn entry(n: u64) -> Entry {
    let n_sections = n as u32;
    Entry {
        file: LastRead { stamp: stamp(n), trusted: true },
        checksum: 7,
        n_sections,
        n_code_blocks: 2,
        n_words: 30,
        n_name_words: 4,
    }
}

/// A manifest of these notes, whose stamps are told apart by number.
fn manifest(notes: &[(&str, u64)]) -> Manifest {
    let mut manifest = Manifest { commit: 42, ..Manifest::default() };
    notes.iter().for_each(|&(note, n)| manifest.push(&path(note), entry(n)));
    manifest
}

fn files<'n>(notes: &[(&'n str, u64)]) -> Vec<(&'n str, Stamp)> {
    notes.iter().map(|&(note, n)| (note, stamp(n))).collect()
}

fn left_out(note: &str, n: u64, reason: SkipReason) -> LeftOut {
    LeftOut { path: path(note), file: LastRead { stamp: stamp(n), trusted: true }, reason }
}

/// One of everything.
fn full() -> Manifest {
    let mut manifest = manifest(&[("a.md", 1), ("中文/连接池.md", 2), ("😀.md", 3)]);
    manifest.left_out = vec![left_out("b.md", 4, SkipReason::Binary)];
    let reasons = [
        SkipReason::TooLarge { bytes: 2, limit: 1 },
        SkipReason::Link,
        SkipReason::NotAFile,
        SkipReason::Name,
        SkipReason::Unreadable("Permission denied".to_owned()),
        SkipReason::Failed("out of range".to_owned()),
    ];
    let skipped = reasons.into_iter().enumerate();
    manifest.skipped =
        skipped.map(|(n, reason)| Skipped { path: format!("s{n}.md").into(), reason }).collect();
    manifest
}

/// What a diff says, a word a file: `+` added, `~` modified, `-` to remove.
fn told(diff: &Diff) -> Vec<String> {
    let mark = |change| if change == Change::Added { '+' } else { '~' };
    let read = diff.to_read.iter().map(|file| format!("{}{}", mark(file.change), file.path));
    read.chain(diff.to_remove.iter().map(|path| format!("-{path}"))).collect()
}

#[test]
fn diff_of_nothing_and_everything() {
    let known = manifest(&[("a.md", 1), ("b.md", 1)]);
    assert!(Manifest::default().diff([]).is_empty());
    assert_eq!(told(&known.diff([])), ["-a.md", "-b.md"]);
    assert_eq!(told(&Manifest::default().diff(files(&[("a.md", 1)]))), ["+a.md"]);
    let same = known.diff(files(&[("a.md", 1), ("b.md", 1)]));
    assert!(same.is_empty());
    assert_eq!(same.n_unchanged, 2);
}

#[test]
fn diff_added_modified_removed() {
    let known = manifest(&[("b.md", 1), ("c.md", 1), ("d.md", 1), ("f.md", 1)]);
    let diff = known.diff(files(&[("a.md", 1), ("b.md", 1), ("d.md", 2), ("e.md", 1)]));
    assert_eq!(told(&diff), ["+a.md", "~d.md", "+e.md", "-c.md", "-f.md"]);
    assert_eq!(diff.n_unchanged, 1);
    assert_eq!(diff.to_read[1].stamp, stamp(2));
}

#[test]
fn what_is_not_trusted_is_read_again() {
    let mut known = Manifest::default();
    known.push(&path("a.md"), Entry { file: LastRead { trusted: false, ..entry(1).file }, ..entry(1) });
    assert_eq!(told(&known.diff(files(&[("a.md", 1)]))), ["~a.md"]);
}

#[test]
fn what_was_left_out_is_read_again_only_if_it_changed() {
    let mut known = manifest(&[("a.md", 1)]);
    let binary = ["b.md", "c.md", "d.md"].map(|note| left_out(note, 1, SkipReason::Binary));
    known.left_out = binary.to_vec();
    let diff = known.diff(files(&[("a.md", 1), ("b.md", 1), ("d.md", 2)]));
    assert_eq!(told(&diff), ["+d.md"]);
    assert_eq!(diff.left_out, binary[..1]);
}

#[test]
fn what_could_not_be_read_is_tried_again() {
    let now = SystemTime::UNIX_EPOCH + Duration::from_secs(9);
    let made = |reason| LeftOut::new(path("a.md"), stamp(1), reason, now).file.trusted;
    assert!(made(SkipReason::Binary));
    assert!(!made(SkipReason::Unreadable(String::new())) && !made(SkipReason::Failed(String::new())));
}

#[test]
fn updated_is_the_state_of_the_files() {
    let known = manifest(&[("b.md", 1), ("c.md", 1), ("d.md", 1)]);
    let read = [("a.md", 1), ("c.md", 2), ("e.md", 1)].map(|(note, n)| (path(note), entry(n)));
    let removed = ["a0.md", "b.md", "z.md"].map(path);
    let expected = manifest(&[("a.md", 1), ("c.md", 2), ("d.md", 1), ("e.md", 1)]);
    let next = |manifest: Manifest| Manifest { commit: known.commit + 1, ..manifest };
    assert_eq!(known.updated(&removed, &read), next(expected));
    assert_eq!(known.updated(&[], &[]), next(known.clone()));
}

#[test]
fn notes_by_path_and_their_sums() {
    let known = manifest(&[("a.md", 1), ("b.md", 2), ("c.md", 3)]);
    assert_eq!(known.get("b.md"), Some(&entry(2)));
    assert_eq!((known.get("a"), known.get("b.m"), known.get("d.md")), (None, None, None));
    let expected = Totals { notes: 3, sections: 6, code_blocks: 6, words: 90, name_words: 12 };
    assert_eq!(known.totals(), expected);
}

#[test]
fn all_that_is_not_in_the_index() {
    let paths: Vec<String> = full().all_skipped().iter().map(|one| one.path.display().to_string()).collect();
    assert_eq!(paths, ["b.md", "s0.md", "s1.md", "s2.md", "s3.md", "s4.md", "s5.md"]);
}

#[test]
fn a_file_and_back() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("manifest");
    fs::write(folder.path().join("manifest.tmp"), "left over").unwrap();
    for written in [Manifest::default(), full()] {
        written.write(&file).unwrap();
        assert_eq!(Manifest::read(&file).unwrap(), written);
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no temporary file stays");
}

#[cfg(unix)]
#[test]
fn only_its_owner_may_read_it() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("manifest");
    full().write(&file).unwrap();
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn errors_say_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("manifest");
    assert!(Manifest::read(&file).unwrap_err().is_missing());
    fs::write(&file, "no manifest").unwrap();
    let error = Manifest::read(&file).unwrap_err();
    assert!(error.is_unusable());
    assert!(error.to_string().ends_with("can't be used: its list of notes is of another format"), "{error}");
}

#[test]
fn damage_of_any_byte_is_seen() {
    let bytes = full().encode();
    for nth in 0..bytes.len() {
        for flipped in [0x01, 0x80, 0xff] {
            let mut damaged = bytes.clone();
            damaged[nth] ^= flipped;
            assert!(Manifest::decode(&damaged).is_err(), "byte {nth}");
        }
        assert!(Manifest::decode(&bytes[..nth]).is_err(), "cut at {nth}");
    }
    assert!(Manifest::decode(&[bytes.as_slice(), b"x"].concat()).is_err());
}

#[test]
fn a_right_checksum_over_nonsense_is_no_panic() {
    let bytes = full().encode();
    for nth in 0..bytes.len() - 4 {
        for value in [0x00, 0x01, 0x7f, 0x80, 0xff] {
            let mut nonsense = bytes[..bytes.len() - 4].to_vec();
            nonsense[nth] = value;
            nonsense.extend(crc32fast::hash(&nonsense).to_le_bytes());
            // It may be another manifest, but one that can be used.
            if let Ok(other) = Manifest::decode(&nonsense) {
                let _ = (other.diff([]), other.get("中文"), other.totals());
            }
        }
    }
}
