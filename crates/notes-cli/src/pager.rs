//! Long texts a screen at a time, where there is a screen.

use std::io::{self, Write};
use std::process::{Command, Stdio};

use crate::environment::Environment;
use crate::ui::Ui;

/// The pager if the user has named none.
pub(crate) const DEFAULT: &str = "less";

/// What `less` is told if the user tells it nothing: end if all fits, colours, leave the text there.
const LESS: &str = "FRX";

/// Writes a text to the terminal by way of the pager if it has more lines than the screen; else, or if there is
/// no pager, as it is.
pub(crate) fn write(text: &[u8], environment: &Environment, ui: &mut Ui<'_>) -> io::Result<()> {
    let n_lines = text.iter().filter(|&&byte| byte == b'\n').count();
    if !ui.terminal.out || n_lines < ui.terminal.rows || !page(text, environment, ui)? {
        ui.out.write_all(text)?;
    }
    Ok(())
}

/// Whether there was a pager to take it.
fn page(text: &[u8], environment: &Environment, ui: &mut Ui<'_>) -> io::Result<bool> {
    let command = environment.pager.as_ref().map_or(DEFAULT, |named| named.command.as_str());
    let words = shlex::split(command);
    let Some([program, args @ ..]) = words.as_deref() else { return Ok(false) };
    ui.out.flush()?;
    let mut pager = Command::new(program);
    pager.args(args).stdin(Stdio::piped()).env("LESSCHARSET", "utf-8");
    if !environment.has_less_options {
        pager.env("LESS", LESS);
    }
    let Ok(mut child) = pager.spawn() else { return Ok(false) };
    if let Some(mut stdin) = child.stdin.take() {
        // Who leaves the pager has read enough.
        let _ = stdin.write_all(text);
    }
    child.wait()?;
    Ok(true)
}
