//! The index holds the text of notes: it is nobody else's business, and stands nowhere else.

#![cfg(unix)]

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use crate::sandbox::{NOTES, Sandbox, all_below};

/// Runs the program below a shell that sets the mask first.
fn run_with_umask(sandbox: &Sandbox, umask: &str, args: &[&str]) {
    let usual = sandbox.command([]);
    let mut command = Command::new("/bin/sh");
    command.args(["-c", &format!("umask {umask}; exec \"$0\" \"$@\"")]).arg(usual.get_program()).args(args);
    command.current_dir(usual.get_current_dir().unwrap()).env_clear();
    command.env("HOME", sandbox.home()).env("TMPDIR", sandbox.home().join("tmp"));
    assert_eq!(command.output().unwrap().status.code(), Some(0), "{args:?}");
}

#[test]
fn nobody_else_may_read_an_index_whatever_the_umask() {
    for umask in ["000", "022", "077"] {
        let sandbox = Sandbox::new(NOTES);
        fs::create_dir(sandbox.home().join("tmp")).unwrap();
        run_with_umask(&sandbox, umask, &["index"]);
        sandbox.write("notes/new.md", "# 新\n");
        sandbox.remove("notes/web/cache.md");
        run_with_umask(&sandbox, umask, &["search", "新"]);
        run_with_umask(&sandbox, umask, &["doctor"]);
        for path in all_below(&sandbox.home().join(".cache/notes")) {
            let mode = path.metadata().unwrap().permissions().mode() & 0o777;
            let expected = if path.is_dir() { 0o700 } else { 0o600 };
            assert_eq!(mode, expected, "{} with umask {umask}: {mode:o}", path.display());
        }
        assert_eq!(all_below(&sandbox.home().join("tmp")).len(), 1, "nothing in the temporary folder");
        let home: Vec<_> = fs::read_dir(sandbox.home()).unwrap().flatten().map(|e| e.file_name()).collect();
        assert_eq!(home.len(), 3, "{home:?}");
    }
}

#[test]
fn an_index_folder_that_others_could_look_into_is_closed() {
    let sandbox = Sandbox::new(NOTES);
    sandbox.run(["index"]).found();
    let dir = fs::read_dir(sandbox.home().join(".cache/notes")).unwrap().flatten().next().unwrap().path();
    fs::set_permissions(&dir, PermissionsExt::from_mode(0o755)).unwrap();
    sandbox.write("notes/new.md", "# 新\n");
    sandbox.run(["index"]).found();
    assert_eq!(dir.metadata().unwrap().permissions().mode() & 0o777, 0o700);
}

#[test]
fn without_a_home_there_is_a_way() {
    let sandbox = Sandbox::new(NOTES);
    let mut command = sandbox.command(["search", "归还", "--index-dir", "../ix"]);
    let output = command.env_remove("HOME").output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), "db/pool.md:18: 关闭: 用完要归还。\n");
}

#[test]
fn a_home_that_counts_from_the_current_folder_is_none() {
    let sandbox = Sandbox::new(NOTES);
    for variable in ["HOME", "XDG_CACHE_HOME"] {
        let mut command = sandbox.command(["search", "归还"]);
        let output = command.env(variable, "./rel").output().unwrap();
        assert_eq!(output.status.success(), variable != "HOME", "{variable}");
    }
    assert!(all_below(&sandbox.home()).iter().all(|path| !path.ends_with("rel")));
}

#[test]
fn an_index_folder_that_cannot_be_made_is_an_error_that_names_it() {
    let sandbox = Sandbox::new(NOTES);
    sandbox.write("file", "");
    let run = sandbox.run(["search", "归还", "--index-dir", "../file/ix"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert!(run.stderr.contains("/file/ix is not this notebook's index: it is no folder"), "{run:?}");
}
