//! Is it a terminal, how wide, and may it be coloured?

use std::io::{self, IsTerminal};

use clap::ValueEnum;

/// The columns and rows that are counted on where no terminal says how many it has.
const USUAL_SIZE: (usize, usize) = (80, 24);

/// When to use colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal, unless NO_COLOR is set or TERM is dumb.
    #[default]
    Auto,
    /// Everywhere.
    Always,
    /// Nowhere.
    Never,
}

/// What is known about the two streams.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terminal {
    /// Whether a person reads the output.
    pub(crate) out: bool,
    /// Whether a person reads what is said besides.
    pub(crate) err: bool,
    /// How wide the output is, in columns.
    pub(crate) columns: usize,
    /// How high it is, in rows.
    pub(crate) rows: usize,
    /// Whether the output is coloured.
    pub(crate) color: bool,
    /// Whether paths are made links (OSC 8).
    pub(crate) links: bool,
}

impl Terminal {
    /// Looks at the process's streams. `plain` is what the environment asks for; an explicit
    /// choice overrules it.
    pub(crate) fn detect(choice: ColorChoice, plain: bool) -> Terminal {
        let out = io::stdout().is_terminal();
        let color = match choice {
            ColorChoice::Auto => out && !plain,
            ColorChoice::Always => true,
            ColorChoice::Never => false,
        };
        let (columns, rows) = if out { size() } else { USUAL_SIZE };
        Terminal { out, err: io::stderr().is_terminal(), columns, rows, color, links: color && out }
    }
}

fn size() -> (usize, usize) {
    match terminal_size::terminal_size() {
        Some((terminal_size::Width(columns), terminal_size::Height(rows))) if columns > 0 => {
            (columns.into(), rows.into())
        }
        _ => USUAL_SIZE,
    }
}
