//! Where answers come from, in plain words: how a query is looked up, and what a score is made of.

use std::io::{self, Write};

use notes_index::{Contribution, Evidence, Explanation, PlannedWord, QueryPlan, Relation, Scope};

use crate::printer::rows::write_wrapped;
use crate::printer::style::{Role, Style};

/// How many words that stand for another are named.
const MAX_WEAKER: usize = 5;

/// Prints how a query is looked up.
pub(super) fn print_plan(
    plan: &QueryPlan,
    columns: usize,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut line = |name: &str, text: &str| -> io::Result<()> {
        style.write(Role::Faint, &format!("{name:<9}"), out)?;
        write_wrapped((Role::Text, text), 9, columns, style, out)
    };
    line("query", &plan.tree)?;
    for word in &plan.words {
        line("word", &planned(word))?;
    }
    for name in &plan.joined {
        line("name", name)?;
    }
    for clause in &plan.demanded {
        line("demanded", clause)?;
    }
    if plan.code_only {
        line("hits", "code blocks only")?;
    }
    writeln!(out)
}

/// A word with its forms: `连接池: 连接池, 连接`.
fn planned(word: &PlannedWord) -> String {
    let mut text = format!("{}: {}", word.word, word.looked_up.join(", "));
    if let Some(relation) = word.relation {
        let how = match relation {
            Relation::Prefix => "begins",
            Relation::Inside => "is inside",
            Relation::Typo => "is like",
            Relation::Via => "is also",
            other => other.name(),
        };
        text += &format!("; {how} {}", some(&word.weaker));
    }
    text + if word.is_wanted { "" } else { " (a hit may lack it)" }
}

/// The first words of a list, and how many more there are.
fn some(words: &[String]) -> String {
    let shown = &words[..words.len().min(MAX_WEAKER)];
    match words.len() - shown.len() {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

/// Prints what a score is made of, the most first.
pub(super) fn print_score(
    score: f32,
    explanation: &Explanation,
    columns: usize,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    style.write(Role::Faint, &format!("  score {score:.2}"), out)?;
    writeln!(out)?;
    let mut contributions: Vec<&Contribution> = explanation.contributions.iter().collect();
    contributions.sort_by(|a, b| b.points.total_cmp(&a.points));
    let of_score = contributions.into_iter().filter(|one| one.points > 0.0).map(|one| ("+", one));
    let beside = explanation.among_sections.iter().filter(|one| one.points > 0.0).map(|one| ("(", one));
    for (sign, one) in of_score.chain(beside) {
        let points = format!("{sign}{:.2}{}", one.points, if sign == "(" { ")" } else { "" });
        style.write(Role::Faint, &format!("  {points:>8}  "), out)?;
        write_wrapped((Role::Faint, &reason(one)), 12, columns, style, out)?;
    }
    Ok(())
}

/// A contribution in words: `连接池: the word, 3 × in the section`.
pub(crate) fn reason(one: &Contribution) -> String {
    let found = some(&one.found);
    let found = if found.is_empty() || found == one.word { String::new() } else { format!(" ({found})") };
    let times = if one.frequency > 0 { format!("{} × ", one.frequency) } else { String::new() };
    let weight = if one.weight == 1.0 { String::new() } else { format!(", weight {}", one.weight) };
    format!("{}{found}: {}, {times}in {}{weight}", one.word, evidence(one.evidence), scope(one.scope))
}

fn evidence(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::Word => "the word",
        Evidence::Spelled => "spelled the same",
        Evidence::Stem => "its stem",
        Evidence::Inner => "a word inside it",
        Evidence::Part => "a part of it",
        Evidence::Characters => "its characters",
        Evidence::Pair => "two characters side by side",
        Evidence::Joined => "the words as one name",
        Evidence::Prefix => "begins a longer word",
        Evidence::Inside => "inside a longer word",
        Evidence::Typo => "a word spelled nearly so",
        Evidence::Via => "another way to say it",
        Evidence::Row => "all of it in a row",
        Evidence::HeadingRow => "all of it in a row, in a heading",
        Evidence::AsTyped => "with the signs as typed",
        Evidence::NameRow => "all of it in a row, in a name of the note",
        Evidence::Heading => "the heading is just this",
        Evidence::Title => "the title or file name is just this",
        // What has no words for people yet.
        other => other.name(),
    }
}

fn scope(scope: Scope) -> &'static str {
    match scope {
        Scope::Section => "the section",
        Scope::Heading => "its heading, among the note's sections",
        Scope::Note => "the note",
        Scope::Names => "the note's names",
        other => other.name(),
    }
}

/// Prints two scores beside each other, what differs most first.
pub(crate) fn print_difference(
    here: &Explanation,
    there: &Explanation,
    columns: usize,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut rows: Vec<(String, f32, f32)> = Vec::new();
    for (explanation, is_here) in [(here, true), (there, false)] {
        for one in &explanation.contributions {
            let reason = format!("{}: {} in {}", one.word, evidence(one.evidence), scope(one.scope));
            let idx = rows.iter().position(|row| row.0 == reason).unwrap_or_else(|| {
                rows.push((reason, 0.0, 0.0));
                rows.len() - 1
            });
            *(if is_here { &mut rows[idx].1 } else { &mut rows[idx].2 }) += one.points;
        }
    }
    rows.retain(|row| (row.1 - row.2).abs() >= 0.005);
    rows.sort_by(|a, b| (b.1 - b.2).abs().total_cmp(&(a.1 - a.2).abs()));
    style.write(Role::Faint, &format!("  {:>7} {:>7}", "there", "here"), out)?;
    writeln!(out)?;
    for (reason, here, there) in rows {
        write!(out, "  {there:>7.2} {here:>7.2}  ")?;
        write_wrapped((Role::Text, &reason), 19, columns, style, out)?;
    }
    Ok(())
}
