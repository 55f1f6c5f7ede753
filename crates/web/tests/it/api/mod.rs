//! The JSON API: proofs, problems, the story of a native app.

mod factors;
mod lost_card;
mod organisations;
mod own_phone;
mod proof_guard;
mod registration_card;
mod rules;
pub(crate) mod self_proof;
mod story;
mod strict;

use axum::body::Body;
use axum::http::{Request, header};
use serde_json::{Value, json};
use testkit::people::{PASSWORD, Person};
use testkit::{Answer, Client, TestApp};

use crate::documents::scene::LICENCE;

/// A request by parts.
pub(crate) struct Call<'a> {
    client: &'a mut Client,
    token: Option<&'a str>,
    headers: Vec<(&'static str, String)>,
}

impl<'a> Call<'a> {
    pub(crate) fn new(client: &'a mut Client, token: Option<&'a str>) -> Self {
        Self {
            client,
            token,
            headers: Vec::new(),
        }
    }

    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    pub(crate) async fn raw(
        self,
        method: &str,
        path: &str,
        kind: &str,
        body: impl Into<Body>,
    ) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/api/v1{path}"));
        if !kind.is_empty() {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        if let Some(token) = self.token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        self.client.send(request.body(body.into()).unwrap()).await
    }

    pub(crate) async fn json(self, method: &str, path: &str, body: &Value) -> Answer {
        self.raw(method, path, "application/json", body.to_string())
            .await
    }

    pub(crate) async fn get(self, path: &str) -> Answer {
        self.raw("GET", path, "", Body::empty()).await
    }
}

/// Expects a problem document.
#[track_caller]
pub(crate) fn problem(answer: &Answer, status: u16, code: &str) {
    let kind = answer
        .headers
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok());
    assert_eq!(
        (answer.status.as_u16(), kind),
        (status, Some("application/problem+json")),
        "{}",
        answer.text()
    );
    let body = answer.json();
    assert_eq!(
        (body["status"].as_u64(), body["code"].as_str()),
        (Some(status.into()), Some(code)),
        "{body}"
    );
    assert_eq!(body["type"], format!("urn:dinhdanh:problem:{code}"));
    for member in ["title", "detail", "request"] {
        let text = body[member].as_str().unwrap_or_default();
        let key = text.starts_with("error-")
            || text.starts_with("status-")
            || text.starts_with("refused-");
        assert!(!text.is_empty() && !key, "{member}: {body}");
    }
}

/// Signs in through the API; gives the session.
pub(crate) async fn sign_in(test: &TestApp, client: &mut Client, person: &Person) -> String {
    let body = json!({ "number": person.number(), "password": PASSWORD });
    let begun = Call::new(client, None)
        .json("POST", "/sign-in", &body)
        .await;
    assert_eq!(begun.status.as_u16(), 200, "{}", begun.text());
    let journey = begun.json()["journey"].as_str().unwrap().to_owned();
    let code = test.code_for(person.phone()).await;
    let body = json!({ "code": code, "device_name": "Điện thoại thử" });
    let opened = Call::new(client, None)
        .header("journey", &journey)
        .json("POST", "/sign-in/code", &body)
        .await;
    assert_eq!(opened.json()["next"], "open", "{}", opened.text());
    opened.json()["session"].as_str().unwrap().to_owned()
}

pub(super) fn licence() -> Value {
    json!({ "kind": "driving-licence", "fields": { "licence-number": LICENCE, "licence-class": "B2" }, "confirmed": true })
}

pub(super) async fn ask(client: &mut Client, session: &str, body: &Value) -> Answer {
    Call::new(client, Some(session))
        .header("app-version", "2.3.0")
        .json("POST", "/integrations", body)
        .await
}
