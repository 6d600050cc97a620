//! Signing in with OpenRouter: OAuth with PKCE (RFC 7636). The browser brings back a code, which is
//! worth nothing without the verifier that only this process knows; both together become a key. It
//! neither listens for the code nor keeps the key.

use std::fmt;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use url::Url;

use crate::classify;
use crate::endpoint::{Dialect, Endpoint, PlainHttp};
use crate::failure::{Class, Failure, Fault};
use crate::transport::{AppIdentity, ClientError, Transport};

const TIMEOUT: Duration = Duration::from_secs(30);

/// One attempt to sign in. Its `Debug` never shows the verifier.
pub struct SignIn {
    verifier: SecretString,
    transport: Transport,
}

/// `POST /auth/keys` answers with the key and the user.
#[derive(Deserialize)]
struct Exchanged {
    key: SecretString,
}

impl SignIn {
    /// Prepares to sign in at the API with this base URL. `entropy` must be unpredictable: it is
    /// what the verifier is made of.
    pub fn new(
        base_url: Url,
        app: Option<&AppIdentity>,
        entropy: [u8; 32],
    ) -> Result<Self, ClientError> {
        let endpoint = Endpoint::new(Dialect::OpenRouter, base_url, None, PlainHttp::Loopback)?;
        let verifier = URL_SAFE_NO_PAD.encode(entropy).into();
        Ok(Self { verifier, transport: Transport::new(endpoint, app, TIMEOUT)? })
    }

    /// The page to open in a browser. It comes back to `callback` with `?code=…`, or shows the code
    /// to be copied when there is none.
    #[must_use]
    pub fn page(&self, callback: Option<&Url>) -> Url {
        let mut page = self.transport.endpoint().base_url().clone();
        page.set_path("/auth");
        page.set_query(None);
        let mut query = page.query_pairs_mut();
        if let Some(callback) = callback {
            query.append_pair("callback_url", callback.as_str());
        }
        query.append_pair("code_challenge", &challenge(&self.verifier));
        query.append_pair("code_challenge_method", "S256");
        drop(query);
        page
    }

    /// The key for a code. A code is good once, and for ten minutes.
    pub async fn key_for(&self, code: &str) -> Result<SecretString, Failure> {
        let body = json!({
            "code": code.trim(),
            "code_verifier": self.verifier.expose_secret(),
            "code_challenge_method": "S256",
        });
        let over = |fault| Failure::new(fault, Vec::new());
        let posted = self.transport.post("auth/keys", &body).await;
        let response = posted.map_err(|nothing| over(nothing.fault))?;
        if !response.is_reply() {
            // what a server says of a code that it does not take has no date to be read
            let epoch = std::time::SystemTime::UNIX_EPOCH;
            let fault =
                classify::refusal(response.status, &response.headers, &response.body, epoch);
            return Err(over(classify::fit_to_show(fault, self.transport.endpoint())));
        }
        // the body may hold a key, so nothing of it is shown
        let exchanged: Result<Exchanged, _> = serde_json::from_str(&response.body);
        let unread = |_| over(Fault::new(Class::Unparseable, "the server's answer holds no key"));
        exchanged.map(|exchanged| exchanged.key).map_err(unread)
    }
}

impl fmt::Debug for SignIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SignIn")
            .field("endpoint", self.transport.endpoint())
            .finish_non_exhaustive()
    }
}

/// `S256` of RFC 7636, section 4.2.
fn challenge(verifier: &SecretString) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.expose_secret()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_is_that_of_the_specifications_example() {
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk".into();
        assert_eq!(challenge(&verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn the_page_names_the_way_back_and_never_the_verifier() {
        let base = "https://openrouter.ai/api/v1".parse().unwrap();
        let sign_in = SignIn::new(base, None, [7; 32]).unwrap();
        let callback = "http://127.0.0.1:4711/secret".parse().unwrap();
        let page = sign_in.page(Some(&callback));
        assert!(page.as_str().starts_with("https://openrouter.ai/auth?callback_url=http%3A%2F%2F"));
        assert!(!sign_in.page(None).as_str().contains("callback_url"));
        let verifier = sign_in.verifier.expose_secret();
        assert_eq!(verifier.len(), 43);
        assert!(!page.as_str().contains(verifier) && !format!("{sign_in:?}").contains(verifier));
    }
}
