//! How editors are told where to go.

use std::ffi::OsString;
use std::path::Path;

use unicode_width::UnicodeWidthChar;

/// How wide tabs are, in columns, unless a user has said otherwise.
const TAB: u32 = 8;

/// The editor if the user has named none.
pub(crate) const DEFAULT: &str = if cfg!(windows) { "notepad" } else { "vi" };

/// A place in a file, as editors count it; all from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Cursor {
    pub(crate) line: u32,
    /// In bytes.
    pub(crate) byte: u32,
    /// In characters.
    pub(crate) character: u32,
    /// In UTF-16 code units.
    pub(crate) utf16: u32,
    /// In columns of a screen.
    pub(crate) column: u32,
}

/// How many columns of a screen the beginning of a line takes, as Emacs shows it.
pub(crate) fn columns(beginning: &str) -> u32 {
    beginning.chars().fold(0, |column, c| match c {
        '\t' => (column / TAB + 1) * TAB,
        // A control character is shown as two: ^A.
        c => column + c.width().unwrap_or(2) as u32,
    })
}

/// The arguments that open a file at a place. An editor that isn't known gets the file alone.
pub(crate) fn arguments(program: &str, file: &Path, at: Cursor) -> Vec<OsString> {
    let file_with = |column: u32| {
        let mut argument = file.as_os_str().to_owned();
        argument.push(format!(":{}:{column}", at.line));
        argument
    };
    let name = Path::new(program).file_stem().unwrap_or_default().to_string_lossy().to_lowercase();
    match name.as_str() {
        // What is called so may be any of its kind: all know lines.
        "vi" | "view" => vec![format!("+{}", at.line).into(), file.into()],
        "vim" | "nvim" | "gvim" | "mvim" => {
            vec![format!("+call cursor({},{})", at.line, at.byte).into(), "--".into(), file.into()]
        }
        "emacs" | "emacsclient" => vec![format!("+{}:{}", at.line, at.column).into(), file.into()],
        "nano" | "pico" => vec![format!("+{},{}", at.line, at.character).into(), file.into()],
        "kak" => vec![format!("+{}:{}", at.line, at.byte).into(), file.into()],
        "micro" | "gedit" | "gnome-text-editor" => {
            vec![format!("+{}:{}", at.line, at.character).into(), file.into()]
        }
        "code" | "code-insiders" | "codium" | "vscodium" | "cursor" | "windsurf" => {
            vec!["--goto".into(), file_with(at.utf16)]
        }
        "hx" | "helix" | "subl" | "sublime_text" | "zed" | "zeditor" => vec![file_with(at.character)],
        "kate" | "kwrite" => vec![
            "--line".into(),
            at.line.to_string().into(),
            "--column".into(),
            at.character.to_string().into(),
            file.into(),
        ],
        "idea" | "pycharm" | "clion" | "rustrover" | "webstorm" | "goland" => {
            let line = at.line.to_string();
            vec![
                "--line".into(),
                line.into(),
                "--column".into(),
                (at.character - 1).to_string().into(),
                file.into(),
            ]
        }
        _ => vec![file.into()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(program: &str, expected: &[&str]) {
        let at = Cursor { line: 3, byte: 12, character: 6, utf16: 7, column: 9 };
        assert_eq!(arguments(program, Path::new("/n/池.md"), at), expected);
    }

    #[test]
    fn every_editor_gets_the_column_that_it_counts_in() {
        check("/usr/bin/vim", &["+call cursor(3,12)", "--", "/n/池.md"]);
        check("emacsclient", &["+3:9", "/n/池.md"]);
        check("nano", &["+3,6", "/n/池.md"]);
        check("code", &["--goto", "/n/池.md:3:7"]);
        check("hx", &["/n/池.md:3:6"]);
        check("idea", &["--line", "3", "--column", "5", "/n/池.md"]);
        check("vi", &["+3", "/n/池.md"]);
        check("ed", &["/n/池.md"]);
    }

    #[test]
    fn a_line_is_as_wide_as_emacs_shows_it() {
        for (beginning, expected) in
            [("", 0), ("连a", 3), ("\t", 8), ("连接池ab\t\t", 24), ("e\u{301}🦀\u{1}", 5), ("连接连接\t", 16)]
        {
            assert_eq!(columns(beginning), expected, "{beginning:?}");
        }
    }
}
