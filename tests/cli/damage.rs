//! Damaged index files: the next search notices, builds the index anew, and answers right.

use std::collections::BTreeMap;
use std::fs::{self, OpenOptions};
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::random::{Random, rounds};
use crate::sandbox::{NOTES, Sandbox};

type Files = BTreeMap<PathBuf, Vec<u8>>;

/// Puts back all that was there, and nothing else.
fn restore(sandbox: &Sandbox, files: &Files) {
    for path in sandbox.index_files().keys().filter(|path| !files.contains_key(*path)) {
        fs::remove_file(path).unwrap();
    }
    for (path, content) in files {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
}

fn overwrite(path: &Path, at: usize, bytes: &[u8]) {
    let mut file = OpenOptions::new().write(true).open(path).unwrap();
    file.seek(SeekFrom::Start(at as u64)).unwrap();
    file.write_all(bytes).unwrap();
}

/// Does one of the things that happen to files, and says what.
fn damage(random: &mut Random, files: &Files) -> String {
    let paths: Vec<&PathBuf> = files.keys().collect();
    let path = *random.one_of(&paths);
    let content = &files[path];
    let at = random.below(content.len());
    let done = match random.below(7) {
        0 | 1 if !content.is_empty() => {
            overwrite(path, at, &[content[at] ^ (1 << random.below(8))]);
            format!("a bit at {at} flipped")
        }
        2 => {
            let from = at & !4095;
            overwrite(path, from, &vec![0; (content.len() - from).min(4096)]);
            format!("a page at {from} zeroed")
        }
        3 => {
            OpenOptions::new().write(true).open(path).unwrap().set_len(at as u64).unwrap();
            format!("cut to {at} bytes")
        }
        4 => {
            fs::remove_file(path).unwrap();
            "removed".to_owned()
        }
        5 => {
            let other = *random.one_of(&paths);
            fs::write(path, &files[other]).unwrap();
            format!("replaced by {}", other.display())
        }
        _ => {
            let mut longer = content.clone();
            longer.extend(vec![b'x'; 1 + random.below(5000)]);
            fs::write(path, longer).unwrap();
            "made longer".to_owned()
        }
    };
    format!("{} {done}", path.display())
}

#[test]
fn a_search_over_a_damaged_index_answers_right() {
    let sandbox = Sandbox::new(NOTES);
    let before = sandbox.run(["search", "连接池"]);
    // A second commit, so that there is more than one segment and something is deleted.
    sandbox.write("notes/web/cache.md", "# 缓存\n\n## Redis\n\nRedis 快，也有自己的连接池。\n");
    let expected = sandbox.run(["search", "连接池"]);
    expected.found();
    assert_ne!(before.stdout, "");
    let sound = sandbox.index_files();
    let mut random = Random::new(2);
    for round in 0..rounds(100) {
        restore(&sandbox, &sound);
        let done = damage(&mut random, &sound);
        let run = sandbox.run(["search", "连接池"]);
        assert_eq!(
            (run.stdout, run.stderr, run.code),
            (expected.stdout.clone(), String::new(), Some(0)),
            "{round}: {done}"
        );
    }
}

#[test]
fn what_is_remembered_beside_an_index_makes_it_no_foreign_one() {
    let sandbox = Sandbox::new(NOTES);
    let run = |args: &[&str]| sandbox.run([args, &["--index-dir", "../ix"]].concat());
    let expected = run(&["search", "连接池"]);
    for args in [&["search", "连接池"][..], &["doctor", "-q", "--fix"], &["index", "-q", "--rebuild"]] {
        sandbox.write("ix/notes-index.json", "junk");
        assert_eq!(run(args).code, Some(0), "{args:?}");
        run(&["show", "1"]).found();
        run(&["search", "连接池", "--sync", "never"]).finds(expected.found());
    }
    fs::remove_dir_all(sandbox.home().join("ix")).unwrap();
    sandbox.write("ix/last-search.json", "{}");
    assert!(run(&["doctor"]).found().contains("not built yet"));
}

#[test]
fn what_takes_the_place_of_a_file_is_not_waited_for() {
    let sandbox = Sandbox::new(NOTES);
    let expected = sandbox.run(["search", "连接池"]);
    for idx in 0..sandbox.index_files().len() {
        let path = sandbox.index_files().into_keys().nth(idx).unwrap();
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        sandbox.run(["search", "连接池"]).finds(&expected.stdout);
        if path.is_dir() {
            continue;
        }
        #[cfg(unix)]
        {
            let path = sandbox.index_files().into_keys().nth(idx).unwrap();
            fs::remove_file(&path).unwrap();
            assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
            sandbox.run(["search", "连接池"]).finds(&expected.stdout);
        }
    }
}

/// The CRC-32 that a file is sealed with, bit by bit.
fn checksum(bytes: &[u8]) -> u32 {
    let bit = |crc: u32, _| (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg());
    !bytes.iter().fold(!0, |crc, &byte| (0..8).fold(crc ^ u32::from(byte), bit))
}

/// A number as the seal writes it.
fn varint(mut number: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number > 0x7f {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
    bytes
}

/// Damages a file so that no opening notices: its new checksum stands in the seal, and its last page is as it was.
fn rot(path: &Path, seal: &Path) {
    let sound = fs::read(path).unwrap();
    let mut rotten = sound.clone();
    let n_rotten = rotten.len().checked_sub(4096).expect("it has more than a last page");
    rotten[..n_rotten].iter_mut().for_each(|byte| *byte ^= 0x55);
    fs::write(path, &rotten).unwrap();
    let mut sealed = fs::read(seal).unwrap();
    let (old, new) = (varint(checksum(&sound)), varint(checksum(&rotten)));
    let at = sealed.windows(old.len()).position(|window| window == old).expect("the file is sealed");
    sealed.splice(at..at + old.len(), new);
    let n_sealed = sealed.len() - 4;
    let own = checksum(&sealed[..n_sealed]).to_le_bytes();
    sealed[n_sealed..].copy_from_slice(&own);
    fs::write(seal, sealed).unwrap();
}

#[test]
fn damage_that_comes_to_light_only_when_it_is_read_is_mended_in_that_command() {
    const COMMANDS: [&[&str]; 3] =
        [&["search", "连接池"], &["why", "连接池", "db/pool.md"], &["glossary", "连接池"]];
    let sandbox = Sandbox::new(NOTES);
    sandbox.write("notes/pair.md", "连接池（connection pool）\n");
    // Long, and hardly to be packed.
    let chars =
        (0..40_000u32).filter_map(|n| char::from_u32(0x4e00 + n.wrapping_mul(2_654_435_761) % 20_000));
    sandbox.write("notes/zz.md", chars.collect::<String>());
    for args in COMMANDS {
        let expected = sandbox.run(args.iter().copied());
        let files = sandbox.index_files();
        let file = |end: &str| files.keys().find(|path| path.to_string_lossy().ends_with(end)).unwrap();
        rot(file(".store"), file("seal"));
        let refused = sandbox.run(["search", "连接池", "--sync", "never"]);
        assert!(refused.code == Some(2) && refused.stderr.contains("can't be used"), "{refused:?}");
        sandbox.run(args.iter().copied()).finds(expected.found());
        assert_eq!(sandbox.run(["doctor", "-q"]).code, Some(0), "{args:?}");
    }
}
