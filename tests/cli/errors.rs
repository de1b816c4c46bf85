//! Every mistake gets a sentence, a hint and exit code 2.

use crate::sandbox::{NOTES, Sandbox};

#[test]
fn a_query_without_a_command_is_a_search_forgotten() {
    let sandbox = Sandbox::new("");
    sandbox.run(["连接池"]).fails(
        "error: there is no command \"连接池\"\n\
         hint: did you mean: notes search 连接池\n",
    );
    sandbox.run(["-v", "连接池", "大小", "-n", "5"]).fails(
        "error: there is no command \"连接池\"\n\
         hint: did you mean: notes -v search 连接池 大小 -n 5\n",
    );
}

#[test]
fn a_misspelt_command_is_put_right() {
    Sandbox::new("").run(["serach", "连接池"]).fails(
        "error: there is no command \"serach\"\n\
         hint: did you mean: notes search 连接池\n",
    );
}

#[test]
fn what_would_not_be_understood_is_not_proposed() {
    let sandbox = Sandbox::new("");
    let no_command = |hint: &str| format!("error: there is no command \"nope\"\nhint: {hint}\n");
    sandbox.run(["help", "nope"]).fails(&no_command("see notes --help"));
    sandbox.run(["nope"]).fails(&no_command("did you mean: notes search nope"));
    sandbox.run(["nope", "a.md"]).fails(&no_command("did you mean: notes open a.md"));
    sandbox.run(["nope", "-n5"]).fails(&no_command("did you mean: notes search nope -n5"));
}

#[test]
fn a_word_to_leave_out_must_be_quoted() {
    let sandbox = Sandbox::new("");
    sandbox.run(["search", "连接池", "-redis"]).fails(
        "error: -redis is no option\n\
         hint: to leave a word out, quote the query: notes search \"连接池 -redis\"\n",
    );
    sandbox.run(["search", "连接池", "-缓存", "--tag", "a b", "-n5"]).fails(
        "error: -缓存 is no option\n\
         hint: to leave a word out, quote the query: notes search \"连接池 -缓存\" --tag \"a b\" -n5\n",
    );
    sandbox.run(["search", "池", "-nosql"]).fails(
        "error: -nosql is no option\n\
         hint: to leave a word out, quote the query: notes search \"池 -nosql\"\n",
    );
}

#[test]
fn a_query_that_begins_with_a_dash_needs_more_than_quotes() {
    Sandbox::new("").run(["search", "-redis 连接池", "--strict"]).fails(
        "error: -redis 连接池 is no option\n\
         hint: to leave a word out, quote the query, behind --: notes search --strict -- \"-redis 连接池\"\n",
    );
}

#[test]
fn a_misspelt_option_is_put_right() {
    Sandbox::new("").run(["search", "池", "--jsno"]).fails(
        "error: unexpected argument '--jsno' found\n\
         hint: a similar argument exists: '--json'\n",
    );
    Sandbox::new("").run(["search", "--tga", "foo"]).fails(
        "error: unexpected argument '--tga' found\n\
         hint: a similar argument exists: '--tag'\n",
    );
}

#[test]
fn a_number_of_hits_is_asked_for_in_plain_words() {
    for number in ["abc", "-1", "1.5"] {
        Sandbox::new("").run(["search", "池", "-n", number]).fails(&format!(
            "error: invalid value '{number}' for '--limit <N>': it is a number of hits, 0 or more\n\
             hint: see notes search --help\n"
        ));
    }
}

#[test]
fn what_a_list_of_notes_cannot_say_is_refused() {
    for form in ["--files", "--count"] {
        Sandbox::new(NOTES).run(["search", "池", "--explain", form]).fails(
            "error: --explain says what makes a hit: it does not go with --files or --count\n\
             hint: see the hits themselves, without the list of notes\n",
        );
    }
}

#[test]
fn nothing_to_search_for_is_a_mistake() {
    let sandbox = Sandbox::new("");
    for query in [&["search"][..], &["search", ""], &["search", " ", "\u{3000}"]] {
        sandbox.run(query.iter().copied()).fails(
            "error: nothing to search for\n\
             hint: say some words, or list with --tag, --path, --lang or --code\n",
        );
    }
}

#[test]
fn nothing_said_at_all_gets_the_short_help() {
    let run = Sandbox::new("").run([]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert!(run.stderr.contains("Usage: notes"), "{run:?}");
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let sandbox = Sandbox::new("");
    sandbox
        .run(["status", "--root", "gone"])
        .fails("error: can't search [HOME]/notes/gone: there is no such folder\n");
    sandbox.write("notes/file", "");
    sandbox
        .run(["--root", "file", "status"])
        .fails("error: can't search [HOME]/notes/file: it is no folder\n");
}

#[test]
fn errors_are_a_document_too() {
    let run = Sandbox::new("").run(["search", "池", "--root", "gone", "--json"]);
    assert_eq!((run.code, run.stderr.lines().count()), (Some(2), 1));
    let error = &run.json()["error"];
    assert_eq!(run.json()["version"], 1);
    assert_eq!(error["kind"], "no-folder");
    assert_eq!(error["path"], "[HOME]/notes/gone");
    assert_eq!(error["message"], "can't search [HOME]/notes/gone: there is no such folder");
}

#[test]
fn wrong_arguments_are_a_document_too() {
    let run = Sandbox::new("").run(["search", "连接池", "-redis", "--jsonl"]);
    let error = &run.json()["error"];
    assert_eq!((run.code, &error["kind"]), (Some(2), &"usage".into()));
    assert_eq!(error["hint"], "to leave a word out, quote the query: notes search \"连接池 -redis\" --jsonl");
}

#[test]
fn arguments_are_shown_without_their_commands_to_the_terminal() {
    let sandbox = Sandbox::new("");
    sandbox.run(["\x1b[2J"]).fails(
        "error: there is no command \"␛[2J\"\n\
         hint: did you mean: notes search \"␛[2J\"\n",
    );
    let run = sandbox.run(["search", "池", "--json", "--root", "\x1b\u{202e}"]);
    assert!(run.stdout.contains(r"\u001b\u202e"), "{run:?}");
    assert!(run.stderr.contains("␛\u{fffd}"), "{run:?}");
}

#[test]
fn an_index_of_something_else_is_never_touched() {
    let sandbox = Sandbox::new(NOTES);
    sandbox.write("other/precious.txt", "mine");
    let run = sandbox.run(["index", "--index-dir", "../other"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert!(run.stderr.contains("[HOME]/other is not this notebook's index"), "{run:?}");
    assert!(run.stderr.contains("hint: name another folder with --index-dir"), "{run:?}");
    assert_eq!(std::fs::read_to_string(sandbox.home().join("other/precious.txt")).unwrap(), "mine");
    assert_eq!(std::fs::read_dir(sandbox.home().join("other")).unwrap().count(), 1);
}

#[test]
fn what_is_in_the_way_of_an_index_that_nobody_has_named_is_told() {
    let sandbox = Sandbox::new(NOTES);
    sandbox.run(["search", "连接池"]).found();
    let files = sandbox.index_files();
    let identity = files.keys().find(|path| path.ends_with("notes-index.json")).expect("there is an index");
    let dir = identity.parent().expect("it stands in a folder");
    std::fs::write(identity, "damaged").unwrap();
    std::fs::write(dir.join(".DS_Store"), "icons").unwrap();
    sandbox.run(["search", "连接池"]).found();
    std::fs::write(identity, "damaged").unwrap();
    std::fs::write(dir.join("mine.txt"), "years").unwrap();
    let name = dir.file_name().unwrap().to_string_lossy();
    let dir = format!("[HOME]/.cache/notes/{name}");
    sandbox.run(["doctor", "--fix"]).fails(&format!(
        "error: {dir} is not this notebook's index: it holds \"mine.txt\" and no notes-index.json of ours\n\
         hint: the index is kept in {dir}: move what is in its way elsewhere; nothing there was changed\n"
    ));
}

#[test]
fn no_index_and_no_leave_to_build_one_is_an_error() {
    let run = Sandbox::new(NOTES).run(["search", "连接池", "--sync", "never"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""));
    assert!(run.stderr.ends_with("hint: build it with: notes index\n"), "{run:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_an_error() {
    let sandbox = Sandbox::new("");
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = sandbox.command(["--help"]).stdout(full).output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr.starts_with("error: can't write the output: No space left"), "{stderr}");
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let mut child = Sandbox::new("")
        .command(["--help"])
        .stdout({
            let (reader, writer) = std::io::pipe().unwrap();
            drop(reader);
            writer
        })
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(0));
    let stderr = std::io::read_to_string(child.stderr.take().unwrap()).unwrap();
    assert_eq!(stderr, "");
}
