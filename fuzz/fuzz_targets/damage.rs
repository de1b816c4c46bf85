//! An index with damaged files whose checksums are right all the same: whoever opens, checks and searches it gets
//! an error or places in the notes. No panic comes out, and nothing runs away.
//!
//! The first byte says which file is damaged; then come four bytes each: where, with what, how far. The ends of files
//! are compared whenever they are opened, so the notebook is large enough for files that have more than an end.

#![no_main]

use std::collections::BTreeMap;
use std::fs;
use std::panic::{catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::SystemTime;

use libfuzzer_sys::fuzz_target;
use notes_index::{IndexOptions, NoteIndex, Query, Result, SearchOptions, Sort, SyncOptions};
use tempfile::TempDir;

/// A notebook with an index in two commits, and the index's files as they were written.
struct Sound {
    dir: TempDir,
    files: BTreeMap<PathBuf, Vec<u8>>,
}

static SOUND: OnceLock<Sound> = OnceLock::new();

const LONG: &str = "# 池\n\n连接池 pool_size 很长的正文。\n\n```py\npool = 1\n```\n";

/// Sections of characters that hardly occur twice.
fn many_words() -> String {
    let mut seed = 1u32;
    let mut char = || {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        char::from_u32(0x4e00 + (seed >> 8) % 5000).unwrap_or('池')
    };
    (0..200).map(|number| format!("## {number}\n\n{}\n\n", (0..40).map(|_| char()).collect::<String>())).collect()
}

impl Sound {
    fn new() -> Sound {
        let dir = TempDir::new().expect("a temporary folder can be made");
        let mut sound = Sound { dir, files: BTreeMap::new() };
        fs::create_dir(sound.root()).expect("a folder can be made");
        // The second version is the longer one: what was removed of the first lies in it as well.
        for (name, text) in [
            ("a.md", "---\ntags: [db]\n---\n# 事务\n\n连接池"),
            ("b.md", LONG),
            ("b.md", &(LONG.repeat(9) + &many_words())),
        ] {
            fs::write(sound.root().join(name), text).expect("a note can be written");
            let synced =
                sound.index().sync(&SyncOptions::new(SystemTime::now()));
            synced.expect("the notes can be indexed");
        }
        let generations = fs::read_dir(sound.dir.path().join("index")).expect("there is an index").flatten();
        for folder in generations.filter(|entry| entry.path().is_dir()) {
            for file in fs::read_dir(folder.path()).expect("a folder can be read").flatten() {
                sound.files.insert(file.path(), fs::read(file.path()).expect("a file can be read"));
            }
        }
        sound
    }

    fn root(&self) -> PathBuf {
        self.dir.path().join("notes")
    }

    fn index(&self) -> NoteIndex {
        NoteIndex::open(IndexOptions::new(self.root(), self.dir.path().join("index"))).expect("it is ours")
    }

    /// The seal, with the checksum of one file's bytes in the place of another's.
    fn seal(&self, old: &[u8], new: &[u8]) -> (PathBuf, Vec<u8>) {
        let (path, seal) =
            self.files.iter().find(|(path, _)| path.ends_with("seal")).expect("there is a seal");
        let [old, new] = [old, new].map(|bytes| varint(crc32fast::hash(bytes)));
        let at = seal.windows(old.len()).position(|window| window == old);
        let mut seal = at.map_or(seal.clone(), |at| [&seal[..at], &new, &seal[at + old.len()..]].concat());
        sign(&mut seal);
        (path.clone(), seal)
    }
}

/// A number as the seal has it.
fn varint(mut number: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number > 0x7f {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
    bytes
}

/// Makes the checksum right that a seal and a list of notes end with.
fn sign(bytes: &mut [u8]) {
    if let Some((content, checksum)) = bytes.split_last_chunk_mut::<4>() {
        *checksum = crc32fast::hash(content).to_le_bytes();
    }
}

fn damaged(sound: &[u8], input: &[u8]) -> Vec<u8> {
    let mut bytes = sound.to_vec();
    let len = bytes.len().max(1);
    for damage in input.chunks_exact(4) {
        let from = usize::from(u16::from_le_bytes([damage[0], damage[1]])) % len;
        let n_bytes = usize::from(damage[3] % 16) + 1;
        bytes.iter_mut().skip(from).take(n_bytes).for_each(|byte| *byte ^= damage[2]);
        if damage[3] > 250 {
            bytes.truncate(from);
        }
    }
    bytes
}

fn look(sound: &Sound) -> Result<()> {
    let index = sound.index();
    index.check()?;
    let words = ["连接池", "pool_size", "\"很长的正文\"", "poo", "事务 旧 tag:db"];
    let others = ["code:po*", "re:pool_\\w+", "-池", "path:b* 池"];
    let sorts = [Sort::Score, Sort::Path, Sort::Modified].into_iter().cycle();
    for (query, sort) in words.into_iter().chain(others).zip(sorts) {
        let options = SearchOptions::new().limit(0).per_note(0).sort(sort);
        for hit in index.searcher()?.search(&Query::parse(query), &options)?.hits {
            let note = fs::read(sound.root().join(hit.path.as_str())).expect("a hit is of a note");
            assert!(note.get(hit.range.clone()).is_some(), "{hit:?}");
            assert!(hit.matches.iter().all(|found| note.get(found.range.clone()).is_some()), "{hit:?}");
        }
    }
    Ok(())
}

fuzz_target!(
    init: {
        // The fuzzer's own hook would end the process where the library catches a panic.
        std::panic::set_hook(Box::new(|_| {}));
        let _ = SOUND.set(Sound::new());
    },
    |input: &[u8]| {
        let (Some(sound), Some((&which, input))) = (SOUND.get(), input.split_first()) else { return };
        let (path, old) = sound.files.iter().nth(usize::from(which) % sound.files.len()).expect("a file");
        let mut new = damaged(old, input);
        let (seal_path, mut seal) = sound.seal(old, &new);
        if path.file_name().is_some_and(|name| name == "seal" || name.to_string_lossy().starts_with("manifest")) {
            sign(&mut new);
        }
        if *path == seal_path {
            seal.clone_from(&new);
        }
        fs::write(path, &new).expect("a file can be written");
        fs::write(&seal_path, seal).expect("a file can be written");
        let looked = catch_unwind(|| look(sound));
        for path in [path, &seal_path] {
            fs::write(path, &sound.files[path]).expect("a file can be written");
        }
        match looked {
            Ok(Ok(())) => {}
            Ok(Err(error)) => assert!(error.is_unusable() || error.is_missing(), "{error}"),
            Err(panic) => resume_unwind(panic),
        }
    }
);
