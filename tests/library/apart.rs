//! Words of several parts that stand nowhere as one, and what a hit lacks of words that were typed in one.

use crate::fixture::{check, everything, lines, search, searcher};

const NOTEBOOK: &str = "\
//- a.md
# 甲

we tune a model, and fine wine; zero here, one shot there
//- b.md
# 乙

tuning alone, a zero alone
//- c.md
# 丙

zero-day; the poolSize; GitHub Actions
";

/// All hits, in order of their lines.
fn found(notebook: &str, query: &str) -> Vec<String> {
    let mut found = lines(&search(&searcher(notebook), query, &everything()).hits);
    found.sort();
    found
}

#[test]
fn a_word_that_stands_nowhere_as_one_is_looked_for_in_its_parts() {
    for typed in ["fine-tuning", "fine_tuning", "fineTuning", "fine.tuning", "fine/tuning"] {
        check(NOTEBOOK, typed, &["a.md: (root)", "b.md: (root) -fine"]);
    }
    let found = |typed: &str| found(NOTEBOOK, typed).join(", ");
    assert_eq!(found("zero-shot"), "a.md: (root), b.md: (root) -shot, c.md: (root) -shot");
    let expected = "a.md: (root), b.md: (root) -model -shot, c.md: (root) -model -shot";
    assert_eq!(found("model zero_shot"), expected);
    let hits = search(&searcher(NOTEBOOK), "zero-shot", &everything()).hits;
    assert_eq!(hits.iter().map(|hit| hit.matches_total).collect::<Vec<_>>(), [2, 1, 1]);
}

#[test]
fn a_word_that_stands_somewhere_as_one_is_looked_for_as_such() {
    for typed in ["zero-day", "zeroDay", "pool-size", "github-actions", "zero-days"] {
        check(NOTEBOOK, typed, &["c.md: (root)"]);
    }
    // What is demanded, and what is no word in pieces.
    for typed in ["+zero-shot", "\"zero-shot\"", "heading:zero-shot", "v1.0.2", "10,000", "a-1"] {
        check(NOTEBOOK, typed, &[]);
    }
}

#[test]
fn a_word_of_several_parts_is_found_by_stems() {
    let notebook = "//- a.md\nfinetuned\n//- b.md\nfine-tuned\n//- c.md\nfine, and later tuned\n";
    assert_eq!(found(notebook, "fine-tuning"), ["a.md: (root)", "b.md: (root)"]);
    let hits = search(&searcher(notebook), "fine-tuning", &everything()).hits;
    assert!(hits.iter().all(|hit| hit.matches_total == 1));
}

#[test]
fn what_lacks_is_told_as_it_was_typed() {
    let notebook = "//- a.md\nPPO 裁剪 1 次, pool\n";
    for (typed, lacking) in [
        ("裁剪 1-ε 1+ε", "1-ε 1+ε"),
        ("裁剪 m-1/m+1", "m-1/m+1"),
        ("裁剪 2>&3", "2>&3"),
        ("裁剪 HEAD^", "HEAD"),
        ("裁剪 foo_bar", "foo_bar"),
        ("裁剪 pool_width", "width"),
        ("裁剪 pool/redis", "redis"),
        ("裁剪 kafka/redis", "kafka/redis"),
        ("裁剪 kafka redis", "kafka redis"),
    ] {
        let hits = search(&searcher(notebook), typed, &everything()).hits;
        assert_eq!(hits[0].missing.join(" "), lacking, "{typed}");
    }
}
