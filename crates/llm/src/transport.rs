//! One HTTP exchange: bytes out, bytes in, with every limit that keeps a server from hanging or
//! flooding us. It knows the endpoint and nothing of what is said.

use std::error::Error as _;
use std::io;
use std::time::Duration;

use reqwest::header::HeaderMap;
use reqwest::{RequestBuilder, redirect};
use serde_json::Value;
use tokio::time::Instant;
use url::Url;

use crate::classify;
use crate::endpoint::{Dialect, Endpoint, EndpointError};
use crate::failure::{Class, Fault};

/// No reply of ours is nearly as long.
const LONGEST_BODY: usize = 8 * 1024 * 1024;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The application as it introduces itself to OpenRouter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AppIdentity {
    /// `X-OpenRouter-Title`.
    pub title: String,
    /// `HTTP-Referer`.
    pub url: String,
}

/// Why no client can be made.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The endpoint cannot be used.
    #[error(transparent)]
    Endpoint(#[from] EndpointError),
    /// TLS or the system's proxy settings cannot be set up.
    #[error("the network cannot be set up: {0}")]
    Network(String),
}

/// The connections to one endpoint.
#[derive(Debug)]
pub(crate) struct Transport {
    http: reqwest::Client,
    endpoint: Endpoint,
    timeout: Duration,
}

/// What came back, as far as it came.
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    /// As it came, but for an echo of the key; what is not UTF-8 is replaced.
    pub(crate) body: String,
    /// Why the body is not complete.
    pub(crate) broken: Option<Fault>,
}

/// Nothing came back.
#[derive(Debug)]
pub(crate) struct NoResponse {
    pub(crate) fault: Fault,
    /// Whether the server may have read the request, and so may charge for it.
    pub(crate) sent: bool,
}

/// Headers in which servers, or what stands before them, say what they call a request.
const REQUEST_IDS: [&str; 3] = ["x-request-id", "x-generation-id", "cf-ray"];

impl Response {
    /// What the server calls the request, for whoever asks it what became of it. A header is a
    /// stranger's text: what does not look like an id is left out.
    pub(crate) fn request_id(&self) -> Option<String> {
        let named = |name| self.headers.get(name)?.to_str().ok();
        let is_id = |id: &&str| {
            let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
            id.len() <= 64 && id.bytes().all(plain)
        };
        REQUEST_IDS.into_iter().find_map(named).filter(is_id).map(str::to_owned)
    }

    /// Whether the API answered, well or badly, and may charge for it.
    pub(crate) fn is_reply(&self) -> bool {
        (200..300).contains(&self.status) && !classify::is_page(&self.headers, &self.body)
    }
}

impl Transport {
    pub(crate) fn new(
        endpoint: Endpoint,
        app: Option<&AppIdentity>,
        timeout: Duration,
    ) -> Result<Self, ClientError> {
        let mut builder = reqwest::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .redirect(redirect::Policy::none())
            .user_agent(concat!("hanji/", env!("CARGO_PKG_VERSION")))
            .default_headers(default_headers(&endpoint, app)?);
        if endpoint.is_loopback() {
            builder = builder.no_proxy();
        }
        let http = builder.build().map_err(|error| ClientError::Network(causes(&error)))?;
        Ok(Self { http, endpoint, timeout })
    }

    pub(crate) fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Result<Response, NoResponse> {
        self.post_to(self.endpoint.url(path), body).await
    }

    pub(crate) async fn post_to(&self, url: Url, body: &Value) -> Result<Response, NoResponse> {
        self.exchange(self.http.post(url).json(body)).await
    }

    pub(crate) async fn get(&self, url: Url) -> Result<Response, NoResponse> {
        self.exchange(self.http.get(url)).await
    }

    async fn exchange(&self, request: RequestBuilder) -> Result<Response, NoResponse> {
        let deadline = Instant::now() + self.timeout;
        let mut response = match tokio::time::timeout_at(deadline, request.send()).await {
            Err(_) => return Err(NoResponse { fault: self.too_late(), sent: true }),
            Ok(Err(error)) => return Err(self.no_response(&error)),
            Ok(Ok(response)) => response,
        };
        let status = response.status().as_u16();
        let headers = std::mem::take(response.headers_mut());
        let (bytes, broken) = self.read(response, deadline).await;
        let body = String::from_utf8(bytes)
            .unwrap_or_else(|wrong| String::from_utf8_lossy(wrong.as_bytes()).into_owned());
        let body = match body.strip_prefix('\u{feff}') {
            Some(after_mark) => after_mark.to_owned(),
            None => body,
        };
        let body = self.endpoint.redact(body);
        let broken = broken.map(|fault| fault.with_status(status));
        Ok(Response { status, headers, body, broken })
    }

    /// The body until its end, or until what broke it.
    async fn read(
        &self,
        mut response: reqwest::Response,
        deadline: Instant,
    ) -> (Vec<u8>, Option<Fault>) {
        let mut body = Vec::new();
        loop {
            match tokio::time::timeout_at(deadline, response.chunk()).await {
                Err(_) => return (body, Some(self.too_late())),
                Ok(Err(error)) => return (body, Some(self.fault_of(&error))),
                Ok(Ok(None)) => return (body, None),
                Ok(Ok(Some(chunk))) if body.len() + chunk.len() > LONGEST_BODY => {
                    let message = "the reply is longer than 8 MB";
                    return (body, Some(Fault::new(Class::Unparseable, message)));
                }
                Ok(Ok(Some(chunk))) => body.extend_from_slice(&chunk),
            }
        }
    }

    fn too_late(&self) -> Fault {
        let message = format!("no complete answer within {} s", self.timeout.as_secs_f64());
        Fault::new(Class::Timeout, message)
    }

    fn no_response(&self, error: &reqwest::Error) -> NoResponse {
        let sent = !(error.is_connect() || error.is_builder());
        NoResponse { fault: self.fault_of(error), sent }
    }

    fn fault_of(&self, error: &reqwest::Error) -> Fault {
        let said = causes(error);
        let class = match () {
            () if error.is_timeout() => Class::Timeout,
            () if is_badly_packed(error) => Class::Unparseable,
            () if error.is_connect() && said.contains("certificate") => Class::Untrusted,
            () => Class::Connection,
        };
        Fault::new(class, self.endpoint.redact(said))
    }
}

fn default_headers(
    endpoint: &Endpoint,
    app: Option<&AppIdentity>,
) -> Result<HeaderMap, EndpointError> {
    let mut headers = HeaderMap::new();
    if let Some(authorization) = endpoint.authorization()? {
        headers.insert(reqwest::header::AUTHORIZATION, authorization);
    }
    if let (Dialect::OpenRouter, Some(app)) = (endpoint.dialect(), app) {
        for (name, value) in [("x-openrouter-title", &app.title), ("http-referer", &app.url)] {
            if let Ok(value) = value.parse() {
                headers.insert(name, value);
            }
        }
    }
    Ok(headers)
}

/// Whether a body came whole and is not the gzip that its header promises.
fn is_badly_packed(error: &reqwest::Error) -> bool {
    let mut cause = error.source();
    while let Some(error) = cause {
        let broken = error.downcast_ref::<io::Error>().map(io::Error::kind);
        if broken == Some(io::ErrorKind::InvalidData) {
            return true;
        }
        cause = error.source();
    }
    false
}

/// The whole chain of causes: "tls handshake: certificate expired" helps, "error sending request"
/// does not.
fn causes(error: &reqwest::Error) -> String {
    let mut cause = error.source();
    let mut words = Vec::new();
    while let Some(error) = cause {
        let said = error.to_string();
        if words.last() != Some(&said) {
            words.push(said);
        }
        cause = error.source();
    }
    if words.is_empty() { error.to_string() } else { words.join(": ") }
}
