//! The library from outside.

mod markdown;
