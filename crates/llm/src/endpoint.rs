//! Where the chat model lives, and what may be said to it. An endpoint that would send the key or
//! the learner's words over the open network without TLS cannot be made. It knows nothing of
//! requests.

use std::fmt;
use std::net::IpAddr;

use reqwest::header::HeaderValue;
use secrecy::{ExposeSecret, SecretString};
use url::{Host, Url};

use crate::echo;

/// A shorter key is a placeholder such as `any` for a server that wants none: a word, not a secret.
const SHORTEST_SECRET: usize = 16;

/// Which manners a server expects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// OpenRouter, or something that imitates it: fallback models, key status, app headers.
    OpenRouter,
    /// Any other OpenAI-compatible server (Ollama, LM Studio, llama.cpp, vLLM, `LiteLLM` …).
    Compatible,
}

/// How far plain http is trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlainHttp {
    /// Only to this machine.
    Loopback,
    /// Also to hosts of the private network, because the learner said so.
    PrivateNetwork,
}

/// A server's base URL with the key for it. Its `Debug` never shows the key.
#[derive(Clone)]
pub struct Endpoint {
    dialect: Dialect,
    base_url: Url,
    key: Option<SecretString>,
}

/// Why a base URL or key cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EndpointError {
    /// Neither http nor https, or without a host.
    #[error("{0} is not a web address; it should look like https://openrouter.ai/api/v1")]
    NotWeb(Url),
    /// A user name or password is part of the address, where it would be logged and shown.
    #[error("the address of the server must not contain a user name or password")]
    Credentials,
    /// Plain http beyond what is trusted.
    #[error(
        "refusing plain http to {0}: the key and the words would travel unencrypted; use https"
    )]
    Unencrypted(String),
    /// Plain http to a private host that was not trusted explicitly.
    #[error("plain http to {0} is only used when hosts of the private network are trusted")]
    PrivateNotTrusted(String),
    /// The key has characters that no key has, such as a line break.
    #[error("the key contains characters that cannot be sent; copy it again")]
    MalformedKey,
}

impl Endpoint {
    /// Checks the address and the key. Space around the key is dropped; an empty key is no key.
    pub fn new(
        dialect: Dialect,
        base_url: Url,
        key: Option<SecretString>,
        plain_http: PlainHttp,
    ) -> Result<Self, EndpointError> {
        check_address(&base_url, plain_http)?;
        let key = key
            .map(|key| SecretString::from(key.expose_secret().trim().to_owned()))
            .filter(|key| !key.expose_secret().is_empty());
        let endpoint = Self { dialect, base_url: without_trailing_slash(base_url), key };
        endpoint.authorization()?;
        Ok(endpoint)
    }

    /// The manners this server expects.
    #[must_use]
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The address that paths are appended to, without a slash at its end.
    #[must_use]
    pub fn base_url(&self) -> &Url {
        &self.base_url
    }

    /// Whether a key will be sent.
    #[must_use]
    pub fn has_key(&self) -> bool {
        self.key.is_some()
    }

    /// `{base}/{path}`; a query of the base stays.
    pub(crate) fn url(&self, path: &str) -> Url {
        let mut url = self.base_url.clone();
        url.set_path(&format!("{}/{path}", self.base_url.path().trim_end_matches('/')));
        url
    }

    /// Where batches are handed in: beside the version of the API, being a beta of it.
    pub(crate) fn batches_url(&self) -> Url {
        let path = self.base_url.path().trim_end_matches('/');
        let api = path.rsplit_once('/').map_or("", |(api, _version)| api);
        let mut url = self.base_url.clone();
        url.set_path(&format!("{api}/beta/batches"));
        url
    }

    /// Where one of them is looked at.
    pub(crate) fn batch_url(&self, id: &str) -> Url {
        let mut url = self.batches_url();
        if let Ok(mut path) = url.path_segments_mut() {
            // encoded: a server's name for a batch is no path of its choosing
            path.push(id);
        }
        url
    }

    /// The `Authorization` header, marked so that no HTTP library logs it.
    pub(crate) fn authorization(&self) -> Result<Option<HeaderValue>, EndpointError> {
        let Some(key) = &self.key else { return Ok(None) };
        let bearer = format!("Bearer {}", key.expose_secret());
        let mut value = HeaderValue::from_str(&bearer).map_err(|_| EndpointError::MalformedKey)?;
        value.set_sensitive(true);
        Ok(Some(value))
    }

    /// What a server says, without the key, should it have echoed it: what is kept and shown, and
    /// decks that are passed on, must not hold it.
    pub(crate) fn redact(&self, said: String) -> String {
        let key = self.key.as_ref().map(SecretString::expose_secret);
        match key.filter(|key| key.len() >= SHORTEST_SECRET) {
            Some(key) => echo::without(key, said),
            None => said,
        }
    }

    /// Whether the server runs on this machine, where no proxy can reach it.
    pub(crate) fn is_loopback(&self) -> bool {
        self.base_url.host().is_some_and(|host| is_loopback(&host))
    }

    /// Whether this is a server of the learner's own: on this computer or in a private network.
    #[must_use]
    pub fn is_at_home(&self) -> bool {
        let at_home = |host: Host<&str>| is_loopback(&host) || is_private(&host);
        self.dialect == Dialect::Compatible && self.base_url.host().is_some_and(at_home)
    }

    /// Whether this is `OpenAI`'s own service, which refuses parameters that others need.
    pub(crate) fn is_openai(&self) -> bool {
        self.base_url.host_str() == Some("api.openai.com")
    }
}

impl PartialEq for Endpoint {
    fn eq(&self, other: &Self) -> bool {
        self.dialect == other.dialect
            && self.base_url == other.base_url
            && self.key.as_ref().map(ExposeSecret::expose_secret)
                == other.key.as_ref().map(ExposeSecret::expose_secret)
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Endpoint")
            .field("dialect", &self.dialect)
            .field("base_url", &self.base_url.as_str())
            .field("has_key", &self.has_key())
            .finish_non_exhaustive()
    }
}

fn check_address(url: &Url, plain_http: PlainHttp) -> Result<(), EndpointError> {
    if !url.username().is_empty() || url.password().is_some() {
        return Err(EndpointError::Credentials);
    }
    let Some(host) = url.host() else { return Err(EndpointError::NotWeb(url.clone())) };
    match (url.scheme(), plain_http) {
        ("https", _) => Ok(()),
        ("http", _) if is_loopback(&host) => Ok(()),
        ("http", PlainHttp::PrivateNetwork) if is_private(&host) => Ok(()),
        ("http", PlainHttp::Loopback) if is_private(&host) => {
            Err(EndpointError::PrivateNotTrusted(host.to_string()))
        }
        ("http", _) => Err(EndpointError::Unencrypted(host.to_string())),
        _ => Err(EndpointError::NotWeb(url.clone())),
    }
}

fn without_trailing_slash(mut url: Url) -> Url {
    let path = url.path().trim_end_matches('/').to_owned();
    url.set_path(&path);
    url.set_fragment(None);
    url
}

fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost" || name.ends_with(".localhost"),
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => {
            address.is_loopback() || address.to_ipv4_mapped().is_some_and(|v4| v4.is_loopback())
        }
    }
}

/// RFC 1918, RFC 4193 and link-local addresses; names that public DNS does not hold: single labels
/// (a container's name), `.local` (RFC 6762), `.internal`, `.home.arpa` (RFC 8375), `.lan`.
fn is_private(host: &Host<&str>) -> bool {
    const PRIVATE_SUFFIXES: [&str; 4] = [".local", ".internal", ".home.arpa", ".lan"];
    match host {
        Host::Domain(name) => {
            !name.contains('.') || PRIVATE_SUFFIXES.iter().any(|suffix| name.ends_with(suffix))
        }
        Host::Ipv4(address) => is_private_address(IpAddr::V4(*address)),
        Host::Ipv6(address) => is_private_address(IpAddr::V6(*address)),
    }
}

fn is_private_address(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => v4.is_private() || v4.is_link_local(),
        IpAddr::V6(v6) => v6.is_unique_local() || v6.is_unicast_link_local(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "sk-or-v1-a-secret";

    fn endpoint(url: &str, plain_http: PlainHttp) -> Result<Endpoint, EndpointError> {
        let url = Url::parse(url).unwrap();
        Endpoint::new(Dialect::Compatible, url, Some(KEY.into()), plain_http)
    }

    #[test]
    fn plain_http_reaches_this_machine_only() {
        for url in ["http://127.0.0.1:8080/v1", "http://localhost/v1", "http://[::1]:1/v1"] {
            assert!(endpoint(url, PlainHttp::Loopback).is_ok(), "{url}");
        }
        for url in ["http://192.168.1.5/v1", "http://ollama:11434/v1", "http://nas.local/v1"] {
            let refused = endpoint(url, PlainHttp::Loopback);
            assert!(matches!(refused, Err(EndpointError::PrivateNotTrusted(_))), "{url}");
            assert!(endpoint(url, PlainHttp::PrivateNetwork).is_ok(), "{url}");
        }
    }

    #[test]
    fn plain_http_to_the_open_network_is_refused_whatever_is_trusted() {
        for url in ["http://openrouter.ai/api/v1", "http://8.8.8.8/v1", "http://localhost.evil.io"]
        {
            let refused = endpoint(url, PlainHttp::PrivateNetwork);
            assert!(matches!(refused, Err(EndpointError::Unencrypted(_))), "{url}");
        }
        assert!(endpoint("https://openrouter.ai/api/v1", PlainHttp::Loopback).is_ok());
    }

    #[test]
    fn an_address_with_a_password_or_another_scheme_is_refused() {
        let refused = |url| endpoint(url, PlainHttp::Loopback).unwrap_err();
        assert_eq!(refused("https://me:pw@host.io/v1"), EndpointError::Credentials);
        assert!(matches!(refused("file:///etc/passwd"), EndpointError::NotWeb(_)));
        assert!(matches!(refused("ftp://host.io/"), EndpointError::NotWeb(_)));
    }

    #[test]
    fn paths_are_appended_with_exactly_one_slash() {
        for base in
            ["https://host.io/api/v1", "https://host.io/api/v1/", "https://host.io/api/v1//"]
        {
            let url = endpoint(base, PlainHttp::Loopback).unwrap().url("chat/completions");
            assert_eq!(url.as_str(), "https://host.io/api/v1/chat/completions");
        }
        let root = endpoint("http://localhost:11434", PlainHttp::Loopback).unwrap();
        assert_eq!(root.url("models").as_str(), "http://localhost:11434/models");
    }

    #[test]
    fn a_pasted_key_loses_its_line_break_and_an_inner_one_is_refused() {
        let with = |key: &str| {
            let url = Url::parse("https://host.io").unwrap();
            let key = Some(SecretString::from(key.to_owned()));
            Endpoint::new(Dialect::OpenRouter, url, key, PlainHttp::Loopback)
        };
        let header = with(" sk-1\n").unwrap().authorization().unwrap().unwrap();
        assert_eq!(header.as_bytes(), b"Bearer sk-1");
        assert_eq!(with("sk\n1").unwrap_err(), EndpointError::MalformedKey);
        assert!(!with("  ").unwrap().has_key());
    }

    #[test]
    fn the_key_shows_neither_in_debug_nor_in_an_echo() {
        let endpoint = endpoint("https://host.io", PlainHttp::Loopback).unwrap();
        assert!(!format!("{endpoint:?}{:?}", endpoint.authorization()).contains(KEY));
        assert_eq!(endpoint.redact(format!("bad key {KEY}!")), "bad key [key]!");
    }

    #[test]
    fn a_placeholder_is_a_word_and_a_key_of_sixteen_characters_a_secret() {
        let redacted = |key: &str| {
            let url = Url::parse("https://host.io").unwrap();
            let key = Some(SecretString::from(key.to_owned()));
            let endpoint =
                Endpoint::new(Dialect::Compatible, url, key, PlainHttp::Loopback).unwrap();
            endpoint.redact("many 0123456789abcdef".into())
        };
        assert_eq!(redacted("any"), "many 0123456789abcdef");
        assert_eq!(redacted("0123456789abcde"), "many 0123456789abcdef");
        assert_eq!(redacted("0123456789abcdef"), "many [key]");
    }
}
