//! What a commit says of itself, and the generation that it stands in.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::layout::MANIFESTS;
use super::manifest::Manifest;
use super::store::{Identity, Store, WriterLock};
use crate::disk;
use crate::engine::Engine;
use crate::error::{Error, Result};
use crate::search::Totals;

/// What a commit says of itself.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Payload {
    #[serde(flatten)]
    pub(super) totals: Totals,
    /// The name of the manifest that belongs to the commit.
    pub(super) manifest: String,
    /// See [`Manifest::commit`].
    pub(super) commit: u64,
}

/// A generation that can be read, and what it holds.
pub(super) struct Current {
    pub(super) engine: Engine,
    pub(super) payload: Payload,
    pub(super) generation: u64,
}

/// Opens a generation at its last commit.
pub(super) fn open_generation(store: &Store, identity: &Identity) -> Result<Current> {
    let dir = store.generation(identity.generation);
    let engine = Engine::open(&dir)?;
    let payload = Payload::decode(engine.payload()?, &dir)?;
    Ok(Current { engine, payload, generation: identity.generation })
}

/// What the last commit of a generation says of itself; whether its files are whole is not asked.
pub(super) fn last_payload(store: &Store, identity: &Identity) -> Result<Payload> {
    let dir = store.generation(identity.generation);
    Payload::decode(Engine::payload_in(&dir)?, &dir)
}

impl Current {
    /// The manifest that belongs to the commit.
    ///
    /// # Errors
    /// [`Error::is_missing`] or [`Error::is_unusable`] if there is another in its place.
    pub(super) fn manifest(&self, store: &Store) -> Result<Manifest> {
        let path = store.generation(self.generation).join(&self.payload.manifest);
        let manifest = Manifest::read(&path)?;
        match manifest.commit == self.payload.commit {
            true => Ok(manifest),
            false => Err(Error::unusable(path, "its list of notes is that of another commit")),
        }
    }

    /// Whether the generation stands in the index folder: behind a link nothing is written.
    pub(super) fn is_in_place(&self, store: &Store) -> bool {
        disk::is_dir(&store.generation(self.generation))
    }

    /// Removes what killed writers left, if they left anything and nobody is writing.
    pub(super) fn tidy(&self, store: &Store) {
        if (self.engine.has_leftovers(&MANIFESTS) || store.has_leftovers(self.generation))
            && self.is_in_place(store)
            && let Ok(Ok(lock)) = store.try_lock()
        {
            self.sweep(store, &lock);
        }
    }

    /// Removes what killed writers left.
    pub(super) fn sweep(&self, store: &Store, _lock: &WriterLock) {
        self.engine.sweep(&MANIFESTS);
        store.sweep(self.generation);
    }

    /// Spares later readers the work of reading whole files, if that was needed to trust them and nobody
    /// is writing.
    pub(super) fn seal_again(&self, store: &Store) {
        if self.engine.is_worth_a_seal()
            && self.is_in_place(store)
            && let Ok(Ok(_lock)) = store.try_lock()
        {
            self.engine.seal_again();
        }
    }

    /// Writes the manifest of the next commit beside that of the last one.
    pub(super) fn next_manifest(&self, store: &Store, manifest: &Manifest) -> Result<String> {
        let name = if self.payload.manifest == MANIFESTS[0] { MANIFESTS[1] } else { MANIFESTS[0] };
        manifest.write(&store.generation(self.generation).join(name))?;
        Ok(name.to_owned())
    }
}

impl Payload {
    pub(super) fn of(manifest: &Manifest, name: &str) -> Payload {
        Payload { totals: manifest.totals(), manifest: name.to_owned(), commit: manifest.commit }
    }

    fn decode(text: Option<String>, dir: &Path) -> Result<Payload> {
        let payload = text.and_then(|text| serde_json::from_str(&text).ok());
        payload.ok_or_else(|| Error::unusable(dir, "its last commit says nothing of itself"))
    }

    pub(super) fn encode(&self) -> String {
        serde_json::to_string(self).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An index that was made before is read by it.
    #[test]
    fn what_a_commit_says_of_itself_has_one_form() {
        let totals = Totals { notes: 1, sections: 2, code_blocks: 3, words: 4, name_words: 5 };
        let payload = Payload { totals, manifest: "manifest-b".to_owned(), commit: 6 };
        let text = r#"{"notes":1,"sections":2,"code_blocks":3,"words":4,"name_words":5,"manifest":"manifest-b","commit":6}"#;
        assert_eq!(payload.encode(), text);
        assert_eq!(Payload::decode(Some(text.to_owned()), Path::new("")).unwrap().encode(), text);
    }
}
