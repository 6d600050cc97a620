//! A server faithful to OpenRouter's documented API, for tests, benchmarks and trying the app by
//! hand: plausible Korean answers for any word, faults on demand, and a ledger of what the real
//! service would have billed. It knows the wire format and nothing of the client that calls it.
//! It speaks plain HTTP, or TLS with a certificate to be refused.
//!
//! ```no_run
//! # async fn example() -> std::io::Result<()> {
//! use fake_openrouter::{Options, start};
//! let fake = start(Options { latency_ms: 50, ..Options::default() }).await?;
//! println!("{}", fake.base_url()); // http://127.0.0.1:PORT/api/v1
//! assert_eq!(fake.ledger().billed, 0);
//! # Ok(())
//! # }
//! ```

mod account;
mod answers;
mod batch;
mod body;
mod chat;
mod clock;
mod completion;
mod dice;
mod errors;
mod kept;
mod ledger;
mod limits;
mod models;
mod options;
mod outcome;
mod request;
mod server;
mod sign_in;
mod spoil;
mod state;
mod tls;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub use batch::BatchEnd;
pub use kept::KeptRequest;
pub use ledger::{Answer, Ledger, Refused, Stage};
pub use options::Options;
pub use outcome::{Faults, Outcome, UnknownFault, WordScript};

pub use tls::Tls;

use state::State;

/// A running server. It stops, and drops its connections, when this is dropped.
#[derive(Debug)]
pub struct Fake {
    addr: SocketAddr,
    scheme: &'static str,
    state: Arc<State>,
    accepting: JoinHandle<Infallible>,
}

/// Starts a server on `options.listen` (port 0 takes a free one); it accepts connections at once.
pub async fn start(options: Options) -> std::io::Result<Fake> {
    let tls = options.tls.map(Tls::acceptor).transpose()?;
    let scheme = if tls.is_some() { "https" } else { "http" };
    let listener = TcpListener::bind(options.listen).await?;
    let addr = listener.local_addr()?;
    let state = Arc::new(State::new(options));
    let accepting = tokio::spawn(server::accept(listener, tls, Arc::clone(&state)));
    Ok(Fake { addr, scheme, state, accepting })
}

impl Fake {
    /// The address it listens on.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Its root, above all base paths: `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn origin(&self) -> String {
        format!("{}://{}", self.scheme, self.addr)
    }

    /// What a client takes for `https://openrouter.ai/api/v1`.
    #[must_use]
    pub fn base_url(&self) -> String {
        format!("{}/api/v1", self.origin())
    }

    /// What was asked and billed so far.
    #[must_use]
    pub fn ledger(&self) -> Ledger {
        self.state.ledger()
    }

    /// The last requests with a body, as many as `options.keep` says, the oldest first.
    #[must_use]
    pub fn kept(&self) -> Vec<KeptRequest> {
        self.state.kept()
    }

    /// The options in force.
    #[must_use]
    pub fn options(&self) -> Options {
        (*self.state.options()).clone()
    }

    /// Changes faults, latency and limits for the requests that come from now on; `listen` and
    /// `tls` are ignored. A script starts again from its first outcome.
    pub fn set_options(&self, options: Options) {
        self.state.set_options(options);
    }

    /// Empties the ledger, gives the credits back and opens the limits' windows again.
    pub fn reset(&self) {
        self.state.reset();
    }
}

impl Drop for Fake {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}
