//! A file from its first byte to its withdrawal.

use domain::actor::Role;
use serde_json::Value;
use testkit::TestApp;

use super::{FILE, Scene, is, revision, staff};
use crate::documents::scene::both;

both!(a_file_is_judged_looked_at_released_and_taken_back);

// law: R50-2
async fn a_file_is_judged_looked_at_released_and_taken_back(test: TestApp) {
    let mut scene = Scene::new(test).await;
    let mut a = staff(&scene.test, Role::Manager, "A06").await;
    let mut b = staff(&scene.test, Role::Manager, "B06").await;
    let mut auditor = staff(&scene.test, Role::Auditor, "C06").await;
    a.get("/console/subscribers")
        .await
        .shows(200, "Chưa có lô nào");
    let telecom = scene.telecom.id.clone();
    scene.grant(&mut a, &telecom, &["name"]).await;

    // By parts, which break off and go on.
    let bytes = FILE.as_bytes();
    let (id, of) = (scene.begin(bytes).await, bytes.len());
    let part = |from: usize, to: usize| format!("bytes {from}-{}/{of}", to - 1);
    let first = scene.put(&id, Some(&part(0, 40)), &bytes[..40]).await;
    assert_eq!(first.json()["received"], 40, "{}", first.text());
    is(
        &scene.put(&id, Some(&part(50, of)), &bytes[50..]).await,
        409,
        "cleaning-gap",
    );
    scene.test.jobs().await;
    assert_eq!(scene.get(&id).await.json()["received"], 40);
    let place = format!("/console/subscribers/{id}");
    a.get(&place).await.shows(200, "Đang nhận tệp");
    // A part that is here already changes nothing; no part destroys what lies behind its first byte.
    let again = scene.put(&id, Some(&part(0, 20)), &[b'x'; 20]).await;
    assert_eq!(again.json()["received"], 40, "{}", again.text());
    let over = scene.put(&id, Some(&part(20, of)), &bytes[20..]).await;
    is(&over, 409, "cleaning-gap");
    assert_eq!(over.json()["errors"][0]["field"], "received");
    assert_eq!(over.json()["errors"][0]["detail"], "40");
    for body in [&bytes[40..45], &bytes[40..]] {
        let other = scene.put(&id, Some(&part(40, 50)), body).await;
        is(&other, 422, "invalid");
    }
    let rest = scene.put(&id, Some(&part(40, of)), &bytes[40..]).await;
    assert_eq!(rest.json()["state"], "uploaded", "{}", rest.text());
    is(&scene.put(&id, None, bytes).await, 409, "cleaning-judging");
    let waiting = a.get(&place).await;
    waiting.shows(200, "Chờ đối soát");
    assert_eq!(waiting.headers["refresh"], "3");

    scene.test.jobs().await;
    let judged = scene.get(&id).await.json();
    assert_eq!(judged["state"], "judged", "{judged}");
    assert_eq!(judged["results"], Value::Null, "nothing before the release");
    let cleaned = format!("{id}/files/cleaned.csv");
    is(&scene.get(&cleaned).await, 409, "cleaning-not-released");
    let page = a.get(&place).await;
    page.shows(200, "Chờ xem mẫu");
    page.shows(200, "Gần khớp");
    page.shows(200, "thiếu dấu");
    assert!(page.headers.get("refresh").is_none());
    a.set_cookie("dd-lang", "en");
    a.get(&place).await.shows(200, "marks left out");
    a.get("/console/subscribers")
        .await
        .shows(200, "Waits for sample");
    let granted = format!("/console/parties/{telecom}/cleaning");
    a.get(&granted).await.shows(200, "Subscriber files");
    a.set_cookie("dd-lang", "vi");
    a.get("/console/subscribers").await.shows(200, &place);
    auditor.get(&place).await.shows(200, "Gần khớp");

    // Nothing goes back before the sample was looked at, by somebody else.
    let release = format!("{place}/release");
    let seen = revision(&page);
    let form = [("revision", seen.as_str())];
    b.post(&release, &form)
        .await
        .shows(409, "Còn dòng mẫu chưa xem");
    let sample = format!("{place}/sample");
    assert_eq!(auditor.get(&sample).await.status.as_u16(), 403);
    let read = scene.events("record-read").await;
    let blind = [("place", "1"), ("label", "right")];
    a.post(&sample, &blind)
        .await
        .shows(409, "chưa được hiển thị cho bạn");
    for (place, held) in [("1", "079190001234"), ("2", "001085000077")] {
        let row = a.get(&sample).await;
        row.shows(200, held);
        a.set_cookie("dd-lang", "en");
        a.get(&sample).await.shows(200, "Is this verdict right?");
        a.set_cookie("dd-lang", "vi");
        assert!(!row.text().contains("Bí mật"), "no more than is compared");
        a.post(&sample, &[("place", place)])
            .await
            .shows(422, "Chọn đúng, sai hoặc không rõ");
        let said = [("place", place), ("label", "right")];
        a.post(&sample, &said).await.goes_to(&sample);
        a.post(&sample, &said).await;
    }
    a.get(&sample).await.goes_to(&place);
    let shown = scene.events("record-read").await - read;
    assert!(shown >= 4, "each showing is on record: {shown}");
    assert_eq!(scene.events("subscribers-labelled").await, 2);
    // One right of one: Wilson's interval is wide.
    a.get(&place)
        .await
        .shows(200, "100,0 % (từ 20,7 đến 100,0 %)");
    a.post(&release, &form).await.shows(409, "Bạn đã xem mẫu");
    assert_eq!(auditor.post(&release, &form).await.status.as_u16(), 403);
    b.post(&release, &[("revision", "1")])
        .await
        .shows(409, "Có người vừa thay đổi");
    b.post(&release, &form).await.goes_to(&place);

    let released = scene.get(&id).await.json();
    assert_eq!(released["results"]["verdicts"]["likely"], 1, "{released}");
    assert!(released["results"].get("level_two").is_none());
    let file = scene.get(&cleaned).await;
    assert_eq!(file.status.as_u16(), 200);
    assert_eq!(
        file.text(),
        "phone,cccd,name,dob,verdict,why,correct_name\n\
         0912345678,079190001234,Nguyễn Thị Thúy Ánh,03/02/1990,exact,,\n\
         0912345679,001085000077,HOANG VAN DUC,30/11/1985,likely,marks-missing,Hoàng Văn Đức\n\
         0912345680,001085000078,Trần Thị Không,01/01/1980,not-found,number-unknown,\n"
    );
    let rejects = scene.get(&format!("{id}/files/rejects.csv")).await;
    assert!(rejects.text().contains("5,phone,"), "{}", rejects.text());
    is(
        &scene.get(&format!("{id}/files/summary.json")).await,
        404,
        "not-found",
    );
    assert_eq!(scene.events("subscribers-fetched").await, 2);

    // Taken back: gone, with the reason.
    let withdraw = format!("{place}/withdraw");
    let seen = revision(&a.get(&place).await);
    let bare = [("revision", seen.as_str())];
    a.post(&withdraw, &bare)
        .await
        .shows(422, "Nhập lý do thu hồi");
    let said = [("revision", seen.as_str()), ("words", "Sai căn cứ")];
    assert_eq!(auditor.post(&withdraw, &said).await.status.as_u16(), 403);
    a.post(&withdraw, &said).await.goes_to(&place);
    let gone = scene.get(&cleaned).await;
    is(&gone, 410, "cleaning-withdrawn");
    assert_eq!(gone.json()["errors"][0]["detail"], "Sai căn cứ");
    scene.test.jobs().await;
    assert!(!scene.lies(&id), "the files are gone");
    assert_eq!(scene.get(&id).await.json()["reason"], "Sai căn cứ");
    for (event, count) in [
        ("cleaning-granted", 1),
        ("subscribers-received", 1),
        ("subscribers-cleaned", 1),
        ("subscribers-released", 1),
        ("subscribers-withdrawn", 1),
    ] {
        assert_eq!(scene.events(event).await, count, "{event}");
    }
}
