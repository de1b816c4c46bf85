//! One command, one file: what it takes above what it does.

pub(crate) mod completions;
pub(crate) mod config;
pub(crate) mod doctor;
pub(crate) mod forget;
pub(crate) mod glossary;
pub(crate) mod index;
pub(crate) mod links;
pub(crate) mod manual;
pub(crate) mod open;
pub(crate) mod outline;
pub(crate) mod schema;
pub(crate) mod search;
pub(crate) mod serve;
pub(crate) mod show;
pub(crate) mod similar;
pub(crate) mod status;
pub(crate) mod tags;
pub(crate) mod tasks;
pub(crate) mod watch;
pub(crate) mod why;

use crate::config::Config;
use crate::environment::Environment;
use crate::places::Places;
use crate::recall::Recall;

/// What every command works with.
#[derive(Clone, Copy)]
pub(crate) struct Session<'a> {
    pub(crate) config: &'a Config,
    pub(crate) environment: &'a Environment,
    pub(crate) places: Places<'a>,
}

impl Session<'_> {
    /// The last search that a person saw, in whichever notebook.
    pub(crate) fn recall(&self) -> Option<Recall> {
        Recall::read(self.config.recall_file.as_deref()?)
    }
}
