//! Commands that a user can copy: words quoted as a shell takes them.

/// A word, quoted if it must be.
pub(crate) fn quoted(word: &str) -> String {
    let plain =
        |c: char| c.is_alphanumeric() || "/._-+,:=@%".contains(c) || (!c.is_ascii() && !c.is_whitespace());
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else if word.contains(['"', '$', '`', '\\', '!']) {
        // Nothing but itself means anything between single quotes.
        format!("'{}'", word.replace('\'', r"'\''"))
    } else {
        format!("\"{word}\"")
    }
}

/// A call of this program.
pub(crate) fn command_line(args: &[String]) -> String {
    args.iter().fold("notes".to_owned(), |line, arg| line + " " + &quoted(arg))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_if_they_must_be() {
        assert_eq!(quoted("db/连接池？.md"), "db/连接池？.md");
        assert_eq!(quoted("a b.md"), "\"a b.md\"");
        assert_eq!(quoted("a\u{3000}b"), "\"a\u{3000}b\"");
        assert_eq!(quoted("it's"), "\"it's\"");
        assert_eq!(quoted("it's $1"), r"'it'\''s $1'");
        assert_eq!(quoted(""), "\"\"");
    }
}
