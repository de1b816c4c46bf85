//! A notebook made of another one, and its index.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::Result;

pub(crate) struct Notebook {
    dir: TempDir,
    pub(crate) n_bytes: u64,
}

impl Notebook {
    /// Copies the Markdown files below a folder, over and over, until there are enough. Each copy ends in a
    /// line that no other has.
    pub(crate) fn replicated(source: &Path, n_notes: usize) -> Result<Notebook> {
        let mut notebook = Notebook { dir: tempfile::tempdir()?, n_bytes: 0 };
        let files = markdown_files(source)?;
        if files.is_empty() {
            return Err(format!("there is no Markdown file below {}", source.display()).into());
        }
        for (idx, file) in files.iter().cycle().take(n_notes).enumerate() {
            let copy =
                notebook.notes().join((idx / files.len()).to_string()).join(file.strip_prefix(source)?);
            fs::create_dir_all(copy.parent().unwrap_or(&copy))?;
            let mut text = fs::read(file)?;
            text.extend(format!("\n\n编号 R{idx}\n").into_bytes());
            notebook.n_bytes += text.len() as u64;
            fs::write(copy, text)?;
        }
        Ok(notebook)
    }

    pub(crate) fn notes(&self) -> PathBuf {
        self.dir.path().join("notes")
    }

    pub(crate) fn index_dir(&self) -> PathBuf {
        self.beside("index")
    }

    /// Another place in the same temporary folder.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// The program with some arguments.
    pub(crate) fn program(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_notes"));
        command.args(args).arg("--root").arg(self.notes()).arg("--index-dir").arg(self.index_dir());
        command
    }
}

/// The Markdown files below a folder, sorted; hidden folders are left out.
pub(crate) fn markdown_files(folder: &Path) -> Result<Vec<PathBuf>> {
    let (mut files, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let kind = entry.file_type()?;
            let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
            if kind.is_dir() && !hidden {
                folders.push(entry.path());
            } else if kind.is_file() && entry.path().extension().is_some_and(|extension| extension == "md") {
                files.push(entry.path());
            }
        }
    }
    files.sort();
    Ok(files)
}

/// What everything below a folder takes, or a file, in bytes.
pub(crate) fn size(path: &Path) -> u64 {
    let Ok(metadata) = path.metadata() else { return 0 };
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    let inside: u64 = entries.map(|entry| size(&entry.path())).sum();
    if metadata.is_dir() { inside } else { metadata.len() }
}
