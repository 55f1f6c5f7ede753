//! A new subscriber registers by his own sign-in.

use domain::account::Level;
use domain::actor::Role;
use jiff::SignedDuration;
use testkit::people::Person;
use testkit::{Answer, Client, TestApp};

use super::{Scene, change, revision, staff};
use crate::documents::scene::both;
use crate::oidc::{Service, of_query, refused};

both!(
    a_person_registers_a_number_by_his_sign_in,
    a_number_goes_to_whoever_proves_it_last,
    nothing_is_registered_without_grant_level_or_time,
);

const SCOPE: &str = "openid subscriber_registration";
const PHONE: &str = "0912345678";
const SENT: &str = "+84912345678";

/// A person of level 2 with his browser.
async fn person(test: &TestApp, n: u32) -> (Person, Client) {
    let person = Person::of(n);
    person.register(&test.app).await;
    person.account(&test.app, Level::Two).await;
    let mut browser = test.client();
    person.sign_in(test, &mut browser).await;
    (person, browser)
}

async fn granted(test: TestApp) -> (Scene, Client) {
    let scene = Scene::new(test).await;
    let mut manager = staff(&scene.test, Role::Manager, "A06").await;
    let id = scene.telecom.id.clone();
    scene.grant(&mut manager, &id, &[]).await;
    (scene, manager)
}

async fn asks(telecom: &mut Service, access: &str, phone: &str) -> Answer {
    let place = "/oidc/subscriber-registration";
    let proof = format!("Bearer {access}");
    telecom
        .call_as(&proof, place, &[("phone_number", phone)])
        .await
}

/// Gives the reference number and where the person goes.
fn asked(answer: &Answer) -> (String, String) {
    assert_eq!(answer.status, 201, "{}", answer.text());
    let body = answer.json();
    assert_eq!(body["expires_in"], 1800, "{body}");
    let reference = body["reference"].as_str().unwrap().to_owned();
    let place = format!("/personal/numbers/{reference}");
    let uri = body["confirmation_uri"].as_str().unwrap();
    assert!(uri.ends_with(&place), "{uri}");
    (reference, place)
}

async fn stands(telecom: &mut Service, reference: &str) -> Answer {
    let place = "/oidc/subscriber-registration/status";
    telecom.call(place, &[("reference", reference)]).await
}

#[track_caller]
fn is(answer: &Answer, state: &str) {
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.json()["registration_status"], state);
}

/// The person has the code sent and enters it.
async fn proves(test: &TestApp, browser: &mut Client, place: &str) {
    browser
        .post(&format!("{place}/code"), &[])
        .await
        .goes_to(place);
    let code = test.code_for(SENT).await;
    browser.post(place, &[("code", &code)]).await.goes_to(place);
}

// law: R50-2, D59-5, D59-24.2
async fn a_person_registers_a_number_by_his_sign_in(test: TestApp) {
    let (mut scene, _) = granted(test).await;
    let (_, mut browser) = person(&scene.test, 7).await;
    let (_, mut stranger) = person(&scene.test, 8).await;
    browser
        .get(&scene.telecom.asks(SCOPE, &[]))
        .await
        .goes_to("/oidc/continue");
    browser
        .get("/oidc/continue")
        .await
        .shows(200, "muốn đăng ký một số thuê bao di động đứng tên bạn");
    let bare = scene.telecom.tokens(&mut browser, "openid").await;
    let low = asks(&mut scene.telecom, &bare.access, PHONE).await;
    refused(&low, 403, "insufficient_scope");
    let tokens = scene.telecom.tokens(&mut browser, SCOPE).await;
    for wrong in ["", "0912", "0243 825 1234", "+1 202 555 0100"] {
        let answer = asks(&mut scene.telecom, &tokens.access, wrong).await;
        refused(&answer, 400, "invalid_request");
    }
    let answer = asks(&mut scene.telecom, &tokens.access, "0912 345 678").await;
    let (reference, place) = asked(&answer);
    is(&stands(&mut scene.telecom, &reference).await, "asked");

    // It is his alone, and nothing was sent yet.
    let page = browser.get(&place).await;
    page.shows(200, PHONE);
    page.shows(200, "Gửi mã tới số này");
    for path in [place.clone(), format!("{place}/code")] {
        assert_eq!(
            stranger.post(&path, &[("code", "123456")]).await.status,
            404
        );
        let nobody = scene.test.client().post(&path, &[("code", "123456")]).await;
        nobody.goes_to("/sign-in");
    }
    assert_eq!(stranger.get(&place).await.status, 404);
    browser
        .post(&place, &[("code", "123456")])
        .await
        .shows(422, "mã");
    browser.get("/personal/services").await.shows(200, &place);

    browser
        .post(&format!("{place}/code"), &[])
        .await
        .goes_to(&place);
    let again = browser.post(&format!("{place}/code"), &[]).await;
    assert_eq!(again.status, 429, "{}", again.text());
    let code = scene.test.code_for(SENT).await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    browser
        .post(&place, &[("code", wrong)])
        .await
        .shows(422, "mã");
    is(&stands(&mut scene.telecom, &reference).await, "asked");
    browser
        .post(&place, &[("code", &code)])
        .await
        .goes_to(&place);
    let page = browser.get(&place).await;
    page.shows(200, "đã được đăng ký đứng tên bạn");
    page.shows(200, "/personal/phone");
    for path in [place.as_str(), "/personal/services"] {
        browser.set_cookie("dd-lang", "en");
        browser.get(path).await.shows(200, "in your name");
        browser.set_cookie("dd-lang", "vi");
    }
    let told = stands(&mut scene.telecom, &reference).await;
    is(&told, "registered");
    assert_eq!(
        told.json()["registered_at"],
        scene.test.now().as_second(),
        "nothing else is told: {}",
        told.text()
    );
    browser
        .post(&place, &[("code", &code)])
        .await
        .shows(409, "đã được đăng ký");
    let page = browser.get("/personal/services").await;
    page.shows(200, "Số thuê bao đứng tên bạn");
    assert!(!page.text().contains(PHONE), "most of it is hidden");
    let page = browser.get("/activity").await;
    page.shows(200, "Đề nghị đăng ký một số thuê bao đứng tên bạn");
    page.shows(200, "Đăng ký số thuê bao đứng tên bạn");

    // Another telecom's is not there.
    let mut other = Service::new(&scene.test, 9).await;
    assert_eq!(stands(&mut other, &reference).await.status, 404);
    assert_eq!(stands(&mut scene.telecom, "x").await.status, 404);
}

// law: R50-2
async fn a_number_goes_to_whoever_proves_it_last(test: TestApp) {
    let (mut scene, _) = granted(test).await;
    let (_, mut first) = person(&scene.test, 7).await;
    let (_, mut second) = person(&scene.test, 8).await;
    let tokens = scene.telecom.tokens(&mut first, SCOPE).await;
    let (mine, place) = asked(&asks(&mut scene.telecom, &tokens.access, PHONE).await);
    proves(&scene.test, &mut first, &place).await;

    // Nobody is told that it is somebody's: the same answers, the same pages.
    let tokens = scene.telecom.tokens(&mut second, SCOPE).await;
    let (theirs, there) = asked(&asks(&mut scene.telecom, &tokens.access, PHONE).await);
    second.get(&there).await.shows(200, "Gửi mã tới số này");
    is(&stands(&mut scene.telecom, &mine).await, "registered");
    proves(&scene.test, &mut second, &there).await;
    is(&stands(&mut scene.telecom, &theirs).await, "registered");
    is(&stands(&mut scene.telecom, &mine).await, "passed-on");
    first
        .get(&place)
        .await
        .shows(200, "Số không còn đứng tên bạn");
    first
        .get("/activity")
        .await
        .shows(200, "Chuyển số thuê bao của bạn sang tên người khác");
    first
        .get("/notices")
        .await
        .shows(200, "không còn đứng tên bạn");

    // Who proves his own once more goes on having it.
    scene.test.advance(SignedDuration::from_mins(2));
    let tokens = scene.telecom.tokens(&mut second, SCOPE).await;
    let (again, there) = asked(&asks(&mut scene.telecom, &tokens.access, PHONE).await);
    proves(&scene.test, &mut second, &there).await;
    is(&stands(&mut scene.telecom, &again).await, "registered");
    is(&stands(&mut scene.telecom, &theirs).await, "passed-on");
}

// law: R50-2, D59-12.2
async fn nothing_is_registered_without_grant_level_or_time(test: TestApp) {
    let mut scene = Scene::new(test).await;
    let (_, mut browser) = person(&scene.test, 7).await;
    // Not granted: the person is not asked.
    let back = browser.get(&scene.telecom.asks(SCOPE, &[])).await;
    let error = of_query(back.location(), "error");
    assert_eq!(error.as_deref(), Some("invalid_scope"));
    let mut manager = staff(&scene.test, Role::Manager, "A06").await;
    let id = scene.telecom.id.clone();
    scene.grant(&mut manager, &id, &[]).await;

    // Level 1: not enough.
    let low = Person::of(8);
    low.register(&scene.test.app).await;
    low.account(&scene.test.app, Level::One).await;
    let mut lower = scene.test.client();
    low.sign_in(&scene.test, &mut lower).await;
    lower
        .get(&scene.telecom.asks(SCOPE, &[]))
        .await
        .goes_to("/oidc/continue");
    let page = lower.get("/oidc/continue").await;
    assert!(!page.text().contains("value=\"allow\""), "{}", page.text());

    // What is asked anew takes the place of what was asked before; a code of before counts for nothing.
    let tokens = scene.telecom.tokens(&mut browser, SCOPE).await;
    let (_, old) = asked(&asks(&mut scene.telecom, &tokens.access, PHONE).await);
    browser
        .post(&format!("{old}/code"), &[])
        .await
        .goes_to(&old);
    let code = scene.test.code_for(SENT).await;
    let (reference, place) = asked(&asks(&mut scene.telecom, &tokens.access, PHONE).await);
    assert_eq!(browser.get(&old).await.status, 404);
    browser
        .post(&place, &[("code", &code)])
        .await
        .shows(422, "mã");

    // Its time is over.
    scene.test.advance(SignedDuration::from_mins(30));
    is(&stands(&mut scene.telecom, &reference).await, "lapsed");
    let late = browser.get(&place).await;
    late.shows(409, "Đã hết thời gian nhập mã");

    // The grant ends while somebody has the code in his hand.
    let tokens = scene.telecom.tokens(&mut browser, SCOPE).await;
    let (reference, place) = asked(&asks(&mut scene.telecom, &tokens.access, PHONE).await);
    browser
        .post(&format!("{place}/code"), &[])
        .await
        .goes_to(&place);
    let code = scene.test.code_for(SENT).await;
    let grant = format!("/console/parties/{id}/cleaning");
    let seen = revision(&manager.get(&grant).await);
    let end = [("revision", seen.as_str())];
    manager
        .post(&format!("{grant}/end"), &end)
        .await
        .goes_to(&grant);
    browser
        .post(&place, &[("code", &code)])
        .await
        .shows(409, "không còn được đăng ký thuê bao");
    is(&stands(&mut scene.telecom, &reference).await, "asked");
    let answer = asks(&mut scene.telecom, &tokens.access, PHONE).await;
    refused(&answer, 400, "unauthorized_client");
    // A locked account or a suspended telecom ends its tokens.
    change(&scene.test, &id, |client| {
        client.phase = domain::relying_party::Phase::Suspended;
    })
    .await;
    let answer = asks(&mut scene.telecom, &tokens.access, PHONE).await;
    refused(&answer, 401, "invalid_token");
}
