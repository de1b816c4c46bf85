//! What is stored of a document, taken out of its bytes: tantivy asks memory for as many as a length says, whatever is
//! there, and rot there would end the process.

use tantivy::schema::Field;

/// What the last byte of a number has of those that take as many as they need.
const LAST_BYTE: u8 = 0x80;

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
