//! Signing in instead of pasting a key: the browser goes to OpenRouter's page and brings a code back
//! to a door on this machine that opens for nobody else and only once. Where no browser can come
//! back, the page shows the code, and the learner pastes it.

use std::{convert::Infallible, fmt, sync::Arc, time::Duration};

use http_body_util::Full;
use hyper::{Request, Response, StatusCode, body::Bytes, header, service::service_fn};
use hyper_util::rt::TokioIo;
use llm::AppIdentity;
use tokio::{net::TcpListener, sync::mpsc, task::JoinSet};
use url::Url;

use crate::{
    App, Code, Problem, clock,
    dto::{Engine, KeyStatus, Settings},
    endpoint,
};

/// A sign-in under way; dropping it gives it up.
pub struct SignIn {
    app: App,
    settings: Settings,
    proof: llm::SignIn,
    page: Url,
    door: Option<Door>,
}

/// Where the browser comes back to. Its path is a secret of this sign-in, since the service has no
/// `state` to tell an answer to another question by.
struct Door {
    listener: TcpListener,
    path: String,
}

impl App {
    /// Begins to sign in to the OpenRouter of these settings. `comes_back` says whether a browser
    /// on this machine will open the page; otherwise the page shows a code.
    pub async fn sign_in(&self, settings: &Settings, comes_back: bool) -> Result<SignIn, Problem> {
        let settings = Settings { engine: Engine::Openrouter, ..settings.clone() };
        let address =
            endpoint::address(&settings)?.ok_or_else(|| Problem::internal("no server"))?;
        let proof = llm::SignIn::new(address, Some(&identity()), clock::entropy()?)?;
        let door = if comes_back { Some(Door::open().await?) } else { None };
        let callback = door.as_ref().map(Door::address).transpose()?;
        let page = proof.page(callback.as_ref());
        Ok(SignIn { app: self.clone(), settings, proof, page, door })
    }
}

impl SignIn {
    /// The page to open in a browser.
    #[must_use]
    pub fn page(&self) -> &Url {
        &self.page
    }

    /// The code that the browser brings back; waits for ever when it is not to come back.
    pub async fn code(&self) -> Result<String, Problem> {
        match &self.door {
            Some(door) => door.wait().await,
            None => std::future::pending().await,
        }
    }

    /// Makes a key of the code, and keeps it as one that was pasted.
    pub async fn finish(self, code: &str) -> Result<KeyStatus, Problem> {
        let key = self.proof.key_for(code).await.map_err(not_signed_in)?;
        self.app.set_key_of(&self.settings, key).await
    }
}

impl fmt::Debug for SignIn {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("SignIn").field("proof", &self.proof).finish_non_exhaustive()
    }
}

/// How Hanji introduces itself to OpenRouter.
pub(crate) fn identity() -> AppIdentity {
    AppIdentity { title: "Hanji".into(), url: "https://hanji.app".into() }
}

fn not_signed_in(failure: llm::Failure) -> Problem {
    match failure.class {
        llm::Class::Connection | llm::Class::Timeout => failure.into(),
        _ => Problem::new(
            Code::KeyRefused,
            format!("OpenRouter did not take the code: {}.", failure.message.trim_end_matches('.')),
        )
        .with_hint("A code is good once, and for ten minutes. Sign in again."),
    }
}

impl Door {
    async fn open() -> Result<Self, Problem> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.map_err(|error| {
            Problem::new(Code::Offline, format!("No browser can come back here: {error}."))
                .with_hint("Sign in with a code to paste instead.")
        })?;
        let secret = clock::entropy::<16>()?;
        Ok(Self { listener, path: format!("/{:032x}", u128::from_ne_bytes(secret)) })
    }

    fn address(&self) -> Result<Url, Problem> {
        let port = self.listener.local_addr().map_err(Problem::internal)?.port();
        format!("http://127.0.0.1:{port}{}", self.path).parse().map_err(Problem::internal)
    }

    /// Answers whoever knocks, until somebody brings a code to the secret path.
    async fn wait(&self) -> Result<String, Problem> {
        let (codes, mut brought) = mpsc::channel(1);
        let path: Arc<str> = self.path.as_str().into();
        let mut visits = JoinSet::new();
        loop {
            tokio::select! {
                Some(code) = brought.recv() => {
                    // the browser is still owed its page
                    let served = async { while visits.join_next().await.is_some() {} };
                    let _ = tokio::time::timeout(Duration::from_secs(1), served).await;
                    return Ok(code);
                }
                visitor = self.listener.accept() => {
                    let (stream, _) = visitor.map_err(Problem::internal)?;
                    let (codes, path) = (codes.clone(), Arc::clone(&path));
                    visits.spawn(async move {
                        let answer = service_fn(move |request| {
                            let page = page_for(&request, &path, &codes);
                            async move { Ok::<_, Infallible>(page) }
                        });
                        // a browser that hangs up has seen enough
                        let _ = hyper::server::conn::http1::Builder::new()
                            .keep_alive(false)
                            .serve_connection(TokioIo::new(stream), answer)
                            .await;
                    });
                }
            }
        }
    }
}

fn page_for<B>(
    request: &Request<B>,
    path: &str,
    codes: &mpsc::Sender<String>,
) -> Response<Full<Bytes>> {
    let code = (request.uri().path() == path).then(|| code_in(request.uri().query()?)).flatten();
    let is_new = code.is_some_and(|code| codes.try_send(code).is_ok());
    let (status, text) = if is_new {
        (StatusCode::OK, "Hanji has what it needs. Close this page and go back.")
    } else {
        (StatusCode::NOT_FOUND, "There is nothing here.")
    };
    let page = format!(
        "<!doctype html><html lang=en><meta charset=utf-8><title>Hanji</title><p>{text}</p></html>"
    );
    let mut response = Response::new(Full::from(page));
    *response.status_mut() = status;
    let html = header::HeaderValue::from_static("text/html; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, html);
    response
}

fn code_in(query: &str) -> Option<String> {
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    let (_, code) = pairs.find(|(name, _)| name == "code")?;
    (!code.is_empty()).then(|| code.into_owned())
}
