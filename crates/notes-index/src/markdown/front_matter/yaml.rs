//! YAML by its rules, within a budget that no hostile block can exceed.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::options::{DuplicateKeyPolicy, MergeKeyPolicy, NonFiniteFloatPolicy};
use serde_saphyr::{Location, Spanned};

use super::{Entry, Invalid, path};

/// How deep lists and maps may be nested: real front matter has two or three levels.
const MAX_DEPTH: usize = 16;

/// Reads a block.
pub(super) fn entries(text: &str) -> Result<Vec<Entry>, Invalid> {
    let node: Node = serde_saphyr::from_str_with_options(text, options()).map_err(|error| invalid(&error))?;
    match node.value {
        Value::Null => Ok(Vec::new()),
        Value::Map(_) => flatten(text, node),
        Value::Text(_) | Value::Plain | Value::List(_) => {
            Err(Invalid { line: 1, why: "it has no keys".to_owned() })
        }
    }
}

fn options() -> serde_saphyr::Options {
    serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            flow_nesting_limit: MAX_DEPTH,
            max_depth: MAX_DEPTH,
            max_events: 20_000,
            max_nodes: 10_000,
            max_documents: 1,
            max_anchors: 100,
            max_aliases: 100,
            max_recorded_anchor_events: 10_000,
        },
        alias_limits: serde_saphyr::alias_limits! {
            max_total_replayed_events: 10_000,
            max_replay_stack_depth: MAX_DEPTH,
        },
        duplicate_keys: DuplicateKeyPolicy::PassThrough,
        merge_keys: MergeKeyPolicy::AsOrdinary,
        non_finite_float_policy: NonFiniteFloatPolicy::AsString,
        with_snippet: false,
    }
}

fn invalid(error: &serde_saphyr::Error) -> Invalid {
    let line = error.location().map_or(1, |location| line(&location));
    if matches!(error, serde_saphyr::Error::Budget { .. }) {
        return Invalid { line, why: "it holds more than front matter may".to_owned() };
    }
    let message = error.to_string();
    // The place is told by the warning's line.
    let why = message.split(" at line ").next().unwrap_or_default().trim_end_matches('.');
    Invalid { line, why: why.to_owned() }
}

fn line(location: &Location) -> u32 {
    u32::try_from(location.line()).unwrap_or(1).max(1)
}

/// A value and where it is written.
type Node = Spanned<Value>;

enum Value {
    Null,
    /// A number or a boolean, for which the text as written counts.
    Plain,
    Text(String),
    List(Vec<Node>),
    Map(Vec<(Node, Node)>),
}

/// Turns a tree into keys and values without recursion, in the order of the text.
fn flatten(text: &str, root: Node) -> Result<Vec<Entry>, Invalid> {
    let mut entries = Vec::new();
    let mut rest = vec![(String::new(), false, root)];
    while let Some((key, in_list, node)) = rest.pop() {
        match node.value {
            Value::List(items) => rest.extend(items.into_iter().rev().map(|item| (key.clone(), true, item))),
            Value::Map(pairs) => {
                for (name, value) in pairs.into_iter().rev() {
                    rest.push((path(&key, &scalar(text, name)?), false, value));
                }
            }
            _ => entries.push(Entry { key, value: scalar(text, node)?, in_list }),
        }
    }
    Ok(entries)
}

/// The text of a value that holds no others. `{{ name }}` of a template would be a map as a key.
fn scalar(text: &str, node: Node) -> Result<String, Invalid> {
    match node.value {
        Value::Null => Ok(String::new()),
        Value::Text(text) => Ok(text.trim().to_owned()),
        Value::Plain => Ok(slice(text, &node.defined).unwrap_or_default().to_owned()),
        Value::List(_) | Value::Map(_) => {
            Err(Invalid { line: line(&node.defined), why: "a key is a list or a map".to_owned() })
        }
    }
}

fn slice<'a>(text: &'a str, location: &Location) -> Option<&'a str> {
    let span = location.span();
    let start = usize::try_from(span.byte_offset()?).ok()?;
    let len = usize::try_from(span.byte_len()?).ok()?;
    text.get(start..start.checked_add(len)?).map(str::trim)
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

/// Recursion over lists and maps ends at [`MAX_DEPTH`].
struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Value, E> {
        Ok(Value::Plain)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Value, E> {
        Ok(Value::Plain)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Value, E> {
        Ok(Value::Plain)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Value, E> {
        Ok(Value::Plain)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Value, E> {
        Ok(Value::Plain)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Value, E> {
        Ok(Value::Plain)
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_bytes<E>(self, _: &[u8]) -> Result<Value, E> {
        Ok(Value::Plain)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<Value, A::Error> {
        let mut map = Vec::new();
        while let Some(pair) = pairs.next_entry()? {
            map.push(pair);
        }
        Ok(Value::Map(map))
    }
}
