//! Turns of the head through the pages: begun, filmed, told in words, and who may not.

use std::collections::BTreeSet;
use std::sync::Arc;

use app::counter::proofing::TURNS_A_DAY;
use app::ports::Wrong;
use domain::actor::Role;
use jiff::SignedDuration;
use testkit::people::Person;
use testkit::{Answer, Client, ScriptedFaces, TestApp};

use crate::counter::{complete, decide, level, open};
use crate::holds::staff;
use crate::register::{known, png};

const LOOKS: &str = "/counter/second-looks";

struct Scene {
    test: TestApp,
    faces: Arc<ScriptedFaces>,
    desk: Client,
    person: Person,
    case: String,
}

impl Scene {
    /// A complete dossier before an officer, with an engine at hand.
    async fn new() -> Self {
        Self::of(TestApp::new().await).await
    }

    async fn of(test: TestApp) -> Self {
        let (test, faces) = test.with_faces();
        let person = known(&test, 41, |_| {}).await;
        let mut desk = staff(&test, Role::Officer, "TD01").await;
        let case = open(&mut desk, &person).await;
        complete(&test, &mut desk, &case, &person).await;
        Self {
            test,
            faces,
            desk,
            person,
            case,
        }
    }

    /// The address of turns that are drawn now.
    async fn draw(&mut self) -> String {
        let path = format!("{}/portrait/turns", self.case);
        let drawn = self.desk.post(&path, &[]).await;
        assert!(drawn.location().starts_with(&format!("{path}/trn_")));
        drawn.location().to_owned()
    }

    async fn film(&mut self) -> Answer {
        let turns = self.draw().await;
        send(&mut self.desk, &turns, 5).await
    }

    async fn compare(&mut self) {
        let path = format!("{}/compare", self.case);
        self.desk
            .post(&path, &[("verdict", "same")])
            .await
            .goes_to(&self.case);
    }

    async fn approve(&mut self) -> Answer {
        let page = format!("{}/decide", self.case);
        let to = format!("{}/approve", self.case);
        decide(&mut self.desk, &page, &to, &[]).await
    }
}

/// So many pictures of a head.
async fn send(desk: &mut Client, turns: &str, count: usize) -> Answer {
    let times: Vec<_> = (0..count).map(|n| (n * 400).to_string()).collect();
    send_at(desk, turns, &times.join(" "), count).await
}

async fn send_at(desk: &mut Client, turns: &str, times: &str, count: usize) -> Answer {
    let face = png(320, 400);
    let shots = vec![("frame", "camera.jpg", "image/jpeg", face.as_slice()); count];
    desk.post_files(turns, &[("at", times)], &shots).await
}

// law: D59-14.2.a2
#[tokio::test]
async fn turns_are_drawn_said_filmed_and_on_record() {
    let mut scene = Scene::new().await;
    let portrait = format!("{}/portrait", scene.case);
    let page = scene.desk.get(&portrait).await;
    page.shows(200, "Quay phim công dân quay đầu");
    page.shows(200, "còn 3 lần");
    page.shows(200, "Cần máy ảnh và JavaScript");
    assert!(
        !page.text().contains("/portrait/exception"),
        "only where asked for"
    );
    let turns = scene.draw().await;
    for (lang, words) in [
        (
            "vi",
            ["Nhìn thẳng vào máy ảnh", "Cần máy ảnh và JavaScript"],
        ),
        (
            "en",
            ["Look straight into the camera", "needs a camera and script"],
        ),
    ] {
        scene.desk.set_cookie("dd-lang", lang);
        let page = scene.desk.get(&turns).await;
        for words in words {
            page.shows(200, words);
        }
        let allowed = page.headers["permissions-policy"].to_str().unwrap();
        assert!(allowed.contains("camera=(self)"));
        assert!(!page.text().contains(scene.person.number()));
    }
    scene.desk.set_cookie("dd-lang", "vi");
    let page = scene.desk.get(&turns).await.text();
    send(&mut scene.desk, &turns, 5).await.goes_to(&scene.case);
    let asked = scene.faces.asked()[0].join(" ");
    assert!(page.contains(&format!("data-turns=\"{asked}\"")), "as said");
    let page = scene.desk.get(&portrait).await;
    page.shows(200, "Đúng yêu cầu");
    page.shows(200, "còn 2 lần");
    let compare = format!("{}/compare", scene.case);
    scene.desk.get(&compare).await.shows(200, "Đúng yêu cầu");
    scene.compare().await;
    let decide = format!("{}/decide", scene.case);
    let page = scene.desk.get(&decide).await;
    page.shows(200, "Là người thật chưa nói được là ai");
    scene.approve().await.goes_to(&scene.case);
}

// law: D59-14.2.a2
#[tokio::test]
async fn each_failure_has_its_name_and_its_remedy() {
    let names = [
        ("challenge-frames", "call-support"),
        ("challenge-order", "call-support"),
        ("challenge-late", "turn-as-asked"),
        ("challenge-not-straight", "look-straight"),
        ("challenge-several-faces", "alone"),
        ("challenge-other-face", "alone"),
        ("challenge-wrong-way", "turn-as-asked"),
        ("challenge-unfinished", "turn-as-asked"),
        ("portrait-not-an-image", "send-photograph"),
        ("portrait-damaged", "send-photograph"),
        ("face-no-face", "look-straight"),
        ("face-dark", "more-light"),
    ];
    let mut seen = BTreeSet::new();
    // Three a day and dossier.
    for some in names.chunks(TURNS_A_DAY) {
        let mut scene = Scene::new().await;
        scene.desk.set_cookie("dd-lang", "en");
        for (code, remedy) in some.iter().copied() {
            scene.faces.refuses(Some(Wrong { code, remedy }));
            let portrait = format!("{}/portrait", scene.case);
            scene.film().await.goes_to(&portrait);
            let page = scene.desk.get(&portrait).await;
            page.shows(200, "Not as asked");
            let nameless = page.words().contains("The machine cannot use the picture");
            assert!(!nameless, "{code} has words");
            let text = page.text();
            let (_, told) = text.split_once("Not as asked").unwrap();
            let (told, _) = told.split_once("This refuses nobody").unwrap();
            seen.insert(told.to_owned());
        }
    }
    assert_eq!(seen.len(), names.len(), "each has its own");
}

// law: D59-14.2.a2, D59-12.2
#[tokio::test]
async fn a_second_officer_sees_the_result_and_nobodys_opinion() {
    let mut scene = Scene::new().await;
    scene.faces.refuses(Some(Wrong {
        code: "challenge-unfinished",
        remedy: "turn-as-asked",
    }));
    let case = scene.case.clone();
    let portrait = format!("{case}/portrait");
    scene.film().await.goes_to(&portrait);
    scene
        .desk
        .get(&portrait)
        .await
        .shows(200, "Mời công dân quay đầu chậm sang từng bên");
    scene.compare().await;
    scene
        .desk
        .get(&case)
        .await
        .shows(200, "vì máy không thấy đầu quay theo yêu cầu");
    scene
        .approve()
        .await
        .shows(409, "Cần một cán bộ khác xem ảnh");
    let mut second = staff(&scene.test, Role::Head, "TD01").await;
    let list = second.get(LOOKS).await.text();
    let at = list.find("/counter/second-looks/lok_").expect("one");
    let look = list[at..].split('"').next().unwrap().to_owned();
    let page = second.get(&look).await;
    page.shows(200, "Không đúng yêu cầu");
    let reference = case.rsplit('/').next().unwrap();
    let name = scene.person.record.identity.name.as_str();
    let reason = "Chưa quay đủ các lần";
    let number = scene.person.number();
    for hidden in [reference, name, number, "612", "checked", reason] {
        assert!(!page.text().contains(hidden), "{hidden}");
    }
    second
        .post(&look, &[("verdict", "same")])
        .await
        .goes_to(LOOKS);
    scene.approve().await.goes_to(&case);
    assert!(level(&scene.test, &scene.person).await.is_some());
}

// law: D59-14.2.a2
#[tokio::test]
async fn an_exception_is_chosen_from_a_list() {
    let test = TestApp::new().await;
    let mut scene =
        Scene::of(test.configured(|c| c.counter_challenge = app::CounterChallenge::Asked)).await;
    let path = format!("{}/portrait/exception", scene.case);
    let portrait = format!("{}/portrait", scene.case);
    for wrong in ["", "tired"] {
        scene
            .desk
            .post(&path, &[("turns-exception", wrong)])
            .await
            .shows(422, "Chọn lý do không quay đầu");
    }
    for (word, words) in [
        ("cannot-turn", "Đầu hoặc cổ không quay được"),
        ("cannot-follow", "Không nhìn, nghe hoặc hiểu được yêu cầu"),
        ("child", "Trẻ nhỏ"),
        ("equipment", "Không dùng được máy ảnh hoặc máy chủ"),
    ] {
        scene
            .desk
            .post(&path, &[("turns-exception", word)])
            .await
            .goes_to(&portrait);
        let page = scene.desk.get(&portrait).await;
        page.shows(200, "Ngoại lệ");
        page.shows(200, &format!("{words}. Cần cán bộ thứ hai xem ảnh"));
    }
    scene.compare().await;
    let case = scene.case.clone();
    scene
        .desk
        .get(&case)
        .await
        .shows(200, "vì không quay đầu theo một ngoại lệ");
    let mut second = staff(&scene.test, Role::Head, "TD01").await;
    let list = second.get(LOOKS).await.text();
    let at = list.find("/counter/second-looks/lok_").expect("one");
    let look = list[at..].split('"').next().unwrap().to_owned();
    let page = second.get(&look).await;
    page.shows(200, "Không có");
    assert!(
        !page.text().contains("Không dùng được máy ảnh"),
        "no reason"
    );
}

// law: D59-14.2.a2, D59-20.4
#[tokio::test]
async fn turns_are_nobody_elses() {
    let mut scene = Scene::new().await;
    let turns = scene.draw().await;
    let begin = format!("{}/portrait/turns", scene.case);
    let except = format!("{}/portrait/exception", scene.case);
    let child = [("turns-exception", "child")];

    let mut elsewhere = staff(&scene.test, Role::Officer, "TD02").await;
    elsewhere.get(&turns).await.shows(404, "");
    elsewhere.post(&begin, &[]).await.shows(404, "");
    elsewhere.post(&except, &child).await.shows(404, "");
    send(&mut elsewhere, &turns, 5).await.shows(404, "");

    let mut clerk = staff(&scene.test, Role::Auditor, "TD01").await;
    clerk.get(&turns).await.shows(403, "");
    clerk.post(&begin, &[]).await.shows(403, "");
    clerk.post(&except, &child).await.shows(403, "");
    send(&mut clerk, &turns, 5).await.shows(403, "");

    let mut nobody = scene.test.client();
    for path in [&begin, &except] {
        nobody.post(path, &[]).await.goes_to("/counter/sign-in");
    }
    nobody.get(&turns).await.goes_to("/counter/sign-in");
    send(&mut nobody, &turns, 5)
        .await
        .goes_to("/counter/sign-in");

    // A colleague may handle the dossier, and does not answer what another one drew.
    let mut head = staff(&scene.test, Role::Head, "TD01").await;
    head.get(&turns)
        .await
        .shows(409, "Lần quay đầu này đã kết thúc");
    send(&mut head, &turns, 5)
        .await
        .shows(409, "Lần quay đầu này đã kết thúc");
    let unknown = format!("{begin}/trn_00000000000000000000000000000000");
    for wrong in [unknown.as_str(), &format!("{begin}/x")] {
        scene.desk.get(wrong).await.shows(409, "đã kết thúc");
        send(&mut scene.desk, wrong, 5)
            .await
            .shows(409, "đã kết thúc");
    }
    send(&mut scene.desk, &turns, 5).await.goes_to(&scene.case);
}

// law: D59-14.2.a2
#[tokio::test]
async fn turns_are_answered_once_in_time_and_in_shape() {
    let mut scene = Scene::new().await;
    let turns = scene.draw().await;
    let (once, late) = ("0", "0 400 x");
    for (times, count, words) in [
        ("", 0, "không như máy ảnh chụp"),
        (once, 2, "không như máy ảnh chụp"),
        (late, 3, "không như máy ảnh chụp"),
    ] {
        send_at(&mut scene.desk, &turns, times, count)
            .await
            .shows(422, words);
    }
    send(&mut scene.desk, &turns, 41)
        .await
        .shows(422, "Có hơn 40 ảnh");
    assert!(scene.faces.asked().is_empty(), "nothing was judged");
    send(&mut scene.desk, &turns, 40).await.goes_to(&scene.case);
    send(&mut scene.desk, &turns, 5)
        .await
        .shows(409, "đã kết thúc");
    let turns = scene.draw().await;
    scene.test.advance(SignedDuration::from_mins(4));
    scene.desk.get(&turns).await.shows(409, "đã kết thúc");
    send(&mut scene.desk, &turns, 5)
        .await
        .shows(409, "đã kết thúc");
    scene.draw().await;
    let begin = format!("{}/portrait/turns", scene.case);
    scene
        .desk
        .post(&begin, &[])
        .await
        .shows(409, "Hôm nay đã bắt đầu ba lần");
    let portrait = format!("{}/portrait", scene.case);
    let page = scene.desk.get(&portrait).await;
    page.shows(200, "Hôm nay đã bắt đầu 3 lần");
    assert!(!page.text().contains(&format!("action=\"{begin}\"")));
}

// law: D59-14.2.a2
#[tokio::test]
async fn without_an_engine_the_portrait_stands_alone() {
    let test = TestApp::new().await;
    let an = known(&test, 42, |_| {}).await;
    let mut desk = staff(&test, Role::Officer, "TD01").await;
    let case = open(&mut desk, &an).await;
    complete(&test, &mut desk, &case, &an).await;
    let page = desk.get(&format!("{case}/portrait")).await;
    assert!(!page.text().contains("/portrait/turns"));
    desk.post(&format!("{case}/portrait/turns"), &[])
        .await
        .shows(503, "không có máy xem quay đầu");
    // Where they are asked for all the same, that they are missing is told.
    let test = test.configured(|c| c.counter_challenge = app::CounterChallenge::Asked);
    let mut desk = staff(&test, Role::Head, "TD01").await;
    let page = desk.get(&format!("{case}/portrait")).await;
    page.shows(200, "Chưa quay");
    page.shows(200, "Công dân không quay đầu được");
}
