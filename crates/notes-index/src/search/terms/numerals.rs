//! Numbers before what they count, in characters and in digits: 三次握手 is looked for as 3次握手 as well, and the other way.

use crate::analysis::{folded_text, unit_at};

const DIGITS: [char; 10] = ['零', '一', '二', '三', '四', '五', '六', '七', '八', '九'];

/// What the same number of the same things may be written as; nothing if a word doesn't begin so. 第 may stand before it. A
/// single 一 is no number: 一个 says little.
pub(super) fn other_spellings(word: &str) -> Vec<String> {
    let folded = folded_text(word);
    let (ordinal, rest) = match folded.strip_prefix('第') {
        Some(rest) => ("第", rest),
        None => ("", folded.as_str()),
    };
    let spelled = |number: &str, counted: &str| format!("{ordinal}{number}{counted}");
    if let Some((number, counted)) = of_digits(rest) {
        let pair = (number == 2 && ordinal.is_empty()).then(|| spelled("两", counted));
        return pair.into_iter().chain([spelled(&in_characters(number), counted)]).collect();
    }
    let Some((number, counted)) = of_characters(rest) else { return Vec::new() };
    let other = match rest.chars().next() {
        Some('两') => Some("二"),
        Some('二') if number == 2 && ordinal.is_empty() => Some("两"),
        _ => None,
    };
    let other = other.map(|other| spelled(other, counted));
    [spelled(&number.to_string(), counted)].into_iter().chain(other).collect()
}

/// `12 章` as 12 and 章, with what follows; numbers from 2 to 99.
fn of_digits(text: &str) -> Option<(u32, &str)> {
    let len = text.bytes().take_while(u8::is_ascii_digit).count();
    let number =
        text[..len].parse().ok().filter(|number| (2..100).contains(number) && !text.starts_with('0'))?;
    let counted = text[len..].trim_start();
    unit_at(counted).then_some((number, counted))
}

/// 十二章 as 12 and 章, with what follows; numbers from 2 to 99.
fn of_characters(text: &str) -> Option<(u32, &str)> {
    let is_numeral = |c: &char| *c == '两' || *c == '十' || DIGITS.contains(c);
    let numeral: String = text.chars().take_while(is_numeral).collect();
    let counted = &text[numeral.len()..];
    let number = match numeral.as_str() {
        "两" => 2,
        _ => {
            let (tens, ones) = numeral.split_once('十').unwrap_or(("零", &numeral));
            let digit = |text: &str, of_nothing: u32| match text {
                "" => Some(of_nothing),
                text => DIGITS.iter().position(|digit| text.chars().eq([*digit])).map(|digit| digit as u32),
            };
            digit(tens, 1)? * 10 + digit(ones, 0)?
        }
    };
    // 十分 is very.
    let is_number =
        number > 1 && !(numeral == "十" && counted.starts_with('分') && !counted.starts_with("分钟"));
    (is_number && unit_at(counted)).then_some((number, counted))
}

/// A number from 2 to 99 as it is read.
fn in_characters(number: u32) -> String {
    let digit = |n: u32| if n == 0 { String::new() } else { DIGITS[n as usize].to_string() };
    match (number / 10, number % 10) {
        (0, ones) => digit(ones),
        (1, ones) => format!("十{}", digit(ones)),
        (tens, ones) => format!("{}十{}", digit(tens), digit(ones)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_two_ways() {
        for (word, others) in [
            ("三个", "3个"),
            ("三次握手", "3次握手"),
            ("五分鐘", "5分钟"),
            ("十二章", "12章"),
            ("二十层", "20层"),
            ("第二次", "第2次"),
            ("两种", "2种 二种"),
            ("二层", "2层 两层"),
            ("3个", "三个"),
            ("3 个月", "三个月"),
            ("2 层", "两层 二层"),
            ("第 12 章", ""),
            ("第12章", "第十二章"),
            ("30天", "三十天"),
            ("一个", ""),
            ("二叉树", ""),
            ("万一", ""),
            ("十分", ""),
            ("十分钟", "10分钟"),
            ("三", ""),
            ("2024年", ""),
            ("a个", ""),
        ] {
            assert_eq!(other_spellings(word).join(" "), others, "{word}");
        }
    }
}
