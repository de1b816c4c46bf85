//! Hits by folder: those right below the innermost folder that all of them share.

use std::collections::BTreeMap;

use super::{Notes, Tally, demanded};
use crate::engine::Snapshot;
use crate::error::Result;
use crate::query::{Expr, Predicate, Query};
use crate::search::condition::escaped_glob;

pub(super) fn tallies(snapshot: &Snapshot, notes: &Notes) -> Result<Vec<Tally>> {
    let folders = innermost(snapshot, notes)?;
    let (first, last) = (folders.first_key_value(), folders.last_key_value());
    let shared = match (first, last) {
        (Some((first, _)), Some((last, _))) => shared(first, last),
        _ => 0,
    };
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    for (folder, of_folder) in &folders {
        let Some(end) = folder[shared..].find('/') else { continue };
        let folder = &folder[..shared + end];
        tallies.entry(folder).or_insert_with(|| Tally::new(folder)).unite(of_folder);
    }
    Ok(tallies.into_values().collect())
}

/// The folders that notes with hits stand in, each with a slash at its end.
fn innermost(snapshot: &Snapshot, notes: &Notes) -> Result<BTreeMap<String, Tally>> {
    let mut folders: BTreeMap<String, Tally> = BTreeMap::new();
    // Paths come in order, so that most stand in the same folder as the one before.
    let (mut folder, mut tally) = (String::new(), Tally::default());
    let mut flush = |folder: &str, tally: &mut Tally| {
        let of_run = std::mem::take(tally);
        if of_run.hits > 0 {
            folders.entry(folder.to_owned()).or_default().unite(&of_run);
        }
    };
    snapshot.each_path_of(&notes.firsts, |path, first| {
        let of_note = &path[..path.rfind('/').map_or(0, |slash| slash + 1)];
        if of_note != folder {
            flush(&folder, &mut tally);
            of_note.clone_into(&mut folder);
        }
        tally.add(notes.hits(first));
    })?;
    flush(&folder, &mut tally);
    Ok(folders)
}

/// How many bytes the innermost folder takes that two share.
fn shared(one: &str, other: &str) -> usize {
    let n_alike = one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    one.as_bytes()[..n_alike].iter().rposition(|&byte| byte == b'/').map_or(0, |slash| slash + 1)
}

pub(super) fn filter(folder: &str, query: &Query) -> Expr {
    let is_path = |clause: &Expr| matches!(clause, Expr::Is { predicate: Predicate::Path(_), .. });
    let clause = Predicate::Path(format!("{}/", escaped_glob(folder))).into();
    if query.expr().flat_clauses().into_iter().any(is_path) { demanded(clause) } else { clause }
}
