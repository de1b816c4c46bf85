//! What the program says about itself.

use crate::sandbox::Sandbox;

#[test]
fn the_version_is_one_line() {
    Sandbox::new("").run(["--version"]).finds(concat!("notes ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn short_help_is_short_and_long_help_has_examples() {
    let sandbox = Sandbox::new("");
    let (short, long) = (sandbox.run(["-h"]), sandbox.run(["--help"]));
    assert!(short.found().lines().count() <= 40, "{}", short.stdout);
    assert!(!short.stdout.contains("Examples:"));
    assert!(long.found().contains("Examples:\n  notes search 连接池"));
    assert!(long.stdout.contains("NOTES_ROOT"));
}

#[test]
fn every_command_has_help() {
    let sandbox = Sandbox::new("");
    let listed = sandbox.run(["--help"]);
    let commands = [
        "search", "show", "open", "outline", "tags", "tasks", "links", "similar", "why", "glossary", "index",
        "status", "watch", "serve", "doctor", "config", "forget",
    ];
    for command in commands {
        let help = sandbox.run([command, "--help"]);
        assert!(help.found().contains("--root <DIR>"), "{}", help.stdout);
        let about = help.stdout.lines().next().unwrap_or_default();
        let is_its_line = |line: &str| line.trim_start().strip_prefix(command).map(str::trim) == Some(about);
        assert!(listed.found().lines().any(is_its_line), "{command}: {about}");
        assert_eq!(sandbox.run(["help", command]).found(), help.stdout);
    }
}

#[test]
fn help_is_wrapped_at_a_readable_width() {
    let sandbox = Sandbox::new("");
    let columns = |line: &str| line.chars().map(|c| if c >= '\u{2e80}' { 2 } else { 1 }).sum::<usize>();
    for command in ["search", "glossary", "why", "tasks", "links"] {
        let help = sandbox.run([command, "--help"]);
        assert!(help.found().lines().map(columns).max() <= Some(80), "{}", help.stdout);
    }
}

#[test]
fn help_in_a_pipe_has_no_colour_unless_it_is_asked_for() {
    let sandbox = Sandbox::new("");
    assert!(!sandbox.run(["--help"]).found().contains('\x1b'));
    assert!(sandbox.run(["--color", "always", "--help"]).found().contains('\x1b'));
    assert!(!sandbox.run(["--color=never", "--help"]).found().contains('\x1b'));
}
