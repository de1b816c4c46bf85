//! A glob over paths, or a folder that stands for all below it.

use globset::{GlobBuilder, GlobMatcher};

use crate::source::is_modest_glob;

/// Which paths are meant.
#[derive(Clone, Debug)]
pub(in crate::search) struct PathGlob {
    glob: GlobMatcher,
    below: GlobMatcher,
    /// What was asked for as it stands: a path, or a folder, may be named with the signs of globs.
    literal: String,
    /// A glob without a folder is compared with the file's name, too, unless it begins with a slash.
    by_name: bool,
    /// A slash at the end says that a folder is meant, and no note.
    is_folder: bool,
}

/// A glob that means just the path that it is made of, whatever signs of globs that holds.
///
/// ```
/// use notes_index::{Predicate, escaped_glob};
///
/// assert_eq!(escaped_glob("db/a[1].md"), "db/a[[]1[]].md");
/// let alone = Predicate::Path(format!("/{}", escaped_glob("db/*.md")));
/// # let _ = alone;
/// ```
pub fn escaped_glob(path: &str) -> String {
    let special = |c: char| matches!(c, '*' | '?' | '[' | ']' | '{' | '}' | '\\');
    path.chars().map(|c| if special(c) { format!("[{c}]") } else { c.to_string() }).collect()
}

impl PathGlob {
    /// Reads a glob; what is wrong with it, if it is none.
    pub(in crate::search) fn new(text: &str) -> Result<PathGlob, String> {
        if !is_modest_glob(text) {
            return Err(format!(
                "{:?}… is too long a glob, or too deep",
                text.chars().take(40).collect::<String>()
            ));
        }
        let from_root = text.strip_prefix('/');
        let bare = from_root.unwrap_or(text.trim_start_matches("./")).trim_end_matches('/');
        let compile = |glob: &str| {
            let built = GlobBuilder::new(glob).literal_separator(true).build();
            built
                .map(|glob| glob.compile_matcher())
                .map_err(|error| format!("{text:?} is no glob for paths: {}", error.kind()))
        };
        let below =
            compile(&if bare.is_empty() || bare == "." { "**".to_owned() } else { format!("{bare}/**") })?;
        let by_name = from_root.is_none() && !bare.contains('/');
        let is_folder = text.ends_with('/') && !bare.is_empty();
        Ok(PathGlob { glob: compile(bare)?, below, literal: bare.to_owned(), by_name, is_folder })
    }

    pub(in crate::search) fn matches(&self, path: &str) -> bool {
        let name = path.rsplit('/').next().unwrap_or_default();
        let is_meant = |path: &str| !self.is_folder && (path == self.literal || self.glob.is_match(path));
        let is_below = |rest: &str| rest.starts_with('/');
        is_meant(path)
            || (self.by_name && is_meant(name))
            || self.below.is_match(path)
            || path.strip_prefix(&*self.literal).is_some_and(is_below)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_glob_matches_paths_names_and_folders() {
        let matches = |glob: &str, path: &str| PathGlob::new(glob).unwrap().matches(path);
        assert!(matches("db", "db/pool.md") && matches("db/", "db/a/pool.md"));
        assert!(matches("*.md", "db/pool.md") && matches("pool.md", "db/pool.md"));
        assert!(matches("db/*.md", "db/pool.md") && !matches("db/*.md", "db/a/pool.md"));
        assert!(matches("**/a/*", "db/a/pool.md") && matches(".", "x.md"));
        assert!(!matches("d", "db/pool.md"));
        assert!(matches("/pool.md", "pool.md") && !matches("/pool.md", "db/pool.md"));
        assert!(matches("/db", "db/pool.md") && matches("/", "db/pool.md"));
        assert!(!matches("db/", "x/db") && !matches("a.md/", "a.md") && matches("a.md/", "a.md/b.md"));
        assert!(matches("a*/", "ab/c.md") && !matches("a*/", "x/ab"));
        assert!(PathGlob::new("[").is_err());
    }

    #[test]
    fn what_has_the_signs_of_a_glob_in_its_name_is_found_by_it() {
        let matches = |glob: &str, path: &str| PathGlob::new(glob).unwrap().matches(path);
        assert!(matches("a [x].md", "a [x].md") && matches("a [x].md", "a x.md"));
        assert!(matches("a [x].md", "db/a [x].md") && !matches("/a [x].md", "db/a [x].md"));
        assert!(matches("./db/{a}/b?.md", "db/{a}/b?.md") && matches("/[db]", "[db]/a.md"));
        assert!(!matches("[db]", "[db]b/a.md") && matches("a\\b.md", "a\\b.md"));
    }

    #[test]
    fn a_glob_that_nobody_writes_is_none() {
        let nested = |n: usize| "{".repeat(n) + "a" + &"}".repeat(n);
        assert!(PathGlob::new(&nested(32)).unwrap().matches("a"));
        for costly in ["[!a-z]", "[!一-龥]", "{一,[三-二]*,?}", "**/", "?", "*"] {
            let n_times = (4096 / costly.len()).min(if costly.contains('{') { 32 } else { 4096 });
            assert!(PathGlob::new(&costly.repeat(n_times)).is_ok(), "{costly}");
        }
        for glob in [nested(33), nested(1_000), nested(500_000), "a".repeat(5_000)] {
            let why = PathGlob::new(&glob).unwrap_err();
            assert!(why.ends_with("is too long a glob, or too deep") && why.len() < 100, "{why}");
        }
    }
}
