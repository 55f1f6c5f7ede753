//! Services are told of an end (Back-Channel Logout 1.0).

use jiff::SignedDuration;
use serde_json::Value;
use testkit::{Call, TestApp};

use super::{Service, encode, inside};
use crate::holds::holder;

const OUT: &str = "https://dichvu.example/dang-xuat";

async fn listening(test: &TestApp, n: u32) -> Service {
    Service::with(test, n, &[("backchannel_logout_uri", OUT)]).await
}

/// What the service's address was told: head and claims of the token.
#[track_caller]
fn token(call: &Call) -> (Value, Value) {
    use base64::Engine as _;
    assert_eq!(call.url, OUT);
    let [(name, token)] = call.form.as_slice() else {
        panic!("one field: {call:?}");
    };
    assert_eq!(name, "logout_token");
    let head = token.split('.').next().unwrap();
    let head = super::URL_SAFE_NO_PAD.decode(head).unwrap();
    (serde_json::from_slice(&head).unwrap(), inside(token))
}

// law: D59-19.x, UX-12
#[tokio::test]
async fn a_lock_reaches_the_service_and_the_receipt_says_when() {
    let test = TestApp::new().await;
    let mut service = listening(&test, 1).await;
    let mut quiet = Service::new(&test, 3).await;
    let (_, mut browser) = holder(&test, 2).await;
    let tokens = service.tokens(&mut browser, "openid").await;
    quiet.tokens(&mut browser, "openid").await;
    test.jobs().await;
    test.services.take();

    test.services.down();
    let locked = browser.post("/lock", &[("reason", "lost-device")]).await;
    let receipt = locked.location().to_owned();
    assert!(receipt.starts_with("/locked/receipt/"), "{receipt}");
    browser.get(&receipt).await.shows(200, "chưa liên lạc được");
    test.jobs().await;
    assert_eq!(test.services.take().len(), 1, "one of them has an address");
    browser.get(&receipt).await.shows(200, "chưa liên lạc được");

    test.services.answers(200);
    test.advance(SignedDuration::from_secs(6));
    test.jobs().await;
    let calls = test.services.take();
    assert_eq!(calls.len(), 1);
    let (head, claims) = token(&calls[0]);
    assert_eq!(head["typ"], "logout+jwt");
    assert_eq!(head["alg"], "RS256");
    let keys = test.client().get("/oidc/jwks").await.json();
    let kids = keys["keys"].as_array().unwrap();
    assert!(kids.iter().any(|key| key["kid"] == head["kid"]), "{keys}");
    assert_eq!(claims["iss"], "http://localhost");
    assert_eq!(claims["aud"], service.id.as_str());
    assert_eq!(claims["sub"], tokens.id["sub"]);
    assert_eq!(claims["iat"], test.now().as_second());
    assert_eq!(claims["exp"], test.now().as_second() + 120);
    assert!(claims["jti"].as_str().unwrap().len() > 20);
    let event = "http://schemas.openid.net/event/backchannel-logout";
    assert_eq!(claims["events"][event], serde_json::json!({}));
    assert!(claims.get("sid").is_none(), "every session is meant");
    assert!(claims.get("nonce").is_none());

    let page = browser.get(&receipt).await;
    page.shows(200, "Dịch vụ thử: đã đăng xuất bạn lúc");
    page.shows(200, "Số quyền của các dịch vụ đã kết thúc");
    let note = browser.get(&format!("{receipt}/signed")).await.text();
    for words in [
        "\"grants_ended\":2",
        "\"state\":\"acknowledged\"",
        "\"acknowledged_at\":\"2024-",
    ] {
        assert!(note.contains(words), "{words}: {note}");
    }
}

#[tokio::test]
async fn signing_out_tells_the_services_of_that_session() {
    let test = TestApp::new().await.configured(|c| c.one_device = false);
    let mut service = listening(&test, 1).await;
    let (person, mut browser) = holder(&test, 2).await;
    let first = service.tokens(&mut browser, "openid offline_access").await;
    let mut other = test.client();
    person.sign_in(&test, &mut other).await;
    assert_eq!(other.get("/personal").await.status, 200);
    test.services.take();
    other.post("/sign-out", &[]).await;
    test.jobs().await;
    assert_eq!(test.services.take(), [], "it never went to a service");
    browser.post("/sign-out", &[]).await;
    test.jobs().await;
    let calls = test.services.take();
    assert_eq!(calls.len(), 1);
    let (_, claims) = token(&calls[0]);
    assert_eq!(claims["sid"], first.id["sid"]);
    assert_eq!(claims["sub"], first.id["sub"]);
    // What should last goes on (2.7).
    assert!(service.active(&first.access).await);
}

#[tokio::test]
async fn a_new_sign_in_elsewhere_tells_of_the_old_session_only() {
    let test = TestApp::new().await;
    let mut service = listening(&test, 1).await;
    let (person, mut browser) = holder(&test, 2).await;
    let first = service.tokens(&mut browser, "openid").await;
    let mut other = test.client();
    person
        .sign_in_to(&test, &mut other, "/sign-in/device")
        .await;
    // APP-8: the old device shows the code for the new one.
    let shown = browser.get("/personal/devices").await.text();
    let (_, rest) = shown.split_once("dd-code\">").unwrap();
    other
        .post("/sign-in/device", &[("code", &rest[..6])])
        .await
        .goes_to("/");
    assert_eq!(other.get("/personal").await.status, 200);
    test.jobs().await;
    let calls = test.services.take();
    assert_eq!(calls.len(), 1);
    assert_eq!(token(&calls[0]).1["sid"], first.id["sid"]);
    assert!(!service.active(&first.access).await);
}

// conformance: oidcc-backchannel-rp-initiated-logout
#[tokio::test]
async fn a_service_that_ends_the_session_is_told_by_the_back_too() {
    let test = TestApp::new().await;
    let mut service = listening(&test, 1).await;
    let (_, mut browser) = holder(&test, 2).await;
    let code = service.code(&mut browser, "openid").await;
    let body = service.exchange(&code).await.json();
    let hint = body["id_token"].as_str().unwrap().to_owned();
    let id = inside(&hint);
    test.services.take();
    let query = encode(&[("id_token_hint", &hint)]);
    browser.get(&format!("/oidc/logout?{query}")).await;
    test.jobs().await;
    let calls = test.services.take();
    assert_eq!(calls.len(), 1);
    let (_, claims) = token(&calls[0]);
    assert_eq!(claims["sid"], id["sid"]);
    assert_eq!(claims["sub"], id["sub"]);
}

// law: D69-19
#[tokio::test]
async fn a_service_whose_consent_is_taken_back_is_told() {
    let test = TestApp::new().await;
    let more = [
        ("backchannel_logout_uri", OUT),
        ("backchannel_logout_session_required", "yes"),
    ];
    let mut service = Service::with(&test, 1, &more).await;
    let (_, mut browser) = holder(&test, 2).await;
    let tokens = service.tokens(&mut browser, "openid").await;
    test.services.take();
    browser
        .post("/personal/services/withdraw", &[("client", &service.id)])
        .await;
    test.jobs().await;
    let calls = test.services.take();
    assert_eq!(calls.len(), 1);
    assert_eq!(token(&calls[0]).1["sid"], tokens.id["sid"], "as it asked");
}

// conformance: oidcc-backchannel-logout-discovery-endpoint-verification
#[tokio::test]
async fn the_metadata_announces_it() {
    let test = TestApp::new().await;
    let mut client = test.client();
    let told = client.get("/.well-known/openid-configuration").await.json();
    assert_eq!(told["backchannel_logout_supported"], true);
    assert_eq!(told["backchannel_logout_session_supported"], true);
}

#[tokio::test]
async fn a_bad_address_is_named_and_nothing_typed_is_lost() {
    let test = TestApp::new().await;
    let (_, mut browser) = holder(&test, 1).await;
    for (uri, words) in [
        ("http://dichvu.example/out", "Địa chỉ phải dùng https"),
        ("https://a@dichvu.example/out", "Địa chỉ không được chứa"),
        (
            "https://dichvu.example/out\nhttps://b.example/",
            "Chỉ nhập một địa chỉ",
        ),
    ] {
        let form = [
            ("name", "Dịch vụ thử"),
            ("purpose", "Xem"),
            ("redirect_uris", super::BACK),
            ("backchannel_logout_uri", uri),
            ("backchannel_logout_session_required", "yes"),
        ];
        let page = browser.post("/developers/new", &form).await;
        page.shows(422, words);
        let line = uri.lines().next().unwrap();
        assert!(page.text().contains(line), "{line}");
        assert!(page.text().contains("checked"));
    }
}
