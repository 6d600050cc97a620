//! From what a chat client is seen to do to what a person is told: above all, why nothing seems to
//! move, and for how long.

use std::time::Duration;

use llm::{BreakerState, ClientState, ModelState};

use crate::{
    clients::dollars,
    dto::{HoldUp, ModelTraffic, RetryCount, Traffic},
};

/// A shorter wait is over before it is read.
const WORTH_TELLING: Duration = Duration::from_secs(2);

/// What goes on for a run that asks `model` first and has words `under_way`.
pub(crate) fn of(state: &ClientState, model: &str, under_way: u32) -> Traffic {
    let retries = state.retries.iter().map(|(class, count)| RetryCount {
        code: class.code().into(),
        count: u32::try_from(*count).unwrap_or(u32::MAX),
    });
    Traffic {
        hold_up: hold_up(state, model, under_way),
        in_flight: state.in_flight,
        in_line: state.waiting,
        models: state.models.iter().map(|model| model_traffic(model, state)).collect(),
        retries: retries.collect(),
        reserved_usd: dollars(state.spending.run.reserved),
        presumed_usd: dollars(state.spending.presumed),
    }
}

fn model_traffic(model: &ModelState, state: &ClientState) -> ModelTraffic {
    let learnt = model.learnt;
    ModelTraffic {
        model: model.model.clone(),
        in_flight: model.in_flight,
        in_line: model.waiting,
        at_once: Some(learnt.in_flight).filter(|most| *most < state.limits.in_flight),
        per_minute: learnt.requests_per_minute,
        tokens_per_minute: learnt.tokens_per_minute,
        blocked_seconds: model.blocked_for.map(|left| left.as_secs_f64()),
        is_down: is_down(state, &model.model),
    }
}

fn is_down(state: &ClientState, model: &str) -> bool {
    state.breakers.iter().any(|(name, breaker)| name == model && *breaker != BreakerState::Closed)
}

/// The one thing to tell: the longest wait first, then what slows the run down.
fn hold_up(state: &ClientState, model: &str, under_way: u32) -> Option<HoldUp> {
    if under_way == 0 {
        return None;
    }
    server_asked(state, model)
        .or_else(|| model_down(state, model))
        .or_else(|| limit(state, model))
        .or_else(|| {
            let all_rest = state.in_flight == 0 && state.waiting == 0;
            (all_rest && !state.retries.is_empty()).then_some(HoldUp::Retrying)
        })
}

fn server_asked(state: &ClientState, model: &str) -> Option<HoldUp> {
    let asked = state.models.iter().find(|known| known.model == model)?.blocked_for?;
    (asked >= WORTH_TELLING).then_some(HoldUp::ServerAsked { seconds: asked.as_secs_f64() })
}

fn model_down(state: &ClientState, model: &str) -> Option<HoldUp> {
    let (_, breaker) = state.breakers.iter().find(|(name, _)| name == model)?;
    let seconds = match breaker {
        BreakerState::Closed => return None,
        BreakerState::Open { probe_in } => probe_in.as_secs_f64(),
        BreakerState::HalfOpen => 0.0,
    };
    let others = state.models.iter().filter(|other| other.model != model && other.in_flight > 0);
    let instead = others.map(|other| other.model.clone()).next();
    Some(HoldUp::ModelDown { model: model.to_owned(), seconds, instead })
}

/// Some always wait for a place; only a limit of the minute is worth a word.
fn limit(state: &ClientState, model: &str) -> Option<HoldUp> {
    if state.waiting == 0 {
        return None;
    }
    let known = state.models.iter().find(|known| known.model == model).map(|known| known.learnt);
    let learnt = known.and_then(|learnt| learnt.requests_per_minute);
    let learnt_tokens = known.and_then(|learnt| learnt.tokens_per_minute);
    let (own, own_tokens) = (state.limits.requests_per_minute, state.limits.tokens_per_minute);
    if learnt.is_some() || learnt_tokens.is_some() {
        return Some(HoldUp::LearntLimit { per_minute: learnt, tokens_per_minute: learnt_tokens });
    }
    (own.is_some() || own_tokens.is_some())
        .then_some(HoldUp::OwnLimit { per_minute: own, tokens_per_minute: own_tokens })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use llm::{Class, Limits, Spending};

    use super::*;

    fn model(name: &str) -> ModelState {
        ModelState {
            model: name.into(),
            in_flight: 0,
            waiting: 0,
            learnt: Limits { in_flight: 20, ..Limits::default() },
            blocked_for: None,
            last_strain: None,
        }
    }

    fn state() -> ClientState {
        ClientState {
            limits: Limits { in_flight: 20, ..Limits::default() },
            in_flight: 0,
            waiting: 0,
            blocked_for: None,
            models: vec![model("a/b"), model("c/d")],
            sent_today: 0,
            free_models_today: None,
            breakers: Vec::new(),
            spending: Spending::default(),
            requests: 0,
            retries: BTreeMap::new(),
        }
    }

    #[test]
    fn a_run_that_moves_is_not_held_up() {
        let moving = ClientState { in_flight: 20, waiting: 5, ..state() };
        assert_eq!(of(&moving, "a/b", 25).hold_up, None);
        assert_eq!(of(&state(), "a/b", 0).hold_up, None);
    }

    #[test]
    fn a_wait_that_the_server_asked_for_is_told_unless_it_is_short() {
        let mut asked = state();
        asked.models[0].blocked_for = Some(Duration::from_secs(42));
        assert_eq!(of(&asked, "a/b", 9).hold_up, Some(HoldUp::ServerAsked { seconds: 42.0 }));
        assert_eq!(of(&asked, "c/d", 9).hold_up, None, "another model was asked to be left alone");
        asked.models[0].blocked_for = Some(Duration::from_millis(900));
        assert_eq!(of(&asked, "a/b", 9).hold_up, None);
    }

    #[test]
    fn a_model_that_is_down_is_named_with_the_one_asked_instead() {
        let probe_in = Duration::from_secs(8);
        let breakers = vec![("a/b".to_owned(), BreakerState::Open { probe_in })];
        let mut down = ClientState { breakers, ..state() };
        let told = |instead: Option<&str>| {
            let (model, instead) = ("a/b".into(), instead.map(Into::into));
            Some(HoldUp::ModelDown { model, seconds: 8.0, instead })
        };
        assert_eq!(of(&down, "a/b", 9).hold_up, told(None));
        down.models[1].in_flight = 3;
        let traffic = of(&down, "a/b", 9);
        assert_eq!(traffic.hold_up, told(Some("c/d")));
        assert!(traffic.models[0].is_down && !traffic.models[1].is_down);
    }

    #[test]
    fn the_limit_that_holds_is_told_and_so_is_a_rest_before_trying_again() {
        let mut limited = ClientState { waiting: 12, ..state() };
        limited.limits.requests_per_minute = Some(60);
        let own = HoldUp::OwnLimit { per_minute: Some(60), tokens_per_minute: None };
        assert_eq!(of(&limited, "a/b", 12).hold_up, Some(own));
        limited.models[0].learnt.requests_per_minute = Some(30);
        let learnt = HoldUp::LearntLimit { per_minute: Some(30), tokens_per_minute: None };
        assert_eq!(of(&limited, "a/b", 12).hold_up, Some(learnt));
        let retries = BTreeMap::from([(Class::Overloaded, 3)]);
        let resting = of(&ClientState { retries, ..state() }, "a/b", 12);
        assert_eq!(resting.hold_up, Some(HoldUp::Retrying));
        assert_eq!(resting.retries[0].count, 3);
    }
}
