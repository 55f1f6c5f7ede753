//! The handshake with bodies that ask our registers: only certificates that the configured authorities vouch for pass.

use std::sync::Arc;

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::aws_lc_rs;
use tokio_rustls::rustls::pki_types::PrivateKeyDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::server::WebPkiClientVerifier;
use tokio_rustls::rustls::{RootCertStore, ServerConfig};

use super::tls::certificates;
use crate::config::Registers;
use crate::failure::{Failure, at};

/// What the listener makes handshakes with.
pub(crate) fn exchange_acceptor(section: &Registers) -> Result<TlsAcceptor, Failure> {
    let mut roots = RootCertStore::empty();
    for authority in certificates(&section.ca_file, "registers.ca_file")? {
        roots.add(authority).map_err(at("registers.ca_file"))?;
    }
    let own = certificates(&section.certificate_file, "registers.certificate_file")?;
    let place = format!("registers.key_file: {}", section.key_file.display());
    let key = PrivateKeyDer::from_pem_file(&section.key_file).map_err(at(place))?;
    let provider = Arc::new(aws_lc_rs::default_provider());
    let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider.clone());
    let verifier = verifier.build().map_err(at("registers.ca_file"))?;
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(at("registers"))?
        .with_client_cert_verifier(verifier)
        .with_single_cert(own, key)
        .map_err(at("registers.certificate_file and registers.key_file"))?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    // RFC 7627: who somebody is rests on the handshake.
    config.require_ems = true;
    Ok(TlsAcceptor::from(Arc::new(config)))
}
