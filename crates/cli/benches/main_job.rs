//! The main job beside its floor: 200 words through both stages at 50 ms a request and 20 in
//! flight, the first card, and the same list again when all is answered. Medians of five runs.

use std::{
    error::Error,
    io::{Write as _, stdout},
    path::Path,
    process::{Command, Stdio},
    time::Instant,
};

use fake_openrouter::Options;
use serde_json::Value;
use tempfile::TempDir;

const WORDS: u32 = 200;
const IN_FLIGHT: u32 = 20;
const LATENCY_MS: u64 = 50;
const TIMES: usize = 5;

struct Run {
    wall: f64,
    report: Value,
}

fn main() -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Runtime::new()?;
    let options = Options { latency_ms: LATENCY_MS, ..Options::default() };
    let fake = runtime.block_on(fake_openrouter::start(options))?;
    let mut fresh = Vec::new();
    let mut again = Vec::new();
    for _ in 0..TIMES {
        let folder = TempDir::new()?;
        std::fs::write(folder.path().join("words.txt"), list())?;
        fresh.push(hanji(folder.path(), &fake.base_url())?);
        again.push(hanji(folder.path(), &fake.base_url())?);
    }
    let trip = f64::from(u32::try_from(LATENCY_MS)?) / 1000.0;
    let floor = f64::from(WORDS * 2) / f64::from(IN_FLIGHT) * trip;
    show("200 words, run", median(&fresh, |run| run.number("seconds")), floor)?;
    show("200 words, whole process", median(&fresh, |run| run.wall), floor)?;
    show("first card", median(&fresh, |run| run.number("first_card_seconds")), 2.0 * trip)?;
    let sent = median(&again, |run| run.number("requests"));
    writeln!(
        stdout(),
        "{:<28} {:>7.3} s   {sent} requests",
        "200 words answered before",
        median(&again, |run| run.wall)
    )?;
    Ok(())
}

/// Two-syllable words, all different.
fn list() -> String {
    let syllable = |index: u32| char::from_u32(0xAC00 + index * 56 % 11_172).unwrap_or('가');
    (0..WORDS).flat_map(|index| [syllable(index), syllable(index / 3 + 9), '\n']).collect()
}

fn hanji(folder: &Path, base_url: &str) -> Result<Run, Box<dyn Error>> {
    let started = Instant::now();
    let output = Command::new(env!("CARGO_BIN_EXE_hanji"))
        .current_dir(folder)
        .args(["deck", "words.txt", "-o", "out.apkg", "--json", "--concurrency"])
        .arg(IN_FLIGHT.to_string())
        .env("HANJI_DATA_DIR", folder.join("data"))
        .env("HANJI_BASE_URL", base_url)
        .env("OPENROUTER_API_KEY", "sk-bench")
        .stderr(Stdio::null())
        .output()?;
    let wall = started.elapsed().as_secs_f64();
    Ok(Run { wall, report: serde_json::from_slice(&output.stdout)? })
}

impl Run {
    fn number(&self, name: &str) -> f64 {
        self.report[name].as_f64().unwrap_or(f64::NAN)
    }
}

fn median(runs: &[Run], figure: impl Fn(&Run) -> f64) -> f64 {
    let mut figures: Vec<f64> = runs.iter().map(figure).collect();
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

fn show(what: &str, seconds: f64, floor: f64) -> std::io::Result<()> {
    writeln!(
        stdout(),
        "{what:<28} {seconds:>7.3} s   floor {floor:.3} s   {:.2} ×",
        seconds / floor
    )
}
