//! What each fault of the fake server means to a word that meets it: the table that `matrix` holds
//! the client and the two stages to. It says what must happen and nothing of how it is tried.

use fake_openrouter::Stage;
use llm::Class::{self, *};

/// One fault.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row {
    /// Its name in the fake.
    pub(crate) fault: &'static str,
    /// What the client calls it; `None` where the reply is an answer to it.
    pub(crate) class: Option<Class>,
    /// Whether the service bills it.
    pub(crate) billed: bool,
    /// When a word's first request alone meets it.
    pub(crate) once: After,
    /// When all requests of a word meet it.
    pub(crate) always: After,
}

/// What becomes of a word, after so many requests about it in the stage.
#[derive(Debug, Clone, Copy)]
pub(crate) struct After(pub(crate) usize, pub(crate) End);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    Done,
    NeedsReview,
    /// A dead letter with this code.
    GivenUp(&'static str),
    /// The word is as good as before, and the run says why it does not go on.
    Paused(Class),
}

use End::{Done, GivenUp, NeedsReview, Paused};

/// Refusals that asking again does not mend.
pub(crate) const REFUSED: &[Row] = &[
    given_up("400", BadRequest),
    pauses("401", Unauthorized),
    pauses("402", NoCredit),
    given_up("403", Filtered),
    pauses("404", ModelNotFound),
    given_up("412", BadRequest),
    given_up("413", TooLarge),
    given_up("422", BadRequest),
    pauses("429-day", DailyLimit),
    given_up("503-final", Server),
];

/// "Not now": with a time in each of the ways, or without.
pub(crate) const LIMITED: &[Row] = &[
    passes("429", RateLimited, 11),
    passes("429-bare", RateLimited, 11),
    passes("429-date", RateLimited, 11),
    passes("429-ms", RateLimited, 11),
    passes("429-reset", RateLimited, 11),
    passes("429-in-200", RateLimited, 11),
    passes("503-retry", Server, 7),
];

/// A server, or what stands before it, in trouble.
pub(crate) const DOWN: &[Row] = &[
    passes("408", Timeout, 3),
    passes("409", Server, 7),
    passes("500", Server, 7),
    passes("502", Server, 7),
    passes("503", Server, 7),
    passes("504", Timeout, 3),
    passes("524", Timeout, 3),
    passes("529", Overloaded, 9),
    passes("html", Server, 7),
];

/// HTTP 200 without an answer in it.
pub(crate) const NO_ANSWER: &[Row] = &[
    passes("error-in-200", Server, 7),
    passes("error-finish", Server, 7),
    passes("empty-choices", Empty, 5),
    billed(passes("empty", Empty, 5)),
    billed(passes("reasoning-only", CutOff, 2)),
    billed(passes("cut", CutOff, 2)),
    billed(passes("malformed", Unparseable, 5)),
    billed(given_up("filter", Filtered)),
];

/// An answer, though not as it should be.
pub(crate) const ANSWERED: &[Row] = &[
    answers("ok"),
    answers("fenced"),
    answers("chatty"),
    answers("trailing-comma"),
    answers("single-quotes"),
    answers("raw-newline"),
    answers("no-cost"),
    answers("slow"),
    // what the model says of the sound is evidence and no more
    answers("wrong-sound"),
    asked_again("wrong-word", GivenUp("unusable_answer")),
    asked_again("missing-card", NeedsReview),
];

/// A connection that breaks.
pub(crate) const BROKEN: &[Row] = &[
    unreachable("reset-before"),
    billed(unreachable("reset-billed")),
    billed(unreachable("reset-after")),
];

/// A server that does not finish.
pub(crate) const SILENT: &[Row] =
    &[billed(passes("stall", Timeout, 3)), billed(passes("hang", Timeout, 3))];

/// All groups.
pub(crate) const ALL: [&[Row]; 7] = [REFUSED, LIMITED, DOWN, NO_ANSWER, ANSWERED, BROKEN, SILENT];

/// Both stages, in which every row holds alike.
pub(crate) const STAGES: [Stage; 2] = [Stage::Nuance, Stage::Cards];

/// Asked again, up to so many times in all.
const fn passes(fault: &'static str, class: Class, most: usize) -> Row {
    let always = After(most, GivenUp(code(class)));
    Row { fault, class: Some(class), billed: false, once: After(2, Done), always }
}

/// Asked once, for the same would come again.
const fn given_up(fault: &'static str, class: Class) -> Row {
    let after = After(1, GivenUp(code(class)));
    Row { fault, class: Some(class), billed: false, once: after, always: after }
}

/// Asked once, and no other word either.
const fn pauses(fault: &'static str, class: Class) -> Row {
    let after = After(1, Paused(class));
    Row { fault, class: Some(class), billed: false, once: after, always: after }
}

/// Asked again, and in the end the network is to blame.
const fn unreachable(fault: &'static str) -> Row {
    let always = After(7, Paused(Connection));
    Row { fault, class: Some(Connection), billed: false, once: After(2, Done), always }
}

/// Taken as it is.
const fn answers(fault: &'static str) -> Row {
    Row { fault, class: None, billed: true, once: After(1, Done), always: After(1, Done) }
}

/// Read, found wanting, and asked again with what is wrong with it.
const fn asked_again(fault: &'static str, end: End) -> Row {
    Row { fault, class: None, billed: true, once: After(2, Done), always: After(2, end) }
}

const fn billed(row: Row) -> Row {
    Row { billed: true, ..row }
}

const fn code(class: Class) -> &'static str {
    match class {
        RateLimited => "rate_limited",
        Server => "server",
        Overloaded => "overloaded",
        Timeout => "timeout",
        Empty => "empty",
        CutOff => "cut_off",
        Filtered => "filtered",
        Unparseable => "unparseable",
        BadRequest => "bad_request",
        TooLarge => "too_large",
        _ => panic!("no word is given up for this"),
    }
}
