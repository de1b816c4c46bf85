//! Other searchers over the same notes, run as programs: ripgrep, and SQLite's FTS5.

use std::collections::HashMap;
use std::error::Error;
use std::fs;
use std::io::{Seek, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Run;
use crate::judged::Asked;

/// A program and how it is asked.
pub(crate) struct Peer {
    pub(crate) name: &'static str,
    /// The tokenizer of FTS5; ripgrep needs none.
    tokenizer: Option<&'static str>,
}

/// Paths by query, best first.
type Answers = HashMap<String, Vec<(String, String)>>;

/// Every peer, in the order of the table's columns.
pub(crate) fn all() -> [Peer; 3] {
    [
        Peer { name: "ripgrep", tokenizer: None },
        Peer { name: "FTS5 trigram", tokenizer: Some("trigram") },
        Peer { name: "FTS5 unicode61", tokenizer: Some("unicode61") },
    ]
}

impl Peer {
    /// What it answers; an error if the program is not there.
    pub(crate) fn run(&self, corpus: &Path, cache: &Path, queries: &[Asked]) -> Result<Run, Box<dyn Error>> {
        let hits = match self.tokenizer {
            None => ripgrep(corpus, queries)?,
            Some(tokenizer) => fts5(tokenizer, corpus, cache, queries)?,
        };
        Ok(Run { name: self.name.to_owned(), hits })
    }
}

/// Notes that hold the query exactly but for letter case, those with the most such lines first.
fn ripgrep(corpus: &Path, queries: &[Asked]) -> Result<Answers, Box<dyn Error>> {
    let mut answers = Answers::new();
    for query in queries {
        let mut command = Command::new("rg");
        command.args(["--no-config", "-F", "-i", "-c", "-g", "*.md", "-e", &query.text, "."]);
        let output = command.current_dir(corpus).output()?;
        let text = String::from_utf8_lossy(&output.stdout);
        let counted = text.lines().filter_map(|line| line.rsplit_once(':'));
        let mut counted: Vec<(u64, &str)> =
            counted.filter_map(|(path, count)| Some((count.parse().ok()?, path))).collect();
        counted.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
        let hits = counted.iter().map(|(_, path)| hit(path.trim_start_matches("./"))).collect();
        answers.insert(query.id.clone(), hits);
    }
    Ok(answers)
}

/// Notes that hold one of the query's words, by BM25. Everything is one script.
fn fts5(tokenizer: &str, corpus: &Path, cache: &Path, queries: &[Asked]) -> Result<Answers, Box<dyn Error>> {
    let mut script = tempfile::tempfile_in(cache)?;
    writeln!(script, ".mode tabs")?;
    writeln!(script, "CREATE VIRTUAL TABLE t USING fts5(path UNINDEXED, body, tokenize={tokenizer:?});")?;
    writeln!(script, "BEGIN;")?;
    for file in notes(corpus)? {
        let path = file.strip_prefix(corpus)?.to_string_lossy().replace('\\', "/");
        let file = literal(&file.to_string_lossy());
        writeln!(script, "INSERT INTO t VALUES({}, CAST(readfile({file}) AS TEXT));", literal(&path))?;
    }
    writeln!(script, "COMMIT;")?;
    for query in queries {
        let words = query.text.split_whitespace().map(|word| format!("\"{}\"", word.replace('"', "\"\"")));
        let words = literal(&words.collect::<Vec<_>>().join(" OR "));
        let id = literal(&query.id);
        writeln!(script, "SELECT {id}, path FROM t WHERE t MATCH {words} ORDER BY rank, path LIMIT 30;")?;
    }
    script.rewind()?;
    let mut command = Command::new("sqlite3");
    command.args(["-batch", ":memory:"]).stdin(script).stderr(Stdio::null());
    let output = command.output()?;
    let mut answers = Answers::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        if let Some((id, path)) = line.split_once('\t') {
            answers.entry(id.to_owned()).or_default().push(hit(path));
        }
    }
    if answers.is_empty() { Err("sqlite3 has no FTS5 with this tokenizer".into()) } else { Ok(answers) }
}

fn hit(path: &str) -> (String, String) {
    (path.to_owned(), String::new())
}

/// A text as SQL has it.
fn literal(text: &str) -> String {
    format!("'{}'", text.replace('\'', "''"))
}

/// The Markdown files below a folder, sorted.
fn notes(corpus: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let (mut found, mut folders) = (Vec::new(), vec![corpus.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
