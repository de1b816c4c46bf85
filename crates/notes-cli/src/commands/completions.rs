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

/// What clap's function for bash offers is put into the line as it is, and a shell would run `a;b.md`. Only names of
/// files are quoted by bash, so what needs quotes is called one; other words aren't, or a folder's slash would be put behind
/// an option of its name. Quotes that were typed are seen to by bash, and backslashes are taken away here. What bash takes for
/// three words, `--tag=py`, is one.
const QUOTED_IN_BASH: &str = r#"
_notes() {
    local flags=$- word=$2 name quoted joined=("${COMP_WORDS[0]}") option= value= at=0 n=0 i
    [[ ${COMP_WORDS[COMP_CWORD]} == [\'\"]* ]] || IFS= read word <<< "$2"
    for ((i = 1; i < ${#COMP_WORDS[@]}; i++)); do
        if [[ ${COMP_WORDS[i]} == = && ${joined[n]} == --* && ! $value ]]; then
            joined[n]+="="
            value=yes
        elif [[ $value ]]; then
            joined[n]+=${COMP_WORDS[i]}
            value=
        else
            n=$((n + 1))
            joined[n]=${COMP_WORDS[i]}
        fi
        if ((i == COMP_CWORD)); then
            at=$n
            [[ ${joined[n]} == "${COMP_WORDS[i]}" ]] || option=${joined[n]%%=*}=
        fi
    done
    local COMP_WORDS=("${joined[@]}") COMP_CWORD=$at
    set -f
    _clap_complete_notes "$1" "$option$word" "$3"
    COMPREPLY=("${COMPREPLY[@]#"$option"}")
    [[ $flags == *f* ]] || set +f
    for name in "${COMPREPLY[@]}"; do
        printf -v quoted %q "$name"
        [[ $quoted == "$name" ]] || compopt -o filenames 2> /dev/null || COMPREPLY=()
    done
}
complete -o nospace -o bashdefault -o nosort -F _notes notes 2> /dev/null ||
    complete -o nospace -o bashdefault -F _notes notes
"#;

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
    if let ShellArg::Bash = args.shell {
        ui.out.write_all(QUOTED_IN_BASH.as_bytes())?;
    }
    Ok(ExitStatus::Found)
}
