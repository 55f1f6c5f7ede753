//! The relying party that browsers and authenticators see, and what they hand back.

use domain::fault::Fault;
use serde::de::DeserializeOwned;
use webauthn_rs::prelude::{Url, Webauthn, WebauthnBuilder};

use crate::{App, Error, Result};

/// The relying party: the host of the public address, and that origin alone (`WebAuthn` 5.1.2, 13.4.9). The
/// library draws the challenges itself, from the operating system.
pub(super) fn relying_party(app: &App) -> Result<Webauthn> {
    let none = Error::Refused("no-passkeys");
    let Ok(origin) = Url::parse(&app.config.public_url) else {
        return Err(none);
    };
    let Some(host) = origin.domain() else {
        return Err(none);
    };
    WebauthnBuilder::new(host, &origin)
        .and_then(|builder| builder.rp_name(&app.config.app_name).build())
        .map_err(|_| none)
}

/// Whether this installation can take passkeys: browsers want a name, not a bare address.
pub fn available(app: &App) -> bool {
    relying_party(app).is_ok()
}

/// What a browser handed back. Something else, such as nothing where a script did not run, is a fault of the
/// page as a whole.
pub(super) fn read<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|_| Fault::new("passkey", "passkey-failed").into())
}

/// The library's state and keys as they are kept.
pub(super) fn kept<T: DeserializeOwned>(value: serde_json::Value) -> Result<T> {
    serde_json::from_value(value).map_err(|e| Error::Internal(e.to_string()))
}

pub(super) fn keep(value: &impl serde::Serialize) -> Result<serde_json::Value> {
    serde_json::to_value(value).map_err(|e| Error::Internal(e.to_string()))
}
