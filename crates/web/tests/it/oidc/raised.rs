//! A service that cannot do without level 3: the phone is raised by chip and face, and lets the browser in.

use app::Error;
use app::ports::Shot;
use app::self_proof::{self, Door, SelfProofError};
use app::token::Token;
use domain::account::Level;
use domain::actor::Actor;
use jiff::SignedDuration;
use serde_json::json;
use testkit::people::PASSCODE;
use testkit::{Client, TestApp};

use super::{Service, Tokens, decide, of_query, read, refused};
use crate::api::self_proof::Scene;
use crate::api::{Call, problem};
use crate::approve::asks;
use crate::documents::scene::both;
use crate::register::known;

both!(
    a_raised_phone_lets_a_browser_in_at_level_three,
    what_was_raised_counts_no_longer_than_on_the_phone,
    a_lock_ends_what_was_raised_at_the_next_request,
    a_token_says_when_chip_and_face_were_shown,
    who_can_raise_nothing_is_not_sent_to_his_phone,
);

const MUST: &str = r#"{"id_token":{"acr":{"essential":true,"values":["urn:dinhdanh:acr:3"]}}}"#;

/// The native app lets this browser in; gives where that leads it.
pub(super) async fn let_in(scene: &mut Scene, browser: &mut Client) -> String {
    let (place, number) = asks(&scene.test, browser).await;
    let code = place.rsplit('/').next().unwrap().to_owned();
    let place = format!("/computers/{code}");
    let call = Call::new(&mut scene.client, Some(&scene.session));
    let asking = call.get(&place).await.json();
    let number: u8 = number.parse().unwrap();
    let choices = asking["choices"].as_array().unwrap();
    assert!(choices.contains(&json!(number)), "{asking}");
    let allow = json!({ "number": number, "passcode": PASSCODE });
    let allowed = scene.post(&format!("{place}/allow"), &allow).await;
    assert_eq!(allowed.status.as_u16(), 204, "{}", allowed.text());
    let entered = browser.post("/sign-in/phone/enter", &[]).await;
    entered.location().to_owned()
}

// law: D59-24.3, D59-24.x, D69-20
async fn a_raised_phone_lets_a_browser_in_at_level_three(test: TestApp) {
    let mut scene = Scene::new(test).await;
    let mut service = Service::new(&scene.test, 1).await;
    let published = scene
        .test
        .client()
        .get("/.well-known/openid-configuration")
        .await;
    let reached = published.json()["acr_values_supported"].clone();
    assert_eq!(reached.as_array().unwrap().len(), 3, "{reached}");
    let mut browser = scene.test.client();
    let_in(&mut scene, &mut browser).await;
    browser
        .get(&service.asks("openid", &[("claims", MUST)]))
        .await;
    let page = browser.get("/oidc/continue").await;
    page.shows(200, "Chứng minh trên điện thoại");
    page.shows(200, "trong vòng 5 phút".replace("trong", "Trong").as_str());
    let forced = decide(&mut browser, "/oidc/continue", &[("decision", "allow")]).await;
    forced.shows(409, "Hãy chứng minh bằng thẻ và khuôn mặt");
    let silent = [("claims", MUST), ("prompt", "none")];
    let answer = browser.clone().get(&service.asks("openid", &silent)).await;
    let error = of_query(answer.location(), "error").unwrap();
    assert_eq!(error, "unmet_authentication_requirements");
    let shown = scene.prove().await;
    assert_eq!(shown.json()["authentication_level"], 3, "{}", shown.text());
    assert_eq!(let_in(&mut scene, &mut browser).await, "/oidc/continue");
    let back = decide(&mut browser, "/oidc/continue", &[("decision", "allow")]).await;
    let code = of_query(back.location(), "code").expect("a code");
    let tokens = read(&service.exchange(&code).await);
    assert_eq!(tokens.id["acr"], "urn:dinhdanh:acr:3");
    assert_eq!(tokens.id["amr"], json!(["pwd", "otp", "sc", "face", "mfa"]));
    // Without being raised, the same service goes back with nothing.
    let mut other = scene.test.client();
    scene.test.advance(SignedDuration::from_mins(5));
    other
        .get(&service.asks("openid", &[("claims", MUST)]))
        .await;
    let_in(&mut scene, &mut other).await;
    let back = decide(&mut other, "/oidc/back", &[("why", "not-enough")]).await;
    let error = of_query(back.location(), "error").unwrap();
    assert_eq!(error, "unmet_authentication_requirements");
}

// law: D59-24.3
async fn what_was_raised_counts_no_longer_than_on_the_phone(test: TestApp) {
    let mut scene = Scene::new(test).await;
    let service = Service::new(&scene.test, 1).await;
    scene.prove().await;
    scene.test.advance(SignedDuration::from_mins(4));
    let mut browser = scene.test.client();
    let_in(&mut scene, &mut browser).await;
    let wish = [("claims", MUST)];
    scene.test.advance(SignedDuration::from_mins(10));
    browser.get(&service.asks("openid", &wish)).await;
    browser
        .get("/oidc/continue")
        .await
        .shows(200, "Dịch vụ thử");
    scene.test.advance(SignedDuration::from_mins(1));
    browser
        .get("/oidc/continue")
        .await
        .shows(200, "Chứng minh trên điện thoại");
    // The browser reads no chip and is no device of the account.
    let token = browser.cookie("dd-session").unwrap().to_owned();
    let zone = json!({ "zone": scene.card.zone });
    let call = Call::new(&mut scene.client, Some(&token));
    let asked = call.json("POST", "/me/self-proof", &zone).await;
    problem(&asked, 409, "self-proof-needs-device");
}

// law: D59-19.4.a, D59-24.3
async fn a_lock_ends_what_was_raised_at_the_next_request(test: TestApp) {
    let mut scene = Scene::new(test).await;
    let mut service = Service::new(&scene.test, 1).await;
    scene.prove().await;
    let mut browser = scene.test.client();
    let_in(&mut scene, &mut browser).await;
    let tokens = level_three(&mut service, &mut browser).await;
    assert!(service.active(&tokens.access).await);
    browser.get("/notices").await.shows(200, "");
    // A proof whose face is waited for.
    let asked = scene.ask().await;
    let id = asked["id"].as_str().unwrap();
    let reading = testkit::ChipPhone::with(&scene.card).reading(&asked);
    let place = format!("/me/self-proof/{id}/reading");
    let read = scene.post(&place, &reading).await.json();
    assert_eq!(read["state"], "face", "{read}");
    let cx = scene.test.cx(Actor::Public);
    let token = Token::parse(&scene.session).unwrap();
    let before = app::holder::resume(&scene.test.app, &cx, &token).await;
    let before = before.unwrap().expect("a session");
    let locked = scene
        .post("/lock", &json!({ "reason": "lost-device" }))
        .await;
    assert!(locked.status.is_success(), "{}", locked.text());
    assert_eq!(browser.get("/notices").await.status, 303);
    assert!(!service.active(&tokens.access).await);
    refused(
        &service.refresh(&tokens.refresh).await,
        400,
        "invalid_grant",
    );
    // Also a request that had found its session open.
    let shot = Shot {
        at: 0,
        picture: Vec::new(),
    };
    let door = Door::Session(&before);
    let shown = (id.parse().unwrap(), vec![shot]);
    let shown = self_proof::show(&scene.test.app, &cx, &door, shown).await;
    assert!(
        matches!(
            shown,
            Err(SelfProofError::App(
                Error::SignIn | Error::Refused("self-proof-over")
            ))
        ),
        "{shown:?}"
    );
    assert_eq!(scene.on_record("self-proof-passed").await.len(), 1);
}

async fn level_three(service: &mut Service, browser: &mut Client) -> Tokens {
    browser
        .get(&service.asks("openid", &[("claims", MUST)]))
        .await;
    let back = decide(browser, "/oidc/continue", &[("decision", "allow")]).await;
    let code = of_query(back.location(), "code").expect("a code");
    let tokens = read(&service.exchange(&code).await);
    assert_eq!(tokens.id["acr"], "urn:dinhdanh:acr:3");
    tokens
}

// law: D59-24.3
async fn a_token_says_when_chip_and_face_were_shown(test: TestApp) {
    let mut scene = Scene::new(test).await;
    let mut service = Service::new(&scene.test, 1).await;
    scene.prove().await;
    let shown = scene.test.now();
    scene.test.advance(SignedDuration::from_mins(3));
    let mut browser = scene.test.client();
    let_in(&mut scene, &mut browser).await;
    let tokens = level_three(&mut service, &mut browser).await;
    assert_eq!(tokens.id["auth_time"], shown.as_second());
    // What is fresh enough is measured from there too.
    for (age, fresh) in [("60", false), ("3600", true)] {
        let silent = [("claims", MUST), ("prompt", "none"), ("max_age", age)];
        let silent = service.asks("openid", &silent);
        let answer = browser.clone().get(&silent).await;
        let error = of_query(answer.location(), "error");
        assert_eq!(
            error.as_deref() != Some("login_required"),
            fresh,
            "{error:?}"
        );
    }
}

// law: D59-24.3, D59-12.2
async fn who_can_raise_nothing_is_not_sent_to_his_phone(test: TestApp) {
    let (test, _) = test.with_faces();
    let service = Service::new(&test, 1).await;
    for (n, level, raises) in [(77, Level::One, false), (78, Level::Two, true)] {
        let person = known(&test, n, |_| {}).await;
        person.account(&test.app, level).await;
        let mut browser = test.client();
        person.sign_in(&test, &mut browser).await;
        browser
            .get(&service.asks("openid", &[("claims", MUST)]))
            .await;
        let page = browser.get("/oidc/continue").await.text();
        let phone = page.contains("Chứng minh trên điện thoại");
        assert_eq!(phone, raises, "{page}");
    }
}
