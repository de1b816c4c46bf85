//! Names in pinyin, for who didn't switch the keyboard: lianjiechi for 连接池, ljc for a name that is just this. What stands in
//! texts alone is not looked for: nearly every row of syllables is read somewhere.

use std::ops::Range;

use super::names::{Stand, best_of_names, han_words};
use crate::analysis::{PARTICLES, folded_text, is_stop_word};
use crate::engine::Snapshot;
use crate::error::Result;

/// The syllables without their tones, and the characters that are read so, a line each; in simplified characters, as names are
/// folded.
pub(super) const TABLE: &str = include_str!("../../../assets/pinyin.txt");

/// How many letters a name may be spelled with.
const LETTERS: Range<usize> = 3..33;
/// How many it may have if they are initials.
const INITIALS: Range<usize> = 3..9;
/// So many initials may be those of a name's beginning alone; fewer may be anything.
const MIN_OF_BEGINNING: usize = 4;

/// The characters that have readings in the table: of Unicode's first block of Han.
const FIRST: u32 = 0x4e00;
pub(super) const N_CHARS: usize = 0x5200;

/// What titles, headings, tags and file names, or words of them, are spelled as each of some words is. Reads the names of all
/// notes and sections, once.
pub(super) fn names_spelled(spellings: &[Spelling], snapshot: &Snapshot) -> Result<Vec<Vec<String>>> {
    let parts = |spelling: &Spelling, name: &str| match spelling.may_be_in(name) {
        true => spelling.parts(name),
        false => Vec::new(),
    };
    best_of_names(spellings, |each| snapshot.each_name_and_heading(each), parts)
}

/// What was typed in the letters of the table: xi'an as xian, lüe as lue.
fn letters(typed: &str) -> String {
    let folded = folded_text(typed);
    let letters = folded.chars().filter(|c| !matches!(c, ' ' | '-' | '_' | '\'' | '’'));
    let letters: String = letters.map(|c| if c == 'ü' { 'v' } else { c }).collect();
    letters.replace("lve", "lue").replace("nve", "nue")
}

/// Letters and what each character may stand for of them.
pub(super) struct Spelling {
    n_letters: usize,
    /// Whether they are the first of a syllable each.
    are_initials: bool,
    /// Which of `readings` each character has, from `FIRST` on; 0 if none.
    classes: Vec<u16>,
    /// The letters that a character may stand for.
    readings: Vec<Vec<Reading>>,
}

/// Some of the letters as a character's reading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Reading {
    start: usize,
    end: usize,
    is_cut: bool,
}

impl Spelling {
    /// What was typed, if it may be two syllables or more; or initials, if it may be that.
    pub(super) fn of(typed: &str, may_be_initials: bool) -> Option<Spelling> {
        let letters = letters(typed);
        if !LETTERS.contains(&letters.len()) || !letters.bytes().all(|letter| letter.is_ascii_lowercase()) {
            return None;
        }
        // Initials in capitals are those of English: DNS. No syllable begins with these vowels.
        let may_be_initials = may_be_initials
            && INITIALS.contains(&letters.len())
            && !typed.contains(char::is_uppercase)
            && !letters.contains(['i', 'u', 'v']);
        Spelling::in_full(&letters).or_else(|| may_be_initials.then(|| Spelling::by_initials(&letters)))
    }

    /// Letters that are two syllables or more; behind two, one may be cut off.
    fn in_full(letters: &str) -> Option<Spelling> {
        let reading_at = |start: usize, syllable: &str| {
            let rest = &letters[start..];
            if rest.starts_with(syllable) {
                return Some(Reading { start, end: start + syllable.len(), is_cut: false });
            }
            let is_cut = start > 0 && syllable.starts_with(rest);
            is_cut.then_some(Reading { start, end: letters.len(), is_cut })
        };
        let readings =
            readings(|syllable| (0..letters.len()).filter_map(|start| reading_at(start, syllable)).collect());
        is_possible(letters.len(), &readings).then(|| Spelling::new(letters, false, &readings))
    }

    /// Letters that are the first of a syllable each.
    fn by_initials(letters: &str) -> Spelling {
        let readings = readings(|syllable| {
            let initials =
                letters.bytes().enumerate().filter(|(_, letter)| syllable.as_bytes()[0] == *letter);
            initials.map(|(start, _)| Reading { start, end: start + 1, is_cut: false }).collect()
        });
        Spelling::new(letters, true, &readings)
    }

    fn new(letters: &str, are_initials: bool, of_chars: &[(&str, Vec<Reading>)]) -> Spelling {
        let (mut classes, mut readings) = (vec![0_u16; N_CHARS], vec![Vec::new()]);
        for (chars, of_syllable) in of_chars {
            for place in chars.chars().filter_map(place) {
                let class = &mut classes[place];
                if *class == 0 {
                    *class = readings.len() as u16;
                    readings.push(Vec::new());
                }
                readings[usize::from(*class)].extend(of_syllable);
            }
        }
        Spelling { n_letters: letters.len(), are_initials, classes, readings }
    }

    /// What a character may stand for.
    fn readings(&self, c: char) -> &[Reading] {
        place(c).map_or(&[], |place| &self.readings[usize::from(self.classes[place])])
    }

    /// Whether all letters may stand for characters in a row somewhere in a name.
    fn may_be_in(&self, name: &str) -> bool {
        let mut reached = 0_u64;
        name.chars().any(|c| {
            reached = self.step(reached | 1, c, |_| true);
            reached >> self.n_letters & 1 == 1
        })
    }

    /// Which numbers of letters, as bits, may be read behind a character, where some may be before it.
    fn step(&self, before: u64, c: char, counts: impl Fn(&Reading) -> bool) -> u64 {
        let readings = self.readings(c).iter();
        let reached = readings.filter(|reading| before >> reading.start & 1 == 1 && counts(reading));
        reached.fold(0, |all, reading| all | 1 << reading.end)
    }

    /// What is spelled so in a folded name: words in a row, of which none at the ends says little, but where the name itself begins
    /// or ends so; or for initials the name, or what it begins with if they are more than a few, which may be anything.
    fn parts(&self, name: &str) -> Vec<Stand> {
        let words = han_words(name);
        if self.are_initials {
            let words = if self.n_letters >= MIN_OF_BEGINNING { words } else { Vec::new() };
            let ends: Vec<usize> = words.iter().map(|word| word.end).chain([name.len()]).collect();
            return self.part_at(name, 0, &ends).into_iter().collect();
        }
        let says_something = |word: &Range<usize>| !is_stop_word(&name[word.clone()]);
        let is_at_end = |word: &&Range<usize>, is_names_own: bool| {
            says_something(word) || is_names_own && !PARTICLES.contains(&name[(*word).clone()])
        };
        let ends = words.iter().filter(|word| is_at_end(word, word.end == name.len()));
        let ends: Vec<usize> = ends.map(|word| word.end).collect();
        let starts = words.iter().filter(|word| is_at_end(word, word.start == 0)).map(|word| word.start);
        let parts = starts.filter_map(|start| Some((start, self.part_at(name, start, &ends)?)));
        let telling = parts.filter(|(start, part)| {
            let part = *start..start + part.name.len();
            words.iter().any(|word| part.start <= word.start && word.end <= part.end && says_something(word))
        });
        telling.map(|(_, part)| part).collect()
    }

    /// What all letters stand for in a folded name from a place on, up to one of some others.
    fn part_at(&self, name: &str, start: usize, ends: &[usize]) -> Option<Stand> {
        // How many letters may be read, by readings to the end and by any.
        let (mut full, mut any) = (1_u64, 1_u64);
        for (nth, (at, c)) in name[start..].char_indices().enumerate() {
            full = self.step(full, c, |reading| !reading.is_cut);
            any = self.step(any, c, |reading| nth > 1 || !reading.is_cut);
            if any == 0 {
                return None;
            }
            let end = start + at + c.len_utf8();
            if nth > 0 && any >> self.n_letters & 1 == 1 && ends.contains(&end) {
                let is_cut = full >> self.n_letters & 1 == 0;
                return Some(Stand { name: name[start..end].to_owned(), is_cut });
            }
        }
        None
    }
}

/// What the characters of each syllable may stand for, of those that may stand for something.
fn readings(of_syllable: impl Fn(&str) -> Vec<Reading>) -> Vec<(&'static str, Vec<Reading>)> {
    let lines = TABLE.lines().filter_map(|line| line.split_once(' '));
    let readings = lines.map(|(syllable, chars)| (chars, of_syllable(syllable)));
    readings.filter(|(_, readings)| !readings.is_empty()).collect()
}

/// Whether so many letters may be two characters or more.
fn is_possible(n_letters: usize, readings: &[(&str, Vec<Reading>)]) -> bool {
    let mut all: Vec<Reading> = readings.iter().flat_map(|(_, readings)| readings).copied().collect();
    all.sort_unstable_by_key(|reading| reading.start);
    // Where one character may end, and where two or more.
    let (mut one, mut more) = (0_u64, 0_u64);
    for Reading { start, end, is_cut } in all {
        let may_follow = |ends: u64| ends >> start & 1 == 1;
        if start == 0 {
            one |= 1 << end;
        }
        if may_follow(more) || may_follow(one) && !is_cut {
            more |= 1 << end;
        }
    }
    more >> n_letters & 1 == 1
}

/// Where a character stands in the table of classes.
pub(super) fn place(c: char) -> Option<usize> {
    let place = usize::try_from(u32::from(c).checked_sub(FIRST)?).ok()?;
    (place < N_CHARS).then_some(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, name: &str, expected: &str) {
        let parts =
            Spelling::of(typed, true).map(|spelling| (spelling.may_be_in(name), spelling.parts(name)));
        let (may_be, parts) = parts.unwrap_or_default();
        assert!(may_be || parts.is_empty(), "{typed} in {name}");
        let texts: Vec<String> = parts.into_iter().map(|part| part.name).collect();
        assert_eq!(texts.join(" "), expected, "{typed} in {name}");
    }

    #[test]
    fn words_of_names_are_spelled_in_full() {
        check("lianjiechi", "数据库连接池 3", "连接池");
        check("lian jie chi", "连接池", "连接池");
        check("LianJie", "数据库连接池", "连接");
        check("shuju", "数据与数据库", "数据 数据");
        check("xi'an", "西安", "西安");
        check("lvse", "绿色", "绿色");
        check("lüse", "绿色", "绿色");
        check("celue", "策略", "策略");
        check("celve", "策略", "策略");
        check("chongzhi", "重置密码", "重置");
        check("chengxu", "程序", "程序");
    }

    #[test]
    fn the_last_syllable_may_be_cut_off() {
        check("lianjiec", "连接池", "连接池");
        check("shujuk", "数据库连接池", "数据库");
        check("lianjie", "连接池", "连接");
        check("lianj", "连接池", "");
        check("li", "连接池", "");
        check("ianjie", "连接池", "");
    }

    #[test]
    fn parts_of_words_and_words_that_say_little_are_not_meant() {
        check("debian", "气候的变化", "");
        check("fade", "方法的选择", "");
        check("fade", "方法的", "");
        check("debian", "的变化", "");
        check("gongyu", "等于公与私", "");
        check("zaizhe", "在这", "");
        check("jiechi", "连接池", "");
        check("lian", "连接池", "");
    }

    #[test]
    fn a_name_may_begin_and_end_with_words_that_say_little() {
        check("xialacaidan", "下拉菜单", "下拉菜单");
        check("wodexiangce", "我的相册", "我的相册");
        check("congtoudaowei", "从头到尾", "从头到尾");
        check("liangshuzhihe", "两数之和", "两数之和");
        check("zuobianhe", "左边和右边", "");
    }

    #[test]
    fn other_words_are_no_syllables() {
        for word in ["python", "rust", "poolsiez", "sql", "vim", "xyz", "pip", "bash", "hub"] {
            assert!(Spelling::of(word, true).is_none_or(|spelling| spelling.are_initials), "{word}");
        }
    }

    #[test]
    fn initials_are_those_of_a_name() {
        check("ljc", "连接池", "连接池");
        check("sjjg", "数据结构", "数据结构");
        check("dtgh", "动态规划入门", "动态规划");
        for (typed, name) in [
            ("LJC", "连接池"),
            ("ljc", "连接池管理"),
            ("ljc", "用连接池"),
            ("ljc", "连接"),
            ("dtgh", "学动态规划"),
            ("dtgh", "动态规"),
            ("lj", "连接"),
        ] {
            check(typed, name, "");
        }
    }

    #[test]
    fn the_table_is_as_it_says() {
        let mut before = "";
        for line in TABLE.lines() {
            let (syllable, chars) = line.split_once(' ').expect("a line has a syllable and characters");
            assert!(
                before < syllable && syllable.bytes().all(|letter| letter.is_ascii_lowercase()),
                "{line}"
            );
            assert!(chars.chars().count() > 0);
            before = syllable;
        }
        assert!(before == "zuo" && TABLE.lines().count() > 400);
    }
}
