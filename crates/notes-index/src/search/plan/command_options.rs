//! `rm -rf`: a sign that leaves out a word, or the option of a command as notes have it.

use crate::analysis::{OwnWords, TermKind, phrase_rows, query_terms};
use crate::engine::{Snapshot, TextField};
use crate::error::Result;
use crate::query::{Diagnostic, Expr, Pattern, PatternKind, Query};
use crate::search::doc_set::DocSet;

/// Reads those words as options that a section has with their sign beside another word of the query, and says so: more people
/// look for such a line than leave out what its words are in.
pub(super) fn with_options(
    expr: Expr,
    query: &Query,
    snapshot: &Snapshot,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Expr> {
    let mut clauses = expr.clauses().to_vec();
    if !query.is_read() || !clauses.iter().any(|clause| left_out(clause).is_some()) {
        return Ok(expr);
    }
    let others: Vec<String> = clauses.iter().filter_map(wanted_word).map(|word| word.text.clone()).collect();
    for clause in &mut clauses {
        let Some(word) = left_out(clause) else { continue };
        let Some(option) = with_sign(word, query.source()) else { continue };
        if stands(&option, &others, snapshot)? {
            let Pattern { text, span, .. } = &option;
            let message =
                format!("{text} is read as a word, as notes have it; leave {0} out with -\"{0}\"", word.text);
            diagnostics.push(Diagnostic::new(span.clone(), message));
            *clause = Expr::Text(option);
        } else if follows(&option, query.source(), snapshot)? {
            let message = format!(
                "{0} leaves out what holds {1}; it is looked for in quotes: \"{0}\"",
                option.text, word.text
            );
            diagnostics.push(Diagnostic::new(option.span.clone(), message));
        }
    }
    if clauses.iter().all(|clause| left_out(clause).is_some()) {
        let options = clauses.iter().filter_map(left_out).filter_map(|word| with_sign(word, query.source()));
        diagnostics.extend(options.map(alone));
    }
    Ok(Expr::all(clauses))
}

/// Says what is listed where nothing is asked for but to leave out: notes may not have the option that is meant.
fn alone(option: Pattern) -> Diagnostic {
    let Pattern { text, span, .. } = option;
    let word = &text[1..];
    Diagnostic::new(
        span,
        format!("{text} alone lists all that lacks {word}; \"{text}\" in quotes looks for it"),
    )
}

/// The word that a clause leaves out.
fn left_out(clause: &Expr) -> Option<&Pattern> {
    match clause {
        Expr::Not(inner) => wanted_word(inner),
        _ => None,
    }
}

fn wanted_word(clause: &Expr) -> Option<&Pattern> {
    match clause {
        Expr::Text(pattern) if pattern.kind == PatternKind::Words => Some(pattern),
        _ => None,
    }
}

/// A word that is left out with the sign that stands before it.
fn with_sign(word: &Pattern, source: &str) -> Option<Pattern> {
    let sign = source.get(..word.span.start)?.chars().next_back()?;
    let span = word.span.start - sign.len_utf8()..word.span.end;
    Some(Pattern { kind: PatternKind::Words, text: format!("-{}", word.text), span })
}

/// Whether a section holds an option with its sign, and one of some other words if there are any.
fn stands(option: &Pattern, others: &[String], snapshot: &Snapshot) -> Result<bool> {
    let holding = holding(option, snapshot)?;
    if holding.len() == 0 || others.is_empty() {
        return Ok(holding.len() > 0);
    }
    for row in others.iter().flat_map(|word| phrase_rows(word)) {
        let mut is_beside = false;
        snapshot.rows(TextField::Text, &row, |doc, _| is_beside |= holding.contains(doc))?;
        if is_beside {
            return Ok(true);
        }
    }
    Ok(false)
}

/// The sections that hold an option, be it several words: `-Xverify:none`. Only its first one has the sign.
fn holding(option: &Pattern, snapshot: &Snapshot) -> Result<DocSet> {
    let terms = query_terms(&option.text, &OwnWords::default());
    let name = terms.first().and_then(|first| match &first.kind {
        TermKind::Word { surface: Some(name), .. } if name.starts_with('-') => Some(name.as_str()),
        _ => None,
    });
    let Some(name) = name else { return Ok(DocSet::none(0)) };
    let named =
        DocSet::collected(snapshot, |each| snapshot.postings(TextField::Text, name, |doc, _, _| each(doc)))?;
    if terms.len() == 1 || named.len() == 0 {
        return Ok(named);
    }
    DocSet::collected(snapshot, |each| {
        let mut each = |doc| {
            if named.contains(doc) {
                each(doc)
            }
        };
        phrase_rows(&option.text)
            .iter()
            .try_for_each(|row| snapshot.rows(TextField::Text, row, |doc, _| each(doc)))
    })
}

/// Whether an option is of ASCII and stands in a note without its sign, right behind what was typed before it: `tar xzf`.
fn follows(option: &Pattern, source: &str, snapshot: &Snapshot) -> Result<bool> {
    let before = source.get(..option.span.start).unwrap_or_default();
    let Some(before) = before.split_whitespace().next_back().filter(|_| option.text.is_ascii()) else {
        return Ok(false);
    };
    let mut rows = phrase_rows(&format!("{before} {}", option.text)).into_iter();
    rows.try_fold(false, |stands, row| Ok(stands || snapshot.has_row(TextField::Text, &row)?))
}
