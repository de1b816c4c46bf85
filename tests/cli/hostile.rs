//! Notes that attack the terminal: whatever is printed holds no command to it.

use crate::sandbox::Sandbox;

/// Characters that steer a terminal or turn text around.
fn unsafe_characters() -> Vec<char> {
    let controls = ('\u{1}'..='\u{9f}').filter(|c| c.is_control() && !matches!(c, '\n' | '\t'));
    let marks = "\u{61c}\u{200e}\u{200f}\u{2028}\u{2029}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2066}\u{2067}\u{2068}\u{2069}";
    controls.chain(marks.chars()).collect()
}

/// At least two hundred texts that would do something.
fn attacks() -> Vec<String> {
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
         ```py{attack}\n攻击词 = \"{attack}\"\n```\n"
    )
}

#[track_caller]
fn assert_harmless(what: &str, text: &str) {
    let unsafe_characters = unsafe_characters();
    if let Some(at) = text.find(|c| unsafe_characters.contains(&c)) {
        let from = text.floor_char_boundary(at.saturating_sub(40));
        panic!("{what}: {:?}", &text[from..text.ceil_char_boundary(at + 20)]);
    }
}

#[test]
fn no_output_holds_a_command_to_the_terminal() {
    let sandbox = Sandbox::new("");
    let attacks = attacks();
    assert!(attacks.len() >= 200, "{}", attacks.len());
    for (n, attack) in attacks.iter().enumerate() {
        sandbox.write(&format!("notes/{n}{}.md", attack.replace('/', "")), note(attack));
    }
    sandbox.write("notes/skip\x1b[2J\u{202e}.md", b"\0");
    for args in [
        &["index"][..],
        &["index", "--rebuild", "-v"],
        &["index", "--rebuild", "--json"],
        &["status", "-v"],
        &["status", "--json"],
        &["doctor"],
        &["doctor", "--json"],
        &["search", "攻击词", "-n", "0", "--per-note", "0"],
        &["search", "攻击词", "-n", "0", "--color", "never", "-v"],
        &["search", "攻击词", "-n", "0", "--json"],
        &["search", "攻击词", "-n", "0", "--jsonl"],
        &["search", "攻击词", "-n", "0", "--vimgrep"],
        &["search", "标题 之后", "-n", "0"],
        &["search", "--code", "-n", "0"],
        &["search", "攻\x1b[2J\u{9b}击\u{202e}", "--json"],
        &["search", "攻击词", "--path", "/\x1b[2J\u{202e}"],
        &["search", "攻击词", "--path", "[\x1b\u{9b}"],
        &["search", "攻击词", "--tag", "\x1b\u{9b}"],
        &["search", "攻击词", "--sort", "\x1b\u{9b}"],
        &["status", "--root", "\x1b[2J\u{202e}"],
        &["status", "--index-dir", "/dev/null/\x1b[2J\u{9b}"],
    ] {
        let run = sandbox.run(args.iter().copied());
        assert_harmless(&format!("{args:?}"), &run.stdout);
        assert_harmless(&format!("{args:?}"), &run.stderr);
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
