//! Security events reach the services that have a stream (SSF 1.0, CAEP 1.0, RISC 1.0).

use app::Cx;
use app::credentials::{ChangePassword, OldWays, change_password};
use app::holds::{Change, TellEvent, receipt, tell_event};
use app::jobs::run_all_due;
use app::relying_parties::{
    Asker, Overview, StreamError, create_stream, delete_stream, desk, poll, remove_subject,
    set_status, stream_overview, update_stream, verify, withdraw,
};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use domain::actor::{Actor, Purpose, Role};
use domain::ids::{ClientId, SignalId};
use jiff::SignedDuration;
use serde_json::{Value, json};
use store::relying_party::consent::{self, Consent};
use store::relying_party::signal::{self, Signal, State};
use store::{Audit, job};

use super::house::{House, NUMBER, PASSCODE, PASSWORD, both};
use super::services::{BANK, SCHOOL, SECRET, grants, locked, service};

both!(
    a_lock_is_pushed_and_acknowledged_on_the_receipt,
    a_lock_is_fetched_and_acknowledged_on_the_receipt,
    no_ground_is_told_and_a_second_one_not_at_all,
    an_end_of_the_lock_is_told_to_whoever_heard_of_it,
    who_is_only_on_the_list_of_consents_hears_of_the_lock,
    a_session_is_named_where_one_ends,
    a_new_password_is_told_before_the_sessions_end,
    what_one_did_not_ask_for_is_not_sent,
    none_overtakes_another,
    what_is_refused_is_a_dead_letter,
    what_nobody_takes_is_a_dead_letter_after_a_week,
    a_paused_stream_keeps_and_a_disabled_one_drops,
    from_poll_to_push_nothing_is_lost,
    a_subject_taken_off_is_not_told_of,
    two_streams_have_nothing_in_common,
    a_stream_that_cannot_be_read_stops_no_lock,
    an_event_that_cannot_be_read_keeps_none_waiting,
);

const TO: &str = "https://a.example/events";
const HEADER: &str = "Bearer receiver-secret";

fn basic(client: ClientId) -> String {
    format!("Basic {}", STANDARD.encode(format!("{client}:{SECRET}")))
}

fn asker(authorization: &str) -> Asker<'_> {
    Asker {
        authorization: Some(authorization),
        path: "/ssf/streams",
        method: "POST",
    }
}

fn public(house: &House) -> Cx {
    house.app.acting(Actor::Public, Purpose::Service)
}

fn push() -> Value {
    json!({"delivery": {"method": "urn:ietf:rfc:8935", "endpoint_url": TO, "authorization_header": HEADER}})
}

/// A service with a stream; gives both.
async fn streaming(house: &House, id: [u8; 16], body: &Value) -> (ClientId, String) {
    let client = service(house, id, None, false).await;
    let (cx, bytes) = (public(house), body.to_string());
    let made = create_stream(&house.app, &cx, &asker(&basic(client)), bytes.as_bytes()).await;
    let stream = made.unwrap()["stream_id"].as_str().unwrap().to_owned();
    (client, stream)
}

async fn overview(house: &House, client: ClientId) -> Overview {
    let mut source = house.app.db.read().await.unwrap();
    stream_overview(&mut source, client).await.unwrap().unwrap()
}

async fn manage(house: &House, client: ClientId, body: &Value) {
    let (cx, bytes) = (public(house), body.to_string());
    set_status(&house.app, &cx, &asker(&basic(client)), bytes.as_bytes())
        .await
        .unwrap();
}

async fn fetch(house: &House, client: ClientId, stream: &str, body: &Value) -> Value {
    let (cx, bytes) = (public(house), body.to_string());
    let what = (Some(stream), bytes.as_bytes());
    poll(&house.app, &cx, &asker(&basic(client)), what)
        .await
        .unwrap()
}

fn inside(token: &str) -> Value {
    let middle = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(middle).unwrap()).unwrap()
}

/// Word of the type of an event.
fn kind(claims: &Value) -> String {
    let events = claims["events"].as_object().unwrap();
    assert_eq!(events.len(), 1, "SSF 4.2.1: one event a token");
    let uri = events.keys().next().unwrap();
    uri.rsplit('/').next().unwrap().to_owned()
}

/// What was pushed, in its order.
async fn pushed(house: &House) -> Vec<Value> {
    run_all_due(&house.app).await.unwrap();
    let calls = house.services.take().into_iter();
    calls
        .map(|call| {
            assert_eq!(
                (call.url.as_str(), call.authorization.as_deref()),
                (TO, Some(HEADER))
            );
            inside(&call.event)
        })
        .collect()
}

fn kinds(claims: &[Value]) -> Vec<String> {
    claims.iter().map(kind).collect()
}

async fn register(house: &House, event: &str, change: Change) {
    let command = TellEvent {
        event,
        number: NUMBER,
        change,
    };
    tell_event(&house.app, &house.register(), &command)
        .await
        .unwrap();
}

// law: D59-19.x, UX-12
async fn a_lock_is_pushed_and_acknowledged_on_the_receipt(house: House) {
    let (_, cx) = house.holder(house.subject).await;
    let (school, _) = streaming(&house, SCHOOL, &push()).await;
    grants(&house, &cx, school, true).await;
    house.services.answers(202);
    let hold = locked(&house, &cx).await;
    assert!(house.services.take().is_empty(), "a lock waits for nobody");
    let events = pushed(&house).await;
    assert_eq!(kinds(&events), ["account-disabled", "session-revoked"]);
    for claims in &events {
        assert_eq!(claims["aud"], school.to_string());
        assert_eq!(claims["iat"], house.now().as_second());
        assert_eq!(claims["sub_id"]["format"], "iss_sub");
        assert!(claims.get("sub").is_none() && claims.get("exp").is_none());
    }
    assert_eq!(events[0]["txn"], events[1]["txn"], "one cause");
    assert_ne!(events[0]["jti"], events[1]["jti"]);
    let paper = receipt(&house.app, &cx, hold).await.unwrap();
    for service in paper.facts()["services"].as_array().unwrap() {
        assert_eq!(service["state"], "acknowledged", "{service}");
        assert_eq!(service["acknowledged_at"], house.now().to_string());
    }
    assert!(pushed(&house).await.is_empty(), "once");
}

// law: D59-19.x, UX-12
async fn a_lock_is_fetched_and_acknowledged_on_the_receipt(house: House) {
    let (_, cx) = house.holder(house.subject).await;
    let (school, stream) = streaming(&house, SCHOOL, &json!({})).await;
    grants(&house, &cx, school, false).await;
    let hold = locked(&house, &cx).await;
    assert!(pushed(&house).await.is_empty());
    let first = fetch(&house, school, &stream, &json!({"maxEvents": 1})).await;
    assert_eq!(first["moreAvailable"], true);
    let sets = first["sets"].as_object().unwrap();
    let (jti, token) = sets.iter().next().unwrap();
    let claims = inside(token.as_str().unwrap());
    assert_eq!(
        (sets.len(), kind(&claims).as_str()),
        (1, "account-disabled"),
        "the oldest first"
    );
    assert_eq!(claims["jti"], jti.as_str());
    let again = fetch(&house, school, &stream, &json!({"maxEvents": 1})).await;
    assert_eq!(again, first, "until it is acknowledged, and the same");
    house.wait(SignedDuration::from_secs(7));
    let acked =
        json!({"ack": [jti, "sgn_x", "sgn_00000000000000000000000000000000"], "maxEvents": 0});
    let none = fetch(&house, school, &stream, &acked).await;
    assert_eq!(
        none["sets"],
        json!({}),
        "RFC 8936 2.4: acknowledgements only"
    );
    let rest = fetch(&house, school, &stream, &json!({})).await;
    assert_eq!(
        (
            rest["sets"].as_object().unwrap().len(),
            &rest["moreAvailable"]
        ),
        (1, &json!(false))
    );
    let other = rest["sets"]
        .as_object()
        .unwrap()
        .keys()
        .next()
        .unwrap()
        .clone();
    let refused = json!({"setErrs": {other: {"err": "invalid_key"}}});
    assert_eq!(
        fetch(&house, school, &stream, &refused).await["sets"],
        json!({})
    );
    let paper = receipt(&house.app, &cx, hold).await.unwrap();
    let facts = paper.facts();
    assert_eq!(
        facts["services"][0]["acknowledged_at"],
        house.now().to_string()
    );
    assert_eq!(facts["services"][1]["state"], "refused");
}

// law: D59-4.4
async fn no_ground_is_told_and_a_second_one_not_at_all(house: House) {
    let (_, cx) = house.holder(house.subject).await;
    let (school, _) = streaming(&house, SCHOOL, &push()).await;
    grants(&house, &cx, school, true).await;
    register(&house, "KT-1", Change::Death).await;
    let events = pushed(&house).await;
    assert_eq!(kinds(&events), ["account-disabled", "session-revoked"]);
    let facts = &events[0]["events"];
    assert_eq!(facts.as_object().unwrap().values().next(), Some(&json!({})));
    for claims in &events {
        let text = claims.to_string();
        for word in ["death", "population", "KT-1", "locked", NUMBER] {
            assert!(!text.contains(word), "{word}: {text}");
        }
    }
    register(&house, "CC-1", Change::CardWithdrawn).await;
    assert!(pushed(&house).await.is_empty());
}

// law: D59-19.4.a
async fn an_end_of_the_lock_is_told_to_whoever_heard_of_it(house: House) {
    let (_, cx) = house.holder(house.subject).await;
    let (school, _) = streaming(&house, SCHOOL, &push()).await;
    grants(&house, &cx, school, false).await;
    register(&house, "CC-1", Change::CardWithdrawn).await;
    register(&house, "KT-1", Change::Death).await;
    pushed(&house).await;
    register(&house, "KT-2", Change::DeathCorrected).await;
    assert!(pushed(&house).await.is_empty(), "one ground is left");
    register(&house, "CC-2", Change::CardRestored).await;
    assert_eq!(kinds(&pushed(&house).await), ["account-enabled"]);
    // And so on, from the beginning: nothing of his is there any more to be ended.
    register(&house, "CC-3", Change::CardWithdrawn).await;
    register(&house, "CC-4", Change::CardRestored).await;
    assert!(
        pushed(&house).await.is_empty(),
        "it has nothing to do with him any more"
    );
}

async fn agreed(house: &House, client: ClientId) {
    let given = Consent {
        client,
        at: house.now(),
        claims: "openid".into(),
        purpose: "Thử".into(),
        legal_basis: "sandbox".into(),
    };
    let mut tx = house.app.db.begin().await.unwrap();
    consent::insert(&mut tx, house.subject, &given)
        .await
        .unwrap();
    tx.commit(Audit::Bookkeeping("test")).await.unwrap();
}

async fn who_is_only_on_the_list_of_consents_hears_of_the_lock(house: House) {
    let (school, _) = streaming(&house, SCHOOL, &push()).await;
    agreed(&house, school).await;
    register(&house, "CC-1", Change::CardWithdrawn).await;
    assert_eq!(
        kinds(&pushed(&house).await),
        ["account-disabled"],
        "no session of his there"
    );
    register(&house, "CC-2", Change::CardRestored).await;
    assert_eq!(kinds(&pushed(&house).await), ["account-enabled"]);
}

async fn a_session_is_named_where_one_ends(house: House) {
    let (_, cx) = house.holder(house.subject).await;
    let (school, _) = streaming(&house, SCHOOL, &push()).await;
    grants(&house, &cx, school, true).await;
    app::holder::sign_out(&house.app, &cx).await.unwrap();
    let events = pushed(&house).await;
    assert_eq!(kinds(&events), ["session-revoked"]);
    let about = &events[0]["sub_id"];
    assert_eq!(about["format"], "complex");
    assert_eq!(about["user"]["format"], "iss_sub");
    assert!(about["session"]["id"].as_str().unwrap().len() > 20);
}

// law: APP-4
async fn a_new_password_is_told_before_the_sessions_end(house: House) {
    let (_, cx) = house.holder(house.subject).await;
    let (school, _) = streaming(&house, SCHOOL, &push()).await;
    grants(&house, &cx, school, true).await;
    let command = ChangePassword {
        old: PASSWORD,
        new: "sáo sậu sang sông sớm",
        passcode: PASSCODE,
        others: OldWays::Keep,
    };
    change_password(&house.app, &cx, &command).await.unwrap();
    let events = pushed(&house).await;
    assert_eq!(kinds(&events), ["credential-change", "session-revoked"]);
    let changed = events[0]["events"]
        .as_object()
        .unwrap()
        .values()
        .next()
        .unwrap();
    assert_eq!(
        (&changed["credential_type"], &changed["change_type"]),
        (&json!("password"), &json!("update"))
    );
}

async fn what_one_did_not_ask_for_is_not_sent(house: House) {
    let (_, cx) = house.holder(house.subject).await;
    let mut body = push();
    body["events_requested"] =
        json!(["https://schemas.openid.net/secevent/caep/event-type/session-revoked"]);
    let (school, _) = streaming(&house, SCHOOL, &body).await;
    grants(&house, &cx, school, true).await;
    let hold = locked(&house, &cx).await;
    assert_eq!(kinds(&pushed(&house).await), ["session-revoked"]);
    let paper = receipt(&house.app, &cx, hold).await.unwrap();
    assert_eq!(paper.facts()["services"].as_array().unwrap().len(), 1);
}

async fn none_overtakes_another(house: House) {
    let (_, cx) = house.holder(house.subject).await;
    let (school, _) = streaming(&house, SCHOOL, &push()).await;
    grants(&house, &cx, school, true).await;
    house.services.down();
    register(&house, "CC-1", Change::CardWithdrawn).await;
    let first = pushed(&house).await;
    assert_eq!(
        kinds(&first),
        ["account-disabled"],
        "the others wait behind it"
    );
    house.wait(SignedDuration::from_secs(1));
    register(&house, "CC-2", Change::CardRestored).await;
    assert_eq!(
        kinds(&pushed(&house).await),
        ["account-disabled"],
        "news are a reason to try at once, and the first stays the first"
    );
    house.wait(SignedDuration::from_secs(5));
    assert!(pushed(&house).await.is_empty(), "not before its time");
    house.services.answers(401);
    house.wait(SignedDuration::from_secs(5));
    assert_eq!(kinds(&pushed(&house).await), ["account-disabled"]);
    house.services.answers(202);
    house.wait(SignedDuration::from_secs(20));
    let all = pushed(&house).await;
    assert_eq!(
        kinds(&all),
        ["account-disabled", "session-revoked", "account-enabled"]
    );
    assert_eq!(all[0], first[0], "sent again it is the same");
}

async fn what_is_refused_is_a_dead_letter(house: House) {
    let (_, cx) = house.holder(house.subject).await;
    let (school, _) = streaming(&house, SCHOOL, &push()).await;
    grants(&house, &cx, school, true).await;
    house.services.answers(400);
    house.services.says(r#"{"err":"access_denied"}"#);
    let hold = locked(&house, &cx).await;
    assert_eq!(
        pushed(&house).await.len(),
        1,
        "tried again: it never looked at it"
    );
    house
        .services
        .says(r#"{"err":"invalid_key","description":"x"}"#);
    house.wait(SignedDuration::from_secs(6));
    assert_eq!(pushed(&house).await.len(), 2, "each once");
    let seen = overview(&house, school).await;
    assert_eq!(
        (seen.counts.dead, seen.counts.waiting, seen.dead.len()),
        (2, 0, 2)
    );
    assert_eq!(seen.dead[0].error, "the service answered 400: invalid_key");
    let paper = receipt(&house.app, &cx, hold).await.unwrap();
    assert_eq!(paper.facts()["services"][0]["state"], "refused");
    let manager = house.staff(Role::Manager).await;
    let told = desk::arrivals(&house.app, &manager, school).await.unwrap();
    assert_eq!(told.unwrap().dead, seen.dead);
    let other = house.staff(Role::CallCentre).await;
    let refused = desk::arrivals(&house.app, &other, school).await;
    assert!(matches!(refused, Err(app::Error::Forbidden)), "{refused:?}");
}

async fn what_nobody_takes_is_a_dead_letter_after_a_week(house: House) {
    let (_, cx) = house.holder(house.subject).await;
    let (school, _) = streaming(&house, SCHOOL, &push()).await;
    let (bank, stream) = streaming(&house, BANK, &json!({})).await;
    grants(&house, &cx, school, true).await;
    grants(&house, &cx, bank, true).await;
    app::activity::retention::schedule(&house.app, &house.app.system())
        .await
        .unwrap();
    house.services.down();
    locked(&house, &cx).await;
    for _ in 0..9 * 24 {
        pushed(&house).await;
        house.wait(SignedDuration::from_hours(1));
    }
    for client in [school, bank] {
        let seen = overview(&house, client).await;
        assert_eq!((seen.counts.dead, seen.counts.waiting), (2, 0), "{client}");
        assert_eq!(seen.dead[0].error, "nobody took it in seven days");
    }
    assert_eq!(
        fetch(&house, bank, &stream, &json!({})).await["sets"],
        json!({})
    );
}

async fn a_paused_stream_keeps_and_a_disabled_one_drops(house: House) {
    let (_, cx) = house.holder(house.subject).await;
    let (school, stream) = streaming(&house, SCHOOL, &push()).await;
    let status = |word: &str| json!({"stream_id": stream, "status": word});
    grants(&house, &cx, school, true).await;
    manage(&house, school, &status("paused")).await;
    locked(&house, &cx).await;
    assert!(pushed(&house).await.is_empty());
    manage(&house, school, &status("enabled")).await;
    assert_eq!(
        kinds(&pushed(&house).await),
        ["account-disabled", "session-revoked"]
    );
    manage(&house, school, &status("paused")).await;
    let asked = json!({ "stream_id": stream }).to_string();
    verify(
        &house.app,
        &public(&house),
        &asker(&basic(school)),
        asked.as_bytes(),
    )
    .await
    .unwrap();
    manage(&house, school, &status("disabled")).await;
    manage(&house, school, &status("enabled")).await;
    assert!(pushed(&house).await.is_empty(), "dropped");
    let seen = overview(&house, school).await;
    assert_eq!((seen.counts.acknowledged, seen.counts.dead), (2, 1));
}

async fn from_poll_to_push_nothing_is_lost(house: House) {
    let (_, cx) = house.holder(house.subject).await;
    let (school, stream) = streaming(&house, SCHOOL, &json!({})).await;
    grants(&house, &cx, school, true).await;
    locked(&house, &cx).await;
    assert!(pushed(&house).await.is_empty());
    let mut change = push();
    change["stream_id"] = json!(stream);
    let bytes = change.to_string();
    update_stream(
        &house.app,
        &public(&house),
        &asker(&basic(school)),
        bytes.as_bytes(),
    )
    .await
    .unwrap();
    assert_eq!(
        kinds(&pushed(&house).await),
        ["account-disabled", "session-revoked"]
    );
    let mut source = house.app.db.read().await.unwrap();
    let (due, later, ..) = job::counts(&mut source, house.now()).await.unwrap();
    assert_eq!((due, later), (0, 0), "no job is left");
}

async fn a_subject_taken_off_is_not_told_of(house: House) {
    let (_, cx) = house.holder(house.subject).await;
    let (school, stream) = streaming(&house, SCHOOL, &push()).await;
    grants(&house, &cx, school, true).await;
    withdraw(&house.app, &cx, school).await.unwrap();
    let told = pushed(&house).await;
    assert_eq!(kinds(&told), ["session-revoked"]);
    let body = json!({ "stream_id": stream, "subject": told[0]["sub_id"] }).to_string();
    let as_school = basic(school);
    remove_subject(
        &house.app,
        &public(&house),
        &asker(&as_school),
        body.as_bytes(),
    )
    .await
    .unwrap();
    grants(&house, &cx, school, true).await;
    locked(&house, &cx).await;
    assert!(pushed(&house).await.is_empty());
}

// I13
async fn two_streams_have_nothing_in_common(house: House) {
    let (_, cx) = house.holder(house.subject).await;
    let (school, _) = streaming(&house, SCHOOL, &push()).await;
    let (bank, _) = streaming(&house, BANK, &push()).await;
    grants(&house, &cx, school, true).await;
    grants(&house, &cx, bank, true).await;
    locked(&house, &cx).await;
    let events = pushed(&house).await;
    let of = |client: ClientId| {
        let own = events
            .iter()
            .find(|claims| claims["aud"] == client.to_string());
        own.unwrap().clone()
    };
    for name in ["jti", "txn", "sub_id"] {
        assert_ne!(of(school)[name], of(bank)[name], "{name}");
    }
    // Another's stream is not there.
    let seen = delete_stream(
        &house.app,
        &public(&house),
        &asker(&basic(bank)),
        Some("stm_x"),
    )
    .await;
    assert!(matches!(seen, Err(StreamError::NotFound)));
}

// law: D59-19.1.a.i
async fn a_stream_that_cannot_be_read_stops_no_lock(house: House) {
    let (_, cx) = house.holder(house.subject).await;
    let (school, _) = streaming(&house, SCHOOL, &push()).await;
    grants(&house, &cx, school, true).await;
    let mut tx = house.app.db.begin().await.unwrap();
    let broken = store::relying_party::stream::find::<Value>(&mut tx, school)
        .await
        .unwrap();
    let mut broken = broken.unwrap();
    broken.body = json!({"delivery": "nowhere"});
    store::relying_party::stream::save(&mut tx, &broken)
        .await
        .unwrap();
    tx.commit(Audit::Bookkeeping("test")).await.unwrap();
    let hold = locked(&house, &cx).await;
    assert!(pushed(&house).await.is_empty());
    let paper = receipt(&house.app, &cx, hold).await.unwrap();
    assert_eq!(paper.kept.took.grants, 1);
}

async fn an_event_that_cannot_be_read_keeps_none_waiting(house: House) {
    let (_, cx) = house.holder(house.subject).await;
    let (school, _) = streaming(&house, SCHOOL, &push()).await;
    let (bank, stream) = streaming(&house, BANK, &json!({})).await;
    for client in [school, bank] {
        grants(&house, &cx, client, true).await;
        let mut tx = house.app.db.begin().await.unwrap();
        let found = store::relying_party::stream::find::<Value>(&mut tx, client)
            .await
            .unwrap();
        let broken = Signal {
            id: house.app.id(SignalId::from_bytes),
            client,
            session: None,
            reason: String::new(),
            hold: None,
            queued: cx.now,
            state: State::Waiting,
            sent: None,
            error: String::new(),
            event: Some(signal::Event {
                stream: found.unwrap().id,
                kind: "session-revoked".to_owned(),
                body: "no event".to_owned(),
                txn: None,
            }),
        };
        signal::insert(&mut tx, house.subject, &broken)
            .await
            .unwrap();
        tx.commit(Audit::Bookkeeping("test")).await.unwrap();
    }
    locked(&house, &cx).await;
    let told = ["account-disabled", "session-revoked"];
    assert_eq!(kinds(&pushed(&house).await), told);
    let fetched = fetch(&house, bank, &stream, &json!({})).await;
    assert_eq!(fetched["sets"].as_object().unwrap().len(), told.len());
    for client in [school, bank] {
        let seen = overview(&house, client).await;
        assert_eq!(seen.counts.dead, 1);
        assert_eq!(seen.dead[0].error, "the event on record cannot be read");
    }
}
