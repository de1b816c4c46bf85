//! Whole processes: `notes` beside what one would use instead, and beside nothing at all.
//!
//! ```text
//! cargo bench --bench search
//! NOTES_EVAL=~/notes NOTES_BENCH_NOTES=10000,100000 NOTES_BENCH_ROUNDS=20 cargo bench --bench search
//! ```
//! `NOTES_EVAL` names a folder whose `corpus`, or else the folder itself, is copied over and over until there
//! are enough notes; without it that is the sample notebook. So the words hardly grow with the notes.
//!
//! Every round runs each command once, so that what else the machine does hits all of them alike. Their
//! numbers are medians; a ratio is the median of the rounds' ratios, not the ratio of the medians. A build is
//! one run.
//! "Cold" is the process, not the disk: the files are in the page cache. Figures that are kept stand in
//! `benches/runs`, a file a run, named by date and commit.

#![allow(clippy::print_stderr, clippy::print_stdout, reason = "a program that talks to a person")]

mod builds;
mod machine;
mod measure;
mod notebook;
mod peers;
mod resident;
mod searches;

use std::env;
use std::error::Error;
use std::path::{Path, PathBuf};

use self::notebook::Notebook;

type Result<T, E = Box<dyn Error>> = std::result::Result<T, E>;

/// With this set the program ends at once: what a process costs that does nothing.
const EMPTY: &str = "NOTES_BENCH_EMPTY";

fn main() -> Result<()> {
    if env::var_os(EMPTY).is_some() {
        return Ok(());
    }
    let n_rounds = numbers("NOTES_BENCH_ROUNDS", 20)?[0];
    machine::print();
    for n_notes in numbers("NOTES_BENCH_NOTES", 2_000)? {
        let notebook = Notebook::replicated(&source(), n_notes)?;
        println!("\n{n_notes} notes, {:.1} MB, replicated; {n_rounds} rounds", notebook.n_bytes as f64 / 1e6);
        builds::run_all(&notebook)?;
        resident::run_all(&notebook)?;
        searches::run_all(&notebook, n_rounds)?;
    }
    Ok(())
}

/// Positive numbers from the environment, with commas between.
fn numbers(variable: &str, default: usize) -> Result<Vec<usize>> {
    let Ok(value) = env::var(variable) else { return Ok(vec![default]) };
    let parse = |number: &str| number.trim().parse().ok().filter(|&number| number > 0);
    let numbers: Option<Vec<usize>> = value.split(',').map(parse).collect();
    numbers.ok_or_else(|| format!("{variable}={value}: only numbers above 0 mean something").into())
}

fn source() -> PathBuf {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../notes");
    let given = env::var_os("NOTES_EVAL").map_or(sample, PathBuf::from);
    let corpus = given.join("corpus");
    if corpus.is_dir() { corpus } else { given }
}
