//! The certificate that a proxy hands on (RFC 9440). Whether this proxy is believed is asked elsewhere.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::Chain;

/// Longer than any certificate in use, in base64.
const LONGEST: usize = 16 * 1024;

/// From all headers `Client-Cert` and `Client-Cert-Chain`; `None` where there is no certificate, or none that can be
/// read: a proxy sends one or none (§2.2), so two are a client's own words beside the proxy's.
pub fn from_headers(own: &[&str], between: &[&str]) -> Option<Chain> {
    let [own] = own else {
        return None;
    };
    let between = between
        .iter()
        .flat_map(|line| line.split(','))
        .filter(|item| !item.trim().is_empty());
    let all: Option<Vec<Vec<u8>>> = [*own].into_iter().chain(between).map(bytes).collect();
    Chain::new(all?)
}

/// A byte sequence between colons (RFC 8941 §3.3.5), without parameters.
fn bytes(item: &str) -> Option<Vec<u8>> {
    let inner = item.trim().strip_prefix(':')?.strip_suffix(':')?;
    if inner.is_empty() || inner.len() > LONGEST {
        return None;
    }
    STANDARD.decode(inner).ok()
}
