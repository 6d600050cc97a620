//! The same 100,000 rows read from files of several kinds, beside a bare loop of the `csv` crate and
//! Python's `csv` module on the CSV. Each contender is a process of its own, so that its peak memory
//! is its own; rounds alternate, and medians count.

use std::{
    env,
    error::Error,
    fs,
    io::{Write as _, stdout},
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

#[path = "reading/files.rs"]
mod files;

const ROWS: u32 = 100_000;
const ROUNDS: usize = 9;

/// Prints what the bench prints of itself: rows, seconds, kilobytes.
const PYTHON: &str = r"
import csv, re, sys, time
start = time.perf_counter()
with open(sys.argv[1], encoding='utf-8', newline='') as file:
    rows = sum(1 for row in csv.reader(file)) - 1
seconds = time.perf_counter() - start
status = open('/proc/self/status').read() if sys.platform == 'linux' else ''
print(rows, seconds, *(re.findall(r'VmHWM:\s*(\d+)', status) or [0]))
";

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Who reads which file.
struct Contender {
    name: &'static str,
    file: PathBuf,
    seconds: Vec<f64>,
    kilobytes: Vec<f64>,
}

fn main() -> Outcome<()> {
    if let Ok(path) = env::var("HANJI_BENCH_READ") {
        return be_read(Path::new(&path), env::var_os("HANJI_BENCH_BARE").is_some());
    }
    let folder = tempfile::TempDir::new()?;
    let files = files::write(folder.path(), ROWS)?;
    let mut contenders = contenders(&files);
    for _ in 0..ROUNDS {
        for contender in &mut contenders {
            contender.run()?;
        }
    }
    show(&contenders)
}

fn contenders(files: &[PathBuf]) -> Vec<Contender> {
    let new = |name, file: &PathBuf| Contender {
        name,
        file: file.clone(),
        seconds: Vec::new(),
        kilobytes: Vec::new(),
    };
    let csv = &files[0];
    let mut contenders = vec![new(BARE, csv)];
    if Command::new("python3").arg("--version").output().is_ok() {
        contenders.push(new(PYTHON_CSV, csv));
    } else {
        let _ = writeln!(stdout(), "python3 is missing: its csv module is left out");
    }
    contenders.extend(files.iter().map(|file| new(HANJI, file)));
    contenders
}

const BARE: &str = "csv crate";
const PYTHON_CSV: &str = "Python csv";
const HANJI: &str = "hanji";

impl Contender {
    fn run(&mut self) -> Outcome<()> {
        let mut command = Command::new(env::current_exe()?);
        command.env("HANJI_BENCH_READ", &self.file);
        if self.name == BARE {
            command.env("HANJI_BENCH_BARE", "1");
        } else if self.name == PYTHON_CSV {
            command = Command::new("python3");
            command.args(["-c", PYTHON]).arg(&self.file);
        }
        let said = String::from_utf8(command.output()?.stdout)?;
        let figures: Vec<f64> =
            said.split_whitespace().map(str::parse).collect::<Result<_, _>>()?;
        let [rows, seconds, kilobytes] = figures[..] else {
            return Err(format!("{} said: {said}", self.name).into());
        };
        if (rows - f64::from(ROWS)).abs() > 0.5 {
            return Err(format!("{} read {rows} rows of {}", self.name, self.file.display()).into());
        }
        self.seconds.push(seconds);
        self.kilobytes.push(kilobytes);
        Ok(())
    }
}

/// The part of one contender: reads the file and prints the rows, the seconds and the peak memory.
fn be_read(path: &Path, bare: bool) -> Outcome<()> {
    let start = Instant::now();
    let rows = if bare {
        csv::Reader::from_path(path)?.records().flatten().count()
    } else {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        vocab::read(&name, &fs::read(path)?).entries.len()
    };
    let seconds = start.elapsed().as_secs_f64();
    writeln!(stdout(), "{rows} {seconds} {}", peak_kilobytes()?)?;
    Ok(())
}

/// `VmHWM` of proc(5): the most memory that was resident. Zero where there is no such file.
fn peak_kilobytes() -> Outcome<u64> {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0");
    Ok(peak.trim().trim_end_matches(" kB").parse()?)
}

fn show(contenders: &[Contender]) -> Outcome<()> {
    let bare = median(&contenders[0].seconds);
    for contender in contenders {
        let ending = contender.file.extension().unwrap_or_default().to_string_lossy();
        let bytes = fs::metadata(&contender.file)?.len();
        let seconds = median(&contender.seconds);
        writeln!(
            stdout(),
            "{:<10} {ending:<5} {:>5} KB   {seconds:>6.3} s   {:>6.2} × csv crate   {:>4.0} MB at most",
            contender.name,
            bytes / 1024,
            seconds / bare,
            median(&contender.kilobytes) / 1024.0,
        )?;
    }
    Ok(())
}

fn median(figures: &[f64]) -> f64 {
    let mut figures = figures.to_vec();
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
