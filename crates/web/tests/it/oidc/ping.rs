//! A service that asks for somebody on his phone is told when there is an answer (CIBA, ping mode), and names
//! him by an identity token that it has of him.

use jiff::SignedDuration;
use testkit::people::PASSCODE;
use testkit::{Call, TestApp};

use super::calling::{ASK, agrees, asks, opens, polls};
use super::{Service, decide, read, refused};
use crate::documents::scene::both;
use crate::holds::holder;

both!(a_service_is_told_and_fetches_its_tokens);

const PLACE: &str = "https://dichvu.example/co-tra-loi";
const TOKEN: &str = "8d67dc78-7faa-4d41-aabd-67707b374255";
const PING: (&str, &str) = ("client_notification_token", TOKEN);

async fn service(test: &TestApp, n: u32) -> Service {
    Service::with(test, n, &[("calls", "yes"), ("ping", PLACE)]).await
}

/// What the service was told, and nothing else was.
async fn told(test: &TestApp) -> Vec<Call> {
    test.jobs().await;
    test.services.take()
}

#[track_caller]
fn is_ping(calls: &[Call], id: &str) {
    let [call] = calls else {
        panic!("one ping: {calls:?}");
    };
    assert_eq!(call.url, PLACE);
    assert_eq!(call.event, format!("{{\"auth_req_id\":\"{id}\"}}"));
    let header = format!("Bearer {TOKEN}");
    assert_eq!(call.authorization.as_deref(), Some(header.as_str()));
}

async fn a_service_is_told_and_fetches_its_tokens(test: TestApp) {
    let mut service = service(&test, 1).await;
    let (person, mut phone) = holder(&test, 2).await;
    let id = asks(&mut service, person.number(), &[PING]).await;
    assert_eq!(told(&test).await, [], "nobody has decided");
    let early = polls(&mut service, &id).await;
    refused(&early, 400, "authorization_pending");
    opens(&mut phone).await;
    test.services.answers(503);
    agrees(&mut phone, PASSCODE)
        .await
        .shows(200, "Bạn đã đồng ý");
    is_ping(&told(&test).await, &id);
    // It may ask without having been told.
    test.services.answers(204);
    test.advance(SignedDuration::from_secs(6));
    is_ping(&told(&test).await, &id);
    read(&polls(&mut service, &id).await);
    phone
        .get("/activity")
        .await
        .shows(200, "Báo kết thúc yêu cầu cho dịch vụ đã hỏi bạn");
    test.advance(SignedDuration::from_mins(10));
    assert_eq!(told(&test).await, [], "once");
}

#[tokio::test]
async fn a_service_is_told_of_a_no_and_of_silence_alike_for_nobody() {
    let test = TestApp::new().await;
    let mut service = service(&test, 1).await;
    let (person, mut phone) = holder(&test, 2).await;
    let id = asks(&mut service, person.number(), &[PING]).await;
    opens(&mut phone).await;
    decide(&mut phone, "/oidc/continue", &[("decision", "deny")]).await;
    is_ping(&told(&test).await, &id);
    refused(&polls(&mut service, &id).await, 400, "access_denied");
    for number in [person.number(), "074190999999"] {
        let short = ("requested_expiry", "60");
        let id = asks(&mut service, number, &[PING, short]).await;
        test.advance(SignedDuration::from_secs(59));
        assert_eq!(told(&test).await, [], "{number}");
        test.advance(SignedDuration::from_secs(2));
        is_ping(&told(&test).await, &id);
        refused(&polls(&mut service, &id).await, 400, "expired_token");
    }
}

#[tokio::test]
async fn a_service_that_is_down_is_given_up() {
    let test = TestApp::new().await;
    let mut service = service(&test, 1).await;
    let short = ("requested_expiry", "60");
    asks(&mut service, "074190999999", &[PING, short]).await;
    test.services.down();
    let mut tried = 0;
    for _ in 0..40 {
        test.advance(SignedDuration::from_mins(1));
        tried += told(&test).await.len();
    }
    assert_eq!(tried, 7);
}

#[tokio::test]
async fn what_a_ping_needs_is_said_at_once() {
    let test = TestApp::new().await;
    let mut one = service(&test, 1).await;
    let openid = ("scope", "openid");
    let hint = ("login_hint", "074190000001");
    for more in [&[openid, hint][..], &[openid, hint, (PING.0, "short")]] {
        refused(&one.call(ASK, more).await, 400, "invalid_request");
    }
    let (_, mut browser) = holder(&test, 2).await;
    for (calls, place, words) in [
        ("yes", "http://dichvu.example/x", "Địa chỉ phải dùng https"),
        (
            "yes",
            "https://a@dichvu.example/x",
            "Địa chỉ không được chứa",
        ),
        ("", PLACE, "Chỉ nhập địa chỉ này khi"),
    ] {
        let form = [
            ("name", "Dịch vụ thử"),
            ("purpose", "Xem"),
            ("redirect_uris", super::BACK),
            ("auth", "client_secret_basic"),
            ("calls", calls),
            ("ping", place),
        ];
        let page = browser.post("/developers/new", &form).await;
        page.shows(422, words);
        assert!(page.text().contains(place), "{place}");
    }
}

/// CIBA 7.1.
#[tokio::test]
async fn an_identity_token_names_whom_it_was_about() {
    let test = TestApp::new().await;
    let one = [("calls", "yes")];
    let mut service = Service::with(&test, 1, &one).await;
    let mut other = Service::with(&test, 3, &one).await;
    let (_, mut phone) = holder(&test, 2).await;
    let code = service.code(&mut phone, "openid").await;
    let body = service.exchange(&code).await.json();
    let hint = body["id_token"].as_str().unwrap().to_owned();
    // Its age does not matter.
    test.advance(SignedDuration::from_mins(6));
    let pairs = [
        ("scope", "openid profile"),
        ("id_token_hint", hint.as_str()),
    ];
    let asked = service.call(ASK, &pairs).await;
    assert_eq!(asked.status, 200, "{}", asked.text());
    let id = asked.json()["auth_req_id"].as_str().unwrap().to_owned();
    opens(&mut phone).await;
    agrees(&mut phone, PASSCODE)
        .await
        .shows(200, "Bạn đã đồng ý");
    let tokens = read(&polls(&mut service, &id).await);
    assert_eq!(tokens.id["sub"], super::inside(&hint)["sub"]);
    let both = [pairs[0], pairs[1], ("login_hint", "074190000001")];
    let altered = hint.replacen('.', ".e", 1);
    let changed = [pairs[0], ("id_token_hint", altered.as_str())];
    refused(&other.call(ASK, &pairs).await, 400, "invalid_request");
    refused(&service.call(ASK, &both).await, 400, "invalid_request");
    refused(&service.call(ASK, &changed).await, 400, "invalid_request");
}
