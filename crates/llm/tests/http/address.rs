//! A wrong model or a wrong address: found out once, and never by burning every word.

use std::time::Duration;

use llm::{Advice, ChatRequest, Class, Client, Failure};

use crate::server::{Act, Server, completion};
use crate::{Ledger, ask, client, json_question, question, settings};

/// Has the models of this list alone.
async fn offering(models: &'static [&'static str]) -> Server {
    Server::start(move |_, seen| match seen.body["model"].as_str() {
        Some(model) if models.contains(&model) => Act::content("x"),
        _ => Act::error(404, "No such model"),
    })
    .await
}

fn with_fallbacks(models: &[&str]) -> ChatRequest {
    let fallbacks = models.iter().map(|model| (*model).to_owned()).collect();
    ChatRequest { fallbacks, ..question() }
}

fn models_seen(server: &Server) -> Vec<String> {
    server.seen().iter().map(|seen| seen.body["model"].as_str().unwrap().to_owned()).collect()
}

fn page(status: u16, content_type: &str, body: &str) -> Act {
    let (headers, after) = (Vec::new(), Duration::ZERO);
    let act = Act::Answer { status, headers, body: body.into(), after };
    act.with_header("content-type", content_type)
}

/// Asks once, and nothing may come of it that looks like a paid reply.
async fn unpaid(client: &Client, question: &ChatRequest) -> Failure {
    let ledger = Ledger::default();
    let failure = ask(client, question, &ledger).await.unwrap_err();
    assert!(ledger.classes().is_empty(), "{failure} was recorded as paid");
    assert_eq!((client.state().spending.unpriced, failure.attempts.len()), (0, 1));
    failure
}

#[tokio::test]
async fn a_missing_model_gives_way_to_the_next_for_this_word_and_all_later_ones() {
    let server = offering(&["e/f"]).await;
    let client = client(&server, &settings());
    let question = with_fallbacks(&["c/d", "e/f"]);
    let reply = ask(&client, &question, &Ledger::default()).await.unwrap();
    assert_eq!((reply.asked.as_str(), reply.attempt), ("e/f", 3));
    let reply = ask(&client, &question, &Ledger::default()).await.unwrap();
    assert_eq!((reply.asked.as_str(), reply.attempt), ("e/f", 1));
    assert_eq!(models_seen(&server), ["a/b", "c/d", "e/f", "e/f"]);
}

#[tokio::test]
async fn those_in_line_for_a_missing_model_do_not_ask_for_it_again() {
    let server = offering(&["c/d"]).await;
    let mut settings = settings();
    settings.limits.in_flight = 1;
    let client = client(&server, &settings);
    let asked: Vec<_> = (0..20)
        .map(|_| {
            let client = std::sync::Arc::clone(&client);
            tokio::spawn(async move {
                ask(&client, &with_fallbacks(&["c/d"]), &Ledger::default()).await
            })
        })
        .collect();
    for asked in asked {
        assert_eq!(asked.await.unwrap().unwrap().asked, "c/d");
    }
    let vain = models_seen(&server).iter().filter(|model| *model == "a/b").count();
    assert_eq!((vain, server.seen().len()), (1, 21));
}

#[tokio::test]
async fn without_another_model_a_missing_one_pauses_the_run() {
    let server = offering(&[]).await;
    let client = client(&server, &settings());
    let failure = unpaid(&client, &question()).await;
    assert_eq!((failure.class, failure.advice), (Class::ModelNotFound, Advice::PauseRun));
}

#[tokio::test]
async fn once_all_are_missing_the_run_pauses_and_a_later_question_tries_them_anew() {
    let server = Server::start(|n, seen| match seen.body["model"].as_str() {
        Some("c/d") if n > 1 => Act::content("x"),
        _ => Act::error(404, "No such model"),
    })
    .await;
    let client = client(&server, &settings());
    let question = with_fallbacks(&["c/d"]);
    let failure = ask(&client, &question, &Ledger::default()).await.unwrap_err();
    assert_eq!((failure.class, failure.advice), (Class::ModelNotFound, Advice::PauseRun));
    assert_eq!(failure.attempts.len(), 2);
    for _ in 0..2 {
        let reply = ask(&client, &question, &Ledger::default()).await.unwrap();
        assert_eq!(reply.asked, "c/d");
    }
    assert_eq!(models_seen(&server), ["a/b", "c/d", "a/b", "c/d", "c/d"]);
}

#[tokio::test]
async fn a_404_of_the_web_server_is_a_wrong_address_and_no_other_model_is_tried() {
    for (kind, body) in [
        ("text/plain", "Not Found"),
        ("text/html", "<html><title>404 Not Found</title></html>"),
        ("application/json", "{\"detail\":\"Not Found\"}"),
    ] {
        let server = Server::playing(vec![page(404, kind, body)]).await;
        let client = client(&server, &settings());
        let failure = unpaid(&client, &with_fallbacks(&["c/d"])).await;
        assert_eq!((failure.class, failure.advice), (Class::WrongAddress, Advice::PauseRun));
        assert_eq!(server.seen().len(), 1, "{body}");
    }
}

#[tokio::test]
async fn a_web_page_in_the_place_of_a_reply_is_a_wrong_address_and_no_paid_reply() {
    for (kind, body) in [
        ("application/json", "\n<!DOCTYPE html><title>Log in</title>"),
        ("text/html; charset=utf-8", "Log in"),
    ] {
        let server = Server::playing(vec![page(200, kind, body)]).await;
        let client = client(&server, &settings());
        let failure = unpaid(&client, &json_question()).await;
        assert_eq!((failure.class, failure.advice), (Class::WrongAddress, Advice::PauseRun));
        assert_eq!((failure.message.as_str(), failure.status), ("Log in", Some(200)));
        assert_eq!(server.seen().len(), 1, "{kind}");
        let failure = client.models().await.unwrap_err();
        assert_eq!(failure.class, Class::WrongAddress, "{kind}");
    }
}

#[tokio::test]
async fn an_answer_that_is_only_called_a_page_is_an_answer() {
    let body = completion("x", "stop").to_string();
    let server = Server::playing(vec![page(200, "text/html", &body)]).await;
    let ledger = Ledger::default();
    ask(&client(&server, &settings()), &question(), &ledger).await.unwrap();
    assert_eq!(ledger.classes(), [None]);
}

#[tokio::test]
async fn a_look_up_that_the_server_does_not_have_says_nothing_of_a_model() {
    let server = Server::playing(vec![Act::error(404, "no such thing")]).await;
    let failure = client(&server, &settings()).models().await.unwrap_err();
    assert_eq!(failure.class, Class::WrongAddress);
}

#[tokio::test]
async fn an_answer_with_another_status_of_success_or_a_byte_order_mark_is_an_answer() {
    let body = completion("x", "stop").to_string();
    for (status, body) in [(201, body.clone()), (200, format!("\u{feff}{body}"))] {
        let server = Server::playing(vec![page(status, "application/json", &body)]).await;
        let ledger = Ledger::default();
        ask(&client(&server, &settings()), &question(), &ledger).await.unwrap();
        assert_eq!(ledger.classes(), [None], "{status}");
    }
}
