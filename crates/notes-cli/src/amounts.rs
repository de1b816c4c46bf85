//! Amounts as a person says them.

use std::time::Duration;

/// A time as a person says it.
pub(crate) fn duration(time: Duration) -> String {
    match time.as_secs_f64() {
        seconds if seconds < 1.0 => format!("{:.1} ms", seconds * 1e3),
        seconds => format!("{seconds:.1} s"),
    }
}

/// So many of something.
pub(crate) fn counted(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

/// A size as a person says it.
pub(crate) fn size(bytes: u64) -> String {
    match bytes as f64 {
        n if n < 1e3 => format!("{bytes} B"),
        n if n < 1e6 => format!("{:.1} kB", n / 1e3),
        n if n < 1e9 => format!("{:.1} MB", n / 1e6),
        n => format!("{:.1} GB", n / 1e9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_sizes_are_short() {
        assert_eq!(duration(Duration::from_micros(1_940)), "1.9 ms");
        assert_eq!(duration(Duration::from_millis(12_345)), "12.3 s");
        assert_eq!(
            (size(999), size(1_500), size(14_200_000)),
            ("999 B".into(), "1.5 kB".into(), "14.2 MB".into())
        );
    }
}
