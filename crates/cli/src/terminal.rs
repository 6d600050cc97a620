//! What goes where: results on stdout, everything else on stderr.

use std::{
    fmt::Display,
    io::{self, IsTerminal as _, Write as _},
};

use app::Problem;
use serde::Serialize;

/// Writes a line of result. A closed pipe is the reader's wish, not an error.
pub(crate) fn print(line: impl AsRef<str>) {
    let _ = writeln!(io::stdout().lock(), "{}", line.as_ref());
}

/// Writes a result as JSON.
pub(crate) fn print_json(value: &impl Serialize) -> Result<(), Problem> {
    let text = serde_json::to_string(value)
        .map_err(|error| Problem::new(app::Code::Internal, error.to_string()))?;
    print(text);
    Ok(())
}

/// Writes a line for the person at the terminal.
pub(crate) fn tell(line: impl AsRef<str>) {
    let _ = writeln!(io::stderr().lock(), "{}", line.as_ref());
}

/// A number with the right form of its noun.
pub(crate) fn counted<N: Copy + Display + PartialEq + From<u8>>(
    number: N,
    one: &str,
    more: &str,
) -> String {
    let noun = if number == N::from(1) { one } else { more };
    format!("{number} {noun}")
}

/// A large number with the right form of its noun: 1,000 rows.
pub(crate) fn grouped(number: u32, one: &str, more: &str) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{grouped} {}", if number == 1 { one } else { more })
}

/// Tells what went wrong and what to do next.
pub(crate) fn tell_problem(problem: &Problem) {
    tell(format!("error: {}", problem.message));
    if let Some(hint) = &problem.hint {
        tell(format!("hint: {hint}"));
    }
}

/// Tells why files were refused whole, each by its name.
pub(crate) fn tell_refused(refused: &[(String, Problem)]) {
    for (name, problem) in refused {
        // a file that could not even be opened is named by its path already
        let named = problem.message.contains(name.as_str());
        let message =
            if named { problem.message.clone() } else { format!("{name}: {}", problem.message) };
        tell_problem(&Problem { message, ..problem.clone() });
    }
}

/// Logs to stderr: warnings when asked once, all when asked twice. `HANJI_LOG` overrides.
pub(crate) fn log_to_stderr(verbose: u8) {
    let level = ["error", "info", "debug"][usize::from(verbose).min(2)];
    let filter = tracing_subscriber::EnvFilter::try_from_env("HANJI_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new(level));
    // colours are for eyes: a file or a pipe would get their codes
    tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        .init();
}
