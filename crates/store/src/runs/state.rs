//! Where a run and a word of it stand, and what may happen to them: the only place that says so.
//! It reads and writes nothing.

/// Where a run stands, as far as the file knows. Whether a process works on it is not kept: a
/// killed one could not take it back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunState {
    /// Words may be left.
    Open,
    /// Every word has its end.
    Done,
    /// Ended by the learner with words left.
    Cancelled,
}

/// What happens to a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RunEvent {
    /// The last word has its end.
    Finished,
    /// Work stopped with words left, for whatever reason.
    Stopped,
    /// The learner wants no more of it.
    Cancelled,
    /// Failed words were put back to work.
    TriedAgain,
}

impl RunState {
    /// Where the run stands after an event. Any run can be gone on with; only one that has words
    /// left can be cancelled.
    #[must_use]
    pub const fn after(self, event: RunEvent) -> Self {
        match (self, event) {
            (_, RunEvent::Finished) | (Self::Done, RunEvent::Cancelled) => Self::Done,
            (Self::Open | Self::Cancelled, RunEvent::Cancelled) => Self::Cancelled,
            (_, RunEvent::Stopped | RunEvent::TriedAgain) => Self::Open,
        }
    }

    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Done => "done",
            Self::Cancelled => "cancelled",
        }
    }

    pub(super) fn named(name: &str) -> Self {
        match name {
            "done" => Self::Done,
            "cancelled" => Self::Cancelled,
            _ => Self::Open,
        }
    }
}

/// Where a word of a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordState {
    /// Nothing of it is answered in this run.
    Pending,
    /// Stage 1 is answered.
    Nuance,
    /// Both stages are answered.
    Done,
    /// Both are answered, and the checks want a person to look.
    NeedsReview,
    /// Given up on; the dead letter says why.
    Failed,
}

/// What happens to a word of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WordEvent {
    /// Stage 1 has its answer.
    NuanceAnswered,
    /// Both stages have theirs.
    Answered {
        /// Whether the checks want a person to look.
        needs_review: bool,
    },
    /// It cannot be had.
    GivenUp,
    /// The learner wants a failed word tried again.
    TriedAgain {
        /// Whether stage 1 was answered before it failed.
        nuance_is_kept: bool,
    },
}

impl WordState {
    /// Where the word stands after an event; `None` where the event changes nothing, because the
    /// word has its end already or never came to one. Whoever is late, a second process or a task
    /// that outlived its run, so neither undoes nor repeats what was done.
    #[must_use]
    pub const fn after(self, event: WordEvent) -> Option<Self> {
        match (self, event) {
            (Self::Pending | Self::Nuance, WordEvent::NuanceAnswered)
            | (Self::Failed, WordEvent::TriedAgain { nuance_is_kept: true }) => Some(Self::Nuance),
            (Self::Pending | Self::Nuance, WordEvent::Answered { needs_review: false }) => {
                Some(Self::Done)
            }
            (Self::Pending | Self::Nuance, WordEvent::Answered { needs_review: true }) => {
                Some(Self::NeedsReview)
            }
            (Self::Pending | Self::Nuance, WordEvent::GivenUp) => Some(Self::Failed),
            (Self::Failed, WordEvent::TriedAgain { nuance_is_kept: false }) => Some(Self::Pending),
            _ => None,
        }
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Nuance => "nuance",
            Self::Done => "done",
            Self::NeedsReview => "needs_review",
            Self::Failed => "failed",
        }
    }

    pub(super) fn named(name: &str) -> Self {
        match name {
            "nuance" => Self::Nuance,
            "done" => Self::Done,
            "needs_review" => Self::NeedsReview,
            "failed" => Self::Failed,
            _ => Self::Pending,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORD_STATES: [WordState; 5] = [
        WordState::Pending,
        WordState::Nuance,
        WordState::Done,
        WordState::NeedsReview,
        WordState::Failed,
    ];
    const WORD_EVENTS: [WordEvent; 6] = [
        WordEvent::NuanceAnswered,
        WordEvent::Answered { needs_review: false },
        WordEvent::Answered { needs_review: true },
        WordEvent::GivenUp,
        WordEvent::TriedAgain { nuance_is_kept: false },
        WordEvent::TriedAgain { nuance_is_kept: true },
    ];

    #[test]
    fn nothing_takes_an_answered_word_back() {
        for event in WORD_EVENTS {
            assert_eq!(WordState::Done.after(event), None, "{event:?}");
            assert_eq!(WordState::NeedsReview.after(event), None, "{event:?}");
        }
    }

    #[test]
    fn a_failed_word_waits_for_the_learner_alone() {
        for event in WORD_EVENTS {
            let is_wish = matches!(event, WordEvent::TriedAgain { .. });
            assert_eq!(WordState::Failed.after(event).is_some(), is_wish, "{event:?}");
        }
    }

    #[test]
    fn every_open_word_can_be_answered_or_given_up() {
        for state in [WordState::Pending, WordState::Nuance] {
            assert_eq!(state.after(WORD_EVENTS[1]), Some(WordState::Done));
            assert_eq!(state.after(WORD_EVENTS[2]), Some(WordState::NeedsReview));
            assert_eq!(state.after(WordEvent::GivenUp), Some(WordState::Failed));
        }
    }

    #[test]
    fn a_finished_run_cannot_be_cancelled_and_any_other_can_be_gone_on_with() {
        let after = RunState::after;
        assert_eq!(after(RunState::Done, RunEvent::Cancelled), RunState::Done);
        assert_eq!(after(RunState::Open, RunEvent::Cancelled), RunState::Cancelled);
        assert_eq!(after(RunState::Cancelled, RunEvent::Stopped), RunState::Open);
        assert_eq!(after(RunState::Cancelled, RunEvent::Finished), RunState::Done);
        assert_eq!(after(RunState::Done, RunEvent::TriedAgain), RunState::Open);
    }

    #[test]
    fn states_keep_their_names_on_disk() {
        for state in WORD_STATES {
            assert_eq!(WordState::named(state.name()), state);
        }
        for state in [RunState::Open, RunState::Done, RunState::Cancelled] {
            assert_eq!(RunState::named(state.name()), state);
        }
    }
}
