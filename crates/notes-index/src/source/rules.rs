//! Ignore files: which paths the notebook's owner doesn't count as notes.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::glob::is_modest_glob;

/// The names of ignore files, the one that decides first in front.
const FILE_NAMES: [&str; 3] = [".notesignore", ".ignore", ".gitignore"];

/// How much of an ignore file is read, in bytes.
const MAX_BYTES: u64 = 1 << 20;

/// The ignore files that count for what stands in a folder. A clone is cheap.
#[derive(Clone, Debug, Default)]
pub(super) struct Rules {
    /// For each file name, the matchers of this folder and of those above it, outermost first.
    /// None if there are no ignore files at all, as it is in almost all folders.
    stacks: Option<Arc<[Stack; FILE_NAMES.len()]>>,
}

type Stack = Vec<Arc<Gitignore>>;

/// Whether a file of this name is an ignore file.
pub(crate) fn is_ignore_file(name: &OsStr) -> bool {
    FILE_NAMES.iter().any(|known| name == *known)
}

impl Rules {
    /// These rules and those of the ignore files of a folder below.
    ///
    /// `absolute` is where the folder stands, `relative` how paths below it will begin. `unread` hears which could
    /// not be read, those that are not there included.
    pub(super) fn with_folder(
        &self,
        absolute: &Path,
        relative: &Path,
        mut unread: impl FnMut(&'static str, io::Error),
    ) -> Rules {
        let mut stacks = self.stacks.as_deref().cloned().unwrap_or_default();
        for (stack, name) in stacks.iter_mut().zip(FILE_NAMES) {
            match matcher(&absolute.join(name), relative) {
                Ok(matcher) => stack.extend(matcher.map(Arc::new)),
                Err(error) => unread(name, error),
            }
        }
        let is_empty = stacks.iter().all(Vec::is_empty);
        Rules { stacks: (!is_empty).then(|| Arc::new(stacks)) }
    }

    /// Whether nothing is ignored.
    pub(super) fn is_empty(&self) -> bool {
        self.stacks.is_none()
    }

    /// Whether a path below the folder is ignored. What stands in an ignored folder is not asked for.
    ///
    /// As in ripgrep: the first file name that has something to say decides; among files of a name it
    /// is the innermost; and in a file the last line.
    pub(super) fn ignores(&self, relative: &Path, is_folder: bool) -> bool {
        let Some(stacks) = &self.stacks else { return false };
        let mut matchers = stacks.iter().flat_map(|stack| stack.iter().rev());
        let verdict = matchers.find_map(|matcher| {
            let verdict = matcher.matched(relative, is_folder);
            (!verdict.is_none()).then(|| verdict.is_ignore())
        });
        verdict.unwrap_or(false)
    }
}

/// The rules of one ignore file; none if there is nothing in it. Lines that are no rules, or none that anyone
/// writes, are left out, as git does.
fn matcher(file: &Path, relative: &Path) -> io::Result<Option<Gitignore>> {
    let bytes = read(file)?;
    let mut builder = GitignoreBuilder::new(relative);
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&bytes);
    let lines = bytes.split(|&byte| byte == b'\n').filter_map(|line| str::from_utf8(line).ok());
    for line in lines.filter(|line| is_modest_glob(line)) {
        let _no_rule = builder.add_line(None, line);
    }
    Ok(builder.build().ok().filter(|matcher| !matcher.is_empty()))
}

/// The first lines of a regular file, or of one that a link leads to: anything else could block, and says nothing.
fn read(path: &Path) -> io::Result<Vec<u8>> {
    if !path.metadata()?.is_file() {
        return Ok(Vec::new());
    }
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        // The start of a rule is another rule.
        bytes.truncate(bytes.iter().rposition(|&byte| byte == b'\n').unwrap_or(0));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a file `path` is ignored by the ignore files, given as path and content.
    fn ignored(files: &[(&str, &str)], path: &str) -> bool {
        let root = tempfile::tempdir().unwrap();
        let mut rules = Rules::default();
        for (file, content) in files {
            let file = root.path().join(file);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(&file, content).unwrap();
        }
        let folders: Vec<&Path> = Path::new(path).ancestors().skip(1).collect();
        for relative in folders.into_iter().rev() {
            rules = rules.with_folder(&root.path().join(relative), relative, |_, _| ());
        }
        rules.ignores(Path::new(path), false)
    }

    #[test]
    fn no_files_no_rules() {
        assert!(!ignored(&[], "a/b.md"));
        let mut n_absent = 0;
        let unread = |_, error: io::Error| n_absent += usize::from(error.kind() == io::ErrorKind::NotFound);
        let rules = Rules::default().with_folder(Path::new("/nonexistent"), Path::new(""), unread);
        assert!(rules.stacks.is_none() && n_absent == FILE_NAMES.len());
    }

    #[test]
    fn patterns_count_from_their_file() {
        let files = [("a/.gitignore", "/x.md\ny.md\n")];
        assert!(ignored(&files, "a/x.md"));
        assert!(!ignored(&files, "a/b/x.md"), "anchored");
        assert!(ignored(&files, "a/b/y.md"));
        assert!(!ignored(&files, "y.md"), "outside");
    }

    #[test]
    fn the_innermost_and_the_last_line_decide() {
        let files = [(".gitignore", "*.md\n!keep.md\n"), ("a/.gitignore", "keep.md\n!x.md")];
        assert!(ignored(&files, "x.md") && !ignored(&files, "a/x.md"));
        assert!(!ignored(&files, "keep.md") && ignored(&files, "a/keep.md"));
    }

    #[test]
    fn notesignore_decides_before_ignore_and_gitignore() {
        assert!(!ignored(&[(".notesignore", "!x.md"), ("a/.gitignore", "x.md")], "a/x.md"));
        assert!(!ignored(&[(".ignore", "!x.md"), (".gitignore", "x.md")], "x.md"));
        assert!(ignored(&[(".notesignore", "x.md"), (".ignore", "!x.md")], "x.md"));
    }

    #[test]
    fn what_is_no_rule_costs_nothing() {
        let files = [(".gitignore", "\u{feff}x.md\r\n# y.md\n\n[z-a]\n{\ny\\!.md\n")];
        assert!(ignored(&files, "x.md"));
        assert!(!ignored(&files, "y.md"));
    }

    #[test]
    fn a_rule_that_is_cut_is_none() {
        for n_left in 1..6 {
            let file = "#".repeat((1 << 20) - n_left - 3) + "\nx\n*.tmp\n";
            assert!(!ignored(&[(".gitignore", &file)], "a.md"), "{n_left} bytes of it are read");
            assert!(ignored(&[(".gitignore", &file)], "x"), "{n_left}");
        }
    }

    #[test]
    fn a_rule_that_nobody_writes_is_none() {
        let deep = "{".repeat(500_000) + "a" + &"}".repeat(500_000);
        for line in [deep, "{".repeat(33) + "a" + &"}".repeat(33), "*".repeat(1 << 19)] {
            let file = format!("{line}\nx.md\n");
            assert!(!ignored(&[(".gitignore", &file)], "a"));
            assert_eq!(
                ignored(&[(".gitignore", &file)], "x.md"),
                file.len() < 1 << 20,
                "only its start is read"
            );
        }
    }
}
