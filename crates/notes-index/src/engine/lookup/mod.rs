//! What a snapshot is asked.

mod dictionary;
mod facets;
mod pairs;
mod paths;
mod posting_list;
mod postings;
mod properties;
mod rows;
mod spelling;

pub(crate) use self::posting_list::PostingList;
pub(crate) use self::properties::TagDocs;
pub(crate) use self::spelling::Spelling;
