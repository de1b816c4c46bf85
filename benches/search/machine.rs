//! What the figures were taken on: they say little without it.

use std::{env, fs};

/// Says what machine this is, how busy, and which commit was built.
pub(crate) fn print() {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let info = read("/proc/cpuinfo");
    let model = info.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let model = model.map_or(env::consts::ARCH, |(_, model)| model);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    println!("machine   {model}, {cores} cores, {}", env::consts::OS);
    if let Some(load) = read("/proc/loadavg").split(' ').next().filter(|load| !load.is_empty()) {
        println!("load      {load} before the start");
    }
    let commit = std::process::Command::new("git").args(["describe", "--always", "--dirty"]).output();
    if let Ok(commit) = commit {
        println!("commit    {}", String::from_utf8_lossy(&commit.stdout).trim());
    }
    if cfg!(debug_assertions) {
        println!("build     unoptimised: these figures mean nothing");
    }
}

/// What the processes that this one has waited for have taken of the processors, in seconds; in steps of
/// hundredths. Nothing where the system doesn't tell.
pub(crate) fn children_cpu() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // The name, which may hold anything, ends in the last bracket; two of the numbers after it are ours.
    let mut numbers = stat.rsplit_once(')')?.1.split_whitespace().skip(13);
    let mut next = || numbers.next()?.parse::<f64>().ok();
    Some((next()? + next()?) / 100.0)
}
