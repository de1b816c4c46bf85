//! The library as its callers meet it: notes in, hits out; and the rules of the house.

mod bridge;
mod buffers;
mod dependencies;
mod filters;
mod fixture;
mod front_door;
mod hostile;
mod lists;
mod markdown;
mod names;
mod notebook;
mod odd_files;
mod phrases;
mod places;
mod promise;
mod query;
mod random;
mod ranking;
mod readers;
mod search;
mod snippets;
mod sync;
mod sync_random;
mod tidy;
mod watch;
