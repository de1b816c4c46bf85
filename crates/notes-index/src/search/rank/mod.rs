//! Accumulators → hits → those of the page, in order.

mod code_blocks;
mod collector;
mod finding;
mod holders;
mod narrowable;
mod order;
mod ranked;

pub(super) use self::collector::{IsThere, Wanted};
pub(super) use self::finding::{Finding, Found};
pub(super) use self::narrowable::{Narrowable, Narrowed};
pub(super) use self::order::{Page, Ranking};
pub(super) use self::ranked::Ranked;
