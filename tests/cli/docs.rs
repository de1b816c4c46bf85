//! Every command line of the documentation and of `--help` runs on the sample notebook.

use std::fs;
use std::path::{Path, PathBuf};

use crate::sandbox::{Sandbox, skip};

/// The project's own folder.
fn project() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A copy of the project as far as a reader of the README needs it.
fn clone() -> Sandbox {
    let sandbox = Sandbox::new("").go("clone");
    copy(&project().join("notes"), &sandbox.home().join("clone/notes"));
    sandbox.write("clone/.notes.toml", fs::read(project().join(".notes.toml")).unwrap());
    sandbox.write(
        ".config/notes/config.toml",
        "[notebooks]\nwork = \"~/clone/notes/ops\"\nstudy = \"~/clone/notes\"\n",
    );
    sandbox.run(["search", "连接池"]).found();
    sandbox.variable("VISUAL", "true").variable("PAGER", "cat")
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy(&entry.path(), &to),
            false => drop(fs::copy(entry.path(), to).unwrap()),
        }
    }
}

/// The command lines in the fenced blocks of a text: those that begin with the program's name. What stands
/// behind two spaces explains.
fn in_fences(text: &str) -> Vec<String> {
    let mut commands = Vec::new();
    let mut is_inside = false;
    for line in text.lines() {
        if line.starts_with("```") {
            is_inside = !is_inside;
        } else if is_inside {
            commands.extend(command(line));
        }
    }
    commands
}

fn command(line: &str) -> Option<String> {
    let line = line.trim_start().trim_start_matches("$ ");
    let is_ours = line.starts_with("notes ") || line.contains("| notes ");
    let line = line.split("   ").next().unwrap_or(line);
    let line = line
        .split_once("  ")
        .filter(|(before, _)| before.matches('\'').count() % 2 == 0)
        .map_or(line, |(before, _)| before);
    is_ours.then(|| line.trim_end().to_owned())
}

/// Runs a command line as a shell does.
fn run(sandbox: &Sandbox, line: &str) -> (Option<i32>, String) {
    let programs = Path::new(env!("CARGO_BIN_EXE_notes")).parent().unwrap();
    let mut shell = sandbox.shell("sh");
    shell.env("PATH", format!("{}:/usr/local/bin:/usr/bin:/bin", programs.display()));
    // One that goes on for ever is ended: that it begins is enough.
    let line = if line == "notes watch" { "timeout 1 notes watch; [ $? = 124 ]" } else { line };
    let output = shell.args(["-c", line]).output().unwrap();
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[track_caller]
fn check(from: &str, commands: &[String]) {
    assert!(!commands.is_empty(), "{from} shows no command");
    let sandbox = clone();
    for line in commands {
        if let Some(program) =
            ["jq", "man", "fzf"].iter().find(|name| line.contains(&format!("| {name} ")) && !is_there(name))
        {
            skip(&format!("there is no {program} here for {line}"));
            continue;
        }
        let (code, stderr) = run(&sandbox, line);
        // What stands behind a pipe may say what it likes.
        let is_fine = if line.contains(" | ") { !stderr.contains("error: ") } else { stderr.is_empty() };
        assert!(matches!(code, Some(0 | 1)) && is_fine, "{from}: {line}: {code:?} {stderr}");
    }
}

fn is_there(program: &str) -> bool {
    std::env::split_paths("/usr/local/bin:/usr/bin:/bin").any(|folder| folder.join(program).is_file())
}

#[test]
fn commands_of_the_pages_run() {
    let pages = ["README.md", "README.zh.md", "docs/json.md", "crates/notes-cli/README.md"];
    for page in pages {
        check(page, &in_fences(&fs::read_to_string(project().join(page)).unwrap()));
    }
}

#[test]
fn examples_of_the_help_run() {
    let sandbox = Sandbox::new("");
    let commands = [
        "search",
        "show",
        "open",
        "outline",
        "tags",
        "tasks",
        "why",
        "glossary",
        "index",
        "status",
        "watch",
        "serve",
        "doctor",
        "config",
        "completions",
        "man",
        "schema",
    ];
    for name in std::iter::once("").chain(commands) {
        let help = match name {
            "" => sandbox.run(["--help"]),
            name => sandbox.run([name, "--help"]),
        };
        let examples = help.found().split_once("Examples:\n").map_or("", |(_, examples)| examples);
        let examples = examples.split("\n\n").next().unwrap_or_default();
        let lines: Vec<String> = examples.lines().filter_map(command).collect();
        if !examples.is_empty() {
            check(&format!("notes {name} --help"), &lines);
        }
    }
}
