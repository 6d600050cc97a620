//! The command line, fixed by the design.

use std::{net::SocketAddr, path::PathBuf};

use app::{
    Code, Format, Problem,
    dto::{ColumnRole, Engine, Kind},
};
use clap::{
    ArgAction, Args as Arguments, Parser, Subcommand, ValueEnum, builder::RangedU64ValueParser,
};

/// Turns Korean word lists into Anki decks worth remembering.
#[derive(Debug, Parser)]
#[command(name = "hanji", version, arg_required_else_help = true)]
pub(crate) struct Args {
    /// Folder that holds the library, runs and answers
    #[arg(long, global = true, env = "HANJI_DATA_DIR", value_name = "DIR")]
    pub(crate) data_dir: Option<PathBuf>,
    /// Say more on stderr; twice for everything
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub(crate) verbose: u8,
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read word files, make their cards, write the deck
    Deck(Box<Deck>),
    /// Show what would be read from word files; nothing is saved, no network
    Words(Words),
    /// Say what a run over word files would take: requests, tokens, money, time
    Estimate(Estimate),
    /// Show pronunciation, IPA and romanization of words
    Say(Say),
    /// List earlier runs
    Runs(Json),
    /// Show one run
    #[command(subcommand)]
    Run(Run),
    /// Go on with a run
    Resume(Resume),
    /// Try a run's failed words again
    Retry(Retry),
    /// List the words a run gave up on, or save them as a list to mend
    Failed(FailedWords),
    /// Write the deck of a run
    Export(Export),
    /// Hand the deck of a run to a running Anki, through its add-on AnkiConnect
    Push(Push),
    /// Show, check, fill or forget what was paid for and is kept
    #[command(subcommand)]
    Cache(Cache),
    /// List the models that the server offers, with their prices
    Models(Models),
    /// Show or change the settings that every run begins with
    #[command(subcommand)]
    Config(Config),
    /// Try everything that a run needs, and say what is wrong
    Doctor(Doctor),
    /// Set, show or remove the API key
    #[command(subcommand)]
    Key(Key),
    /// Answer health checks and show runs over HTTP, on this machine only
    Serve(Serve),
}

#[derive(Debug, Arguments)]
pub(crate) struct Deck {
    #[command(flatten)]
    pub(crate) list: List,
    /// File to write the deck to
    #[arg(short, long, value_name = "OUT")]
    pub(crate) out: PathBuf,
    /// Format of the deck, when its ending does not tell: apkg, tsv, csv, spreadsheet, json, md, html or classic
    #[arg(long, value_parser = parse_format)]
    pub(crate) format: Option<Format>,
    #[command(flatten)]
    pub(crate) asked: Asked,
    /// Stop before the run has cost more than this, in US dollars
    #[arg(long, value_name = "USD")]
    pub(crate) max_cost: Option<f64>,
    /// Hand requests in by the batch: about half the price, answers within a day (OpenRouter;
    /// experimental)
    #[arg(long)]
    pub(crate) overnight: bool,
    /// Name of the Anki deck
    #[arg(long = "deck", value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// Put a tag on every note; can be given several times
    #[arg(long = "tag", value_name = "TAG")]
    pub(crate) tags: Vec<String>,
    /// Write the final report as JSON on stdout
    #[arg(long)]
    pub(crate) json: bool,
}

/// The words of a run.
#[derive(Debug, Arguments)]
pub(crate) struct List {
    /// Word files of any kind (CSV, text, workbooks, Anki packages, …), or `-` for stdin
    #[arg(required = true, value_name = "FILES")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) sorting: Sorting,
    /// Take only the first N words
    #[arg(long, value_name = "N", value_parser = RangedU64ValueParser::<usize>::new().range(1..))]
    pub(crate) limit: Option<usize>,
}

/// What becomes of the rows that are read.
#[derive(Debug, Arguments)]
pub(crate) struct Sorting {
    /// Merge inflected forms into their dictionary forms where these are beyond doubt
    #[arg(long)]
    pub(crate) merge: bool,
    /// Leave out the words of this file (a list or an Anki package); can be given several times
    #[arg(long, value_name = "FILE")]
    pub(crate) known: Vec<PathBuf>,
    /// What columns hold, counted from 1: term, meaning, pos, hanja, pron, homonym, example,
    /// translation, note, tags, ignore
    #[arg(long, value_delimiter = ',', value_name = "term=2,meaning=3", value_parser = parse_column)]
    pub(crate) columns: Vec<ToldColumn>,
}

/// A column, and what it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ToldColumn {
    pub(crate) index: u32,
    pub(crate) role: ColumnRole,
}

/// Who answers what, and how fast they may be asked.
#[derive(Debug, Arguments)]
pub(crate) struct Asked {
    /// Where answers come from [default: openrouter if a key is known, else dictionary]
    #[arg(long)]
    pub(crate) engine: Option<EngineName>,
    /// Address of the server, such as `http://127.0.0.1:11434/v1`
    #[arg(long, env = "HANJI_BASE_URL", value_name = "URL")]
    pub(crate) base_url: Option<String>,
    /// Model to ask
    #[arg(long, env = "HANJI_MODEL", value_name = "M")]
    pub(crate) model: Option<String>,
    /// Models to ask, in order; the later ones when the earlier are down
    #[arg(long, value_delimiter = ',', value_name = "M1,M2", conflicts_with = "model")]
    pub(crate) models: Option<Vec<String>>,
    /// Kinds of card: scene, usage-comparison, hanja, example, formal-casual, grammar, cultural
    #[arg(long, value_delimiter = ',', value_parser = parse_kind)]
    pub(crate) kinds: Option<Vec<Kind>>,
    /// Requests under way at once
    #[arg(long, value_name = "N")]
    pub(crate) concurrency: Option<u32>,
    /// Requests a minute
    #[arg(long, value_name = "N")]
    pub(crate) rpm: Option<u32>,
    /// Tokens a minute
    #[arg(long, value_name = "N")]
    pub(crate) tpm: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum EngineName {
    Dictionary,
    Openrouter,
    Compatible,
}

impl From<EngineName> for Engine {
    fn from(name: EngineName) -> Self {
        match name {
            EngineName::Dictionary => Self::Dictionary,
            EngineName::Openrouter => Self::Openrouter,
            EngineName::Compatible => Self::Compatible,
        }
    }
}

#[derive(Debug, Arguments)]
pub(crate) struct Words {
    /// Word files of any kind (CSV, text, workbooks, Anki packages, …), or `-` for stdin
    #[arg(required = true, value_name = "FILES")]
    pub(crate) files: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) sorting: Sorting,
    /// Write the rows that are no words to a CSV file, to mend them there
    #[arg(long, value_name = "OUT.csv")]
    pub(crate) rejected: Option<PathBuf>,
    /// Write JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Arguments)]
pub(crate) struct Estimate {
    #[command(flatten)]
    pub(crate) list: List,
    #[command(flatten)]
    pub(crate) asked: Asked,
    /// Write JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Arguments)]
pub(crate) struct Models {
    /// Only those whose name contains this
    pub(crate) text: Option<String>,
    /// Whose models [default: those of the engine in the settings, or OpenRouter's]
    #[arg(long)]
    pub(crate) engine: Option<EngineName>,
    /// Address of the server, such as `http://127.0.0.1:11434/v1`
    #[arg(long, env = "HANJI_BASE_URL", value_name = "URL")]
    pub(crate) base_url: Option<String>,
    /// Write JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Arguments)]
pub(crate) struct Doctor {
    #[command(flatten)]
    pub(crate) asked: Asked,
    /// Save what can be read of a damaged database into a new one; the damaged one is kept
    #[arg(long)]
    pub(crate) repair: bool,
    /// Write JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Config {
    /// Show all settings, or one
    Show {
        /// The setting
        name: Option<String>,
    },
    /// Change a setting
    Set {
        /// The setting, as `show` names it
        name: String,
        /// Its value as TOML writes it, or a bare text; nothing at all takes the setting back to
        /// its default
        #[arg(default_value = "")]
        value: String,
    },
    /// Say where the file with the settings is
    Path,
}

#[derive(Debug, Arguments)]
pub(crate) struct Say {
    /// Words, or `-` to read lines `word⇥part of speech⇥hanja` from stdin
    #[arg(required = true, value_name = "WORD")]
    pub(crate) words: Vec<String>,
    /// Write JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Arguments)]
pub(crate) struct Json {
    /// Write JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Run {
    /// Show where a run stands
    Show(Failed),
}

#[derive(Debug, Arguments)]
pub(crate) struct Resume {
    /// The run; the newest unfinished one when none is named
    pub(crate) id: Option<i64>,
    /// Write the deck when done
    #[arg(short, long, value_name = "OUT")]
    pub(crate) out: Option<PathBuf>,
    /// Let the run cost this in all from now on, in US dollars
    #[arg(long, value_name = "USD")]
    pub(crate) max_cost: Option<f64>,
    /// Write the final report as JSON on stdout
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Arguments)]
pub(crate) struct Retry {
    #[command(flatten)]
    pub(crate) resume: Resume,
    /// Try only this word; can be given several times
    #[arg(long = "word", value_name = "TERM")]
    pub(crate) words: Vec<String>,
}

#[derive(Debug, Arguments)]
pub(crate) struct Failed {
    /// The run
    pub(crate) id: i64,
    /// Write JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Arguments)]
pub(crate) struct FailedWords {
    #[command(flatten)]
    pub(crate) run: Failed,
    /// Write them to a CSV file, with why they failed, to mend and read again
    #[arg(short, long, value_name = "OUT.csv")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Debug, Arguments)]
pub(crate) struct Export {
    /// The run
    pub(crate) id: i64,
    /// File to write the deck to
    #[arg(short, long, value_name = "OUT")]
    pub(crate) out: PathBuf,
    /// Format of the deck, when its ending does not tell: apkg, tsv, csv, spreadsheet, json, md, html or classic
    #[arg(long, value_parser = parse_format)]
    pub(crate) format: Option<Format>,
    /// Name of the Anki deck
    #[arg(long = "deck", value_name = "NAME")]
    pub(crate) name: Option<String>,
}

#[derive(Debug, Arguments)]
pub(crate) struct Push {
    /// The run
    pub(crate) id: i64,
    /// Name of the Anki deck
    #[arg(long = "deck", value_name = "NAME")]
    pub(crate) name: Option<String>,
    /// Only say what would be added and updated
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[command(flatten)]
    pub(crate) json: Json,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Cache {
    /// Say how much is kept, what it cost, and how often it saved a request
    Stats(Json),
    /// Read everything back, and say what is wrong with it
    Verify(Json),
    /// Have the words of files answered, and write no deck
    Warm(Box<Warm>),
    /// Let answers answer nothing any more, so that they are asked for again
    Forget(Forgetting),
}

#[derive(Debug, Arguments)]
pub(crate) struct Warm {
    #[command(flatten)]
    pub(crate) list: List,
    #[command(flatten)]
    pub(crate) asked: Asked,
    /// Stop before it has cost more than this, in US dollars
    #[arg(long, value_name = "USD")]
    pub(crate) max_cost: Option<f64>,
    /// Write the final report as JSON on stdout
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Arguments)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch on the command line")]
#[group(id = "what", required = true, args = ["word", "model", "prompt", "all", "undo"])]
pub(crate) struct Forgetting {
    /// Answers for this word
    #[arg(long, value_name = "TERM")]
    pub(crate) word: Option<String>,
    /// Answers of this model
    #[arg(long, value_name = "M")]
    pub(crate) model: Option<String>,
    /// Answers to this prompt, as `stats` names it; its first characters will do
    #[arg(long, value_name = "HASH")]
    pub(crate) prompt: Option<String>,
    /// All answers
    #[arg(long)]
    pub(crate) all: bool,
    /// Take the last forgetting back
    #[arg(long)]
    pub(crate) undo: bool,
    /// Delete the texts, too; this cannot be taken back
    #[arg(long, conflicts_with = "undo")]
    pub(crate) purge: bool,
    /// Do it; without this it is only said what would be forgotten
    #[arg(long)]
    pub(crate) yes: bool,
    /// Write JSON
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Key {
    /// Read the key from stdin and keep it in the system's keychain
    Set(Server),
    /// Sign in with OpenRouter in a browser, and keep the key it gives
    SignIn(SignIn),
    /// Say whether a key is known; never the key
    Status(Server),
    /// Forget the key
    Remove(Server),
}

/// How to sign in.
#[derive(Debug, Arguments)]
pub(crate) struct SignIn {
    #[command(flatten)]
    pub(crate) server: Server,
    /// Show an address to open anywhere, and read the code that its page shows from stdin
    #[arg(long)]
    pub(crate) paste: bool,
}

/// Whose key.
#[derive(Debug, Arguments)]
pub(crate) struct Server {
    /// Address of a server of one's own; OpenRouter when none is given
    #[arg(long, env = "HANJI_BASE_URL", value_name = "URL")]
    pub(crate) base_url: Option<String>,
}

#[derive(Debug, Arguments)]
pub(crate) struct Serve {
    /// Address to listen on
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:8720")]
    pub(crate) listen: SocketAddr,
}

fn parse_format(name: &str) -> Result<Format, Problem> {
    app::format_named(name)
}

fn parse_kind(name: &str) -> Result<Kind, Problem> {
    name.parse()
}

fn parse_column(told: &str) -> Result<ToldColumn, Problem> {
    let wrong = |what: String| {
        Problem::new(Code::InvalidInput, what).with_hint("Write it like term=2,meaning=3.")
    };
    let (role, number) =
        told.split_once('=').ok_or_else(|| wrong(format!("“{told}” is not a column.")))?;
    let index = number.trim().parse::<u32>().ok().and_then(|number| number.checked_sub(1));
    let index = index.ok_or_else(|| {
        wrong(format!("“{number}” is not the number of a column; the first is 1."))
    })?;
    Ok(ToldColumn { index, role: role.parse()? })
}
