//! The recipe for a fuzzy finder, driven in a real terminal where there are tmux and fzf.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::sandbox::{NOTES, Sandbox, skip};

/// Far longer than any screen takes to change.
const PATIENCE: Duration = Duration::from_secs(60);

/// The function that the page tells readers to copy.
fn recipe() -> String {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/fuzzy-finder.md");
    let page = fs::read_to_string(page).unwrap();
    let (_, rest) = page.split_once("```sh\n").expect("the page has a recipe");
    rest.split_once("```").unwrap().0.to_owned()
}

/// A terminal of its own, which ends with the test.
struct Terminal {
    socket: PathBuf,
}

impl Terminal {
    fn open(sandbox: &Sandbox) -> Terminal {
        let terminal = Terminal { socket: sandbox.home().join("tmux") };
        let programs = Path::new(env!("CARGO_BIN_EXE_notes")).parent().unwrap();
        sandbox.write("rc", recipe());
        sandbox.write("bin/edit", "#!/bin/sh\nprintf '%s\\n' \"$@\" > \"$HOME/given\"\n");
        assert!(sandbox.shell("chmod").args(["755", "../bin/edit"]).status().unwrap().success());
        let home = sandbox.home();
        let mut tmux = sandbox.shell("tmux");
        tmux.env("LANG", "C.UTF-8").env("TERM", "xterm-256color").env("VISUAL", home.join("bin/edit"));
        tmux.env("PATH", format!("{}:/usr/local/bin:/usr/bin:/bin", programs.display()));
        tmux.env("SHELL", "/bin/bash").arg("-S").arg(&terminal.socket);
        tmux.args([
            "-u",
            "-f",
            "/dev/null",
            "new-session",
            "-d",
            "-x",
            "80",
            "-y",
            "30",
            "bash --norc --rcfile ../rc",
        ]);
        assert!(tmux.status().unwrap().success());
        terminal
    }

    fn tmux(&self, args: &[&str]) -> String {
        let output = Command::new("tmux").arg("-S").arg(&self.socket).args(args).output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    fn send(&self, keys: &[&str]) {
        self.tmux(&[&["send-keys"], keys].concat());
    }

    /// Waits until the screen is as wanted.
    #[track_caller]
    fn until(&self, what: &str, is_so: impl Fn(&str) -> bool) -> String {
        let begun = Instant::now();
        loop {
            let screen = self.tmux(&["capture-pane", "-p"]);
            if is_so(&screen) {
                return screen;
            }
            assert!(begun.elapsed() < PATIENCE, "{what}:\n{screen}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.tmux(&["kill-server"]);
    }
}

#[test]
fn the_fuzzy_finder_shows_and_opens() {
    for program in ["tmux", "fzf", "bash"] {
        if !Path::new("/usr/bin").join(program).is_file() {
            return skip(&format!("there is no {program} here"));
        }
    }
    let sandbox = Sandbox::new(NOTES);
    sandbox.run(["index"]).found();
    let terminal = Terminal::open(&sandbox);
    terminal.send(&[". ../rc; notes-find", "Enter"]);
    terminal.until("fzf is there", |screen| screen.contains("notes>"));
    terminal.send(&["-l", "归还"]);
    // The list without its places, the section with line numbers.
    let is_shown =
        |screen: &str| screen.contains("关闭: 用完要归还。") && screen.contains("18 │ 用完要归还。");
    terminal.until("hit and preview", is_shown);
    terminal.send(&["C-u"]);
    terminal.send(&["-l", "击穿"]);
    terminal.until("another query", |screen| screen.contains("击穿: 死信队列帮不上忙。"));
    terminal.send(&["C-u"]);
    terminal.send(&["-l", "--", "-死信 归还"]);
    terminal.until("the first one again", is_shown);
    terminal.send(&["Enter"]);
    let given = sandbox.home().join("given");
    let begun = Instant::now();
    while !given.is_file() {
        assert!(begun.elapsed() < PATIENCE, "the editor is started");
        std::thread::sleep(Duration::from_millis(50));
    }
    let home = sandbox.home();
    terminal.until("the shell again", |screen| !screen.contains("notes>"));
    assert_eq!(fs::read_to_string(given).unwrap(), format!("{}/notes/db/pool.md\n", home.display()));
}
