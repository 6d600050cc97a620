//! The cap, from a live price list to the last cent.

use std::sync::Arc;

use llm::{Advice, Class, Client, Usd};
use serde_json::json;

use crate::server::{Act, Server, completion};
use crate::{Ledger, ask, client, question, settings};

fn usd(text: &str) -> Usd {
    text.parse().unwrap()
}

fn capped(server: &Server, cap: &str) -> Arc<Client> {
    Arc::new(client(server, &settings()).for_run(Some(usd(cap)), Usd::ZERO))
}

/// Sells each answer for $0.01; at most 100 tokens at $0.0001 each make the worst case $0.01.
async fn shop() -> Server {
    Server::start(|_, seen| match seen.path.as_str() {
        "/api/v1/models" => Act::json(
            200,
            &json!({"data": [{"id": "a/b",
            "pricing": {"prompt": "0", "completion": "0.0001"}}]}),
        ),
        _ => Act::content("x"),
    })
    .await
}

#[tokio::test]
async fn in_a_crowd_not_a_cent_more_than_the_cap_is_spent_and_nothing_is_left_unused() {
    let server = shop().await;
    let client = capped(&server, "0.125");
    client.models().await.unwrap();
    let asked: Vec<_> = (0..40)
        .map(|_| {
            let client = Arc::clone(&client);
            tokio::spawn(async move { ask(&client, &question(), &Ledger::default()).await })
        })
        .collect();
    let mut answered = 0;
    for asked in asked {
        match asked.await.unwrap() {
            Ok(_) => answered += 1,
            Err(failure) => {
                assert_eq!((failure.class, failure.advice), (Class::CapReached, Advice::PauseRun));
            }
        }
    }
    assert_eq!((answered, server.seen().len()), (12, 12 + 1));
    let spending = client.state().spending;
    assert_eq!((spending.spent, spending.run.reserved), (usd("0.12"), Usd::ZERO));
}

#[tokio::test]
async fn under_a_cap_no_provider_may_take_more_than_was_set_aside() {
    let server = shop().await;
    let capped = capped(&server, "1");
    capped.models().await.unwrap();
    ask(&capped, &question(), &Ledger::default()).await.unwrap();
    capped.set_run_cap(None);
    ask(&capped, &question(), &Ledger::default()).await.unwrap();
    let seen = server.seen();
    assert_eq!(seen[1].body["provider"]["max_price"], json!({"prompt": "0", "completion": "100"}));
    assert_eq!(seen[2].body["provider"], json!(null));
}

#[tokio::test]
async fn an_unknown_price_is_settled_by_the_cost_and_said_to_be_unknown_without_one() {
    let mut free_of_cost = completion("x", "stop");
    free_of_cost["usage"]["cost"] = json!(null);
    let acts = vec![Act::content("x"), Act::json(200, &free_of_cost)];
    let server = Server::playing(acts).await;
    let client = capped(&server, "1");
    ask(&client, &question(), &Ledger::default()).await.unwrap();
    ask(&client, &question(), &Ledger::default()).await.unwrap();
    let spending = client.state().spending;
    assert_eq!((spending.spent, spending.unpriced), (usd("0.01"), 1));
}

#[tokio::test]
async fn refusals_cost_nothing_and_bad_replies_what_they_cost() {
    let acts =
        vec![Act::error(500, "oops"), Act::json(200, &completion("", "stop")), Act::content("x")];
    let server = Server::playing(acts).await;
    let client = client(&server, &settings());
    ask(&client, &question(), &Ledger::default()).await.unwrap();
    let spending = client.state().spending;
    assert_eq!((spending.spent, spending.run.committed), (usd("0.02"), usd("0.02")));
}
