//! One request at a time for each identity: whoever asks for what is being asked already waits,
//! and then finds the answer in the store.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError, Weak},
};

use store::Identity;
use tokio::sync::OwnedMutexGuard;

type Flight = tokio::sync::Mutex<()>;

/// The requests under way.
#[derive(Debug, Default)]
pub(crate) struct Flights(Mutex<HashMap<Identity, Weak<Flight>>>);

impl Flights {
    /// Waits until nobody else asks for `identity`; others wait while the guard lives.
    pub(crate) async fn board(&self, identity: Identity) -> OwnedMutexGuard<()> {
        self.flight(identity).lock_owned().await
    }

    fn flight(&self, identity: Identity) -> Arc<Flight> {
        let mut flights = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        flights.retain(|_, flight| flight.strong_count() > 0);
        if let Some(flight) = flights.get(&identity).and_then(Weak::upgrade) {
            return flight;
        }
        let flight = Arc::new(Flight::default());
        flights.insert(identity, Arc::downgrade(&flight));
        flight
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_second_waits_for_the_first_and_others_do_not() {
        let flights = Arc::new(Flights::default());
        let first = flights.board([1; 32]).await;
        flights.board([2; 32]).await;
        let second = tokio::spawn({
            let flights = Arc::clone(&flights);
            async move { drop(flights.board([1; 32]).await) }
        });
        tokio::task::yield_now().await;
        assert!(!second.is_finished());
        drop(first);
        second.await.unwrap();
    }
}
