//! The activity page and notices, through the pages.

use domain::actor::Role;
use testkit::TestApp;

use crate::holds::{holder, staff};

// law: D59-4.4
#[tokio::test]
async fn a_reading_by_staff_is_seen_with_purpose_and_unit() {
    let test = TestApp::new().await;
    let (an, mut browser) = holder(&test, 1).await;
    let page = browser.get("/activity").await;
    page.shows(200, "Đăng nhập");
    page.shows(200, "Gắn thiết bị");
    let mut desk = staff(&test, Role::CallCentre, "TD01").await;
    let form = [("number", an.number()), ("wish", "unlock")];
    assert_eq!(
        desk.post("/counter/assistance", &form)
            .await
            .status
            .as_u16(),
        303
    );
    let page = browser.get("/activity").await;
    for words in [
        "Mở yêu cầu hỗ trợ",
        "Nhân viên tổng đài, TD01",
        "Hỗ trợ theo yêu cầu",
    ] {
        page.shows(200, words);
    }
    assert!(
        !page.text().contains("Cán bộ thử"),
        "names of staff are not shown"
    );
    let file = browser.get("/activity/export").await;
    assert_eq!(file.headers["content-type"], "text/csv; charset=utf-8");
    file.shows(200, "Nhân viên tổng đài");
    test.client().get("/activity").await.goes_to("/sign-in");
    test.client()
        .get("/activity/export")
        .await
        .goes_to("/sign-in");
}

// law: APP-9, D59-14.1.c
#[tokio::test]
async fn notices_are_read_and_show_the_code_for_a_new_device() {
    let test = TestApp::new().await;
    let (an, mut browser) = holder(&test, 1).await;
    let page = browser.get("/notices").await;
    page.shows(200, "thiết bị mới");
    page.shows(200, "Đánh dấu đã đọc tất cả");
    browser.post("/notices/read", &[]).await.goes_to("/notices");
    assert!(
        !browser
            .get("/notices")
            .await
            .text()
            .contains("Đánh dấu đã đọc tất cả")
    );
    let mut new = test.client();
    test.advance(jiff::SignedDuration::from_mins(2));
    let begin = [
        ("number", an.number()),
        ("password", testkit::people::PASSWORD),
    ];
    new.post("/sign-in", &begin).await.goes_to("/sign-in/code");
    let code = test.code_for(an.phone()).await;
    new.post("/sign-in/code", &[("code", &code)])
        .await
        .goes_to("/sign-in/device");
    browser.get("/notices").await.shows(200, "dd-code");
    test.client().get("/notices").await.goes_to("/sign-in");
}
