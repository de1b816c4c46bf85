//! Where nothing is found: which of the filters nothing meets, whatever else was asked.

use notes_index::{Expr, Predicate, Query, Searcher};

use crate::failure::Result;
use crate::request;

/// Of how many filters that is asked: each takes a search.
const MAX_ASKED: usize = 8;

/// A sentence of each filter that nothing meets.
pub(crate) fn said(searcher: &Searcher, query: &Query, options: Vec<Predicate>) -> Result<Vec<String>> {
    let mut said = Vec::new();
    for filter in demanded(query).cloned().chain(options).take(MAX_ASKED) {
        let alone = Query::from(Expr::from(filter.clone())).with_case(query.is_case_sensitive());
        if searcher.search(&alone, &request::options().limit(1))?.total == 0 {
            said.push(sentence(&filter));
        }
    }
    Ok(said)
}

/// What a query demands of each hit, but for words.
fn demanded(query: &Query) -> impl Iterator<Item = &Predicate> {
    let clauses = match query.expr() {
        Expr::All(clauses) => clauses.as_slice(),
        clause => std::slice::from_ref(clause),
    };
    clauses.iter().filter_map(|clause| match clause {
        Expr::Is { predicate, .. } => Some(predicate),
        _ => None,
    })
}

fn sentence(filter: &Predicate) -> String {
    match filter {
        Predicate::Tag(tag) => format!("no note has the tag {tag}"),
        Predicate::Path(path) => format!("no note is at the path {path}"),
        Predicate::Language(language) => format!("no code block is in {language}"),
        filter => format!("nothing has {filter}"),
    }
}

#[cfg(test)]
mod tests {
    use notes_index::{IndexOptions, NoteIndex, NotePath};

    use super::*;

    #[test]
    fn filters_that_nothing_meets_are_named() {
        let index = NoteIndex::open(IndexOptions::in_memory()).unwrap();
        let note = "---\ntags: [python]\n---\n# 池 Pool\n\n```py\nx = 1\n```\n";
        for path in ["db/a b.md", "say \"hi\" (1).md"] {
            index.put(&NotePath::new(path).unwrap(), note).unwrap();
        }
        let searcher = index.searcher().unwrap();
        let check = |query: &str, expected: &[&str]| {
            let options = vec![Predicate::Tag("pyhton".to_owned()), Predicate::Path("db/a b.md".to_owned())];
            assert_eq!(said(&searcher, &Query::parse(query), options).unwrap(), expected, "{query}");
        };
        check("池 tag:python -tag:x", &["no note has the tag pyhton"]);
        check("case:yes title:Pool", &["no note has the tag pyhton"]);
        check("case:yes title:pool", &["nothing has title:pool", "no note has the tag pyhton"]);
        check("lang:zzz", &["no code block is in zzz", "no note has the tag pyhton"]);
        check(
            "x path:\"c d\" heading:水",
            &["no note is at the path c d", "nothing has heading:水", "no note has the tag pyhton"],
        );
        let untypeable = Predicate::Path("say \"hi\" (1).md".to_owned());
        assert!(said(&searcher, &Query::parse("x"), vec![untypeable]).unwrap().is_empty());
    }
}
