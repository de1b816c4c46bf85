//! Commands, run in turns.

use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::Result;
use crate::machine::children_cpu;

/// A command that is measured.
pub(crate) struct Contender {
    pub(crate) name: &'static str,
    pub(crate) command: Command,
}

impl Contender {
    pub(crate) fn new(name: &'static str, command: Command) -> Contender {
        Contender { name, command }
    }
}

pub(crate) fn is_installed(program: &str) -> bool {
    let mut command = Command::new(program);
    command.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok()
}

/// Runs a command to its end. Its output is read: grep stops at the first match if nobody wants more.
pub(crate) fn run(command: &mut Command) -> Result<(Duration, Vec<u8>)> {
    let begun = Instant::now();
    let output = command.stdin(Stdio::null()).output()?;
    let took = begun.elapsed();
    match output.status.success() {
        true => Ok((took, output.stdout)),
        false => Err(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr)).into()),
    }
}

/// Seconds by contender and round. Each round has an order of its own: none always runs after the same, whose leftovers
/// in the caches it would pay for.
pub(crate) fn in_turns(contenders: &mut [Contender], n_rounds: usize) -> Result<Vec<Vec<f64>>> {
    let mut times = vec![vec![0.0; n_rounds]; contenders.len()];
    let mut order: Vec<usize> = (0..contenders.len()).collect();
    // One round for the caches, not counted.
    for round in 0..=n_rounds {
        let shuffle = BuildHasherDefault::<DefaultHasher>::default();
        order.sort_by_key(|idx| shuffle.hash_one((round, *idx)));
        for &idx in &order {
            let (took, _) = run(&mut contenders[idx].command)?;
            if let Some(round) = round.checked_sub(1) {
                times[idx][round] = took.as_secs_f64();
            }
        }
    }
    Ok(times)
}

/// Seconds of the processors that each contender takes, the mean of runs in a row: the system counts in hundredths.
pub(crate) fn cpu(contenders: &mut [Contender], n_runs: usize) -> Result<Vec<Option<f64>>> {
    let mean = |contender: &mut Contender| {
        let before = children_cpu();
        for _ in 0..n_runs {
            run(&mut contender.command)?;
        }
        Ok(children_cpu().zip(before).map(|(after, before)| (after - before) / n_runs as f64))
    };
    contenders.iter_mut().map(mean).collect()
}

/// The median of what one took in relation to another, round by round.
pub(crate) fn ratio(ours: &[f64], theirs: &[f64]) -> f64 {
    median(ours.iter().zip(theirs).map(|(ours, theirs)| ours / theirs).collect())
}

pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() % 2 {
        0 => (values[middle - 1] + values[middle]) / 2.0,
        _ => values[middle],
    }
}
