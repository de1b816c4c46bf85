//! The library as its callers meet it: notes in, hits out; and the rules of the house.

mod dependencies;
mod filters;
mod fixture;
mod markdown;
mod notebook;
mod odd_files;
mod places;
mod promise;
mod random;
mod readers;
mod search;
mod sync;
mod sync_random;
mod tidy;
