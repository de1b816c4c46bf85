//! Any text is a query; printed, it is read as the same one.

#![no_main]

use libfuzzer_sys::fuzz_target;
use notes_index::Query;

fuzz_target!(|source: &str| {
    let query = Query::parse(source);
    assert!(query.diagnostics().iter().all(|said| source.get(said.span.clone()).is_some()));
    let printed = query.to_string();
    // What is printed may be longer than what is read of a query.
    if printed.len() <= 4096 {
        assert_eq!(Query::parse(&printed).to_string(), printed);
    }
});
