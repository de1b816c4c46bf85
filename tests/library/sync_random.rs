//! Random notes, random edits: after each sync, and with buffers over it, the index answers as one that was built
//! from scratch.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use notes_index::{IndexOptions, NoteIndex, SearchOptions, SearchResults, Searcher, Sort, SyncOptions};

use crate::fixture::{Folder, everything, later, note_path, search, sync, sync_with};
use crate::random::Random;

const N_ROUNDS: usize = 20;

const PATHS: [&str; 9] = [
    "a.md",
    "b.md",
    "连接池.md",
    "db/a.md",
    "db/锁.md",
    "db/x/池.md",
    "en/pool.md",
    "z.markdown",
    "甲/乙.md",
];

const PIECES: [&str; 14] = [
    "# 连接池\n\n",
    "## 事务 transaction\n\n",
    "### 锁\n\n",
    "连接池要有上限，pool_size 写在配置里。\n\n",
    "資料庫的鎖分為行鎖和表鎖。\n\n",
    "死锁\n的日志\n\n",
    "- 一\n- **二**\n\n  连接池\n\n",
    "```python\npool_size = 2\n```\n\n",
    "```sql\nSELECT 1;\n```\n\n",
    "| 键 | 值 |\n|---|---|\n| 锁 | lock |\n\n",
    "ThreadPoolExecutor #db/pool\n\n",
    "> [!note] 注意\n> 锁\n\n",
    "[连接](https://pool.example)池\n\n",
    "The pools of connections.\n\n",
];

const QUERIES: [&str; 16] = [
    "连接池",
    "锁",
    "池",
    "数据库 锁",
    "pool_size",
    "pool",
    "thread",
    "oolExec",
    "\"死锁的日志\"",
    "lock -事务",
    "+锁 pool",
    "事务",
    "connection",
    "conection",
    "甲",
    "不存在 幻觉",
];

fn note(random: &mut Random) -> String {
    let matter = ["", "", "---\ntags: [db, 池]\ntitle: 池化\n---\n", "---\naliases: 连线\n---\n"];
    let mut text = (*random.of(&matter)).to_owned();
    (0..random.within(0..9)).for_each(|_| text.push_str(random.of::<&str>(&PIECES)));
    text
}

/// One edit of a folder.
fn edit(random: &mut Random, folder: &Folder) {
    let (path, other) = (*random.of(&PATHS), *random.of(&PATHS));
    let exists = |path: &str| folder.root().join(path).exists();
    match random.within(0..8) {
        0..5 => folder.write(path, note(random)),
        5 if exists(path) => folder.remove(path),
        6 if exists(path) && exists(other) => folder.rename(path, other),
        7 if exists(path) => {
            let text = std::fs::read(folder.root().join(path)).expect("the note is there");
            folder.write(path, text);
        }
        _ => folder.write(other, note(random)),
    }
}

fn answers(searcher: &Searcher) -> Vec<SearchResults> {
    let options = [everything(), SearchOptions::new().limit(4), everything().code(true).sort(Sort::Path)];
    let ask =
        |query: &&str| options.iter().map(|options| search(searcher, query, options)).collect::<Vec<_>>();
    let filtered = search(searcher, "", &everything().tag("db"));
    QUERIES.iter().flat_map(ask).chain([filtered]).collect()
}

/// The same notes in an index that has no history.
fn from_scratch(folder: &Folder, round: usize) -> Searcher {
    let dir = folder.beside(&format!("scratch-{round}"));
    let index = NoteIndex::open(IndexOptions::new(folder.root(), dir)).expect("an index can be made");
    sync(&index);
    index.searcher().expect("the index can be searched")
}

#[test]
fn history_does_not_show() {
    let mut random = Random::new(2026);
    let folder = Folder::new("");
    let index = folder.index();
    for round in 0..N_ROUNDS {
        (0..random.within(1..5)).for_each(|_| edit(&mut random, &folder));
        let options = SyncOptions::new(later()).merge(random.within(0..2) == 0);
        sync_with(&index, &options, |_| ControlFlow::Continue(())).expect("notes can be synced");
        let (here, there) = (index.searcher().expect("it was synced"), from_scratch(&folder, round));
        assert_eq!(here.counts(), there.counts(), "round {round}");
        for (here, there) in answers(&here).iter().zip(answers(&there)) {
            assert_eq!(*here, there, "round {round}");
        }
    }
}

#[test]
fn buffers_count_as_if_they_had_been_saved() {
    let mut random = Random::new(1949);
    let folder = Folder::new("");
    let index = folder.index();
    for round in 0..N_ROUNDS {
        (0..3).for_each(|_| edit(&mut random, &folder));
        sync(&index);
        let mut buffers = BTreeMap::new();
        for _ in 0..random.within(1..5) {
            let text = (random.within(0..4) > 0).then(|| note(&mut random));
            buffers.insert(*random.of(&PATHS), text);
        }
        for (path, text) in &buffers {
            let path = note_path(path);
            let done = text.as_ref().map_or_else(|| index.remove(&path), |text| index.put(&path, text));
            done.expect("a buffer is only kept");
        }
        let here = index.searcher().expect("it was synced");
        for (path, text) in &buffers {
            match text {
                Some(text) => folder.write(path, text),
                None if folder.root().join(path).exists() => folder.remove(path),
                None => {}
            }
        }
        let there = from_scratch(&folder, round);
        assert_eq!(here.counts(), there.counts(), "round {round}");
        for (here, there) in answers(&here).iter().zip(answers(&there)) {
            assert_eq!(*here, there, "round {round} with {buffers:?}");
        }
        buffers.keys().for_each(|path| index.release(&note_path(path)).expect("a buffer is only dropped"));
    }
}

#[test]
fn many_notes_at_once_are_cut_as_one_note_is() {
    // More than this many bytes are cut with the whole dictionary, less with the words that they hold.
    let filler = "filler text\n\n".repeat(40_000);
    let one_by_one = Folder::new("");
    one_by_one.write("filler.md", &filler);
    one_by_one.sync();
    for path in ["连接池.md", "数据库/分布式锁.md"] {
        one_by_one.write(path, "正文里没有。\n\n## 事务\n\n另一段。\n");
        one_by_one.sync();
    }
    let at_once = from_scratch(&one_by_one, 0);
    let one_by_one = one_by_one.index().searcher().expect("it was synced");
    for query in ["连接池", "数据库", "分布式", "事务", "段"] {
        let ask = |searcher| search(searcher, query, &everything());
        assert_eq!(ask(&one_by_one), ask(&at_once), "{query}");
    }
}
