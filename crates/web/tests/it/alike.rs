//! People enrolled twice, through the pages: what stops an approval, the officer who settles it, the console.

use axum::body::Body;
use axum::http::Request;
use domain::account::Level;
use domain::actor::Role;
use domain::ids::SubjectId;
use testkit::people::Person;
use testkit::{Answer, Client, TestApp};

use crate::counter::{complete, decide, level, open};
use crate::holds::staff;
use crate::register::known;

const LOOKS: &str = "/counter/second-looks";

/// A dossier, complete and compared as the same person; all these pictures show one face.
async fn compared(test: &TestApp, desk: &mut Client, person: &Person) -> String {
    let case = open(desk, person).await;
    complete(test, desk, &case, person).await;
    desk.post(&format!("{case}/compare"), &[("verdict", "same")])
        .await
        .goes_to(&case);
    case
}

async fn approve(desk: &mut Client, case: &str) -> Answer {
    decide(
        desk,
        &format!("{case}/decide"),
        &format!("{case}/approve"),
        &[],
    )
    .await
}

/// Two officers of a unit, an account, and a dossier that looks like it.
struct Scene {
    test: TestApp,
    first: Client,
    second: Client,
    binh: Person,
    an: Person,
    case: String,
}

impl Scene {
    async fn new() -> Self {
        let (test, _) = TestApp::new().await.with_faces();
        let (binh, an) = (
            known(&test, 41, |_| {}).await,
            known(&test, 42, |_| {}).await,
        );
        let mut first = staff(&test, Role::Officer, "TD01").await;
        let enrolled = compared(&test, &mut first, &binh).await;
        approve(&mut first, &enrolled).await.goes_to(&enrolled);
        let case = compared(&test, &mut first, &an).await;
        let second = staff(&test, Role::Head, "TD01").await;
        Self {
            test,
            first,
            second,
            binh,
            an,
            case,
        }
    }

    fn reference(&self) -> &str {
        self.case.rsplit('/').next().unwrap()
    }

    fn page(&self) -> String {
        format!("{}/alike", self.case)
    }

    /// The warning on the page.
    async fn warning(&mut self) -> String {
        let page = self.page();
        let text = self.second.get(&page).await.text();
        let (_, rest) = text.split_once("name=\"warning\" value=\"").unwrap();
        rest.split('"').next().unwrap().to_owned()
    }

    async fn subject(&self) -> SubjectId {
        let number = &self.binh.record.identity.number;
        let mut source = self.test.app.db.read().await.unwrap();
        let found = store::account::by_number(&mut source, number, self.test.now()).await;
        found.unwrap().unwrap().account.subject
    }

    /// Readings of the other account to find out whether somebody is enrolled twice.
    async fn readings(&self) -> usize {
        let subject = self.subject().await;
        let mut source = self.test.app.db.read().await.unwrap();
        let rows = store::audit::by_subject(&mut source, subject, jiff::Timestamp::MAX, 200).await;
        let rows = rows.unwrap();
        let read = rows.iter().filter(|(row, _)| row.action == "record-read");
        read.filter(|(row, _)| row.purpose == "duplicate-check")
            .count()
    }
}

// law: D59-3.1, D59-3.2, D59-4.4
#[tokio::test]
async fn another_officer_settles_that_somebody_is_enrolled_twice() {
    let mut scene = Scene::new().await;
    let (case, page) = (scene.case.clone(), scene.page());
    scene
        .first
        .get(&case)
        .await
        .shows(200, "giống ảnh của 1 tài khoản khác");
    let decision = scene.first.get(&format!("{case}/decide")).await;
    assert!(!decision.text().contains(&format!("{case}/approve")));
    assert!(!decision.text().contains("value=\"duplicate\""));
    approve(&mut scene.first, &case)
        .await
        .shows(409, "Một cán bộ khác của đơn vị phải xem");
    scene
        .first
        .get(&page)
        .await
        .shows(409, "Bạn đã tham gia hồ sơ này");
    let own = scene.first.get(LOOKS).await;
    assert!(!own.text().contains(scene.reference()));

    scene.second.get(LOOKS).await.shows(200, &page);
    let before = scene.readings().await;
    let warning = scene.warning().await;
    assert_eq!(scene.readings().await, before + 1);
    let shown = scene.second.get(&page).await;
    shown.shows(200, "N. T. N. Á. 074•••••0041");
    for hidden in [scene.binh.number(), scene.an.number(), "Ngọc Ánh", "1000"] {
        assert!(!shown.text().contains(hidden), "{hidden}");
    }
    let before = scene.readings().await;
    for whose in ["live", "other"] {
        let address = format!("{page}/{warning}/{whose}");
        shown.shows(200, &address);
        let image = scene.second.get(&address).await;
        assert_eq!(image.status.as_u16(), 200, "{whose}");
        assert_eq!(image.headers["cache-control"], "no-store");
    }
    assert_eq!(
        scene.readings().await,
        before + 1,
        "the other person's portrait"
    );

    let id = ("warning", warning.as_str());
    let none = scene.second.post(&page, &[id, ("note", "Giống <b>")]).await;
    none.shows(422, "Chọn hai người khác nhau hoặc cùng một người");
    none.shows(422, "Giống &lt;b&gt;");
    let why = scene
        .second
        .post(&page, &[id, ("settled", "another")])
        .await;
    why.shows(422, "Chọn vì sao hai người giống nhau");
    scene
        .second
        .post(&page, &[id, ("settled", "same")])
        .await
        .goes_to(LOOKS);
    scene.second.get(&page).await.shows(404, "");
    let late = format!("{page}/{warning}/other");
    scene.second.get(&late).await.shows(404, "");

    let decision = scene.first.get(&format!("{case}/decide")).await;
    decision.shows(200, "đã có tài khoản dưới danh tính khác");
    decision.shows(200, "value=\"duplicate\"");
    approve(&mut scene.first, &case)
        .await
        .shows(409, "mỗi chủ thể chỉ có một tài khoản");
    let reason = [("reason", "duplicate")];
    let (page, to) = (format!("{case}/decide"), format!("{case}/refuse"));
    decide(&mut scene.first, &page, &to, &reason)
        .await
        .goes_to(&case);
    assert_eq!(level(&scene.test, &scene.an).await, None);
    assert_eq!(level(&scene.test, &scene.binh).await, Some(Level::Two));
    scene.test.jobs().await;
    let told = scene.test.outbox.all();
    let words = "đã có tài khoản dưới một danh tính khác";
    assert!(
        told.iter()
            .any(|m| m.to == scene.an.phone() && m.text.contains(words))
    );
}

// law: D59-3.1, D59-3.2
#[tokio::test]
async fn twins_get_an_account_each_and_who_inspects_sees_why() {
    let mut scene = Scene::new().await;
    let (case, page) = (scene.case.clone(), scene.page());
    let mut auditor = staff(&scene.test, Role::Auditor, "TD09").await;
    let console = auditor.get("/console/alike").await;
    for words in [
        scene.reference(),
        "Chờ kết luận",
        "không tự khóa tài khoản nào",
    ] {
        console.shows(200, words);
    }
    let warning = scene.warning().await;
    let form = [
        ("warning", warning.as_str()),
        ("settled", "another"),
        ("reason", "twins"),
        ("note", "Sinh đôi"),
    ];
    scene.second.post(&page, &form).await.goes_to(LOOKS);
    scene
        .first
        .get(&case)
        .await
        .shows(200, "kết luận là người khác");
    approve(&mut scene.first, &case).await.goes_to(&case);
    assert_eq!(level(&scene.test, &scene.an).await, Some(Level::Two));
    let mut manager = staff(&scene.test, Role::Manager, "TD08").await;
    for desk in [&mut auditor, &mut manager] {
        desk.set_cookie("dd-lang", "en");
        let console = desk.get("/console/alike").await;
        console.shows(200, "Another person: Twins");
        for hidden in [scene.an.number(), scene.binh.number(), "Sinh đôi"] {
            assert!(!console.text().contains(hidden), "{hidden}");
        }
    }
    scene.first.get("/console/alike").await.shows(403, "");
    let nobody = scene.test.client().get("/console/alike").await;
    nobody.goes_to("/counter/sign-in");
}

// law: D59-3.1, D59-20.4, D59-4.4
#[tokio::test]
async fn a_warning_is_nobodys_who_has_no_part_in_it() {
    let mut scene = Scene::new().await;
    let (page, warning) = (scene.page(), scene.warning().await);
    let image = format!("{page}/{warning}/other");
    let form = [("warning", warning.as_str()), ("settled", "same")];
    scene.first.get(&image).await.shows(409, "");
    scene
        .first
        .post(&page, &form)
        .await
        .shows(409, "Bạn đã tham gia hồ sơ này");
    let mut elsewhere = staff(&scene.test, Role::Officer, "TD02").await;
    for address in [&page, &image] {
        elsewhere.get(address).await.shows(404, "");
        scene
            .test
            .client()
            .get(address)
            .await
            .goes_to("/counter/sign-in");
    }
    elsewhere.post(&page, &form).await.shows(404, "");
    for role in [Role::CallCentre, Role::Manager, Role::Auditor] {
        let mut other = staff(&scene.test, role, "TD09").await;
        for address in [&page, &image] {
            other.get(address).await.shows(403, "");
        }
        other.post(&page, &form).await.shows(403, "");
    }
    for strange in ["x", "alk_00", "alk_00000000000000000000000000000000"] {
        let form = [("warning", strange), ("settled", "same")];
        scene.second.post(&page, &form).await.shows(404, "");
        let image = format!("{page}/{strange}/other");
        scene.second.get(&image).await.shows(404, "");
    }
    let third = format!("{page}/{warning}/finger-right-index");
    scene.second.get(&third).await.shows(404, "");
    let foreign = Request::post(&page)
        .header("content-type", "application/x-www-form-urlencoded")
        .header("origin", "https://evil.example")
        .body(Body::from(format!(
            "csrf={}&warning={warning}&settled=same",
            scene.second.cookie("dd-csrf").unwrap()
        )));
    scene.second.send(foreign.unwrap()).await.shows(403, "");
    scene.second.get(&page).await.shows(200, &warning);
}
