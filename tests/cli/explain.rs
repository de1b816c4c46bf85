//! Where answers come from: `search --explain` and `why`.

use serde_json::json;

use crate::sandbox::{NOTES, Sandbox};

#[test]
fn a_query_and_its_scores_are_explained() {
    let sandbox = Sandbox::new(NOTES);
    let run = sandbox.run(["search", "连接池 －mysql", "--explain"]);
    let lines: Vec<&str> = run.found().lines().collect();
    assert_eq!(
        &lines[..4],
        ["query    连接池 -mysql", "word     连接池: 连接池, 连接", "demanded -mysql", ""],
        "{}",
        run.stdout
    );
    assert!(lines.iter().any(|line| line.starts_with("  score ")), "{}", run.stdout);
    let reason = "连接池: the word, 1 × in the section";
    assert!(lines.iter().any(|line| line.ends_with(reason)), "{}", run.stdout);
}

#[test]
fn an_explanation_is_data_too() {
    let sandbox = Sandbox::new(NOTES);
    let answer = sandbox.run(["search", "连接池 -mysql", "--explain", "--json"]).json();
    assert_eq!(answer["plan"]["tree"], "连接池 -mysql");
    assert_eq!(answer["plan"]["demanded"], json!(["-mysql"]));
    let hit = &answer["hits"][0];
    let points = hit["explanation"]["contributions"].as_array().unwrap().iter();
    let sum: f64 = points.map(|one| one["points"].as_f64().unwrap()).sum();
    assert!((sum - hit["score"].as_f64().unwrap()).abs() < 0.01, "{hit}");
    let plain = sandbox.run(["search", "连接池", "--json"]).json();
    assert!(plain.get("plan").is_none() && plain["hits"][0].get("explanation").is_none());
}

#[test]
fn a_section_is_told_why_it_is_a_hit() {
    let sandbox = Sandbox::new(NOTES);
    let run = sandbox.run(["why", "连接池 redis", "web/cache.md"]);
    run.finds(
        "web/cache.md:3  Redis\n  lines 3 to 5\n\nIt is hit 1 of 2.\n  \
         连接池: in the text; line 5\n  redis: in the heading and the text; lines 3, 5\n",
    );
    let run = sandbox.run(["why", "连接池 redis", "db/pool.md:5"]);
    let said = run.found();
    assert!(said.contains("It is hit 2 of 2.\n  连接池: in the title"), "{said}");
    assert!(said.contains("  redis: not here\n"), "{said}");
    assert!(said.contains("\nAbove it stands\nweb/cache.md:3  Redis\n"), "{said}");
    assert!(said.ends_with("It has every word; this one lacks redis.\n"), "{said}");
}

#[test]
fn a_section_is_told_why_it_is_none() {
    let sandbox = Sandbox::new(NOTES);
    let run = sandbox.run(["why", "连接池 -redis", "web/cache.md:5"]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert!(run.stdout.contains("It is not the one hit.\n"), "{}", run.stdout);
    assert!(run.stdout.contains("  -redis rules it out\n"), "{}", run.stdout);
    assert!(run.stdout.contains("\nThe best hit is\ndb/pool.md:4\n"), "{}", run.stdout);
    let run = sandbox.run(["why", "归还", "web/cache.md:9"]);
    assert!(run.stdout.contains("it has no word that counts"), "{}", run.stdout);
    // A word in the title is no word of a section.
    let run = sandbox.run(["why", "连接池 redis", "db/pool.md:13"]);
    let said = "It is none of the 2 hits: it has no word of its own that counts.\n  连接池: in the title\n";
    assert!(run.stdout.contains(said), "{}", run.stdout);
    let run = sandbox.run(["why", "zzz", "web/cache.md:9"]);
    assert!(run.stdout.contains("\nThere are no hits.\n"), "{}", run.stdout);
    sandbox
        .run(["why", "连接池", "web/cache.md:99"])
        .fails("error: web/cache.md has 9 lines, there is no line 99\n");
}

#[test]
fn a_weaker_hit_above_is_told_to_stand_with_its_note() {
    let sandbox = Sandbox::new(
        "//- a.md\n# 甲\n\n## 一\n\n幂等的幂等，幂等，幂等。\n\n## 二\n\n幂等，幂等，还有别的东西。\n//- b.md\n# 乙\n\n幂等，幂等，幂等，还有别的。\n",
    );
    let run = sandbox.run(["why", "幂等", "b.md"]);
    let said = run.found();
    assert!(said.contains("\nAbove it stands\na.md:7  二\n"), "{said}");
    assert!(said.contains("; its note has a better hit, beside which it stands:\n"), "{said}");
}

#[test]
fn sections_of_a_note_are_compared_by_what_decides_there() {
    let sandbox = Sandbox::new(
        "//- a.md\n# 甲\n\n## 幂等接口\n\n接口，还有别的东西。\n\n## 二\n\n接口幂等，幂等，还有接口。\n//- b.md\n# 乙\n\n别的\n",
    );
    let run = sandbox.run(["why", "幂等 接口", "a.md:9"]);
    let said = run.found();
    let (_, compared) = said.split_once("Above it stands\na.md:3  幂等接口\n").expect(said);
    let mut lines = compared.lines();
    let scores =
        lines.next().and_then(|line| line.strip_prefix("  Among the sections of their note it scores "));
    let (there, here) = scores.and_then(|scores| scores.split_once(", this one ")).expect(said);
    let number = |text: &str| text.trim_end_matches(':').trim().parse::<f32>().expect(said);
    let rows = lines.skip(1).map(|row| (number(&row[..9]), number(&row[9..17]), &row[17..]));
    let rows: Vec<(f32, f32, &str)> = rows.collect();
    let differ = rows.iter().map(|(there, here, _)| there - here).sum::<f32>();
    assert!(number(there) > number(here) && (number(there) - number(here) - differ).abs() < 0.05, "{said}");
    assert!(rows.iter().any(|row| row.2.ends_with("its heading, among the note's sections")), "{said}");
}

#[test]
fn a_reason_is_data_too() {
    let sandbox = Sandbox::new(NOTES);
    let why = sandbox.run(["why", "连接池 redis", "web/cache.md:5", "--json"]).json();
    assert_eq!((&why["rank"], &why["total"], &why["breadcrumb"]), (&json!(1), &json!(2), &json!(["Redis"])));
    let word = json!({"word": "redis", "fields": ["heading", "body"], "lines": [3, 5], "approximate": null});
    assert_eq!(why["words"][1], word);
    assert_eq!((&why["hit"]["rank"], &why["above"]), (&json!(1), &json!(null)));
}

#[test]
fn a_note_that_is_not_there_is_an_error() {
    let run = Sandbox::new(NOTES).run(["why", "连接池", "nope.md"]);
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.starts_with("error: can't read [HOME]/notes/nope.md: "), "{}", run.stderr);
    let sandbox = Sandbox::new(NOTES);
    for place in ["db/pool.md", "db/pool.md:5"] {
        let run = sandbox.run(["why", place, "连接池 归还"]);
        assert_eq!(run.code, Some(2));
        let hint = format!("\nhint: the query comes first: notes why \"连接池 归还\" {place}\n");
        assert!(run.stderr.ends_with(&hint), "{}", run.stderr);
    }
    std::fs::write(sandbox.home().join("notes/main.py"), "x").unwrap();
    let run = sandbox.run(["why", "连接池", "main.py"]);
    assert_eq!(run.code, Some(2));
    assert!(
        run.stderr.starts_with("error: main.py is not among the indexed notes\nhint: "),
        "{}",
        run.stderr
    );
}

#[test]
fn a_section_is_named_as_show_takes_it() {
    let sandbox = Sandbox::new(NOTES);
    let by_line = sandbox.run(["why", "redis", "web/cache.md:3"]);
    let by_heading = sandbox.run(["why", "redis", "web/cache.md#redis"]);
    assert_eq!(by_line.found(), by_heading.found());
}
