//! Notebooks by name, and `notes config`.

use serde_json::Value;

use crate::sandbox::Sandbox;

/// A home with two notebooks that have names.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new("").go("elsewhere");
    sandbox.write("study/a.md", "学习\n");
    sandbox.write("work/wiki/b.md", "工作\n");
    sandbox.write(
        ".config/notes/config.toml",
        "default = \"study\"\nmax_note_bytes = 9000\n\n[notebooks]\nstudy = \"~/study\"\nwork = \"~/work\"\n",
    );
    sandbox
}

#[test]
fn the_default_is_searched_from_anywhere() {
    let sandbox = sandbox();
    sandbox.run(["search", "学习"]).finds("[HOME]/study/a.md:1: 学习\n");
    sandbox.run(["search", "工作", "--notebook", "work"]).finds("[HOME]/work/wiki/b.md:1: 工作\n");
    sandbox.go("work/wiki").run(["search", "工作"]).finds("b.md:1: 工作\n");
}

#[test]
fn an_unknown_name_is_told_with_those_that_are_known() {
    sandbox()
        .run(["search", "x", "--notebook", "wrok"])
        .fails("error: there is no notebook named \"wrok\"\nhint: did you mean: study, work\n");
    Sandbox::new("").run(["search", "x", "--notebook", "work"]).fails(
        "error: there is no notebook named \"work\"\n\
         hint: name it in [HOME]/.config/notes/config.toml: [notebooks] work = \"/path\"\n",
    );
}

#[test]
fn a_folder_that_is_gone_is_told_with_its_line() {
    let sandbox = sandbox();
    std::fs::remove_dir_all(sandbox.home().join("work")).unwrap();
    sandbox.run(["search", "x", "--notebook", "work"]).fails(
        "error: [HOME]/.config/notes/config.toml:6: work = \"~/work\": can't search [HOME]/work: \
         there is no such folder\n",
    );
    sandbox.run(["search", "学习"]).found();
}

#[test]
fn a_notebook_that_cannot_be_taken_is_told() {
    let sandbox = Sandbox::new("").go("notes");
    let file = ".config/notes/config.toml";
    sandbox.write(file, "[notebooks]\na = \"notes\"\nb = \"~/gone\"\nc = \"~/notes\"\n");
    let config = sandbox.run(["config"]);
    let lines: Vec<&str> = config.found().lines().rev().take(3).collect();
    assert!(lines[2].ends_with("config.toml:2: it must be absolute or begin with ~/"), "{lines:?}");
    assert!(lines[1].ends_with("config.toml:3: there is no such folder"), "{lines:?}");
    assert!(lines[0].ends_with("config.toml:4"), "{lines:?}");
    sandbox.go("").run(["search", "x"]).fails(
        "error: which notes? [HOME] is not searched unless it is named\n\
         hint: name a notebook with --notebook (a, b, c), or write default = \"a\" into \
         [HOME]/.config/notes/config.toml\n",
    );
}

/// The value of a setting and where it came from.
fn setting(config: &Value, name: &str) -> (String, String) {
    let settings = config["settings"].as_array().unwrap();
    let setting = settings.iter().find(|setting| setting["name"] == name).unwrap();
    let text = |key: &str| setting[key].as_str().unwrap().to_owned();
    (text("value"), text("from"))
}

#[test]
fn every_value_has_an_origin() {
    let sandbox = sandbox().variable("VISUAL", "hx");
    sandbox.write("study/.notes.toml", "\nextensions = [\"txt\"]\n");
    let config = sandbox.run(["config", "--json"]).json();
    let of = |name: &str| setting(&config, name);
    let pair = |value: &str, from: &str| (value.to_owned(), from.to_owned());
    assert_eq!(of("root"), pair("[HOME]/study", "[HOME]/.config/notes/config.toml"));
    assert_eq!(of("extensions"), pair("txt", "[HOME]/study/.notes.toml:2"));
    assert_eq!(of("max_note_bytes"), pair("9000", "[HOME]/.config/notes/config.toml:2"));
    assert_eq!(of("editor"), pair("hx", "VISUAL"));
    assert_eq!(of("pager"), pair("less", "default"));
    let flags =
        sandbox.run(["config", "--json", "--notebook", "work", "--index-dir", "ix", "--color", "never"]);
    let flags = flags.json();
    assert_eq!(setting(&flags, "root"), pair("[HOME]/work", "--notebook work"));
    assert_eq!(setting(&flags, "index_dir").1, "--index-dir");
    assert_eq!(setting(&flags, "color"), pair("never", "--color"));
    assert_eq!(setting(&flags, "extensions").1, "default");
    assert!(sandbox.run(["config"]).found().contains("notebook work   ~/work"));
}

#[test]
fn a_notebook_allows_no_larger_notes_than_the_user_does() {
    let sandbox = sandbox();
    let config = |notebook: u64, user: u64| {
        sandbox.write("study/.notes.toml", format!("\nmax_note_bytes = {notebook}\n"));
        sandbox.write(".config/notes/config.toml", format!("max_note_bytes = {user}\n"));
        sandbox.run(["config", "--root", "../study", "--json"])
    };
    for (notebook, user) in [(100, 9000), (16 << 20, 9000), (64 << 20, 64 << 20)] {
        let limit = setting(&config(notebook, user).json(), "max_note_bytes");
        assert_eq!(limit, (notebook.to_string(), "[HOME]/study/.notes.toml:2".to_owned()));
    }
    config(64 << 20, 32 << 20);
    sandbox.run(["config", "--root", "../study"]).fails(
        "error: [HOME]/study/.notes.toml:2: max_note_bytes = 67108864: a notebook may not raise it above 33554432\n\
         hint: your own configuration may: `notes config --help` says where it is\n",
    );
}
