//! JSON-RPC 2.0: what a line asks, and how an answer is put.

use std::borrow::Cow;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::printer::json;

/// More values than any request holds. In memory a list takes many times what it takes in a line.
const MAX_VALUES: usize = 1_000;

/// How many bytes an escape takes that stands for a code unit of UTF-16: `\ud83d`.
const UNIT_BYTES: usize = 6;

/// A request, or a notification if it has no id.
#[derive(Debug, PartialEq)]
pub(super) struct Message {
    pub(super) id: Option<Value>,
    pub(super) method: String,
    /// An object, empty if there is none.
    pub(super) params: Value,
}

/// Why there is no result.
#[derive(Debug, PartialEq, Serialize)]
pub(super) struct Fault {
    code: i32,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Value>,
}

/// What is no message, and the id that it is answered under.
#[derive(Debug, PartialEq)]
pub(super) struct Refused {
    pub(super) id: Value,
    pub(super) fault: Fault,
}

impl Fault {
    /// A line is no JSON.
    pub(super) fn no_json(why: impl ToString) -> Fault {
        Fault { code: -32700, message: why.to_string(), data: None }
    }

    /// It is JSON, but no message.
    pub(super) fn no_message(why: impl ToString) -> Fault {
        Fault { code: -32600, message: why.to_string(), data: None }
    }

    /// There is no such method.
    pub(super) fn no_method(method: &str) -> Fault {
        Fault { code: -32601, message: format!("there is no method {method:?}"), data: None }
    }

    /// A method can't be asked so.
    pub(super) fn bad_params(why: impl ToString) -> Fault {
        Fault { code: -32602, message: why.to_string(), data: None }
    }

    /// A newer search has come, or the end: the code is that of the Language Server Protocol.
    pub(super) fn cancelled() -> Fault {
        Fault { code: -32800, message: "stopped by a newer search or a shutdown".to_owned(), data: None }
    }

    /// It could not be done; `data` says what a command of the program would say in `error`.
    pub(super) fn failed(message: String, data: Value) -> Fault {
        Fault { code: -32000, message, data: Some(data) }
    }
}

impl Message {
    /// Whether nothing is asked behind it.
    pub(super) fn is_last(&self) -> bool {
        self.method == "shutdown" && self.params.as_object().is_some_and(Map::is_empty)
    }

    /// Reads a line.
    pub(super) fn parse(line: &[u8]) -> Result<Message, Refused> {
        let refuse = |id, fault| Err(Refused { id, fault });
        if n_values(line) > MAX_VALUES {
            let why = format!("it holds more than {MAX_VALUES} values");
            return refuse(Value::Null, Fault::no_json(why));
        }
        let mut fields: Map<String, Value> = match serde_json::from_slice(&with_whole_characters(line)) {
            Ok(Value::Object(fields)) => fields,
            Ok(_) => return refuse(Value::Null, Fault::no_message("a message is one object")),
            Err(error) => return refuse(Value::Null, Fault::no_json(error)),
        };
        let id = fields.remove("id");
        if !id.as_ref().is_none_or(is_id) {
            let why = "an id is a number of 64 bits at most, a string or null";
            return refuse(Value::Null, Fault::no_message(why));
        }
        let answer_to = id.clone().unwrap_or_default();
        if fields.get("jsonrpc").and_then(Value::as_str) != Some("2.0") {
            return refuse(answer_to, Fault::no_message("jsonrpc is \"2.0\" in every message"));
        }
        let Some(Value::String(method)) = fields.remove("method") else {
            return refuse(answer_to, Fault::no_message("method is a string in every message"));
        };
        match fields.remove("params").unwrap_or_else(|| Map::new().into()) {
            params @ Value::Object(_) => Ok(Message { id, method, params }),
            _ => refuse(answer_to, Fault::bad_params("params are an object: each has a name")),
        }
    }
}

/// Whether an answer can name it as it came: of a number that is larger only an approximation would be left.
fn is_id(id: &Value) -> bool {
    const MAX_EXACT: f64 = (1_u64 << f64::MANTISSA_DIGITS) as f64;
    match id {
        Value::Number(number) => !number.is_f64() || number.as_f64().is_some_and(|n| n.abs() <= MAX_EXACT),
        id => id.is_null() || id.is_string(),
    }
}

/// JSON whose strings hold whole characters alone. Half of one, as JavaScript writes it for an emoji that was cut in two,
/// becomes U+FFFD, which takes one code unit as well.
fn with_whole_characters(line: &[u8]) -> Cow<'_, [u8]> {
    let mut whole = Cow::Borrowed(line);
    let mut at = 0;
    while let Some(n_before) = line[at..].iter().position(|&byte| byte == b'\\') {
        at += n_before;
        let n_bytes = match (code_unit(line, at), code_unit(line, at + UNIT_BYTES)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => 2 * UNIT_BYTES,
            (Some(0xd800..=0xdfff), _) => {
                whole.to_mut()[at..at + UNIT_BYTES].copy_from_slice(b"\\ufffd");
                UNIT_BYTES
            }
            _ => 2,
        };
        at = (at + n_bytes).min(line.len());
    }
    whole
}

/// The code unit that an escape stands for, if one begins there.
fn code_unit(line: &[u8], at: usize) -> Option<u16> {
    let digits = line.get(at..at + UNIT_BYTES)?.strip_prefix(b"\\u")?;
    u16::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()
}

/// How many values there are in a line of JSON at most, names of fields among them: told by what stands before them.
fn n_values(line: &[u8]) -> usize {
    let (mut n_values, mut in_string, mut is_escaped) = (1, false, false);
    for byte in line {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = in_string,
            b'"' => in_string = !in_string,
            b',' | b':' | b'[' | b'{' if !in_string => n_values += 1,
            _ => {}
        }
    }
    n_values
}

/// An answer as a line. `result` is JSON on one line.
pub(super) fn result(id: &Value, result: &[u8]) -> Vec<u8> {
    let mut line = format!("{{\"jsonrpc\":\"2.0\",\"id\":{},\"result\":", json::line(id)).into_bytes();
    line.extend(result.trim_ascii_end());
    line.extend(b"}\n");
    line
}

/// An answer that says why there is none, as a line.
pub(super) fn fault(id: &Value, fault: &Fault) -> Vec<u8> {
    let (id, fault) = (json::line(id), json::line(fault));
    format!("{{\"jsonrpc\":\"2.0\",\"id\":{id},\"error\":{fault}}}\n").into_bytes()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[track_caller]
    fn refused(line: &str) -> (Value, i32) {
        let refused = Message::parse(line.as_bytes()).unwrap_err();
        (refused.id, refused.fault.code)
    }

    #[test]
    fn requests_and_notifications() {
        let line = r#"{"jsonrpc":"2.0","id":"a","method":"search","params":{"query":"池"},"more":1}"#;
        let message =
            Message { id: Some(json!("a")), method: "search".to_owned(), params: json!({"query": "池"}) };
        assert_eq!(Message::parse(line.as_bytes()), Ok(message));
        let message = Message::parse(br#"{"jsonrpc":"2.0","method":"sync"}"#).unwrap();
        assert_eq!((message.id, message.params), (None, json!({})));
    }

    #[test]
    fn what_is_no_message_is_told_apart() {
        assert_eq!(refused("{"), (Value::Null, -32700));
        assert_eq!(refused("\u{feff}{}"), (Value::Null, -32700));
        assert_eq!(refused(&"[".repeat(100_000)), (Value::Null, -32700));
        assert_eq!(refused("[]"), (Value::Null, -32600));
        assert_eq!(refused(r#"{"id":7,"method":"sync"}"#), (json!(7), -32600));
        assert_eq!(refused(r#"{"jsonrpc":"2.0","id":7}"#), (json!(7), -32600));
        assert_eq!(refused(r#"{"jsonrpc":"2.0","id":[7],"method":"sync"}"#), (Value::Null, -32600));
        assert_eq!(refused(r#"{"jsonrpc":"2.0","id":7,"method":"sync","params":[1]}"#), (json!(7), -32602));
        let line = |id: &str| format!(r#"{{"jsonrpc":"2.0","id":{id},"method":"sync"}}"#);
        for id in ["18446744073709551616", "-1e300"] {
            assert_eq!(refused(&line(id)), (Value::Null, -32600));
        }
        for id in ["18446744073709551615", "-9223372036854775808", "1.5"] {
            assert!(Message::parse(line(id).as_bytes()).is_ok(), "{id}");
        }
    }

    #[test]
    fn half_a_character_is_one_that_nobody_knows() {
        let query = |typed: &str| {
            let line =
                format!(r#"{{"jsonrpc":"2.0","id":7,"method":"search","params":{{"query":"{typed}"}}}}"#);
            Message::parse(line.as_bytes()).unwrap().params["query"].clone()
        };
        for (typed, expected) in [
            (r"\ud83d", "\u{fffd}"),
            (r"a\udc00\ud83d\ude00b", "a\u{fffd}😀b"),
            (r"\uD83D\uD83D\uDE00", "\u{fffd}😀"),
            (r"\\ud83d\n\u6c60", "\\ud83d\n池"),
            (r"\ud83d\\ude00", "\u{fffd}\\ude00"),
        ] {
            assert_eq!(query(typed), expected, "{typed}");
        }
        assert_eq!(refused(r#"{"id":"\ud83"#), (Value::Null, -32700));
    }

    #[test]
    fn what_stands_in_a_string_is_one_value() {
        assert_eq!(n_values(br#""[,{:\"[,{:\\""#), 1);
        assert_eq!(n_values(br#"{"a":[1,{"b":"\\"}],"c":",,"}"#), 9);
        let text = ",[{:".repeat(10_000);
        let line = json!({"jsonrpc": "2.0", "method": "put", "params": {"text": text}}).to_string();
        assert_eq!(Message::parse(line.as_bytes()).unwrap().params["text"], text);
    }

    #[test]
    fn a_list_has_no_more_values_than_a_request_needs() {
        let request = |n: usize| {
            let params = json!({"path": vec!["a"; n]});
            json!({"jsonrpc": "2.0", "id": 7, "method": "search", "params": params}).to_string()
        };
        assert!(Message::parse(request(900).as_bytes()).is_ok());
        assert_eq!(refused(&request(1_000)), (Value::Null, -32700));
    }

    #[test]
    fn an_answer_is_one_line() {
        let id = json!("a\u{2028}\n");
        assert_eq!(result(&id, b"[1]\n"), b"{\"jsonrpc\":\"2.0\",\"id\":\"a\\u2028\\n\",\"result\":[1]}\n");
        let line = fault(&Value::Null, &Fault::no_method("x\ny"));
        assert_eq!(line.iter().filter(|&&byte| byte == b'\n').count(), 1);
    }
}
