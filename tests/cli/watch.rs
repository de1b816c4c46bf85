//! `notes watch` beside searches.

#[cfg(target_os = "linux")]
use std::fs;
#[cfg(target_os = "linux")]
use std::io::Read;
#[cfg(target_os = "linux")]
use std::process::Stdio;
use std::process::{Child, Command};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::sandbox::{NOTES, Sandbox};

/// A process that ends with the test.
struct Background(Child);

impl Background {
    fn start(command: &mut Command) -> Background {
        Background(command.spawn().expect("the program can be started"))
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        let _already_gone = self.0.kill().and_then(|()| self.0.wait());
    }
}

/// What a search says of the index when the watcher vouches for it. A busy machine answers late: then the
/// search has looked for itself, which is right as well, and is asked again.
fn vouched(sandbox: &Sandbox, query: &str) -> Option<Value> {
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(20) {
        let answer = sandbox.run(["search", query, "--json"]).json();
        assert_eq!(answer["index"]["fresh"], true, "{answer}");
        if answer["index"]["synced"].is_null() {
            return Some(answer);
        }
        thread::sleep(Duration::from_millis(20));
    }
    None
}

#[cfg(target_os = "linux")]
#[test]
fn searches_ask_it() {
    let sandbox = Sandbox::new(NOTES);
    let watcher = Background::start(&mut sandbox.command(["watch"]));
    let answer = vouched(&sandbox, "死信队列").expect("the watcher vouches");
    assert_eq!(answer["hits"][0]["path"], "web/cache.md");
    sandbox.write("notes/new.md", "zznew");
    assert!(sandbox.run(["search", "zznew"]).found().starts_with("new.md:"));
    drop(watcher);
    sandbox.write("notes/newer.md", "zznewer");
    assert!(sandbox.run(["search", "zznewer", "--json"]).json()["index"]["synced"].is_object(), "it is gone");
}

/// Of notes that were written just now nobody else can say that they are as they were read.
#[cfg(target_os = "linux")]
#[test]
fn it_is_asked_for_the_status_as_well() {
    let sandbox = Sandbox::new(NOTES);
    let _watcher = Background::start(&mut sandbox.command(["watch"]));
    vouched(&sandbox, "死信队列").expect("the watcher vouches");
    let begun = Instant::now();
    let mut is_fresh = false;
    while !is_fresh && begun.elapsed() < Duration::from_secs(20) {
        sandbox.write("notes/new.md", "zznew");
        is_fresh = sandbox.run(["status", "--json"]).json()["fresh"] == true;
    }
    assert!(is_fresh);
    let is_told = || sandbox.run(["status"]).found().contains("watched     yes");
    while !is_told() {
        assert!(begun.elapsed() < Duration::from_secs(60));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn its_index_is_not_forgotten() {
    let sandbox = Sandbox::new(NOTES);
    let watcher = Background::start(&mut sandbox.command(["watch"]));
    vouched(&sandbox, "死信队列").expect("the watcher vouches");
    let run = sandbox.run(["forget"]);
    assert!(run.code == Some(2) && run.stderr.contains("\nhint: end that process first"), "{run:?}");
    drop(watcher);
    sandbox.run(["forget"]).found();
}

#[cfg(target_os = "linux")]
#[test]
fn one_that_stands_still_is_not_waited_for() {
    let sandbox = Sandbox::new(NOTES);
    let watcher = Background::start(&mut sandbox.command(["watch"]));
    vouched(&sandbox, "死信队列").expect("the watcher vouches");
    let stopped = Command::new("kill").args(["-STOP", &watcher.0.id().to_string()]).status();
    assert!(stopped.is_ok_and(|status| status.success()));
    sandbox.write("notes/new.md", "zznew");
    assert!(sandbox.run(["search", "zznew"]).found().starts_with("new.md:"));
}

#[cfg(target_os = "linux")]
#[test]
fn it_ends_where_the_index_is_made_in_another_way() {
    let sandbox = Sandbox::new(NOTES);
    sandbox.write("notes/plain.txt", "zzplain");
    let mut watcher = Background::start(sandbox.command(["watch"]).stderr(Stdio::piped()));
    vouched(&sandbox, "死信队列").expect("the watcher vouches");
    sandbox.write("notes/.notes.toml", "extensions = [\"md\", \"txt\"]\n");
    sandbox.run(["search", "zzplain"]).finds("plain.txt:1: zzplain\n");
    sandbox.write("notes/new.md", "zznew");
    let begun = Instant::now();
    while watcher.0.try_wait().expect("it can be waited for").is_none() {
        assert!(begun.elapsed() < Duration::from_secs(20), "it goes on");
        thread::sleep(Duration::from_millis(20));
    }
    let mut said = String::new();
    let mut err = watcher.0.stderr.take().expect("it is a pipe");
    err.read_to_string(&mut said).expect("it is text");
    assert!(said.contains("was made anew by another version or with other options\nhint: start"), "{said}");
    assert_eq!(watcher.0.wait().expect("it has ended").code(), Some(2));
    assert_eq!(sandbox.run(["index", "--json"]).json()["rebuilt"], false, "it left the index as it was");
}

/// Waits until the standard error of a process says something.
#[cfg(target_os = "linux")]
#[track_caller]
fn says(err: &mut impl Read, expected: &str) {
    let mut said = Vec::new();
    while !said.ends_with(b"\n") {
        let mut byte = [0];
        err.read_exact(&mut byte).expect("it says something");
        said.extend(byte);
    }
    assert_eq!(String::from_utf8_lossy(&said), expected);
}

#[cfg(target_os = "linux")]
#[test]
fn it_waits_for_notes_that_are_gone() {
    let sandbox = Sandbox::new(NOTES).go("");
    let root = sandbox.home().join("notes");
    let mut watcher = Background::start(sandbox.command(["watch", "--root", "notes"]).stderr(Stdio::piped()));
    let begun = Instant::now();
    while sandbox.run(["status", "--root", "notes", "--json"]).json()["fresh"] != true {
        assert!(begun.elapsed() < Duration::from_secs(20), "it does not begin");
    }
    fs::rename(&root, sandbox.home().join("away")).expect("a folder can be renamed");
    let mut err = watcher.0.stderr.take().expect("it is a pipe");
    let shown = root.display();
    says(&mut err, &format!("note: {shown} is gone; watching goes on when it is there again\n"));
    sandbox.write("notes/new.md", "zznew");
    says(&mut err, &format!("note: {shown} is there again\n"));
    sandbox.run(["search", "--root", "notes", "zznew"]).finds("notes/new.md:1: zznew\n");
    sandbox.run(["search", "--root", "notes", "死信队列"]).finds_nothing();
    assert!(watcher.0.try_wait().expect("it can be asked").is_none(), "it goes on");
}

#[test]
fn there_is_one_for_a_notebook() {
    let sandbox = Sandbox::new(NOTES);
    let watcher = Background::start(&mut sandbox.command(["watch"]));
    if vouched(&sandbox, "连接池").is_some() {
        let second = sandbox.run(["watch"]);
        let index_dir = sandbox.run(["status", "--json"]).json()["index_dir"].as_str().unwrap().to_owned();
        let number = watcher.0.id();
        second.fails(&format!("error: the index {index_dir} is already watched, by process {number}\n"));
    }
}
