//! Accumulators → hits → those of the page, in order.

mod code_blocks;
mod finding;
mod leaders;
mod order;
mod ranked;

pub(super) use self::finding::{Finding, Found};
pub(super) use self::leaders::{IsThere, Wanted};
pub(super) use self::order::{Page, Ranking};
pub(super) use self::ranked::Ranked;
