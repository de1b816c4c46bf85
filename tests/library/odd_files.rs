//! A folder full of odd files: none stops the others, and each that is left out is reported with its reason.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::fs;
use std::path::PathBuf;

use notes_index::{NoteIndex, SyncReport};

use crate::fixture::{Folder, everything, lines, note_path, search, sync};

/// A word that stands in every odd note that is a text.
const WORD: &str = "连接池";

/// What must become of an odd file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// It is a note, and the word in it is found.
    Found,
    /// It is a note without the word.
    Indexed,
    /// It is left out for this reason.
    Skipped(&'static str),
    /// It is nothing to speak of.
    Ignored,
}
use Fate::{Found, Ignored, Indexed, Skipped};

/// Texts that are odd inside, by name.
fn odd_texts() -> Vec<(&'static str, Vec<u8>, Fate)> {
    let with = |text: &str| format!("{text}\n\n{WORD}\n").into_bytes();
    let front = |text: &str| format!("---\n{text}\n---\n{WORD}\n").into_bytes();
    let utf16 = |order: fn(u16) -> [u8; 2]| -> Vec<u8> {
        std::iter::once(0xfeff).chain(WORD.encode_utf16()).flat_map(order).collect()
    };
    let alias_bomb = (0..20).fold("a0: &a0 [x]\n".to_owned(), |yaml, n| {
        let last = format!("*a{n}, ").repeat(9);
        yaml + &format!("a{0}: &a{0} [{last}]\n", n + 1)
    });
    let deep_yaml = |n: usize| (0..n).fold(String::new(), |yaml, depth| yaml + &" ".repeat(depth) + "a:\n");
    vec![
        ("empty.md", vec![], Indexed),
        ("newline.md", b"\n".to_vec(), Indexed),
        ("spaces.md", " ".repeat(20_000).into_bytes(), Indexed),
        ("only-mark.md", b"\xef\xbb\xbf".to_vec(), Indexed),
        ("mark.md", format!("\u{feff}{WORD}").into_bytes(), Found),
        ("crlf.md", with("a\r\n\r\nb\r\n"), Found),
        ("cr.md", with("a\r\rb\r"), Found),
        ("utf16le.md", utf16(u16::to_le_bytes), Found),
        ("utf16be.md", utf16(u16::to_be_bytes), Found),
        ("utf32.md", b"\xff\xfe\0\0a\0\0\0".to_vec(), Skipped("binary")),
        ("gb18030.md", b"\xc1\xac\xbd\xd3\xb3\xd8".to_vec(), Found),
        ("latin1.md", [b"caf\xe9 ".to_vec(), with("")].concat(), Found),
        ("broken.md", [b"\xe8\xbf\xff ".to_vec(), with("")].concat(), Found),
        ("cut.md", [with(""), b"\xe8\xbf".to_vec()].concat(), Found),
        ("overlong.md", [b"\xc0\xaf\xed\xa0\x80 ".to_vec(), with("")].concat(), Found),
        ("nul.md", [b"a\0b".to_vec(), with("")].concat(), Skipped("binary")),
        ("late-nul.md", [with(&"x ".repeat(10_000)), b"\0".to_vec()].concat(), Found),
        ("binary.md", b"PK\x03\x04\0\0".to_vec(), Skipped("binary")),
        ("noise.md", (0..=255).cycle().take(9000).collect(), Skipped("binary")),
        ("controls.md", with("\x1b[2J\x07\x7f\u{9b}31m"), Found),
        ("bidi.md", with("\u{202e}abc\u{2066}"), Found),
        ("zalgo.md", with(&format!("a{}", "\u{301}".repeat(10_000))), Found),
        ("zero-width.md", with(&"\u{200b}\u{feff}\u{200d}".repeat(10_000)), Found),
        ("emoji.md", with(&"👩‍👩‍👧‍👦".repeat(5_000)), Found),
        ("long-line.md", with(&"长".repeat(100_000)), Found),
        ("long-word.md", with(&"a".repeat(200_000)), Found),
        ("quotes.md", with(&">".repeat(40_000)), Found),
        ("lists.md", with(&"- ".repeat(20_000)), Found),
        ("stars.md", with(&"*a **b ".repeat(10_000)), Found),
        ("brackets.md", with(&"[".repeat(40_000)), Found),
        ("links.md", with(&"[a](".repeat(20_000)), Found),
        ("images.md", with(&"![".repeat(20_000)), Found),
        ("ticks.md", with(&"`a``b```c".repeat(6_000)), Found),
        ("fences.md", with(&"```\n".repeat(10_001)), Found),
        ("html.md", with(&"<div>".repeat(20_000)), Found),
        ("comments.md", with(&"<!-- ".repeat(10_000)), Found),
        ("entities.md", with(&"&amp;&#x4e00;".repeat(20_000)), Found),
        ("tables.md", with(&format!("|{}\n|{}\n", "a|".repeat(5_000), "-|".repeat(5_000))), Found),
        ("math.md", with(&"$$\n".repeat(5_001)), Found),
        ("headings.md", with(&"# a\n".repeat(2_000)), Found),
        ("setext.md", with(&"a\n=\n".repeat(2_000)), Found),
        ("containers.md", with(&"!!! note\n    ".repeat(10_000)), Found),
        ("details.md", with(&"<details>\n\n".repeat(10_000)), Found),
        ("footnotes.md", with(&"[^a]: b\n".repeat(20_000)), Found),
        ("references.md", with(&"[a]: b\n".repeat(20_000)), Found),
        ("wiki.md", with(&"[[a|".repeat(10_000)), Found),
        ("tags.md", with(&(0..5_000).map(|n| format!("#t{n} ")).collect::<String>()), Found),
        ("yaml-open.md", format!("---\na: b\n\n{WORD}\n").into_bytes(), Found),
        ("yaml-broken.md", front("title: Rust: 池\n\t: ["), Found),
        ("yaml-brackets.md", front(&"[".repeat(40_000)), Found),
        ("yaml-braces.md", front(&"{a: ".repeat(10_000)), Found),
        ("yaml-bomb.md", front(&alias_bomb), Found),
        ("yaml-deep.md", front(&deep_yaml(1_000)), Found),
        ("yaml-keys.md", front(&(0..20_000).map(|n| format!("k{n}: v\n")).collect::<String>()), Found),
        ("yaml-same.md", front(&"title: a\n".repeat(5_000)), Found),
        ("yaml-tag.md", front("title: !!python/object/apply:os.system [\"true\"]"), Found),
        ("yaml-anchor.md", front("a: &a [*a]"), Found),
        ("yaml-nul.md", front("title: \"\\0\\e[2J\""), Found),
        ("toml-deep.md", format!("+++\na = {}\n+++\n{WORD}\n", "[".repeat(20_000)).into_bytes(), Found),
        ("toml-dots.md", format!("+++\n{}b = 1\n+++\n{WORD}\n", "a.".repeat(5_000)).into_bytes(), Found),
        ("large.md", vec![b'x'; 3 << 20], Skipped("too-large")),
        ("换\n行.md", with(""), Found),
        ("tab\there.md", with(""), Found),
        ("esc\x1b[31m.md", with(""), Found),
        ("right\u{202e}dm.md", with(""), Found),
        ("-n.md", with(""), Found),
        ("😀👩‍💻.md", with(""), Found),
        ("a b  c .md", with(""), Found),
        ("quote\"'`$(x).md", with(""), Found),
        ("back\\slash.md", with(""), Found),
        ("UPPER.MD", with(""), Found),
        (".hidden.md", with(""), Ignored),
        (".md", with(""), Ignored),
        ("note.txt", with(""), Ignored),
    ]
}

fn fates(report: &SyncReport) -> BTreeMap<PathBuf, &'static str> {
    report.skipped.iter().map(|skipped| (skipped.path.clone(), skipped.reason.name())).collect()
}

#[cfg(unix)]
#[test]
fn odd_texts_are_indexed_or_reported() {
    let folder = Folder::new("");
    let odd = odd_texts();
    assert!(odd.len() >= 60);
    for (name, content, _) in &odd {
        folder.write(name, content);
    }
    let index = NoteIndex::open(folder.options().max_note_bytes(2 << 20)).unwrap();
    let report = sync(&index);
    let skipped = fates(&report);
    let hits = search(&index.searcher().unwrap(), WORD, &everything()).hits;
    for (name, _, fate) in &odd {
        let is_found = hits.iter().any(|hit| hit.path.as_str() == *name);
        let reason = skipped.get(std::path::Path::new(name)).copied();
        match fate {
            Found => assert!(is_found && reason.is_none(), "{name:?} {reason:?}"),
            Indexed | Ignored => assert!(!is_found && reason.is_none(), "{name:?} {reason:?}"),
            Skipped(expected) => assert_eq!((is_found, reason), (false, Some(*expected)), "{name:?}"),
        }
    }
    let n_notes = odd.iter().filter(|(.., fate)| matches!(fate, Found | Indexed)).count();
    assert_eq!(report.added, n_notes);
    for hit in &hits {
        let bytes = fs::read(folder.root().join(hit.path.as_str())).unwrap();
        assert!(hit.encoding.is_some() || bytes.get(hit.range.clone()).is_some(), "{}", hit.path);
    }
    assert_eq!(index.check().unwrap().faults, []);
}

#[cfg(unix)]
#[test]
fn what_is_no_text_file_is_reported_and_stops_nobody() {
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;

    let folder = Folder::new("//- a.md\n连接池\n//- dir.md/b.md\n连接池\n");
    let at = |name: &str| folder.root().join(name);
    symlink(folder.root(), at("loop")).unwrap();
    symlink("self.md", at("self.md")).unwrap();
    symlink("/etc/passwd", at("out.md")).unwrap();
    symlink("/etc", at("etc")).unwrap();
    symlink("nowhere", at("dangling.md")).unwrap();
    symlink("/dev/zero", at("zero.md")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(at("s.md")).unwrap();
    let made = |program: &str, args: &[&str], name: &str| {
        let output =
            std::process::Command::new(program).args(&args[..1]).arg(at(name)).args(&args[1..]).output();
        output.is_ok_and(|output| output.status.success())
    };
    let has_pipe = made("mkfifo", &["--"], "p.md");
    // Only root makes devices.
    let has_device = made("mknod", &["--", "c", "1", "5"], "device.md");
    let broken = folder.root().join(OsStr::from_bytes(b"\xff\xfe.md"));
    fs::write(&broken, WORD).unwrap();
    // A sparse file takes no room but is a gigabyte to whoever reads it.
    fs::File::create(at("sparse.md")).unwrap().set_len(1 << 30).unwrap();
    let report = folder.sync();
    let mut expected: Vec<(&str, &str)> = vec![
        ("dangling.md", "link"),
        ("etc", "link"),
        ("loop", "link"),
        ("out.md", "link"),
        ("s.md", "not-a-file"),
        ("self.md", "link"),
        ("sparse.md", "too-large"),
        ("zero.md", "link"),
        ("\u{fffd}\u{fffd}.md", "name"),
    ];
    expected.extend(has_pipe.then_some(("p.md", "not-a-file")));
    expected.extend(has_device.then_some(("device.md", "not-a-file")));
    expected.sort_unstable();
    let skipped = fates(&report);
    let skipped: Vec<(&str, &str)> =
        skipped.iter().map(|(path, kind)| (path.to_str().unwrap(), *kind)).collect();
    assert_eq!(skipped, expected);
    assert_eq!(folder.search(WORD), ["a.md: (root)", "dir.md/b.md: (root)"]);
    for path in ["etc/passwd", "out.md"] {
        assert!(folder.index().read_note(&note_path(path)).unwrap_err().is_unreadable(), "{path}");
    }
}

#[test]
fn many_files_in_one_folder() {
    let folder = Folder::new("");
    for n in 0..1_200 {
        folder.write(&format!("{n}.md"), if n % 100 == 0 { WORD } else { "" });
    }
    assert_eq!(folder.sync().added, 1_200);
    assert_eq!(folder.search(WORD).len(), 12);
}

#[test]
fn files_that_vanish_and_change_while_they_are_read() {
    let folder = Folder::new("");
    let writing = std::sync::atomic::AtomicBool::new(true);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            for n in (0..40).cycle().take(1_500) {
                let path = format!("{n}.md");
                if n % 3 == 0 && folder.root().join(&path).exists() {
                    folder.remove(&path);
                } else {
                    folder.write(&path, format!("{WORD} {n}\n").repeat(1 + n * 10));
                }
            }
            writing.store(false, std::sync::atomic::Ordering::Relaxed);
        });
        while writing.load(std::sync::atomic::Ordering::Relaxed) {
            folder.sync();
        }
    });
    folder.sync();
    let there = fs::read_dir(folder.root()).unwrap().count();
    let hits = search(&folder.index().searcher().unwrap(), WORD, &everything()).hits;
    assert_eq!(lines(&hits).len(), there);
}

#[cfg(unix)]
#[test]
fn a_check_asks_for_notes_whose_names_are_signs_of_globs() {
    let names = ["*.md", "a[1.md", "{a,b}.md", "a?\\.md", "README.md", "dir/README.md"];
    let folder = Folder::new("");
    names.iter().for_each(|name| folder.write(name, WORD));
    sync(&folder.index());
    let report = folder.index().check().unwrap();
    assert_eq!((report.searched, report.found, report.faults), (names.len(), names.len(), vec![]));
}
