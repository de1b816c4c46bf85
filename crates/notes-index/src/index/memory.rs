//! An index that lives in memory.

use super::buffers::{Buffer, indexed};
use super::commit::Payload;
use super::manifest::Manifest;
use super::prepare::Ready;
use super::writer;
use crate::engine::{Engine, FewSegments, NoteSink};
use crate::error::Result;
use crate::note::NotePath;

/// An index in memory: the engine, and the manifest that a folder would hold.
#[derive(Debug)]
pub(super) struct Memory {
    pub(super) engine: Engine,
    pub(super) manifest: Manifest,
}

impl Memory {
    /// Replaces or removes one note and commits.
    pub(super) fn edit(&mut self, path: &NotePath, new: Option<&Buffer>) -> Result<()> {
        let index = |new: &Buffer| indexed(&self.engine, path, &new.text, new.put_ns);
        let new = new.map(index).transpose()?;
        let mut writer = writer::open(&self.engine, 0)?;
        writer.remove(path);
        let mut read = Vec::new();
        if let Some(Ready { documents, entry, .. }) = new {
            writer.add(documents)?;
            read.push((path.clone(), entry));
        }
        let next = self.manifest.updated(std::slice::from_ref(path), &read);
        writer.commit(&Payload::of(&next, "").encode(), FewSegments::Small)?;
        self.manifest = next;
        Ok(())
    }
}
