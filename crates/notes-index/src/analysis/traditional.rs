//! Traditional characters to simplified ones.

/// One line a character: its traditional form, its simplified form; ascending. Made by the example
/// `make_traditional`.
const ASSET: &str = include_str!("../../assets/traditional.txt");

/// One page for 64 code points, up to the end of plane 3, where the ideographs end.
const N_PAGES: usize = 0x4_0000 / 64;

const N_PAIRS: usize = count_lines(ASSET.as_bytes());

/// Built when the crate is compiled, so that it costs nothing to start with.
static TABLE: Table = Table::read(ASSET.as_bytes());

/// The simplified form of a traditional character; any other character is its own.
pub(crate) fn simplified(c: char) -> char {
    TABLE.get(c).unwrap_or(c)
}

/// A map by rank: the nth bit set in all pages belongs to the nth simplified character.
struct Table {
    /// The characters of each page that have a simplified form.
    traditional: [u64; N_PAGES],
    /// The rank of each page's first bit.
    first_rank: [u16; N_PAGES],
    simplified: [char; N_PAIRS],
}

impl Table {
    fn get(&self, c: char) -> Option<char> {
        let (page, bit) = place(c);
        let traditional = *self.traditional.get(page)?;
        if traditional & bit == 0 {
            return None;
        }
        let rank_in_page = (traditional & (bit - 1)).count_ones() as usize;
        Some(self.simplified[usize::from(self.first_rank[page]) + rank_in_page])
    }

    const fn read(lines: &[u8]) -> Table {
        let mut table =
            Table { traditional: [0; N_PAGES], first_rank: [0; N_PAGES], simplified: ['\0'; N_PAIRS] };
        let mut at = 0;
        let mut rank = 0;
        let mut last = '\0';
        while at < lines.len() {
            let (from, from_end) = decode(lines, at);
            let (to, to_end) = decode(lines, from_end);
            assert!(lines[to_end] == b'\n' && from > last, "the asset is one pair a line, ascending");
            let (page, bit) = place(from);
            if table.traditional[page] == 0 {
                table.first_rank[page] = rank as u16;
            }
            table.traditional[page] |= bit;
            table.simplified[rank] = to;
            (at, rank, last) = (to_end + 1, rank + 1, from);
        }
        table
    }
}

/// The page of a character and its bit there.
const fn place(c: char) -> (usize, u64) {
    (c as usize / 64, 1 << (c as u32 % 64))
}

const fn count_lines(text: &[u8]) -> usize {
    let (mut n, mut at) = (0, 0);
    while at < text.len() {
        n += (text[at] == b'\n') as usize;
        at += 1;
    }
    n
}

/// The character at an offset of UTF-8 text, and where it ends. (`str::chars` can't run in a constant.)
const fn decode(text: &[u8], at: usize) -> (char, usize) {
    let (mut code, len) = match text[at] {
        first @ 0xf0.. => (first as u32 & 0x07, 4),
        first @ 0xe0.. => (first as u32 & 0x0f, 3),
        first @ 0xc0.. => (first as u32 & 0x1f, 2),
        first => (first as u32, 1),
    };
    let mut next = at + 1;
    while next < at + len {
        code = code << 6 | text[next] as u32 & 0x3f;
        next += 1;
    }
    match char::from_u32(code) {
        Some(c) => (c, next),
        None => panic!("the asset is UTF-8"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fold(text: &str) -> String {
        text.chars().map(simplified).collect()
    }

    #[test]
    fn traditional_becomes_simplified() {
        for (traditional, expected) in [
            ("連接池與資料庫", "连接池与资料库"),
            ("執行緒、記憶體", "执行绪、记忆体"),
            ("裏裡後麼麵乾發髮", "里里后么面干发发"),
            ("瞭解妳", "了解你"),
            ("𠁞𪚏", "𠀾𪚏"),
            ("薴苧苎", "苎苎苎"),
        ] {
            assert_eq!(fold(traditional), expected);
        }
    }

    #[test]
    fn other_text_stays() {
        for text in ["连接池管理", "pool_size = 2", "", "\0\u{7f}é", "〇々ーかな한", "😀\u{30000}\u{10ffff}"]
        {
            assert_eq!(fold(text), text);
        }
    }

    #[test]
    fn whole_asset_is_found() {
        for line in ASSET.lines() {
            let mut pair = line.chars();
            let (from, to) = (pair.next().expect("from"), pair.next().expect("to"));
            assert_eq!(simplified(from), to, "{line}");
            assert_eq!(simplified(to), to, "a simplified character stays: {line}");
        }
        assert_eq!(ASSET.lines().count(), N_PAIRS);
        let changed = ('\0'..=char::MAX).filter(|&c| simplified(c) != c).count();
        assert_eq!(changed, N_PAIRS);
    }
}
