//! Killed at any moment, while notes change: the next command works by itself and answers right.

use std::collections::BTreeMap;
use std::process::Stdio;
use std::time::{Duration, Instant};

#[cfg(target_os = "linux")]
use crate::hostile::on_a_terminal;
use crate::random::{Random, rounds};
use crate::sandbox::Sandbox;

/// More segments than this an index of a few notes never has, whatever was killed: they become few in the commit
/// that makes them many.
const MAX_SEGMENTS: usize = 4;

/// Six files of a segment and its deletions; the seal, two manifests, what the index says of itself, and a question
/// of a watcher's own that it was killed over, which lies there until the next watcher clears its mailbox.
const MAX_FILES: usize = MAX_SEGMENTS * 7 + 5;

/// Notes that change, and what they hold.
struct Notes<'a> {
    sandbox: &'a Sandbox,
    random: Random,
    /// Path and version: every text that was ever written is another.
    versions: BTreeMap<String, usize>,
    n_written: usize,
}

impl Notes<'_> {
    fn change(&mut self) {
        let path = format!("{}/{}.md", self.random.below(3), self.random.below(6));
        if self.random.below(4) == 0 {
            if self.versions.remove(&path).is_some() {
                self.sandbox.remove(&format!("notes/{path}"));
            }
            return;
        }
        self.n_written += 1;
        let filler = "连接池复用数据库连接。\n".repeat(self.random.below(200));
        let text = format!("共同词 v{}\n\n# 其余\n\n{filler}", self.n_written);
        self.sandbox.write(&format!("notes/{path}"), text);
        self.versions.insert(path, self.n_written);
    }

    /// What a search must print.
    fn expected(&self) -> String {
        let lines = self.versions.iter().map(|(path, version)| format!("{path}:1: 共同词 v{version}\n"));
        lines.collect()
    }

    #[track_caller]
    fn verify(&self, round: usize) {
        let run = self.sandbox.run(["search", "共同词", "-n", "0", "--sort", "path", "--sync", "always"]);
        assert_eq!((run.stderr.as_str(), run.stdout), ("", self.expected()), "round {round}");
        assert!(matches!(run.code, Some(0 | 1)), "round {round}");
        let files = self.sandbox.index_files();
        let names: Vec<_> = files.keys().filter_map(|path| path.file_name()).collect();
        assert!(names.len() <= MAX_FILES, "round {round}: {} files: {names:?}", names.len());
    }
}

const COMMANDS: [&[&str]; 5] = [
    &["index"],
    &["search", "共同词"],
    &["search", "连接池", "--sync", "always"],
    &["index", "--rebuild"],
    &["watch"],
];

/// A writer that holds the lock and stands still, with its number. It ends with the test.
#[cfg(target_os = "linux")]
struct Stopped(std::process::Child);

#[cfg(target_os = "linux")]
impl Stopped {
    fn new(sandbox: &Sandbox) -> Stopped {
        loop {
            let mut writer =
                sandbox.command(["index", "--rebuild", "-q", "--index-dir", "../ix"]).spawn().unwrap();
            let holder = || std::fs::read_to_string(sandbox.home().join("ix/lock")).unwrap_or_default();
            while holder() != writer.id().to_string() && writer.try_wait().unwrap().is_none() {
                std::thread::yield_now();
            }
            let writer = Stopped(writer);
            writer.signal("-STOP");
            // It may have been quicker.
            if holder() == writer.0.id().to_string() {
                return writer;
            }
        }
    }

    fn signal(&self, name: &str) {
        let id = self.0.id().to_string();
        std::process::Command::new("kill").args([name, &id]).stderr(Stdio::null()).status().unwrap();
    }
}

#[cfg(target_os = "linux")]
impl Drop for Stopped {
    fn drop(&mut self) {
        let _already_gone = self.0.kill().and_then(|()| self.0.wait());
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_writer_that_stands_still_is_named_by_who_gives_up() {
    let sandbox = Sandbox::new("//- a.md\n共同词 v1\n");
    let expected = sandbox.run(["search", "共同词", "--index-dir", "../ix"]);
    let writer = Stopped::new(&sandbox);
    sandbox.write("notes/b.md", "共同词 v2\n");
    let process = writer.0.id();
    let why = format!("the index [HOME]/ix is being written by process {process}");
    sandbox.run(["search", "共同词", "--index-dir", "../ix"]).finds_behind(expected.found(), &why);
    std::thread::scope(|scope| {
        let said = scope.spawn(|| on_a_terminal(&sandbox, &["index", "--index-dir", "../ix"]));
        sandbox.run(["index", "--index-dir", "../ix"]).fails(&format!(
            "error: the index [HOME]/ix is being written by process {process}\n\
             hint: try again when it is done, or search the last state with --sync never\n",
        ));
        let waits = format!("waiting for notes (process {process}), which is writing the index");
        let said = said.join().expect("no panic");
        assert!(said.is_none_or(|said| said.contains(&waits)), "on a terminal it is said at once");
    });
    drop(writer);
    // However long the disk takes.
    sandbox
        .run(["search", "共同词", "--index-dir", "../ix", "--sort", "path", "--sync", "always"])
        .finds("a.md:1: 共同词 v1\nb.md:1: 共同词 v2\n");
}

#[cfg(unix)]
#[test]
fn a_stopped_writer_is_waited_for_no_longer_than_a_search_may_take() {
    let sandbox = Sandbox::new("//- a.md\n共同词 v1\n");
    let expected = sandbox.run(["search", "共同词"]);
    expected.found();
    for round in 0..6 {
        let mut writer = sandbox.command(["index", "--rebuild", "-q"]).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(10 * round));
        let signal = |name: &str| {
            let id = writer.id().to_string();
            std::process::Command::new("kill").args([name, &id]).stderr(Stdio::null()).status().unwrap();
        };
        signal("-STOP");
        let run = sandbox.run(["search", "共同词"]);
        signal("-CONT");
        // It may have been stopped before it held the index, or behind that.
        assert_eq!((run.stdout.as_str(), run.code), (expected.stdout.as_str(), Some(0)));
        assert!(run.stderr.is_empty() || run.stderr.starts_with("note: the index may be behind the notes: "));
        assert_eq!(writer.wait().unwrap().code(), Some(0), "round {round}");
    }
}

#[test]
fn commands_at_once_wait_for_one_another() {
    let sandbox = Sandbox::new("//- a.md\n共同词 v1\n");
    let started: Vec<_> = (0..4).map(|_| sandbox.command(["index", "-q"]).spawn().unwrap()).collect();
    for mut child in started {
        assert_eq!(child.wait().unwrap().code(), Some(0));
    }
    sandbox.run(["search", "共同词"]).finds("a.md:1: 共同词 v1\n");
}

#[test]
fn a_killed_command_does_no_harm() {
    let sandbox = Sandbox::new("");
    let mut notes =
        Notes { sandbox: &sandbox, random: Random::new(1), versions: BTreeMap::new(), n_written: 0 };
    (0..10).for_each(|_| notes.change());
    let begun = Instant::now();
    sandbox.run(["index"]).found();
    let usual = begun.elapsed().min(Duration::from_millis(400));
    for round in 0..rounds(100) {
        (0..=notes.random.below(3)).for_each(|_| notes.change());
        let mut command = sandbox.command(notes.random.one_of(&COMMANDS).iter().copied());
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let life = usual * notes.random.below(1000) as u32 / 1000;
        std::thread::sleep(life / 2);
        // Under its hands.
        (0..notes.random.below(3)).for_each(|_| notes.change());
        std::thread::sleep(life / 2);
        child.kill().unwrap();
        child.wait().unwrap();
        // Several kills may come one after another.
        if notes.random.below(3) > 0 {
            notes.verify(round);
        }
    }
    notes.verify(usize::MAX);
    let fresh = sandbox.run(["search", "连接池", "--json", "-n", "0", "--index-dir", "../fresh"]).json();
    let after = sandbox.run(["search", "连接池", "--json", "-n", "0"]).json();
    assert_eq!(after["hits"], fresh["hits"]);
    assert_eq!(sandbox.run(["doctor", "--json"]).json()["faults"], serde_json::json!([]));
}
