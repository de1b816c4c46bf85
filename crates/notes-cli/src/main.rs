//! The program `notes`: decides where, how loud and in what colour; the library decides what is found.

mod amounts;
mod app;
mod args;
mod checklist;
mod commands;
mod complete;
mod config;
mod editor;
mod environment;
mod escape;
mod exit;
mod failure;
mod freshness;
mod nothing;
mod pager;
mod panic;
mod pending;
mod places;
mod printer;
mod progress;
mod raw_args;
mod recall;
mod request;
mod serve;
mod shell;
mod target;
mod terminal;
mod ui;
mod unmet;
mod usage;

use std::process::ExitCode;

fn main() -> ExitCode {
    panic::reported(app::run).into()
}
