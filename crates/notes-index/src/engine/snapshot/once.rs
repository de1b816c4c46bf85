//! What is read of an index when it is first asked for.

use std::sync::OnceLock;

/// What a cell holds; it is read when it is first asked for. Two who ask at once may both read it.
pub(in crate::engine) fn once<T, E>(
    cell: &OnceLock<T>,
    read: impl FnOnce() -> Result<T, E>,
) -> Result<&T, E> {
    if let Some(known) = cell.get() {
        return Ok(known);
    }
    let read = read()?;
    Ok(cell.get_or_init(|| read))
}
