//! Days: what dates in front matter and in queries are compared by.
//!
//! There is no time zone in a note's date: a day is a day of the proleptic Gregorian calendar, counted from
//! 1970-01-01. On which day something happened is told by a [`Clock`].

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use crate::panics::of_host;

/// Nanoseconds of a second and of a day.
const SECOND_NS: i64 = 1_000_000_000;
const DAY_NS: i64 = 86_400 * SECOND_NS;

/// Days since 1970-01-01.
pub(crate) type Day = i64;

/// The days that a date names: one for `2026-01-15`, a month for `2026-01`, a year for `2026`.
///
/// Digits may be parted by `-`, `/`, `.` or 年月日; a time that follows is not read. Nothing if the text
/// does not begin with a year of four digits, or names a month or day that there is not.
pub(crate) fn days(text: &str) -> Option<Range<Day>> {
    let text = text.trim();
    let date = text.split(|c: char| c.is_whitespace() || matches!(c, 'T' | 't')).next()?;
    let mut numbers = date.split(['-', '/', '.', '年', '月']).map(|part| part.trim_end_matches('日'));
    let mut number = |max_digits: usize, max: i64| match numbers.next() {
        None | Some("") => Some(None),
        Some(digits) => whole_number(digits, max_digits, max).map(Some),
    };
    let year = number(4, 9999)?.filter(|_| date.bytes().take_while(u8::is_ascii_digit).count() == 4)?;
    let (month, day) = (number(2, 12)?, number(2, 31)?);
    if numbers.next().is_some() {
        return None;
    }
    match (month, day) {
        (None, None) => Some(day_of(year, 1, 1)..day_of(year + 1, 1, 1)),
        (Some(month), None) => Some(day_of(year, month, 1)..next_month(year, month)),
        (Some(month), Some(day)) => {
            let first = day_of(year, month, day);
            (first < next_month(year, month)).then_some(first..first + 1)
        }
        (None, Some(_)) => None,
    }
}

/// The days that a text names by the day on which it is said, their first and last as dates: `today`, `yesterday`, `7d` and
/// `2w`, which are so many days and weeks up to that day; also 今天, 昨天, 7天 and 2周.
pub(crate) fn days_before(text: &str, today: &str) -> Option<(String, String)> {
    let today = days(today).filter(|days| days.end - days.start == 1)?.start;
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let (n_days, n_back) = match (digits, &text[digits.len()..]) {
        ("", "today" | "今天") => (1, 0),
        ("", "yesterday" | "昨天") => (1, 1),
        (digits, "d" | "天") => (whole_number(digits, 4, 9999)?, 0),
        (digits, "w" | "周") => (7 * whole_number(digits, 3, 999)?, 0),
        _ => return None,
    };
    let last = today - n_back;
    Some((date_of(last - n_days + 1), date_of(last)))
}

/// The clock of whoever asks; that of UTC by default.
#[derive(Clone, Default)]
pub(crate) struct Clock {
    offset: Option<Arc<Offset>>,
}

/// By how many seconds a clock is ahead of UTC at an instant, given in seconds since 1970.
type Offset = dyn Fn(i64) -> i32 + Send + Sync;

impl Clock {
    pub(crate) const UTC: Clock = Clock { offset: None };

    pub(crate) fn new(offset: impl Fn(i64) -> i32 + Send + Sync + 'static) -> Clock {
        Clock { offset: Some(Arc::new(offset)) }
    }

    /// The day of an instant in nanoseconds since 1970.
    pub(crate) fn day_at(&self, ns: i64) -> Day {
        let ahead = |offset: &Arc<Offset>| of_host(|| offset(ns.div_euclid(SECOND_NS)));
        let offset = i64::from(self.offset.as_ref().map_or(0, ahead));
        ns.saturating_add(offset * SECOND_NS).div_euclid(DAY_NS)
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.offset.is_some() { "Clock" } else { "UTC" })
    }
}

fn whole_number(digits: &str, max_digits: usize, max: i64) -> Option<i64> {
    let is_number = digits.len() <= max_digits && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = digits.parse().ok().filter(|_| is_number)?;
    (1..=max).contains(&number).then_some(number)
}

fn next_month(year: i64, month: i64) -> Day {
    if month == 12 { day_of(year + 1, 1, 1) } else { day_of(year, month + 1, 1) }
}

/// Counts years from March, so that the leap day comes last (Richards, "Mapping time", 1998).
fn day_of(year: i64, month: i64, day: i64) -> Day {
    let year = if month <= 2 { year - 1 } else { year };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let month_from_march = (month + 9) % 12;
    let day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// The year of a day.
pub(crate) fn year_of(day: Day) -> i64 {
    civil(day).0
}

/// A day as it is written.
fn date_of(day: Day) -> String {
    let (year, month, day) = civil(day);
    format!("{year:04}-{month:02}-{day:02}")
}

/// Year, month and day, the way back from [`day_of`].
fn civil(day: Day) -> (i64, i64, i64) {
    let from_era = day + 719_468;
    let (era, day_of_era) = (from_era.div_euclid(146_097), from_era.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let (month, day) = ((month_from_march + 2) % 12 + 1, day_of_year - (153 * month_from_march + 2) / 5 + 1);
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_the_day_that_it_was_made_of() {
        for day in (-200_000..200_000).step_by(97).chain(0..800) {
            assert_eq!(days(&date_of(day)), Some(day..day + 1), "{}", date_of(day));
        }
    }

    #[test]
    fn days_are_named_by_today() {
        let named = |text| days_before(text, "2026-03-01").map(|(first, last)| format!("{first}..{last}"));
        for (text, expected) in [
            ("today", "2026-03-01..2026-03-01"),
            ("昨天", "2026-02-28..2026-02-28"),
            ("1d", "2026-03-01..2026-03-01"),
            ("7d", "2026-02-23..2026-03-01"),
            ("2周", "2026-02-16..2026-03-01"),
        ] {
            assert_eq!(named(text).as_deref(), Some(expected), "{text}");
        }
        for text in ["", "d", "0d", "7", "7dd", "d7", "3m", "20260d", "７d"] {
            assert_eq!(named(text), None, "{text}");
        }
        assert_eq!(days_before("today", "2026-03"), None);
        assert_eq!(days_before("today", ""), None);
    }

    #[test]
    fn dates_name_days() {
        assert_eq!(days("1970-01-01"), Some(0..1));
        assert_eq!(days("2024-02-29"), Some(19_782..19_783));
        assert_eq!(days("2024-02").map(|days| days.end - days.start), Some(29));
        assert_eq!(days("1900").map(|days| days.end - days.start), Some(365));
        for same in
            ["2024/5/1", "2024.05.01", "2024年5月1日", "2024-05-01T10:00:00+08:00", " 2024-05-01 8:00"]
        {
            assert_eq!(days(same), days("2024-05-01"), "{same}");
        }
        assert_eq!(days("2024年5月"), days("2024-05"));
    }

    #[test]
    fn a_day_is_in_its_year() {
        for year in -300..2600 {
            let days = day_of(year, 1, 1)..day_of(year + 1, 1, 1);
            assert_eq!([year_of(days.start), year_of(days.end - 1)], [year; 2]);
        }
        assert_eq!([year_of(day_of(9999, 12, 31)), year_of(day_of(1, 1, 1))], [9999, 1]);
    }

    #[test]
    fn what_is_no_date_names_none() {
        for text in [
            "",
            "-",
            "last year",
            "2023-02-29",
            "2024-13",
            "2024-00-01",
            "0",
            "20240501",
            "2024-1-1-1",
            "2024--1",
        ] {
            assert_eq!(days(text), None, "{text}");
        }
    }

    #[test]
    fn instants_fall_on_days() {
        let days_at = |clock: Clock| [-1, 0, 3 * DAY_NS, i64::MAX, i64::MIN].map(|ns| clock.day_at(ns));
        assert_eq!(days_at(Clock::UTC), [-1, 0, 3, 106_751, -106_752]);
        assert_eq!(days_at(Clock::new(|_| 1))[..3], [0, 0, 3]);
        // In winter an hour behind, in summer not.
        let half_a_year = |seconds| if seconds < 182 * 86_400 { -3600 } else { 0 };
        let clock = Clock::new(half_a_year);
        assert_eq!([0, 3600, 182 * 86_400].map(|seconds| clock.day_at(seconds * SECOND_NS)), [-1, 0, 182]);
        assert!(days_at(Clock::new(|_| i32::MAX))[3] > 100_000);
    }
}
