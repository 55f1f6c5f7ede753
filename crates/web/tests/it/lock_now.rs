//! Locking without signing in, through the pages and the API.

use domain::account::Level;
use jiff::SignedDuration;
use serde_json::json;
use testkit::people::{PASSWORD, Person};
use testkit::{Client, TestApp};

use crate::holds::holder;

async fn status_page(test: &TestApp, person: &Person) -> Client {
    let mut browser = test.client();
    let fields = [("number", person.number()), ("password", PASSWORD)];
    browser
        .post("/sign-in", &fields)
        .await
        .goes_to("/sign-in/code");
    let code = test.code_for(person.phone()).await;
    browser
        .post("/sign-in/code", &[("code", &code)])
        .await
        .goes_to("/locked");
    browser
}

// law: UX-12, D59-19.1.a.i
#[tokio::test]
async fn a_password_locks_and_the_holder_takes_it_back() {
    let test = TestApp::new().await;
    let (an, mut browser) = holder(&test, 1).await;
    let mut stranger = test.client();
    stranger.get("/lock").await.shows(200, "href=\"/lock-now\"");
    let page = stranger.get("/lock-now").await;
    page.shows(200, "trong 24 giờ");
    page.shows(200, "1900 0368");
    let empty = stranger.post("/lock-now", &[("number", "074")]).await;
    empty.shows(422, "Chọn mật khẩu hoặc mã");
    let wrong = [
        ("number", an.number()),
        ("way", "password"),
        ("password", "sai mật khẩu"),
    ];
    let answer = stranger.post("/lock-now", &wrong).await;
    answer.shows(422, "tài khoản chưa bị khóa");
    answer.shows(422, an.number());
    assert!(!answer.text().contains("sai mật khẩu"));
    let nobody = [
        ("number", "074190000999"),
        ("way", "password"),
        ("password", PASSWORD),
    ];
    stranger
        .post("/lock-now", &nobody)
        .await
        .shows(422, "tài khoản chưa bị khóa");
    let right = [
        ("number", an.number()),
        ("way", "password"),
        ("password", PASSWORD),
    ];
    stranger
        .post("/lock-now", &right)
        .await
        .goes_to("/lock-now/done");
    stranger
        .get("/lock-now/done")
        .await
        .shows(200, "Tài khoản đã khóa");
    browser.get("/personal/devices").await.goes_to("/sign-in");
    // A form sent twice.
    stranger
        .post("/lock-now", &right)
        .await
        .goes_to("/lock-now/done");

    test.advance(SignedDuration::from_mins(2));
    let mut browser = status_page(&test, &an).await;
    let page = browser.get("/locked").await;
    page.shows(200, "Giữ khóa tài khoản");
    page.shows(200, "Tự hết lúc");
    browser
        .post("/locked/take-back", &[])
        .await
        .goes_to("/sign-in");
    browser.get("/locked").await.goes_to("/sign-in");
}

// law: UX-12
#[tokio::test]
async fn a_code_locks_and_the_holder_keeps_it() {
    let test = TestApp::new().await;
    let (an, _) = holder(&test, 1).await;
    let mut stranger = test.client();
    stranger.get("/lock-now/code").await.goes_to("/lock-now");
    let bad = [("number", an.number()), ("way", "code"), ("contact", "x")];
    assert_eq!(stranger.post("/lock-now", &bad).await.status.as_u16(), 422);
    test.advance(SignedDuration::from_mins(2));
    let form = [
        ("number", an.number()),
        ("way", "code"),
        ("contact", an.phone()),
    ];
    stranger
        .post("/lock-now", &form)
        .await
        .goes_to("/lock-now/code");
    let code = test.code_for(an.phone()).await;
    stranger
        .post("/lock-now/code", &[("code", "12")])
        .await
        .shows(422, "6 chữ số");
    stranger
        .post("/lock-now/code", &[("code", &code)])
        .await
        .goes_to("/lock-now/done");
    stranger
        .post("/lock-now/code", &[("code", &code)])
        .await
        .goes_to("/lock-now");
    test.advance(SignedDuration::from_mins(2));
    let mut browser = status_page(&test, &an).await;
    browser
        .post("/locked/confirm", &[])
        .await
        .goes_to("/locked");
    let page = browser.get("/locked").await;
    page.shows(200, "Gửi yêu cầu mở khóa");
    assert!(!page.text().contains("Giữ khóa tài khoản"));
    browser.post("/locked/take-back", &[]).await.shows(409, "");
    for path in ["/locked/confirm", "/locked/take-back"] {
        test.client().post(path, &[]).await.goes_to("/sign-in");
    }
}

// law: UX-12
#[tokio::test]
async fn an_app_locks_without_a_session() {
    let test = TestApp::new().await;
    let an = Person::of(1);
    an.register(&test.app).await;
    an.account(&test.app, Level::Two).await;
    let mut client = test.client();
    let wrong = json!({ "number": an.number(), "password": "sai" });
    let answer = client
        .json("POST", "/api/v1/lock-now/password", None, &wrong)
        .await;
    assert_eq!(answer.status.as_u16(), 422, "{}", answer.text());
    let right = json!({ "number": an.number(), "password": PASSWORD });
    let answer = client
        .json("POST", "/api/v1/lock-now/password", None, &right)
        .await;
    assert_eq!(answer.status.as_u16(), 200, "{}", answer.text());
    assert!(answer.json()["until"].is_string());
    for path in ["/api/v1/lock/confirm", "/api/v1/lock/take-back"] {
        let answer = client.json("POST", path, None, &json!({})).await;
        assert_eq!(answer.status.as_u16(), 401, "{path}");
    }
}
