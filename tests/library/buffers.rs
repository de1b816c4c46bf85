//! Texts that count instead of files: for who put them, and for nobody else.

use std::fs;
use std::time::{Duration, UNIX_EPOCH};

use notes_index::{IndexOptions, NoteIndex, Sort};

use crate::fixture::{Folder, everything, in_memory, lines, note_path, search, sync};

const NOTES: &str = "\
//- a.md
# 连接池

连接池要有上限。
//- b.md
# 事务

死锁。
";

fn synced() -> (Folder, NoteIndex) {
    let folder = Folder::new(NOTES);
    folder.sync();
    let index = folder.index();
    (folder, index)
}

#[track_caller]
fn found(index: &NoteIndex, query: &str) -> Vec<String> {
    let searcher = index.searcher().expect("the index can be searched");
    lines(&search(&searcher, query, &everything()).hits)
}

#[test]
fn a_buffer_counts_until_it_is_given_up() {
    let (folder, index) = synced();
    index.put(&note_path("a.md"), "# 线程池\n").unwrap();
    index.put(&note_path("new.md"), "# 死锁\n").unwrap();
    index.remove(&note_path("b.md")).unwrap();
    assert_eq!(found(&index, "线程池"), ["a.md: (root)"]);
    assert_eq!(found(&index, "\"死锁\""), ["new.md: (root)"]);
    assert!(found(&index, "\"连接池\"").is_empty() && found(&index, "事务").is_empty());
    sync(&index);
    assert_eq!(found(&index, "线程池"), ["a.md: (root)"], "a sync is about files");
    for path in ["a.md", "new.md", "b.md", "never.md"] {
        index.release(&note_path(path)).unwrap();
    }
    assert_eq!(found(&index, "\"连接池\""), folder.search("\"连接池\""));
    assert_eq!(found(&index, "死锁"), ["b.md: (root)"]);
    assert!(found(&index, "线程池").is_empty());
}

#[test]
fn a_buffer_is_taken_where_its_file_would_be() {
    let folder = Folder::new("");
    let in_memory = NoteIndex::open(IndexOptions::in_memory()).unwrap();
    for index in [folder.index(), in_memory] {
        sync(&index);
        index.put(&note_path("a.md"), "连接池").unwrap();
        for text in ["a\0池", "\0"] {
            let error = index.put(&note_path("a.md"), text).unwrap_err();
            assert!(error.is_unreadable(), "{error}");
            assert_eq!(error.to_string(), "can't read a.md: not a text");
        }
        assert_eq!(found(&index, "连接池"), ["a.md: (root)"], "what was put before counts");
        index.put(&note_path("a.md"), &("长".repeat(9_000) + "\0连接池")).unwrap();
        assert_eq!(found(&index, "连接池"), ["a.md: (root)"], "the trace of a crash");
        let taken = ["a.md", "x/新.md", "a.py", "md", ".git/x.md", "x/.y.md"]
            .map(|path| index.would_take(&note_path(path)));
        assert_eq!(taken, [true, true, false, false, false, false]);
    }
}

#[test]
fn a_buffer_is_no_larger_than_a_file_may_be() {
    let folder = Folder::new("");
    let on_disk = NoteIndex::open(folder.options().max_note_bytes(9)).unwrap();
    let in_memory = NoteIndex::open(IndexOptions::in_memory().max_note_bytes(9)).unwrap();
    for index in [on_disk, in_memory] {
        sync(&index);
        index.put(&note_path("a.md"), "连接池").unwrap();
        let error = index.put(&note_path("a.md"), "连接池。").unwrap_err();
        assert!(error.is_unreadable(), "{error}");
        assert_eq!(error.to_string(), "can't read a.md: 12 bytes, the limit is 9");
        assert_eq!(found(&index, "连接池"), ["a.md: (root)"], "what was put before counts");
    }
}

#[test]
fn an_index_in_memory_can_be_checked() {
    let report = in_memory("//- a.md\n# 一\n\n连接池\n\n# 二\n//- b.md\n").check().unwrap();
    assert_eq!((report.built, report.notes, report.sections), (true, 2, 3));
    assert_eq!((report.searched, report.found, report.faults), (1, 1, Vec::new()));
}

#[test]
fn nobody_else_sees_a_buffer() {
    let (folder, index) = synced();
    let before = folder.index_files();
    index.put(&note_path("a.md"), "zzsecret").unwrap();
    assert_eq!(found(&index, "zzsecret"), ["a.md: (root)"]);
    assert!(folder.search("zzsecret").is_empty());
    assert_eq!(folder.index_files(), before, "nothing is written");
    assert_eq!(folder.index().check().unwrap().faults, []);
}

#[test]
fn others_go_on_indexing_under_a_buffer() {
    let (folder, index) = synced();
    index.put(&note_path("a.md"), "# 线程池\n").unwrap();
    for text in ["zzone", "zztwo"] {
        folder.write("a.md", "zzfile");
        folder.write("c.md", text);
        folder.sync();
        assert_eq!(found(&index, text), ["c.md: (root)"]);
        assert_eq!(found(&index, "线程池"), ["a.md: (root)"]);
        assert!(found(&index, "zzfile").is_empty());
    }
}

#[test]
fn a_note_that_was_never_saved_is_not_gone() {
    let (folder, index) = synced();
    index.put(&note_path("new.md"), "zznew").unwrap();
    folder.remove("b.md");
    let searcher = index.searcher().unwrap();
    let options = everything().skip_gone(true);
    assert_eq!(lines(&search(&searcher, "zznew", &options).hits), ["new.md: (root)"]);
    assert!(search(&searcher, "死锁", &options).hits.is_empty());
}

#[test]
fn a_buffer_keeps_the_date_of_its_file() {
    let (_folder, index) = synced();
    index.put(&note_path("a.md"), "zznew").unwrap();
    index.put(&note_path("new.md"), "zznew").unwrap();
    let searcher = index.searcher().unwrap();
    assert_eq!(lines(&search(&searcher, "zznew modified:>=2020", &everything()).hits), ["a.md: (root)"]);
}

/// Notes of three days of 2001, the oldest first by path.
fn put_in_2001(index: &NoteIndex) {
    let dated = "---\nupdated: 2001-09-08\n---\nzznew";
    for (path, text, day) in [("1.md", dated, 12), ("2.md", "zznew", 9), ("3.md", "zznew", 10)] {
        let now = UNIX_EPOCH + Duration::from_secs((11_574 + day - 9) * 86_400);
        index.put_at(&note_path(path), text, now).unwrap();
    }
}

#[test]
fn what_has_no_file_has_the_time_when_it_was_put() {
    let (_folder, on_disk) = synced();
    for index in [on_disk, NoteIndex::open(IndexOptions::in_memory()).unwrap()] {
        put_in_2001(&index);
        assert_eq!(found(&index, "zznew modified:2001-09-09"), ["2.md: (root)"]);
        assert_eq!(
            found(&index, "zznew modified:2001-09-08"),
            ["1.md: (root)"],
            "front matter says otherwise"
        );
        let newest = everything().sort(Sort::Modified);
        let hits = search(&index.searcher().unwrap(), "zznew -title:1", &newest).hits;
        assert_eq!(lines(&hits), ["3.md: (root)", "2.md: (root)"]);
    }
}

#[test]
fn a_buffer_over_a_file_has_its_date_whenever_it_is_put() {
    let (_folder, index) = synced();
    index.put_at(&note_path("a.md"), "zznew", UNIX_EPOCH + Duration::from_secs(86_400)).unwrap();
    assert_eq!(found(&index, "zznew modified:>=2020"), ["a.md: (root)"]);
}

#[test]
fn what_is_put_before_there_is_an_index_counts_when_there_is_one() {
    let folder = Folder::new(NOTES);
    let index = folder.index();
    index.put(&note_path("a.md"), "# 线程池\n").unwrap();
    assert!(index.searcher().unwrap_err().is_missing());
    sync(&index);
    assert_eq!(found(&index, "线程池"), ["a.md: (root)"]);
}

#[test]
#[cfg(unix)]
fn a_file_may_be_named_by_way_of_a_link() {
    let folder = Folder::new(NOTES);
    let (index, link) = (folder.index(), folder.index_dir().with_extension("link"));
    std::os::unix::fs::symlink(folder.root(), &link).unwrap();
    for name in ["a.md", "not there.md"] {
        assert_eq!(index.note_path(&link.join(name)), Some(note_path(name)));
    }
    for outside in
        [link.clone(), index.root().unwrap().to_owned(), folder.index_dir().join("a.md"), "a.md".into()]
    {
        assert_eq!(index.note_path(&outside), None, "{}", outside.display());
    }
}

#[test]
fn an_index_in_memory_holds_what_is_put() {
    let index = NoteIndex::open(IndexOptions::in_memory()).unwrap();
    index.put(&note_path("a.md"), "连接池").unwrap();
    assert_eq!(found(&index, "连接池"), ["a.md: (root)"]);
    let error = index.read_note(&note_path("a.md")).unwrap_err();
    assert_eq!(error.to_string(), "can't read a.md: an index in memory has no files");
    index.release(&note_path("a.md")).unwrap();
    assert!(found(&index, "连接池").is_empty());
}

#[test]
fn a_snapshot_that_was_kept_is_not_older_than_the_index() {
    let (folder, index) = synced();
    assert!(found(&index, "zznew").is_empty());
    folder.write("a.md", "zznew");
    folder.sync();
    assert_eq!(found(&index, "zznew"), ["a.md: (root)"], "another process has committed");
    fs::remove_dir_all(folder.index_dir()).unwrap();
    assert!(index.searcher().unwrap_err().is_missing());
}
