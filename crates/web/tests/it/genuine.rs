//! Asking whether a caller is genuine, through the pages.

use domain::actor::Role;
use testkit::TestApp;

use crate::holds::{holder, staff};

// law: UX-11, D59-4.4
#[tokio::test]
async fn a_called_citizen_checks_the_caller() {
    let test = TestApp::new().await;
    let (an, mut citizen) = holder(&test, 1).await;
    citizen
        .get("/notices")
        .await
        .shows(200, "không có ai của chúng tôi đang gọi");
    let mut desk = staff(&test, Role::CallCentre, "TD01").await;
    let form = [("number", an.number()), ("wish", "lock")];
    let opened = desk.post("/counter/assistance", &form).await;
    let case = opened.location().to_owned();
    desk.get(&case).await.shows(200, "Tạo mã");
    desk.post(&format!("{case}/spoken"), &[])
        .await
        .goes_to(&case);
    let page = desk.get(&case).await.text();
    let (_, rest) = page.split_once("<p class=\"dd-code\">").unwrap();
    let code = rest.split('<').next().unwrap().to_owned();
    citizen
        .get("/notices")
        .await
        .shows(200, "Đang có yêu cầu hỗ trợ với TD01");

    let mut anybody = test.client();
    for page in ["/help", "/sign-in"] {
        anybody.get(page).await.shows(200, "href=\"/genuine\"");
    }
    anybody.get("/genuine").await.shows(200, "Hãy hỏi mã");
    let yes = anybody.post("/genuine", &[("code", &code)]).await;
    yes.shows(200, "đây là cán bộ của TD01");
    assert!(!yes.text().contains(an.number()));
    let no = anybody.post("/genuine", &[("code", "ZZZZ ZZZZ")]).await;
    no.shows(200, "Hãy cúp máy. Không đọc mã");
    let bad = anybody.post("/genuine", &[("code", "ZZ<Z")]).await;
    bad.shows(422, "Mã gồm 8 chữ và số");
    bad.shows(422, "ZZ&lt;Z");
    anybody
        .post("/genuine/report", &[("caller", &"9".repeat(41))])
        .await
        .shows(422, "không quá 40 ký tự");
    anybody
        .post("/genuine/report", &[("caller", "0900 000 000")])
        .await
        .shows(200, "Cảm ơn bạn đã báo");
    let mut manager = staff(&test, Role::Manager, "QL01").await;
    manager
        .get("/console/impostors")
        .await
        .shows(200, "0900 000 000");
    desk.get("/console/impostors").await.shows(403, "");
    anybody
        .get("/console/impostors")
        .await
        .goes_to("/counter/sign-in");
}
