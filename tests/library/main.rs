//! The library as its callers meet it: notes in, hits out; and the rules of the house.

mod filters;
mod fixture;
mod markdown;
mod notebook;
mod places;
mod promise;
mod random;
mod search;
mod sync;
mod sync_random;
mod tidy;
mod watch;
