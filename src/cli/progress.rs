//! How far a batch has come: one line on a terminal that is drawn again and again, and a last one that counts.
//!
//! Why only on a terminal? In a log, a bar is noise. It is also left out where the results go to the same terminal: they
//! are the progress then.

use std::io::{self, IsTerminal};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::args::CommonArgs;
use super::{Outcome, messages};

/// Nothing is drawn before a run has lasted so long: short ones need no bar.
const PATIENCE: Duration = Duration::from_millis(250);
/// Time between two drawings.
const PAUSE: Duration = Duration::from_millis(100);
/// Columns from which there is room for a bar.
const WIDE: usize = 72;
/// Signs of the bar.
const BAR: usize = 20;

/// The progress of a run. Shared by its threads.
#[derive(Debug)]
pub(crate) struct Progress {
    shown: bool,
    /// Bytes of all inputs, where each tells its size.
    total: Option<u64>,
    begun: Instant,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    done: usize,
    failed: usize,
    bytes: u64,
    drawn: Option<Instant>,
}

impl Progress {
    /// `sizes`: bytes of each input, where it is known. `failed`: inputs that were not found.
    pub(crate) fn new(
        common: &CommonArgs,
        several: bool,
        failed: usize,
        sizes: impl Iterator<Item = Option<u64>>,
    ) -> Self {
        let to_file = common.output.as_deref().is_some_and(|path| path.as_os_str() != "-");
        let alone = to_file || !io::stdout().is_terminal();
        let dumb = std::env::var_os("TERM").is_some_and(|terminal| terminal == "dumb");
        let shown = several && !common.quiet && alone && !dumb && io::stderr().is_terminal();
        // Asking for sizes costs a look at each file: only where they are shown.
        let total = if shown { sizes.sum() } else { None };
        let state = Mutex::new(State { failed, ..State::default() });
        Self { shown, total, begun: Instant::now(), state }
    }

    /// Counts what was finished and the bytes of input it took, and draws the line if it is time.
    pub(crate) fn add(&self, done: usize, failed: usize, bytes: u64) {
        if !self.shown {
            return;
        }
        let mut state = self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        state.done += done;
        state.failed += failed;
        state.bytes += bytes;
        let now = Instant::now();
        let due = match state.drawn {
            Some(before) => now - before >= PAUSE,
            None => now - self.begun >= PATIENCE,
        };
        if due {
            state.drawn = Some(now);
            let wide = textwrap::termwidth() >= WIDE;
            let share = self.total.filter(|_| wide).map(|total| state.bytes as f64 / total.max(1) as f64);
            let line = line(share, state.done, state.failed, now - self.begun);
            messages::progress(&line);
        }
    }

    /// Takes the line away and says what became of the run, where a person looks on (or asked with --verbose).
    pub(crate) fn finish(&self, common: &CommonArgs, outcome: Outcome) {
        messages::progress("");
        if self.shown || (common.verbose && !common.quiet) {
            let seconds = self.begun.elapsed().as_secs_f64();
            messages::note(&format!("{} done, {} failed in {seconds:.1} s", outcome.done, outcome.failed));
        }
    }
}

/// "[======>             ]  34 %  1200 done, 2 failed, 410 a second", without the bar where no share is known.
fn line(share: Option<f64>, done: usize, failed: usize, elapsed: Duration) -> String {
    let bar = share.map_or_else(String::new, |share| {
        let share = share.clamp(0.0, 1.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and the bar's length")]
        let full = (share * BAR as f64) as usize;
        let head = if full < BAR { ">" } else { "" };
        format!("[{:<BAR$}] {:>3.0} %  ", "=".repeat(full) + head, (share * 100.0).floor())
    });
    let speed = (done + failed) as f64 / elapsed.as_secs_f64().max(1e-3);
    let decimals = usize::from(speed < 10.0);
    format!("{bar}{done} done, {failed} failed, {speed:.decimals$} a second")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_tell_share_counts_and_speed() {
        let second = Duration::from_secs(1);
        for (share, done, failed, text) in [
            (Some(0.0), 0, 0, "[>                   ]   0 %  0 done, 0 failed, 0.0 a second"),
            (Some(0.349), 1200, 2, "[======>             ]  34 %  1200 done, 2 failed, 1202 a second"),
            // A file that grew while it was read.
            (Some(1.2), 3, 0, "[====================] 100 %  3 done, 0 failed, 3.0 a second"),
            (None, 7, 1, "7 done, 1 failed, 8.0 a second"),
        ] {
            assert_eq!(line(share, done, failed, second), text);
        }
    }
}
