//! The limits on globs: strangers write them too, and what reads them recurses over braces.

use crate::note::NotePath;

/// How many braces a glob may open.
const MAX_BRACES: usize = 32;

/// Whether a glob is short and flat enough to be read.
pub(crate) fn is_modest_glob(glob: &str) -> bool {
    glob.len() <= NotePath::MAX_BYTES && glob.bytes().filter(|&byte| byte == b'{').count() <= MAX_BRACES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_that_people_write_are_modest() {
        assert!(is_modest_glob("**/{a,b}/*.{md,mdx}"));
        assert!(is_modest_glob(&"{".repeat(32)) && !is_modest_glob(&"{".repeat(33)));
        assert!(is_modest_glob(&"a".repeat(4096)) && !is_modest_glob(&"a".repeat(4097)));
    }
}
