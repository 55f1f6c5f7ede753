//! Bad input, and whoever has no business there.

use axum::http::StatusCode;
use testkit::TestApp;
use testkit::organisations::{company, register, tax_code};

use super::{opened, representative};
use crate::holds::holder;

// law: FMT-MST-1, D59-16.a
#[tokio::test]
async fn a_bad_code_is_told_why() {
    let test = TestApp::new().await;
    let (_, mut browser, code) = representative(&test, 1).await;
    for (code, words) in [
        ("", "Nhập mã số thuế"),
        ("0100109107", "Mã số thuế không đúng"),
        ("12345", "10, 12 hoặc 13 chữ số"),
        ("01001091O6", "chỉ gồm chữ số"),
    ] {
        let page = browser.post("/organisations/new", &[("code", code)]).await;
        page.shows(422, words);
        page.shows(422, &format!("value=\"{code}\""));
    }
    let (other, mut stranger) = holder(&test, 2).await;
    stranger
        .post("/organisations/new", &[("code", &code)])
        .await
        .shows(422, "không ghi bạn là người đại diện");
    let mut gone = company(3, &other);
    gone.status = domain::organisation::BusinessStatus::Dissolved;
    register(&test.app, &gone).await;
    stranger
        .post("/organisations/new", &[("code", &tax_code(3))])
        .await
        .shows(422, "đã giải thể");
}

// law: D59-13.7
#[tokio::test]
async fn anothers_organisation_does_not_exist() {
    let test = TestApp::new().await;
    let (_, mut own, code, place) = opened(&test, 1).await;
    own.post("/organisations/new", &[("code", &code)])
        .await
        .shows(422, "đã có tài khoản");
    let (_, mut stranger) = holder(&test, 2).await;
    let power = "dlg_07070707070707070707070707070707";
    for page in ["", "/activity", "/delegations", "/lock", "/unlock"] {
        let answer = stranger.get(&format!("{place}{page}")).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "GET {page}");
    }
    for act in [
        "/enter",
        "/activate",
        "/delegations",
        "/delegations/withdraw",
        "/answer",
        "/lock",
        "/unlock",
    ] {
        let form = [("power", power), ("passcode", "270915")];
        let answer = stranger.post(&format!("{place}{act}"), &form).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "POST {act}");
    }
    for wrong in [
        "/organisations/nobody",
        "/organisations/requests/reg_1",
        "/organisations/requests/reg_07070707070707070707070707070707",
        "/organisations/requests/reg_07070707070707070707070707070707/details",
    ] {
        let answer = stranger.get(wrong).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{wrong}");
    }
}

#[tokio::test]
async fn who_is_not_signed_in_is_led_to_sign_in() {
    let test = TestApp::new().await;
    let mut anybody = test.client();
    let one = "/organisations/sub_07070707070707070707070707070707";
    let request = "/organisations/requests/reg_07070707070707070707070707070707";
    for page in [
        "/organisations".to_owned(),
        "/organisations/new".to_owned(),
        request.to_owned(),
        format!("{request}/details"),
        one.to_owned(),
        format!("{one}/activate"),
        format!("{one}/activity"),
        format!("{one}/delegations"),
        format!("{one}/lock"),
        format!("{one}/unlock"),
    ] {
        anybody.get(&page).await.goes_to("/sign-in");
    }
    for act in [
        "/organisations/new".to_owned(),
        request.to_owned(),
        format!("{request}/details"),
        format!("{one}/enter"),
        format!("{one}/activate"),
        format!("{one}/delegations"),
        format!("{one}/delegations/withdraw"),
        format!("{one}/answer"),
        format!("{one}/lock"),
        format!("{one}/unlock"),
    ] {
        anybody.post(&act, &[]).await.goes_to("/sign-in");
    }
}

// law: D59-13.7
#[tokio::test]
async fn what_was_typed_stays_on_a_refused_form() {
    let test = TestApp::new().await;
    let (me, mut browser, _, place) = opened(&test, 1).await;
    let form = [
        ("number", me.number()),
        ("power", "documents"),
        ("until-day", "1"),
        ("until-month", "3"),
        ("until-year", "2024"),
    ];
    let page = browser.post(&format!("{place}/delegations"), &form).await;
    page.shows(422, "không thể trước hôm nay");
    page.shows(422, &format!("value=\"{}\"", me.number()));
    page.shows(422, "value=\"2024\"");
}
