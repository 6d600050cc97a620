//! A listener that speaks TLS with a certificate that nobody trusts, made anew at each start. It is
//! there to be refused: a client that goes on does not verify.

use std::io;
use std::sync::Arc;

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;

/// The names the certificate is for: nothing but its issuer is wrong with it.
const NAMES: [&str; 2] = ["127.0.0.1", "localhost"];

/// Whose certificate is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Tls {
    /// One that is signed by itself.
    Untrusted,
}

impl Tls {
    pub(crate) fn acceptor(self) -> io::Result<TlsAcceptor> {
        let Self::Untrusted = self;
        let made = rcgen::generate_simple_self_signed(NAMES.map(str::to_owned));
        let made = made.map_err(io::Error::other)?;
        let key = PrivateKeyDer::Pkcs8(made.signing_key.serialize_der().into());
        let provider = Arc::new(aws_lc_rs::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .and_then(|config| {
                config.with_no_client_auth().with_single_cert(vec![made.cert.into()], key)
            });
        Ok(TlsAcceptor::from(Arc::new(config.map_err(io::Error::other)?)))
    }
}
