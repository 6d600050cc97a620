//! The command `fake-openrouter`: reads the options, starts the server on one core and says where
//! it listens. All behaviour is in the library.

use std::io::Write;

use clap::Parser;
use fake_openrouter::Options;

/// A server that speaks OpenRouter's API and answers with plausible Korean.
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(flatten)]
    options: Options,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> std::io::Result<()> {
    let fake = fake_openrouter::start(Cli::parse().options).await?;
    let mut out = std::io::stdout();
    writeln!(out, "listening on {}", fake.origin())?;
    out.flush()?;
    tokio::signal::ctrl_c().await
}
