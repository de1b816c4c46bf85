//! What is remembered of a file, to see later without reading it whether it has changed.

use std::fs::Metadata;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};

/// What a file's metadata say about its content. Equal and settled stamps mean equal content.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Stamp {
    /// In bytes.
    pub(crate) size: u64,
    /// When the content was last written, in nanoseconds since 1970.
    pub(crate) modified_ns: i64,
    /// When content or metadata were last changed, in nanoseconds since 1970; 0 where the system
    /// doesn't tell. It can't be set back, as `modified_ns` can.
    pub(crate) changed_ns: i64,
    /// The file's number in its file system, which tells a replaced file; 0 where there is none.
    pub(crate) inode: u64,
}

impl Stamp {
    /// How long a file must have been left alone before its stamp is trusted. File systems count time
    /// in steps of up to two seconds: a second write within one step leaves no trace in the stamp.
    const SETTLING_TIME: Duration = Duration::from_secs(2);

    /// What the metadata of a file say.
    #[cfg(unix)]
    pub(crate) fn of(metadata: &Metadata) -> Stamp {
        use std::os::unix::fs::MetadataExt;

        Stamp {
            size: metadata.len(),
            modified_ns: nanoseconds(metadata.mtime(), metadata.mtime_nsec()),
            changed_ns: nanoseconds(metadata.ctime(), metadata.ctime_nsec()),
            inode: metadata.ino(),
        }
    }

    /// What the metadata of a file say.
    #[cfg(not(unix))]
    pub(crate) fn of(metadata: &Metadata) -> Stamp {
        let modified_ns = metadata.modified().map_or(i64::MAX, since_epoch_ns);
        Stamp { size: metadata.len(), modified_ns, ..Stamp::default() }
    }

    /// Whether the stamp can be trusted later: the file was left alone for two seconds before `now`.
    pub(crate) fn is_settled(&self, now: SystemTime) -> bool {
        self.is_settled_at(since_epoch_ns(now))
    }

    /// The same, for a time in nanoseconds since 1970.
    pub(crate) fn is_settled_at(&self, now_ns: i64) -> bool {
        let settling_ns = Self::SETTLING_TIME.as_nanos() as i64;
        self.modified_ns.max(self.changed_ns) <= now_ns.saturating_sub(settling_ns)
    }

    /// The same stamp, but never settled: for a file that changed while it was read. When its content was written
    /// is shown to people and stays true.
    pub(crate) fn unsettled(self) -> Stamp {
        Stamp { changed_ns: i64::MAX, ..self }
    }
}

#[cfg(unix)]
fn nanoseconds(seconds: i64, nanoseconds: i64) -> i64 {
    seconds.saturating_mul(1_000_000_000).saturating_add(nanoseconds)
}

/// Nanoseconds since 1970, at most those of the year 2262.
pub(crate) fn since_epoch_ns(time: SystemTime) -> i64 {
    let whole = |duration: Duration| i64::try_from(duration.as_nanos()).unwrap_or(i64::MAX);
    match time.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(after) => whole(after),
        Err(error) => -whole(error.duration()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: u64) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
    }

    fn stamp(modified: i64, changed: i64) -> Stamp {
        Stamp {
            modified_ns: modified * 1_000_000_000,
            changed_ns: changed * 1_000_000_000,
            ..Stamp::default()
        }
    }

    #[test]
    fn settled_after_two_seconds() {
        assert!(stamp(100, 100).is_settled(at(102)));
        assert!(!stamp(100, 100).is_settled(at(101)));
        assert!(!stamp(50, 101).is_settled(at(102)), "a young ctime counts");
        assert!(!stamp(101, 50).is_settled(at(102)), "a young mtime counts");
        assert!(stamp(-5, 0).is_settled(at(2)), "before 1970");
    }

    #[test]
    fn never_settled_in_the_future() {
        assert!(!stamp(200, 100).is_settled(at(150)));
        assert!(!stamp(1, 1).unsettled().is_settled(at(u32::MAX.into())));
    }

    #[test]
    fn tells_a_change_of_any_part() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        std::fs::write(&path, "one").unwrap();
        let before = Stamp::of(&path.metadata().unwrap());
        assert_eq!(before, Stamp::of(&path.metadata().unwrap()));
        assert_eq!(before.size, 3);
        std::fs::write(&path, "three").unwrap();
        assert_ne!(before, Stamp::of(&path.metadata().unwrap()));
        assert_ne!(before, before.unsettled());
        assert_eq!(before.modified_ns, before.unsettled().modified_ns);
    }
}
