//! Measures the ranking on judged queries: `cargo run --release --example evaluate -- FOLDER [PER_QUERY]`.
//!
//! FOLDER (or the environment variable `NOTES_EVAL`) holds `corpus/` and tab-separated files:
//! `queries.tsv` (id, query, task, bucket), `qrels.tsv` (id, 0, path, relevance) and, if there are
//! any, `qrels_sec.tsv` (the same with `path#slug-of-heading`) and `ignore.tsv` (id, path). Prints
//! nDCG@10 (Järvelin & Kekäläinen 2002), MRR@10 and success@1 by task and bucket; PER_QUERY gets one
//! line a query.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::error::Error;
use std::fs;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::time::{Instant, SystemTime};

use notes_index::{IndexOptions, NoteIndex, Query, SearchOptions, Searcher, SyncOptions};

/// A query and what it is an example of.
struct Asked {
    id: String,
    text: String,
    groups: [String; 2],
}

/// Judged documents of each query.
type Judgements = HashMap<String, HashMap<String, f64>>;

fn main() -> Result<(), Box<dyn Error>> {
    let mut args = std::env::args().skip(1);
    let folder =
        args.next().or_else(|| std::env::var("NOTES_EVAL").ok()).ok_or("name a folder, or set NOTES_EVAL")?;
    let folder = PathBuf::from(folder);
    let cache = tempfile::tempdir()?;
    let begun = Instant::now();
    let index = NoteIndex::open(IndexOptions::new(folder.join("corpus"), cache.path().join("index")))?;
    let report = index.sync(&SyncOptions::new(SystemTime::now()), &mut |_| ControlFlow::Continue(()))?;
    let mut out = std::io::stdout().lock();
    writeln!(out, "{} notes indexed in {:.1?}", report.added, begun.elapsed())?;

    let asked = queries(&folder)?;
    let begun = Instant::now();
    let runs = answers(&index.searcher()?, &asked)?;
    let each = begun.elapsed() / asked.len().max(1) as u32;
    writeln!(out, "{} queries, {each:.1?} each", asked.len())?;
    let ignored = ignored(&folder)?;
    let mut per_query = args.next().map(fs::File::create).transpose()?;
    for (title, file) in [("notes", "qrels.tsv"), ("sections", "qrels_sec.tsv")] {
        if let Ok(judgements) = judgements(&folder.join(file)) {
            writeln!(out, "\n{title:24} {:>5} nDCG@10  MRR@10     S@1", "n")?;
            table(&mut out, title == "sections", &asked, &runs, &judgements, &ignored, &mut per_query)?;
        }
    }
    Ok(())
}

/// Every query's hits as (path, slug of the nearest heading), best first.
type Runs = HashMap<String, Vec<(String, String)>>;

fn answers(searcher: &Searcher, asked: &[Asked]) -> Result<Runs, Box<dyn Error>> {
    let options = SearchOptions::new().limit(30).per_note(1);
    let mut runs = HashMap::new();
    for query in asked {
        let results = searcher.search(&Query::parse(&query.text), &options)?;
        let hits = results.hits.iter().map(|hit| (hit.path.to_string(), slug(&hit.heading)));
        runs.insert(query.id.clone(), hits.collect());
    }
    Ok(runs)
}

fn table(
    out: &mut impl Write,
    by_section: bool,
    asked: &[Asked],
    runs: &Runs,
    judgements: &Judgements,
    ignored: &HashMap<String, HashSet<String>>,
    per_query: &mut Option<fs::File>,
) -> Result<(), Box<dyn Error>> {
    let mut groups: BTreeMap<&str, Vec<[f64; 3]>> = BTreeMap::new();
    let nothing = HashSet::new();
    for query in asked {
        let Some(relevant) = judgements.get(&query.id) else { continue };
        let ignored = ignored.get(&query.id).unwrap_or(&nothing);
        let mut seen = HashSet::new();
        let run = runs[&query.id].iter().filter(|(path, _)| !ignored.contains(path));
        let documents =
            run.map(|(path, slug)| if by_section { format!("{path}#{slug}") } else { path.clone() });
        let ranked: Vec<String> = documents.filter(|document| seen.insert(document.clone())).collect();
        let figures = figures(&ranked, relevant);
        if let Some(file) = per_query {
            writeln!(file, "{by_section}\t{}\t{:.4}\t{}", query.id, figures[0], query.text)?;
        }
        for group in ["ALL", &query.groups[0], &query.groups[1]] {
            groups.entry(group).or_default().push(figures);
        }
    }
    for (group, rows) in groups {
        let mean = |idx: usize| rows.iter().map(|row| row[idx]).sum::<f64>() / rows.len() as f64;
        writeln!(out, "{group:24} {:5}  {:.4}  {:.4}  {:.4}", rows.len(), mean(0), mean(1), mean(2))?;
    }
    Ok(())
}

/// nDCG@10, MRR@10 and success@1 of a ranking.
fn figures(ranked: &[String], relevant: &HashMap<String, f64>) -> [f64; 3] {
    let gain = |rel: f64, rank: usize| (rel.exp2() - 1.0) / (rank as f64 + 2.0).log2();
    let top = || ranked.iter().take(10).enumerate();
    let dcg: f64 = top().filter_map(|(rank, doc)| Some(gain(*relevant.get(doc)?, rank))).sum();
    let mut ideal: Vec<f64> = relevant.values().copied().collect();
    ideal.sort_by(|a, b| b.total_cmp(a));
    let ideal: f64 = ideal.iter().take(10).enumerate().map(|(rank, rel)| gain(*rel, rank)).sum();
    let first = top().find(|(_, doc)| relevant.contains_key(*doc)).map(|(rank, _)| rank);
    [dcg / ideal, first.map_or(0.0, |rank| 1.0 / (rank as f64 + 1.0)), f64::from(u8::from(first == Some(0)))]
}

fn lines(path: &Path) -> Result<Vec<Vec<String>>, Box<dyn Error>> {
    let text = fs::read_to_string(path)?;
    Ok(text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect())
}

fn queries(folder: &Path) -> Result<Vec<Asked>, Box<dyn Error>> {
    let rows = lines(&folder.join("queries.tsv"))?.into_iter().filter(|row| row.len() >= 4);
    let asked = rows.map(|row| Asked {
        id: row[0].clone(),
        text: row[1].clone(),
        groups: [row[2].clone(), format!("{}/{}", row[2], row[3])],
    });
    Ok(asked.collect())
}

fn judgements(path: &Path) -> Result<Judgements, Box<dyn Error>> {
    let mut judgements: Judgements = HashMap::new();
    for line in fs::read_to_string(path)?.lines() {
        let fields: Vec<&str> = line.split_whitespace().collect();
        let &[id, _, .., relevance] = fields.as_slice() else { continue };
        let relevance: f64 = relevance.parse()?;
        if relevance > 0.0 {
            let document = fields[2..fields.len() - 1].join(" ").replace("%20", " ");
            judgements.entry(id.to_owned()).or_default().insert(document, relevance);
        }
    }
    Ok(judgements)
}

fn ignored(folder: &Path) -> Result<HashMap<String, HashSet<String>>, Box<dyn Error>> {
    let mut ignored: HashMap<String, HashSet<String>> = HashMap::new();
    let file = folder.join("ignore.tsv");
    for row in if file.exists() { lines(&file)? } else { Vec::new() } {
        if let [id, path] = row.as_slice() {
            ignored.entry(id.clone()).or_default().insert(path.replace("%20", " "));
        }
    }
    Ok(ignored)
}

/// A heading as the judgements name it.
fn slug(heading: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let folded: String = heading.nfkc().collect::<String>().to_lowercase();
    let is_kept = |c: &char| c.is_alphanumeric() || *c == '_' || *c == '-' || c.is_whitespace();
    let kept: String = folded.trim().chars().filter(is_kept).collect();
    kept.split_whitespace().collect::<Vec<_>>().join("-")
}
