//! Radicals of the CJK supplement, which stand for characters in texts that were copied out of PDFs. NFKC folds the
//! Kangxi radicals, but only two of these.

/// The first of them.
const FIRST: char = '\u{2e80}';

/// The characters that they are: Unicode's EquivalentUnifiedIdeograph. Two have none.
const CHARACTERS: [char; 116] = [
    '\u{2e80}', '厂', '乛', '乚', '乙', '亻', '冂', '𠘨', '刀', '刂', '卜', '㔾', '小', '小', '兀', '尣',
    '尢', '𡯂', '巳', '幺', '彑', '彐', '忄', '心', '扌', '攵', '\u{2e9a}', '旡', '日', '月', '歺', '母',
    '民', '氵', '氺', '灬', '爫', '爫', '丬', '牛', '犭', '王', '𤴔', '目', '示', '礻', '𥫗', '糹', '纟',
    '罓', '罒', '㓁', '冗', '𦉫', '羊', '𦍌', '𦍋', '耂', '肀', '聿', '肉', '𦥑', '艹', '艹', '艹', '虎',
    '衤', '覀', '西', '见', '角', '𧢲', '讠', '贝', '𧾷', '车', '辶', '辶', '辶', '邑', '钅', '長', '镸',
    '长', '门', '𨸏', '阝', '雨', '青', '韦', '页', '风', '飞', '食', '𩙿', '飠', '饣', '𩠐', '马', '骨',
    '鬼', '鱼', '鸟', '卤', '麦', '黄', '黾', '斉', '齐', '歯', '齿', '竜', '龙', '龜', '亀', '龟',
];

/// The character that a radical is; any other character is its own.
pub(super) fn unified(c: char) -> char {
    let idx = (c as usize).wrapping_sub(FIRST as usize);
    CHARACTERS.get(idx).copied().unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::*;

    #[test]
    fn a_radical_is_a_character() {
        let shown: String = "⻓⻚⺟⻳\u{2e80}\u{2e7f}\u{2ef4}长".chars().map(unified).collect();
        assert_eq!(shown, "长页母龟\u{2e80}\u{2e7f}\u{2ef4}长");
        for c in FIRST..='\u{2ef3}' {
            let composed = c.to_string().nfkc().next().unwrap();
            assert!(composed == c || composed == unified(c), "{c}");
        }
    }
}
