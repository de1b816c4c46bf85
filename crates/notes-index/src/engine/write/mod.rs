//! Notes in, notes out, one commit.

mod builder;
mod merging;
mod queue;
mod vocabularies;
mod writer;

pub(crate) use self::builder::Builder;
pub(crate) use self::merging::FewSegments;
pub(crate) use self::writer::{NoteSink, Writer};
