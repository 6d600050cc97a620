//! Connections and routes. Every route exists under `/`, `/v1` and `/api/v1`, so that the server
//! can stand for OpenRouter and for a local server alike.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::sleep;
use tokio_rustls::TlsAcceptor;

use crate::account;
use crate::batch;
use crate::body::{Dropped, Pieces, Reply};
use crate::chat;
use crate::errors::{self, error};
use crate::models;
use crate::outcome::Outcome;
use crate::sign_in;
use crate::state::State;

/// Batches are at `/api/beta`.
const BASES: [&str; 3] = ["/api/v1", "/v1", "/api"];

const LARGEST_BODY: usize = 16 << 20;

/// Serves connections until it is aborted, and they with it.
pub(crate) async fn accept(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    state: Arc<State>,
) -> Infallible {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => { connections.spawn(serve(stream, tls.clone(), Arc::clone(&state))); }
                // out of file descriptors: some connection has to end first
                Err(_) => sleep(Duration::from_millis(10)).await,
            },
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn serve(stream: TcpStream, tls: Option<TlsAcceptor>, state: Arc<State>) {
    if stream.set_nodelay(true).is_err() {
        return;
    }
    match tls {
        None => talk(stream, |stream| stream, state).await,
        Some(tls) => {
            // a client that refuses the certificate has nothing more to say
            if let Ok(stream) = tls.accept(stream).await {
                talk(stream, |stream| stream.get_ref().0, state).await;
            }
        }
    }
}

async fn talk<S>(stream: S, tcp: impl Fn(&S) -> &TcpStream, state: Arc<State>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let service = service_fn(move |request| route(Arc::clone(&state), request));
    let mut connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service);
    if Pin::new(&mut connection).await.is_err() {
        reset(tcp(&connection.into_parts().io.into_inner()));
    }
}

/// Makes closing the connection a reset instead of an orderly end.
fn reset(stream: &TcpStream) {
    // a stream that is gone already needs no reset
    drop(stream.set_zero_linger());
}

async fn route(state: Arc<State>, request: Request<Incoming>) -> Result<Response<Pieces>, Dropped> {
    let path = request.uri().path().to_owned();
    let path = BASES.iter().find_map(|base| path.strip_prefix(base)).unwrap_or(&path);
    if (request.method(), path) == (&Method::POST, "/chat/completions") {
        return chat(&state, request).await;
    }
    if let Some(rest) = path.strip_prefix("/beta/batches").or(path.strip_prefix("/batches")) {
        return Ok(batches(&state, path, rest, request).await?.into_response(None));
    }
    Ok(other(&state, path, request).await.into_response(None))
}

async fn chat(state: &Arc<State>, request: Request<Incoming>) -> Result<Response<Pieces>, Dropped> {
    let in_flight = state.arrive();
    let reply = if let Some(refusal) = account::refusal(request.headers(), &state.options()) {
        state.refused_outright(Outcome::Status(401));
        refusal
    } else if let Some(body) = read(state, "/chat/completions", request).await {
        chat::answer(state, &body).await?
    } else {
        state.refused_outright(Outcome::Status(413));
        errors::of_status(413, None)
    };
    Ok(reply.into_response(Some(in_flight)))
}

/// The routes of batches; `rest` is what follows their common path.
async fn batches(
    state: &State,
    path: &str,
    rest: &str,
    request: Request<Incoming>,
) -> Result<Reply, Dropped> {
    state.called("batches");
    let options = state.options();
    if let Some(refusal) = account::refusal(request.headers(), &options) {
        return Ok(refusal);
    }
    match (request.method().as_str(), rest, rest.strip_prefix('/')) {
        ("POST", "", _) => match read(state, path, request).await {
            Some(body) => batch::submit(state, &options, &body),
            None => Ok(errors::of_status(413, None)),
        },
        ("GET", "", _) => Ok(batch::list(state, &options, request.uri().query().unwrap_or(""))),
        ("GET", _, Some(id)) => Ok(batch::poll(state, &options, id)),
        _ => Ok(error(404, "Not Found", "not_found")),
    }
}

async fn read(state: &State, path: &str, request: Request<Incoming>) -> Option<Bytes> {
    let (head, body) = request.into_parts();
    let body = Limited::new(body, LARGEST_BODY).collect().await.ok()?.to_bytes();
    state.keep(&state.options(), path, &head.headers, &body);
    Some(body)
}

async fn other(state: &State, path: &str, request: Request<Incoming>) -> Reply {
    let options = state.options();
    match (request.method().as_str(), path) {
        ("GET", "/models" | "/models/user") => {
            state.called("models");
            Reply::json(200, &models::list())
        }
        ("GET", "/key") => {
            state.called("key");
            account::refusal(request.headers(), &options)
                .unwrap_or_else(|| account::key(state, &options))
        }
        ("GET", "/generation") => {
            state.called("generation");
            let query = request.uri().query().unwrap_or_default();
            account::refusal(request.headers(), &options)
                .unwrap_or_else(|| account::generation(state, query))
        }
        ("POST", "/auth/keys") => {
            state.called("auth");
            let body = read(state, path, request).await.unwrap_or_default();
            sign_in::exchange(state, &options, &body)
        }
        ("POST", "/auth/keys/code") => {
            state.called("auth");
            if let Some(refusal) = account::refusal(request.headers(), &options) {
                return refusal;
            }
            let body = read(state, path, request).await.unwrap_or_default();
            sign_in::create_code(state, &options, &body)
        }
        ("GET", "/auth") => {
            state.called("auth");
            sign_in::authorize(state, &options, request.uri().query().unwrap_or_default())
        }
        ("GET", "/_ledger") => Reply::json(200, &state.ledger()),
        ("GET", "/_requests") => Reply::json(200, &state.kept()),
        ("POST", "/_reset") => {
            state.reset();
            Reply::json(200, &state.ledger())
        }
        _ => error(404, "Not Found", "not_found"),
    }
}
