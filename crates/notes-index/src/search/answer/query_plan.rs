//! How a query is looked up in an index, as plain data.

use std::collections::HashSet;

use crate::analysis::TermKind;
use crate::query::{Expr, Query};
use crate::search::plan::Plan;
use crate::search::terms::{PlannedTerm, Relation, TermSet};

/// What is looked up for a query: see [`crate::SearchOptions::explain`].
///
/// ```
/// use notes_index::{IndexOptions, NoteIndex, NotePath, Query, Relation, SearchOptions};
///
/// let index = NoteIndex::open(IndexOptions::in_memory())?;
/// index.put(&NotePath::new("db.md")?, "# 数据库\n\n连接池的 connector。\n")?;
/// let options = SearchOptions::new().explain(true).path("db.md");
/// let results = index.searcher()?.search(&Query::parse("连接池 conn"), &options)?;
///
/// let plan = results.plan.expect("it was asked for");
/// assert_eq!(plan.tree, "连接池 conn");
/// assert_eq!(plan.words[0].looked_up, ["连接池", "连接"]);
/// assert_eq!((plan.words[1].weaker.as_slice(), plan.words[1].relation), (&["connector".to_owned()][..], Some(Relation::Prefix)));
/// assert_eq!(plan.demanded, ["path:db.md"]);
/// # Ok::<(), notes_index::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct QueryPlan {
    /// The query as it was read, printed ([`Query`]'s `Display`).
    pub tree: String,
    /// The words that are looked up, in order.
    pub words: Vec<PlannedWord>,
    /// Neighbouring words that are looked up as one name: `poolsize`.
    pub joined: Vec<String>,
    /// What a section must be or hold to be a hit at all, clause by clause, filters of the options included.
    pub demanded: Vec<String>,
    /// Whether code blocks alone may be hits.
    pub code_only: bool,
}

/// A word of a query, and by what it is looked up in an index.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct PlannedWord {
    /// As typed.
    pub word: String,
    /// Its own forms: itself, the words inside it, its parts joined, its stem.
    pub looked_up: Vec<String>,
    /// Words of the index that stand for it and count less, the most frequent first.
    pub weaker: Vec<String>,
    /// How those are related to it, if there are any.
    pub relation: Option<Relation>,
    /// Whether a hit that lacks it is shown as lacking it.
    pub is_wanted: bool,
}

impl QueryPlan {
    pub(in crate::search) fn new(plan: &Plan, query: &Query) -> QueryPlan {
        let is_demanded = |clause: &&Expr| clause.is_demanded(query.is_case_sensitive());
        let counted = plan.lacking().to(TermSet::NONE);
        let words = plan.terms.iter().enumerate();
        QueryPlan {
            tree: query.to_string(),
            words: words.map(|(idx, planned)| word(planned, counted.contains(idx))).collect(),
            joined: plan.joined.iter().map(|joined| joined.token.clone()).collect(),
            demanded: plan.clauses.iter().filter(is_demanded).map(Expr::to_string).collect(),
            code_only: plan.code.is_some(),
        }
    }
}

fn word(planned: &PlannedTerm, is_wanted: bool) -> PlannedWord {
    let mut looked_up = vec![planned.term.text.clone()];
    match &planned.term.kind {
        TermKind::Symbol => {}
        TermKind::Cjk { inner, .. } => looked_up.extend(inner.iter().cloned()),
        TermKind::Word { parts, stem, whole, .. } => {
            looked_up.extend(whole.iter().chain(parts).chain(stem).cloned());
        }
    }
    let mut seen = HashSet::new();
    looked_up.retain(|form| seen.insert(form.clone()));
    PlannedWord {
        word: planned.typed.clone(),
        looked_up,
        weaker: planned.expanded().to_vec(),
        relation: planned.expansions.as_ref().map(|expansions| expansions.relation),
        is_wanted,
    }
}
