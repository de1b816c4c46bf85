//! A home folder of its own for every test, and a way to run the program in it.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// A few notes that most sessions search.
pub(crate) const NOTES: &str = "\
//- db/pool.md
---
tags: [python/db]
---
# 连接池笔记

连接池复用数据库连接。

## 大小

连接太少会排队，太多会压垮服务器。

```python
engine = create_engine(url, pool_size=2)
```

## 关闭

用完要归还。
//- web/cache.md
# 缓存

## Redis

Redis 快，也有自己的连接池。

## 击穿

死信队列帮不上忙。
";

/// A temporary home with a folder of notes in it; nothing of the caller's environment reaches the program.
pub(crate) struct Sandbox {
    home: TempDir,
    cwd: PathBuf,
    variables: Vec<(String, String)>,
}

impl Sandbox {
    /// A home with these notes in `notes/`, which is the current folder. A note begins with its path
    /// on a line after `//- `.
    pub(crate) fn new(notes: &str) -> Sandbox {
        let home = TempDir::new().expect("a temporary folder can be made");
        let sandbox = Sandbox { cwd: home.path().join("notes"), home, variables: Vec::new() };
        fs::create_dir(&sandbox.cwd).expect("a folder can be made");
        for note in notes.split("//- ").filter(|note| !note.is_empty()) {
            let (path, text) = note.split_once('\n').expect("a note has a path and a text");
            sandbox.write(&format!("notes/{path}"), text);
        }
        sandbox
    }

    /// The home folder, canonical as the program sees it.
    pub(crate) fn home(&self) -> PathBuf {
        self.home.path().canonicalize().expect("the home folder is there")
    }

    /// Writes a file below the home folder.
    pub(crate) fn write(&self, path: &str, content: impl AsRef<[u8]>) {
        let path = self.home.path().join(path);
        fs::create_dir_all(path.parent().expect("a file stands in a folder")).expect("folders can be made");
        fs::write(path, content).expect("a file can be written");
    }

    /// Removes a file below the home folder.
    pub(crate) fn remove(&self, path: &str) {
        fs::remove_file(self.home.path().join(path)).expect("the file can be removed");
    }

    /// Every file of the indexes in the cache folder with its content, but for locks.
    pub(crate) fn index_files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = all_below(&self.home().join(".cache/notes"));
        // Neither is part of what is indexed.
        let is_beside =
            |path: &Path| path.to_string_lossy().ends_with("lock") || path.ends_with("last-search.json");
        files.retain(|path| path.is_file() && !is_beside(path));
        let read = |path: PathBuf| (path.clone(), fs::read(path).expect("a file can be read"));
        files.into_iter().map(read).collect()
    }

    /// Goes to a folder below the home folder, which is made if need be.
    pub(crate) fn go(mut self, folder: &str) -> Sandbox {
        self.cwd = self.home.path().join(folder);
        fs::create_dir_all(&self.cwd).expect("a folder can be made");
        self
    }

    /// Sets a variable of the environment.
    pub(crate) fn variable(mut self, name: &str, value: &str) -> Sandbox {
        self.variables.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The program with arguments, ready to start.
    pub(crate) fn command<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> Command {
        let mut command = self.shell(env!("CARGO_BIN_EXE_notes"));
        command.args(args);
        command
    }

    /// Any program, in the same surroundings.
    pub(crate) fn shell(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.cwd).stdin(Stdio::null()).env_clear();
        command.env("HOME", self.home());
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs the program to its end.
    #[track_caller]
    pub(crate) fn run<'a>(&self, args: impl IntoIterator<Item = &'a str>) -> Run {
        let output = self.command(args).output().expect("the program can be started");
        let text = |bytes: Vec<u8>| masked(&String::from_utf8(bytes).expect("output is UTF-8"), &self.home());
        Run { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) }
    }
}

/// What a run of the program came to; the home folder's path is `[HOME]`.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    /// It found this, and said nothing besides.
    #[track_caller]
    pub(crate) fn finds(&self, stdout: &str) {
        assert_eq!((self.stderr.as_str(), self.stdout.as_str(), self.code), ("", stdout, Some(0)));
    }

    /// It found something, and said nothing besides: what it printed.
    #[track_caller]
    pub(crate) fn found(&self) -> &str {
        assert_eq!((self.stderr.as_str(), self.code), ("", Some(0)), "{self:?}");
        &self.stdout
    }

    /// It found this in a state that may be behind the notes, and said why.
    #[track_caller]
    pub(crate) fn finds_behind(&self, stdout: &str, why: &str) {
        let note = format!("note: the index may be behind the notes: {why}\n");
        assert_eq!((self.stderr.as_str(), self.stdout.as_str(), self.code), (&*note, stdout, Some(0)));
    }

    /// It found nothing, silently.
    #[track_caller]
    pub(crate) fn finds_nothing(&self) {
        assert_eq!((self.stderr.as_str(), self.stdout.as_str(), self.code), ("", "", Some(1)));
    }

    /// It failed, and said this.
    #[track_caller]
    pub(crate) fn fails(&self, stderr: &str) {
        assert_eq!((self.stdout.as_str(), self.stderr.as_str(), self.code), ("", stderr, Some(2)));
    }

    /// Its one JSON document, whatever the exit code.
    #[track_caller]
    pub(crate) fn json(&self) -> serde_json::Value {
        assert_eq!(self.stdout.matches('\n').count(), 1, "one document on one line: {self:?}");
        serde_json::from_str(&self.stdout).expect("output is JSON")
    }
}

/// Says what the system doesn't let a test do.
pub(crate) fn skip(why: &str) {
    writeln!(io::stderr(), "skipped: {why}").expect("the standard error is open");
}

fn masked(text: &str, home: &Path) -> String {
    text.replace(&*home.to_string_lossy(), "[HOME]")
}

/// Every file and folder below a folder, and itself.
pub(crate) fn all_below(folder: &Path) -> Vec<PathBuf> {
    let (mut found, mut next) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(path) = next.pop() {
        if path.is_dir() {
            next.extend(fs::read_dir(&path).into_iter().flatten().flatten().map(|entry| entry.path()));
        }
        found.push(path);
    }
    found
}
