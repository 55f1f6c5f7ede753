//! A registration ends: by the person, by the telecom, by another proof of the number, by a lock in between.

use domain::contact::Phone;
use testkit::TestApp;

use super::register::{PHONE, SCOPE, SENT, asked, asks, granted, is, lets, person, proves, stands};
use super::telecom;
use crate::documents::scene::both;
use crate::oidc::refused;

both!(
    a_registration_ends_at_the_word_of_either_side,
    a_number_carried_to_another_telecom_ends_where_it_was,
    two_who_prove_one_number_at_once_do_not_both_have_it,
    a_lock_between_asking_and_the_code_leaves_nothing,
);

const END: &str = "/oidc/subscriber-registration/end";

// law: R50-2, D59-21.2
async fn a_registration_ends_at_the_word_of_either_side(test: TestApp) {
    let (mut scene, _) = granted(test).await;
    let (_, mut browser) = person(&scene.test, 7).await;
    let (_, mut stranger) = person(&scene.test, 8).await;
    let mut other = telecom(&scene.test, 9).await;
    let tokens = scene.telecom.tokens(&mut browser, SCOPE).await;
    let (first, place) = asked(&asks(&mut scene.telecom, &tokens.access, PHONE).await);
    let end = format!("{place}/end");
    // Nothing stands yet.
    browser
        .post(&end, &[])
        .await
        .shows(409, "không có gì để chấm dứt");
    is(
        &scene.telecom.call(END, &[("reference", &first)]).await,
        "asked",
    );
    proves(&scene.test, &mut browser, &place).await;
    browser.get(&place).await.shows(200, &end);
    assert_eq!(stranger.post(&end, &[]).await.status, 404);
    scene
        .test
        .client()
        .post(&end, &[])
        .await
        .goes_to("/sign-in");
    assert_eq!(other.call(END, &[("reference", &first)]).await.status, 404);
    is(&stands(&mut scene.telecom, &first).await, "registered");

    browser.post(&end, &[]).await.goes_to(&place);
    browser
        .get(&place)
        .await
        .shows(200, "Đăng ký này đã chấm dứt");
    let told = stands(&mut scene.telecom, &first).await;
    is(&told, "ended");
    assert_eq!(told.json()["ended_at"], scene.test.now().as_second());
    browser
        .post(&end, &[])
        .await
        .shows(409, "không có gì để chấm dứt");
    browser
        .get("/activity")
        .await
        .shows(200, "Chấm dứt đăng ký số thuê bao");
    browser
        .get("/notices")
        .await
        .shows(200, "đứng tên bạn tại Dịch vụ thử đã chấm dứt");

    // By the telecom, twice the same.
    scene.test.advance(jiff::SignedDuration::from_mins(2));
    let tokens = scene.telecom.tokens(&mut browser, SCOPE).await;
    let (second, place) = asked(&asks(&mut scene.telecom, &tokens.access, PHONE).await);
    proves(&scene.test, &mut browser, &place).await;
    for _ in 0..2 {
        is(
            &scene.telecom.call(END, &[("reference", &second)]).await,
            "ended",
        );
    }
    assert_eq!(standing(&scene.test).await, 0);

    // Kept as evidence, and no longer than that.
    let mut tx = scene.test.app.db.begin().await.unwrap();
    let now = scene.test.now();
    let before = jiff::SignedDuration::from_secs(1);
    assert_eq!(
        store::subscriber::purge_ended(&mut tx, now - before, 1)
            .await
            .unwrap(),
        1
    );
    assert_eq!(
        store::subscriber::purge_ended(&mut tx, now - before, 9)
            .await
            .unwrap(),
        0
    );
    assert_eq!(
        store::subscriber::purge_ended(&mut tx, now + before, 9)
            .await
            .unwrap(),
        1
    );
    tx.commit(store::Audit::Bookkeeping("test")).await.unwrap();
}

/// How many have the number.
async fn standing(test: &TestApp) -> usize {
    let mut source = test.app.db.read().await.unwrap();
    let phone = Phone::parse(PHONE).unwrap();
    let found = store::subscriber::standing(&mut source, &phone).await;
    usize::from(found.unwrap().is_some())
}

// law: R50-2
async fn a_number_carried_to_another_telecom_ends_where_it_was(test: TestApp) {
    let (mut scene, mut manager) = granted(test).await;
    let (_, mut first) = person(&scene.test, 7).await;
    let (_, mut second) = person(&scene.test, 8).await;
    let mut other = telecom(&scene.test, 9).await;
    lets(&mut manager, &other.id.clone()).await;
    let tokens = scene.telecom.tokens(&mut first, SCOPE).await;
    let (mine, place) = asked(&asks(&mut scene.telecom, &tokens.access, PHONE).await);
    proves(&scene.test, &mut first, &place).await;
    let tokens = other.tokens(&mut second, SCOPE).await;
    let (theirs, there) = asked(&asks(&mut other, &tokens.access, PHONE).await);
    proves(&scene.test, &mut second, &there).await;
    is(&stands(&mut other, &theirs).await, "registered");
    is(&stands(&mut scene.telecom, &mine).await, "passed-on");
    first
        .get("/notices")
        .await
        .shows(200, "không còn đứng tên bạn");
}

// law: R50-2
async fn two_who_prove_one_number_at_once_do_not_both_have_it(test: TestApp) {
    let (mut scene, mut manager) = granted(test).await;
    let mut other = telecom(&scene.test, 9).await;
    lets(&mut manager, &other.id.clone()).await;
    let (_, mut first) = person(&scene.test, 7).await;
    let (_, mut second) = person(&scene.test, 8).await;
    let tokens = scene.telecom.tokens(&mut first, SCOPE).await;
    let (mine, here) = asked(&asks(&mut scene.telecom, &tokens.access, PHONE).await);
    let tokens = other.tokens(&mut second, SCOPE).await;
    let (theirs, there) = asked(&asks(&mut other, &tokens.access, PHONE).await);
    first
        .post(&format!("{here}/code"), &[])
        .await
        .goes_to(&here);
    let one = scene.test.code_for(SENT).await;
    second
        .post(&format!("{there}/code"), &[])
        .await
        .goes_to(&there);
    let two = scene.test.code_for(SENT).await;
    let (one, two) = ([("code", one.as_str())], [("code", two.as_str())]);
    let (a, b) = tokio::join!(first.post(&here, &one), second.post(&there, &two));
    let done = [a, b].map(|answer| answer.status.as_u16());
    assert!(
        done.iter().all(|status| [303, 409].contains(status)),
        "{done:?}"
    );
    let states = [
        stands(&mut scene.telecom, &mine).await,
        stands(&mut other, &theirs).await,
    ];
    let states = states.map(|answer| answer.json()["registration_status"].clone());
    let has = states.iter().filter(|state| **state == "registered");
    assert_eq!(has.count(), 1, "{states:?}");
}

// law: R50-2, D59-19.x
async fn a_lock_between_asking_and_the_code_leaves_nothing(test: TestApp) {
    let (mut scene, _) = granted(test).await;
    let (_, mut browser) = person(&scene.test, 7).await;
    let tokens = scene.telecom.tokens(&mut browser, SCOPE).await;
    let (reference, place) = asked(&asks(&mut scene.telecom, &tokens.access, PHONE).await);
    browser
        .post(&format!("{place}/code"), &[])
        .await
        .goes_to(&place);
    let code = scene.test.code_for(SENT).await;
    let mut phone = browser.clone();
    let locked = phone.post("/lock", &[("reason", "lost-device")]).await;
    assert!(
        locked.location().starts_with("/locked/"),
        "{}",
        locked.location()
    );
    let late = browser.post(&place, &[("code", &code)]).await;
    assert_eq!(late.status, 303, "{}", late.text());
    assert_ne!(late.location(), place);
    is(&stands(&mut scene.telecom, &reference).await, "asked");
    let answer = asks(&mut scene.telecom, &tokens.access, PHONE).await;
    refused(&answer, 401, "invalid_token");
    assert_eq!(standing(&scene.test).await, 0);
}
