//! Whether every change below a folder comes through this system: elsewhere somebody else may write.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// More than most tables of mounts take, in bytes.
const USUAL_BYTES: usize = 32 << 10;

/// File systems whose files nobody but this system writes.
const LOCAL: [&str; 13] = [
    "bcachefs", "btrfs", "ecryptfs", "exfat", "ext2", "ext3", "ext4", "f2fs", "overlay", "tmpfs", "vfat",
    "xfs", "zfs",
];

/// Whether all below a folder is on file systems of this machine, as far as the system tells; elsewhere than
/// on Linux it doesn't.
pub(super) fn is_local(folder: &Path) -> bool {
    cfg!(target_os = "linux")
        && mounts().is_ok_and(|table| is_local_in(&String::from_utf8_lossy(&table), folder))
}

/// What the system says is mounted where. It is made anew for every read, so few reads ask for it.
fn mounts() -> io::Result<Vec<u8>> {
    let mut table = Vec::with_capacity(USUAL_BYTES);
    File::open("/proc/self/mountinfo")?.read_to_end(&mut table)?;
    Ok(table)
}

/// See proc_pid_mountinfo(5): `36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw`. The last mount of
/// those that hold the folder counts, and all below it.
fn is_local_in(table: &str, folder: &Path) -> bool {
    let mut holder = None;
    let mut inner_are_local = true;
    for line in table.lines() {
        let Some((mount, system)) = parse(line) else { return false };
        let mount = Path::new(&mount);
        let is_local = LOCAL.contains(&system);
        if folder.starts_with(mount) {
            let depth = mount.components().count();
            holder = holder.filter(|&(last, _)| last > depth).or(Some((depth, is_local)));
        } else if mount.starts_with(folder) {
            inner_are_local &= is_local;
        }
    }
    inner_are_local && holder.is_some_and(|(_, is_local)| is_local)
}

/// Where something is mounted, and its file system.
fn parse(line: &str) -> Option<(String, &str)> {
    let (before, after) = line.split_once(" - ")?;
    Some((unescaped(before.split(' ').nth(4)?), after.split(' ').next()?))
}

/// Spaces and the like stand as `\040`.
fn unescaped(path: &str) -> String {
    // The backslash last: with digits behind it, it would be taken for another code.
    [(r"\040", " "), (r"\011", "\t"), (r"\012", "\n"), (r"\134", r"\")]
        .iter()
        .fold(path.to_owned(), |path, (code, character)| path.replace(code, character))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "\
22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 22 0:26 / /tmp rw - tmpfs tmpfs rw
31 22 0:50 / /home/li/my\\040cloud rw - fuse.sshfs li@host: rw
32 22 0:51 / /srv/nfs rw shared:9 - nfs4 host:/srv rw
33 32 0:52 / /srv/nfs/scratch rw - ext4 /dev/vdb rw
";

    #[test]
    fn what_others_may_write_is_not_local() {
        let is_local = |folder: &str| is_local_in(TABLE, Path::new(folder));
        assert!(is_local("/home/li/notes") && is_local("/tmp/notes") && is_local("/srv/nfs/scratch/notes"));
        assert!(!is_local("/srv/nfs/notes") && !is_local("/home/li/my cloud/notes"));
        assert!(!is_local("/home/li"), "a part of it is elsewhere");
    }

    #[test]
    fn what_is_not_understood_is_not_local() {
        assert!(!is_local_in("", Path::new("/notes")));
        assert!(!is_local_in("36 35 98:0 / /", Path::new("/notes")));
    }
}
