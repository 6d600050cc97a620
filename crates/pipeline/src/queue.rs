//! The words of a run that are still open, in the learner's order but for those that somebody wants
//! first. They are read page by page, so that a long list takes no more memory than a short one.

use std::{
    collections::{HashSet, VecDeque},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use store::{Error, RunId, RunWord, Store, WordId};
use tokio::sync::{Notify, futures::Notified};

/// Words read at once.
pub(crate) const PAGE: u32 = 256;

/// Words of a run that somebody wants before all others, while it is under way.
#[derive(Debug, Default)]
pub struct Hurried {
    words: Mutex<VecDeque<WordId>>,
    called: Notify,
}

impl Hurried {
    /// Wants a word first. One that is under way or has its end is left as it is.
    pub fn hurry(&self, word: WordId) {
        lock(&self.words).push_back(word);
        self.called.notify_one();
    }

    /// Ends when somebody called since it was last awaited.
    pub(crate) fn called(&self) -> Notified<'_> {
        self.called.notified()
    }
}

/// What is left to take.
#[derive(Debug)]
pub(crate) struct Queue<'a> {
    store: &'a Store,
    run: RunId,
    hurried: &'a Hurried,
    page: VecDeque<RunWord>,
    /// The last position read; none when there is nothing after it.
    read_up_to: Option<u32>,
    in_hand: Arc<Mutex<HashSet<WordId>>>,
}

/// A word that somebody works on, for as long as this lives.
#[derive(Debug)]
pub(crate) struct Taken {
    pub(crate) word: RunWord,
    in_hand: Arc<Mutex<HashSet<WordId>>>,
}

impl<'a> Queue<'a> {
    pub(crate) fn new(store: &'a Store, run: RunId, hurried: &'a Hurried) -> Self {
        let (page, in_hand) = (VecDeque::new(), Arc::default());
        Self { store, run, hurried, page, read_up_to: Some(0), in_hand }
    }

    /// The next word in the learner's order that nobody works on.
    pub(crate) fn next(&mut self) -> Result<Option<Taken>, Error> {
        loop {
            if let Some(word) = self.page.pop_front() {
                match self.take(word) {
                    Some(taken) => return Ok(Some(taken)),
                    None => continue,
                }
            }
            let Some(after) = self.read_up_to else { return Ok(None) };
            let words = self.store.open_words(self.run, after, PAGE)?;
            let is_full = words.len() == PAGE as usize;
            self.read_up_to = words.last().filter(|_| is_full).map(|word| word.position);
            self.page = words.into();
        }
    }

    /// The next word that somebody wants first, if it is open and nobody works on it.
    pub(crate) fn next_hurried(&mut self) -> Result<Option<Taken>, Error> {
        loop {
            let Some(wanted) = lock(&self.hurried.words).pop_front() else { return Ok(None) };
            let open = self.store.open_word(self.run, wanted)?;
            if let Some(taken) = open.and_then(|word| self.take(word)) {
                // the page was read before the word was taken, and would give it again
                self.page.retain(|word| word.word.id != wanted);
                return Ok(Some(taken));
            }
        }
    }

    /// Whether every word that was open has been taken.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.page.is_empty() && self.read_up_to.is_none()
    }

    fn take(&self, word: RunWord) -> Option<Taken> {
        let is_new = lock(&self.in_hand).insert(word.word.id);
        is_new.then(|| Taken { word, in_hand: Arc::clone(&self.in_hand) })
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        lock(&self.in_hand).remove(&self.word.word.id);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
