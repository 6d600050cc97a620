//! Signing in: the page that hands out a code, and the exchange of that code for a key (OAuth with
//! PKCE, RFC 7636). A code is good once, for ten minutes unless told otherwise, and only with the
//! verifier of its challenge. It asks nobody for consent.

use std::collections::HashMap;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest, Sha256};
use tokio::time::Instant;
use url::Url;

use crate::body::Reply;
use crate::clock;
use crate::dice::Dice;
use crate::errors::error;
use crate::options::Options;
use crate::state::State;

const ANY_KEY: &str = "sk-or-v1-fake";

/// The codes that were handed out and not yet used.
#[derive(Debug, Default)]
pub(crate) struct Codes {
    issued: u64,
    open: HashMap<String, Grant>,
}

#[derive(Debug)]
struct Grant {
    challenge: Option<Challenge>,
    until: Instant,
}

/// What the verifier has to match.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Challenge {
    /// The SHA-256 of the verifier, as base64 for URLs.
    S256(String),
    /// The verifier itself.
    Plain(String),
}

impl Challenge {
    /// The challenge of a request, if it has one; none for a method that is not known.
    fn new(challenge: Option<String>, method: Option<&str>) -> Result<Option<Self>, Reply> {
        match (challenge, method) {
            (None, None | Some("S256" | "plain")) => Ok(None),
            (Some(hash), Some("S256")) => Ok(Some(Self::S256(hash))),
            (Some(verifier), None | Some("plain")) => Ok(Some(Self::Plain(verifier))),
            _ => Err(error(400, "Invalid code_challenge_method", "invalid_request")),
        }
    }

    fn method(&self) -> &'static str {
        match self {
            Self::S256(_) => "S256",
            Self::Plain(_) => "plain",
        }
    }

    fn is_met_by(&self, verifier: &str) -> bool {
        match self {
            Self::S256(hash) => *hash == URL_SAFE_NO_PAD.encode(Sha256::digest(verifier)),
            Self::Plain(expected) => expected == verifier,
        }
    }
}

impl Codes {
    /// A code that is good for some time from now.
    pub(crate) fn issue(
        &mut self,
        options: &Options,
        challenge: Option<Challenge>,
        now: Instant,
    ) -> String {
        self.issued += 1;
        let mut dice = Dice::new(options.seed.wrapping_add(self.issued), &["code"]);
        let code = format!("auth_code_{:016x}{:016x}", dice.next(), dice.next());
        let until = now + Duration::from_secs(options.code_seconds);
        self.open.insert(code.clone(), Grant { challenge, until });
        code
    }

    /// Uses a code up; false for one that is unknown, used, too old or without its verifier. A
    /// wrong verifier uses it up as well.
    fn redeem(&mut self, exchange: &Exchange, now: Instant) -> bool {
        let Some(grant) = self.open.remove(&exchange.code) else { return false };
        let proven = grant.challenge.is_none_or(|challenge| {
            let method = exchange.code_challenge_method.as_deref();
            method.is_none_or(|method| method == challenge.method())
                && challenge.is_met_by(exchange.code_verifier.as_deref().unwrap_or_default())
        });
        proven && now < grant.until
    }
}

#[derive(Deserialize)]
struct Exchange {
    code: String,
    code_challenge_method: Option<String>,
    code_verifier: Option<String>,
}

/// `GET /auth`: sends the browser to the callback with a code, or shows the code where there is no
/// callback. The page of the real service asks for consent first.
pub(crate) fn authorize(state: &State, options: &Options, query: &str) -> Reply {
    let mut given: HashMap<_, _> = url::form_urlencoded::parse(query.as_bytes()).collect();
    let mut take = |name| given.remove(name).map(String::from);
    let method = take("code_challenge_method");
    let challenge = match Challenge::new(take("code_challenge"), method.as_deref()) {
        Ok(challenge) => challenge,
        Err(refusal) => return refusal,
    };
    let Some(callback) = take("callback_url") else {
        return shown(&state.issue_code(options, challenge));
    };
    match Url::parse(&callback) {
        Ok(to) if may_be_called(&to) => sent_back(to, &state.issue_code(options, challenge)),
        _ => error(400, "Invalid callback_url", "invalid_request"),
    }
}

/// Whether the service sends codes there: over TLS, or to this machine.
fn may_be_called(url: &Url) -> bool {
    let here = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    url.scheme() == "https" || (url.scheme() == "http" && here)
}

fn sent_back(mut to: Url, code: &str) -> Reply {
    to.query_pairs_mut().append_pair("code", code);
    page(302, "Going back to the application.").header("location", to.into())
}

fn shown(code: &str) -> Reply {
    page(200, &format!("Copy this code into the application: <code>{code}</code>"))
}

fn page(status: u16, text: &str) -> Reply {
    let page = format!(
        "<!DOCTYPE html><html><head><title>Authorize</title></head><body><p>{text}</p></body></html>"
    );
    Reply::new(status, page.into()).header("content-type", "text/html; charset=utf-8".to_owned())
}

#[derive(Deserialize)]
struct CodeRequest {
    callback_url: String,
    code_challenge: Option<String>,
    code_challenge_method: Option<String>,
}

/// `POST /auth/keys/code`: a code for whoever already has a key.
pub(crate) fn create_code(state: &State, options: &Options, body: &[u8]) -> Reply {
    let request: CodeRequest = match serde_json::from_slice(body) {
        Ok(request) => request,
        Err(bad) => return error(400, &bad.to_string(), "invalid_request"),
    };
    if !Url::parse(&request.callback_url).is_ok_and(|url| may_be_called(&url)) {
        return error(400, "Invalid callback_url", "invalid_request");
    }
    match Challenge::new(request.code_challenge, request.code_challenge_method.as_deref()) {
        Ok(challenge) => {
            let code = state.issue_code(options, challenge);
            let created = clock::iso(clock::unix_ms());
            Reply::json(200, &json!({"data": {"id": code, "app_id": 1, "created_at": created}}))
        }
        Err(refusal) => refusal,
    }
}

/// `POST /auth/keys`: a code becomes a key.
pub(crate) fn exchange(state: &State, options: &Options, body: &[u8]) -> Reply {
    let exchange: Exchange = match serde_json::from_slice(body) {
        Ok(exchange) => exchange,
        Err(bad) => return error(400, &bad.to_string(), "invalid_request"),
    };
    if !matches!(exchange.code_challenge_method.as_deref(), None | Some("S256" | "plain")) {
        return error(400, "Invalid code_challenge_method", "invalid_request");
    }
    if !state.with_codes(|codes| codes.redeem(&exchange, Instant::now())) {
        return error(403, "Invalid code or code_verifier", "permission_denied");
    }
    let key = options.key.as_deref().unwrap_or(ANY_KEY);
    Reply::json(200, &json!({"key": key, "user_id": "user_fake"}))
}

#[cfg(test)]
mod tests {
    use super::*;

    // RFC 7636, appendix B
    const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    fn exchange(code: &str, verifier: Option<&str>) -> Exchange {
        let code_verifier = verifier.map(str::to_owned);
        Exchange { code: code.to_owned(), code_challenge_method: None, code_verifier }
    }

    #[test]
    fn the_verifier_of_the_standard_meets_its_challenge() {
        assert!(Challenge::S256(CHALLENGE.to_owned()).is_met_by(VERIFIER));
        assert!(!Challenge::S256(CHALLENGE.to_owned()).is_met_by(CHALLENGE));
        assert!(!Challenge::Plain(CHALLENGE.to_owned()).is_met_by(VERIFIER));
    }

    #[test]
    fn a_code_is_good_for_ten_minutes() {
        let (options, now) = (Options::default(), Instant::now());
        for (seconds, good) in [(599, true), (600, false)] {
            let mut codes = Codes::default();
            let code = codes.issue(&options, None, now);
            let later = now + Duration::from_secs(seconds);
            assert_eq!(codes.redeem(&exchange(&code, None), later), good, "{seconds} s");
        }
    }

    #[test]
    fn a_code_is_used_up_by_the_first_try_good_or_bad() {
        let (options, now) = (Options::default(), Instant::now());
        let mut codes = Codes::default();
        let challenge = Some(Challenge::S256(CHALLENGE.to_owned()));
        let code = codes.issue(&options, challenge, now);
        assert!(!codes.redeem(&exchange(&code, Some("guess")), now));
        assert!(!codes.redeem(&exchange(&code, Some(VERIFIER)), now));
    }
}
