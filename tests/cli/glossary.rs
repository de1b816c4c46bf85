//! The words that notes translate: listing them, and searching by way of them.

use serde_json::json;

use crate::sandbox::Sandbox;

const POOL: &str = "\
//- db/pair.md
# 池化

连接池（connection pool）要有上限。
//- zh.md
用完连接池要归还。
";

#[test]
fn pairs_are_listed_with_counts_and_places() {
    let sandbox = Sandbox::new(POOL);
    sandbox.run(["glossary"]).finds("连接池\tconnection pool\t1\tdb/pair.md:3\n");
    sandbox.run(["glossary", "connection", "pools"]).found();
    sandbox.run(["glossary", "锁"]).finds_nothing();
}

#[test]
fn a_glossary_is_a_document() {
    let sandbox = Sandbox::new(POOL);
    sandbox.write("notes/.notes-glossary", "归还 = return\n?\n");
    let document = sandbox.run(["glossary", "--json"]).json();
    assert_eq!((&document["version"], &document["root"]), (&json!(1), &json!("[HOME]/notes")));
    let pool = json!({
        "word": "连接池", "translation": "connection pool", "sections": 1,
        "places": [{"path": "db/pair.md", "line": 3}], "added_in": null,
    });
    assert_eq!(document["entries"][0], pool);
    assert_eq!(document["entries"][1]["added_in"], 1);
    let warning = json!({"path": ".notes-glossary", "line": 2, "message": "there is no = between two words, nor is it one Chinese word"});
    assert_eq!(document["warnings"], json!([warning]));
}

#[test]
fn a_search_says_by_way_of_what_it_found() {
    let sandbox = Sandbox::new(POOL);
    let run = sandbox.run(["search", "connection pool"]);
    assert!(
        run.found().contains("zh.md:1: 用完连接池要归还。 (~ connection pool via \"连接池\")\n"),
        "{run:?}"
    );
    let hits = &sandbox.run(["search", "connection pool", "--json"]).json()["hits"];
    let label = json!({"word": "connection pool", "found": "连接池", "relation": "via"});
    assert_eq!(hits[1]["approximate"], json!([label]));
    let run = sandbox.run(["search", "connection pool", "--no-expand"]);
    assert_eq!(run.found().lines().count(), 1);
}

#[test]
fn the_glossary_file_counts_from_the_next_search_on() {
    let sandbox = Sandbox::new(POOL);
    sandbox.run(["search", "return"]).finds_nothing();
    sandbox.write("notes/.notes-glossary", "归还 = return\n- 连接池\n");
    assert!(sandbox.run(["search", "return"]).found().contains("(~ return via \"归还\")"));
    assert_eq!(sandbox.run(["search", "connection pool"]).found().lines().count(), 1);
    sandbox.run(["glossary"]).finds("归还\treturn\t0\t.notes-glossary:1\n");
}
