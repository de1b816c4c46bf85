//! How a value is compared with one that was typed: `>2026-01`, `2025..2026`, `*`.

use std::cmp::Ordering;
use std::fmt;
use std::ops::Range;

use super::pattern::{bare, quoted};
use crate::analysis::{folded_alone, folded_text};
use crate::date::{Day, days, days_before};

/// How a value is compared with one that was typed.
///
/// A date may be a whole month or year: `>2026-01` is what comes after January, `>=2026-01` what comes after
/// 2025.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Comparison {
    /// `*`: any value.
    Exists,
    /// `x`: this value.
    Is(String),
    /// `<x`
    Below(String),
    /// `<=x` or `..x`
    AtMost(String),
    /// `>x`
    Above(String),
    /// `>=x` or `x..`
    AtLeast(String),
    /// `x..y`: both ends included.
    Between(String, String),
}

impl Comparison {
    /// Reads what stands behind a field's colon, also as a Chinese input method types it where that makes dates or
    /// numbers: `》=２０２６－０１`, but not `《活着》`.
    pub(super) fn typed(value: &str) -> Option<Comparison> {
        let narrow: String = value.chars().map(narrow).collect();
        let is_read =
            |read: &Comparison| read.values().all(|value| days(value).is_some() || number(value).is_some());
        Comparison::parse(&narrow).filter(is_read).or_else(|| Comparison::parse(value))
    }

    /// Reads what stands behind a field's colon; nothing if a side is missing. Signs may be full width.
    pub(super) fn parse(value: &str) -> Option<Comparison> {
        type Make = fn(String) -> Comparison;
        let signs: [(&[&str], Make); 4] = [
            (&[">=", "＞＝", ">＝", "＞=", "≥"], Comparison::AtLeast),
            (&["<=", "＜＝", "<＝", "＜=", "≤"], Comparison::AtMost),
            (&[">", "＞"], Comparison::Above),
            (&["<", "＜"], Comparison::Below),
        ];
        for (written, comparison) in signs {
            if let Some(rest) = written.iter().find_map(|sign| value.strip_prefix(sign)) {
                return (!rest.is_empty()).then(|| comparison(rest.to_owned()));
            }
        }
        match value.split_once("..") {
            _ if value == "*" => Some(Comparison::Exists),
            None => (!value.is_empty()).then(|| Comparison::Is(value.to_owned())),
            Some(("", "")) => None,
            Some(("", last)) => Some(Comparison::AtMost(last.to_owned())),
            Some((first, "")) => Some(Comparison::AtLeast(first.to_owned())),
            Some((first, last)) => Some(Comparison::Between(first.to_owned(), last.to_owned())),
        }
    }

    /// The values that were typed.
    fn values(&self) -> impl Iterator<Item = &str> {
        let (first, last) = match self {
            Comparison::Exists => (None, None),
            Comparison::Between(first, last) => (Some(first), Some(last)),
            Comparison::Is(value)
            | Comparison::Below(value)
            | Comparison::AtMost(value)
            | Comparison::Above(value)
            | Comparison::AtLeast(value) => (Some(value), None),
        };
        first.into_iter().chain(last).map(String::as_str)
    }

    /// The same, with dates in the place of what is named by the day on which it is asked: `today`, `7d`.
    pub(super) fn of_days(self, today: Option<&dyn Fn() -> String>) -> Comparison {
        let named = |text: &str| {
            let is_named = days(text).is_none() && days_before(&folded_text(text), "2000-01-01").is_some();
            let today = today.filter(|_| is_named)?;
            days_before(&folded_text(text), &today())
        };
        let first = |text: String| named(&text).map_or(text, |(first, _)| first);
        let last = |text: String| named(&text).map_or(text, |(_, last)| last);
        match self {
            Comparison::Exists => Comparison::Exists,
            Comparison::Is(value) => match named(&value) {
                Some((first, last)) if first == last => Comparison::Is(first),
                Some((first, last)) => Comparison::Between(first, last),
                None => Comparison::Is(value),
            },
            Comparison::Below(value) => Comparison::Below(first(value)),
            Comparison::AtMost(value) => Comparison::AtMost(last(value)),
            Comparison::Above(value) => Comparison::Above(last(value)),
            Comparison::AtLeast(value) => Comparison::AtLeast(first(value)),
            Comparison::Between(from, to) => Comparison::Between(first(from), last(to)),
        }
    }

    /// Whether all that is compared with are dates.
    pub(super) fn is_of_dates(&self) -> bool {
        self.values().all(|value| days(value).is_some())
    }

    /// Whether it ends before it begins, so that nothing is meant.
    pub(super) fn is_backwards(&self) -> bool {
        matches!(self, Comparison::Between(first, last) if compare(first, last) == Ordering::Greater)
    }

    /// Whether a day is meant. What is compared with stands for all of its days; beside what is no date no day is.
    pub(crate) fn meets_day(&self, day: Day) -> bool {
        let is = |value: &str, meant: &dyn Fn(Range<Day>) -> bool| days(value).is_some_and(meant);
        match self {
            Comparison::Exists => true,
            Comparison::Is(value) => is(value, &|days| days.contains(&day)),
            Comparison::Below(value) => is(value, &|days| day < days.start),
            Comparison::AtMost(value) => is(value, &|days| day < days.end),
            Comparison::Above(value) => is(value, &|days| day >= days.end),
            Comparison::AtLeast(value) => is(value, &|days| day >= days.start),
            Comparison::Between(first, last) => {
                is(first, &|days| day >= days.start) && is(last, &|days| day < days.end)
            }
        }
    }

    /// Whether a value of the front matter is meant: as a number or a date if both sides are one, else as
    /// folded text.
    pub(crate) fn meets(&self, value: &str) -> bool {
        let order = |typed: &str| compare(value, typed);
        match self {
            Comparison::Exists => true,
            Comparison::Is(typed) => order(typed) == Ordering::Equal,
            Comparison::Below(typed) => order(typed) == Ordering::Less,
            Comparison::AtMost(typed) => order(typed) != Ordering::Greater,
            Comparison::Above(typed) => order(typed) == Ordering::Greater,
            Comparison::AtLeast(typed) => order(typed) != Ordering::Less,
            Comparison::Between(first, last) => {
                order(first) != Ordering::Less && order(last) != Ordering::Greater
            }
        }
    }
}

impl fmt::Display for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Comparison::Exists => f.write_str("*"),
            Comparison::Is(value) if Comparison::typed(value).as_ref() == Some(self) => bare(f, value),
            Comparison::Is(value) => quoted(f, value),
            Comparison::Below(value) => write!(f, "<{value}"),
            Comparison::AtMost(value) => write!(f, "<={value}"),
            Comparison::Above(value) => write!(f, ">{value}"),
            Comparison::AtLeast(value) => write!(f, ">={value}"),
            Comparison::Between(first, last) => write!(f, "{first}..{last}"),
        }
    }
}

fn number(text: &str) -> Option<f64> {
    text.trim().parse::<f64>().ok().filter(|number| number.is_finite())
}

/// The sign that is meant where a keyboard writes Chinese.
fn narrow(c: char) -> char {
    match c {
        '》' => '>',
        '《' => '<',
        '。' => '.',
        _ => folded_alone(c).unwrap_or(c),
    }
}

/// Below, inside or above what was typed.
fn compare(value: &str, typed: &str) -> Ordering {
    if let (Some(value), Some(typed)) = (number(value), number(typed)) {
        return value.partial_cmp(&typed).unwrap_or(Ordering::Equal);
    }
    match (days(value), days(typed)) {
        (Some(value), Some(typed)) if value.start < typed.start => Ordering::Less,
        (Some(value), Some(typed)) if value.start >= typed.end => Ordering::Greater,
        (Some(_), Some(_)) => Ordering::Equal,
        _ => folded_text(value.trim()).cmp(&folded_text(typed.trim())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comparison(typed: &str) -> Comparison {
        Comparison::parse(typed).unwrap()
    }

    #[test]
    fn a_month_is_all_of_its_days() {
        let day = |text: &str| days(text).unwrap().start;
        let meets = |typed: &str, date: &str| comparison(typed).meets_day(day(date));
        assert!(!meets(">2026-01", "2026-01-31") && meets(">2026-01", "2026-02-01"));
        assert!(meets(">=2026-01", "2026-01-01") && !meets("<2026-01", "2026-01-01"));
        assert!(meets("<=2026-01", "2026-01-31") && meets("2026", "2026-12-31"));
        assert!(meets("2025..2026", "2026-12-31") && !meets("2025..2026", "2024-12-31"));
        assert!(meets("*", "2026-01-01"));
    }

    #[test]
    fn no_day_is_meant_by_what_is_no_date() {
        let day = days("2026-01-01").unwrap().start;
        for typed in ["x", "<x", "<=x", ">x", ">=x", "2025..x", "x..2027", "x..y"] {
            assert!(!comparison(typed).meets_day(day), "{typed}");
        }
    }

    #[test]
    fn values_are_compared_as_what_they_are() {
        for (typed, value) in [
            (">9", "10"),
            ("<=10.0", "10"),
            ("完成", "完成"),
            ("Done", "done"),
            (">a", "b"),
            ("2026", "2026"),
            ("2026-01", "2026-01-15"),
            (">2025-12-31", "2026-01-01"),
            ("*", ""),
            ("1..3", "2"),
        ] {
            assert!(comparison(typed).meets(value), "{typed} {value}");
        }
        for (typed, value) in [(">10", "9"), ("完成", "未完成"), ("..3", "4"), ("<2026", "2026-05-01")] {
            assert!(!comparison(typed).meets(value), "{typed} {value}");
        }
    }
}
