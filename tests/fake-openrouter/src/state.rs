//! What the server remembers: its options, the ledger, the limits' windows, how often each word was
//! asked, and which sign-in codes are open. One lock, held for moments and never across a wait.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use hyper::HeaderMap;
use tokio::time::Instant;

use crate::batch::Batches;
use crate::dice::{Dice, fnv1a};
use crate::kept::{Kept, KeptRequest};
use crate::ledger::{Answer, Ledger};
use crate::limits::{Limits, Refusal};
use crate::options::Options;
use crate::outcome::Outcome;
use crate::request::Question;
use crate::sign_in::{Challenge, Codes};

/// The server's memory, shared by all connections.
#[derive(Debug)]
pub(crate) struct State {
    options: RwLock<Arc<Options>>,
    book: Mutex<Book>,
    // locked before the book, never after
    batches: Mutex<Batches>,
}

#[derive(Debug, Default)]
struct Book {
    ledger: Ledger,
    limits: Limits,
    attempts: HashMap<u64, u64>,
    scripted: usize,
    scripted_words: HashMap<u64, usize>,
    in_flight: usize,
    codes: Codes,
    kept: Kept,
}

/// A chat request under way; it counts until this is dropped.
#[derive(Debug)]
pub(crate) struct InFlight(Arc<State>);

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.book().in_flight -= 1;
    }
}

impl State {
    pub(crate) fn new(options: Options) -> Self {
        Self {
            options: RwLock::new(Arc::new(options)),
            book: Mutex::default(),
            batches: Mutex::default(),
        }
    }

    pub(crate) fn options(&self) -> Arc<Options> {
        Arc::clone(&self.options.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn set_options(&self, options: Options) {
        *self.options.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(options);
        let mut book = self.book();
        book.scripted = 0;
        book.scripted_words.clear();
    }

    pub(crate) fn ledger(&self) -> Ledger {
        self.book().ledger.clone()
    }

    pub(crate) fn reset(&self) {
        self.with_batches(|batches| *batches = Batches::default());
        let mut book = self.book();
        let in_flight = book.in_flight;
        *book = Book { in_flight, ..Book::default() };
        book.ledger.max_in_flight = in_flight;
    }

    /// Keeps a request, if requests are kept.
    pub(crate) fn keep(&self, options: &Options, path: &str, headers: &HeaderMap, body: &[u8]) {
        if options.keep > 0 {
            let request = KeptRequest::new(path, headers, body);
            self.book().kept.add(request, options.keep);
        }
    }

    pub(crate) fn kept(&self) -> Vec<KeptRequest> {
        self.book().kept.list()
    }

    /// Counts a chat request from its arrival until the returned value is dropped.
    pub(crate) fn arrive(self: &Arc<Self>) -> InFlight {
        let mut book = self.book();
        book.in_flight += 1;
        book.ledger.requests += 1;
        book.ledger.max_in_flight = book.ledger.max_in_flight.max(book.in_flight);
        InFlight(Arc::clone(self))
    }

    /// Counts a chat request that came in a batch.
    pub(crate) fn count_request(&self) {
        self.book().ledger.requests += 1;
    }

    /// What is done with the batches.
    pub(crate) fn with_batches<T>(&self, act: impl FnOnce(&mut Batches) -> T) -> T {
        act(&mut self.batches.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn called(&self, route: &'static str) {
        self.book().ledger.called(route);
    }

    /// Counts a chat request that could not be read or was not allowed.
    pub(crate) fn refused_outright(&self, outcome: Outcome) {
        self.book().ledger.ended(outcome);
    }

    /// Lets a request pass the hidden limits, or says which one holds it.
    pub(crate) fn pass(&self, options: &Options) -> Result<(), Refusal> {
        let mut book = self.book();
        let in_flight = book.in_flight;
        let passed = book.limits.pass(options, in_flight, Instant::now());
        let refused = &mut book.ledger.refused;
        match passed {
            Ok(()) => {}
            Err(Refusal::Rpm(..)) => refused.rpm += 1,
            Err(Refusal::Tpm(..)) => refused.tpm += 1,
            Err(Refusal::Rpd(_)) => refused.rpd += 1,
            Err(Refusal::InFlight(_)) => refused.in_flight += 1,
        }
        passed
    }

    /// US dollars left of the credits, if these are limited.
    pub(crate) fn credits_left(&self, options: &Options) -> Option<f64> {
        options.credits.map(|credits| credits - self.book().ledger.cost_usd)
    }

    pub(crate) fn refused_by_credits(&self) {
        self.book().ledger.refused.credits += 1;
    }

    /// The next outcome of the script, or of the question's own, while there is one.
    pub(crate) fn scripted(&self, options: &Options, question: &Question) -> Option<Outcome> {
        let mut book = self.book();
        let next = options.script.get(book.scripted).copied();
        book.scripted += usize::from(next.is_some());
        next.or_else(|| {
            let own = options.script_of(question.term()).get(book.scripted_words(question));
            own.copied()
        })
    }

    /// The chance of this request: it depends on the seed, the question and how often it was asked
    /// before, not on the order in which questions arrive.
    pub(crate) fn chance(&self, seed: u64, question: &Question) -> Dice {
        let mut book = self.book();
        let attempt = book.attempts.entry(key(question)).or_default();
        *attempt += 1;
        let parts = ["chance", question.stage.name(), question.term()];
        Dice::new(seed.wrapping_add(*attempt), &parts)
    }

    /// Enters a request in the ledger and gives its number.
    pub(crate) fn enter(&self, options: &Options, answer: Answer) -> usize {
        let mut book = self.book();
        let tokens = answer.prompt_tokens + answer.completion_tokens;
        if answer.billed {
            book.limits.spend(options, tokens, Instant::now());
        }
        book.ledger.enter(answer)
    }

    /// A request by its number.
    pub(crate) fn answer(&self, number: usize) -> Option<Answer> {
        self.book().ledger.answers.get(number).cloned()
    }

    /// A new sign-in code.
    pub(crate) fn issue_code(&self, options: &Options, challenge: Option<Challenge>) -> String {
        self.with_codes(|codes| codes.issue(options, challenge, Instant::now()))
    }

    /// What is done with the sign-in codes.
    pub(crate) fn with_codes<T>(&self, act: impl FnOnce(&mut Codes) -> T) -> T {
        act(&mut self.book().codes)
    }

    fn book(&self) -> MutexGuard<'_, Book> {
        self.book.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Book {
    /// How many requests about this question took their outcome from its own script; counts one.
    fn scripted_words(&mut self, question: &Question) -> usize {
        let count = self.scripted_words.entry(key(question)).or_default();
        *count += 1;
        *count - 1
    }
}

fn key(question: &Question) -> u64 {
    let (stage, term) = (question.stage.name(), question.term());
    fnv1a(term.as_bytes()) ^ fnv1a(stage.as_bytes()).rotate_left(32)
}
