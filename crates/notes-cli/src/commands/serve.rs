//! `notes serve`: answers one program for as long as it likes.

use clap::Args;

use crate::commands::Session;
use crate::exit::ExitStatus;
use crate::failure::Result;
use crate::serve;
use crate::ui::Ui;

const EXAMPLES: &str = r#"Examples:
  echo '{"jsonrpc":"2.0","id":1,"method":"status"}' | notes serve --stdio

Methods: search, put, remove, sync, status, shutdown; docs/serve.md says what
each takes."#;

#[derive(Args, Debug)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct ServeArgs {
    /// Speak on standard input and output; there is no other way yet
    #[arg(long, required = true)]
    stdio: bool,
}

/// Answers until there are no more questions.
pub(crate) fn run(_args: &ServeArgs, session: Session<'_>, ui: &mut Ui<'_>) -> Result<ExitStatus> {
    let Session { config, places, .. } = session;
    ui.remark("answering on standard input and output; end it with Ctrl-D")?;
    serve::run(config, places, ui.out)?;
    Ok(ExitStatus::Found)
}
