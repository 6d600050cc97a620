//! One SQLite file: the library, the runs, every reply ever paid for, and the words given up on.
//!
//! It keeps and finds; it does not know what a reply means, what a card looks like or how a model
//! is asked. Times are passed in, in seconds since 1970. Writes go through one thread that commits
//! them in groups, so that many answers cost one sync; a write has happened only when its
//! [`Pending`] is ready.

mod answers;
mod batches;
mod cache;
mod edits;
mod error;
mod file;
mod history;
mod keeping;
mod owed;
mod reserve;
mod runs;
mod salvage;
mod sent;
mod text;
mod turns;
mod verify;
mod words;
mod writer;

pub use answers::{Answer, Identity, NewReply, PromptHash, ReplyId};
pub use batches::{BatchId, BatchRequest, BatchUnderWay, NewBatch};
pub use cache::{AnswerKind, CacheStats, LetGo, Which};
pub use edits::{Edit, EditId, Undone};
pub use error::Error;
pub use file::Store;
pub use history::{History, Taken};
pub use keeping::{Keep, Kept};
pub use runs::{
    Counts, DeadLetter, Finish, FinishedWord, NewRun, Run, RunEvent, RunId, RunState, RunWord,
    Stretch, WordEvent, WordState,
};
pub use salvage::{Salvaged, SavedTable};
pub use verify::{Fault, FaultKind, Verified};
pub use words::{Form, NewWord, NoteHash, Word, WordId, WordKey};
pub use writer::Pending;
