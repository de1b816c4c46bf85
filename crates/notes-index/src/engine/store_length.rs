//! The one length in its files that tantivy asks memory for before it has read what is so long: of how many layers the
//! index of the stored records is made. Rot there would ask for more than there is, and that ends a process: no
//! border catches it.

use tantivy::directory::FileHandle;

/// At the end of each file a text, then its length and a number, of four bytes each.
const TAIL_BYTES: usize = 8;
/// Before that, at the end of stored records: a version of four bytes, and in eight where the layers begin.
const FOOTER_BYTES: usize = 28;
/// What the last byte of a number has of those that take as many as they need. There are never a hundred
/// layers: one for each power of eight.
const LAST_BYTE: u8 = 0x80;

/// Whether the number of layers may be one. What is no file of stored records at all is left to tantivy.
pub(super) fn is_sound(file: &dyn FileHandle) -> bool {
    first_byte(file).is_none_or(|byte| byte & LAST_BYTE != 0)
}

/// The first byte of the number of layers.
fn first_byte(file: &dyn FileHandle) -> Option<u8> {
    let tail = file.len().checked_sub(TAIL_BYTES)?;
    let text_len = u32::from_le_bytes(bytes(file, tail)?);
    let footer = tail.checked_sub(text_len as usize)?.checked_sub(FOOTER_BYTES)?;
    let at = usize::try_from(u64::from_le_bytes(bytes(file, footer + 4)?)).ok()?;
    (at < footer).then(|| bytes::<1>(file, at))?.map(|[byte]| byte)
}

fn bytes<const N: usize>(file: &dyn FileHandle, at: usize) -> Option<[u8; N]> {
    file.read_bytes(at..at.checked_add(N)?).ok()?.as_slice().try_into().ok()
}
