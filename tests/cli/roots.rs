//! Which notes are searched: flags, environment, files, in that order.

use crate::sandbox::Sandbox;

/// A home with four folders that could be meant, and the current folder below one of them.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new("").go("work/sub");
    for folder in ["flag", "variable", "work", "default"] {
        sandbox.write(&format!("{folder}/note.md"), "# 笔记\n");
    }
    sandbox
}

/// What `status` says about the root.
#[track_caller]
fn check(sandbox: &Sandbox, args: &[&str], root: &str, named_by: &str) {
    let run = sandbox.run(["status", "--json"].iter().chain(args).copied());
    let status = run.json();
    assert_eq!((&status["root"], &status["named_by"]), (&root.into(), &named_by.into()), "{run:?}");
}

#[test]
fn a_flag_goes_before_everything() {
    let sandbox = sandbox().variable("NOTES_ROOT", "/nowhere");
    check(&sandbox, &["--root", "../../flag"], "[HOME]/flag", "--root");
}

#[test]
fn the_variable_goes_before_files() {
    let sandbox = sandbox().variable("NOTES_ROOT", "../../variable");
    sandbox.write("work/.notes.toml", "");
    check(&sandbox, &[], "[HOME]/variable", "NOTES_ROOT");
}

#[test]
fn the_nearest_notebook_file_makes_a_notebook() {
    let sandbox = sandbox();
    sandbox.write("work/.notes.toml", "");
    check(&sandbox, &[], "[HOME]/work", "[HOME]/work/.notes.toml");
}

#[test]
fn an_index_makes_a_notebook() {
    let sandbox = sandbox();
    sandbox.run(["index", "--root", ".."]).found();
    check(&sandbox, &[], "[HOME]/work", "the outermost folder that has an index");
}

#[test]
fn a_search_in_a_part_of_a_notebook_does_not_narrow_later_ones() {
    let sandbox = sandbox();
    sandbox.write("work/sub/note.md", "# 笔记\n");
    for root in ["..", ".", "../.."] {
        sandbox.run(["index", "--root", root]).found();
    }
    check(&sandbox, &[], "[HOME]/work", "the outermost folder that has an index");
}

#[test]
fn an_index_without_notes_makes_no_notebook() {
    let sandbox = sandbox();
    let file = ".config/notes/config.toml";
    sandbox.write(file, "root = \"~/default\"\nextensions = [\"txt\"]\n");
    sandbox.run(["index", "--root", "."]).found();
    check(&sandbox, &[], "[HOME]/default", "[HOME]/.config/notes/config.toml");
    sandbox.write("work/sub/note.txt", "笔记\n");
    sandbox.run(["index", "--root", "."]).found();
    check(&sandbox, &[], "[HOME]/work/sub", "the outermost folder that has an index");
}

#[test]
fn the_users_file_names_a_default() {
    let sandbox = sandbox();
    sandbox.write(".config/notes/config.toml", "root = \"~/default\"\n");
    check(&sandbox, &[], "[HOME]/default", "[HOME]/.config/notes/config.toml");
}

#[test]
fn else_it_is_the_current_folder() {
    check(&sandbox(), &[], "[HOME]/work/sub", "the current folder");
}

#[test]
fn but_never_the_home_folder_or_all_of_the_disk() {
    let sandbox = Sandbox::new("").go("");
    sandbox.run(["status"]).fails(
        "error: which notes? [HOME] is not searched unless it is named\n\
         hint: change to the folder of your notes, name it with --root DIR or NOTES_ROOT, \
         or write root = \"/path/to/notes\" into [HOME]/.config/notes/config.toml\n",
    );
    let output = sandbox.command(["status"]).current_dir("/").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("error: which notes? / is not searched"));
}

#[test]
fn a_notebook_file_narrows() {
    let sandbox = sandbox();
    sandbox.write("work/.notes.toml", "root = \"sub/notes\"\n");
    sandbox.write("work/sub/notes/a.md", "");
    let file = "[HOME]/work/.notes.toml";
    check(&sandbox, &[], "[HOME]/work/sub/notes", file);
    check(&sandbox, &["--root", ".."], "[HOME]/work/sub/notes", "--root");
    check(&sandbox, &["--root", "."], "[HOME]/work/sub", "--root");
}

#[test]
fn a_notebook_file_never_widens() {
    let sandbox = sandbox();
    let refusal =
        |root: &str, why: &str| format!("error: [HOME]/work/.notes.toml:2: root = \"{root}\": {why}\n");
    for root in ["..", "/etc", "sub/../..", "../flag"] {
        sandbox.write("work/.notes.toml", format!("\nroot = \"{root}\"\n"));
        sandbox.run(["status"]).fails(&refusal(root, "it may only lead to a folder below its own"));
    }
    sandbox.write("work/.notes.toml", "\nroot = \"gone\"\n");
    sandbox.run(["status"]).fails(&refusal("gone", "can't search [HOME]/work/gone: there is no such folder"));
}

#[cfg(unix)]
#[test]
fn a_link_does_not_lead_out_of_a_notebook() {
    let sandbox = sandbox();
    std::os::unix::fs::symlink(sandbox.home().join("flag"), sandbox.home().join("work/link")).unwrap();
    sandbox.write("work/.notes.toml", "root = \"link\"\n");
    sandbox
        .run(["status"])
        .fails("error: [HOME]/work/.notes.toml:1: root = \"link\": it leads out of its own folder\n");
}

#[test]
fn an_unknown_key_is_an_error_with_its_line() {
    let sandbox = sandbox();
    sandbox.write("work/.notes.toml", "# mine\nindex_dir = \"/tmp\"\n");
    let run = sandbox.run(["status", "--json"]);
    let error = &run.json()["error"];
    assert_eq!((&error["kind"], &error["path"]), (&"config".into(), &"[HOME]/work/.notes.toml".into()));
    let message = error["message"].as_str().unwrap();
    assert!(message.starts_with("[HOME]/work/.notes.toml:2: unknown field `index_dir`"), "{message}");
}

#[test]
fn a_default_that_depends_on_where_one_is_is_refused() {
    let sandbox = sandbox();
    sandbox.write(".config/notes/config.toml", "root = \"notes\"\n");
    sandbox.run(["status"]).fails(
        "error: [HOME]/.config/notes/config.toml:1: root = \"notes\": it must be absolute or begin with ~/\n",
    );
}

#[test]
fn verbose_says_where_everything_is() {
    let run = sandbox().run(["status", "-v", "--root", "../../flag", "--index-dir", "ix"]);
    assert_eq!(run.stderr, "notes in [HOME]/flag (from --root)\nindex in [HOME]/work/sub/ix\n");
}

#[test]
fn folders_of_the_environment_are_used() {
    let sandbox = sandbox();
    let home = sandbox.home();
    let sandbox = sandbox.variable("XDG_CACHE_HOME", &home.join("elsewhere").to_string_lossy());
    let status = sandbox.run(["status", "--json"]).json();
    let index_dir = status["index_dir"].as_str().unwrap();
    assert!(index_dir.starts_with("[HOME]/elsewhere/notes/sub-"), "{index_dir}");
}
