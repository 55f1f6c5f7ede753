//! A service asks for somebody who is on the telephone or at its counter (CIBA).

use jiff::SignedDuration;
use testkit::people::PASSCODE;
use testkit::{Answer, Client, TestApp};

use super::{Service, decide, read, refused};
use crate::documents::scene::both;
use crate::holds::holder;

both!(
    a_caller_proves_on_his_phone_who_he_is,
    one_person_is_asked_seldom_whichever_hint_names_him,
    an_old_token_names_nobody_who_took_his_consent_back,
);

const GRANT: &str = "urn:openid:params:grant-type:ciba";
pub(super) const ASK: &str = "/oidc/bc-authorize";

async fn service(test: &TestApp, n: u32) -> Service {
    Service::with(test, n, &[("calls", "yes")]).await
}

pub(super) async fn asks(service: &mut Service, number: &str, more: &[(&str, &str)]) -> String {
    asks_by(service, ("login_hint", number), more).await
}

async fn asks_by(service: &mut Service, hint: (&str, &str), more: &[(&str, &str)]) -> String {
    let mut pairs = vec![("scope", "openid profile"), hint];
    pairs.extend(more);
    let answer = service.call(ASK, &pairs).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["auth_req_id"].as_str().unwrap().to_owned()
}

pub(super) async fn polls(service: &mut Service, id: &str) -> Answer {
    let pairs = [("grant_type", GRANT), ("auth_req_id", id)];
    service.call("/oidc/token", &pairs).await
}

/// An identity token, as a service keeps it.
async fn id_token(service: &mut Service, browser: &mut Client) -> String {
    let code = service.code(browser, "openid").await;
    let told = service.exchange(&code).await.json();
    told["id_token"].as_str().expect("a token").to_owned()
}

/// How many questions wait for the person.
async fn waiting(phone: &mut Client) -> usize {
    let page = phone.get("/approve").await;
    assert_eq!(page.status, 200, "{}", page.words());
    page.text().matches("name=\"request\"").count()
}

async fn messages(test: &TestApp) -> usize {
    test.jobs().await;
    test.outbox.all().len()
}

/// What the form of the first service that waits sends.
fn first(page: &Answer) -> String {
    let text = page.text();
    let rest = text.split("name=\"request\" value=\"").nth(1);
    let id = rest.and_then(|rest| rest.split('"').next());
    id.expect("a service waits").to_owned()
}

pub(super) async fn opens(phone: &mut Client) -> String {
    let id = first(&phone.get("/approve").await);
    phone
        .post("/approve", &[("request", &id)])
        .await
        .goes_to("/oidc/continue");
    id
}

pub(super) async fn agrees(phone: &mut Client, passcode: &str) -> Answer {
    let form = [("decision", "allow"), ("passcode", passcode)];
    decide(phone, "/oidc/continue", &form).await
}

// law: D59-13.2, D59-4.4
async fn a_caller_proves_on_his_phone_who_he_is(test: TestApp) {
    let mut service = service(&test, 1).await;
    let (person, mut phone) = holder(&test, 2).await;
    let id = asks(
        &mut service,
        person.number(),
        &[("binding_message", "Số 47")],
    )
    .await;
    refused(
        &polls(&mut service, &id).await,
        400,
        "authorization_pending",
    );
    test.jobs().await;
    let sent = test.outbox.all();
    let told = sent
        .iter()
        .any(|m| m.text.contains("Dịch vụ thử") && !m.text.contains("http"));
    assert!(told, "a message without a link");
    phone.get("/notices").await.shows(200, "Dịch vụ thử");
    let page = phone.get("/approve").await;
    page.shows(200, "Số 47");
    opens(&mut phone).await;
    let page = phone.get("/oidc/continue").await;
    for words in ["Số 47", "Dịch vụ thử", "name=\"passcode\""] {
        page.shows(200, words);
    }
    let wrong = agrees(&mut phone, "000000").await;
    assert_eq!(wrong.status, 422, "{}", wrong.words());
    agrees(&mut phone, PASSCODE)
        .await
        .shows(200, "Bạn đã đồng ý");
    let tokens = read(&polls(&mut service, &id).await);
    let told = service.userinfo(&tokens.access).await.json();
    assert_eq!(told["name"], person.record.identity.name.as_str());
    phone
        .get("/activity")
        .await
        .shows(200, "Dịch vụ hỏi bạn từ xa");
    phone
        .get("/approve")
        .await
        .shows(200, "Không có ai đang chờ bạn trả lời");
    refused(&polls(&mut service, &id).await, 400, "invalid_grant");
    assert!(!service.active(&tokens.access).await, "asked for twice");
}

/// Five in ten minutes, counted for the person and in silence: who knows him by number and by token asks no more
/// often, and does not learn that both are of one.
async fn one_person_is_asked_seldom_whichever_hint_names_him(test: TestApp) {
    let mut one = service(&test, 1).await;
    let (person, mut phone) = holder(&test, 2).await;
    let token = id_token(&mut one, &mut phone).await;
    let (by_number, by_token) = (
        ("login_hint", person.number()),
        ("id_token_hint", token.as_str()),
    );
    for hint in [by_number, by_token, by_number, by_token, by_number] {
        asks_by(&mut one, hint, &[]).await;
    }
    assert_eq!(waiting(&mut phone).await, 5);
    let before = messages(&test).await;
    for hint in [by_token, by_number] {
        let id = asks_by(&mut one, hint, &[]).await;
        refused(&polls(&mut one, &id).await, 400, "authorization_pending");
    }
    assert_eq!(waiting(&mut phone).await, 5, "nobody asked him");
    assert_eq!(messages(&test).await, before);
    // Another service has a count of its own.
    let mut other = service(&test, 3).await;
    asks(&mut other, person.number(), &[]).await;
    assert_eq!(waiting(&mut phone).await, 6);
    test.advance(SignedDuration::from_mins(10));
    assert_eq!(waiting(&mut phone).await, 0, "all are over");
    asks_by(&mut one, by_token, &[]).await;
    assert_eq!(waiting(&mut phone).await, 1);
}

// law: D69-19
async fn an_old_token_names_nobody_who_took_his_consent_back(test: TestApp) {
    let mut service = service(&test, 1).await;
    let (person, mut phone) = holder(&test, 2).await;
    let token = id_token(&mut service, &mut phone).await;
    let hint = ("id_token_hint", token.as_str());
    asks_by(&mut service, hint, &[]).await;
    opens(&mut phone).await;
    let no = decide(&mut phone, "/oidc/continue", &[("decision", "deny")]).await;
    no.shows(200, "Không gửi gì cả");
    let taken = [("client", service.id.as_str())];
    phone
        .post("/personal/services/withdraw", &taken)
        .await
        .goes_to("/personal/services?done=1");
    let id = asks_by(&mut service, hint, &[]).await;
    refused(
        &polls(&mut service, &id).await,
        400,
        "authorization_pending",
    );
    assert_eq!(waiting(&mut phone).await, 0);
    asks(&mut service, person.number(), &[]).await;
    assert_eq!(waiting(&mut phone).await, 1, "whom he tells his number");
}

#[tokio::test]
async fn nobody_learns_who_has_an_account() {
    let test = TestApp::new().await;
    let mut service = service(&test, 1).await;
    let (person, mut phone) = holder(&test, 2).await;
    let (locked, mut other) = holder(&test, 3).await;
    other.post("/lock", &[("reason", "lost-device")]).await;
    for number in [person.number(), locked.number(), "074190999999", "x"] {
        let id = asks(&mut service, number, &[("requested_expiry", "60")]).await;
        assert_eq!(id.len(), 43);
        refused(
            &polls(&mut service, &id).await,
            400,
            "authorization_pending",
        );
        test.advance(SignedDuration::from_secs(61));
        refused(&polls(&mut service, &id).await, 400, "expired_token");
        for _ in 0..4 {
            asks(&mut service, number, &[]).await;
        }
        let pairs = [("scope", "openid"), ("login_hint", number)];
        let often = service.call(ASK, &pairs).await;
        refused(&often, 429, "temporarily_unavailable");
    }
    phone.get("/approve").await.shows(200, "Dịch vụ thử");
}

#[tokio::test]
async fn another_persons_request_is_not_there_and_who_declines_is_believed() {
    let test = TestApp::new().await;
    let mut service = service(&test, 1).await;
    let (person, mut phone) = holder(&test, 2).await;
    let (_, mut stranger) = holder(&test, 3).await;
    let id = asks(&mut service, person.number(), &[]).await;
    let seen = first(&phone.get("/approve").await);
    stranger
        .get("/approve")
        .await
        .shows(200, "Không có ai đang chờ bạn trả lời");
    let form = [("request", seen.as_str())];
    stranger
        .post("/approve", &form)
        .await
        .shows(409, "đã kết thúc");
    opens(&mut phone).await;
    let no = decide(&mut phone, "/oidc/continue", &[("decision", "deny")]).await;
    no.shows(200, "Không gửi gì cả");
    refused(&polls(&mut service, &id).await, 400, "access_denied");
}

// law: D59-19.1.a.i
#[tokio::test]
async fn a_lock_between_yes_and_token_leaves_nothing() {
    let test = TestApp::new().await;
    let mut service = service(&test, 1).await;
    let (person, mut phone) = holder(&test, 2).await;
    let id = asks(&mut service, person.number(), &[]).await;
    opens(&mut phone).await;
    agrees(&mut phone, PASSCODE)
        .await
        .shows(200, "Bạn đã đồng ý");
    phone.post("/lock", &[("reason", "lost-device")]).await;
    refused(&polls(&mut service, &id).await, 400, "invalid_grant");
}

/// CIBA 13, as a table.
#[tokio::test]
async fn what_is_asked_wrongly_has_the_error_of_the_standard() {
    let test = TestApp::new().await;
    let mut one = service(&test, 1).await;
    let mut plain = Service::new(&test, 2).await;
    let long = "x".repeat(41);
    let openid = ("scope", "openid");
    let hint = ("login_hint", "074190000001");
    for (pairs, error) in [
        (vec![openid], "invalid_request"),
        (vec![openid, ("id_token_hint", "a.b.c")], "invalid_request"),
        (
            vec![openid, hint, ("login_hint_token", "x")],
            "invalid_request",
        ),
        (
            vec![openid, hint, ("requested_expiry", "0")],
            "invalid_request",
        ),
        (
            vec![openid, hint, ("requested_expiry", "-1")],
            "invalid_request",
        ),
        (vec![("scope", "profile"), hint], "invalid_scope"),
        (
            vec![openid, hint, ("request", "a.b.c")],
            "request_not_supported",
        ),
        (
            vec![openid, hint, ("binding_message", &long)],
            "invalid_binding_message",
        ),
        (
            vec![openid, hint, ("binding_message", "a\nb")],
            "invalid_binding_message",
        ),
    ] {
        refused(&one.call(ASK, &pairs).await, 400, error);
    }
    refused(
        &plain.call(ASK, &[openid, hint]).await,
        400,
        "unauthorized_client",
    );
    let bare = [("grant_type", GRANT)];
    refused(
        &one.call("/oidc/token", &bare).await,
        400,
        "invalid_request",
    );
    refused(&polls(&mut one, "nothing").await, 400, "invalid_grant");
    let told = test
        .client()
        .get("/.well-known/openid-configuration")
        .await
        .json();
    assert_eq!(
        told["backchannel_authentication_endpoint"],
        format!("http://localhost{ASK}")
    );
    assert_eq!(
        told["backchannel_token_delivery_modes_supported"],
        serde_json::json!(["poll", "ping"])
    );
}
