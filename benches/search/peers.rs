//! What one would use instead, on the same notes.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::Command;

use crate::Result;
use crate::notebook::{Notebook, markdown_files};

/// One field of text, stored, cut at white space: as tantivy-cli makes it when asked.
const TANTIVY_META: &str = r#"{"index_settings":{"docstore_compression":"lz4","docstore_blocksize":16384},"segments":[],
"schema":[{"name":"body","type":"text","options":{"indexing":{"record":"position","fieldnorms":true,"tokenizer":"default"},
"stored":true,"fast":false}}],"opstamp":0}"#;

/// Fills a full-text table of SQLite with trigrams; and where it stands.
pub(crate) fn sqlite_build(notebook: &Notebook) -> (Command, PathBuf) {
    let database = notebook.beside("fts.db");
    let mut command = Command::new("sqlite3");
    command.arg(&database).arg(format!(
        "PRAGMA journal_mode=off; CREATE VIRTUAL TABLE notes USING fts5(path, body, tokenize=trigram);
         INSERT INTO notes SELECT name, data FROM fsdir('{}') WHERE name LIKE '%.md';",
        notebook.notes().display()
    ));
    (command, database)
}

/// The ten best with a snippet; a query of fewer than three characters has no answer there.
pub(crate) fn sqlite_search(notebook: &Notebook, query: &str) -> Command {
    let mut command = Command::new("sqlite3");
    command.arg(notebook.beside("fts.db")).arg(format!(
        "SELECT path, snippet(notes, 1, '[', ']', '…', 32) FROM notes WHERE notes MATCH '\"{query}\"'
         ORDER BY rank LIMIT 10;"
    ));
    command
}

/// Indexes the notes as JSON, a line each, on one thread; and where.
pub(crate) fn tantivy_build(notebook: &Notebook) -> Result<(Command, PathBuf)> {
    let (dir, lines) = (notebook.beside("tantivy"), notebook.beside("notes.jsonl"));
    fs::create_dir(&dir)?;
    fs::write(dir.join("meta.json"), TANTIVY_META)?;
    let mut out = BufWriter::new(File::create(&lines)?);
    for file in markdown_files(&notebook.notes())? {
        let body = String::from_utf8_lossy(&fs::read(file)?).into_owned();
        writeln!(out, "{}", serde_json::json!({ "body": body }))?;
    }
    out.flush()?;
    let mut command = Command::new("tantivy");
    command.args(["index", "--num_threads", "1", "--index"]).arg(&dir).arg("--file").arg(lines);
    Ok((command, dir))
}

pub(crate) fn tantivy_search(notebook: &Notebook, word: &str) -> Command {
    let mut command = Command::new("tantivy");
    command.args(["search", "--query", word, "--index"]).arg(notebook.beside("tantivy"));
    command
}

/// A tool that reads every note.
pub(crate) fn scan(notebook: &Notebook, program: &str, args: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(args).arg(notebook.notes());
    command
}

/// Looks at the stamp of every file.
pub(crate) fn find(notebook: &Notebook) -> Command {
    let mut command = Command::new("find");
    command.arg(notebook.notes()).args(["-newermt", "2100-01-01"]);
    command
}
