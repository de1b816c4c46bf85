//! `search --facets`: how many hits have what, as the clauses to type.

use serde_json::{Value, json};

use crate::sandbox::{NOTES, Sandbox};

#[test]
fn counts_stand_below_the_hits_as_clauses() {
    let sandbox = Sandbox::new(NOTES);
    let run = sandbox.run(["search", "连接池", "-n1", "--facets=folder,tag,language"]);
    let said = run.found();
    assert!(
        said.ends_with("\n\npath:   db/ 1 · web/ 1\ntag:    python 1 · python/db 1\n+lang:  python 1\n"),
        "{said}"
    );
    let few = sandbox.run(["search", "连接池", "--facets=tag", "--facet-values", "1"]);
    assert!(few.found().ends_with("\n\ntag:  python 1 · 1 more\n"), "{few:?}");
    let none = sandbox.run(["search", "量子纠缠", "--facets", "-q"]);
    assert_eq!((none.stdout.as_str(), none.code), ("", Some(1)));
}

#[test]
fn each_clause_finds_what_it_says() {
    let sandbox = Sandbox::new(NOTES);
    let all = sandbox.run(["search", "连接", "--facets", "--json"]).json();
    let facets = all["facets"].as_array().unwrap();
    let names: Vec<&Value> = facets.iter().map(|facet| &facet["facet"]).collect();
    assert_eq!(names, ["folder", "tag", "language", "year"]);
    let values: Vec<&Value> = facets.iter().flat_map(|facet| facet["values"].as_array().unwrap()).collect();
    assert!(values.len() >= 6, "{all}");
    for value in values {
        let query = format!("连接 {}", value["filter"].as_str().unwrap());
        assert_eq!(sandbox.run(["search", &query, "--json"]).json()["total"], value["hits"], "{query}");
    }
}

#[test]
fn they_are_data_too() {
    let sandbox = Sandbox::new(NOTES);
    let tags = json!([{
        "facet": "tag",
        "values": [{"value": "python", "hits": 1, "notes": 1, "filter": "tag:python"}],
        "more": 1,
    }]);
    let args = ["search", "连接池", "--facets=tag", "--facet-values=1"];
    assert_eq!(sandbox.run(args.into_iter().chain(["--json"])).json()["facets"], tags);
    let lines = sandbox.run(args.into_iter().chain(["--jsonl"]));
    let lines: Vec<Value> = lines.found().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((&lines[0]["facets"], &lines[lines.len() - 1]["facets"]), (&Value::Null, &tags));
    assert!(sandbox.run(["search", "连接池", "--json"]).json().get("facets").is_none());
}

#[test]
fn what_has_no_place_for_them_refuses_them() {
    let sandbox = Sandbox::new(NOTES);
    for form in ["--vimgrep", "--files", "--count"] {
        sandbox.run(["search", "连接池", "--facets", form]).fails(&format!(
            "error: the argument '--facets[=<BY>]' cannot be used with '{form}'\nhint: see notes search --help\n"
        ));
    }
    sandbox.run(["search", "连接池", "--facets=colour"]).fails(
        "error: invalid value 'colour' for '--facets[=<BY>]'\n  [possible values: folder, tag, language, year]\n\
         hint: see notes search --help\n",
    );
}
