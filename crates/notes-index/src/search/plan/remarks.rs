//! What is said of a query that the index shows to be meant in another way than it is read, perhaps.

use crate::analysis::{folded_text, phrase_rows};
use crate::engine::{Facet, Lane, Snapshot, bare_tag};
use crate::error::Result;
use crate::query::{Diagnostic, Expr, Pattern, PatternKind, Query};
use crate::search::doc_set::DocSet;

/// Says where the notes with a tag are, which is read as words.
pub(super) fn on_tag(pattern: &Pattern, snapshot: &Snapshot) -> Result<Option<Diagnostic>> {
    let text = pattern.text.as_str();
    if pattern.kind != PatternKind::Words || !text.starts_with(['#', '＃']) {
        return Ok(None);
    }
    let (tag, mut is_tag) = (bare_tag(text), false);
    snapshot.with_facet(&Facet::Tag(tag), |_| is_tag = true)?;
    Ok(is_tag.then(|| {
        let message = format!("{text} is read as a word; the notes with this tag are those of tag:{tag}");
        Diagnostic::new(pattern.span.clone(), message)
    }))
}

/// Says that an option of a command leaves out the very line that was typed, if a note holds that, `tar -zxvf a.tar.gz`, or what
/// has the command with this option: `find -exec`.
pub(super) fn on_option(query: &Query, snapshot: &Snapshot) -> Result<Option<Diagnostic>> {
    let (line, clauses) = (query.source().trim(), query.expr().clauses());
    let Some(option) = clauses.iter().find_map(excluded_word) else { return Ok(None) };
    if line.contains('"') || line.starts_with('-') {
        return Ok(None);
    }
    let mut rows = phrase_rows(line).into_iter();
    let is_line = rows.try_fold(false, |stands, row| Ok(stands || snapshot.has_row(Lane::Text, &row)?))?;
    let quoted = match is_line {
        true => format!("the line as it stands in a note: \"{line}\""),
        false if stands_as_option(option, clauses, snapshot)? => {
            format!("the option is looked for in quotes: \"-{option}\"")
        }
        false => return Ok(None),
    };
    let message = format!("-{option} leaves out what holds {option}; {quoted}");
    Ok(Some(Diagnostic::new(option.span.clone(), message)))
}

/// Whether a section has an option, with its sign, and the command that the query begins with.
fn stands_as_option(option: &Pattern, clauses: &[Expr], snapshot: &Snapshot) -> Result<bool> {
    let Some(Expr::Text(command)) = clauses.first() else { return Ok(false) };
    if !command.text.is_ascii() {
        return Ok(false);
    }
    let with_token = |token: &str| {
        DocSet::collected(snapshot, |each| snapshot.postings(Lane::Text, token, |doc, _, _| each(doc)))
    };
    let mut with_both = with_token(&folded_text(&command.text))?;
    with_both.intersect(&with_token(&format!("-{}", folded_text(&option.text)))?);
    Ok(with_both.len() > 0)
}

/// The word that a clause leaves out.
fn excluded_word(clause: &Expr) -> Option<&Pattern> {
    let Expr::Not(inner) = clause else { return None };
    match &**inner {
        Expr::Text(pattern) if pattern.kind == PatternKind::Words => Some(pattern),
        _ => None,
    }
}
