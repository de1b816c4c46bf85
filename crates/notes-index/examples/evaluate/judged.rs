//! Notes, queries and judgements: a folder with `corpus/` and tab-separated files.
//!
//! `queries.tsv` (id, query, task, bucket), `qrels.tsv` (id, 0, path, relevance) and, if there are any,
//! `qrels_sec.tsv` (the same with `path#slug-of-heading`) and `ignore.tsv` (id, path): notes that are
//! taken out of the answers before they are judged. Spaces in paths are `%20`.

use std::collections::{HashMap, HashSet};
use std::error::Error;
use std::fs;
use std::path::Path;

use unicode_normalization::UnicodeNormalization;

/// A query and what it is an example of.
pub(crate) struct Asked {
    pub(crate) id: String,
    pub(crate) text: String,
    /// The task, and the task with the bucket.
    pub(crate) groups: [String; 2],
}

/// The relevant documents of each query.
pub(crate) type Judgements = HashMap<String, HashMap<String, f64>>;

/// See the module.
pub(crate) struct Judged {
    pub(crate) queries: Vec<Asked>,
    pub(crate) notes: Judgements,
    pub(crate) sections: Judgements,
    ignored: HashMap<String, HashSet<String>>,
}

impl Judged {
    pub(crate) fn read(folder: &Path) -> Result<Judged, Box<dyn Error>> {
        let rows = lines(&folder.join("queries.tsv"))?.into_iter().filter(|row| row.len() >= 4);
        let asked = rows.map(|row| Asked {
            id: row[0].clone(),
            text: row[1].clone(),
            groups: [row[2].clone(), format!("{}/{}", row[2], row[3])],
        });
        Ok(Judged {
            queries: asked.collect(),
            notes: judgements(&folder.join("qrels.tsv"))?,
            sections: judgements(&folder.join("qrels_sec.tsv"))?,
            ignored: ignored(&folder.join("ignore.tsv"))?,
        })
    }

    /// Whether a note does not count as an answer to a query.
    pub(crate) fn ignores(&self, query: &Asked, path: &str) -> bool {
        self.ignored.get(&query.id).is_some_and(|paths| paths.contains(path))
    }
}

fn lines(file: &Path) -> Result<Vec<Vec<String>>, Box<dyn Error>> {
    if !file.exists() {
        return Ok(Vec::new());
    }
    let text = fs::read_to_string(file)?;
    Ok(text.lines().map(|line| line.split('\t').map(str::to_owned).collect()).collect())
}

fn judgements(file: &Path) -> Result<Judgements, Box<dyn Error>> {
    let mut judgements: Judgements = HashMap::new();
    for line in lines(file)? {
        let fields: Vec<&str> = line.iter().flat_map(|field| field.split_whitespace()).collect();
        let &[id, _, .., relevance] = fields.as_slice() else { continue };
        let relevance: f64 = relevance.parse()?;
        if relevance > 0.0 {
            let document = fields[2..fields.len() - 1].join(" ").replace("%20", " ");
            judgements.entry(id.to_owned()).or_default().insert(document, relevance);
        }
    }
    Ok(judgements)
}

fn ignored(file: &Path) -> Result<HashMap<String, HashSet<String>>, Box<dyn Error>> {
    let mut ignored: HashMap<String, HashSet<String>> = HashMap::new();
    for row in lines(file)? {
        if let [id, path] = row.as_slice() {
            ignored.entry(id.clone()).or_default().insert(path.replace("%20", " "));
        }
    }
    Ok(ignored)
}

/// A heading as the judgements name it.
pub(crate) fn slug(heading: &str) -> String {
    let folded: String = heading.nfkc().collect::<String>().to_lowercase();
    let is_kept = |c: &char| c.is_alphanumeric() || *c == '_' || *c == '-' || c.is_whitespace();
    let kept: String = folded.trim().chars().filter(is_kept).collect();
    kept.split_whitespace().collect::<Vec<_>>().join("-")
}
