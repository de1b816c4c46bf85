//! Checks lengths in files of stored records. Before it reads something, tantivy asks for as much memory as a length
//! says: if that has rotted, for more than there is, which ends the process, and no border catches it. So lengths are
//! looked at before tantivy sees them, and what is stored is taken out of its bytes here.

use std::io::{self, ErrorKind};
use std::ops::Range;
use std::sync::Arc;

use tantivy::HasLen;
use tantivy::directory::{FileHandle, OwnedBytes};
use tantivy::schema::Field;

/// The bit that marks the last byte of a number which takes as many bytes as it needs.
const LAST_BYTE: u8 = 0x80;
/// What each file ends with, behind a text: the length of that text, and a number, of four bytes each.
const TAIL_BYTES: usize = 8;
/// Before that, at the end of stored records: a version of four bytes, and in eight where the layers of their index
/// begin, which is where the blocks end.
const FOOTER_BYTES: usize = 28;

/// A file of stored records whose lengths are looked at.
#[derive(Debug)]
pub(super) struct Stored {
    file: Arc<dyn FileHandle>,
    /// Where its blocks end.
    blocks_end: usize,
}

impl Stored {
    /// What is no file of stored records at all is left to tantivy.
    ///
    /// # Errors
    /// If the number of layers of its index can't be one: there are never a hundred, one for each power of eight, so
    /// that it is one byte.
    pub(in crate::engine) fn open(file: Arc<dyn FileHandle>) -> io::Result<Stored> {
        let blocks_end = blocks_end(&*file);
        match blocks_end.and_then(|at| bytes(&*file, at)) {
            Some([n_layers]) if n_layers & LAST_BYTE == 0 => Err(damaged()),
            _ => Ok(Stored { file, blocks_end: blocks_end.unwrap_or(0) }),
        }
    }
}

impl HasLen for Stored {
    fn len(&self) -> usize {
        self.file.len()
    }
}

impl FileHandle for Stored {
    /// Hands out a block only if both lengths that it gives for its unpacked form are the same.
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        let is_block = !range.is_empty() && range.end <= self.blocks_end;
        let bytes = self.file.read_bytes(range)?;
        if is_block && !is_sound_block(&bytes) { Err(damaged()) } else { Ok(bytes) }
    }
}

fn damaged() -> io::Error {
    io::Error::new(ErrorKind::InvalidData, "its stored records are damaged")
}

fn blocks_end(file: &dyn FileHandle) -> Option<usize> {
    let tail = file.len().checked_sub(TAIL_BYTES)?;
    let text_len = u32::from_le_bytes(bytes(file, tail)?);
    let footer = tail.checked_sub(text_len as usize)?.checked_sub(FOOTER_BYTES)?;
    let at = usize::try_from(u64::from_le_bytes(bytes(file, footer + 4)?)).ok()?;
    (at < footer).then_some(at)
}

fn bytes<const N: usize>(file: &dyn FileHandle, at: usize) -> Option<[u8; N]> {
    file.read_bytes(at..at.checked_add(N)?).ok()?.as_slice().try_into().ok()
}

/// Whether the length that tantivy writes before a block is the one that zstd writes into it.
fn is_sound_block(block: &[u8]) -> bool {
    let parts = block.split_first_chunk();
    parts.is_some_and(|(len, frame)| content_len(frame) == Some(u64::from(u32::from_le_bytes(*len))))
}

/// How many bytes a frame of zstd says that it holds (RFC 8878, section 3.1.1).
fn content_len(frame: &[u8]) -> Option<u64> {
    let (&descriptor, rest) = frame.strip_prefix(&[0x28, 0xb5, 0x2f, 0xfd])?.split_first()?;
    let is_single = descriptor & 0x20 != 0;
    let dictionary_bytes = [0, 1, 2, 4][usize::from(descriptor & 3)];
    let field = rest.get(usize::from(!is_single) + dictionary_bytes..)?;
    match descriptor >> 6 {
        0 => field.first().filter(|_| is_single).map(|&byte| byte.into()),
        1 => field.first_chunk().map(|&bytes| u64::from(u16::from_le_bytes(bytes)) + 256),
        2 => field.first_chunk().map(|&bytes| u32::from_le_bytes(bytes).into()),
        _ => field.first_chunk().map(|&bytes| u64::from_le_bytes(bytes)),
    }
}

/// The bytes of a text or bytes in a stored document; nothing if it has none, or if it is damaged before that.
pub(in crate::engine) fn value(mut document: &[u8], field: Field) -> Option<&[u8]> {
    for _ in 0..number(&mut document)? {
        let (head, rest) = document.split_at_checked(size_of::<u32>() + 1)?;
        document = rest;
        // The byte behind the field's number says of what kind the value is, which follows from the field.
        let id = u32::from_le_bytes(*head.first_chunk()?);
        let len = usize::try_from(number(&mut document)?).ok()?;
        let (value, rest) = document.split_at_checked(len)?;
        if id == field.field_id() {
            return Some(value);
        }
        document = rest;
    }
    None
}

/// A number of seven bits a byte, the lowest first.
fn number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..u64::BITS).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & !LAST_BYTE) << shift;
        if byte & LAST_BYTE != 0 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(id: u32) -> Field {
        Field::from_field_id(id)
    }

    /// A file of one block, with a byte for the number of layers.
    fn file(block: &[u8], n_layers: u8) -> io::Result<Stored> {
        let version_and_place = [&[0; 4][..], &(block.len() as u64).to_le_bytes(), &[0; 16]].concat();
        let text = [&b"{}"[..], &2u32.to_le_bytes(), &[0; 4]].concat();
        let bytes = [block, &[n_layers], &version_and_place, &text].concat();
        Stored::open(Arc::new(OwnedBytes::new(bytes)))
    }

    /// What zstd begins a frame of `content_len` with.
    fn frame(descriptor: u8, content_len: &[u8]) -> Vec<u8> {
        [&[0x28, 0xb5, 0x2f, 0xfd, descriptor][..], content_len].concat()
    }

    #[test]
    fn lengths_of_which_nothing_is_so_long_are_damage() {
        let block = [&9u32.to_le_bytes()[..], &frame(0x20, &[9])].concat();
        let read = |stored: &Stored| stored.read_bytes(0..stored.blocks_end).map(|bytes| bytes.to_vec());
        assert_eq!(read(&file(&block, 0x81).unwrap()).unwrap(), block);
        for at in 0..block.len() {
            let mut rotten = block.clone();
            rotten[at] ^= 0x40;
            let error = read(&file(&rotten, 0x81).unwrap()).unwrap_err();
            assert_eq!(error.kind(), ErrorKind::InvalidData, "{at}");
        }
        assert_eq!(file(&block, 1).unwrap_err().kind(), ErrorKind::InvalidData);
    }

    #[test]
    fn frames_say_how_much_they_hold() {
        let long = frame(0xe0, &70_000u64.to_le_bytes());
        assert_eq!(content_len(&long), Some(70_000));
        assert_eq!(content_len(&frame(0xa0, &70_000u32.to_le_bytes())), Some(70_000));
        assert_eq!(content_len(&frame(0x60, &44u16.to_le_bytes())), Some(300));
        // With a window and the name of a dictionary before it.
        assert_eq!(content_len(&frame(0x82, &[0, 1, 2, 7, 0, 0, 0])), Some(7));
        assert_eq!((content_len(&frame(0, &[9])), content_len(&long[..12])), (None, None));
    }

    #[test]
    fn values_are_told_by_their_fields_and_cut_short_nowhere() {
        let document = [0x82, 7, 0, 0, 0, 0, 0x83, b'a', b'b', b'c', 9, 0, 0, 0, 7, 0x81, b'z'];
        assert_eq!(value(&document, field(7)), Some(&b"abc"[..]));
        assert_eq!((value(&document, field(9)), value(&document, field(8))), (Some(&b"z"[..]), None));
        for end in 0..document.len() {
            assert_eq!(value(&document[..end], field(9)), None);
        }
    }

    #[test]
    fn a_length_beyond_the_end_is_damage() {
        assert_eq!(value(&[0x81, 7, 0, 0, 0, 0, 0x84, b'a', b'b', b'c'], field(7)), None);
        let endless = [&[0x81, 7, 0, 0, 0, 0][..], &[0x7f; 12]].concat();
        assert_eq!(value(&endless, field(7)), None);
    }
}
