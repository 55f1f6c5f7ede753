//! Courses for staff: offered, needed, taken elsewhere, told by signed messages; who lacks one decides nothing.

use app::counter::Seen;
use app::counter::proofing::{self, Comparison};
use app::counter::queue;
use app::phone_change::{self, Verdict};
use app::{Cx, Error};
use axum::body::Body;
use axum::http::Request;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use domain::actor::Role;
use jiff::SignedDuration;
use serde_json::{Value, json};
use testkit::{Answer, Client, TestApp};

use crate::api::problem;
use crate::counter::{decide, differing};
use crate::documents::scene::both;
use crate::holds::staff;
use crate::register::{known, register};

both!(
    who_lacks_a_course_reads_and_decides_nothing,
    a_message_counts_once_and_only_from_its_provider,
    a_pass_runs_out_and_is_taken_back,
);

const OFFER: [(&str, &str); 4] = [
    ("code", "level-2-basics"),
    ("title", "Định danh mức 2"),
    ("address", "https://mooc.example/level-2"),
    ("months", "12"),
];

/// Offers the course; gives the bytes of its provider's secret.
async fn offer(manager: &mut Client) -> Vec<u8> {
    let page = manager.post("/console/training", &OFFER).await;
    page.shows(200, "/api/v1/training/level-2-basics");
    secret(&page)
}

fn secret(page: &Answer) -> Vec<u8> {
    let text = page.text();
    let from = text.find("whsec_").unwrap() + "whsec_".len();
    let written: String = text[from..].chars().take_while(|c| *c != '<').collect();
    STANDARD.decode(written).unwrap()
}

/// The role needs it from tomorrow on; it is tomorrow.
async fn needed(test: &TestApp, manager: &mut Client) {
    let form = [
        ("course", "level-2-basics"),
        ("role", "officer"),
        ("from-day", "5"),
        ("from-month", "3"),
        ("from-year", "2024"),
    ];
    manager
        .post("/console/training/needs", &form)
        .await
        .goes_to("/console/training");
    test.advance(SignedDuration::from_hours(24));
}

/// The mark by which the provider knows who looks.
async fn mark(desk: &mut Client) -> String {
    let page = desk.get("/counter/training").await;
    page.shows(200, "https://mooc.example/level-2?mark=");
    let text = page.text();
    let from = text.find("?mark=").unwrap() + "?mark=".len();
    text[from..].chars().take_while(|c| *c != '"').collect()
}

async fn tell(test: &TestApp, secret: &[u8], id: &str, body: &Value) -> Answer {
    let body = body.to_string();
    let timestamp = test.now().as_second().to_string();
    let signature = app::signed_message::sign(secret, id, &timestamp, body.as_bytes());
    let request = Request::post("/api/v1/training/level-2-basics")
        .header("content-type", "application/json")
        .header("webhook-id", id)
        .header("webhook-timestamp", &timestamp)
        .header("webhook-signature", signature)
        .body(Body::from(body))
        .unwrap();
    test.client().send(request).await
}

fn passed(test: &TestApp, mark: &str) -> Value {
    let data = json!({ "mark": mark, "passed_at": test.now().to_string() });
    json!({ "type": "course.passed", "data": data })
}

// law: R50-7
async fn who_lacks_a_course_reads_and_decides_nothing(test: TestApp) {
    let an = known(&test, 21, |_| {}).await;
    let mut citizen = test.client();
    let reference = register(&test, &mut citizen, &an, &differing()).await;
    let mut manager = staff(&test, Role::Manager, "C06").await;
    let secret = offer(&mut manager).await;
    staff(&test, Role::Officer, "TD01").await;
    needed(&test, &mut manager).await;
    let mut manager = again(&test, "manager.c06").await;
    manager
        .get("/console/training")
        .await
        .shows(200, "0 trên 1");
    let mut desk = again(&test, "officer.td01").await;
    desk.get("/counter/training")
        .await
        .shows(200, "không được quyết định");
    // He reads and prepares.
    let one = format!("/counter/queue/{reference}");
    desk.get(&one).await.shows(200, "Ngọc");
    for act in ["approve", "refuse", "send-back"] {
        let form = [("reason", "not-in-register"), ("missing", "x")];
        let refused = decide(&mut desk, &one, &format!("{one}/{act}"), &form).await;
        refused.shows(409, "còn thiếu khóa học");
    }
    let mark = mark(&mut desk).await;
    assert!(!mark.contains("TD01") && !mark.contains("officer"));
    let told = tell(&test, &secret, "m-1", &passed(&test, &mark)).await;
    assert_eq!(told.status.as_u16(), 204, "{}", told.text());
    desk.get("/counter/training").await.shows(200, "Đã đạt");
    manager
        .get("/console/training")
        .await
        .shows(200, "1 trên 1");
    decide(&mut desk, &one, &format!("{one}/approve"), &[])
        .await
        .goes_to("/counter/queue");
}

/// Signs in for another shift.
async fn again(test: &TestApp, login: &str) -> Client {
    let mut browser = test.client();
    let begin = [("login", login), ("password", testkit::STAFF_PASSWORD)];
    browser.post("/counter/sign-in", &begin).await;
    let code = test.code_for(&format!("{login}@congan.example")).await;
    browser
        .post("/counter/sign-in/code", &[("code", &code)])
        .await;
    browser
}

// law: R50-7
async fn a_message_counts_once_and_only_from_its_provider(test: TestApp) {
    let mut manager = staff(&test, Role::Manager, "C06").await;
    let secret = offer(&mut manager).await;
    let mut desk = staff(&test, Role::Officer, "TD01").await;
    let own = mark(&mut desk).await;
    let good = passed(&test, &own);
    let forged = tell(&test, &[7; 32], "m-1", &good).await;
    problem(&forged, 401, "webhook-signature");
    let mut wrong = Vec::new();
    for (body, field) in [
        (json!({ "type": "course.passed" }), "data"),
        (json!({ "type": "x", "data": good["data"] }), "type"),
        (
            json!({ "type": "course.taken-back", "data": good["data"] }),
            "data.passed_at",
        ),
        (passed(&test, "AAAA"), "data.mark"),
        (passed(&test, "no base64!"), "data.mark"),
        (
            json!({ "type": "course.passed", "data": { "mark": own } }),
            "data.passed_at",
        ),
        (
            json!({ "type": "course.passed", "data": { "mark": own, "passed_at": "2024-02-01T00:00:00Z" } }),
            "data.passed_at",
        ),
        (
            json!({ "type": "course.passed", "data": { "mark": own, "passed_at": "2025-01-01T00:00:00Z" } }),
            "data.passed_at",
        ),
    ] {
        let told = tell(&test, &secret, "m-2", &body).await;
        problem(&told, 422, "invalid");
        assert_eq!(told.json()["errors"][0]["field"], field, "{body}");
        wrong.push(field);
    }
    assert_eq!(wrong.len(), 8);
    for _ in 0..2 {
        let told = tell(&test, &secret, "m-3", &good).await;
        assert_eq!(told.status.as_u16(), 204, "{}", told.text());
    }
    let mut changed = good.clone();
    changed["data"]["passed_at"] = json!("2024-03-01T00:00:00Z");
    problem(
        &tell(&test, &secret, "m-3", &changed).await,
        422,
        "webhook-other",
    );
    let mut source = test.app.db.read().await.unwrap();
    let all = store::training::passed_by_all(&mut source).await.unwrap();
    assert_eq!(all.len(), 1, "sent again");
    drop(source);
    // A new secret: the old one is over.
    let page = manager
        .post("/console/training/secret", &[("course", "level-2-basics")])
        .await;
    let renewed = self::secret(&page);
    problem(
        &tell(&test, &secret, "m-4", &good).await,
        401,
        "webhook-signature",
    );
    assert_eq!(
        tell(&test, &renewed, "m-4", &good).await.status.as_u16(),
        204
    );
    // Withdrawn: nobody tells anything any more.
    manager
        .post(
            "/console/training/withdraw",
            &[("course", "level-2-basics")],
        )
        .await
        .goes_to("/console/training");
    problem(
        &tell(&test, &renewed, "m-5", &good).await,
        401,
        "webhook-signature",
    );
    let stale = Request::post("/api/v1/training/none")
        .header("content-type", "application/json")
        .body(Body::from("{}"))
        .unwrap();
    problem(&test.client().send(stale).await, 401, "webhook-signature");
}

// law: R50-7
async fn a_pass_runs_out_and_is_taken_back(test: TestApp) {
    let mut manager = staff(&test, Role::Manager, "C06").await;
    let secret = offer(&mut manager).await;
    staff(&test, Role::Officer, "TD01").await;
    needed(&test, &mut manager).await;
    let mut desk = again(&test, "officer.td01").await;
    let own = mark(&mut desk).await;
    let told = tell(&test, &secret, "m-1", &passed(&test, &own)).await;
    assert_eq!(told.status.as_u16(), 204, "{}", told.text());
    desk.get("/counter/training").await.shows(200, "05/03/2025");
    let mut back = passed(&test, &own);
    back["type"] = json!("course.taken-back");
    assert_eq!(
        tell(&test, &secret, "m-2", &back).await.status.as_u16(),
        204
    );
    desk.get("/counter/training")
        .await
        .shows(200, "không được quyết định");
    test.advance(SignedDuration::from_mins(1));
    tell(&test, &secret, "m-3", &passed(&test, &own)).await;
    // Sent again, what was taken back before takes nothing back that came later.
    assert_eq!(
        tell(&test, &secret, "m-2", &back).await.status.as_u16(),
        204
    );
    let page = desk.get("/counter/training").await;
    assert!(!page.words().contains("không được quyết định"));
    // A year and a day later it counts no more.
    test.advance(SignedDuration::from_hours(24 * 366));
    let mut desk = again(&test, "officer.td01").await;
    desk.get("/counter/training")
        .await
        .shows(200, "không được quyết định");
}

// law: R50-7
#[tokio::test]
async fn what_a_manager_types_is_named_and_kept() {
    let test = TestApp::new().await;
    let mut manager = staff(&test, Role::Manager, "C06").await;
    manager
        .get("/console/training")
        .await
        .shows(200, "Chưa có khóa học");
    for (field, value, words) in [
        ("code", "A B", "chữ thường không dấu"),
        ("title", "", "Nhập tiêu đề"),
        ("address", "http://mooc.example", "bắt đầu bằng https"),
        ("address", "https://mooc.example/?a=1", "không có ?"),
        ("months", "121", "từ 1 đến 120"),
    ] {
        let form = OFFER.map(|(k, v)| if k == field { (k, value) } else { (k, v) });
        let page = manager.post("/console/training", &form).await;
        page.shows(422, words);
        if field != "title" {
            page.shows(422, "Định danh mức 2");
        }
    }
    offer(&mut manager).await;
    manager
        .post("/console/training", &OFFER)
        .await
        .shows(422, "Đã có khóa học tên này");
    let need = |course: &'static str, role: &'static str, day: &'static str| {
        [
            ("course", course),
            ("role", role),
            ("from-day", day),
            ("from-month", "3"),
            ("from-year", "2024"),
        ]
    };
    for (form, words) in [
        (need("none", "officer", "5"), "Chọn một khóa học"),
        (need("level-2-basics", "king", "5"), "Chọn vai trò"),
        (need("level-2-basics", "manager", "5"), "Chọn vai trò"),
        (need("level-2-basics", "officer", "4"), "Chọn ngày mai"),
    ] {
        manager
            .post("/console/training/needs", &form)
            .await
            .shows(422, words);
    }
    manager
        .post(
            "/console/training/needs",
            &need("level-2-basics", "officer", "5"),
        )
        .await
        .goes_to("/console/training");
    let mut head = staff(&test, Role::Head, "TD01").await;
    staff(&test, Role::Officer, "TD02").await;
    staff(&test, Role::Officer, "TD01").await;
    let page = manager.get("/console/training").await;
    page.shows(200, "0 trên 2");
    // A head sees his own unit, and changes nothing.
    let page = head.get("/console/training").await;
    page.shows(200, "0 trên 1");
    assert!(!page.words().contains("TD02"));
    for (path, form) in [
        ("/console/training", OFFER.as_slice()),
        (
            "/console/training/withdraw",
            &[("course", "level-2-basics")],
        ),
        ("/console/training/secret", &[("course", "level-2-basics")]),
        (
            "/console/training/needs/end",
            &[("course", "level-2-basics"), ("role", "officer")],
        ),
    ] {
        assert_eq!(head.post(path, form).await.status.as_u16(), 403, "{path}");
    }
    let mut desk = staff(&test, Role::Officer, "TD03").await;
    assert_eq!(desk.get("/console/training").await.status.as_u16(), 403);
    manager
        .post(
            "/console/training/needs/end",
            &[("course", "level-2-basics"), ("role", "officer")],
        )
        .await
        .goes_to("/console/training");
    manager
        .get("/console/training")
        .await
        .shows(200, "Chưa vai trò nào cần");
    manager
        .post(
            "/console/training/needs/end",
            &[("course", "level-2-basics"), ("role", "officer")],
        )
        .await
        .shows(404, "");
}

// law: R50-7
#[tokio::test]
async fn every_decision_asks_for_the_course() {
    let test = TestApp::new().await;
    let mut manager = staff(&test, Role::Manager, "C06").await;
    offer(&mut manager).await;
    for role in ["officer", "head"] {
        let form = [
            ("course", "level-2-basics"),
            ("role", role),
            ("from-day", "5"),
            ("from-month", "3"),
            ("from-year", "2024"),
        ];
        manager.post("/console/training/needs", &form).await;
    }
    let officer = test.staff(Role::Officer, "TD01").await;
    test.advance(SignedDuration::from_hours(24));
    let cx = Cx {
        now: test.now(),
        ..officer
    };
    let (app, cx) = (&test.app, &cx);
    let seen = || Seen {
        reference: "DK-ABCDE-FGHJK",
        revision: 1,
    };
    let id = "00112233445566778899aabbccddeeff";
    let change = format!("sub_{id}.phc_{id}").parse().unwrap();
    let comparison = Comparison {
        verdict: "same",
        explanation: "",
    };
    // Whatever it is about: who lacks the course comes as far as that.
    for (what, refused) in [
        ("approve", queue::approve(app, cx, seen()).await),
        ("refuse", queue::refuse(app, cx, seen(), "x").await),
        ("send back", queue::send_back(app, cx, seen(), "x").await),
        ("approve level 2", proofing::approve(app, cx, seen()).await),
        (
            "refuse level 2",
            proofing::refuse(app, cx, seen(), "x").await,
        ),
        (
            "send level 2 back",
            proofing::send_back(app, cx, seen(), "x").await,
        ),
        (
            "compare",
            proofing::compare(app, cx, "DK-ABCDE-FGHJK", &comparison)
                .await
                .map(drop),
        ),
        (
            "another number",
            phone_change::decide(app, cx, change, Verdict::CarryOut).await,
        ),
    ] {
        assert!(
            matches!(refused, Err(Error::Refused("training-missing"))),
            "{what}: {refused:?}"
        );
    }
}
