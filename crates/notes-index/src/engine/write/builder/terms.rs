//! A field's terms, numbered in the order in which they are first seen.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

/// The longest terms that stand in a table of the narrow kind and of the wide kind, in bytes.
const MAX_NARROW: usize = 7;
const MIN_WIDE: usize = MAX_NARROW + 1;
const MAX_WIDE: usize = 15;
/// How many slots a table has at first; a power of two.
const MIN_SLOTS: usize = 1 << 8;
/// The number of no term.
const NONE: u32 = u32::MAX;

/// A field's terms. Most are so short that they stand in the tables themselves: what is asked for every token
/// looks at one place of memory, and such places are small and near each other.
#[derive(Default)]
pub(super) struct Terms {
    /// Two Han characters, most words of two, most English ones.
    narrow: Table<2>,
    wide: Table<4>,
    long: HashMap<Box<[u8]>, u32>,
    n_long_bytes: usize,
}

impl Terms {
    /// How many terms there are.
    pub(super) fn len(&self) -> usize {
        self.narrow.n_terms + self.wide.n_terms + self.long.len()
    }

    /// What the tables take, in bytes.
    pub(super) fn n_bytes(&self) -> usize {
        // Each long term takes a box and a number in its list.
        self.narrow.n_bytes() + self.wide.n_bytes() + self.n_long_bytes + self.long.capacity() * 24
    }

    /// The number of a term, which is taken in if it is new.
    pub(super) fn number(&mut self, term: &[u8]) -> u32 {
        let next = self.len() as u32;
        match term.len() {
            0..=MAX_NARROW => self.narrow.number(narrow_key(term), next),
            MIN_WIDE..=MAX_WIDE => self.wide.number(wide_key(term), next),
            _ => self.long_number(term, next),
        }
    }

    fn long_number(&mut self, term: &[u8], next: u32) -> u32 {
        if let Some(&number) = self.long.get(term) {
            return number;
        }
        self.n_long_bytes += term.len();
        self.long.insert(term.into(), next);
        next
    }

    /// The terms in the order of their bytes.
    pub(super) fn sorted(&self) -> Vec<Term<'_>> {
        let narrow = self.narrow.taken().map(|([a, b], number)| (whole([a, b, 0, 0], MAX_NARROW), number));
        let wide = self.wide.taken().map(|(key, number)| (whole(key, MAX_WIDE), number));
        let short = narrow.chain(wide).map(|(key, number)| Term { key, long: &[], number });
        let long = self.long.iter().map(|(term, &number)| Term { key: long_key(term), long: term, number });
        let mut sorted: Vec<Term<'_>> = short.chain(long).collect();
        sorted.sort_unstable();
        sorted
    }
}

/// A term and its number; ordered as the term's bytes are.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Term<'a> {
    /// Up to [`MAX_WIDE`] bytes, zeros behind them, and how many there are: one more for a longer term.
    key: u128,
    /// The whole term if it is a longer one.
    long: &'a [u8],
    pub(super) number: u32,
}

impl Term<'_> {
    /// Calls back with the term's bytes.
    pub(super) fn with_bytes<T>(&self, each: impl FnOnce(&[u8]) -> T) -> T {
        let bytes = self.key.to_be_bytes();
        let short = bytes.get(..usize::from(bytes[MAX_WIDE])).filter(|short| short.len() <= MAX_WIDE);
        each(short.unwrap_or(self.long))
    }
}

/// Keys of `N` words and the numbers of their terms, by open addressing.
struct Table<const N: usize> {
    slots: Vec<Slot<N>>,
    n_terms: usize,
    seeds: [u64; 2],
}

/// A key has a term's bytes and, in its last byte, how many there are; so no two terms have the same.
#[derive(Clone, Copy)]
struct Slot<const N: usize> {
    key: [u32; N],
    number: u32,
}

impl<const N: usize> Slot<N> {
    const FREE: Slot<N> = Slot { key: [0; N], number: NONE };
}

impl<const N: usize> Default for Table<N> {
    fn default() -> Table<N> {
        // Seeded at random, so that nobody can write a note whose terms all fall on one slot.
        let random = RandomState::new();
        let seeds = [random.hash_one(0), random.hash_one(1) | 1];
        Table { slots: vec![Slot::FREE; MIN_SLOTS], n_terms: 0, seeds }
    }
}

impl<const N: usize> Table<N> {
    fn n_bytes(&self) -> usize {
        self.slots.len() * size_of::<Slot<N>>()
    }

    /// The number of a key; `next` if it is new.
    fn number(&mut self, key: [u32; N], next: u32) -> u32 {
        let place = self.place(key);
        let slot = &mut self.slots[place];
        if slot.number != NONE {
            return slot.number;
        }
        *slot = Slot { key, number: next };
        self.n_terms += 1;
        if self.n_terms * 3 > self.slots.len() * 2 {
            self.grow();
        }
        next
    }

    /// The slot of a key, or the free one that it belongs into.
    fn place(&self, key: [u32; N]) -> usize {
        let mask = self.slots.len() - 1;
        let words = key.iter().fold(0, |words, &word| words << 32 | u128::from(word));
        let (high, low) = ((words >> 64) as u64, words as u64);
        let product = u128::from(low ^ self.seeds[0]) * u128::from(high ^ self.seeds[1]);
        let mut place = (product ^ (product >> 64)) as usize & mask;
        while self.slots[place].number != NONE && self.slots[place].key != key {
            place = (place + 1) & mask;
        }
        place
    }

    fn grow(&mut self) {
        let free = vec![Slot::FREE; self.slots.len() * 2];
        for slot in std::mem::replace(&mut self.slots, free) {
            if slot.number != NONE {
                let place = self.place(slot.key);
                self.slots[place] = slot;
            }
        }
    }

    fn taken(&self) -> impl Iterator<Item = ([u32; N], u32)> {
        self.slots.iter().filter(|slot| slot.number != NONE).map(|slot| (slot.key, slot.number))
    }
}

fn narrow_key(term: &[u8]) -> [u32; 2] {
    let bytes = term.iter().fold(0, |bytes, &byte| bytes << 8 | u64::from(byte));
    let key = bytes << (8 * (MAX_NARROW + 1 - term.len()) as u32 % 64) | term.len() as u64;
    [(key >> 32) as u32, key as u32]
}

fn wide_key(term: &[u8]) -> [u32; 4] {
    let mut bytes = [0; MAX_WIDE + 1];
    bytes[..term.len()].copy_from_slice(term);
    bytes[MAX_WIDE] = term.len() as u8;
    let key = u128::from_be_bytes(bytes);
    [96, 64, 32, 0].map(|shift| (key >> shift) as u32)
}

/// The key that all terms are sorted by, of one whose last byte, the count, follows `max` bytes.
fn whole(key: [u32; 4], max: usize) -> u128 {
    let key = key.iter().fold(0, |key, &word| key << 32 | u128::from(word));
    let count_at = 8 * (MAX_WIDE - max) as u32;
    let count = key >> count_at & 0xff;
    key ^ count << count_at | count
}

/// The same of a long term.
fn long_key(term: &[u8]) -> u128 {
    let mut bytes = [MAX_WIDE as u8 + 1; MAX_WIDE + 1];
    bytes[..MAX_WIDE].copy_from_slice(&term[..MAX_WIDE]);
    u128::from_be_bytes(bytes)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn terms_keep_their_numbers_and_come_out_sorted() {
        let mut expected = BTreeMap::new();
        let mut terms = Terms::default();
        let lengths = [
            "",
            "a",
            "连接",
            "seven77",
            "eight888",
            "exactly15bytes!",
            "sixteen bytes it",
            "much longer than any short one",
        ];
        let made = (0..20_000).map(|n| {
            lengths[n % lengths.len()].to_owned() + &"\0z连"[..[0, 1, 2, 5][n % 4]] + &n.to_string()
        });
        let all: Vec<String> = lengths.iter().map(|&term| term.to_owned()).chain(made).collect();
        for term in all.iter().chain(&all) {
            let next = expected.len() as u32;
            let number = *expected.entry(term.as_bytes()).or_insert(next);
            assert_eq!(terms.number(term.as_bytes()), number, "{term:?}");
        }
        let sorted: Vec<(Vec<u8>, u32)> =
            terms.sorted().iter().map(|term| (term.with_bytes(<[u8]>::to_vec), term.number)).collect();
        let expected: Vec<(Vec<u8>, u32)> =
            expected.into_iter().map(|(term, n)| (term.to_vec(), n)).collect();
        assert_eq!(sorted, expected);
    }
}
