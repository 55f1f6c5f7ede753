//! What tests share: keys, clients, and a signer that writes any header.

use std::sync::OnceLock;

use serde_json::{Value, json};

use crate::client::{Class, Client, ClientAuth, GrantType};
use crate::jose::{Alg, JwkSet, LocalKey, Signer, base64url_encode};

pub(crate) const NOW: i64 = 1_763_800_000;
pub(crate) const ISSUER: &str = "https://id.example.vn";

/// A key that lives as long as the test run: RSA keys are slow to make.
pub(crate) fn key(alg: Alg) -> &'static LocalKey {
    static KEYS: [OnceLock<LocalKey>; 4] = [const { OnceLock::new() }; 4];
    let at = Alg::ALL.iter().position(|own| *own == alg).unwrap();
    KEYS[at].get_or_init(|| LocalKey::generate(alg).unwrap().0)
}

/// Another key of the same algorithm as [`key`] gives for ES256.
pub(crate) fn stranger() -> LocalKey {
    LocalKey::generate(Alg::Es256).unwrap().0
}

/// Signs with any header, as a careless or hostile client would.
pub(crate) fn forge(signer: &dyn Signer, header: &Value, claims: &Value) -> String {
    forge_text(signer, &header.to_string(), &claims.to_string())
}

pub(crate) fn forge_text(signer: &dyn Signer, header: &str, claims: &str) -> String {
    let signed = format!("{}.{}", base64url_encode(header), base64url_encode(claims));
    let signature = signer.sign(signed.as_bytes()).unwrap();
    format!("{signed}.{}", base64url_encode(signature))
}

/// The same object with one member changed, or taken away by `null`.
pub(crate) fn with(object: &Value, name: &str, value: Value) -> Value {
    let mut changed = object.clone();
    let members = changed.as_object_mut().unwrap();
    if value.is_null() {
        members.remove(name);
    } else {
        members.insert(name.to_owned(), value);
    }
    changed
}

pub(crate) fn web() -> Client {
    Client {
        id: "shop".to_owned(),
        class: Class::Web,
        auth: ClientAuth::SecretBasic,
        redirect_uris: vec!["https://shop.example/cb".to_owned()],
        post_logout_redirect_uris: vec!["https://shop.example/bye".to_owned()],
        scopes: ["openid", "profile", "email"].map(str::to_owned).to_vec(),
        claims: ["name", "email", "birthdate"].map(str::to_owned).to_vec(),
        grant_types: vec![GrantType::AuthorizationCode, GrantType::RefreshToken],
        dpop_bound: false,
        certificate_bound: false,
        certificate_name: None,
        require_pkce: false,
        require_par: false,
        id_token_alg: Alg::Rs256,
        userinfo_alg: None,
        access_token_jwt: false,
        resources: Vec::new(),
        jwks: Some(JwkSet(vec![key(Alg::Es256).public().clone()])),
        jwks_uri: None,
        sector: "shop.example".to_owned(),
        backchannel_logout_uri: None,
        backchannel_logout_session_required: false,
        backchannel_client_notification_endpoint: None,
        default_acr_values: Vec::new(),
        default_max_age: None,
    }
}

pub(crate) fn high() -> Client {
    Client {
        id: "tax".to_owned(),
        class: Class::High,
        auth: ClientAuth::PrivateKeyJwt,
        redirect_uris: vec!["https://tax.example/cb".to_owned()],
        id_token_alg: Alg::Es256,
        ..web()
    }
}

/// The client with a key of each algorithm; RSA keys take their time.
pub(crate) fn with_all_keys(client: Client) -> Client {
    let keys = Alg::ALL.map(|alg| key(alg).public().clone());
    Client {
        jwks: Some(JwkSet(keys.to_vec())),
        ..client
    }
}

/// A header for [`forge`].
pub(crate) fn header(signer: &dyn Signer) -> Value {
    json!({"alg": signer.alg().as_str(), "kid": signer.kid()})
}
