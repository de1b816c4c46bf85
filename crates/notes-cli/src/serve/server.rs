//! A request → its answer.

use std::cell::RefCell;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::SystemTime;
use std::{io, iter};

use notes_index::{NoteIndex, NotePath, SyncOptions};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde::de::value::MapDeserializer;
use serde_json::Value;

use super::buffers::Buffers;
use super::inbox::{Incoming, Waiting};
use super::params::{NoParams, PutParams, RemoveParams};
use super::protocol::{self, Fault, Message};
use super::search::Search;
use super::watcher::Watcher;
use crate::config::Config;
use crate::failure::{Failure, FailureKind, Result};
use crate::freshness::go_on_unless;
use crate::pending::{Look, look};
use crate::places::{Places, flattened};
use crate::printer::json;

/// What is kept between requests.
pub(super) struct Server<'a> {
    config: &'a Config,
    places: Places<'a>,
    index: Arc<NoteIndex>,
    /// Notes that are not what their files say.
    buffers: Buffers,
    watcher: Watcher,
}

/// What `status` says: the document of `notes status --json`, and what this process adds to it.
#[derive(Serialize)]
struct Status<'a> {
    buffers: Vec<&'a str>,
    watched: bool,
    index: Value,
}

impl<'a> Server<'a> {
    pub(super) fn new(config: &'a Config, places: Places<'a>) -> Result<Server<'a>> {
        let index = Arc::new(NoteIndex::open(config.index_options())?);
        Ok(Server { config, places, index, buffers: Buffers::default(), watcher: Watcher::default() })
    }

    /// Does what was asked. A notification has no answer.
    pub(super) fn answer(&mut self, incoming: Incoming) -> Option<Vec<u8>> {
        let Incoming { message, waiting } = incoming;
        let message = match message {
            Ok(message) => message,
            Err(refused) => return Some(protocol::fault(&refused.id, &refused.fault)),
        };
        let id = message.id.clone();
        let result = match waiting.stop.load(Ordering::Relaxed) {
            true => Err(Fault::cancelled()),
            false => self.result(message, waiting),
        };
        let id = id?;
        Some(match result {
            Ok(result) => protocol::result(&id, &result),
            Err(fault) => protocol::fault(&id, &fault),
        })
    }

    fn result(&mut self, message: Message, waiting: Waiting) -> Result<Vec<u8>, Fault> {
        let Message { method, params, .. } = message;
        match method.as_str() {
            "search" => self.search(Search { params: read(params)?, places: self.places, waiting }),
            "put" => self.put(read(params)?),
            "remove" => self.remove(read(params)?),
            "sync" => read(params).and_then(|NoParams {}| self.sync(&waiting)),
            "status" => read(params).and_then(|NoParams {}| self.status()),
            // The inbox has ended with it.
            "shutdown" => read(params).map(|NoParams {}| NOTHING.to_vec()),
            method => Err(Fault::no_method(method)),
        }
    }

    /// Watches from when there is an index: before, the watcher and a search would wait for each other.
    fn search(&mut self, search: Search<'_>) -> Result<Vec<u8>, Fault> {
        let document = search.answer(&self.index).map_err(fault)?;
        self.watcher.keep(&self.index);
        Ok(document)
    }

    fn put(&mut self, params: PutParams) -> Result<Vec<u8>, Fault> {
        let path = self.note(&params.path)?;
        match params.text {
            Some(_) if !self.index.would_take(&path) => {
                let root = self.places.root.display();
                let why = "its name is no note's, it is ignored, or something else stands there";
                return Err(Fault::bad_params(format_args!("{path} can be no note in {root}: {why}")));
            }
            Some(text) => {
                self.buffers.admit(&path, text.len()).map_err(fault)?;
                self.index.put_at(&path, &text, SystemTime::now()).map_err(fault)?;
                self.buffers.keep(path, text.len());
            }
            None => {
                self.index.release(&path).map_err(fault)?;
                self.buffers.give_up(&path);
            }
        }
        Ok(NOTHING.to_vec())
    }

    fn remove(&mut self, params: RemoveParams) -> Result<Vec<u8>, Fault> {
        let path = self.note(&params.path)?;
        self.buffers.admit(&path, 0).map_err(fault)?;
        self.index.remove(&path).map_err(fault)?;
        self.buffers.keep(path, 0);
        Ok(NOTHING.to_vec())
    }

    /// What is read of the notes is of use to nobody when this process ends.
    fn sync(&mut self, waiting: &Waiting) -> Result<Vec<u8>, Fault> {
        let options = SyncOptions::new(SystemTime::now());
        let report = self.index.sync_with(&options, &mut |_| go_on_unless(&waiting.is_ending));
        let report = report.map_err(fault)?;
        self.watcher.keep(&self.index);
        document(|out| json::write_report(&report, self.config, waiting.received.elapsed(), out))
    }

    fn status(&self) -> Result<Vec<u8>, Fault> {
        let Look { status, is_watched, pending } = look(&self.index).map_err(fault)?;
        let pending = pending.and_then(Result::ok);
        let index = document(|out| json::write_status(&status, pending, self.config, out))?;
        let status = Status {
            buffers: self.buffers.paths().collect(),
            watched: is_watched,
            index: serde_json::from_slice(&index).unwrap_or_default(),
        };
        Ok(json::line(&status).into_bytes())
    }

    /// A note as an editor names it, by its whole path, or as answers name it.
    fn note(&self, given: &str) -> Result<NotePath, Fault> {
        let path = Path::new(given);
        if !path.is_absolute() {
            return NotePath::new(given).map_err(Fault::bad_params);
        }
        let root = self.places.root.display();
        let outside = || Fault::bad_params(format_args!("{given} is outside of the notes in {root}"));
        self.index.note_path(&flattened(path)).ok_or_else(outside)
    }
}

/// The result of methods that are done and have nothing to tell.
const NOTHING: &[u8] = b"null";

/// Reads what a method takes. What is wrong with one of the params is told with its name.
fn read<T: DeserializeOwned>(params: Value) -> Result<T, Fault> {
    let Value::Object(params) = params else {
        return serde_json::from_value(params).map_err(Fault::bad_params);
    };
    let at = RefCell::new(None);
    let named = params.into_iter().inspect(|(name, _)| drop(at.replace(Some(name.clone()))));
    let ended = iter::from_fn(|| at.take().and(None));
    T::deserialize(MapDeserializer::new(named.chain(ended))).map_err(|error: serde_json::Error| {
        let message = error.to_string();
        match at.take().filter(|name| !message.contains(&format!("`{name}`"))) {
            Some(name) => Fault::bad_params(format_args!("{name}: {message}")),
            None => Fault::bad_params(message),
        }
    })
}

fn document(write: impl FnOnce(&mut dyn io::Write) -> io::Result<()>) -> Result<Vec<u8>, Fault> {
    let mut document = Vec::new();
    write(&mut document).map_err(fault)?;
    Ok(document)
}

fn fault(why: impl Into<Failure>) -> Fault {
    let failure = why.into();
    match failure.kind() {
        FailureKind::Cancelled => Fault::cancelled(),
        FailureKind::Usage | FailureKind::InvalidOption => Fault::bad_params(failure.message()),
        kind => {
            let failure = match hint_to_client(kind).filter(|_| failure.what_to_do().is_some()) {
                Some(hint) => failure.hint(hint),
                None => failure,
            };
            Fault::failed(failure.message(), json::failure(&failure))
        }
    }
}

/// What a client can do, where a command would name another command or an option.
fn hint_to_client(kind: FailureKind) -> Option<&'static str> {
    match kind.name() {
        "missing" => Some("build it with the method sync"),
        "unusable" => Some("search without \"sync\":\"never\": that builds it anew"),
        "locked" => Some("try again when it is done, or search the last state with \"sync\":\"never\""),
        _ => None,
    }
}
