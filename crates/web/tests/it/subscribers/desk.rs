//! The same batches in the browser of whoever keeps the telecom's client.

use axum::http::HeaderValue;
use domain::actor::{AuthLevel, Role};
use testkit::{Client, TestApp};

use super::{FILE, Scene, revision, staff};
use crate::documents::scene::both;
use crate::oidc::session_at;

both!(
    a_telecom_brings_its_file_in_the_browser,
    parts_go_on_where_the_file_ends,
);

/// Whoever keeps a client, signed in so well.
async fn keeper(test: &TestApp, client: &str, level: AuthLevel) -> Client {
    let mut source = test.app.db.read().await.unwrap();
    let found = store::relying_party::client::find(&mut source, client.parse().unwrap()).await;
    let owner = found.unwrap().unwrap().owner.unwrap();
    drop(source);
    session_at(test, owner, level).await
}

fn file(bytes: &[u8]) -> [(&str, &str, &str, &[u8]); 1] {
    [("file", "thuebao.csv", "text/csv", bytes)]
}

/// The batch that the answer leads to.
fn led(answer: &testkit::Answer, home: &str) -> String {
    let place = answer.headers["location"].to_str().unwrap();
    let id = place.strip_prefix(home).unwrap().trim_start_matches('/');
    id.to_owned()
}

// law: R50-2, D59-4.4
async fn a_telecom_brings_its_file_in_the_browser(test: TestApp) {
    let scene = Scene::new(test).await;
    let mut keeper = keeper(&scene.test, &scene.telecom.id, AuthLevel::TWO).await;
    let mut a = staff(&scene.test, Role::Manager, "A06").await;
    let mut b = staff(&scene.test, Role::Manager, "B06").await;
    let client = scene.telecom.id.clone();
    let home = format!("/developers/{client}/subscribers");
    keeper
        .get(&format!("/developers/{client}"))
        .await
        .shows(200, &home);
    let page = keeper.get(&home).await;
    page.shows(200, "Chưa được cấp quyền");
    let refused = keeper.post_files(&home, &[], &file(FILE.as_bytes())).await;
    assert_eq!(refused.status.as_u16(), 403);
    scene.grant(&mut a, &client, &["name"]).await;

    // Whole with the form.
    let page = keeper.get(&home).await;
    page.shows(200, "send-file.js");
    page.shows(200, "Bảng mã");
    let empty = keeper.post_files(&home, &[], &file(b"")).await;
    empty.shows(422, "Chọn một tệp có nội dung");
    let wrong = [("encoding", "latin1")];
    let wrong = keeper.post_files(&home, &wrong, &file(b"x")).await;
    wrong.shows(422, "Bảng mã là utf-8");
    let sent = keeper.post_files(&home, &[], &file(FILE.as_bytes())).await;
    let id = led(&sent, &home);
    let place = format!("{home}/{id}");
    keeper.get(&place).await.shows(200, "Chờ đối soát");
    let early = format!("{place}/files/cleaned.csv");
    let early = keeper.get(&early).await;
    assert_eq!(early.status.as_u16(), 409, "nothing before the release");
    scene.test.jobs().await;
    let judged = keeper.get(&place).await;
    judged.shows(200, "Cán bộ xem mẫu rồi mới trả kết quả");
    assert!(!judged.text().contains("Gần khớp"), "no counts before it");

    release(&mut a, &mut b, &id).await;
    let released = keeper.get(&place).await;
    released.shows(200, "Gần khớp");
    released.shows(200, "cleaned.csv");
    let cleaned = keeper.get(&format!("{place}/files/cleaned.csv")).await;
    cleaned.shows(200, "likely,marks-missing,Hoàng Văn Đức");
    assert_eq!(
        cleaned.headers["content-disposition"],
        HeaderValue::from_static("attachment; filename=\"cleaned.csv\"")
    );
    let summary = keeper.get(&format!("{place}/files/summary.json")).await;
    assert_eq!(summary.status.as_u16(), 404);
    // It stands in his own record, not in nobody's.
    assert_eq!(scene.events("subscribers-fetched").await, 0);
    keeper.get("/activity").await.shows(200, "thuê bao");
    keeper.set_cookie("dd-lang", "en");
    keeper.get(&home).await.shows(200, "Subscriber files");
    keeper.get(&place).await.shows(200, "Results");
    keeper.set_cookie("dd-lang", "vi");
    let away = format!("{place}/away");
    let stale = keeper.post(&away, &[("revision", "1")]).await;
    stale.shows(409, "Có người vừa thay đổi");
    let seen = revision(&keeper.get(&place).await);
    let seen = [("revision", seen.as_str())];
    keeper.post(&away, &seen).await.goes_to(&home);
    keeper.get(&home).await.shows(200, "Đã thu hồi");
    let gone = keeper.get(&format!("{place}/files/cleaned.csv")).await;
    assert!(!gone.text().contains("Hoàng Văn Đức"));
    let seen = revision_of(&scene, &id).await;
    let seen = [("revision", seen.as_str())];
    keeper
        .post(&away, &seen)
        .await
        .shows(409, "Lô đã bị thu hồi");
}

async fn revision_of(scene: &Scene, id: &str) -> String {
    let mut source = scene.test.app.db.read().await.unwrap();
    let found = store::cleaning::batch::find(&mut source, id.parse().unwrap()).await;
    found.unwrap().unwrap().revision.to_string()
}

async fn release(a: &mut Client, b: &mut Client, id: &str) {
    let place = format!("/console/subscribers/{id}");
    let sample = format!("{place}/sample");
    for row in ["1", "2"] {
        a.get(&sample).await;
        let said = [("place", row), ("label", "right")];
        a.post(&sample, &said).await.goes_to(&sample);
    }
    let seen = revision(&b.get(&place).await);
    let form = [("revision", seen.as_str())];
    b.post(&format!("{place}/release"), &form)
        .await
        .goes_to(&place);
}

// law: R50-2, D59-24.2
async fn parts_go_on_where_the_file_ends(test: TestApp) {
    let scene = Scene::new(test).await;
    let mut keeper = keeper(&scene.test, &scene.telecom.id, AuthLevel::TWO).await;
    let mut a = staff(&scene.test, Role::Manager, "A06").await;
    let client = scene.telecom.id.clone();
    scene.grant(&mut a, &client, &[]).await;
    let home = format!("/developers/{client}/subscribers");
    let bytes = FILE.as_bytes();
    let length = bytes.len().to_string();
    let begin = format!("{home}/begin");
    let none = keeper.post(&begin, &[("length", "x")]).await;
    assert_eq!(none.status.as_u16(), 422);
    assert!(
        none.json()["problem"]
            .as_str()
            .unwrap()
            .contains("Dung lượng")
    );
    let begun = [("length", length.as_str()), ("encoding", "utf-8")];
    let begun = keeper.post(&begin, &begun).await;
    assert_eq!(begun.status.as_u16(), 200, "{}", begun.text());
    let next = begun.json()["next"].as_str().unwrap().to_owned();
    let page = begun.json()["page"].as_str().unwrap().to_owned();
    let send = async |keeper: &mut Client, from: &str, bytes: &[u8]| {
        let fields = [("from", from), ("length", length.as_str())];
        let part = [("part", "part", "application/octet-stream", bytes)];
        keeper.post_files(&next, &fields, &part).await
    };
    let first = send(&mut keeper, "0", &bytes[..40]).await.json();
    assert_eq!(first["received"], 40, "{first}");
    // Where the page and the server differ, the server says from where.
    let gap = send(&mut keeper, "50", &bytes[50..]).await.json();
    assert_eq!(gap["received"], 40, "{gap}");
    assert!(gap["next"].is_string(), "{gap}");
    let odd = send(&mut keeper, "x", &bytes[40..]).await;
    assert_eq!(odd.status.as_u16(), 422);
    keeper.get(&page).await.shows(200, "Đang nhận tệp");
    let rest = send(&mut keeper, "40", &bytes[40..]).await.json();
    assert!(rest["next"].is_null(), "{rest}");
    keeper.get(&page).await.shows(200, "Chờ đối soát");
    // The answer was lost: the same part again is told the page.
    let more = send(&mut keeper, "40", &bytes[40..]).await.json();
    assert!(
        more["next"].is_null() && more["problem"].is_null(),
        "{more}"
    );
    assert_eq!(more["page"].as_str(), Some(page.as_str()));

    // Another's client, and another's batch under one's own, are not there.
    let other = super::telecom(&scene.test, 2).await;
    let mut stranger = self::keeper(&scene.test, &other.id, AuthLevel::TWO).await;
    scene.grant(&mut a, &other.id, &[]).await;
    let id = page.rsplit('/').next().unwrap();
    let borrowed = format!("/developers/{}/subscribers/{id}", other.id);
    for place in [home.as_str(), page.as_str(), borrowed.as_str()] {
        assert_eq!(stranger.get(place).await.status.as_u16(), 404, "{place}");
    }
    for step in ["away", "part"] {
        let place = format!("{borrowed}/{step}");
        let fields = [("from", "0"), ("length", length.as_str())];
        let part = [("part", "part", "text/csv", bytes)];
        let answer = stranger.post_files(&place, &fields, &part).await;
        assert_eq!(answer.status.as_u16(), 404, "{place}");
    }
    assert_eq!(scene.test.client().get(&page).await.status.as_u16(), 303);
    // D59-24.2: one factor opens no files.
    let mut weak = self::keeper(&scene.test, &client, AuthLevel::ONE).await;
    for place in [&home, &page] {
        weak.get(place)
            .await
            .shows(409, "Đăng nhập lại bằng mật khẩu");
    }
}
