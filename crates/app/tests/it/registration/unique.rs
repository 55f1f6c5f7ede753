//! One identity, one subject, one account; what was agreed to, and which level proves what.

use app::holds::{lock_own, status};
use app::registration::{CONSENT_VERSION, submit};
use domain::account::{Level, Possession};
use domain::actor::{Actor, AuthLevel, Purpose};
use domain::hold::LockReason;
use domain::ids::SessionId;
use domain::person::PersonNumber;
use domain::registration::{Refusal, State};
use store::account::Identifier;

use super::world::{ANH, World, anh, both};

/// Two drafts for one number, handed in at the same moment.
// law: D59-3.1, D59-3.2, D59-4.2
async fn a_number_leads_to_one_subject_with_one_account(w: World) {
    let first = w.draft(ANH, "0912345678").await;
    let second = w.draft(ANH, "0912345679").await;
    let cx = w.public();
    for token in [&first, &second] {
        app::registration::agree(&w.app, &cx, token, true)
            .await
            .unwrap();
    }
    let (one, two) = tokio::join!(submit(&w.app, &cx, &first), submit(&w.app, &cx, &second));
    app::jobs::run_all_due(&w.app).await.unwrap();
    w.clock.forward(jiff::SignedDuration::from_mins(10));
    app::jobs::run_all_due(&w.app).await.unwrap();
    let mut approved = Vec::new();
    for submitted in [one.unwrap(), two.unwrap()] {
        let stored = w.stored(&submitted.reference).await;
        match stored.state {
            State::Approved { .. } => approved.push(stored.subject),
            State::Refused { reason, .. } => assert_eq!(reason, Refusal::AlreadyRegistered),
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(approved.len(), 1);
    let account = w.account(ANH).await.unwrap();
    assert_eq!(approved, [account.account.subject]);
    // Number and phone lead to the same subject; no account belongs to the other one.
    let mut source = w.app.db.read().await.unwrap();
    let phone = account.profile.phone.as_ref().unwrap().as_str();
    for (kind, value) in [(Identifier::Number, ANH), (Identifier::Phone, phone)] {
        let owner = store::account::subject_of(&mut source, kind, value).await;
        assert_eq!(owner.unwrap(), Some(account.account.subject));
    }
    for token in [&first, &second] {
        let found = store::account::load(&mut source, token.subject, w.app.clock.now())
            .await
            .unwrap();
        assert_eq!(found.is_some(), token.subject == account.account.subject);
    }
    drop(source);
    let mut tx = w.app.db.begin().await.unwrap();
    let stranger = domain::ids::SubjectId::from_bytes([0xee; 16]);
    assert!(
        !store::account::claim(&mut tx, Identifier::Number, ANH, stranger)
            .await
            .unwrap(),
        "a number that has its subject goes to no other"
    );
}

// law: D59-6.1, D59-12
async fn the_terms_agreed_to_are_kept_with_version_and_time(w: World) {
    let (token, reference) = w.handed_in(ANH, "0912345678", &anh()).await;
    let stored = w.stored(&reference).await;
    let consent = stored.dossier.consent.as_ref().unwrap();
    assert_eq!(consent.version(), CONSENT_VERSION);
    assert_eq!(consent.at(), w.public().now);
    let record = w.record(token.subject).await;
    assert!(record.contains(&"consent-recorded".to_owned()));
    assert_eq!(stored.level, Level::One);
    for (stored, level) in [(0, None), (1, Some(1)), (2, Some(2)), (3, None)] {
        assert_eq!(Level::from_stored(stored).map(Level::get), level);
    }
}

// law: D59-24.x
async fn what_a_sign_in_proved_is_not_the_level_of_the_account(w: World) {
    w.handed_in(ANH, "0912345678", &anh()).await;
    let mut account = w.account(ANH).await.unwrap();
    account.account.possession = Possession::Activated { at: w.public().now };
    let mut tx = w.app.db.begin().await.unwrap();
    store::account::save(&mut tx, &account).await.unwrap();
    tx.commit(store::Audit::Bookkeeping("test")).await.unwrap();
    let subject = account.account.subject;
    let signed_in = |level| {
        let session = SessionId::from_bytes([5; 16]);
        let actor = Actor::Holder {
            subject,
            session,
            level,
        };
        w.app.acting(actor, Purpose::OwnUse)
    };
    lock_own(&w.app, &signed_in(AuthLevel::ONE), LockReason::Other)
        .await
        .unwrap();
    // The account stays at level 1; the sign-in alone decides.
    for (level, may) in [(AuthLevel::ONE, false), (AuthLevel::TWO, true)] {
        let seen = status(&w.app, &signed_in(level)).await.unwrap();
        assert_eq!(seen.may_ask, may);
    }
    let number = PersonNumber::parse(ANH).unwrap();
    let mut source = w.app.db.read().await.unwrap();
    let account = store::account::by_number(&mut source, &number, w.app.clock.now()).await;
    assert_eq!(account.unwrap().unwrap().account.level, Level::One);
}

both!(
    a_number_leads_to_one_subject_with_one_account,
    the_terms_agreed_to_are_kept_with_version_and_time,
    what_a_sign_in_proved_is_not_the_level_of_the_account,
);
