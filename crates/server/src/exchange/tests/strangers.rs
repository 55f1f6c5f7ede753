//! Who may not ask, and whom we do not believe.

use app::ports::Registers;
use testkit::certificates::{Authority, params, pem};
use testkit::people::Person;
use testkit::rcgen::date_time_ymd;

use super::{House, fingerprint, number, why};

#[tokio::test]
async fn only_a_certificate_that_is_vouched_for_known_and_in_force_asks() {
    let mut house = House::new("strangers").await;
    house.open().await;
    Person::of(1).register(&house.answering.app).await;
    assert_eq!(why(&house.far()).await, "answered: true");
    assert!(house.sources()[0].reachable().await.is_ok());

    let other = house.known.issue(&params("c.example"));
    house.shows(&other);
    assert_eq!(why(&house.far()).await, "body-b: not-now", "nobody's name");
    let alien = Authority::new("Known").issue(&params("a.example"));
    house.shows(&alien);
    assert_eq!(why(&house.far()).await, "body-b: no-connection");
    assert!(house.sources()[0].reachable().await.is_err());
}

#[tokio::test]
async fn an_expired_certificate_has_no_connection() {
    let mut house = House::new("expired").await;
    let mut brief = params("a.example");
    brief.not_before = date_time_ymd(2020, 1, 1);
    brief.not_after = date_time_ymd(2021, 1, 1);
    let expired = house.known.issue(&brief);
    house.asker().certificates.push(fingerprint(&expired));
    house.open().await;
    house.shows(&expired);
    assert_eq!(why(&house.far()).await, "body-b: no-connection");
}

#[tokio::test]
async fn a_source_that_others_vouch_for_is_asked_nothing() {
    let mut house = House::new("impostor").await;
    house.open().await;
    let others = Authority::new("Others");
    std::fs::write(
        house.folder.join("others.pem"),
        pem("CERTIFICATE", &others.der),
    )
    .unwrap();
    let file = house.folder.join("others.pem");
    house.remote().ca_file = file;
    assert_eq!(why(&house.far()).await, "body-b: no-connection");
}

#[tokio::test]
async fn a_body_asks_what_it_may_with_its_own_key_only() {
    let mut house = House::new("allowed").await;
    house.asker().registers = vec!["population".to_owned()];
    house.open().await;
    Person::of(1).register(&house.answering.app).await;
    assert_eq!(why(&house.far()).await, "body-b: refused-there");
    // Both sides have the refusal on record, signed.
    for app in [&house.asking.app, &house.answering.app] {
        let verified = app::exchange::verify(app).await.unwrap();
        assert_eq!((verified.rows, verified.unanswered), (1, 0));
        assert_eq!(verified.findings, []);
    }
    // A stolen certificate without the key that signs.
    let key = house.folder.join("c.key");
    house.ours.registers.signing_key_file = key;
    super::current_public(&house.ours).unwrap();
    assert_eq!(why(&house.far()).await, "body-b: not-understood");
    let verified = app::exchange::verify(&house.answering.app).await.unwrap();
    assert_eq!(verified.rows, 1, "nobody can be said to have asked");
}

#[tokio::test]
async fn whoever_asks_too_often_waits() {
    let mut house = House::new("often").await;
    house.asker().per_minute = 10;
    house.open().await;
    Person::of(1).register(&house.answering.app).await;
    let far = house.far();
    assert_eq!(why(&far).await, "answered: true");
    let busy = far.card(&number("074190000001")).await.err().unwrap();
    assert_eq!(busy.why, "body-b: busy-there");
    let again = house.asking.now() + jiff::SignedDuration::from_secs(7);
    assert_eq!(busy.again, Some(again), "as it said");
    house.advance(jiff::SignedDuration::from_secs(6));
    assert_eq!(why(&far).await, "answered: true");
    // Our own limit is heard before a question leaves.
    house.remote().per_minute = 10;
    house.remote().patience = jiff::SignedDuration::ZERO;
    house.advance(jiff::SignedDuration::from_secs(60));
    let far = house.far();
    assert_eq!(why(&far).await, "answered: true");
    let before = app::exchange::verify(&house.asking.app).await.unwrap().rows;
    let busy = far.card(&number("074190000001")).await.err().unwrap();
    assert_eq!(busy.why, "body-b: busy");
    let again = house.asking.now() + jiff::SignedDuration::from_secs(6);
    assert_eq!(busy.again, Some(again));
    let after = app::exchange::verify(&house.asking.app).await.unwrap().rows;
    assert_eq!(before, after);
}
