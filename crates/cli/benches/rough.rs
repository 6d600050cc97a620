//! A run in rough weather beside the same run in fair weather: 1,000 words through both stages at
//! 50 ms a request and 20 in flight, with one request in twenty each refused (429), failed (500) and
//! answered with broken JSON. Medians of three runs.

use std::{
    error::Error,
    io::{Write as _, stdout},
    process::{Command, Stdio},
};

use fake_openrouter::{Faults, Options};
use serde_json::Value;
use tempfile::TempDir;

const WORDS: u32 = 1_000;
const TIMES: u64 = 3;

fn main() -> Result<(), Box<dyn Error>> {
    let runtime = tokio::runtime::Runtime::new()?;
    let (mut fair, mut rough) = (Vec::new(), Vec::new());
    for seed in 1..=TIMES {
        for (faults, seconds) in [("", &mut fair), ("429=0.05,500=0.05,malformed=0.05", &mut rough)]
        {
            let faults = if faults.is_empty() { Faults::default() } else { faults.parse()? };
            let options = Options { latency_ms: 50, faults, seed, ..Options::default() };
            let fake = runtime.block_on(fake_openrouter::start(options))?;
            seconds.push(run(&fake.base_url())?);
        }
    }
    let (fair, rough) = (median(fair), median(rough));
    writeln!(
        stdout(),
        "{WORDS} words: fair weather {fair:.3} s, rough {rough:.3} s   {:.2} ×",
        rough / fair
    )?;
    Ok(())
}

/// Seconds of a run that must do every word.
fn run(base_url: &str) -> Result<f64, Box<dyn Error>> {
    let folder = TempDir::new()?;
    let syllable = |index: u32| char::from_u32(0xAC00 + index * 56 % 11_172).unwrap_or('가');
    let list: String = (0..WORDS)
        .flat_map(|n| [syllable(n), syllable(n / 3 + 9), syllable(n / 190), '\n'])
        .collect();
    std::fs::write(folder.path().join("words.txt"), list)?;
    let output = Command::new(env!("CARGO_BIN_EXE_hanji"))
        .current_dir(folder.path())
        .args(["deck", "words.txt", "-o", "out.apkg", "--json", "--concurrency", "20"])
        .env("HANJI_DATA_DIR", folder.path().join("data"))
        .env("HANJI_BASE_URL", base_url)
        .env("OPENROUTER_API_KEY", "sk-bench")
        .stderr(Stdio::null())
        .output()?;
    let report: Value = serde_json::from_slice(&output.stdout)?;
    if report["done"] != WORDS {
        return Err(format!("not all done: {report}").into());
    }
    Ok(report["seconds"].as_f64().unwrap_or(f64::NAN))
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
