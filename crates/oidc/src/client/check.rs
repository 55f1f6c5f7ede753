//! What is refused at registration.

use super::{Class, Client, ClientAuth, GrantType};
use crate::jose::Alg;
use crate::uri::Uri;

/// What is wrong with a URI that somebody wants to register.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UriFault {
    /// Not `scheme://host/…`, or characters that no URI has.
    #[error("not an absolute URI")]
    NotAbsolute,
    /// Neither https nor http on a loopback address (`127.0.0.1` or `[::1]`).
    #[error("must use https")]
    NotHttps,
    /// RFC 6749 §3.1.2.
    #[error("must have no fragment")]
    Fragment,
    /// A name or password before the host: it misleads readers.
    #[error("must have no user name or password")]
    UserInfo,
    /// Exact URIs only (RFC 9700 §2.1).
    #[error("must have no wildcard")]
    Wildcard,
    /// Longer than 1,000 characters.
    #[error("too long")]
    TooLong,
}

/// Checks a URI at registration (redirect, post-logout or back-channel): absolute, https (http for loopback only), no
/// fragment, no user information, no wildcard (RFC 6749 §3.1.2, RFC 8252 §7.3, RFC 9700 §2.1).
pub fn check_uri(text: &str) -> Result<(), UriFault> {
    if text.len() > 1_000 {
        return Err(UriFault::TooLong);
    }
    let uri = Uri::parse(text).ok_or(UriFault::NotAbsolute)?;
    if uri.fragment.is_some() {
        return Err(UriFault::Fragment);
    }
    if uri.userinfo.is_some() {
        return Err(UriFault::UserInfo);
    }
    if text.contains('*') {
        return Err(UriFault::Wildcard);
    }
    match uri.scheme {
        "https" => Ok(()),
        "http" if uri.is_loopback() => Ok(()),
        _ => Err(UriFault::NotHttps),
    }
}

/// What is wrong with a registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The redirect URI at this place.
    #[error("redirect URI {0}: {1}")]
    Redirect(usize, UriFault),
    /// The post-logout redirect URI at this place.
    #[error("post-logout redirect URI {0}: {1}")]
    PostLogout(usize, UriFault),
    /// The back-channel logout URI.
    #[error("back-channel logout URI: {0}")]
    Backchannel(UriFault),
    /// The address for pings.
    #[error("backchannel client notification endpoint: {0}")]
    Notification(UriFault),
    /// The address of the key set.
    #[error("jwks_uri: {0}")]
    KeysUri(UriFault),
    /// The code grant needs a redirect URI.
    #[error("no redirect URI")]
    NoRedirect,
    /// The resource at this place is no absolute URI without fragment (RFC 8707 §2).
    #[error("resource {0}")]
    Resource(usize),
    /// `private_key_jwt` needs a public key of an algorithm that the class allows; `self_signed_tls_client_auth` needs
    /// one too (RFC 8705 §2.2.2).
    #[error("no usable public key")]
    NoKey,
    /// RFC 8705 §2.1.2: `tls_client_auth` needs the name in the certificate.
    #[error("no name of a certificate")]
    NoCertificateName,
    /// FAPI 2.0 §5.3.2.1: `High` proves itself by `private_key_jwt` or mutual TLS.
    #[error("this class must authenticate by private_key_jwt or mutual TLS")]
    HighAuth,
    /// FAPI 2.0 §5.4.1: no RS256 for `High`.
    #[error("this class must not use RS256")]
    HighAlg,
    /// RFC 6749 §4.4: only a client that proves itself may act for itself.
    #[error("a public client has no client credentials")]
    PublicCredentials,
}

/// The wrong ones of several addresses, with their places.
fn wrong(uris: &[String]) -> Vec<(usize, UriFault)> {
    let checked = uris.iter().map(|uri| check_uri(uri)).enumerate();
    checked
        .filter_map(|(at, verdict)| Some((at, verdict.err()?)))
        .collect()
}

impl Client {
    /// All faults of a registration, in the order of the fields; none: it may be stored.
    pub fn check(&self) -> Vec<Fault> {
        let mut faults = self.addresses();
        faults.extend(self.combinations());
        faults
    }

    fn addresses(&self) -> Vec<Fault> {
        let mut faults = Vec::new();
        let redirects = wrong(&self.redirect_uris);
        faults.extend(
            redirects
                .into_iter()
                .map(|(at, fault)| Fault::Redirect(at, fault)),
        );
        let after = wrong(&self.post_logout_redirect_uris);
        faults.extend(
            after
                .into_iter()
                .map(|(at, fault)| Fault::PostLogout(at, fault)),
        );
        let backchannel = self.backchannel_logout_uri.as_deref().map(check_uri);
        faults.extend(backchannel.and_then(Result::err).map(Fault::Backchannel));
        let pings = self.backchannel_client_notification_endpoint.as_deref();
        let pings = pings.map(check_uri).and_then(Result::err);
        faults.extend(pings.map(Fault::Notification));
        let resources = self.resources.iter().enumerate();
        let bad = resources.filter(|(_, uri)| !crate::resource::good(uri));
        faults.extend(bad.map(|(at, _)| Fault::Resource(at)));

        let keys = self.jwks_uri.as_deref().map(check_uri);
        faults.extend(keys.and_then(Result::err).map(Fault::KeysUri));
        faults
    }

    fn combinations(&self) -> impl Iterator<Item = Fault> {
        let high = self.class == Class::High;
        let proves_by_key = self.auth == ClientAuth::PrivateKeyJwt || self.auth.by_certificate();
        let fetched_later = self.jwks.is_none() && self.jwks_uri.is_some();
        let has_key = fetched_later
            || self.jwks.as_ref().is_some_and(|keys| {
                let fits = |alg: &Alg| keys.find(None, *alg).next().is_some();
                self.algs().iter().any(fits)
            });
        let rules = [
            (
                self.may(GrantType::AuthorizationCode) && self.redirect_uris.is_empty(),
                Fault::NoRedirect,
            ),
            (self.auth.by_registered_key() && !has_key, Fault::NoKey),
            (
                self.auth == ClientAuth::Tls && self.certificate_name.is_none(),
                Fault::NoCertificateName,
            ),
            (high && !proves_by_key, Fault::HighAuth),
            (
                high && [Some(self.id_token_alg), self.userinfo_alg].contains(&Some(Alg::Rs256)),
                Fault::HighAlg,
            ),
            (
                self.auth == ClientAuth::None && self.may(GrantType::ClientCredentials),
                Fault::PublicCredentials,
            ),
        ];
        let rules = rules.into_iter();
        rules.filter_map(|(broken, fault)| broken.then_some(fault))
    }
}
