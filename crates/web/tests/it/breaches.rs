//! A breach of the terms through the pages: recorded, confirmed, objected to, ended.

use domain::actor::Role;
use jiff::SignedDuration;
use testkit::people::PASSWORD;
use testkit::{Client, TestApp};

use crate::counter::revision;
use crate::holds::{holder, link, staff};

const PDF: &[u8] = b"%PDF-1.7\n%%EOF\n";

async fn record(desk: &mut Client, number: &str) -> String {
    let form = [
        ("number", number),
        ("rule", "sharing"),
        ("words", "Cho thuê <tài khoản>"),
        ("reference", ""),
    ];
    let files: [(&str, &str, &str, &[u8]); 1] = [("papers", "a.pdf", "application/pdf", b"GIF89a")];
    let bad = desk
        .post_files("/counter/breaches/new", &form, &files)
        .await;
    bad.shows(422, "Tệp không phải PDF");
    bad.shows(422, "Cho thuê &lt;tài khoản&gt;");
    desk.post("/counter/breaches/new", &form)
        .await
        .shows(422, "Đính kèm PDF hoặc ghi nơi lưu chứng cứ");
    let files = [("papers", "a.pdf", "application/pdf", PDF)];
    let done = desk
        .post_files("/counter/breaches/new", &form, &files)
        .await;
    assert!(
        done.location().starts_with("/counter/breaches/sub_"),
        "{}",
        done.words()
    );
    done.location().to_owned()
}

// law: D59-19.1.a.ii, D59-19.4.a, D59-19.ui, D59-6.1
#[tokio::test]
async fn a_breach_is_recorded_confirmed_objected_to_and_ended() {
    let test = TestApp::new().await;
    let (an, mut browser) = holder(&test, 1).await;
    let mut officer = staff(&test, Role::Officer, "P074").await;
    officer
        .get("/counter/breaches")
        .await
        .shows(200, "Không có vi phạm");
    let place = record(&mut officer, an.number()).await;
    let page = officer.get(&place).await;
    page.shows(200, "Bạn đã làm bước trước");
    let paper = officer.get(&format!("{place}/papers/0")).await;
    assert_eq!(paper.bytes, PDF);
    let list = officer.get("/counter/breaches").await;
    list.shows(200, "VP-");
    assert!(!list.text().contains(an.number()));
    let decide = format!("{place}/decide");
    officer
        .post(&decide, &[("verdict", "yes"), ("revision", "1")])
        .await
        .shows(403, "");

    let mut head = staff(&test, Role::Head, "P074").await;
    let seen = revision(&mut head, &place).await;
    head.post(&decide, &[("revision", &seen)])
        .await
        .shows(422, "Chọn một quyết định");
    head.post(&decide, &[("revision", &seen), ("verdict", "no")])
        .await
        .shows(422, "lý do quyết định");
    head.post(&decide, &[("revision", "7"), ("verdict", "yes")])
        .await
        .shows(409, "");
    let yes = [("revision", seen.as_str()), ("verdict", "yes")];
    head.post(&decide, &yes).await.goes_to(&place);
    head.post(&decide, &yes)
        .await
        .shows(409, "đã có người quyết định");
    browser.get("/personal/devices").await.goes_to("/sign-in");

    test.advance(SignedDuration::from_mins(2));
    let mut browser = test.client();
    let fields = [("number", an.number()), ("password", PASSWORD)];
    browser
        .post("/sign-in", &fields)
        .await
        .goes_to("/sign-in/code");
    let code = test.code_for(an.phone()).await;
    browser
        .post("/sign-in/code", &[("code", &code)])
        .await
        .goes_to("/locked");
    let status = browser.get("/locked").await;
    status.shows(200, "Cho mượn, bán hoặc dùng chung tài khoản");
    let own = link(&status.text(), "/locked/breach/brc_");
    browser.get(&own).await.shows(200, "2026-01");
    browser
        .post(&own, &[("words", "")])
        .await
        .shows(422, "Viết lý do phản đối");
    browser
        .post(&own, &[("words", "Không phải tôi")])
        .await
        .goes_to(&own);
    browser
        .get("/locked/breach/nonsense")
        .await
        .shows(404, "Không tìm thấy");
    head.get("/counter/breaches")
        .await
        .shows(200, "Có phản đối");

    let seen = revision(&mut officer, &place).await;
    let end = format!("{place}/end");
    officer
        .post(&end, &[("revision", &seen), ("words", "x")])
        .await
        .shows(422, "Chọn lý do chấm dứt");
    let propose = [
        ("revision", seen.as_str()),
        ("remedy", "never-was"),
        ("words", "Nhầm người"),
    ];
    officer.post(&end, &propose).await.goes_to(&place);
    let seen = revision(&mut head, &place).await;
    let lift = [("revision", seen.as_str()), ("verdict", "yes")];
    head.post(&format!("{place}/decide-end"), &lift)
        .await
        .goes_to(&place);
    head.get(&place).await.shows(200, "Đã chấm dứt");
    browser.get("/locked").await.goes_to("/sign-in");
}

// law: D59-4.4
#[tokio::test]
async fn breaches_are_for_officers_and_heads() {
    let test = TestApp::new().await;
    let one = "/counter/breaches/sub_00000000000000000000000000000000.brc_00000000000000000000000000000000";
    for role in [Role::CallCentre, Role::Manager, Role::Auditor] {
        let mut desk = staff(&test, role, "P074").await;
        for path in ["/counter/breaches", one] {
            desk.get(path).await.shows(403, "");
        }
        for end in ["decide", "end", "decide-end"] {
            let form = [
                ("verdict", "yes"),
                ("remedy", "mended"),
                ("words", "x"),
                ("revision", "1"),
            ];
            desk.post(&format!("{one}/{end}"), &form)
                .await
                .shows(403, "");
        }
        let form = [
            ("number", "074190000001"),
            ("rule", "sharing"),
            ("words", "x"),
            ("reference", "x"),
        ];
        desk.post("/counter/breaches/new", &form)
            .await
            .shows(403, "");
    }
    test.client()
        .get("/counter/breaches")
        .await
        .goes_to("/counter/sign-in");
    test.client()
        .get("/locked/breach/brc_00000000000000000000000000000000")
        .await
        .goes_to("/sign-in");
}
