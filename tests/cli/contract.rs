//! The contract with programs: every document is as its golden copy, and as the schema says.
//!
//! A golden copy is written anew with `NOTES_BLESS=1`; a difference other than an addition breaks somebody's
//! program.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use serde_json::Value;

use crate::sandbox::{NOTES, Sandbox};

/// Every document: the name of its golden copy, its name in the schema, and what prints it.
const DOCUMENTS: &[(&str, &str, &[&str])] = &[
    ("index", "IndexDocument", &["index", "--json"]),
    ("search", "AnswerDocument", &["search", "连接池", "大小", "--json"]),
    ("search-code", "AnswerDocument", &["search", "pool_size", "--code", "--json", "--per-note", "1"]),
    ("search-more", "AnswerDocument", &["search", "连接", "--per-note", "1", "-n", "1", "--json"]),
    ("search-explain", "AnswerDocument", &["search", "归还", "--explain", "--json"]),
    (
        "search-facets",
        "AnswerDocument",
        &["search", "连接池", "-n", "1", "--json", "--facets=folder,tag,language"],
    ),
    ("search-nothing", "AnswerDocument", &["search", "re:\"(\" 连结池", "--json", "--sync", "never"]),
    ("search-lines", "AnswerLine", &["search", "归还", "--jsonl"]),
    ("show", "PageDocument", &["show", "db/pool.md#大小", "--json"]),
    ("outline", "OutlineDocument", &["outline", "db/pool.md", "--json"]),
    ("tags", "TagsDocument", &["tags", "--json"]),
    ("tasks", "TasksDocument", &["tasks", "--json"]),
    ("links", "LinksDocument", &["links", "待办.md", "--json"]),
    ("why", "WhyDocument", &["why", "连接池 归还", "db/pool.md:16", "--json"]),
    ("glossary", "GlossaryDocument", &["glossary", "--json"]),
    ("status", "StatusDocument", &["status", "--json"]),
    ("doctor", "DoctorDocument", &["doctor", "--json"]),
    ("config", "ConfigDocument", &["config", "--json"]),
    ("error", "ErrorDocument", &["search", "x", "--json", "--root", "gone"]),
];

fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new(NOTES);
    sandbox.write(
        "notes/待办.md",
        "---\ntitle: 待办: 本周\ntags: [work]\n---\n# 待办\n\n- [ ] 复习死信队列（dead letter queue），见 [[cache#Redis|缓存]]\n- [x] 连接池\n",
    );
    sandbox.write("notes/图.md", [0, 1, 2]);
    sandbox.write("notes/.notes-glossary", "缓存 = cache\ncache\n");
    sandbox.write(".config/notes/config.toml", "[notebooks]\nstudy = \"~/notes\"\n");
    young(&sandbox.home().join("notes"));
    sandbox
}

/// Gives all notes a date to come: their stamps never settle, so that each search reads them again, however slow it is.
fn young(folder: &Path) {
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            young(&path);
        } else {
            let file = fs::File::options().write(true).open(path).unwrap();
            file.set_modified(SystemTime::now() + Duration::from_secs(3600)).unwrap();
        }
    }
}

/// What a run prints: a document, or several on a line each.
fn documents(sandbox: &Sandbox, args: &[&str]) -> Vec<Value> {
    let run = sandbox.run(args.iter().copied());
    let documents = run.stdout.lines().map(|line| serde_json::from_str(line).expect("every line is JSON"));
    documents.collect()
}

/// Takes out what no two runs have in common.
fn masked(value: &mut Value) {
    const CHANGING: [&str; 3] = ["took_ms", "bytes", "index_dir"];
    match value {
        Value::Array(values) => values.iter_mut().for_each(masked),
        Value::Object(fields) => {
            for (name, value) in fields {
                match name.as_str() {
                    name if CHANGING.contains(&name) && !value.is_null() => *value = Value::from("…"),
                    // Enough to see that it is there; the ranking has tests of its own.
                    "score" | "points" | "weight" => *value = Value::from("…"),
                    _ => masked(value),
                }
            }
        }
        _ => {}
    }
}

fn golden(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/cli/golden").join(format!("{name}.json"))
}

#[test]
fn documents_are_as_they_were() {
    let sandbox = sandbox();
    for (name, _, args) in DOCUMENTS {
        let mut printed = documents(&sandbox, args);
        printed.iter_mut().for_each(masked);
        let lines = printed.iter().map(|document| serde_json::to_string_pretty(document).unwrap() + "\n");
        let printed: String = lines.collect();
        // The index folder's name holds a hash of the temporary home.
        let printed = printed
            .lines()
            .filter(|line| !line.contains("/.cache/"))
            .fold(String::new(), |all, line| all + line + "\n");
        if std::env::var_os("NOTES_BLESS").is_some() {
            fs::write(golden(name), &printed).unwrap();
        }
        let expected = fs::read_to_string(golden(name)).unwrap();
        assert_eq!(printed, expected, "notes {}", args.join(" "));
    }
}

#[test]
fn documents_are_as_the_schema_says() {
    let sandbox = sandbox();
    let schema: Value = serde_json::from_str(sandbox.run(["schema"]).found()).unwrap();
    let mut seen = BTreeSet::new();
    for (_, document, args) in DOCUMENTS {
        for printed in documents(&sandbox, args) {
            let definition = &schema["$defs"][document];
            assert!(definition.is_object(), "{document} is in the schema");
            Checker { schema: &schema, seen: &mut seen }.check(&printed, definition, document).unwrap();
        }
    }
    let all: BTreeSet<String> = schema["$defs"].as_object().unwrap().keys().cloned().collect();
    // What a damaged index is told by has tests of its own.
    let unseen: Vec<&String> = all.difference(&seen).filter(|name| *name != "Fault").collect();
    assert!(unseen.is_empty(), "no document here shows {unseen:?}");
}

#[test]
fn the_published_schema_is_the_one_that_is_printed() {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/notes.schema.json");
    let printed = Sandbox::new("").run(["schema"]);
    if std::env::var_os("NOTES_BLESS").is_some() {
        fs::write(&file, printed.found()).unwrap();
    }
    assert_eq!(printed.found(), fs::read_to_string(&file).unwrap(), "notes schema > docs/notes.schema.json");
}

/// The words for kinds that a function of a source returns.
fn kinds(source: &str, function: &str) -> Vec<String> {
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(source)).unwrap();
    let (_, behind) = text.split_once(function).expect("the function is there");
    let body = behind.split("\n    }\n").next().unwrap_or_default();
    let quoted = body.split('"').skip(1).step_by(2);
    quoted.map(str::to_owned).collect()
}

#[test]
fn each_kind_of_error_is_documented() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/json.md")).unwrap();
    let program = kinds("crates/notes-cli/src/failure.rs", "fn name(self) -> &'static str {");
    let library = kinds("crates/notes-index/src/error.rs", "pub fn kind(&self) -> &'static str {");
    assert!(program.len() > 10 && library.len() > 8, "{program:?} {library:?}");
    for kind in program.iter().chain(&library) {
        assert!(page.contains(&format!("`{kind}`")), "{kind}");
    }
}

/// As much of JSON Schema as ours uses.
struct Checker<'a> {
    schema: &'a Value,
    seen: &'a mut BTreeSet<String>,
}

impl Checker<'_> {
    fn check(&mut self, value: &Value, rule: &Value, at: &str) -> Result<(), String> {
        if let Some(name) = rule["$ref"].as_str().and_then(|name| name.strip_prefix("#/$defs/")) {
            self.seen.insert(name.to_owned());
            // A tag may stand beside what is referred to.
            let mut rest = value.clone();
            let own = rule["properties"].as_object().into_iter().flat_map(|own| own.keys());
            own.for_each(|name| drop(rest.as_object_mut().map(|rest| rest.remove(name))));
            self.check(&rest, &self.schema["$defs"][name], at)?;
        } else if let Some(name) = at.strip_suffix("Document").filter(|_| !at.contains('.')) {
            self.seen.insert(format!("{name}Document"));
        } else if at == "AnswerLine" {
            self.seen.insert(at.to_owned());
        }
        for any in ["anyOf", "oneOf"] {
            if let Some(rules) = rule[any].as_array() {
                let results: Vec<_> = rules.iter().map(|rule| self.check(value, rule, at)).collect();
                if results.iter().all(Result::is_err) {
                    return Err(format!("{at}: none of {results:?}"));
                }
            }
        }
        if !rule["const"].is_null() && &rule["const"] != value {
            return Err(format!("{at}: {value} is not {}", rule["const"]));
        }
        check_type(value, &rule["type"], at)?;
        if let (Some(values), true) = (value.as_array(), rule["items"].is_object()) {
            for (idx, value) in values.iter().enumerate() {
                self.check(value, &rule["items"], &format!("{at}[{idx}]"))?;
            }
        }
        match (value.as_object(), rule["properties"].as_object()) {
            (Some(fields), Some(properties)) => {
                let required = rule["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
                if let Some(lacking) = { required }.find(|name| !fields.contains_key(*name)) {
                    return Err(format!("{at} lacks {lacking}"));
                }
                let is_closed = rule["$ref"].is_null() && rule["anyOf"].is_null();
                for (name, value) in fields {
                    match properties.get(name) {
                        Some(rule) => self.check(value, rule, &format!("{at}.{name}"))?,
                        None if is_closed => return Err(format!("{at}: nothing is said of {name}")),
                        None => {}
                    }
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

fn check_type(value: &Value, types: &Value, at: &str) -> Result<(), String> {
    let is_a = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        _ => false,
    };
    let fits = match types {
        Value::String(name) => is_a(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).any(is_a),
        _ => true,
    };
    if fits { Ok(()) } else { Err(format!("{at}: {value} is no {types}")) }
}
