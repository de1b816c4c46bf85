//! The number that a name begins with, and what it is without it.

use crate::text::is_han;

/// What a section of a book is called behind its number: 第三章.
const DIVISIONS: [&str; 13] =
    ["部分", "单元", "章", "节", "部", "篇", "讲", "课", "步", "条", "卷", "周", "天"];
/// The same in front of its number: Chapter 3.
const PARTS: [&str; 12] = [
    "appendix", "chapter", "day", "lecture", "lesson", "module", "part", "phase", "section", "step", "unit",
    "week",
];
/// Numbers of Chinese, as they are written and as they are on cheques.
const NUMERALS: &str = "〇零一二三四五六七八九十百壹贰叁肆伍陆柒捌玖拾";
/// Roman numbers in letters. One letter alone may as well be a name's: I. Newton.
const ROMAN: [&str; 14] =
    ["II", "III", "IV", "VI", "VII", "VIII", "IX", "XI", "XII", "XIII", "XIV", "XV", "XVI", "XVII"];
/// What may end a number.
const ENDS: [char; 12] = ['.', '．', '、', ')', '）', ':', '：', '-', '–', '—', '|', '｜'];
/// What ends one that without it would be a word.
const CLOSES: [char; 5] = ['.', '．', '、', ')', '）'];

/// A name without the number that it begins with: `2. 幻读`, `3.2 事务号`, `一、元类`, `第三章 索引`, `（1）提交`, `① 锁`,
/// `IV. 页`, `Chapter 3: Pages`, `§3 日志`. A number alone may be a part of it: `3 Sum`.
pub(crate) fn without_number(name: &str) -> &str {
    const FORMS: [fn(&str) -> Option<&str>; 8] =
        [decimal, numeral, division, bracketed, sign, roman, part, paragraph];
    let name = name.trim();
    let rest = FORMS.iter().find_map(|form| form(name)).map(str::trim_start);
    rest.filter(|rest| !rest.is_empty()).unwrap_or(name)
}

/// What stands behind `2.`, `2)`, `2、`, `3.2`, `3.2.`.
fn decimal(name: &str) -> Option<&str> {
    let (number, rest) = cut(name, |c| is_digit(c) || is_point(c));
    let is_number = number.starts_with(is_digit) && !number.contains("..");
    let closed = rest.strip_prefix([')', '、', '）']);
    // A version or a number with a fraction goes on without a space, and so does a name: 3.5寸, 2.0.
    let is_told =
        number.ends_with(is_point) || number.contains(is_point) && rest.starts_with(char::is_whitespace);
    is_number.then(|| closed.or(is_told.then_some(rest))).flatten()
}

/// What stands behind `一、`.
fn numeral(name: &str) -> Option<&str> {
    let (number, rest) = cut(name, is_numeral);
    rest.strip_prefix(CLOSES).or_else(|| rest.strip_prefix([':', '：'])).filter(|_| !number.is_empty())
}

/// What stands behind `第三章`.
fn division(name: &str) -> Option<&str> {
    let (number, rest) =
        cut(name.strip_prefix('第')?, |c| is_digit(c) || is_numeral(c) || c.is_whitespace());
    let rest = DIVISIONS.iter().find_map(|division| rest.strip_prefix(division))?;
    let is_told = rest.starts_with(char::is_whitespace) || rest.starts_with(ENDS);
    (is_told && !number.is_empty()).then(|| after_end(rest))
}

/// What stands behind `（一）`, `(2)`, `(iv)`; what else is in brackets is no number, as a year.
fn bracketed(name: &str) -> Option<&str> {
    let (number, rest) = name.strip_prefix(['(', '（'])?.split_once([')', '）'])?;
    let is_roman = ROMAN.iter().any(|roman| roman.eq_ignore_ascii_case(number));
    let is_number = number.chars().all(is_digit) && number.chars().count() <= 3;
    let is_number = is_roman || is_number || number.chars().all(is_numeral);
    (is_number && !number.is_empty()).then(|| after_end(rest))
}

/// What stands behind a number that is a sign of its own: ①, ❷, ㈢, 4️⃣.
fn sign(name: &str) -> Option<&str> {
    let key = name.strip_prefix(|c: char| c.is_ascii_digit());
    let key = key.and_then(|rest| rest.strip_prefix('\u{fe0f}').unwrap_or(rest).strip_prefix('\u{20e3}'));
    let (number, rest) = cut(
        name,
        |c| matches!(c, '①'..='⒛' | '⓪'..='⓿' | '❶'..='➓' | '㈠'..='㈩' | '㉑'..='㉟' | '㊀'..='㊉' | '㊱'..='㊿'),
    );
    key.or((!number.is_empty()).then_some(rest)).map(after_end)
}

/// What stands behind `Ⅳ `, `Ⅳ.` and, in letters, `IV.`.
fn roman(name: &str) -> Option<&str> {
    let (number, rest) = cut(name, |c| matches!(c, 'Ⅰ'..='ⅿ'));
    if !number.is_empty() {
        return (rest.starts_with(char::is_whitespace) || rest.starts_with(ENDS)).then(|| after_end(rest));
    }
    let (number, rest) = cut(name, |c| matches!(c, 'I' | 'V' | 'X'));
    let behind =
        rest.strip_prefix(CLOSES).filter(|behind| !behind.starts_with(|c: char| c.is_ascii_alphanumeric()));
    behind.filter(|_| ROMAN.contains(&number))
}

/// What stands behind `Chapter 3:`, `Part II -`, `Step 7.`, and before Han just `Week 2`.
fn part(name: &str) -> Option<&str> {
    let (word, rest) = cut(name, |c| c.is_ascii_alphabetic());
    let is_part = PARTS.iter().any(|part| part.eq_ignore_ascii_case(word));
    let spaced = rest.trim_start();
    let number = cut(spaced, |c| c.is_ascii_alphanumeric() || c == '.').0.trim_end_matches('.');
    let is_letter = number.len() == 1 && number.starts_with(|c: char| c.is_ascii_uppercase());
    let is_letters = (is_letter || ROMAN.contains(&number)) && spaced.len() < rest.len();
    let is_number = number.starts_with(is_digit) && number.chars().all(|c| is_digit(c) || c == '.');
    let behind = &spaced[number.len()..];
    // Part 2-3 is two of them.
    let is_ended = behind.trim_start().strip_prefix(ENDS).is_some_and(|next| !next.starts_with(is_digit));
    let is_told =
        is_ended || behind.starts_with(char::is_whitespace) && behind.trim_start().starts_with(is_han);
    (is_part && (is_number || is_letters) && is_told).then(|| after_end(behind))
}

/// What stands behind `§3`, `§ 3.2`.
fn paragraph(name: &str) -> Option<&str> {
    let (number, rest) = cut(name.strip_prefix('§')?.trim_start(), |c| is_digit(c) || is_point(c));
    let is_told =
        number.ends_with(is_point) || rest.starts_with(char::is_whitespace) || rest.starts_with(is_han);
    (number.starts_with(is_digit) && is_told).then(|| after_end(rest))
}

/// What a text begins with and what stands behind that.
fn cut(text: &str, is_part: impl Fn(char) -> bool) -> (&str, &str) {
    let rest = text.trim_start_matches(is_part);
    text.split_at(text.len() - rest.len())
}

/// What stands behind the signs that end a number.
fn after_end(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_whitespace() || ENDS.contains(&c))
}

fn is_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '０'..='９')
}

fn is_point(c: char) -> bool {
    matches!(c, '.' | '．')
}

fn is_numeral(c: char) -> bool {
    NUMERALS.contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(names: &[(&str, &str)]) {
        names.iter().for_each(|(name, expected)| assert_eq!(without_number(name), *expected, "{name}"));
    }

    #[test]
    fn numbers_are_no_part_of_a_name() {
        check(&[
            ("2. 幻读", "幻读"),
            ("3.2 事务号回卷", "事务号回卷"),
            ("1.2.3. Setup", "Setup"),
            ("4、索引", "索引"),
            ("1) 索引", "索引"),
            ("１．索引", "索引"),
            ("1．2 索引", "索引"),
            ("07.缓存", "缓存"),
            ("一、元类", "元类"),
            ("十二．小结", "小结"),
            ("壹、总则", "总则"),
            ("三）锁", "锁"),
            ("第三章 索引", "索引"),
            ("第 2 步：提交", "提交"),
            ("第二部分：锁", "锁"),
        ]);
    }

    #[test]
    fn any_space_ends_a_number() {
        for space in [' ', '\t', '\u{a0}', '\u{2002}', '\u{3000}'] {
            for number in ["第一章", "第 3 讲", "3.2", "2.", "（一）", "①", "Ⅳ", "§3", "Week 2"]
            {
                assert_eq!(without_number(&format!("{number}{space}总则")), "总则", "{number} {space:?}");
            }
        }
    }

    #[test]
    fn a_number_in_brackets_or_in_one_sign_is_one() {
        check(&[
            ("(1) 索引", "索引"),
            ("（12）索引", "索引"),
            ("（三）、索引", "索引"),
            ("(iv) Pages", "Pages"),
            ("①锁", "锁"),
            ("❸ 锁", "锁"),
            ("㈠锁", "锁"),
            ("4\u{fe0f}\u{20e3} 锁", "锁"),
            ("Ⅱ. 锁", "锁"),
            ("IV. Pages", "Pages"),
            ("II、锁", "锁"),
        ]);
    }

    #[test]
    fn parts_are_counted() {
        check(&[
            ("Chapter 3. Pages", "Pages"),
            ("Chapter 3: Pages", "Pages"),
            ("Part II: Pages", "Pages"),
            ("STEP 7：提交", "提交"),
            ("Lesson 3 - Pages", "Pages"),
            ("Step1:Install", "Install"),
            ("Appendix A: Pages", "Pages"),
            ("Section 3.2. Pages", "Pages"),
            ("Week 2 复习", "复习"),
            ("§3 Pages", "Pages"),
            ("§ 3.2 锁", "锁"),
        ]);
    }

    #[test]
    fn what_is_a_name_stays() {
        for name in [
            "3 Sum",
            "3.5寸",
            "2024 总结",
            "(2024) 总结",
            "2.",
            "1..2 x",
            "一致性",
            "第三方库",
            "第一章",
            "3.14",
            "连接池",
            "",
            "3D 打印",
            "C. elegans",
            "I. Newton",
            "A/B 测试",
            "A. 锁",
            "II 型",
            "Ⅱ型",
            "X.509",
            "IV.x",
            "①",
            "（一）",
            "(a) x",
            "（锁）与页",
            "()",
            "§3",
            "§ x",
            "Part 2",
            "Part 2-3",
            "Part 2 of 3",
            "Parti: x",
            "Step by step",
            "Day: 3",
            "Unit3班",
            "第一次提交",
            "第一部电影",
            "第三节课后",
        ] {
            check(&[(name, name)]);
        }
    }
}
