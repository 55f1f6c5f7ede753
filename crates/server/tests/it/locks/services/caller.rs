//! How a service calls: proven in the way that it registered, with proofs of its key where its tokens are bound to one.

use std::net::SocketAddr;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::ids::ClientId;
use oidc::jose::{Alg, LocalKey, Signer, base64url_encode};
use serde_json::{Value, json};

use super::kinds::{Kind, Token};
use crate::locks::Site;
use crate::site::browser::{Answer, Browser, encode};

pub(super) const SECRET: &str = "service-secret";
const FORM: &str = "application/x-www-form-urlencoded";
const JSON: &str = "application/json";

pub(super) struct Caller {
    kind: Kind,
    pub(super) id: ClientId,
    key: LocalKey,
}

impl Caller {
    pub(super) fn of(site: &Site, kind: Kind) -> Self {
        let (key, _) = LocalKey::generate(Alg::Es256).expect("a key");
        Self {
            kind,
            id: site.app.id(ClientId::from_bytes),
            key,
        }
    }

    /// `Basic`, also where the service registered the other place for its secret: for what takes JSON.
    fn basic(&self) -> String {
        format!("Basic {}", STANDARD.encode(format!("{}:{SECRET}", self.id)))
    }

    /// A proof for a request (RFC 9449 4.2), in the name that all processes have.
    fn proof(&self, site: &Site, (method, path): (&str, &str), token: Option<&str>) -> String {
        let mut jwk = self.key.public().to_json();
        jwk.as_object_mut().expect("an object").remove("kid");
        let head = json!({"typ": "dpop+jwt", "alg": "ES256", "jwk": jwk});
        let url = format!("http://localhost:{}{path}", site.addresses()[0].port());
        let now = site.app.clock.now().as_second();
        let jti = base64url_encode(site.app.random::<16>());
        let mut claims = json!({"jti": jti, "htm": method, "htu": url, "iat": now});
        if let Some(token) = token {
            claims["ath"] = json!(oidc::dpop::ath(token));
        }
        let text = format!(
            "{}.{}",
            base64url_encode(head.to_string()),
            base64url_encode(claims.to_string())
        );
        let signature = self.key.sign(text.as_bytes()).expect("signed");
        format!("{text}.{}", base64url_encode(signature))
    }

    pub(super) async fn json(&self, to: SocketAddr, path: &str, body: &Value) -> Answer {
        let what = (JSON, &*body.to_string());
        let shown = [("Authorization", self.basic())];
        let done = Browser::of(9_000)
            .call_with(&shown, to, ("POST", path), what)
            .await;
        done.expect("an answer")
    }

    pub(super) async fn form(
        &self,
        site: &Site,
        to: SocketAddr,
        path: &str,
        fields: &[(&str, &str)],
    ) -> Answer {
        let id = self.id.to_string();
        let mut fields = fields.to_vec();
        let mut headers = Vec::new();
        if self.kind.auth == "client_secret_post" {
            fields.extend([("client_id", id.as_str()), ("client_secret", SECRET)]);
        } else {
            headers.push(("Authorization", self.basic()));
        }
        if self.kind.token == Token::Bound && path == "/oidc/token" {
            headers.push(("DPoP", self.proof(site, ("POST", path), None)));
        }
        let pairs: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", encode(value)))
            .collect();
        let what = (FORM, &*pairs.join("&"));
        let done = Browser::of(9_000)
            .call_with(&headers, to, ("POST", path), what)
            .await;
        done.expect("an answer")
    }

    /// The status of the claims' endpoint.
    pub(super) async fn userinfo(&self, site: &Site, to: SocketAddr, access: &str) -> u16 {
        let ask = ("GET", "/oidc/userinfo");
        let headers = if self.kind.token == Token::Bound {
            vec![
                ("Authorization", format!("DPoP {access}")),
                ("DPoP", self.proof(site, ask, Some(access))),
            ]
        } else {
            vec![("Authorization", format!("Bearer {access}"))]
        };
        let done = Browser::of(9_000)
            .call_with(&headers, to, ask, (FORM, ""))
            .await;
        done.expect("an answer").status
    }
}
