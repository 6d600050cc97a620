//! Every kind of failure: its class, how often it is asked again, and that it is never an answer.

use std::time::Duration;

use llm::{Advice, Class, RecordReply, retries_of};
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use crate::server::{Act, Server, completion};
use crate::{Ledger, ask, client, json_question, question, settings};

/// Statuses that say nothing about the health of the server, with what follows from them.
#[tokio::test]
async fn a_refusal_is_asked_once_and_says_what_to_do() {
    let cases = [
        (302, Class::WrongAddress, Advice::PauseRun),
        (400, Class::BadRequest, Advice::GiveUp),
        (401, Class::Unauthorized, Advice::PauseRun),
        (402, Class::NoCredit, Advice::PauseRun),
        (403, Class::Forbidden, Advice::GiveUp),
        (404, Class::ModelNotFound, Advice::PauseRun),
        (413, Class::TooLarge, Advice::GiveUp),
        (422, Class::BadRequest, Advice::GiveUp),
    ];
    for (status, class, advice) in cases {
        let refusal = Act::error(status, "because").with_header("location", "/elsewhere");
        let server = Server::playing(vec![refusal]).await;
        let ledger = Ledger::default();
        let failure = ask(&client(&server, &settings()), &question(), &ledger).await.unwrap_err();
        assert_eq!((failure.class, failure.advice), (class, advice), "{status}");
        assert_eq!((failure.status, failure.message.as_str()), (Some(status), "because"));
        assert_eq!((server.seen().len(), failure.attempts.len()), (1, 1), "{status}");
        assert!(ledger.classes().is_empty(), "{status} was recorded as paid");
    }
}

#[tokio::test]
async fn a_passing_failure_is_asked_again_until_it_passes() {
    for status in [408, 409, 429, 500, 502, 503, 504, 524, 529] {
        let acts = vec![Act::error(status, "soon"), Act::error(status, "soon"), Act::content("x")];
        let server = Server::playing(acts).await;
        let (client, ledger) = (client(&server, &settings()), Ledger::default());
        let reply = ask(&client, &question(), &ledger).await.unwrap();
        assert_eq!((reply.attempt, server.seen().len()), (3, 3), "{status}");
        assert_eq!(client.state().retries.values().sum::<u64>(), 2, "{status}");
        assert_eq!(ledger.classes(), [None], "{status}");
    }
}

#[tokio::test]
async fn a_daily_limit_pauses_the_run_at_once() {
    let message = "Rate limit exceeded: free-models-per-day. Add 10 credits";
    let act = Act::error(429, message).with_header("x-ratelimit-reset", "1767225600000");
    let server = Server::playing(vec![act]).await;
    let failure =
        ask(&client(&server, &settings()), &question(), &Ledger::default()).await.unwrap_err();
    assert_eq!((failure.class, failure.advice), (Class::DailyLimit, Advice::PauseRun));
    assert_eq!((failure.message.as_str(), server.seen().len()), (message, 1));
}

/// Bodies with status 200 that are no answer to a question that wants JSON.
fn bad_answers() -> Vec<(String, Class)> {
    let text = |body: Value| body.to_string();
    let mut no_words = completion("", "stop");
    no_words["choices"][0]["message"] = json!({"content": null, "reasoning": "hm, {\"a\":1}"});
    vec![
        (text(json!({"error": {"code": 502, "message": "up"}})), Class::ErrorInAnswer),
        (text(completion("{\"a\":1}", "error")), Class::ErrorInAnswer),
        (text(json!({"id": "gen-1", "choices": []})), Class::Empty),
        (text(completion(" ", "stop")), Class::Empty),
        (text(no_words), Class::Empty),
        (text(completion("{\"a\":1", "length")), Class::CutOff),
        (text(completion("{\"a\":1}", "content_filter")), Class::Filtered),
        (text(completion("Of course!", "stop")), Class::Unparseable),
        (text(completion("{\"a\":1", "stop")), Class::Unparseable),
        ("Please log in.".into(), Class::Unparseable),
        (r#"{"id":"gen-1","choices":[{"mess"#.into(), Class::Unparseable),
        (String::new(), Class::Unparseable),
    ]
}

#[tokio::test]
async fn a_200_that_is_no_answer_is_recorded_and_asked_again_as_often_as_its_class_allows() {
    for (body, class) in bad_answers() {
        let act = Act::Answer {
            status: 200,
            headers: Vec::new(),
            body: body.clone(),
            after: Duration::ZERO,
        };
        let server = Server::playing(vec![act]).await;
        let (client, ledger) = (client(&server, &settings()), Ledger::default());
        let failure = ask(&client, &json_question(), &ledger).await.unwrap_err();
        let attempts = retries_of(class) as usize + 1;
        assert_eq!((failure.class, failure.attempts.len()), (class, attempts), "{body}");
        assert_eq!(server.seen().len(), attempts, "{body}");
        assert_eq!(ledger.classes(), vec![Some(class); attempts], "{body}");
        assert!(ledger.0.lock().unwrap().iter().all(|(_, raw)| *raw == body), "{body}");
    }
}

#[tokio::test]
async fn an_answer_that_was_cut_off_is_asked_again_with_twice_the_room() {
    let cut = Act::json(200, &completion("half", "length"));
    let server = Server::playing(vec![cut, Act::content("whole")]).await;
    let ledger = Ledger::default();
    let reply = ask(&client(&server, &settings()), &question(), &ledger).await.unwrap();
    assert_eq!(reply.content, "whole");
    assert_eq!(ledger.classes(), [Some(Class::CutOff), None]);
    let allowed: Vec<_> =
        server.seen().iter().map(|seen| seen.body["max_completion_tokens"].clone()).collect();
    assert_eq!(allowed, [100, 200]);
}

#[tokio::test]
async fn a_connection_that_breaks_is_made_again_and_a_half_reply_is_recorded() {
    let part = || Act::Part { body: "{\"id\":\"gen-1\",\"cho".into(), then_stall: false };
    let server = Server::playing(vec![Act::Hangup, part(), Act::content("x")]).await;
    let ledger = Ledger::default();
    let reply = ask(&client(&server, &settings()), &question(), &ledger).await.unwrap();
    assert_eq!(reply.attempt, 3);
    assert_eq!(ledger.classes(), [Some(Class::Connection), None]);
    assert_eq!(ledger.0.lock().unwrap()[0].1, "{\"id\":\"gen-1\",\"cho");
}

#[tokio::test]
async fn a_slow_or_stalled_reply_times_out_and_is_asked_again() {
    let stall = Act::Part { body: "{\"id\"".into(), then_stall: true };
    let slow = Act::content("late").after(Duration::from_secs(30));
    let server = Server::playing(vec![stall, slow, Act::content("x")]).await;
    let mut settings = settings();
    settings.timeout = Duration::from_millis(150);
    let (client, ledger) = (client(&server, &settings), Ledger::default());
    let reply = ask(&client, &question(), &ledger).await.unwrap();
    assert_eq!((reply.content.as_str(), reply.attempt), ("x", 3));
    assert_eq!(client.state().retries[&Class::Timeout], 2);
    assert_eq!(ledger.classes(), [Some(Class::Timeout), None]);
}

#[tokio::test]
async fn no_server_at_all_pauses_the_run_after_the_retries() {
    let server = Server::playing(vec![Act::Hangup]).await;
    server.stop().await;
    let client = client(&server, &settings());
    let failure = ask(&client, &question(), &Ledger::default()).await.unwrap_err();
    assert_eq!((failure.class, failure.advice), (Class::Connection, Advice::PauseRun));
    assert!(failure.message.to_lowercase().contains("refused"), "{}", failure.message);
    assert_eq!(failure.attempts.len(), retries_of(Class::Connection) as usize + 1);
    assert_eq!(client.state().spending.unpriced, 0, "what was never sent costs nothing");
}

#[tokio::test]
async fn a_flood_is_cut_at_eight_megabytes() {
    let body = "x".repeat(9 * 1024 * 1024);
    let flood = Act::Answer { status: 200, headers: Vec::new(), body, after: Duration::ZERO };
    let server = Server::playing(vec![flood, Act::content("x")]).await;
    let ledger = Ledger::default();
    ask(&client(&server, &settings()), &question(), &ledger).await.unwrap();
    assert_eq!(ledger.classes(), [Some(Class::Unparseable), None]);
    assert!(ledger.0.lock().unwrap()[0].1.len() <= 8 * 1024 * 1024);
}

struct FullDisk;

#[derive(Debug, thiserror::Error)]
#[error("no space left on device")]
struct NoSpace;

impl RecordReply for FullDisk {
    type Error = NoSpace;

    async fn record(&self, _: llm::PaidReply<'_>) -> Result<(), NoSpace> {
        Err(NoSpace)
    }
}

#[tokio::test]
async fn a_reply_that_cannot_be_stored_pauses_the_run_before_more_is_bought() {
    let server = Server::playing(vec![Act::content("x")]).await;
    let client = client(&server, &settings());
    let stop = CancellationToken::new();
    let failure = client.chat(&question(), &FullDisk, &stop).await.unwrap_err();
    assert_eq!((failure.class, failure.advice), (Class::NotRecorded, Advice::PauseRun));
    assert_eq!((failure.message.as_str(), server.seen().len()), ("no space left on device", 1));
    assert_eq!(client.state().spending.spent.to_string(), "$0.01");
}

#[tokio::test]
async fn in_a_crowd_of_faults_every_question_gets_its_own_answer() {
    // 5 % each of 429, 500 and no JSON, and 2 % each of the odd ones
    let server = Server::start(|n, seen| match n * 37 % 100 {
        0..5 => Act::error(429, "slow"),
        5..10 => Act::error(500, "oops"),
        10..15 => Act::content("Sure thing!"),
        15..17 => Act::Hangup,
        17..19 => Act::json(200, &json!({"error": {"message": "up"}})),
        19..21 => Act::Part { body: "{".into(), then_stall: false },
        21..23 => Act::json(200, &completion("{\"n\":1}", "error")),
        _ => Act::content(&json!({"asked": seen.body["messages"][1]["content"]}).to_string()),
    })
    .await;
    let client = client(&server, &settings());
    let questions = (0..400).map(|n| {
        let client = std::sync::Arc::clone(&client);
        tokio::spawn(async move {
            let mut question = json_question();
            question.messages[1].content = format!("word {n}");
            let reply = ask(&client, &question, &Ledger::default()).await.unwrap();
            let wanted = json!({"asked": format!("word {n}")});
            assert_eq!(llm::json_in(&reply.content).unwrap().value, wanted);
        })
    });
    for asked in questions.collect::<Vec<_>>() {
        asked.await.unwrap();
    }
    assert!(server.seen().len() > 450, "the faults were not there");
}

#[tokio::test]
async fn a_reply_that_cannot_be_unpacked_is_a_bad_reply_and_no_outage() {
    let act = Act::content("x").with_header("content-encoding", "gzip");
    let server = Server::playing(vec![act.clone(), act, Act::content("x")]).await;
    let client = client(&server, &settings());
    let reply = ask(&client, &question(), &Ledger::default()).await.unwrap();
    assert_eq!((reply.attempt, server.seen().len()), (3, 3));
}

#[tokio::test]
async fn a_cost_that_is_no_number_spoils_no_answer() {
    let body = completion("x", "stop").to_string().replace("0.01", "NaN");
    let (headers, after) = (Vec::new(), Duration::ZERO);
    let server = Server::playing(vec![Act::Answer { status: 200, headers, body, after }]).await;
    let client = client(&server, &settings());
    let reply = ask(&client, &question(), &Ledger::default()).await.unwrap();
    assert_eq!((reply.content.as_str(), reply.usage.cost), ("x", None));
}
