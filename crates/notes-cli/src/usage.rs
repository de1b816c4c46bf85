//! Says what was wrong with the arguments in this program's own way, with the command that was meant.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, Parser, ValueEnum};

use crate::args::Cli;
use crate::failure::Failure;
use crate::raw_args;
use crate::shell::command_line;
use crate::terminal::ColorChoice;

/// Turns what clap objects to into a failure with a hint.
pub(crate) fn explain(error: &clap::Error, raw: &[OsString]) -> Failure {
    let args: Vec<String> = raw.iter().skip(1).map(|arg| arg.to_string_lossy().into_owned()).collect();
    match error.kind() {
        ErrorKind::InvalidSubcommand => unknown_command(error, &args),
        _ => match excluded_word(&args) {
            Some(word) => {
                let quoted = quoted_query(&args);
                let how = if quoted.iter().any(|arg| arg == "--") { ", behind --" } else { "" };
                Failure::usage(format!("{word} is no option"))
                    .hint(format!("to leave a word out, quote the query{how}: {}", command_line(&quoted)))
            }
            None => rearranged_option(error, &args).unwrap_or_else(|| rendered(error, &args)),
        },
    }
}

/// Whether an argument asks for errors as JSON. Asked of raw arguments: they may be wrong.
pub(crate) fn wants_json(raw: &[OsString]) -> bool {
    raw_args::options(raw).any(|arg| arg == "--json" || arg == "--jsonl")
}

/// What `--color` says, for help, which is printed before the arguments are understood.
pub(crate) fn color_choice(raw: &[OsString]) -> ColorChoice {
    let choice =
        raw_args::value_of(raw, "--color").and_then(|value| ColorChoice::from_str(value, false).ok());
    choice.unwrap_or(ColorChoice::Auto)
}

/// `notes 连接池`: a search was meant, or a command was misspelt. Only what would be understood is proposed.
fn unknown_command(error: &clap::Error, args: &[String]) -> Failure {
    let Some(ContextValue::String(word)) = error.get(ContextKind::InvalidSubcommand) else {
        return rendered(error, args);
    };
    let at = args.iter().position(|arg| arg == word).unwrap_or(0);
    let (before, after) = (&args[..at], args.get(at + 1..).unwrap_or_default());
    let near = match error.get(ContextKind::SuggestedSubcommand) {
        Some(ContextValue::Strings(near)) => near.as_slice(),
        _ => &[],
    };
    // The nearest comes last.
    let commands = near.iter().rev().map(std::slice::from_ref);
    let search = ["search".to_owned(), word.clone()];
    let lines = commands.chain([search.as_slice()]).map(|instead| [before, instead, after].concat());
    let failure = Failure::usage(format!("there is no command \"{word}\""));
    match lines.into_iter().find(|line| is_understood(line)) {
        Some(line) => failure.hint(format!("did you mean: {}", command_line(&line))),
        None => failure.hint("see notes --help"),
    }
}

fn is_understood(args: &[String]) -> bool {
    let words = std::iter::once("notes").chain(args.iter().map(String::as_str));
    Cli::try_parse_from(words).map_or_else(|error| !error.use_stderr(), |_| true)
}

/// `--tga`: clap sees no likeness between short names whose letters change places.
fn rearranged_option(error: &clap::Error, args: &[String]) -> Option<Failure> {
    let Some(ContextValue::String(typed)) = error.get(ContextKind::InvalidArg) else { return None };
    if error.kind() != ErrorKind::UnknownArgument || error.get(ContextKind::SuggestedArg).is_some() {
        return None;
    }
    let letters = |name: &str| {
        let mut letters: Vec<char> = name.chars().collect();
        letters.sort_unstable();
        letters
    };
    let typed_letters = letters(typed.strip_prefix("--")?);
    let is_meant = |option: &String| letters(option) == typed_letters;
    let option = options_of(args).into_iter().find(is_meant)?;
    let message = format!("unexpected argument '{typed}' found");
    Some(Failure::usage(message).hint(format!("a similar argument exists: '--{option}'")))
}

/// The long options of the command that is called.
fn options_of(args: &[String]) -> Vec<String> {
    let mut cli = Cli::command();
    cli.build();
    let command = args.iter().find_map(|arg| cli.find_subcommand(arg));
    let known = command.into_iter().flat_map(clap::Command::get_arguments);
    known.filter_map(|option| option.get_long().map(str::to_owned)).collect()
}

/// A word of a search that begins with a dash and is more than an option of one letter: `-redis`.
fn excluded_word(args: &[String]) -> Option<&String> {
    if !args.iter().any(|arg| arg == "search") {
        return None;
    }
    args.iter().take_while(|arg| *arg != "--").find(|arg| is_excluded_word(arg))
}

fn is_excluded_word(arg: &str) -> bool {
    let Some(word) = arg.strip_prefix('-').filter(|word| !word.starts_with('-')) else { return false };
    let count =
        word.strip_prefix('n').is_some_and(|rest| rest.trim_start_matches('=').parse::<usize>().is_ok());
    // A letter alone may be an option that is misremembered; `-qv` are two.
    !count && !word.chars().all(|c| "qvhV".contains(c)) && (word.chars().count() > 1 || !word.is_ascii())
}

/// The arguments of a search with all words of the query in one, behind `--` if it begins with a dash.
fn quoted_query(args: &[String]) -> Vec<String> {
    let mut rest: Vec<String> = Vec::new();
    let mut words: Vec<&str> = Vec::new();
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        if is_excluded_word(arg) || (!arg.starts_with('-') && arg != "search") {
            words.push(arg);
            continue;
        }
        rest.push(arg.clone());
        if takes_value(arg) {
            rest.extend(args.next().cloned());
        }
    }
    let query = words.join(" ");
    let at = rest.iter().position(|arg| arg == "search").map_or(rest.len(), |at| at + 1);
    if query.starts_with('-') {
        rest.extend(["--".to_owned(), query]);
    } else {
        rest.insert(at, query);
    }
    rest
}

/// Whether the argument after this one belongs to it.
fn takes_value(arg: &str) -> bool {
    let is_it = |known: &clap::Arg| {
        let long = known.get_long().is_some_and(|long| arg.strip_prefix("--") == Some(long));
        let short = known
            .get_short()
            .is_some_and(|short| arg.strip_prefix('-') == Some(short.encode_utf8(&mut [0; 4])));
        (long || short) && known.get_action().takes_values()
    };
    let mut cli = Cli::command();
    // Before, a command has no arguments.
    cli.build();
    let search = cli.find_subcommand("search").into_iter().flat_map(clap::Command::get_arguments);
    cli.get_arguments().chain(search).any(is_it)
}

/// Where the options of the command that is called are explained.
fn see_help(args: &[String]) -> String {
    let mut cli = Cli::command();
    cli.build();
    let command = args.iter().find(|arg| cli.find_subcommand(arg).is_some());
    command.map_or("see notes --help".to_owned(), |command| format!("see notes {command} --help"))
}

/// What clap says: the first paragraph is what happened, tips are hints.
fn rendered(error: &clap::Error, args: &[String]) -> Failure {
    let text = error.render().to_string();
    let message = text.split("\n\n").next().unwrap_or_default().trim();
    let message = message.strip_prefix("error: ").unwrap_or(message);
    let tips: Vec<&str> = text.lines().filter_map(|line| line.trim().strip_prefix("tip: ")).collect();
    let failure = Failure::usage(message);
    if tips.is_empty() { failure.hint(see_help(args)) } else { failure.hint(tips.join("; ")) }
}
