//! What only Logseq reads in notes that are lists: properties, references, blocks of Org mode.

/// The properties that say what an item is called.
const NAMING: [&str; 2] = ["title", "name"];

/// The key and the value of a line that is a property, as Logseq and Dataview have them: `key:: value`.
pub(crate) fn property(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.trim().split_once("::")?;
    let is_key = !key.is_empty() && !key.contains(char::is_whitespace);
    (is_key && (value.is_empty() || value.starts_with(' '))).then(|| (key, value.trim()))
}

/// Whether a line says something to Logseq alone: `#+BEGIN_NOTE`, `((64214c33-…))`, `{{query …}}`, `collapsed:: true`. A property that says what
/// the item is called names it.
pub(super) fn is_syntax(line: &str) -> bool {
    let is_reference = |id: &str| id.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-');
    let inner = |open, close| line.strip_prefix(open).and_then(|rest: &str| rest.strip_suffix(close));
    let is_other = property(line).is_some_and(|(key, value)| !NAMING.contains(&key) || value.is_empty());
    line.starts_with("#+")
        || inner("((", "))").is_some_and(is_reference)
        || inner("{{", "}}").is_some()
        || is_other
}

/// A name without the key of the property that gives it: `title:: 锁`.
pub(super) fn without_key(name: &str) -> &str {
    property(name).filter(|(key, _)| NAMING.contains(key)).map_or(name, |(_, value)| value)
}
