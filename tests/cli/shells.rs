//! Completions and manual pages, by the shells and readers that there are; says which it skipped.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use crate::sandbox::{NOTES, Sandbox, skip};

/// A notebook with an index, so that its tags are known.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new(NOTES);
    sandbox.write("notes/a.md", "文 #缓存 #python\n");
    sandbox.write(".config/notes/config.toml", "[notebooks]\nstudy = \"~/notes\"\nstack = \"~/notes\"\n");
    sandbox.run(["index"]).found();
    sandbox
}

/// What the program offers for a command line whose last word is being typed.
fn offered(sandbox: &Sandbox, words: &[&str]) -> Vec<String> {
    let mut command = sandbox.command(["--"].iter().chain(words).copied());
    command.env("NOTES_COMPLETE", "fish");
    let output = command.output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
    let stdout = String::from_utf8(output.stdout).unwrap();
    stdout.lines().map(|line| line.split('\t').next().unwrap().to_owned()).collect()
}

#[test]
fn commands_options_tags_and_notebooks_are_offered() {
    let sandbox = sandbox();
    assert_eq!(offered(&sandbox, &["notes", "sea"]), ["search"]);
    assert_eq!(offered(&sandbox, &["notes", "search", "--expl"]), ["--explain"]);
    assert_eq!(offered(&sandbox, &["notes", "search", "--tag", "py"]), ["python", "python/db"]);
    assert_eq!(offered(&sandbox, &["notes", "search", "--tag", "缓"]), ["缓存"]);
    assert_eq!(offered(&sandbox, &["notes", "search", "--notebook", "stu"]), ["study"]);
    assert_eq!(offered(&sandbox, &["notes", "search", "--sort", "m"]), ["modified"]);
}

#[test]
fn tags_are_those_of_the_notebook_that_the_line_names() {
    let sandbox = sandbox();
    sandbox.write("other/b.md", "文 #别的\n");
    sandbox.run(["index", "--root", "../other"]).found();
    let sandbox = sandbox.go("elsewhere");
    let tags = |words: &[&str]| offered(&sandbox, &[&["notes"], words, &["--tag", ""]].concat());
    assert_eq!(tags(&["--root", "../other", "search"]), ["别的"]);
    assert_eq!(tags(&["search", "--root=~/other"]), ["别的"]);
    assert_eq!(tags(&["search", "--notebook", "study"]).len(), 3);
}

#[test]
fn notes_are_offered_from_wherever_they_are_named() {
    let sandbox = sandbox();
    sandbox.write("notes/db/picture.png", "");
    for command in ["show", "open", "outline", "links", "similar"] {
        assert_eq!(offered(&sandbox, &["notes", command, "db/p"]), ["db/pool.md"], "{command}");
    }
    assert_eq!(offered(&sandbox, &["notes", "why", "池", "db/p"]), ["db/pool.md"]);
    assert_eq!(offered(&sandbox, &["notes", "search", "--path", "d"]), ["db/"]);
    let sandbox = sandbox.go("notes/db");
    assert_eq!(offered(&sandbox, &["notes", "show", "po"]), ["pool.md"]);
    assert_eq!(offered(&sandbox, &["notes", "show", "web/"]), ["web/cache.md"]);
    assert_eq!(offered(&sandbox, &["notes", "tasks", "--path", "../w"]), ["../web/"]);
    let sandbox = sandbox.go("elsewhere");
    sandbox.write("elsewhere/decoy.md", "");
    let named = |word: &str| offered(&sandbox, &["notes", "--notebook", "study", "show", word]);
    assert_eq!(named("d"), ["db/"]);
    assert_eq!(named("db/"), ["db/pool.md"]);
    assert_eq!(named("./d"), ["./decoy.md"]);
}

#[test]
fn what_cannot_be_read_is_not_offered() {
    let sandbox = Sandbox::new("").go("");
    assert!(offered(&sandbox, &["notes", "search", "--tag", ""]).is_empty());
    sandbox.write(".config/notes/config.toml", "not toml");
    assert!(offered(&sandbox, &["notes", "search", "--notebook", ""]).is_empty());
}

/// Whether a program is there; says so if it is not.
fn is_there(program: &str) -> bool {
    let found = Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if found.is_err() {
        skip(&format!("there is no {program} here"));
    }
    found.is_ok()
}

#[test]
fn each_shell_takes_its_script() {
    let sandbox = sandbox();
    for (shell, check) in [("bash", "-n"), ("zsh", "-n"), ("fish", "--no-execute")] {
        let script = sandbox.run(["completions", shell]);
        assert!(script.found().contains("NOTES_COMPLETE"), "{}", script.stdout);
        if is_there(shell) {
            assert_eq!(
                fed(Command::new(shell).arg(check), &script.stdout),
                (Some(0), String::new()),
                "{shell}"
            );
        }
    }
}

/// Runs a command on a text: how it ended, and all that it said.
fn fed(command: &mut Command, text: &str) -> (Option<i32>, String) {
    let output = run_on(command, text);
    let said =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.code(), said)
}

fn run_on(command: &mut Command, text: &str) -> Output {
    let child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = child.unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn bash_completes_in_earnest() {
    if !is_there("bash") {
        return;
    }
    let sandbox = sandbox();
    let folder = std::path::Path::new(env!("CARGO_BIN_EXE_notes")).parent().unwrap();
    let script = "source <(notes completions bash)\n\
        COMP_WORDS=(notes search --tag py) COMP_CWORD=3 COMP_TYPE=9\n\
        $(complete -p notes | sed 's/.*-F \\([^ ]*\\).*/\\1/') notes py --tag\n\
        printf '%s\\n' \"${COMPREPLY[@]}\"\n";
    let mut command = sandbox.shell("bash");
    command.env("PATH", format!("{}:/usr/bin:/bin", folder.display()));
    assert_eq!(fed(&mut command, script), (Some(0), "python\npython/db\n".to_owned()));
}

/// What the program is given when a line is typed at bash, tabs and all; each word stands between `<` and `>`.
fn typed_at_bash(sandbox: &Sandbox, line: &str) -> String {
    let folder = std::path::Path::new(env!("CARGO_BIN_EXE_notes")).parent().unwrap();
    let mut command = sandbox.shell("bash");
    command.args(["--norc", "--noprofile", "-i"]).env("LC_ALL", "C.UTF-8");
    command.env("PATH", format!("{}:/usr/bin:/bin", folder.display()));
    let session = format!(
        "source <(notes completions bash)\n\
         notes() {{ if [[ $NOTES_COMPLETE ]]; then command notes \"$@\"; else printf '<%s>' \"$@\"; fi; }}\n\
         {line}\n"
    );
    // Without a terminal bash edits lines all the same; what it echoes goes to the standard error.
    String::from_utf8(run_on(&mut command, &session).stdout).unwrap()
}

#[test]
fn bash_quotes_the_names_that_it_completes() {
    if !is_there("bash") {
        return;
    }
    let sandbox = sandbox();
    let names = [
        "db/MySQL 索引 & 事务.md",
        "db/MySQL 二.md",
        "z;touch PWNED;b.md",
        "x*y.md",
        "xzy.md",
        "it's $HOME.md",
    ];
    for name in names {
        sandbox.write(&format!("notes/{name}"), "");
    }
    let check = |line: &str, words: &str| assert_eq!(typed_at_bash(&sandbox, line), words, "{line}");
    check("notes outline z\t", "<outline><z;touch PWNED;b.md>");
    check("notes outline db/My\t索\t", "<outline><db/MySQL 索引 & 事务.md>");
    check("notes outline 'db/My\t二\t", "<outline><db/MySQL 二.md>");
    check("notes outline \"it\t", "<outline><it's $HOME.md>");
    check("notes outline it\t", "<outline><it's $HOME.md>");
    check("notes outline x\\*\t", "<outline><x*y.md>");
    check("notes outline d\t", "<outline><db/>");
    check("notes sear\t--tag 缓\t--expl\t", "<search><--tag><缓存><--explain>");
    check("notes search --tag=缓\t--expl\t", "<search><--tag=缓存><--explain>");
    check("notes search --sort=m\t--tag=缓\t", "<search><--sort=modified><--tag=缓存>");
    check("notes search --notebook=study --tag=缓\t", "<search><--notebook=study><--tag=缓存>");
    check("notes search --sort=mod\t--expl\t 池", "<search><--sort=modified><--explain><池>");
    assert!(!sandbox.home().join("notes/PWNED").exists());
}

#[test]
fn manual_pages_are_sound() {
    let sandbox = sandbox();
    sandbox.run(["man", "--dir", "man1"]).finds("");
    let pages = std::fs::read_dir(sandbox.home().join("notes/man1")).unwrap();
    let mut names: Vec<String> = pages.map(|page| page.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert!(
        names.contains(&"notes.1".to_owned()) && names.contains(&"notes-search.1".to_owned()),
        "{names:?}"
    );
    assert!(sandbox.run(["man", "search"]).found().contains("notes search 死信队列"));
    sandbox.run(["man", "serach"]).fails("error: there is no command \"serach\"\nhint: see notes --help\n");
    if Command::new("mandoc").arg("-Tlint").stdin(Stdio::null()).output().is_err() {
        skip("there is no mandoc here");
        return;
    }
    for name in names {
        let page = std::fs::read_to_string(sandbox.home().join("notes/man1").join(&name)).unwrap();
        let lint = fed(Command::new("mandoc").args(["-Tlint", "-W", "warning"]), &page);
        assert_eq!(lint, (Some(0), String::new()), "{name}");
    }
}
