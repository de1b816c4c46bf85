//! Notes that attack the terminal: whatever is printed holds no command to it.

use std::io::{Write, stderr};

use crate::sandbox::Sandbox;

/// Characters that steer a terminal or turn text around.
fn unsafe_characters() -> Vec<char> {
    let controls = ('\u{1}'..='\u{9f}').filter(|c| c.is_control() && !matches!(c, '\n' | '\t'));
    let marks = "\u{61c}\u{200e}\u{200f}\u{2028}\u{2029}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}";
    controls.chain(marks.chars()).collect()
}

/// At least two hundred texts that would do something.
pub(crate) fn attacks() -> Vec<String> {
    let mut attacks = Vec::new();
    for c in unsafe_characters() {
        attacks.extend([format!("{c}[31m红"), format!("a{c}"), format!("{c}]0;x\u{7}尾")]);
    }
    for sequence in [
        "\x1b]8;;http://x/\x1b\\点\x1b]8;;\x1b\\",
        "\x1b]52;c;cm0gLXJm\x07",
        "\x1b[2J\x1b[H",
        "\x1bc",
        "\x1bP1$r\x1b\\",
        "\u{9b}6n",
        "\u{9d}0;x\u{9c}",
        "\x1b[?1049h",
        "\x1b]1337;File=:AAAA\x07",
        "\x1b_G\x1b\\",
        "\r覆盖",
        "\u{8}\u{8}\u{8}",
    ] {
        attacks.push(sequence.to_owned());
    }
    attacks
}

/// A note with an attack in every place that is shown somewhere.
fn note(attack: &str) -> String {
    format!(
        "---\ntitle: 标题{attack}\ntags: [\"甲{attack}乙\"]\naliases: [\"名{attack}\"]\nbad: [{attack}\n---\n\
         # 一{attack}级\n\n正文 攻击词 {attack} 之后 `code{attack}` [链{attack}](u{attack}) #签{attack}\n\n\
         ## 二{attack}级 {{#id{attack}}}\n\n| 表{attack} | b |\n|---|---|\n| 攻击词 | {attack} |\n\n\
         - [ ] 任务{attack} 连接{attack}池（connection{attack} pool）\n\n\
         ```py{attack}\n攻击词 = \"{attack}\"\n```\n"
    )
}

#[track_caller]
pub(crate) fn assert_harmless(what: &str, text: &str) {
    let unsafe_characters = unsafe_characters();
    if let Some(at) = text.find(|c| unsafe_characters.contains(&c)) {
        let from = text.floor_char_boundary(at.saturating_sub(40));
        panic!("{what}: {:?}", &text[from..text.ceil_char_boundary(at + 20)]);
    }
}

/// A notebook with an attack in every name and every note.
pub(crate) fn attacked() -> Sandbox {
    let sandbox = Sandbox::new("");
    let attacks = attacks();
    assert!(attacks.len() >= 200, "{}", attacks.len());
    for (n, attack) in attacks.iter().enumerate() {
        sandbox.write(&format!("notes/{n}{}.md", attack.replace('/', "")), note(attack));
    }
    sandbox.write("notes/all.md", attacks.iter().map(|attack| note(attack)).collect::<String>());
    sandbox.write("notes/skip\x1b[2J\u{202e}.md", b"\0");
    sandbox.write("notes/.notes-glossary", attacks.join(" = ") + "\n攻击词 = attack\x1b[2J\u{202e}\n");
    sandbox
}

/// Everything that prints something of a note.
const COMMANDS: [&[&str]; 39] = [
    &["index"],
    &["index", "--rebuild", "-v"],
    &["index", "--rebuild", "--json"],
    &["status", "-v"],
    &["status", "--json"],
    &["doctor"],
    &["doctor", "--json"],
    &["search", "攻击词", "-n", "0", "--per-note", "0"],
    &["search", "攻击词", "-n", "0", "-v"],
    &["search", "攻击词", "-n", "0", "--json"],
    &["search", "攻击词", "-n", "0", "--jsonl"],
    &["search", "攻击词", "-n", "0", "--vimgrep"],
    &["search", "攻击词", "-n", "0", "--files"],
    &["search", "攻击词", "-n", "0", "--count"],
    &["search", "攻击词 标题", "--explain"],
    &["search", "攻击词 标题", "--explain", "--json"],
    &["search", "标题 之后", "-n", "0"],
    &["search", "--code", "-n", "0"],
    &["search", "攻\x1b[2J\u{9b}击\u{202e}"],
    &["search", "攻\x1b[2J\u{9b}击\u{202e}", "--json"],
    &["search", "攻击词", "--path", "/\x1b[2J\u{202e}"],
    &["search", "攻击词", "--path", "[\x1b\u{9b}"],
    &["search", "攻击词", "--tag", "\x1b\u{9b}"],
    &["search", "攻击词", "--sort", "\x1b\u{9b}"],
    &["status", "--root", "\x1b[2J\u{202e}"],
    &["status", "--index-dir", "/dev/null/\x1b[2J\u{9b}"],
    &["why", "攻击词", "all.md"],
    &["why", "攻击词 \x1b[2J\u{9b}", "all.md", "--json"],
    &["why", "攻击词", "gone\x1b[2J\u{9b}.md"],
    &["glossary"],
    &["glossary", "--json"],
    &["outline", "all.md"],
    &["outline", "all.md", "--json"],
    &["tags"],
    &["tags", "--json"],
    &["tasks", "--all"],
    &["links", "--broken", "--all"],
    &["tasks", "--all", "--json"],
    &["show", "all.md", "--json"],
];

#[test]
fn no_output_holds_a_command_to_the_terminal() {
    let sandbox = attacked();
    for args in COMMANDS {
        let run = sandbox.run(args.iter().copied());
        assert_harmless(&format!("{args:?}"), &run.stdout);
        assert_harmless(&format!("{args:?}"), &run.stderr);
    }
}

/// Those whose output a terminal's person reads.
fn for_people() -> impl Iterator<Item = &'static [&'static str]> {
    COMMANDS.into_iter().filter(|args| !args.iter().any(|arg| arg.starts_with("--json")))
}

/// Takes out an opening with what follows it, as far as that is known.
fn without(said: &str, opening: &str, known: impl Fn(&str) -> Option<&str>) -> String {
    let mut pieces = said.split(opening);
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |said, piece| match known(piece) {
        Some(rest) => said + rest,
        None => said + opening + piece,
    })
}

/// Takes out what the program itself says to a terminal: colours, but for the one that attacks use, links to
/// files, and how a bar of progress is drawn.
fn without_own_commands(said: &str) -> String {
    let said = without(said, "\x1b[", |piece| {
        let (color, rest) = piece.split_once('m')?;
        let is_color = color != "31" && color.bytes().all(|byte| byte.is_ascii_digit() || byte == b';');
        is_color.then_some(rest)
    });
    let said = without(&said, "\x1b]8;;file://", |piece| Some(piece.split_once("\x1b\\")?.1));
    let own = ["\r\n", "\x1b[2K", "\x1b[K", "\x1b[1A", "\x1b[1B", "\x1b]8;;\x1b\\", "\r"];
    own.iter().fold(said, |said, own| said.replace(own, "\n"))
}

/// What the program writes to a terminal. None if the system has no `script`, which makes one.
#[cfg(target_os = "linux")]
pub(crate) fn on_a_terminal(sandbox: &Sandbox, args: &[&str]) -> Option<String> {
    let usual = sandbox.command([]);
    let quoted = |word: &str| format!("'{}'", word.replace('\'', "'\\''"));
    let words = [&[usual.get_program().to_str()?], args].concat();
    let line: Vec<String> = words.into_iter().map(quoted).collect();
    let mut script = std::process::Command::new("script");
    script
        .args(["-qec", &line.join(" "), "/dev/null"])
        .env_clear()
        .env("TERM", "xterm")
        .env("SHELL", "/bin/sh");
    script.env("HOME", sandbox.home()).env("PAGER", "cat").current_dir(usual.get_current_dir()?);
    let output = script.stdin(std::process::Stdio::null()).output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[cfg(target_os = "linux")]
#[test]
fn what_is_found_line_by_line_is_not_called_nothing() {
    let sandbox = Sandbox::new("//- a.md\n连接池\n");
    sandbox.run(["index"]).found();
    let Some(said) = on_a_terminal(&sandbox, &["search", "连接池", "--jsonl"]) else { return };
    assert!(said.contains("\"type\":\"hit\"") && !said.contains("nothing found"), "{said}");
    let said = on_a_terminal(&sandbox, &["search", "没有这个词语", "--jsonl"]).unwrap_or_default();
    assert!(said.contains("nothing found"), "{said}");
    let said = on_a_terminal(&sandbox, &["search", "连接池", "--tag", "pyhton"]).unwrap_or_default();
    assert!(said.contains(" with these filters in "), "{said}");
    assert!(said.ends_with(" (1 note)\r\nhint: no note has the tag pyhton\r\n"), "{said}");
}

/// The forms for people, the remarks and the bar of progress.
#[cfg(target_os = "linux")]
#[test]
fn nothing_on_a_terminal_is_a_command_of_a_note() {
    let sandbox = attacked();
    let own: [&[&str]; 4] = [
        &["show", "all.md"],
        &["show", "all.md", "--raw"],
        &["show", "all.md", "--code"],
        &["show", "all.md", "--query", "攻击词", "--no-pager"],
    ];
    for args in for_people().chain(own) {
        let Some(said) = on_a_terminal(&sandbox, args) else {
            return writeln!(stderr(), "skipped: there is no terminal").unwrap();
        };
        assert!(!said.is_empty(), "{args:?}");
        assert!(!said.contains("\r覆盖"), "{args:?}");
        assert_harmless(&format!("{args:?}"), &without_own_commands(&said));
    }
}

#[test]
fn colours_are_the_programs_own() {
    let sandbox = attacked();
    for args in for_people() {
        let run = sandbox.run(args.iter().copied().chain(["--color", "always"]));
        assert_harmless(&format!("{args:?}"), &without_own_commands(&run.stdout));
        assert_harmless(&format!("{args:?}"), &run.stderr);
    }
}

/// Each would take minutes if every line that looks like a header had all below it read.
#[test]
fn a_note_full_of_what_looks_like_tables_is_shown() {
    let sandbox = Sandbox::new("");
    let wide = format!("|{}|\n", "-".repeat(100));
    for lines in
        ["|a|\n|-|-|\n".repeat(20_000), wide.repeat(20_000), "|a|\n|-|\n".to_owned() + &"|".repeat(100_000)]
    {
        sandbox.write("notes/a.md", &lines);
        let run = sandbox.run(["show", "a.md", "--color", "always"]);
        assert!(run.found().lines().count() >= lines.lines().count());
    }
}

#[test]
fn json_gives_back_what_stands_in_the_note() {
    let sandbox = Sandbox::new("");
    sandbox.write("notes/a.md", "正文 攻\x1b[2J\u{7f}\u{9b}\u{202e}击 词\n");
    let run = sandbox.run(["search", "正文", "--json"]);
    assert_harmless("json", run.found());
    assert_eq!(run.json()["hits"][0]["snippet"]["text"], "正文 攻\x1b[2J\u{7f}\u{9b}\u{202e}击 词");
}

#[test]
fn a_strangers_notebook_file_is_data() {
    let sandbox = Sandbox::new("//- a.md\n正文\n");
    for text in [
        "index_dir = \"/tmp/x\"",
        "pager = \"touch pwned\"",
        "root = \"../..\"",
        "root = \"/\"",
        "[search]\nexec = \"x\"",
        "extensions = [\"../../etc/passwd\"]",
        "root = \"\\u001b[2J\"",
        "\"\\u001b[2J\" = 1",
        "a = [",
        "extensions = \"md\"",
        "max_note_bytes = 16777217",
        "max_note_bytes = 9223372036854775807",
    ] {
        sandbox.write("notes/.notes.toml", text);
        let run = sandbox.run(["search", "正文"]);
        assert_eq!((run.code, run.stdout.as_str()), (Some(2), ""), "{text}");
        assert!(run.stderr.starts_with("error: [HOME]/notes/.notes.toml:"), "{text}: {run:?}");
        assert_harmless(text, &run.stderr);
        assert!(!sandbox.home().join(".cache").exists(), "{text}");
    }
    for deep in ["[".repeat(30_000), "a.".repeat(30_000) + "b = 1", "{a=".repeat(20_000)] {
        sandbox.write("notes/.notes.toml", format!("extensions = {deep}"));
        assert_eq!(sandbox.run(["search", "正文"]).code, Some(2));
    }
}
