//! `notes forget`, and what it is for: a search in the wrong folder.

use crate::sandbox::Sandbox;

/// A home with a notebook in a folder with others, the current folder.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new("").go("documents/notebook");
    sandbox.write("documents/letter.md", "连接池\n");
    sandbox.write("documents/notebook/pool.md", "连接池\n");
    sandbox
}

#[test]
fn what_was_searched_by_mistake_is_forgotten() {
    let sandbox = sandbox();
    let here = "pool.md:1: 连接池\n";
    sandbox.run(["search", "连接池"]).finds(here);
    sandbox.run(["search", "连接池", "--root", ".."]).found();
    assert_eq!(sandbox.run(["search", "连接池"]).found().lines().count(), 2);
    let listed = sandbox.run(["forget", "--list"]);
    let roots: Vec<&str> = listed.found().lines().map(|line| line.split("B  ").nth(1).unwrap()).collect();
    assert_eq!(roots, ["[HOME]/documents", "[HOME]/documents/notebook"]);
    let forgot = sandbox.run(["forget"]);
    assert!(forgot.found().starts_with("forgot the index of [HOME]/documents ("), "{forgot:?}");
    assert!(sandbox.home().join("documents/letter.md").exists());
    sandbox.run(["search", "连接池"]).finds(here);
    sandbox.run(["forget", "--root", ".."]).finds_nothing();
}

#[test]
fn the_last_search_is_forgotten_with_its_index() {
    let sandbox = sandbox();
    sandbox.run(["search", "连接池"]).found();
    let file = sandbox.home().join(".cache/notes/last-search.json");
    sandbox.run(["index", "--root", ".."]).found();
    sandbox.run(["forget", "--root", ".."]).found();
    assert!(file.exists());
    sandbox.run(["forget"]).found();
    assert!(!file.exists());
}

#[test]
fn indexes_of_folders_that_are_gone_are_forgotten() {
    let sandbox = sandbox();
    sandbox.run(["index"]).found();
    sandbox.run(["index", "--root", ".."]).found();
    sandbox.run(["forget", "--gone"]).finds("");
    std::fs::remove_dir_all(sandbox.home().join("documents/notebook")).unwrap();
    let sandbox = sandbox.go("");
    assert!(sandbox.run(["forget", "--list"]).found().ends_with("[HOME]/documents/notebook  (gone)\n"));
    let forgot = sandbox.run(["forget", "--gone"]);
    assert!(forgot.found().starts_with("forgot the index of [HOME]/documents/notebook ("), "{forgot:?}");
    assert_eq!(sandbox.run(["forget", "--list"]).found().lines().count(), 1);
}

#[test]
fn an_index_of_other_notes_and_what_is_none_stay() {
    let sandbox = sandbox();
    sandbox.run(["index", "--root", "..", "--index-dir", "../../ix"]).found();
    let run = sandbox.run(["forget", "--root", ".", "--index-dir", "../../ix"]);
    assert!(run.stderr.contains("it belongs to the notes in [HOME]/documents\n"), "{run:?}");
    let run = sandbox.run(["forget", "--root", ".", "--index-dir", ".."]);
    assert!(run.code == Some(2) && run.stderr.contains("nothing in this one was changed"), "{run:?}");
    assert!(sandbox.home().join("documents/letter.md").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_person_is_told_that_the_notes_are_those_of_a_folder_above() {
    use crate::hostile::on_a_terminal;
    use crate::sandbox::skip;

    let sandbox = sandbox();
    sandbox.run(["index", "--root", ".."]).found();
    let root = sandbox.home().join("documents").display().to_string();
    let note = format!("note: these are the notes in {root}, ");
    for args in [&["search", "连接池"][..], &["tasks"], &["index"]] {
        let Some(said) = on_a_terminal(&sandbox, args) else { return skip("there is no terminal") };
        assert_eq!(said.matches(&note).count(), 1, "{said}");
    }
    let silent = |sandbox: &Sandbox, args: &[&str]| {
        let said = on_a_terminal(sandbox, args).unwrap_or_default();
        assert!(!said.contains("note: these are"), "{said}");
    };
    silent(&sandbox, &["search", "连接池", "--root", ".."]);
    silent(&sandbox, &["show", "pool.md"]);
    sandbox.write("documents/.notes.toml", "");
    silent(&sandbox, &["search", "连接池"]);
    let sandbox = sandbox.go("documents");
    std::fs::remove_file(sandbox.home().join("documents/.notes.toml")).unwrap();
    silent(&sandbox, &["search", "连接池"]);
}
