//! How a client behaves, as far as the learner or a test may choose. It holds values and does
//! nothing with them.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::breaker::BreakerPolicy;
use crate::limits::Limits;
use crate::retry::RetryPolicy;
use crate::transport::AppIdentity;

/// Tells the date, for servers that name a moment and do not tell the time themselves.
pub type WallClock = Arc<dyn Fn() -> SystemTime + Send + Sync>;

/// How a client behaves.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What the server, or the learner, allows.
    pub limits: Limits,
    /// What was sent to each model on this day of UTC before this client began.
    pub sent_today: HashMap<String, u32>,
    /// How patiently a question is asked again.
    pub retry: RetryPolicy,
    /// When a model counts as out of order.
    pub breaker: BreakerPolicy,
    /// The longest that one request may take, connecting included.
    pub timeout: Duration,
    /// How the application introduces itself to OpenRouter.
    pub app: Option<AppIdentity>,
    /// Makes the jitter of pauses repeatable.
    pub seed: u64,
}

impl Settings {
    /// The defaults: eight requests in flight, two minutes for each.
    #[must_use]
    pub fn with_seed(seed: u64) -> Self {
        Self {
            limits: Limits::default(),
            sent_today: HashMap::new(),
            retry: RetryPolicy::default(),
            breaker: BreakerPolicy::default(),
            timeout: Duration::from_mins(2),
            app: None,
            seed,
        }
    }
}
