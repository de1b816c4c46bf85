//! Notebooks for tests: from one string, in memory or in a folder; and the sample notebook.

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::{Duration, SystemTime};

use notes_index::{
    Error, Hit, HitKind, IndexOptions, NoteIndex, NotePath, Query, SearchOptions, SearchResults, Searcher,
    SyncEvent, SyncOptions, SyncReport,
};
use tempfile::TempDir;

use crate::sources::files_below;

/// The notes of a notebook in one string: each begins with its path on a line after `//- `.
pub(crate) fn notes(notebook: &str) -> impl Iterator<Item = (&str, &str)> {
    let starts = notebook.match_indices("//- ").map(|(at, _)| at);
    let starts: Vec<usize> = starts.filter(|&at| at == 0 || notebook.as_bytes()[at - 1] == b'\n').collect();
    let ends = starts.iter().skip(1).copied().chain([notebook.len()]).collect::<Vec<_>>();
    starts.into_iter().zip(ends).map(|(start, end)| {
        notebook[start + 4..end].split_once('\n').expect("a path stands on a line of its own")
    })
}

/// A notebook in memory.
pub(crate) fn in_memory(notebook: &str) -> NoteIndex {
    let index = NoteIndex::open(IndexOptions::in_memory()).expect("an index in memory can be made");
    for (path, text) in notes(notebook) {
        index.put(&note_path(path), text).expect("a note can be indexed");
    }
    index
}

/// A snapshot of a notebook in memory.
pub(crate) fn searcher(notebook: &str) -> Searcher {
    in_memory(notebook).searcher().expect("an index in memory can be searched")
}

pub(crate) fn note_path(path: &str) -> NotePath {
    NotePath::new(path).expect("tests use good paths")
}

/// All hits there are.
pub(crate) fn everything() -> SearchOptions {
    SearchOptions::new().limit(0).per_note(0)
}

#[track_caller]
pub(crate) fn search(searcher: &Searcher, query: &str, options: &SearchOptions) -> SearchResults {
    searcher.search(&Query::parse(query), options).expect("a sound index can be searched")
}

/// Searches a notebook in memory and compares all hits with what is expected, a line each: see [`line`].
#[track_caller]
pub(crate) fn check(notebook: &str, query: &str, expected: &[&str]) {
    check_with(notebook, query, &everything(), expected);
}

/// As [`check`], with options.
#[track_caller]
pub(crate) fn check_with(notebook: &str, query: &str, options: &SearchOptions, expected: &[&str]) {
    let results = search(&searcher(notebook), query, options);
    assert_eq!(lines(&results.hits), expected, "{query:?}");
}

/// Hits as text.
pub(crate) fn lines(hits: &[Hit]) -> Vec<String> {
    hits.iter().map(line).collect()
}

/// A hit as text: `pool.md: 大小 › 上限 (python) -缺 ~inside:threadpool`; `(root)` for no breadcrumb.
pub(crate) fn line(hit: &Hit) -> String {
    let breadcrumb = match hit.breadcrumb.as_slice() {
        [] => "(root)".to_owned(),
        names => names.join(" › "),
    };
    let mut line = format!("{}: {breadcrumb}", hit.path);
    if hit.kind == HitKind::Code {
        line += &format!(" ({})", hit.language.as_deref().unwrap_or("code"));
    }
    for word in &hit.missing {
        line += &format!(" -{word}");
    }
    for approximation in &hit.approximate {
        line += &format!(" ~{}:{}", approximation.relation.name(), approximation.found);
    }
    line
}

/// Notes in a folder of their own, with their index in another.
#[derive(Debug)]
pub(crate) struct Folder {
    dir: TempDir,
}

impl Folder {
    pub(crate) fn new(notebook: &str) -> Folder {
        let folder = Folder { dir: TempDir::new().expect("a temporary folder can be made") };
        fs::create_dir(folder.root()).expect("a folder can be made");
        for (path, text) in notes(notebook) {
            folder.write(path, text);
        }
        folder
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.dir.path().join("notes")
    }

    pub(crate) fn index_dir(&self) -> PathBuf {
        self.dir.path().join("index")
    }

    /// Another place for something, below the temporary folder.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().expect("a file stands in a folder")).expect("folders can be made");
        fs::write(path, content).expect("a file can be written");
    }

    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.root().join(path)).expect("the file can be removed");
    }

    pub(crate) fn rename(&self, from: &str, to: &str) {
        fs::rename(self.root().join(from), self.root().join(to)).expect("the file can be renamed");
    }

    pub(crate) fn options(&self) -> IndexOptions {
        IndexOptions::new(self.root(), self.index_dir())
    }

    pub(crate) fn index(&self) -> NoteIndex {
        NoteIndex::open(self.options()).expect("the index is ours")
    }

    /// Syncs long after everything was written: stamps are trusted.
    #[track_caller]
    pub(crate) fn sync(&self) -> SyncReport {
        sync(&self.index())
    }

    #[track_caller]
    pub(crate) fn search(&self, query: &str) -> Vec<String> {
        let searcher = self.index().searcher().expect("the index can be searched");
        lines(&search(&searcher, query, &everything()).hits)
    }

    /// Every file of the index with its content, but for the lock.
    pub(crate) fn index_files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = files_below(&self.index_dir());
        files.retain(|path| !path.ends_with("lock"));
        let read = |path: PathBuf| (path.clone(), fs::read(path).expect("a file can be read"));
        files.into_iter().map(read).collect()
    }
}

/// An hour from now: a file written meanwhile has settled.
pub(crate) fn later() -> SystemTime {
    SystemTime::now() + Duration::from_secs(3600)
}

/// Syncs with trusted stamps.
#[track_caller]
pub(crate) fn sync(index: &NoteIndex) -> SyncReport {
    sync_with(index, &SyncOptions::new(later()), |_| ControlFlow::Continue(())).expect("notes can be synced")
}

pub(crate) fn sync_with(
    index: &NoteIndex,
    options: &SyncOptions,
    mut on_event: impl FnMut(&SyncEvent<'_>) -> ControlFlow<()>,
) -> Result<SyncReport, Error> {
    index.sync_with(options, &mut |event| on_event(&event))
}

/// The folder of the sample notebook.
pub(crate) fn sample_root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../notes")
}

/// The sample notebook, indexed once for all tests.
pub(crate) fn sample() -> &'static Searcher {
    static SAMPLE: OnceLock<(TempDir, Searcher)> = OnceLock::new();
    let (_dir, searcher) = SAMPLE.get_or_init(|| {
        let dir = TempDir::new().expect("a temporary folder can be made");
        let options = IndexOptions::new(sample_root(), dir.path().join("index"));
        let index = NoteIndex::open(options).expect("an index can be made");
        sync(&index);
        let searcher = index.searcher().expect("the index can be searched");
        (dir, searcher)
    });
    searcher
}
