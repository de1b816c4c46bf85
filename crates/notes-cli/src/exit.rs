//! What the exit code says.

use std::process::ExitCode;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExitStatus {
    /// Something was found, or the command did what it is for: 0.
    Found,
    /// Nothing was found: 1.
    Nothing,
    /// An error: 2.
    Failed,
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> ExitCode {
        ExitCode::from(match status {
            ExitStatus::Found => 0,
            ExitStatus::Nothing => 1,
            ExitStatus::Failed => 2,
        })
    }
}
