//! The two streams of the program, and how loud it is on them.

use std::fmt;
use std::io::{self, Write};
use std::time::Instant;

use crate::escape;
use crate::progress::Audience;
use crate::terminal::Terminal;

/// How much is said besides the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Loudness {
    /// Nothing but errors.
    Quiet,
    /// What a person at a terminal wants to know.
    Usual,
    /// Where everything is, and what took how long.
    Verbose,
}

/// Where output and remarks go.
pub(crate) struct Ui<'a> {
    /// For data.
    pub(crate) out: &'a mut dyn Write,
    /// For remarks and errors.
    pub(crate) err: &'a mut dyn Write,
    /// What is known about the two.
    pub(crate) terminal: Terminal,
    /// How much to say.
    pub(crate) loudness: Loudness,
    /// When the program began.
    pub(crate) started: Instant,
}

impl Ui<'_> {
    /// Whether a person is there to read remarks and wants them.
    pub(crate) fn has_audience(&self) -> bool {
        self.terminal.err && self.loudness > Loudness::Quiet
    }

    pub(crate) fn audience(&self) -> Audience {
        if self.has_audience() { Audience::Person } else { Audience::Nobody }
    }

    /// Says something besides the output if a person is there to read it.
    pub(crate) fn remark(&mut self, remark: impl fmt::Display) -> io::Result<()> {
        if self.has_audience() { self.say(remark) } else { Ok(()) }
    }

    /// Says what makes the output less than it seems, whoever reads it.
    pub(crate) fn warn(&mut self, warning: impl fmt::Display) -> io::Result<()> {
        if self.loudness > Loudness::Quiet { self.say(warning) } else { Ok(()) }
    }

    /// Says something that was asked for with `-v`, whoever reads it.
    pub(crate) fn explain(&mut self, remark: impl fmt::Display) -> io::Result<()> {
        if self.loudness == Loudness::Verbose { self.say(remark) } else { Ok(()) }
    }

    fn say(&mut self, remark: impl fmt::Display) -> io::Result<()> {
        // What is said must not stand before output that was written first.
        self.out.flush()?;
        writeln!(self.err, "{}", escape::text(&remark.to_string()))
    }
}
