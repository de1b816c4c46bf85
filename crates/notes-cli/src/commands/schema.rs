//! `notes schema`: the contract of the output for programs.

use crate::exit::ExitStatus;
use crate::failure::Result;
use crate::printer::json;
use crate::ui::Ui;

/// Prints it.
pub(crate) fn run(ui: &mut Ui<'_>) -> Result<ExitStatus> {
    json::write_schema(ui.out)?;
    Ok(ExitStatus::Found)
}
