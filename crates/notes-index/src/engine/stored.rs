//! The two lengths of stored records that tantivy asks memory for before it has read what is so long: rot there would
//! ask for more than there is, and that ends a process; no border catches it. So the first is looked at before a
//! file is opened, and what is stored is taken out of its bytes here.

use tantivy::directory::FileHandle;
use tantivy::schema::Field;

/// What the last byte of a number has of those that take as many as they need.
const LAST_BYTE: u8 = 0x80;
/// At the end of each file a text, then its length and a number, of four bytes each.
const TAIL_BYTES: usize = 8;
/// Before that, at the end of stored records: a version of four bytes, and in eight where the layers of their index
/// begin.
const FOOTER_BYTES: usize = 28;

/// Whether the number of layers of the index may be one: there are never a hundred, one for each power of eight, so
/// that it is one byte. What is no file of stored records at all is left to tantivy.
pub(super) fn is_sound(file: &dyn FileHandle) -> bool {
    n_layers(file).is_none_or(|byte| byte & LAST_BYTE != 0)
}

/// The first byte of the number of layers.
fn n_layers(file: &dyn FileHandle) -> Option<u8> {
    let tail = file.len().checked_sub(TAIL_BYTES)?;
    let text_len = u32::from_le_bytes(bytes(file, tail)?);
    let footer = tail.checked_sub(text_len as usize)?.checked_sub(FOOTER_BYTES)?;
    let at = usize::try_from(u64::from_le_bytes(bytes(file, footer + 4)?)).ok()?;
    (at < footer).then(|| bytes::<1>(file, at))?.map(|[byte]| byte)
}

fn bytes<const N: usize>(file: &dyn FileHandle, at: usize) -> Option<[u8; N]> {
    file.read_bytes(at..at.checked_add(N)?).ok()?.as_slice().try_into().ok()
}

/// The bytes of a text or bytes in a stored document; nothing if it has none, or if it is damaged before that.
pub(super) fn value(mut document: &[u8], field: Field) -> Option<&[u8]> {
    for _ in 0..number(&mut document)? {
        let (head, rest) = document.split_at_checked(size_of::<u32>() + 1)?;
        document = rest;
        // Which kind of value it is follows from the field.
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
