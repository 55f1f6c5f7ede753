//! Services are told of an end (Back-Channel Logout 1.0).

use std::collections::BTreeSet;

use app::Cx;
use app::holds::{lock_own, receipt};
use app::jobs::{Lane, run_all_due, run_due};
use app::relying_parties::withdraw;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::actor::{Actor, AuthLevel};
use domain::hold::LockReason;
use domain::ids::{ClientId, GrantId, HoldId};
use domain::relying_party::{PartyKind, Phase};
use jiff::{SignedDuration, Timestamp};
use oidc::client::{Class, ClientAuth};
use oidc::jose::Alg;
use serde_json::Value;
use store::Audit;
use store::hold::Took;
use store::relying_party::client::{self, Client};
use store::relying_party::grant::{self, New};
use store::relying_party::key;
use store::relying_party::signal::State;
use testkit::Call;

use super::house::{House, both};

both!(
    a_lock_tells_each_service_once,
    one_that_is_down_is_tried_again,
    one_that_refuses_is_left_alone,
    nobody_is_tried_for_ever,
    a_late_telling_leaves_a_newer_session_alone,
    many_sessions_are_told_of_in_several_runs,
    signing_out_tells_the_services_of_that_session,
    a_consent_taken_back_is_told_to_that_service,
    a_service_that_cannot_be_read_stops_no_lock,
    what_is_over_is_forgotten,
);

pub(super) const SECRET: &str = "school-secret";
pub(super) const SCHOOL: [u8; 16] = [11; 16];
pub(super) const BANK: [u8; 16] = [12; 16];
const SHOP: [u8; 16] = [13; 16];

/// A service; `uri`: where it wants to be told, `sid`: whether of each session.
pub(super) async fn service(house: &House, id: [u8; 16], uri: Option<&str>, sid: bool) -> ClientId {
    let id = ClientId::from_bytes(id);
    let rules = oidc::client::Client {
        id: String::new(),
        class: Class::Web,
        auth: ClientAuth::SecretBasic,
        redirect_uris: vec!["https://dichvu.example/".into()],
        post_logout_redirect_uris: vec![],
        scopes: vec!["openid".into()],
        claims: vec![],
        grant_types: vec![],
        dpop_bound: false,
        certificate_bound: false,
        certificate_name: None,
        require_pkce: false,
        require_par: false,
        id_token_alg: Alg::Es256,
        userinfo_alg: None,
        access_token_jwt: false,
        resources: vec![],
        jwks: None,
        jwks_uri: None,
        sector: id.to_string(),
        backchannel_logout_uri: uri.map(str::to_owned),
        backchannel_logout_session_required: sid,
        backchannel_client_notification_endpoint: None,
        default_acr_values: Vec::new(),
        default_max_age: None,
    };
    let registration = serde_json::to_string(&rules).unwrap();
    registered(house, id, registration).await
}

async fn registered(house: &House, id: ClientId, registration: String) -> ClientId {
    let client = Client {
        id,
        kind: PartyKind::Private,
        phase: Phase::Sandbox,
        name: "Trường học".into(),
        purpose: "Thử".into(),
        legal_basis: "sandbox".into(),
        secret: Some(house.app.db.keys().digest("client-secret", SECRET)),
        registration,
        owner: None,
        created: house.now(),
        revision: 1,
        old_secret: None,
        suspension: None,
        signature_licence: None,
    };
    let mut tx = house.app.db.begin().await.unwrap();
    client::insert(&mut tx, &client).await.unwrap();
    tx.commit(Audit::Bookkeeping("test")).await.unwrap();
    id
}

/// The holder of a session signs in to a service.
pub(super) async fn grants(house: &House, cx: &Cx, client: ClientId, lasting: bool) {
    let Actor::Holder { session, .. } = cx.actor else {
        panic!("a holder");
    };
    let new = New {
        subject: house.subject,
        id: house.app.id(GrantId::from_bytes),
        client,
        session,
        scope: "openid",
        body: &"",
        level: AuthLevel::TWO,
        auth_time: house.now(),
        lasting,
        at: house.now(),
        expires: house.now() + SignedDuration::from_hours(12),
    };
    let mut tx = house.app.db.begin().await.unwrap();
    grant::insert(&mut tx, &new).await.unwrap();
    tx.commit(Audit::Bookkeeping("test")).await.unwrap();
}

/// The sessions that one run told of.
async fn one_run(house: &House) -> Vec<String> {
    run_due(&house.app, Lane::Outward).await.unwrap();
    sids(&house.services.take())
}

fn sids(calls: &[Call]) -> Vec<String> {
    let sid = |call: &Call| {
        let middle = call.form[0].1.split('.').nth(1).unwrap();
        let claims = URL_SAFE_NO_PAD.decode(middle).unwrap();
        let claims: Value = serde_json::from_slice(&claims).unwrap();
        claims["sid"].as_str().unwrap().to_owned()
    };
    calls.iter().map(sid).collect()
}

/// Where each telling went and what its token says, in the order of the addresses.
async fn told(house: &House) -> Vec<(String, Value)> {
    run_all_due(&house.app).await.unwrap();
    let mut calls: Vec<(String, Value)> = house
        .services
        .take()
        .into_iter()
        .map(|call| {
            assert_eq!(call.form.len(), 1);
            assert_eq!(call.form[0].0, "logout_token");
            let middle = call.form[0].1.split('.').nth(1).unwrap();
            let claims = URL_SAFE_NO_PAD.decode(middle).unwrap();
            (call.url, serde_json::from_slice(&claims).unwrap())
        })
        .collect();
    calls.sort_by_key(|(url, _)| url.clone());
    calls
}

pub(super) async fn locked(house: &House, cx: &Cx) -> HoldId {
    let done = lock_own(&house.app, &house.later(cx), LockReason::LostDevice).await;
    done.unwrap().locked.hold.id
}

async fn states(house: &House, cx: &Cx, hold: HoldId) -> Vec<(State, Option<Timestamp>, String)> {
    let paper = receipt(&house.app, cx, hold).await.unwrap();
    let services = paper.services.into_iter();
    services
        .map(|s| (s.signal.state, s.signal.sent, s.signal.error))
        .collect()
}

// law: D59-19.x, UX-12
async fn a_lock_tells_each_service_once(house: House) {
    let (_, one) = house.holder(house.subject).await;
    let (_, two) = house.holder(house.subject).await;
    let school = service(&house, SCHOOL, Some("https://a.example/out"), false).await;
    let bank = service(&house, BANK, Some("https://b.example/out"), true).await;
    let shop = service(&house, SHOP, None, false).await;
    for client in [school, bank, shop] {
        grants(&house, &one, client, true).await;
        grants(&house, &two, client, false).await;
    }
    let hold = locked(&house, &one).await;
    assert!(house.services.take().is_empty(), "a lock waits for nobody");
    let calls = told(&house).await;
    let urls: Vec<&str> = calls.iter().map(|(url, _)| url.as_str()).collect();
    assert_eq!(
        urls,
        [
            "https://a.example/out",
            "https://b.example/out",
            "https://b.example/out"
        ]
    );
    let all = &calls[0].1;
    assert!(all.get("sid").is_none(), "the whole account: {all}");
    assert_eq!(all["aud"], school.to_string());
    assert_eq!(
        all["exp"].as_i64().unwrap() - all["iat"].as_i64().unwrap(),
        120
    );
    assert_eq!(calls[1].1["sub"], calls[2].1["sub"]);
    assert_ne!(calls[1].1["sid"], calls[2].1["sid"]);
    assert_ne!(all["sub"], calls[1].1["sub"], "I13: pairwise");
    let paper = receipt(&house.app, &one, hold).await.unwrap();
    assert_eq!(
        paper.kept.took,
        Took {
            sessions: 2,
            grants: 6
        }
    );
    let facts = paper.facts();
    assert_eq!(facts["grants_ended"], 6);
    assert_eq!(facts["services"].as_array().unwrap().len(), 3);
    assert_eq!(facts["services"][0]["name"], "Trường học");
    assert_eq!(facts["services"][0]["state"], "acknowledged");
    assert_eq!(facts["services"][0]["told_at"], house.now().to_string());
    assert!(told(&house).await.is_empty(), "once");
}

async fn one_that_is_down_is_tried_again(house: House) {
    let (_, cx) = house.holder(house.subject).await;
    let school = service(&house, SCHOOL, Some("https://a.example/out"), false).await;
    grants(&house, &cx, school, false).await;
    house.services.down();
    let hold = locked(&house, &cx).await;
    let first = told(&house).await;
    let failed = (State::Waiting, Some(house.now()), "no connection".into());
    assert_eq!(states(&house, &cx, hold).await, [failed]);
    assert!(told(&house).await.is_empty(), "not at once");
    house.services.answers(503);
    house.wait(SignedDuration::from_secs(5));
    assert_eq!(told(&house).await.len(), 1);
    let answered = (
        State::Waiting,
        Some(house.now()),
        "the service answered 503".into(),
    );
    assert_eq!(states(&house, &cx, hold).await, [answered]);
    house.services.answers(204);
    house.wait(SignedDuration::from_secs(10));
    let third = told(&house).await;
    assert_ne!(first[0].1["jti"], third[0].1["jti"], "no replay");
    let now = house.now();
    let done = (State::Acknowledged(now), Some(now), String::new());
    assert_eq!(states(&house, &cx, hold).await, [done]);
    house.wait(SignedDuration::from_hours(2));
    assert!(told(&house).await.is_empty());
}

async fn one_that_refuses_is_left_alone(house: House) {
    let (_, cx) = house.holder(house.subject).await;
    let school = service(&house, SCHOOL, Some("https://a.example/out"), false).await;
    grants(&house, &cx, school, false).await;
    house.services.answers(400);
    let hold = locked(&house, &cx).await;
    assert_eq!(told(&house).await.len(), 1);
    let now = house.now();
    let refused = (
        State::Refused(now),
        Some(now),
        "the service answered 400".into(),
    );
    assert_eq!(states(&house, &cx, hold).await, [refused]);
    house.wait(SignedDuration::from_hours(2));
    assert!(told(&house).await.is_empty());
}

async fn nobody_is_tried_for_ever(house: House) {
    let (_, cx) = house.holder(house.subject).await;
    let school = service(&house, SCHOOL, Some("https://a.example/out"), false).await;
    grants(&house, &cx, school, false).await;
    house.services.down();
    let hold = locked(&house, &cx).await;
    let mut tries = 0;
    for _ in 0..40 {
        tries += told(&house).await.len();
        house.wait(SignedDuration::from_hours(1));
    }
    assert_eq!(tries, 30);
    let state = states(&house, &cx, hold).await[0].0;
    assert_eq!(state, State::GivenUp);
}

async fn a_late_telling_leaves_a_newer_session_alone(house: House) {
    let (_, one) = house.holder(house.subject).await;
    let school = service(&house, SCHOOL, Some("https://a.example/out"), false).await;
    grants(&house, &one, school, false).await;
    house.services.down();
    withdraw(&house.app, &one, school).await.unwrap();
    let first = told(&house).await;
    assert!(first[0].1.get("sid").is_none(), "everything of then");
    // He thinks better of it and signs in to the service again, which then comes back.
    house.wait(SignedDuration::from_secs(60));
    let (_, two) = house.holder(house.subject).await;
    grants(&house, &two, school, false).await;
    house.services.answers(200);
    let late = told(&house).await;
    let sids: Vec<&Value> = late.iter().map(|(_, claims)| &claims["sid"]).collect();
    assert_eq!(sids.len(), 1, "the old session, by its name: {late:?}");
    assert!(sids[0].is_string());
    withdraw(&house.app, &two, school).await.unwrap();
    let last = told(&house).await;
    assert!(last[0].1.get("sid").is_none(), "nothing is newer: all");
}

/// However slow a service is, a run ends within its lease, and the next one goes on where it was.
async fn many_sessions_are_told_of_in_several_runs(house: House) {
    let (_, one) = house.holder(house.subject).await;
    let school = service(&house, SCHOOL, Some("https://a.example/out"), false).await;
    grants(&house, &one, school, false).await;
    for _ in 1..12 {
        let (_, cx) = house.holder(house.subject).await;
        grants(&house, &cx, school, false).await;
    }
    house.services.down();
    withdraw(&house.app, &one, school).await.unwrap();
    told(&house).await;
    house.wait(SignedDuration::from_secs(60));
    let (_, new) = house.holder(house.subject).await;
    grants(&house, &new, school, false).await;
    house.services.answers(200);
    let first = one_run(&house).await;
    assert_eq!(first.len(), 5);
    house.services.down();
    assert_eq!(one_run(&house).await.len(), 1, "it was not taken");
    assert!(one_run(&house).await.is_empty(), "not at once");
    house.services.answers(200);
    house.wait(SignedDuration::from_secs(5));
    let (second, third) = (one_run(&house).await, one_run(&house).await);
    assert_eq!((second.len(), third.len()), (5, 2));
    assert!(one_run(&house).await.is_empty(), "all was told");
    let each: BTreeSet<String> = [first, second, third].concat().into_iter().collect();
    assert_eq!(each.len(), 12, "each once");
}

async fn signing_out_tells_the_services_of_that_session(house: House) {
    let (_, one) = house.holder(house.subject).await;
    let (_, two) = house.holder(house.subject).await;
    let school = service(&house, SCHOOL, Some("https://a.example/out"), false).await;
    let bank = service(&house, BANK, Some("https://b.example/out"), false).await;
    grants(&house, &one, school, true).await;
    grants(&house, &two, bank, false).await;
    app::holder::sign_out(&house.app, &one).await.unwrap();
    let calls = told(&house).await;
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0].0, "https://a.example/out");
    assert!(calls[0].1["sid"].is_string());
    // It is over already; what lasts beyond it ends, and is told, with a lock.
    app::holder::sign_out(&house.app, &one).await.unwrap();
    assert!(told(&house).await.is_empty());
    let hold = locked(&house, &two).await;
    assert_eq!(told(&house).await.len(), 2);
    let paper = receipt(&house.app, &two, hold).await.unwrap();
    assert_eq!(paper.kept.took.grants, 2);
}

// law: D69-19
async fn a_consent_taken_back_is_told_to_that_service(house: House) {
    let (_, cx) = house.holder(house.subject).await;
    let school = service(&house, SCHOOL, Some("https://a.example/out"), false).await;
    let bank = service(&house, BANK, Some("https://b.example/out"), false).await;
    grants(&house, &cx, school, false).await;
    grants(&house, &cx, bank, false).await;
    withdraw(&house.app, &cx, school).await.unwrap();
    let calls = told(&house).await;
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0].0, "https://a.example/out");
    assert!(calls[0].1["sub"].is_string());
}

// law: D59-19.1.a.i
async fn a_service_that_cannot_be_read_stops_no_lock(house: House) {
    let (_, cx) = house.holder(house.subject).await;
    let broken = registered(&house, ClientId::from_bytes(SHOP), "{}".into()).await;
    grants(&house, &cx, broken, false).await;
    let hold = locked(&house, &cx).await;
    assert!(told(&house).await.is_empty());
    let paper = receipt(&house.app, &cx, hold).await.unwrap();
    assert_eq!(paper.kept.took.grants, 1);
}

// law: D59-21.2
async fn what_is_over_is_forgotten(house: House) {
    let (_, cx) = house.holder(house.subject).await;
    let school = service(&house, SCHOOL, Some("https://a.example/out"), false).await;
    grants(&house, &cx, school, false).await;
    let hold = locked(&house, &cx).await;
    told(&house).await;
    app::activity::retention::schedule(&house.app, &house.app.system())
        .await
        .unwrap();
    house.wait(SignedDuration::from_hours(24 * 365 * 4));
    run_all_due(&house.app).await.unwrap();
    assert_eq!(states(&house, &cx, hold).await.len(), 1, "five years");
    let mut tx = house.app.db.begin().await.unwrap();
    let ever = Timestamp::MAX;
    assert_eq!(grant::purge(&mut tx, ever).await.unwrap(), 0);
    assert_eq!(key::purge(&mut tx, house.now()).await.unwrap(), 0);
    drop(tx);
    house.wait(SignedDuration::from_hours(24 * 367));
    run_all_due(&house.app).await.unwrap();
    assert!(states(&house, &cx, hold).await.is_empty());
}
