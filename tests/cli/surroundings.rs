//! Disks that are full or read only, folders that may not be entered, no home: a clear error, or an answer from the
//! last state, which stays as it was.
//!
//! A disk of its own needs a namespace of its own, and being refused needs somebody who isn't root. Where
//! the system has neither, these tests say so and are skipped.

#![cfg(target_os = "linux")]

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::Path;
use std::process::Command;

use crate::hostile::on_a_terminal;
use crate::sandbox::{Run, Sandbox, skip};

/// The number of no user.
const STRANGER: &str = "54321";

/// What to do about a disk that takes nothing.
const HINT: &str = "hint: name a folder that can be written with --index-dir\n";

/// Runs lines of shell in a namespace with mounts of its own; `notes` is the program, over an index in `$HOME/ix`.
/// Returns all that was said; none if there are no such namespaces.
fn transcript(sandbox: &Sandbox, lines: &str) -> Option<String> {
    const HEAD: &str = "exec 2>&1; set -e; ix=\"$HOME/ix\"; mkdir -p \"$ix\"\n\
        disk() { mount -t tmpfs -o \"mode=700,size=$1\" none \"$ix\"; }\n\
        notes() { echo \"> $*\"; \"$NOTES\" \"$@\" --index-dir \"$ix\" || echo \"exit $?\"; }\n";
    let run = |script: &str| {
        let mut command = Command::new("unshare");
        command.args(["--map-root-user", "--mount", "sh", "-c", script]).env_clear();
        command.env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin").env("HOME", sandbox.home());
        command.env("NOTES", env!("CARGO_BIN_EXE_notes")).current_dir(sandbox.home().join("notes"));
        command.output().ok().map(|output| String::from_utf8(output.stdout).unwrap())
    };
    run(&format!("{HEAD}disk 100k; echo there")).filter(|said| said == "there\n")?;
    run(&format!("{HEAD}{lines}")).map(|said| said.replace(&*sandbox.home().to_string_lossy(), "[HOME]"))
}

/// The same text with `…` wherever something stands between two others.
fn without(text: &str, from: &str, to: &str) -> String {
    let (first, rest) = text.split_once(from).unwrap_or((text, ""));
    let cut = |part: &str| part.split_once(to).map_or(part.to_owned(), |(_, after)| format!("…{to}{after}"));
    let parts = rest.split_terminator(from).map(|part| format!("{from}{}", cut(part)));
    first.to_owned() + &parts.collect::<String>()
}

#[test]
fn a_full_disk_keeps_the_last_state_and_goes_on_when_there_is_room() {
    let sandbox = Sandbox::new("//- a.md\n# 池\n\n连接池\n//- b.md\n缓存\n");
    // Numbers in disorder, which take more room than there is however they are packed.
    let noise = (0..25_000u64).map(|n| format!("{:x}\n", (n + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15)));
    sandbox.write("large", noise.collect::<String>());
    let said = transcript(
        &sandbox,
        "disk 300k; notes index; cp ../large large.md; echo 连接池 > new.md\n\
         notes index; notes search 连接池; notes doctor -q; rm large.md; notes search 连接池 --sort path; notes doctor -q",
    );
    let Some(said) = said else { return skip("there are no namespaces") };
    assert_eq!(
        without(&said, "[HOME]/ix/g1/", ": No space"),
        format!(
            "> index\nadded 2, modified 0, removed 0, unchanged 0\n\
         > index\nerror: can't write [HOME]/ix/g1/…: No space left on device (os error 28)\n{HINT}exit 2\n\
         > search 连接池\na.md:3: 连接池\n\
         note: the index may be behind the notes: can't write [HOME]/ix/g1/…: No space left on device (os error 28)\n\
         > doctor -q\n\
         > search 连接池 --sort path\na.md:3: 连接池\nnew.md:1: 连接池\n\
         > doctor -q\n"
        )
    );
}

#[test]
fn a_disk_that_was_full_from_the_first_is_an_error_that_names_it() {
    let sandbox = Sandbox::new("//- a.md\n连接池\n");
    let said = transcript(
        &sandbox,
        "disk 4k; head -c 4096 /dev/zero > \"$ix/last-search.full\" || true; notes search 连接池",
    );
    let Some(said) = said else { return skip("there are no namespaces") };
    assert!(said.starts_with("> search 连接池\nerror: can't "), "{said}");
    assert!(said.ends_with(&format!(": No space left on device (os error 28)\n{HINT}exit 2\n")), "{said}");
}

#[test]
fn what_cannot_be_written_is_searched_as_it_is() {
    let sandbox = Sandbox::new("//- a.md\n# 池\n\n连接池（connection pool）\n");
    let said = transcript(
        &sandbox,
        "disk 600k; notes index -q; mount -o remount,ro \"$ix\"; notes search 连接池; echo 连接池 > new.md\n\
         notes search 连接池; notes search 连接池 --files; notes search 连接池 --sync never; notes doctor -q; notes glossary; notes index\n\
         notes status | grep -c 'to look at again'; notes search 连接池 --sync always; notes watch",
    );
    let Some(said) = said else { return skip("there are no namespaces") };
    let found = "a.md:3: 连接池（connection pool）\n";
    let refused =
        format!("error: can't open [HOME]/ix/lock: Read-only file system (os error 30)\n{HINT}exit 2\n");
    let behind = "note: the index may be behind the notes: can't open [HOME]/ix/lock: Read-only file system \
                  (os error 30)\n";
    assert_eq!(
        said,
        format!(
            "> index -q\n> search 连接池\n{found}{behind}> search 连接池\n{found}{behind}> search 连接池 --files\na.md\n{behind}\
             > search 连接池 --sync never\n{found}\
             > doctor -q\n> glossary\n连接池\tconnection pool\t1\ta.md:3\n{behind}> index\n{refused}\
             1\n\
             > search 连接池 --sync always\n{refused}> watch\n{refused}"
        )
    );
}

#[test]
fn a_disk_that_cannot_be_written_and_holds_no_index_is_an_error_that_names_it() {
    let sandbox = Sandbox::new("//- a.md\n连接池\n");
    let said = transcript(&sandbox, "disk 600k; mount -o remount,ro \"$ix\"; notes search 连接池");
    let Some(said) = said else { return skip("there are no namespaces") };
    let refused =
        format!("error: can't open [HOME]/ix/lock: Read-only file system (os error 30)\n{HINT}exit 2\n");
    assert_eq!(said, format!("> search 连接池\n{refused}"));
}

fn is_root() -> bool {
    Path::new("/proc/self").metadata().is_ok_and(|process| process.uid() == 0)
}

/// The program as a user that the system doesn't know; none if it can't be started so.
fn by_a_stranger(sandbox: &Sandbox, args: &[&str], variables: &[(&str, &Path)]) -> Option<Run> {
    let start = |args: &[&str]| {
        let mut command = Command::new("setpriv");
        command.args([
            "--reuid",
            STRANGER,
            "--regid",
            STRANGER,
            "--clear-groups",
            env!("CARGO_BIN_EXE_notes"),
        ]);
        command.args(args).env_clear().envs(variables.iter().copied());
        command.current_dir(sandbox.home().join("notes")).output().ok()
    };
    start(&["--version"]).filter(|output| output.status.success())?;
    let output = start(args)?;
    let home = sandbox.home();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace(&*home.to_string_lossy(), "[HOME]");
    Some(Run { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) })
}

/// The program as its user who may be refused something: nobody refuses root. None if there is nobody else.
fn run(sandbox: &Sandbox, args: &[&str]) -> Option<Run> {
    match is_root() {
        true => by_a_stranger(sandbox, args, &[("HOME", &sandbox.home())]),
        false => Some(sandbox.run(args.iter().copied())),
    }
}

/// Gives everything to who runs the program.
fn hand_over(sandbox: &Sandbox) {
    if is_root() {
        let owner = format!("{STRANGER}:{STRANGER}");
        assert!(Command::new("chown").args(["-R", &owner]).arg(sandbox.home()).status().unwrap().success());
    }
}

fn close(path: &Path, mode: u32) {
    fs::set_permissions(path, PermissionsExt::from_mode(mode)).unwrap();
}

#[test]
fn what_may_not_be_read_is_reported_and_stops_nobody() {
    let sandbox = Sandbox::new("//- a.md\n连接池\n//- b.md\n连接池\n//- dir/c.md\n连接池\n");
    hand_over(&sandbox);
    for closed in ["notes/b.md", "notes/dir"] {
        close(&sandbox.home().join(closed), 0);
    }
    let indexed = run(&sandbox, &["index"]);
    let searched = run(&sandbox, &["search", "连接池", "--json"]);
    close(&sandbox.home().join("notes/dir"), 0o700);
    let (Some(run), Some(searched)) = (indexed, searched) else { return skip("there is nobody but root") };
    assert_eq!(searched.json()["index"]["synced"]["unread"], 2, "{searched:?}");
    assert_eq!(
        run.found(),
        "added 1, modified 0, removed 0, unchanged 0\nskipped 2:\n  \
         unreadable   b.md  Permission denied (os error 13)\n  \
         unreadable   dir   Permission denied (os error 13)\n"
    );
}

#[test]
fn what_could_not_be_read_is_said_on_a_terminal_each_time() {
    let sandbox = Sandbox::new("//- a.md\n连接池\n//- b.md\n\0\0\0\n");
    // Nobody can read a link to itself, root neither.
    std::os::unix::fs::symlink(".gitignore", sandbox.home().join("notes/.gitignore")).unwrap();
    for _ in 0..2 {
        let Some(said) = on_a_terminal(&sandbox, &["search", "连接池"]) else {
            return skip("there is no terminal");
        };
        assert!(
            said.contains("note: 1 file or folder could not be read; notes status says which and why"),
            "{said}"
        );
    }
    let status = sandbox.run(["status"]);
    assert!(
        status.found().contains("unreadable   .gitignore  Too many levels of symbolic links"),
        "{status:?}"
    );
    sandbox.run(["search", "连接池"]).finds("a.md:1: 连接池\n");
}

#[cfg(target_os = "linux")]
#[test]
fn a_note_whose_name_is_no_text_is_said_as_what_could_not_be_read() {
    use std::os::unix::ffi::OsStrExt;

    let sandbox = Sandbox::new("//- a.md\n连接池\n");
    let name = std::ffi::OsStr::from_bytes(b"bad\xff.md");
    fs::write(sandbox.home().join("notes").join(name), "连接池").unwrap();
    for _ in 0..2 {
        let answer = sandbox.run(["search", "连接池", "--json"]).json();
        assert_eq!(answer["index"]["synced"]["unread"], 1, "{answer}");
    }
    let Some(said) = on_a_terminal(&sandbox, &["search", "连接池"]) else {
        return skip("there is no terminal");
    };
    assert!(said.contains("note: 1 file or folder could not be read; notes status says"), "{said}");
}

#[test]
fn an_index_that_may_not_be_written_is_searched_and_one_that_may_not_be_read_is_an_error() {
    let sandbox = Sandbox::new("//- a.md\n连接池\n");
    hand_over(&sandbox);
    let index_dir = sandbox.home().join("ix");
    let ask = |args: &[&str]| run(&sandbox, &[args, &["--index-dir", "../ix"]].concat());
    let Some(run) = ask(&["search", "连接池"]) else { return skip("there is nobody but root") };
    run.finds("a.md:1: 连接池\n");
    sandbox.write("notes/new.md", "连接池\n");
    hand_over(&sandbox);
    close(&index_dir.join("lock"), 0o400);
    close(&index_dir, 0o500);
    let behind = ask(&["search", "连接池"]).unwrap();
    let refused = ask(&["index"]).unwrap();
    close(&index_dir, 0);
    let closed = ask(&["search", "连接池"]).unwrap();
    close(&index_dir, 0o700);
    behind.finds_behind("a.md:1: 连接池\n", "can't open [HOME]/ix/lock: Permission denied (os error 13)");
    refused.fails(&format!("error: can't open [HOME]/ix/lock: Permission denied (os error 13)\n{HINT}"));
    closed.fails(&format!(
        "error: can't read [HOME]/ix/notes-index.json: Permission denied (os error 13)\n{HINT}"
    ));
    let seal = index_dir.join("g1/seal");
    close(&seal, 0);
    let unread = ask(&["search", "连接池"]).unwrap();
    close(&seal, 0o600);
    unread.fails(&format!("error: can't read [HOME]/ix/g1/seal: Permission denied (os error 13)\n{HINT}"));
    close(&index_dir.join("lock"), 0o600);
    ask(&["search", "连接池", "--sort", "path"]).unwrap().finds("a.md:1: 连接池\nnew.md:1: 连接池\n");
}

#[test]
fn a_cache_folder_that_may_not_be_made_is_an_error_that_names_it() {
    let sandbox = Sandbox::new("//- a.md\n连接池\n");
    hand_over(&sandbox);
    close(&sandbox.home(), 0o500);
    let run = run(&sandbox, &["search", "连接池"]);
    close(&sandbox.home(), 0o700);
    let Some(run) = run else { return skip("there is nobody but root") };
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert!(run.stderr.starts_with("error: can't create [HOME]/.cache/notes/notes-"), "{run:?}");
    assert!(run.stderr.ends_with(&format!(": Permission denied (os error 13)\n{HINT}")), "{run:?}");
}

#[test]
fn without_any_home_the_index_has_to_be_named() {
    let sandbox = Sandbox::new("//- a.md\n连接池\n");
    hand_over(&sandbox);
    let homeless = |args: &[&str]| by_a_stranger(&sandbox, args, &[]);
    let Some(run) = homeless(&["search", "连接池"]).filter(|_| is_root()) else {
        return skip("nobody can be made homeless");
    };
    run.fails("error: there is no home folder to keep the index in\nhint: name a folder with --index-dir\n");
    homeless(&["search", "连接池", "--index-dir", "../ix"]).unwrap().finds("a.md:1: 连接池\n");
}
