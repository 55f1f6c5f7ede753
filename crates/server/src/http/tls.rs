//! The handshake with services that show certificates (RFC 8705). Any certificate passes, or none: which one proves a
//! service is asked where it is known which service it says it is. What is proven here is that the caller holds the
//! key of what it shows.

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use oidc::certificate::{Chain, Roots};
use tokio::net::TcpStream;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::client::danger::HandshakeSignatureValid;
use tokio_rustls::rustls::crypto::{
    CryptoProvider, aws_lc_rs, verify_tls12_signature, verify_tls13_signature,
};
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, UnixTime};
use tokio_rustls::rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use tokio_rustls::rustls::{
    DigitallySignedStruct, DistinguishedName, Error, ServerConfig, SignatureScheme,
};
use tokio_rustls::server::TlsStream;
use web::Handshake;

use crate::config::Settings;
use crate::failure::{Failure, at};

/// From the first byte to the end of the handshake.
const PATIENCE: Duration = Duration::from_secs(5);

/// What the listener makes handshakes with, where it is configured.
pub(crate) fn acceptor(settings: &Settings) -> Result<Option<TlsAcceptor>, Failure> {
    let mtls = &settings.mtls;
    if mtls.listen.is_empty() {
        return Ok(None);
    }
    let own = certificates(&mtls.certificate_file, "mtls.certificate_file")?;
    let key = PrivateKeyDer::from_pem_file(&mtls.key_file)
        .map_err(at(format!("mtls.key_file: {}", mtls.key_file.display())))?;
    let provider = Arc::new(aws_lc_rs::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider.clone())
        .with_safe_default_protocol_versions()
        .map_err(at("mtls"))?
        .with_client_cert_verifier(Arc::new(Possession(provider)))
        .with_single_cert(own, key)
        .map_err(at("mtls.certificate_file and mtls.key_file"))?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    // RFC 7627: who somebody is rests on the handshake.
    config.require_ems = true;
    Ok(Some(TlsAcceptor::from(Arc::new(config))))
}

/// Who may vouch for services.
pub(crate) fn roots(settings: &Settings) -> Result<Roots, Failure> {
    let file = &settings.mtls.ca_file;
    if file.as_os_str().is_empty() {
        return Ok(Roots::default());
    }
    let all = certificates(file, "mtls.ca_file")?;
    Roots::new(all.iter().map(AsRef::as_ref))
        .ok_or_else(|| Failure::new(format!("mtls.ca_file: {} is unusable", file.display())))
}

pub(super) fn certificates(
    file: &std::path::Path,
    key: &str,
) -> Result<Vec<CertificateDer<'static>>, Failure> {
    let place = || format!("{key}: {}", file.display());
    let all = CertificateDer::pem_file_iter(file).map_err(at(place()))?;
    let all: Vec<_> = all.collect::<Result<_, _>>().map_err(at(place()))?;
    if all.is_empty() {
        return Err(Failure::new(format!("{} has no certificate", place())));
    }
    Ok(all)
}

/// The stream after the handshake, with what the caller showed; `None` where he gave up, took too long, or holds no
/// key of what he showed.
pub(super) async fn handshake(
    acceptor: &TlsAcceptor,
    stream: TcpStream,
) -> Option<(TlsStream<TcpStream>, Handshake)> {
    let made = tokio::time::timeout(PATIENCE, acceptor.accept(stream)).await;
    let stream = match made {
        Ok(Ok(stream)) => stream,
        Ok(Err(error)) => {
            tracing::debug!(%error, "a handshake failed");
            return None;
        }
        Err(_) => return None,
    };
    let (_, session) = stream.get_ref();
    let shown = session.peer_certificates().unwrap_or_default();
    let chain = Chain::new(shown.iter().map(|der| der.to_vec()));
    Some((stream, Handshake(chain.map(Arc::new))))
}

/// Takes every certificate whose key signed the handshake.
#[derive(Debug)]
struct Possession(Arc<CryptoProvider>);

impl ClientCertVerifier for Possession {
    fn client_auth_mandatory(&self) -> bool {
        false
    }

    /// None: a client that picks its certificate by these would not show one that nobody vouches for.
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        Ok(ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let known = &self.0.signature_verification_algorithms;
        verify_tls12_signature(message, cert, signature, known)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let known = &self.0.signature_verification_algorithms;
        verify_tls13_signature(message, cert, signature, known)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
