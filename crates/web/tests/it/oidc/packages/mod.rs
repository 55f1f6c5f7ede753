//! Identity packages for signature certificates, as a provider and its customers meet them (R50-3).

mod follow;
mod hand;
mod licence;

use axum::body::Body;
use axum::http::{Request, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::relying_party::PartyKind;
use serde_json::{Value, json};
use testkit::certificates::request;
use testkit::{Answer, Client, TestApp};

use super::raised::let_in;
use super::{Service, checked, decide, encode, of_query, read};
use crate::api::self_proof::Scene;

const LICENCE: &str = "05/GP-BTTTT ngày 01/03/2024";
const SCOPE: &str = "openid identity_package";

/// As an approval leaves it.
async fn license(test: &TestApp, service: &Service) {
    use store::relying_party::client;
    let mut tx = test.app.db.begin().await.unwrap();
    let found = client::find(&mut tx, service.id.parse().unwrap()).await;
    let mut found = found.unwrap().unwrap();
    found.kind = PartyKind::Signature;
    found.signature_licence = Some(LICENCE.to_owned());
    client::save(&mut tx, &found).await.unwrap();
    tx.commit(store::Audit::Bookkeeping("test")).await.unwrap();
}

/// A provider, and a person who proved himself by chip and face, with his browser.
struct World {
    scene: Scene,
    service: Service,
    browser: Client,
}

/// What the token endpoint answered.
struct Token {
    access: String,
    refresh: String,
    challenge: String,
}

impl World {
    async fn new(test: TestApp) -> Self {
        let mut scene = Scene::new(test).await;
        let service = Service::new(&scene.test, 1).await;
        license(&scene.test, &service).await;
        let number = &scene.person.record.identity.number;
        let mut source = scene.test.app.db.read().await.unwrap();
        let stored = store::account::by_number(&mut source, number, scene.test.now()).await;
        drop(source);
        let subject = stored.unwrap().unwrap().account.subject;
        let agree = json!({ "differences": [], "registers": ["population", "card"] });
        checked::check(&scene.test, subject, 1, "registers-agree", &agree).await;
        scene.prove().await;
        let mut browser = scene.test.client();
        let_in(&mut scene, &mut browser).await;
        Self {
            scene,
            service,
            browser,
        }
    }

    /// The person agrees; gives the answer of the token endpoint.
    async fn token(&mut self) -> Token {
        let asks = self.service.asks(&format!("{SCOPE} offline_access"), &[]);
        self.browser.get(&asks).await.goes_to("/oidc/continue");
        let back = decide(
            &mut self.browser,
            "/oidc/continue",
            &[("decision", "allow")],
        )
        .await;
        let code = of_query(back.location(), "code").expect("a code");
        let answer = self.service.exchange(&code).await;
        token_of(&answer)
    }

    /// Hands in a request with this challenge.
    async fn hands_in(&mut self, access: &str, der: &[u8]) -> Answer {
        let form = encode(&[("certification_request", &STANDARD.encode(der))]);
        let asked = Request::post("/oidc/identity-package")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::AUTHORIZATION, format!("Bearer {access}"))
            .body(Body::from(form));
        self.service.caller.send(asked.unwrap()).await
    }

    /// The whole way; gives the reference number.
    async fn package(&mut self) -> String {
        let token = self.token().await;
        let made = self
            .hands_in(&token.access, &request(&token.challenge))
            .await;
        assert_eq!(made.status, 201, "{}", made.text());
        made.json()["reference"].as_str().unwrap().to_owned()
    }

    async fn report(&mut self, reference: &str, fields: &[(&str, &str)]) -> Answer {
        let mut all = vec![("reference", reference)];
        all.extend(fields);
        let place = "/oidc/identity-package/certificate";
        self.service.call(place, &all).await
    }

    async fn status(&mut self, reference: &str) -> Value {
        let place = "/oidc/identity-package/status";
        let told = self.service.call(place, &[("reference", reference)]).await;
        assert_eq!(told.status, 200, "{}", told.text());
        told.json()
    }
}

fn token_of(answer: &Answer) -> Token {
    let tokens = read(answer);
    let challenge = answer.json()["identity_package_challenge"].clone();
    Token {
        access: tokens.access,
        refresh: tokens.refresh,
        challenge: challenge.as_str().expect("a challenge").to_owned(),
    }
}
