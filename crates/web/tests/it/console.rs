//! The console: a manager changes pilots and closes registers.

use domain::actor::{Actor, Role};
use domain::exchange::{Outcome, Question};
use domain::ids::AuditId;
use store::register_exchange::{self, Direction, Exchange, Salts};
use testkit::{Client, TestApp};

use crate::documents::scene::{Scene, both};

both!(
    the_console_changes_pilots_and_registers,
    the_decrees_stand_side_by_side
);

// law: D69-13, D69-7.1, D69-9, D69-10.1, D69-3
async fn the_decrees_stand_side_by_side(test: TestApp) {
    let mut auditor = staff(&test, Role::Auditor).await;
    auditor.get("/console").await.shows(200, "/console/decrees");
    let page = auditor.get("/console/decrees").await;
    for words in [
        "59/2022/NĐ-CP",
        "69/2024/NĐ-CP, từ 01/07/2024",
        "15 ngày làm việc",
        "gắn với tài khoản của cha, mẹ",
        "từ mức độ 2",
        "số điện thoại chính chủ",
        "mống mắt",
        "khác",
    ] {
        page.shows(200, words);
    }
    let nobody = test.client().get("/console/decrees").await;
    nobody.goes_to("/counter/sign-in");
}

// law: R50-1, R50-4
async fn the_console_changes_pilots_and_registers(test: TestApp) {
    let scene = Scene::new(test).await;
    let test = &scene.test;
    let mut manager = staff(test, Role::Manager).await;
    manager
        .get("/console/pilots")
        .await
        .shows(200, "Chưa có thí điểm");
    let bad = manager
        .post(
            "/console/pilots/new",
            &[
                ("name", ""),
                ("provinces", "074"),
                ("from-day", "40"),
                ("from-month", "1"),
                ("from-year", "2023"),
            ],
        )
        .await;
    bad.shows(422, "Nhập tên thí điểm");
    bad.shows(422, "value=\"40\"");
    let good = [
        ("name", "Bình Dương"),
        ("kind", "driving-licence"),
        ("provinces", "074"),
        ("provinces", "075"),
        ("from-day", "8"),
        ("from-month", "4"),
        ("from-year", "2023"),
        ("quota", "500"),
        ("people", "citizens"),
        ("age-from", "18"),
    ];
    let made = manager.post("/console/pilots/new", &good).await;
    assert_eq!(made.status.as_u16(), 303, "{}", made.words());
    let list = manager.get("/console/pilots").await;
    list.shows(200, "Bình Dương, Đồng Nai");
    let pilots = app::pilots::list(&test.app, &test.cx(Actor::Operator))
        .await
        .unwrap();
    let page = format!("/console/pilots/{}", pilots[0].pilot.id);
    let drafted = manager.get(&page).await;
    drafted.shows(200, "Báo cáo của thí điểm");
    drafted.shows(200, "Bản nháp");
    drafted.shows(200, "500, đã dùng (làm tròn xuống hàng chục): 0");
    drafted.shows(200, "tài khoản mức độ 2; Chỉ công dân Việt Nam; từ 18 tuổi");
    let phase = format!("{page}/phase");
    let bare = [("revision", "1"), ("phase", "paused")];
    let bare = manager.post(&phase, &bare).await;
    bare.shows(422, "Nhập lý do");
    let start = [("revision", "1"), ("phase", "running")];
    manager.post(&phase, &start).await.goes_to(&page);
    manager.get(&page).await.shows(200, "Đang chạy");
    manager
        .post("/console/pilots/x/phase", &start)
        .await
        .shows(404, "Không tìm thấy");
    let report = manager.get(&format!("{page}/report")).await;
    report.shows(200, "Báo cáo thí điểm: Bình Dương");
    report.shows(200, "Đồng Nai");
    report.shows(200, "Cách tính");
    let bad = manager
        .get(&format!("{page}/report?from=x&by=today&on=31/12/2999"))
        .await;
    bad.shows(422, "value=\"x\"");
    bad.shows(422, "Ngày báo cáo không được ở tương lai");
    let file = manager.get(&format!("{page}/report.csv?by=today")).await;
    // One account is told by nobody's count.
    file.shows(200, "Thành phố Hồ Chí Minh,,0,0,0,0,0,,,,0");
    assert_eq!(file.headers["content-type"], "text/csv; charset=utf-8");
    let paper = manager.get(&format!("{page}/report.pdf")).await;
    assert_eq!(paper.headers["content-type"], "application/pdf");
    manager
        .get("/console/pilots/x/report")
        .await
        .shows(404, "Không tìm thấy");
    let mut old = Vec::from(good);
    old.push(("revision", "7"));
    manager
        .post(&page, &old)
        .await
        .shows(422, "Có người vừa thay đổi trước bạn");

    manager
        .get("/console/registers")
        .await
        .shows(200, "Đang trả lời");
    manager
        .post("/console/registers/licences/close", &[("note", "nâng cấp")])
        .await
        .goes_to("/console/registers");
    manager
        .get("/console/registers")
        .await
        .shows(200, "nâng cấp");
    asked_of_another_body(test).await;
    let registers = manager.get("/console/registers").await;
    registers.shows(200, "Không có câu trả lời đáng tin");
    manager
        .post("/console/registers/licences/open", &[])
        .await
        .goes_to("/console/registers");
    manager
        .post("/console/registers/nothing/open", &[])
        .await
        .shows(404, "Không tìm thấy");

    let mut auditor = staff(test, Role::Auditor).await;
    assert_eq!(
        auditor
            .post("/console/pilots/new", &good)
            .await
            .status
            .as_u16(),
        403
    );
    let moved = auditor.post(&phase, &[("phase", "ended")]).await;
    assert_eq!(moved.status.as_u16(), 403);
    let mut officer = staff(test, Role::Officer).await;
    let read = officer.get(&page).await;
    read.shows(200, "Bình Dương, Đồng Nai");
    assert!(!read.text().contains("name=\"phase\""));
    assert_eq!(
        auditor
            .post("/console/registers/licences/close", &[])
            .await
            .status
            .as_u16(),
        403
    );
}

/// A question to another body that had no answer to be believed.
async fn asked_of_another_body(test: &TestApp) {
    let row = Exchange {
        direction: Direction::Asked,
        body: "csdl-gplx".into(),
        id: [7; 16],
        question: Question::Licence,
        asked_at: test.now(),
        answered_at: Some(test.now()),
        outcome: Outcome::Failed,
        why: "answer-cut".into(),
        asked: String::new(),
        answered: String::new(),
        salts: Salts::default(),
        audit: AuditId::from_bytes([7; 16]),
    };
    let mut tx = test.app.db.begin().await.unwrap();
    assert!(register_exchange::insert(&mut tx, &row).await.unwrap());
    tx.commit(store::Audit::Bookkeeping("test")).await.unwrap();
}

/// A member of staff at his desk.
pub(crate) async fn staff(test: &TestApp, role: Role) -> Client {
    test.staff(role, "A06").await;
    let login = format!("{}.a06", role.as_str());
    let mut client = test.client();
    let fields = [
        ("login", login.as_str()),
        ("password", testkit::STAFF_PASSWORD),
    ];
    client
        .post("/counter/sign-in", &fields)
        .await
        .goes_to("/counter/sign-in/code");
    let code = test.code_for(&format!("{login}@congan.example")).await;
    let answer = client
        .post("/counter/sign-in/code", &[("code", &code)])
        .await;
    assert_eq!(answer.status.as_u16(), 303, "{}", answer.words());
    client
}
