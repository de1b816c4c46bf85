//! The values of a block from its lines: what is left when the block is not valid, or too large.

use super::lines::{Piece, Role};
use super::{Entry, path};

/// The most values that are read.
const MAX_ENTRIES: usize = 10_000;

/// Puts the pieces of a block together to keys and values.
pub(super) fn entries(text: &str, pieces: &[Piece]) -> Vec<Entry> {
    let mut reader = Reader::default();
    for piece in pieces {
        reader.take(piece, &text[piece.range.clone()]);
        if reader.entries.len() > MAX_ENTRIES {
            break;
        }
    }
    reader.entries
}

#[derive(Default)]
struct Reader {
    entries: Vec<Entry>,
    /// The path of the table that the next keys belong to.
    table: String,
    /// The keys that the next line may belong to, outermost first: their indentation and path.
    parents: Vec<(usize, String)>,
}

impl Reader {
    fn take(&mut self, piece: &Piece, text: &str) {
        match piece.role {
            Role::Mark => {}
            Role::Table => {
                self.parents.clear();
                self.table = path("", text);
            }
            Role::Key => self.key(piece.indent, text),
            Role::Item => self.item(text),
            Role::Value | Role::Continuation => self.text(text),
        }
    }

    fn key(&mut self, indent: usize, key: &str) {
        while self.parents.last().is_some_and(|(of_parent, _)| *of_parent >= indent) {
            self.parents.pop();
        }
        let parent = self.parents.last().map_or(self.table.as_str(), |(_, path)| path);
        let key = path(parent, key);
        // A key that only holds other keys has no value of its own.
        self.entries.pop_if(|last| last.value.is_empty() && last.key == parent);
        self.parents.push((indent, key.clone()));
        self.entries.push(Entry { key, value: String::new(), in_list: false });
    }

    fn item(&mut self, text: &str) {
        let Some(last) = self.entries.last_mut() else { return };
        if last.value.is_empty() {
            (last.value, last.in_list) = (text.to_owned(), true);
        } else {
            let key = last.key.clone();
            self.entries.push(Entry { key, value: text.to_owned(), in_list: true });
        }
    }

    fn text(&mut self, text: &str) {
        let Some(last) = self.entries.last_mut() else { return };
        if !last.value.is_empty() {
            last.value.push(' ');
        }
        last.value.push_str(text);
    }
}
