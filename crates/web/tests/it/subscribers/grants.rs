//! Who may bring files, and who may not.

use domain::actor::Role;
use domain::relying_party::{PartyKind, Phase};
use serde_json::json;
use testkit::TestApp;
use testkit::subscribers::sha256;

use super::{BATCHES, FILE, Scene, change, is, revision, staff};
use crate::documents::scene::both;
use crate::oidc::Service;

both!(only_whom_it_was_granted_to);

// law: R50-2, D59-4.4
async fn only_whom_it_was_granted_to(test: TestApp) {
    let mut scene = Scene::new(test).await;
    let mut a = staff(&scene.test, Role::Manager, "A06").await;
    let mut auditor = staff(&scene.test, Role::Auditor, "C06").await;
    let mut officer = staff(&scene.test, Role::Officer, "D06").await;
    let nobody = scene.telecom.json_as(None, "GET", BATCHES, "").await;
    is(&nobody, 401, "sign-in-needed");
    let body = json!({ "length": 1, "sha256": sha256(b"x") }).to_string();
    for (method, path) in [("GET", BATCHES.to_owned()), ("POST", BATCHES.to_owned())] {
        let answer = scene.telecom.json(method, &path, &body).await;
        is(&answer, 403, "forbidden");
    }
    // Only telecoms, by managers alone, with a legal basis.
    let mut bank = Service::new(&scene.test, 2).await;
    let of = |id: &str| format!("/console/parties/{id}/cleaning");
    let form = [("revision", "0"), ("legal_basis", "Hợp đồng")];
    a.post(&of(&bank.id), &form)
        .await
        .shows(409, "Chỉ doanh nghiệp viễn thông");
    let page = of(&scene.telecom.id);
    a.post(&page, &[("revision", "0")])
        .await
        .shows(422, "Nhập căn cứ pháp lý");
    assert_eq!(auditor.post(&page, &form).await.status.as_u16(), 403);
    assert_eq!(officer.get(&page).await.status.as_u16(), 403);
    assert_eq!(
        officer.get("/console/subscribers").await.status.as_u16(),
        403
    );
    a.post(&page, &form).await.goes_to(&page);
    a.post(&page, &form)
        .await
        .shows(409, "Có người vừa thay đổi");
    auditor.get(&page).await.shows(200, "Hợp đồng");

    // Another telecom's batch is not there.
    let id = scene.bring(FILE.as_bytes()).await;
    change(&scene.test, &bank.id, |client| {
        client.kind = PartyKind::Telecom
    })
    .await;
    a.post(&of(&bank.id), &form).await.goes_to(&of(&bank.id));
    for (method, path) in [
        ("GET", format!("{BATCHES}/{id}")),
        ("PUT", format!("{BATCHES}/{id}/file")),
        ("GET", format!("{BATCHES}/{id}/files/cleaned.csv")),
        ("DELETE", format!("{BATCHES}/{id}")),
        ("GET", format!("{BATCHES}/x")),
    ] {
        let answer = bank.json(method, &path, "").await;
        is(&answer, 404, "not-found");
    }
    // A trial brings nothing.
    change(&scene.test, &bank.id, |client| {
        client.phase = Phase::Sandbox
    })
    .await;
    is(&bank.json("GET", BATCHES, "").await, 403, "forbidden");

    // The grant ends: nothing is judged, released or fetched any more.
    let seen = revision(&a.get(&page).await);
    let end = format!("{page}/end");
    assert_eq!(
        auditor
            .post(&end, &[("revision", &seen)])
            .await
            .status
            .as_u16(),
        403
    );
    a.post(&end, &[("revision", &seen)]).await.goes_to(&page);
    scene.test.jobs().await;
    a.get(&format!("/console/subscribers/{id}"))
        .await
        .shows(200, "Quyền gửi tệp đã chấm dứt");
    is(&scene.get(&id).await, 403, "forbidden");
}
