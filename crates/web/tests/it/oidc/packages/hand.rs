//! A package is handed over: to whom, for what, against which proof, once.

use axum::http::Request;
use domain::account::Level;
use jiff::SignedDuration;
use oidc::certification_request::CertificationRequest;
use testkit::people::Person;

use super::*;
use crate::documents::scene::both;
use crate::holds::holder;
use crate::oidc::{inside, refused};

both!(
    a_provider_is_handed_who_holds_the_key,
    a_sign_in_gives_one_package_and_no_second,
    a_word_for_a_package_is_none_for_anything_else,
    what_proves_no_key_or_another_sign_in_is_refused,
    a_lock_or_an_old_sign_in_gives_none,
    only_a_fresh_sign_in_by_chip_and_face_is_enough,
);

// law: R50-3, D59-24.3, D59-5
async fn a_provider_is_handed_who_holds_the_key(test: TestApp) {
    let mut world = Box::pin(World::new(test)).await;
    world.browser.get(&world.service.asks(SCOPE, &[])).await;
    let page = world.browser.get("/oidc/continue").await;
    page.shows(200, LICENCE);
    page.shows(200, "chứng thư chữ ký số mang tên bạn");
    let token = world.token().await;
    let der = request(&token.challenge);
    let made = world.hands_in(&token.access, &der).await;
    assert_eq!(made.status, 201, "{}", made.text());
    assert_eq!(made.headers[header::CACHE_CONTROL], "no-store");
    let package = inside(made.json()["identity_package"].as_str().unwrap());
    let told = world.service.userinfo(&token.access).await.json();
    assert_eq!(package["sub"], told["sub"], "the same name as elsewhere");
    assert_eq!(package["aud"], world.service.id.as_str());
    assert_eq!(package["jti"], made.json()["reference"]);
    assert_eq!(package["acr"], "urn:dinhdanh:acr:3");
    assert_eq!(package["identity_package_status"], "good");
    let life = package["exp"].as_i64().unwrap() - package["iat"].as_i64().unwrap();
    assert_eq!(life, made.json()["expires_in"].as_i64().unwrap());
    let read = CertificationRequest::read(&STANDARD.encode(&der)).unwrap();
    assert_eq!(package["cnf"]["jwk"], read.jwk);
    assert_eq!(package["cnf"]["jkt"], read.thumbprint.as_str());
    let identity = &world.scene.person.record.identity;
    let verified = &package["verified_claims"];
    assert_eq!(verified["claims"]["name"], identity.name.as_str());
    let number = &verified["claims"]["personal_administrative_number"];
    assert_eq!(number, identity.number.as_str());
    assert_eq!(verified["verification"]["assurance_level"], "2");
    assert!(
        told.get("name").is_none(),
        "userinfo tells nothing of it: {told}"
    );
    // The evidence: who was told what by which key, and no value.
    let [entry] = &world.scene.on_record("package-issued").await[..] else {
        panic!("one entry");
    };
    let entry = entry.to_string();
    assert!(entry.contains(&read.thumbprint), "{entry}");
    assert!(!entry.contains(identity.number.as_str()), "{entry}");
    let shown = world.browser.get("/personal/services").await;
    shown.shows(200, made.json()["reference"].as_str().unwrap());
    shown.shows(200, LICENCE);
    let activity = world.browser.get("/activity").await;
    activity.shows(200, "Nhận gói danh tính của bạn");
    let other = crate::holds::staff(&world.scene.test, domain::actor::Role::Auditor, "A06");
    let seen = other
        .await
        .get(&format!("/console/parties/{}", world.service.id))
        .await;
    seen.shows(200, &read.thumbprint);
    assert!(!seen.text().contains(identity.number.as_str()));
}

// law: R50-3
async fn a_sign_in_gives_one_package_and_no_second(test: TestApp) {
    let mut world = Box::pin(World::new(test)).await;
    let token = world.token().await;
    let der = request(&token.challenge);
    assert_eq!(world.hands_in(&token.access, &der).await.status, 201);
    let again = world.hands_in(&token.access, &der).await;
    refused(&again, 401, "invalid_token");
    let renewed = token_of(&world.service.refresh(&token.refresh).await);
    assert_ne!(renewed.challenge, token.challenge);
    let more = world
        .hands_in(&renewed.access, &request(&renewed.challenge))
        .await;
    refused(&more, 401, "invalid_token");
    // Each further one takes another word of the person.
    let next = world.token().await;
    let der = request(&next.challenge);
    assert_eq!(world.hands_in(&next.access, &der).await.status, 201);
    assert_eq!(world.scene.on_record("package-issued").await.len(), 2);
}

// law: R50-3, D59-5
async fn a_word_for_a_package_is_none_for_anything_else(test: TestApp) {
    let mut world = Box::pin(World::new(test)).await;
    world.token().await;
    let name = json!({ "name": { "essential": true } });
    let trust = json!({ "trust_framework": null });
    let checked = json!({ "verified_claims": { "verification": trust, "claims": name } });
    for claims in [name, checked] {
        let claims = json!({ "userinfo": claims }).to_string();
        let silent = [("claims", claims.as_str()), ("prompt", "none")];
        let silent = world.service.asks("openid", &silent);
        let answer = world.browser.get(&silent).await;
        let error = of_query(answer.location(), "error");
        assert_eq!(error.as_deref(), Some("consent_required"), "{claims}");
        let asks = world.service.asks("openid", &[("claims", &claims)]);
        world.browser.get(&asks).await.goes_to("/oidc/continue");
    }
    // What names nothing of the person is covered by the same word still.
    let bare = world.service.asks("openid", &[("prompt", "none")]);
    let bare = world.browser.get(&bare).await;
    assert!(of_query(bare.location(), "code").is_some());
}

// law: R50-3
async fn what_proves_no_key_or_another_sign_in_is_refused(test: TestApp) {
    let mut world = Box::pin(World::new(test)).await;
    // A token for something else carries no challenge, and fetches nothing.
    let plain = world
        .service
        .code(&mut world.browser, "openid profile")
        .await;
    let plain = world.service.exchange(&plain).await;
    assert!(plain.json().get("identity_package_challenge").is_none());
    let none = world.hands_in(&read(&plain).access, &request("x")).await;
    refused(&none, 403, "insufficient_scope");
    let (one, two) = (world.token().await, world.token().await);
    for challenge in [two.challenge.as_str(), "", "3f0c9a5d7e"] {
        let other = world.hands_in(&one.access, &request(challenge)).await;
        refused(&other, 400, "invalid_request");
    }
    let mut broken = request(&one.challenge);
    *broken.last_mut().unwrap() ^= 1;
    let broken = world.hands_in(&one.access, &broken).await;
    refused(&broken, 400, "invalid_request");
    assert!(broken.text().contains("not signed by its own key"));
    refused(
        &world.hands_in(&one.access, b"").await,
        400,
        "invalid_request",
    );
    let der = request(&one.challenge);
    let bare = Request::post("/oidc/identity-package").body(Body::empty());
    assert_eq!(world.service.caller.send(bare.unwrap()).await.status, 401);
    assert!(world.scene.on_record("package-issued").await.is_empty());
    assert_eq!(world.hands_in(&one.access, &der).await.status, 201);
}

// law: R50-3, D59-19.4.a
async fn a_lock_or_an_old_sign_in_gives_none(test: TestApp) {
    let mut world = Box::pin(World::new(test)).await;
    let token = world.token().await;
    world.scene.test.advance(SignedDuration::from_mins(4));
    let first = world.service.refresh(&token.refresh).await;
    let first = token_of(&first);
    world.scene.test.advance(SignedDuration::from_mins(12));
    let old = world.service.refresh(&first.refresh).await;
    let old = token_of(&old);
    let weak = world.hands_in(&old.access, &request(&old.challenge)).await;
    refused(&weak, 401, "insufficient_user_authentication");
    let how = weak.headers[header::WWW_AUTHENTICATE].to_str().unwrap();
    assert!(how.contains("max_age"), "{how}");
    world.scene.prove().await;
    let_in(&mut world.scene, &mut world.browser).await;
    let token = world.token().await;
    let lock = json!({ "reason": "lost-device" });
    let locked = world.scene.post("/lock", &lock).await;
    assert!(locked.status.is_success(), "{}", locked.text());
    let none = world
        .hands_in(&token.access, &request(&token.challenge))
        .await;
    refused(&none, 401, "invalid_token");
    assert!(world.scene.on_record("package-issued").await.is_empty());
}

// law: R50-3, D59-24.3, D59-12
async fn only_a_fresh_sign_in_by_chip_and_face_is_enough(test: TestApp) {
    let service = Service::new(&test, 1).await;
    license(&test, &service).await;
    let (_, mut two) = holder(&test, 2).await;
    let low = Person::of(3);
    low.register(&test.app).await;
    low.account(&test.app, Level::One).await;
    let mut one = test.client();
    low.sign_in(&test, &mut one).await;
    for browser in [&mut one, &mut two] {
        browser.get(&service.asks(SCOPE, &[])).await;
        let page = browser.get("/oidc/continue").await;
        page.shows(200, "Cần đăng nhập chắc chắn hơn");
        let forced = decide(browser, "/oidc/continue", &[("decision", "allow")]).await;
        assert_eq!(forced.status, 409, "{}", forced.text());
        let silent = service.asks(SCOPE, &[("prompt", "none")]);
        let error = of_query(browser.get(&silent).await.location(), "error").unwrap();
        assert_eq!(error, "unmet_authentication_requirements");
    }
}
