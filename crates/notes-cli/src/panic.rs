//! Panics: silent where the library catches them, an ordinary error where nobody does.
//!
//! The library turns a panic over the bytes of a damaged index into an error, and the index is built anew; one over a
//! note into a reason to leave that note out. Rust's own hook would have said something on the terminal by then.

use std::io;
use std::panic;
use std::sync::{Mutex, PoisonError};

use anyhow::anyhow;

use crate::escape;
use crate::exit::ExitStatus;
use crate::failure::{Failure, FailureKind};

/// What the last panic said of itself.
static LAST: Mutex<String> = Mutex::new(String::new());

/// Runs the program. A panic that comes up to here is a mistake in it, and is said to be one.
pub(crate) fn reported(run: fn() -> ExitStatus) -> ExitStatus {
    panic::set_hook(Box::new(|panic| {
        *LAST.lock().unwrap_or_else(PoisonError::into_inner) = panic.to_string();
    }));
    panic::catch_unwind(run).unwrap_or_else(|_| {
        let said = LAST.lock().unwrap_or_else(PoisonError::into_inner);
        let failure = Failure::new(FailureKind::Bug, anyhow!("notes has a bug: {}", escape::line(&said)));
        let failure = failure.hint("your notes are as they were; please report this");
        // Nothing more can be told to anyone if even this fails.
        let _ = failure.write_text(&mut io::stderr().lock());
        ExitStatus::Failed
    })
}
