//! What an account opens: the session there is, signing in, activating, asking for a document, showing one;
//! of an organisation acting for it and giving power over it.

use domain::account::SubjectKind;
use jiff::SignedDuration;
use serde_json::json;
use testkit::people::{PASSCODE, PASSWORD};
use testkit::{Answer, TestApp};

use super::Row;
use super::target::Target;

/// Pages of somebody who signed in.
const PAGES: [&str; 4] = [
    "/personal",
    "/wallet",
    "/wallet/integrate/new",
    "/personal/devices",
];

/// A second code to one contact waits a minute.
const BETWEEN_CODES: SignedDuration = SignedDuration::from_mins(2);

/// Before the lock all of it works: what is refused afterwards is refused for the lock.
pub(crate) async fn are_open(test: &TestApp, target: &mut Target) {
    match (target.kind, target.used) {
        (SubjectKind::Organisation, true) => {
            let enter = format!("{}/enter", target.place);
            let entered = target.browser.post(&enter, &[]).await;
            entered.goes_to(&target.place);
        }
        (SubjectKind::Organisation, false) => {
            let page = target.browser.get(&target.place).await;
            page.shows(200, "Chờ kích hoạt");
        }
        (SubjectKind::Citizen | SubjectKind::Foreigner, true) => {
            for page in PAGES {
                let answer = target.browser.get(page).await;
                assert_eq!(answer.status.as_u16(), 200, "{page} {}", answer.words());
            }
            present(target).await.shows(200, "Bệnh viện");
        }
        (SubjectKind::Citizen | SubjectKind::Foreigner, false) => {
            begin_activation(target).await;
        }
    }
    test.jobs().await;
}

async fn present(target: &mut Target) -> Answer {
    let form = [("passcode", PASSCODE)];
    target.browser.post(&target.place, &form).await
}

async fn begin_activation(target: &mut Target) {
    let (number, contact) = &target.caller;
    let form = [("number", number.as_str()), ("contact", contact.as_str())];
    let begun = target.browser.post("/activate", &form).await;
    begun.goes_to("/activate/code");
}

/// Every door, at the next request.
pub(crate) async fn are_shut(test: &TestApp, target: &mut Target, row: Row) {
    match (target.kind, target.used) {
        (SubjectKind::Organisation, used) => organisation(test, target, used, row).await,
        (SubjectKind::Citizen | SubjectKind::Foreigner, true) => {
            let session = target.browser.cookie("dd-session").map(str::to_owned);
            inside(target, row, &["/sign-in", "/locked"]).await;
            if let Some(token) = &session {
                api(target, row, token).await;
            }
            // A date that was reached is noted, and ends what began meanwhile.
            test.jobs().await;
            test.advance(BETWEEN_CODES);
            let place = target.sign_in(test).await;
            assert_eq!(place, "/locked", "{row:?}: signing in");
            inside(target, row, &["/locked"]).await;
            let token = target.browser.cookie("dd-session").map(str::to_owned);
            api(target, row, &token.expect("a session for the status page")).await;
            api_sign_in(test, target, row).await;
        }
        (SubjectKind::Citizen | SubjectKind::Foreigner, false) => {
            activation(test, target, row).await;
        }
    }
}

/// Whatever a session opened leads out, or to the status page.
async fn inside(target: &mut Target, row: Row, out: &[&str]) {
    for page in PAGES {
        let answer = target.browser.get(page).await;
        assert_eq!(answer.status.as_u16(), 303, "{row:?}: {page}");
        assert!(out.contains(&answer.location()), "{row:?}: {page}");
    }
    let added = target.add_document().await;
    let to = added.expect_err("a document was asked for");
    assert!(out.contains(&to.as_str()), "{row:?}: integration, {to}");
    let shown = present(target).await;
    assert_eq!(shown.status.as_u16(), 303, "{row:?}: presentation");
    assert!(out.contains(&shown.location()), "{row:?}: presentation");
}

async fn api(target: &mut Target, row: Row, token: &str) {
    let document = target.place.trim_start_matches("/wallet/documents/");
    let show = format!("/api/v1/documents/{document}/show");
    let ask = json!({ "kind": "health-card", "number": "DN4740123456790", "confirmed": true });
    for (method, path, body) in [
        ("GET", "/api/v1/me", json!({})),
        ("GET", "/api/v1/wallet", json!({})),
        ("POST", "/api/v1/integrations", ask),
        ("POST", show.as_str(), json!({ "passcode": PASSCODE })),
    ] {
        let answer = target.browser.json(method, path, Some(token), &body).await;
        let status = answer.status.as_u16();
        let told = format!("{row:?}: {method} {path}: {}", answer.text());
        assert!(status == 401 || status == 403, "{told}");
    }
}

async fn api_sign_in(test: &TestApp, target: &mut Target, row: Row) {
    test.advance(BETWEEN_CODES);
    let (number, phone) = target.caller.clone();
    let begin = json!({ "number": number, "password": PASSWORD });
    let client = &mut target.browser;
    let begun = client.json("POST", "/api/v1/sign-in", None, &begin).await;
    let journey = begun.json()["journey"].as_str().unwrap().to_owned();
    let code = json!({ "code": test.code_for(&phone).await });
    let request = axum::http::Request::post("/api/v1/sign-in/code")
        .header("content-type", "application/json")
        .header("journey", journey)
        .body(axum::body::Body::from(code.to_string()));
    let done = client.send(request.unwrap()).await;
    assert_eq!(done.json()["next"], "status", "{row:?}: {}", done.text());
}

/// Neither the activation that was under way nor a new one comes to the secrets.
async fn activation(test: &TestApp, target: &mut Target, row: Row) {
    let phone = target.caller.1.clone();
    for new in [false, true] {
        if new {
            test.advance(BETWEEN_CODES);
            begin_activation(target).await;
        }
        let code = test.code_for(&phone).await;
        let form = [("code", code.as_str())];
        let answer = target.browser.post("/activate/code", &form).await;
        assert_ne!(answer.location(), "/activate/password", "{row:?}");
        let password = [("password", PASSWORD)];
        let answer = target.browser.post("/activate/password", &password).await;
        assert_ne!(answer.location(), "/activate/passcode", "{row:?}");
    }
    target.browser.get("/personal").await.goes_to("/sign-in");
}

async fn organisation(test: &TestApp, target: &mut Target, used: bool, row: Row) {
    let place = target.place.clone();
    for again in [false, true] {
        if again {
            test.advance(BETWEEN_CODES);
            assert_eq!(target.sign_in(test).await, "/", "the person is not locked");
        }
        let power = [
            ("number", "074190000099"),
            ("power", "represent"),
            ("until-day", "31"),
            ("until-month", "12"),
            ("until-year", "2024"),
            ("passcode", PASSCODE),
        ];
        let taken = [("passcode", PASSCODE)];
        // Its page stays, and tells of the lock (D59-19.ui).
        for (door, form) in [("delegations", &power[..]), ("activate", &taken[..])] {
            let answer = target.browser.post(&format!("{place}/{door}"), form).await;
            let refused = [409, 422].contains(&answer.status.as_u16());
            assert!(refused, "{row:?} {used}: {door} {}", answer.status);
            answer.shows(answer.status.as_u16(), "đang bị khóa");
        }
    }
}
