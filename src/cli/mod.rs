//! The command line. It belongs to the program and uses only the library's public API.
//!
//! What was typed ([`args`]) becomes a validated plan ([`plan`]); inputs flow through it one article at a time or as
//! streams of records ([`run`], [`stream`]); messages and [`progress`] go to stderr through one place ([`messages`]).

mod about;
mod args;
mod eval;
mod messages;
mod output;
mod plan;
mod progress;
mod run;
mod stream;
mod text;
mod train;
mod verify;

use std::process::ExitCode;

use args::Command;
use clap::Parser;

/// What became of a run.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Outcome {
    /// Articles and records that were done.
    pub(crate) done: usize,
    /// Inputs and records that failed, each reported.
    pub(crate) failed: usize,
    /// Whether bad records were answered in the output, so that something was done even if all were bad.
    pub(crate) answered: bool,
}

impl Outcome {
    /// 0 all done, 1 some failed, 2 nothing could be done.
    fn exit_code(self) -> ExitCode {
        match self {
            Self { failed: 0, .. } => ExitCode::SUCCESS,
            Self { done: 0, answered: false, .. } => ExitCode::from(2),
            _ => ExitCode::from(1),
        }
    }
}

/// Runs the program.
pub(crate) fn main() -> ExitCode {
    let cli = match args::Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let code = if error.use_stderr() { 2 } else { 0 };
            let plain = error.render().to_string();
            if messages::steers(&plain) {
                // What was typed is shown in it, and may come from a file's name.
                messages::usage(&plain);
            } else {
                // A reader that left before the help ended is no failure.
                let _ = error.print();
            }
            return ExitCode::from(code);
        }
    };
    let done = match cli.command {
        Some(Command::Eval(args)) => eval::run(args),
        Some(Command::Train(args)) => train::run(args),
        Some(Command::Verify(args)) => verify::run(&args),
        Some(Command::Completions(args)) => about::completions(&args).map(|()| Outcome::default()),
        Some(Command::Man(args)) => about::manual(&args).map(|()| Outcome::default()),
        _ => run::run(cli),
    };
    match done {
        Ok(outcome) => outcome.exit_code(),
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            messages::error(&error);
            ExitCode::from(2)
        }
    }
}

/// Whether the reader of our output left, which is its right.
fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .any(|cause| cause.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe))
}
