//! What a hit lacks of words that were typed in one.

use crate::fixture::{everything, search, searcher};

#[test]
fn what_lacks_is_told_as_it_was_typed() {
    let notebook = "//- a.md\nPPO 裁剪 1 次, pool\n";
    for (typed, lacking) in [
        ("裁剪 1-ε 1+ε", "1-ε 1+ε"),
        ("裁剪 m-1/m+1", "m-1/m+1"),
        ("裁剪 2>&3", "2>&3"),
        ("裁剪 HEAD^", "HEAD"),
        ("裁剪 pool/redis", "redis"),
        ("裁剪 kafka/redis", "kafka/redis"),
        ("裁剪 kafka redis", "kafka redis"),
    ] {
        let hits = search(&searcher(notebook), typed, &everything()).hits;
        assert_eq!(hits[0].missing.join(" "), lacking, "{typed}");
    }
}
