//! The chat client: one question to OpenRouter or any OpenAI-compatible server, its errors, its
//! price; retry, limits, breaker and budget. It knows nothing of what is asked or where replies are
//! kept, and takes clock and seed from outside.
#![deny(missing_docs)]

mod abilities;
mod absent;
mod batch;
mod breaker;
mod budget;
mod classify;
mod client;
mod echo;
mod endpoint;
mod failure;
mod hints;
mod json;
mod limits;
mod models;
mod money;
mod preferences;
mod reply;
mod request;
mod retry;
mod settings;
mod sign_in;
mod state;
mod strain;
mod transport;

pub use batch::{Batch, BatchAnswer, BatchQuestion, BatchStage, NotTaken, SetAside};
pub use breaker::{BreakerPolicy, BreakerState};
pub use budget::{Account, Budget, DayAndMonth, Spending};
pub use client::Client;
pub use endpoint::{Dialect, Endpoint, EndpointError, PlainHttp};
pub use failure::{Advice, Attempt, Class, Failure, Fault};
pub use json::{AnswerJson, json_in};
pub use limits::Limits;
pub use models::{KeyStatus, Model, Price};
pub use money::{MoneyError, Usd};
pub use preferences::{MaxPrice, Preferences, ProviderPreferences, ProviderSort, ReasoningEffort};
pub use reply::{Finish, PaidReply, RecordReply, Reply, Usage};
pub use request::{AnswerFormat, AnswerSchema, ChatRequest, Message, Role};
pub use retry::{RetryPolicy, retries_of};
pub use settings::{Settings, WallClock};
pub use sign_in::SignIn;
pub use state::{ClientState, ModelState};
pub use strain::{Measure, Strain};
pub use transport::{AppIdentity, ClientError};
