//! Hanji as a service: whether it is alive, whether it is ready, and where its runs stand. It
//! changes nothing and has no access control yet, so it listens on this machine only
//! and answers to this machine's names only.

use std::{
    future::Future,
    io,
    net::{IpAddr, SocketAddr},
};

use app::{App, Code, Problem, dto::RunSnapshot};
use axum::{
    Json, Router,
    extract::{Path, Request, State},
    http::{
        HeaderMap, StatusCode,
        header::HOST,
        uri::{Authority, Uri},
    },
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use serde::Serialize;
use tokio::net::TcpListener;

/// Why the service cannot start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address can be reached from other machines.
    #[error("{0} can be reached from other machines; the service has no access control yet")]
    NotLoopback(SocketAddr),
    /// The address cannot be listened on.
    #[error("{0} cannot be listened on: {1}")]
    Listen(SocketAddr, io::Error),
    /// The connection broke for good.
    #[error("the service stopped: {0}")]
    Stopped(io::Error),
}

/// Whether a part of the service works.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Component {
    /// Which part.
    pub component: &'static str,
    /// Whether it works.
    pub ok: bool,
    /// What was found.
    pub detail: String,
}

/// Serves until `stop` is done; tells the address once it listens.
pub async fn serve(
    app: App,
    address: SocketAddr,
    listening: impl FnOnce(SocketAddr),
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Error> {
    if !address.ip().is_loopback() {
        return Err(Error::NotLoopback(address));
    }
    let listen = |error| Error::Listen(address, error);
    let listener = TcpListener::bind(address).await.map_err(listen)?;
    listening(listener.local_addr().map_err(listen)?);
    axum::serve(listener, router(app)).with_graceful_shutdown(stop).await.map_err(Error::Stopped)
}

fn router(app: App) -> Router {
    Router::new()
        .route("/healthz", get(async || Json(serde_json::json!({ "ok": true }))))
        .route("/readyz", get(ready))
        .route("/v1/runs", get(runs))
        .route("/v1/runs/{run}", get(run))
        .with_state(app)
        .layer(middleware::from_fn(for_this_machine))
}

/// Refuses a request that was made to a name of another machine. A page of the internet can have
/// its own name lead here (DNS rebinding); the name it asked for is what gives it away.
async fn for_this_machine(request: Request, next: Next) -> Response {
    if names_this_machine(request.uri(), request.headers()) {
        return next.run(request).await;
    }
    let problem = Problem::new(Code::InvalidInput, "The service answers on this machine only.")
        .with_hint("Ask for 127.0.0.1 or localhost.");
    (StatusCode::FORBIDDEN, Json(problem)).into_response()
}

fn names_this_machine(uri: &Uri, headers: &HeaderMap) -> bool {
    let mut hosts = headers.get_all(HOST).iter();
    let header = hosts.next().and_then(|host| host.to_str().ok()?.parse::<Authority>().ok());
    let elsewhere = uri.authority().is_some_and(|named| !is_loopback(named));
    hosts.next().is_none() && !elsewhere && header.as_ref().is_some_and(is_loopback)
}

fn is_loopback(named: &Authority) -> bool {
    let host = named.host();
    let bare = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    bare.eq_ignore_ascii_case("localhost")
        || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// 200 when every component works, else 503.
async fn ready(State(app): State<App>) -> (StatusCode, Json<Vec<Component>>) {
    let store = match app.runs() {
        Ok(runs) => {
            Component { component: "store", ok: true, detail: format!("runs: {}", runs.len()) }
        }
        Err(problem) => Component { component: "store", ok: false, detail: problem.message },
    };
    let status = if store.ok { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(vec![store]))
}

async fn runs(State(app): State<App>) -> Result<Json<Vec<RunSnapshot>>, Refused> {
    Ok(Json(app.runs()?))
}

async fn run(State(app): State<App>, Path(run): Path<i64>) -> Result<Json<RunSnapshot>, Refused> {
    Ok(Json(app.snapshot(run)?))
}

/// A problem as an HTTP answer.
struct Refused(Problem);

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self(problem)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status = match self.0.code {
            Code::NotFound => StatusCode::NOT_FOUND,
            Code::InvalidInput => StatusCode::BAD_REQUEST,
            _ => StatusCode::SERVICE_UNAVAILABLE,
        };
        (status, Json(self.0)).into_response()
    }
}
