//! Measures the resource usage of a child process: elapsed time, processor time, memory.

#![expect(unsafe_code, reason = "libc has no safe way to wait for a process and learn what it used")]

use std::io;
use std::process::Command;
use std::time::{Duration, Instant};

/// The resource usage of a process and of the children that it waited for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Usage {
    /// Elapsed time.
    pub wall: Duration,
    /// Processor time in user space.
    pub user: Duration,
    /// Processor time in the kernel.
    pub system: Duration,
    /// The peak memory of any single process. It is at least the memory of this process when it started the child,
    /// because the system counts the moment between fork and exec.
    pub peak_bytes: u64,
    /// Whether the exit code was 0.
    pub success: bool,
}

impl Usage {
    /// The total processor time.
    pub(super) fn cpu(&self) -> Duration {
        self.user + self.system
    }
}

/// Runs a command to completion. The command determines where its output goes.
pub(super) fn run(command: &mut Command) -> io::Result<Usage> {
    let start = Instant::now();
    let child = command.spawn()?;
    let pid = libc::pid_t::try_from(child.id()).map_err(io::Error::other)?;
    let mut status = 0;
    // SAFETY: `rusage` is a structure of numbers, for which zeros are values.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    // SAFETY: both pointers are to live values of the types that the call writes.
    while unsafe { libc::wait4(pid, &raw mut status, 0, &raw mut usage) } < 0 {
        let error = io::Error::last_os_error();
        if error.kind() != io::ErrorKind::Interrupted {
            return Err(error);
        }
    }
    Ok(Usage {
        wall: start.elapsed(),
        user: duration(usage.ru_utime),
        system: duration(usage.ru_stime),
        peak_bytes: peak_bytes(&usage),
        success: libc::WIFEXITED(status) && libc::WEXITSTATUS(status) == 0,
    })
}

/// The peak memory of this process.
pub(crate) fn own_peak_bytes() -> u64 {
    // SAFETY: `rusage` is a structure of numbers, for which zeros are values.
    let mut usage: libc::rusage = unsafe { std::mem::zeroed() };
    // SAFETY: the pointer is to a live value of the type that the call writes.
    if unsafe { libc::getrusage(libc::RUSAGE_SELF, &raw mut usage) } == 0 { peak_bytes(&usage) } else { 0 }
}

fn peak_bytes(usage: &libc::rusage) -> u64 {
    let unit = if cfg!(target_os = "macos") { 1 } else { 1024 };
    u64::try_from(usage.ru_maxrss).unwrap_or_default() * unit
}

fn duration(time: libc::timeval) -> Duration {
    // The types of the fields differ between systems.
    let seconds = Duration::from_secs(time.tv_sec.try_into().unwrap_or_default());
    seconds + Duration::from_micros(time.tv_usec.try_into().unwrap_or_default())
}

/// Restricts this thread, and the threads and programs that it starts, to one processor until it is dropped.
pub(super) struct Pinned {
    #[cfg(target_os = "linux")]
    before: Option<libc::cpu_set_t>,
}

#[cfg(target_os = "linux")]
impl Pinned {
    /// Restricts them to the last allowed processor. If the system refuses, nothing changes.
    pub(super) fn to_one_processor() -> Self {
        // SAFETY: a `cpu_set_t` is a set of bits, for which zeros are values.
        let (mut before, mut one) = unsafe { (std::mem::zeroed(), std::mem::zeroed()) };
        // SAFETY: the pointer is to a live set of this size; 0 is the calling thread.
        if unsafe { libc::sched_getaffinity(0, size_of::<libc::cpu_set_t>(), &raw mut before) } != 0 {
            return Self { before: None };
        }
        let bits = 0..usize::try_from(libc::CPU_SETSIZE).unwrap_or_default();
        // SAFETY: the number is below that of the set's bits.
        let Some(last) = bits.rev().find(|it| unsafe { libc::CPU_ISSET(*it, &before) }) else {
            return Self { before: None };
        };
        // SAFETY: as above.
        unsafe { libc::CPU_SET(last, &mut one) };
        // SAFETY: the pointer is to a live set of this size.
        let is_done = unsafe { libc::sched_setaffinity(0, size_of::<libc::cpu_set_t>(), &raw const one) } == 0;
        Self { before: is_done.then_some(before) }
    }
}

#[cfg(target_os = "linux")]
impl Drop for Pinned {
    fn drop(&mut self) {
        if let Some(before) = &self.before {
            // SAFETY: the pointer is to a live set of this size.
            unsafe { libc::sched_setaffinity(0, size_of::<libc::cpu_set_t>(), before) };
        }
    }
}

#[cfg(not(target_os = "linux"))]
impl Pinned {
    /// Does nothing: other systems assign processors themselves.
    pub fn to_one_processor() -> Self {
        Self {}
    }
}

/// The median. Of an even number of values, the lower of the middle two.
pub(super) fn median<T: Copy + PartialOrd>(values: &[T]) -> Option<T> {
    let mut sorted = values.to_vec();
    sorted.sort_by(|a, b| a.partial_cmp(b).unwrap_or(std::cmp::Ordering::Equal));
    sorted.get(sorted.len().saturating_sub(1) / 2).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_busy_child_took_processor_time_and_failed() {
        let mut command = Command::new("sh");
        let usage = run(command.args(["-c", "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done; exit 3"])).unwrap();
        assert!(!usage.success);
        assert!(usage.user > Duration::from_millis(10), "{usage:?}");
        assert!(usage.wall >= usage.user / 2 && usage.peak_bytes > 100_000, "{usage:?}");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn what_is_pinned_runs_on_one_processor_and_is_let_go() {
        let allowed = || {
            let status = std::fs::read_to_string("/proc/thread-self/status").unwrap();
            status.lines().find_map(|it| it.strip_prefix("Cpus_allowed_list:")).unwrap().trim().to_owned()
        };
        let before = allowed();
        let pinned = Pinned::to_one_processor();
        assert!(allowed().parse::<u32>().is_ok(), "{}", allowed());
        drop(pinned);
        assert_eq!(allowed(), before);
    }

    #[test]
    fn the_median_is_one_of_the_values() {
        assert_eq!(median(&[3, 1, 2]), Some(2));
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), Some(2.0));
        assert_eq!(median::<u8>(&[]), None);
    }
}
