//! Files that are not as stated, bad ones, and those whose time is over.

use domain::actor::Role;
use jiff::SignedDuration;
use serde_json::{Value, json};
use testkit::TestApp;
use testkit::subscribers::sha256;

use super::{BATCHES, FILE, Scene, is, revision, staff};
use crate::documents::scene::both;

both!(
    files_that_are_not_as_stated_are_no_batches,
    bad_files_are_named,
    files_go_when_their_time_is_over,
);

// law: R50-2
async fn files_that_are_not_as_stated_are_no_batches(test: TestApp) {
    let mut scene = Scene::new(test).await;
    let mut a = staff(&scene.test, Role::Manager, "A06").await;
    let telecom = scene.telecom.id.clone();
    scene.grant(&mut a, &telecom, &[]).await;
    let good = sha256(b"x");
    for (body, field) in [
        (json!({ "length": 0, "sha256": good }), "length"),
        (json!({ "length": (1 << 20) + 1, "sha256": good }), "length"),
        (json!({ "length": 1, "sha256": "X" }), "sha256"),
        (
            json!({ "length": 1, "sha256": good.to_uppercase() }),
            "sha256",
        ),
        (
            json!({ "length": 1, "sha256": good, "encoding": "utf-7" }),
            "encoding",
        ),
        (
            json!({ "length": 1, "sha256": good, "columns": { "plan": "X" } }),
            "columns",
        ),
        (
            json!({ "length": 1, "sha256": good, "columns": { "phone": " " } }),
            "columns",
        ),
    ] {
        let answer = scene.telecom.json("POST", BATCHES, &body.to_string()).await;
        is(&answer, 422, "invalid");
        assert_eq!(answer.json()["errors"][0]["field"], field, "{body}");
    }
    let bytes = FILE.as_bytes();
    let id = scene.begin(bytes).await;
    for range in ["bytes 0-1/3", "bytes 5-1/9", "rows 0-1/2"] {
        is(&scene.put(&id, Some(range), b"ab").await, 422, "invalid");
    }
    let long = scene.put(&id, None, &[bytes, b"\n"].concat()).await;
    is(&long, 422, "invalid");
    assert_eq!(long.json()["errors"][0]["code"], "cleaning-too-long");
    // Truncated: it waits for the rest, and nothing is judged.
    let half = scene.put(&id, None, &bytes[..50]).await;
    assert_eq!(half.json()["received"], 50, "{}", half.text());
    scene.test.jobs().await;
    assert_eq!(scene.state(&id).await, "receiving");
    // Other bytes than were stated.
    let other = FILE.replace("Thúy", "Thùy");
    assert_eq!(other.len(), FILE.len());
    is(
        &scene.put(&id, None, other.as_bytes()).await,
        409,
        "cleaning-gap",
    );
    let path = format!("{BATCHES}/{id}");
    let away = scene.telecom.json("DELETE", &path, "").await;
    assert_eq!(away.status.as_u16(), 204, "{}", away.text());
    is(
        &scene.put(&id, None, bytes).await,
        409,
        "cleaning-withdrawn",
    );
    let id = scene.begin(bytes).await;
    let wrong = scene.put(&id, None, other.as_bytes()).await;
    assert_eq!(wrong.json()["state"], "uploaded", "{}", wrong.text());
    scene.test.jobs().await;
    let failed = scene.get(&id).await.json();
    assert_eq!(failed["failure"]["code"], "digest", "{failed}");
    assert!(!scene.lies(&id));
    is(&scene.put(&id, None, bytes).await, 409, "cleaning-failed");
    // Five at a time; one that is put away makes room.
    let mut open = Vec::new();
    for _ in 0..5 {
        open.push(scene.begin(bytes).await);
    }
    let body = json!({ "length": 1, "sha256": good }).to_string();
    let many = scene.telecom.json("POST", BATCHES, &body).await;
    is(&many, 409, "cleaning-too-many");
    let path = format!("{BATCHES}/{}", open[0]);
    let away = scene.telecom.json("DELETE", &path, "").await;
    assert_eq!(away.status.as_u16(), 204, "{}", away.text());
    let again = scene.telecom.json("DELETE", &path, "").await;
    is(&again, 409, "cleaning-withdrawn");
    scene.begin(bytes).await;
    let all = scene.telecom.json("GET", BATCHES, "").await.json();
    assert_eq!(all.as_array().unwrap().len(), 8);
}

// law: R50-2
async fn bad_files_are_named(test: TestApp) {
    let mut scene = Scene::new(test).await;
    let mut a = staff(&scene.test, Role::Manager, "A06").await;
    let telecom = scene.telecom.id.clone();
    scene.grant(&mut a, &telecom, &[]).await;
    for (bytes, code, field, words) in [
        (
            &b"phone cccd name dob\n1 2 3 4\n"[..],
            "delimiter",
            Value::Null,
            "Dòng 1 không có cột ngăn cách",
        ),
        (b"\xff\xfep\0h\0", "utf16", Value::Null, "Tệp dùng UTF-16"),
        (b"  \n", "empty", Value::Null, "Tệp rỗng"),
        (
            b"phone,cccd,dob\n1,2,3\n",
            "column-missing",
            json!("name"),
            "họ tên",
        ),
        (
            b"phone,cccd,name,dob,verdict\n1,2,3,4,5\n",
            "column-reserved",
            json!("verdict"),
            "đổi tên cột",
        ),
        (
            b"phone,cccd,name,dob\n1,2,\"3,4\n",
            "quote",
            Value::Null,
            "Dòng 2",
        ),
    ] {
        let id = scene.bring(bytes).await;
        scene.test.jobs().await;
        let batch = scene.get(&id).await.json();
        assert_eq!(batch["state"], "failed", "{code} {batch}");
        assert_eq!(batch["failure"]["code"], code);
        assert_eq!(batch["failure"]["field"], field, "{code}");
        assert!(!scene.lies(&id), "{code}");
        let page = a.get(&format!("/console/subscribers/{id}")).await;
        page.shows(200, words);
    }
    assert_eq!(scene.events("subscribers-failed").await, 6);
    // Columns by hand.
    let bytes = FILE.replace("cccd", "GTTT_1");
    let body = json!({ "length": bytes.len(), "sha256": sha256(bytes.as_bytes()), "columns": { "number": "GTTT_1" }, "encoding": "utf-8" });
    let begun = scene.telecom.json("POST", BATCHES, &body.to_string()).await;
    let id = begun.json()["id"].as_str().unwrap().to_owned();
    scene.put(&id, None, bytes.as_bytes()).await;
    scene.test.jobs().await;
    assert_eq!(scene.state(&id).await, "judged");
}

// law: R50-2
async fn files_go_when_their_time_is_over(test: TestApp) {
    let mut scene = Scene::new(test).await;
    let mut a = staff(&scene.test, Role::Manager, "A06").await;
    let mut b = staff(&scene.test, Role::Manager, "B06").await;
    let telecom = scene.telecom.id.clone();
    scene.grant(&mut a, &telecom, &["name", "number"]).await;
    let empty = b"phone,cccd,name,dob\n0912345680,001085000078,A B,01/01/1980\n";
    let released = scene.bring(empty).await;
    let unreleased = scene.bring(FILE.as_bytes()).await;
    let half = scene.begin(FILE.as_bytes()).await;
    scene.put(&half, None, &FILE.as_bytes()[..9]).await;
    scene.test.jobs().await;
    let place = format!("/console/subscribers/{released}");
    let seen = revision(&b.get(&place).await);
    let form = [("revision", seen.as_str())];
    // Nobody is in it: another officer sees that, so that one alone never releases.
    let release = format!("{place}/release");
    b.post(&release, &form)
        .await
        .shows(409, "Còn dòng mẫu chưa xem");
    let sample = format!("{place}/sample");
    a.get(&sample).await.shows(200, "Không có người nào");
    let said = [("place", "1"), ("label", "right")];
    a.post(&sample, &said).await.goes_to(&sample);
    a.post(&release, &form).await.shows(409, "Bạn đã xem mẫu");
    b.post(&release, &form).await.goes_to(&place);
    // What was granted meanwhile is less than the results hold.
    let grant = format!("/console/parties/{telecom}/cleaning");
    let less = [("revision", "1"), ("legal_basis", "X"), ("correct", "name")];
    a.post(&grant, &less).await.goes_to(&grant);
    let file = format!("{released}/files/cleaned.csv");
    is(&scene.get(&file).await, 409, "cleaning-grant-narrower");
    let more = [
        ("revision", "2"),
        ("legal_basis", "X"),
        ("correct", "name"),
        ("correct", "number"),
    ];
    a.post(&grant, &more).await.goes_to(&grant);
    assert_eq!(scene.get(&file).await.status.as_u16(), 200);

    scene.test.advance(SignedDuration::from_hours(30 * 24 - 1));
    scene.test.jobs().await;
    assert!(scene.lies(&released) && scene.lies(&unreleased) && scene.lies(&half));
    scene.test.advance(SignedDuration::from_hours(2));
    scene.test.jobs().await;
    for id in [&released, &unreleased, &half] {
        assert!(!scene.lies(id), "{id}");
    }
    is(&scene.get(&file).await, 410, "cleaning-files-gone");
    assert_eq!(
        scene.get(&half).await.json()["failure"]["code"],
        "abandoned"
    );
    let mut c = staff(&scene.test, Role::Manager, "C06").await;
    let place = format!("/console/subscribers/{unreleased}");
    c.get(&format!("{place}/sample"))
        .await
        .shows(409, "hết hạn lưu");
}
