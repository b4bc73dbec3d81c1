//! What is said on stderr: one clear line each, with nothing in it that a terminal would act on.
#![expect(clippy::print_stderr, reason = "this is where the program speaks")]

use std::fmt::Display;
use std::sync::Mutex;

/// Columns of the progress line that stands on the terminal now.
static DRAWN: Mutex<usize> = Mutex::new(0);

/// Draws the progress line in the place of the one before; an empty one takes it away.
///
/// Blanks and not escape codes: these work on every terminal.
pub(crate) fn progress(line: &str) {
    let mut drawn = DRAWN.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    if line.is_empty() && *drawn == 0 {
        return;
    }
    // The last column stays free, since a full line makes some terminals go to the next.
    let room = textwrap::termwidth().saturating_sub(1);
    let line: String = line.chars().take(room).collect();
    let length = line.chars().count();
    let rest = " ".repeat(drawn.saturating_sub(length).min(room - length));
    let home = if line.is_empty() { "\r" } else { "" };
    eprint!("\r{line}{rest}{home}");
    *drawn = length;
}

/// An error that ends the run.
pub(crate) fn error(error: &anyhow::Error) {
    progress("");
    eprintln!("nutgraf: error: {}", visible(&told(error)));
}

/// An error with its causes, each said once: some tell theirs themselves.
pub(crate) fn told(error: &anyhow::Error) -> String {
    let mut out = String::new();
    for cause in error.chain().map(ToString::to_string).filter(|cause| !cause.is_empty()) {
        if out.is_empty() {
            out = cause;
        } else if !out.contains(&cause) {
            out.push_str(": ");
            out.push_str(&cause);
        }
    }
    out
}

/// An input that failed; the run goes on.
pub(crate) fn failed(input: &str, problem: &dyn Display) {
    progress("");
    eprintln!("nutgraf: {}: {}", visible(input), visible(&problem.to_string()));
}

/// Something a person should know.
pub(crate) fn note(message: &str) {
    progress("");
    eprintln!("nutgraf: {}", visible(message));
}

/// What was wrong with what was typed: several lines.
pub(crate) fn usage(message: &str) {
    for line in message.lines() {
        eprintln!("{}", visible(line));
    }
}

/// Whether a text of several lines has something in it that a terminal would act on.
pub(crate) fn steers(text: &str) -> bool {
    text.contains(|c: char| c != '\n' && (c.is_control() || is_bidi_control(c)))
}

/// The text with every control character written out, so that file names and articles cannot steer a terminal.
pub(crate) fn visible(text: &str) -> String {
    if !text.chars().any(|c| c.is_control() || is_bidi_control(c)) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if c.is_control() || is_bidi_control(c) {
            out.extend(c.escape_unicode());
        } else {
            out.push(c);
        }
    }
    out
}

/// Characters that turn the direction of what follows them.
pub(crate) const fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn nothing_acts_on_the_terminal() {
        assert_eq!(visible("a\u{1b}[2Jb\n"), "a\\u{1b}[2Jb\\u{a}");
        assert_eq!(visible("naïve"), "naïve");
    }
}
