//! Names with punctuation and without spaces: found as they are typed, and in parts.

use crate::fixture::{check, everything, search, searcher};

const NOTEBOOK: &str = "\
//- a.md
# 符号

## 语言

C++、C#、F# 与 .NET 都是平台。

## 装饰

`@classmethod` 在 `__new__` 之后。

## 容器

`std::vector` 是数组；复杂度 O(n log n)。

## 异步

async/await、B-tree、3.6.3 与 k8s。

## 命令

git push --force，再设 pool_size=10。

## 驼峰

poolSize 与 getQueueOffset。

## 空格

the pool size is big
//- b.md
# 其它

C net class new force tree async vector std 3.6 3 n log f
";

/// The sections that a query finds and that lack nothing.
fn found(query: &str) -> Vec<String> {
    let hits = search(&searcher(NOTEBOOK), query, &everything()).hits;
    let whole = hits.iter().filter(|hit| hit.missing.is_empty());
    whole.map(|hit| hit.breadcrumb.last().cloned().unwrap_or_default()).collect()
}

#[test]
fn names_are_found_as_they_are_typed() {
    for (name, section) in [
        ("C++", "语言"),
        ("c#", "语言"),
        ("F#", "语言"),
        (".NET", "语言"),
        ("@classmethod", "装饰"),
        ("__new__", "装饰"),
        ("std::vector", "容器"),
        ("O(n log n)", "容器"),
        ("async/await", "异步"),
        ("B-tree", "异步"),
        ("3.6.3", "异步"),
        ("k8s", "异步"),
        ("--force", "命令"),
        ("getQueueOffset", "驼峰"),
    ] {
        assert_eq!(found(name).first().map(String::as_str), Some(section), "{name}");
    }
}

#[test]
fn names_are_found_by_their_parts() {
    for (part, section) in [
        ("classmethod", "装饰"),
        ("vector", "容器"),
        ("await", "异步"),
        ("btree", "异步"),
        ("queue offset", "驼峰"),
        ("getqueueoffset", "驼峰"),
        ("get_queue_offset", "驼峰"),
        ("getque", "驼峰"),
    ] {
        assert!(found(part).iter().any(|name| name == section), "{part}: {:?}", found(part));
    }
}

#[test]
fn a_name_is_the_same_however_its_words_are_put_together() {
    for query in ["pool size", "pool_size", "poolSize", "POOL_SIZE", "ｐｏｏｌＳｉｚｅ"] {
        let mut sections = found(query);
        sections.sort();
        assert_eq!(sections, ["命令", "空格", "驼峰"], "{query}");
    }
}

#[test]
fn what_finds_a_section_is_lit_there() {
    let searcher = searcher("//- a.md\nsets {b_1, b_2, b_3}\n//- b.md\nthe B2B\n");
    let hits = search(&searcher, "B2B", &everything()).hits;
    assert_eq!(hits.iter().map(|hit| hit.matches_total).collect::<Vec<_>>(), [1, 1]);
}

#[test]
fn neighbours_are_one_name_by_its_stem() {
    let notebook = "//- a.md\n# 甲\n\nthe eigenvalues\n//- b.md\n# 乙\n\na value\n";
    check(notebook, "eigen value", &["a.md: (root) ~prefix:eigenvalues", "b.md: (root) -eigen"]);
}

#[test]
fn a_name_is_found_without_its_dot_and_with_it() {
    let notebook = "//- a.md\n用 Node.js 写\n//- b.md\n用 nodejs 写\n//- c.md\njs 的 node\n";
    for typed in ["nodejs", "Node.js", "NodeJS"] {
        let hits = search(&searcher(notebook), typed, &everything()).hits;
        let complete: Vec<&str> =
            hits.iter().filter(|hit| hit.missing.is_empty()).map(|hit| hit.path.as_str()).collect();
        assert!(complete.contains(&"a.md") && complete.contains(&"b.md"), "{typed}: {complete:?}");
        let lit = |hit: &notes_index::Hit| hit.snippet.text[hit.snippet.highlights[0].clone()].to_owned();
        let a = hits.iter().find(|hit| hit.path.as_str() == "a.md").unwrap();
        assert_eq!(lit(a), "Node.js", "{typed}");
    }
}
