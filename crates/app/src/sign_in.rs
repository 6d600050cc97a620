//! Signing in instead of pasting a key: the browser goes to OpenRouter's page and brings a code back
//! to a door on this machine that opens for nobody else and only once. Where no browser can come
//! back, the page shows the code, and the learner pastes it.

use std::{
    convert::Infallible,
    fmt,
    sync::{Arc, Mutex},
    time::Duration,
};

use http_body_util::Full;
use hyper::{Request, Response, StatusCode, body::Bytes, header, service::service_fn};
use hyper_util::rt::TokioIo;
use llm::AppIdentity;
use tokio::{net::TcpListener, sync::mpsc, task::JoinSet};
use tokio_util::sync::CancellationToken;
use url::Url;

use crate::{
    App, Code, Problem,
    app::lock,
    clock,
    dto::{Engine, KeyStatus, Settings, SignedIn},
    endpoint,
};

/// How long a browser is waited for: a code is good for ten minutes, and a page takes its time.
const PATIENCE: Duration = Duration::from_mins(15);

/// A sign-in under way; dropping it gives it up.
pub struct SignIn {
    app: App,
    settings: Settings,
    proof: llm::SignIn,
    page: Url,
    page_with_code: Url,
    /// Open until somebody has waited at it.
    door: Mutex<Option<Door>>,
    over: CancellationToken,
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
        let (page, page_with_code) = (proof.page(callback.as_ref()), proof.page(None));
        let (app, door, over) = (self.clone(), Mutex::new(door), CancellationToken::new());
        Ok(SignIn { app, settings, proof, page, page_with_code, door, over })
    }
}

impl SignIn {
    /// The page to open in a browser.
    #[must_use]
    pub fn page(&self) -> &Url {
        &self.page
    }

    /// The page to open anywhere, also on another machine: it shows the code, to be pasted.
    #[must_use]
    pub fn page_with_code(&self) -> &Url {
        &self.page_with_code
    }

    /// The code that the browser brings back; waits for ever when it is not to come back.
    pub async fn code(&self) -> Result<String, Problem> {
        let door = lock(&self.door).take();
        match door {
            Some(door) => door.wait().await,
            None => std::future::pending().await,
        }
    }

    /// Waits for the browser and makes a key of the code that it brings.
    pub async fn wait(&self) -> Result<SignedIn, Problem> {
        let brought = tokio::select! {
            () = self.over.cancelled() => return Ok(SignedIn::Over),
            brought = tokio::time::timeout(PATIENCE, self.code()) => brought,
        };
        match brought {
            Ok(code) => Ok(SignedIn::Done { key: self.finish(&code?).await? }),
            Err(_) => Ok(SignedIn::TimedOut),
        }
    }

    /// Makes a key of a code, and keeps it as one that was pasted. Whoever copied the address that
    /// a browser could not open has the code as well.
    pub async fn finish(&self, pasted: &str) -> Result<KeyStatus, Problem> {
        let pasted = pasted.trim();
        let address = Url::parse(pasted).ok();
        let code = address.and_then(|address| code_in(address.query()?));
        let key = self.proof.key_for(code.as_deref().unwrap_or(pasted)).await;
        let status = self.app.set_key_of(&self.settings, key.map_err(not_signed_in)?).await?;
        self.over.cancel();
        Ok(status)
    }

    /// Waits no longer.
    pub fn give_up(&self) {
        self.over.cancel();
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
