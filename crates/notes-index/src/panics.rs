//! Panics: which are ours and end here, and which are the host's and go on.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::thread;

/// A panic of the host's on its way through what we do.
struct OfHost(Box<dyn Any + Send>);

/// Calls what the host has given us, the program that uses this library: its panics are none of our mistakes.
pub(crate) fn of_host<T>(call: impl FnOnce() -> T) -> T {
    catch_unwind(AssertUnwindSafe(call)).unwrap_or_else(|panic| resume_unwind(Box::new(OfHost(panic))))
}

/// Runs something that is dropped if it panics; then the panic, if it is one of ours. One of the host's goes on as it was.
pub(crate) fn ours<T>(run: impl FnOnce() -> T) -> thread::Result<T> {
    catch_unwind(AssertUnwindSafe(run)).map_err(|panic| match panic.downcast::<OfHost>() {
        Ok(of_host) => resume_unwind(of_host.0),
        Err(ours) => ours,
    })
}

/// The same; then what the panic says.
pub(crate) fn caught<T>(run: impl FnOnce() -> T) -> Result<T, String> {
    ours(run).map_err(|panic| message(&*panic).to_owned())
}

fn message(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("a panic")
}
