//! `notes completions`: what a shell is told once, to ask this program ever after.

use clap::{Args, ValueEnum};
use clap_complete::env::{Bash, EnvCompleter, Fish, Powershell, Zsh};

use crate::complete;
use crate::exit::ExitStatus;
use crate::failure::Result;
use crate::ui::Ui;

const EXAMPLES: &str = "\
Install:
  bash  echo 'source <(notes completions bash)' >> ~/.bashrc
  zsh   echo 'source <(notes completions zsh)' >> ~/.zshrc
  fish  notes completions fish > ~/.config/fish/completions/notes.fish";

#[derive(Args, Debug)]
#[command(after_long_help = EXAMPLES)]
pub(crate) struct CompletionsArgs {
    shell: ShellArg,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ShellArg {
    Bash,
    Zsh,
    Fish,
    Powershell,
}

/// Prints it.
pub(crate) fn run(args: &CompletionsArgs, ui: &mut Ui<'_>) -> Result<ExitStatus> {
    let shell: &dyn EnvCompleter = match args.shell {
        ShellArg::Bash => &Bash,
        ShellArg::Zsh => &Zsh,
        ShellArg::Fish => &Fish,
        ShellArg::Powershell => &Powershell,
    };
    shell.write_registration(complete::VARIABLE, "notes", "notes", "notes", &mut *ui.out)?;
    Ok(ExitStatus::Found)
}
