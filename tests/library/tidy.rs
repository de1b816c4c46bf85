//! The rules of the house as tests: what no machine checks does not hold.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::sources::{code, is_test, read, rust_files, workspace};

/// The modules of the library, bottom first: a module may use itself and those before it.
const LAYERS: [&str; 15] = [
    "error", "panics", "threads", "disk", "text", "date", "note", "markdown", "analysis", "glossary",
    "query", "source", "engine", "search", "index",
];

/// Those of the program.
const PROGRAM_LAYERS: [&str; 30] = [
    "amounts",
    "editor",
    "escape",
    "exit",
    "failure",
    "progress",
    "shell",
    "terminal",
    "raw_args",
    "environment",
    "ui",
    "freshness",
    "panic",
    "pending",
    "places",
    "recall",
    "config",
    "nothing",
    "pager",
    "request",
    "unmet",
    "target",
    "checklist",
    "complete",
    "printer",
    "serve",
    "commands",
    "args",
    "usage",
    "app",
];

/// Each big dependency has one door.
const DOORS: [(&str, &str); 6] = [
    ("pulldown_cmark", "markdown"),
    ("jieba_rs", "analysis"),
    ("ignore", "source"),
    ("encoding_rs", "source"),
    ("notify", "index"),
    ("tantivy", "engine"),
];

/// What may end a thread, by the file below `src`: an asset that is compiled in is right, and power that is cut is a
/// test's.
const ENDS: [(&str, &str); 3] = [
    ("analysis/dictionary.rs", ".expect("),
    ("analysis/traditional.rs", "panic!"),
    ("disk/power.rs", ".expect("),
];

/// The files outside of `disk` and `source` that touch the file system: what keeps the index folder, opens the notebook, and
/// follows it.
const FILES: [&str; 12] = [
    "engine/files/directory.rs",
    "engine/files/pieces.rs",
    "engine/files/seal.rs",
    "index/forget.rs",
    "index/layout.rs",
    "index/lock.rs",
    "index/mod.rs",
    "index/store.rs",
    "index/watch/mailbox.rs",
    "index/watch/mod.rs",
    "index/watch/mounts.rs",
    "index/watch/observer.rs",
];

/// How long a file may be, in lines.
const MAX_LINES: usize = 500;

/// Every Rust file of the workspace.
fn all_rust_files() -> Vec<(String, String)> {
    ["crates", "tests", "benches", "fuzz"].iter().flat_map(|folder| rust_files(folder)).collect()
}

/// The library's files, each with the module of `lib.rs` that it belongs to.
fn library_files() -> Vec<(String, String, String)> {
    files_by_module("crates/notes-index/src/", "lib")
}

/// The program's, with the module of `main.rs`.
fn program_files() -> Vec<(String, String, String)> {
    files_by_module("crates/notes-cli/src/", "main")
}

fn files_by_module(src: &str, root: &str) -> Vec<(String, String, String)> {
    let files = rust_files(src).into_iter().map(|(path, text)| {
        let module = path[src.len()..].split(['/', '.']).next().unwrap_or_default().to_owned();
        (module, path, text)
    });
    files.filter(|(module, ..)| module != root).collect()
}

/// The library's files without its tests, each with its module and its code alone.
fn library_code() -> Vec<(String, String, String)> {
    let files = library_files().into_iter().filter(|(_, path, _)| !is_test(path));
    files.map(|(module, path, text)| (module, path, code(&text))).collect()
}

/// A file of the library as it is named below `src`.
fn inner(path: &str) -> &str {
    path.trim_start_matches("crates/notes-index/src/")
}

/// The names that follow a prefix: of `crate::` those of the modules used.
fn names_after<'a>(text: &'a str, prefix: &str) -> Vec<&'a str> {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let after = text.match_indices(prefix).map(|(at, _)| &text[at + prefix.len()..]);
    after.map(|rest| &rest[..rest.find(|c| !is_name(c)).unwrap_or(rest.len())]).collect()
}

fn layer(layers: &[&str], module: &str) -> usize {
    layers.iter().position(|layer| *layer == module).unwrap_or_else(|| panic!("{module:?} has no layer"))
}

/// Whether every module has a layer, and uses none above it.
fn check_layers(layers: &[&str], files: &[(String, String, String)]) {
    let modules: BTreeSet<&str> = files.iter().map(|(module, ..)| module.as_str()).collect();
    assert_eq!(modules, layers.iter().copied().collect());
    for (module, path, text) in files {
        for used in names_after(&code(text), "crate::") {
            // What the front door exports by itself is written `crate::Name` in links only.
            let (above, own) = (layer(layers, used), layer(layers, module));
            assert!(above <= own, "{path} uses {used}, which stands above {module}");
        }
    }
}

#[test]
fn layers_use_only_what_is_below_them() {
    check_layers(&LAYERS, &library_files());
    check_layers(&PROGRAM_LAYERS, &program_files());
}

/// The files below a folder by their module's path; a folder's `mod.rs` is the folder's.
fn files_by_path(src: &str) -> BTreeMap<Vec<String>, String> {
    let files = rust_files(src).into_iter().map(|(path, text)| {
        let module = path[src.len()..].trim_end_matches(".rs").trim_end_matches("/mod");
        (module.split('/').map(str::to_owned).collect(), code(&text))
    });
    files.collect()
}

/// The paths that `use` names in a file, from the crate's root.
fn imports(module: &[String], code: &str) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    for (at, _) in code.match_indices("use ") {
        let statement = code[at + "use ".len()..].split(';').next().unwrap_or_default();
        expand(Vec::new(), statement, &mut paths);
    }
    let from_root = |path: Vec<String>| {
        let n_up = path.iter().take_while(|name| *name == "super").count();
        match path.first().map(String::as_str) {
            Some("crate") => Some(path[1..].to_vec()),
            Some("self") => Some([module, &path[1..]].concat()),
            Some("super") => Some([&module[..module.len().saturating_sub(n_up)], &path[n_up..]].concat()),
            _ => None,
        }
    };
    paths.into_iter().filter_map(from_root).collect()
}

/// The paths of a tree as `a::{b, c::{d, e}}`.
fn expand(mut prefix: Vec<String>, tree: &str, paths: &mut Vec<Vec<String>>) {
    let (head, inner) = tree.split_once('{').map_or((tree, None), |(head, inner)| (head, Some(inner)));
    let names = head.split(" as ").next().unwrap_or_default().split("::").map(str::trim);
    prefix.extend(names.filter(|name| !name.is_empty()).map(str::to_owned));
    let Some(inner) = inner else { return paths.push(prefix) };
    let (mut depth, mut start) = (0, 0);
    for (at, c) in inner.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                if !inner[start..at].trim().is_empty() {
                    expand(prefix.clone(), &inner[start..at], paths);
                }
                start = at + 1;
            }
            _ => {}
        }
    }
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    for src in ["crates/notes-index/src/", "crates/notes-cli/src/"] {
        let files = files_by_path(src);
        let file_of = |path: &Vec<String>| {
            (1..=path.len()).rev().map(|n| path[..n].to_vec()).find(|path| files.contains_key(path))
        };
        let uses = |module: &Vec<String>, code: &str| -> BTreeSet<Vec<String>> {
            let used = imports(module, code).iter().filter_map(file_of).collect::<BTreeSet<_>>();
            // What a folder's own file defines is common ground to the files in it.
            used.into_iter().filter(|used| !module.starts_with(used)).collect()
        };
        let mut left: BTreeMap<_, _> =
            files.iter().map(|(module, code)| (module, uses(module, code))).collect();
        while let Some((&module, _)) =
            left.iter().find(|(_, used)| used.iter().all(|used| !left.contains_key(used)))
        {
            left.remove(module);
        }
        assert!(left.is_empty(), "in circles, or above some: {left:#?}");
    }
}

#[test]
fn dependencies_have_one_door() {
    for (module, path, text) in library_files() {
        let code = code(&text);
        for (dependency, door) in DOORS {
            let is_used = code.contains(&format!("use {dependency}::"))
                || code.match_indices(&format!("{dependency}::")).any(|(at, _)| {
                    !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':')
                });
            assert!(!is_used || module == door, "{path} uses {dependency}, whose door is {door}");
        }
    }
}

#[test]
fn every_file_says_what_it_is() {
    for (path, text) in all_rust_files() {
        assert!(text.starts_with("//! "), "{path} doesn't begin with a line after `//! `");
    }
}

#[test]
fn files_that_pages_name_are_there() {
    let files = all_rust_files();
    for page in ["README.md", "README.zh.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/robustness.md"] {
        let text = read(&workspace().join(page));
        let named =
            text.split('`').skip(1).step_by(2).filter(|name| name.ends_with(".rs") && !name.contains(' '));
        for name in named {
            assert!(files.iter().any(|(path, _)| Path::new(path).ends_with(name)), "{page}: {name}");
        }
    }
}

#[test]
fn files_are_short() {
    let files = all_rust_files();
    let long = files.iter().filter(|(_, text)| text.lines().count() > MAX_LINES);
    let long: Vec<&String> = long.map(|(path, _)| path).collect();
    assert!(long.is_empty(), "{long:?} have more than {MAX_LINES} lines");
}

#[test]
fn the_library_neither_prints_nor_ends_a_thread() {
    let printing = ["println!", "eprintln!", "print!(", "dbg!"];
    let ending = [".unwrap()", ".expect(", "panic!", "unreachable!", "todo!", "unimplemented!"];
    for (_, path, code) in library_code() {
        let forbidden = printing.iter().chain(&ending).filter(|word| !ENDS.contains(&(inner(&path), **word)));
        forbidden.for_each(|word| assert!(!code.contains(word), "{path} says {word}"));
    }
}

#[test]
fn the_file_system_has_its_doors() {
    let looks = [
        "fs::",
        "File::",
        ".exists()",
        ".metadata()",
        ".canonicalize()",
        ".read_dir()",
        ".is_file()",
        ".is_dir()",
    ];
    let outside =
        library_code().into_iter().filter(|(module, ..)| !["disk", "source"].contains(&module.as_str()));
    for (_, path, code) in outside.filter(|(_, path, _)| !FILES.contains(&inner(path))) {
        for word in looks {
            assert!(
                !code.contains(word),
                "{path} says {word}: the notes on disk are asked about in `source`"
            );
        }
    }
}

#[test]
fn no_test_is_ignored() {
    let ignored = concat!("#[ign", "ore");
    for (path, text) in all_rust_files() {
        assert!(!text.contains(ignored), "{path} leaves out a test");
    }
}

#[test]
fn no_test_file_is_forgotten() {
    for folder in ["tests/library", "tests/cli"] {
        let main = read(&workspace().join(folder).join("main.rs"));
        for (path, _) in rust_files(folder) {
            let module = path[folder.len() + 1..].split(['/', '.']).next().unwrap_or_default();
            let is_named = main.lines().any(|line| line == format!("mod {module};"));
            assert!(module == "main" || is_named, "{path} is no module of {folder}/main.rs");
        }
    }
}

/// The first block of Rust in a text.
fn first_rust(text: &str) -> &str {
    let (_, block) = text.split_once("```rust").expect("it has a block of Rust");
    let (_, block) = block.split_once('\n').expect("a block begins on a line of its own");
    block.split("```").next().unwrap_or_default()
}

#[test]
fn all_readmes_show_the_program_that_is_compiled() {
    let root = workspace();
    let compiled = read(&root.join("crates/notes-index/README.md"));
    for readme in ["README.md", "README.zh.md"] {
        assert_eq!(first_rust(&read(&root.join(readme))), first_rust(&compiled), "{readme}");
    }
}

#[test]
fn the_changelog_has_this_version() {
    let changelog = read(&workspace().join("CHANGELOG.md"));
    let version = env!("CARGO_PKG_VERSION");
    let is_its_heading = |line: &str| line.starts_with("## ") && line.contains(version);
    assert!(changelog.lines().any(is_its_heading), "CHANGELOG.md has no heading with {version}");
}
