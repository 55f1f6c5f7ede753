//! D69-12: the other legal representatives agree before a request is received.

use app::cases::File;
use app::organisations::staff::{RequestRef, Verdict, decide, review};
use app::organisations::{
    Begun, asked, begin, begin_empowered, consent, home, mandate, mine, registration, submit,
};
use app::ports::Outgoing;
use app::{App, Cx};
use domain::account::Level;
use domain::actor::Role;
use domain::ids::RegistrationId;
use domain::organisation::{BusinessRecord, Power};
use jiff::SignedDuration;
use store::audit;
use store::organisation::registration::State;
use testkit::TestApp;
use testkit::organisations::{company, register, signed_in};
use testkit::people::Person;

use super::scene::{both, drafted, later, refusal, somebody, state};

both!(
    all_others_agree_before_it_is_received,
    one_refusal_ends_it,
    another_representative_may_register,
    who_is_not_asked_sees_nothing,
    all_others_need_an_account,
    who_joined_meanwhile_must_agree_too,
    decree_59_asks_nobody,
    an_empowered_person_registers_with_a_mandate,
);

pub(super) const PDF: &[u8] = b"%PDF-1.7\n%%EOF\n";

pub(super) fn under_decree_69(test: &TestApp) {
    test.advance(SignedDuration::from_hours(24 * 121));
}

/// A company with three legal representatives, all signed in.
pub(super) async fn three(test: &TestApp) -> ([Cx; 3], BusinessRecord) {
    let (first, a) = somebody(test, 1).await;
    let (second, b) = somebody(test, 2).await;
    let (third, c) = somebody(test, 3).await;
    let record = BusinessRecord {
        others: [second, third]
            .map(|p: Person| p.record.identity.number)
            .into(),
        ..company(1, &first)
    };
    register(&test.app, &record).await;
    ([a, b, c], record)
}

pub(super) fn place(cx: &Cx, id: RegistrationId) -> RequestRef {
    RequestRef {
        subject: cx.holder().unwrap(),
        id,
    }
}

pub(super) async fn actions(app: &App, cx: &Cx) -> Vec<String> {
    let mut source = app.db.read().await.unwrap();
    let until = cx.now + SignedDuration::from_secs(1);
    let rows = audit::by_subject(&mut source, cx.holder().unwrap(), until, 50).await;
    rows.unwrap()
        .into_iter()
        .map(|(row, _)| row.action)
        .collect()
}

// law: D69-12, D69-13
async fn all_others_agree_before_it_is_received(test: TestApp) {
    under_decree_69(&test);
    let ([a, b, c], record) = three(&test).await;
    let app = &test.app;
    let id = drafted(app, &a, record.code.as_str()).await;
    for _ in 0..2 {
        submit(app, &a, id).await.unwrap();
        assert_eq!(state(app, &a, id).await, State::Asking);
    }
    assert_eq!(drafted(app, &a, record.code.as_str()).await, id);
    let one = place(&a, id);
    for cx in [&b, &c] {
        assert_eq!(mine(app, cx).await.unwrap().asked.len(), 1);
        let found = asked(app, cx, one).await.unwrap();
        assert_eq!(found.stored.dossier.name, record.name);
    }
    consent(app, &b, one, true).await.unwrap();
    assert_eq!(refusal(consent(app, &b, one, false).await), "consent-over");
    assert_eq!(state(app, &a, id).await, State::Asking);
    let waiting = registration(app, &a, id).await.unwrap();
    assert!(waiting.stored.received.is_none(), "no clock runs yet");
    consent(app, &c, one, true).await.unwrap();
    let found = registration(app, &a, id).await.unwrap().stored;
    assert!(
        matches!(found.state, State::Approved { .. }),
        "{:?}",
        found.state
    );
    // Received on Wednesday 3 July; three working days.
    let due = found.due.unwrap();
    assert_eq!(due, "2024-07-08T16:59:59.999Z".parse().unwrap());
    // What the registrant did reads as another person's act in the log of whoever was asked.
    let items = app::activity::own(app, &b, None).await.unwrap().items;
    let of = |action: &str| {
        items
            .iter()
            .find(|i| i.action == action)
            .unwrap()
            .by
            .clone()
    };
    assert_eq!(of("consent-asked"), app::activity::By::Person);
    assert_eq!(of("consent-given"), app::activity::By::Holder);
    for cx in [&a, &b, &c] {
        let done = actions(app, cx).await;
        for action in ["consent-asked", "consent-given"] {
            assert!(done.iter().any(|one| one == action), "{action}");
        }
    }
    test.jobs().await;
    let told = test.outbox.all();
    for n in 2..=3 {
        let person = Person::of(n);
        let mine = |m: &&Outgoing| m.to == person.phone() && m.text.contains("An Bình");
        assert_eq!(told.iter().filter(mine).count(), 1, "{n}");
    }
}

// law: D69-12
async fn one_refusal_ends_it(test: TestApp) {
    under_decree_69(&test);
    let ([a, b, c], record) = three(&test).await;
    let app = &test.app;
    let id = drafted(app, &a, record.code.as_str()).await;
    submit(app, &a, id).await.unwrap();
    let one = place(&a, id);
    consent(app, &c, one, false).await.unwrap();
    match state(app, &a, id).await {
        State::Refused { reason, .. } => assert_eq!(reason, "consent-refused"),
        other => panic!("{other:?}"),
    }
    assert_eq!(refusal(asked(app, &b, one).await), "consent-over");
    assert_eq!(refusal(consent(app, &b, one, true).await), "consent-over");
    assert!(mine(app, &b).await.unwrap().asked.is_empty());
    for cx in [&a, &c] {
        let done = actions(app, cx).await;
        assert!(done.iter().any(|one| one == "consent-refused"));
    }
    test.jobs().await;
    let told = test.outbox.all();
    let registrant = Person::of(1);
    let heard = |m: &Outgoing| m.to == registrant.phone() && m.text.contains("bị từ chối");
    assert!(told.iter().any(heard));
    assert_ne!(drafted(app, &a, record.code.as_str()).await, id);
}

// law: D69-12
async fn another_representative_may_register(test: TestApp) {
    under_decree_69(&test);
    let ([a, b, c], record) = three(&test).await;
    let app = &test.app;
    let id = drafted(app, &b, record.code.as_str()).await;
    submit(app, &b, id).await.unwrap();
    for cx in [&a, &c] {
        consent(app, cx, place(&b, id), true).await.unwrap();
    }
    let State::Approved { organisation, .. } = state(app, &b, id).await else {
        panic!("not approved");
    };
    assert_eq!(
        home(app, &b, organisation).await.unwrap().power,
        Power::Legal
    );
    // Another of them does not put out whom all agreed on.
    for cx in [&a, &c] {
        let again = begin(app, cx, record.code.as_str(), false).await;
        assert_eq!(refusal(again), "organisation-registered");
    }
    assert_eq!(
        home(app, &b, organisation).await.unwrap().power,
        Power::Legal
    );
    // Who is no longer named loses his power, and one who is takes over.
    let left = BusinessRecord {
        others: vec![Person::of(3).record.identity.number],
        ..record
    };
    register(app, &left).await;
    assert_eq!(refusal(home(app, &b, organisation).await), "not found");
    let begun = begin(app, &c, left.code.as_str(), false).await.unwrap();
    assert_eq!(begun, Begun::Represents(organisation));
    assert_eq!(
        home(app, &c, organisation).await.unwrap().power,
        Power::Legal
    );
}

// law: D69-12, D59-4.4
async fn who_is_not_asked_sees_nothing(test: TestApp) {
    under_decree_69(&test);
    let ([a, ..], record) = three(&test).await;
    let app = &test.app;
    let id = drafted(app, &a, record.code.as_str()).await;
    submit(app, &a, id).await.unwrap();
    let (_, stranger) = somebody(&test, 4).await;
    for cx in [&stranger, &a] {
        assert_eq!(refusal(asked(app, cx, place(&a, id)).await), "not found");
        let answer = consent(app, cx, place(&a, id), true).await;
        assert_eq!(refusal(answer), "not found");
    }
    assert!(mine(app, &stranger).await.unwrap().asked.is_empty());
    let officer = test.staff(Role::Officer, "TD01").await;
    let seen = review(app, &officer, place(&a, id)).await;
    assert_eq!(refusal(seen), "not found");
}

// law: D69-12
async fn all_others_need_an_account(test: TestApp) {
    under_decree_69(&test);
    let (first, a) = somebody(&test, 1).await;
    let small = Person::of(5);
    small.register(&test.app).await;
    let record = BusinessRecord {
        others: vec![small.record.identity.number.clone()],
        ..company(1, &first)
    };
    register(&test.app, &record).await;
    let id = drafted(&test.app, &a, record.code.as_str()).await;
    let got = refusal(submit(&test.app, &a, id).await);
    assert_eq!(got, "consent-no-account");
    small.account(&test.app, Level::One).await;
    let got = refusal(submit(&test.app, &a, id).await);
    assert_eq!(got, "consent-no-account");
    assert_eq!(state(&test.app, &a, id).await, State::Draft);
}

// law: D69-12
async fn who_joined_meanwhile_must_agree_too(test: TestApp) {
    under_decree_69(&test);
    let ([a, b, c], mut record) = three(&test).await;
    let app = &test.app;
    let id = drafted(app, &a, record.code.as_str()).await;
    submit(app, &a, id).await.unwrap();
    let (new, _) = somebody(&test, 4).await;
    record.others.push(new.record.identity.number);
    register(app, &record).await;
    for cx in [&b, &c] {
        consent(app, cx, place(&a, id), true).await.unwrap();
    }
    match state(app, &a, id).await {
        State::Refused { reason, .. } => assert_eq!(reason, "consent-missing"),
        other => panic!("{other:?}"),
    }
}

// law: D59-16.a, D69-12
async fn decree_59_asks_nobody(test: TestApp) {
    let ([a, b, _], record) = three(&test).await;
    let app = &test.app;
    let got = refusal(begin(app, &b, record.code.as_str(), false).await);
    assert_eq!(got, "organisation-not-representative");
    let (_, other) = somebody(&test, 4).await;
    let got = refusal(begin_empowered(app, &other, record.code.as_str()).await);
    assert_eq!(got, "mandate-decree");
    let id = drafted(app, &a, record.code.as_str()).await;
    submit(app, &a, id).await.unwrap();
    assert!(matches!(state(app, &a, id).await, State::Approved { .. }));
    assert!(mine(app, &b).await.unwrap().asked.is_empty());
}

// law: D69-12, D69-13, D59-13.7
async fn an_empowered_person_registers_with_a_mandate(test: TestApp) {
    under_decree_69(&test);
    let ([a, b, c], record) = three(&test).await;
    let app = &test.app;
    let (_, me) = somebody(&test, 4).await;
    let code = record.code.as_str();
    let Begun::Draft(id) = begin_empowered(app, &me, code).await.unwrap() else {
        panic!("no draft");
    };
    let got = refusal(submit(app, &me, id).await);
    assert_eq!(got, "registration-order");
    let got = refusal(mandate(app, &me, id, "2024-01-01", &[]).await);
    assert_eq!(got, "delegation-date-past mandate-missing");
    let paper = [File {
        name: "uy-quyen.pdf",
        bytes: PDF,
    }];
    mandate(app, &me, id, "2025-06-30", &paper).await.unwrap();
    submit(app, &me, id).await.unwrap();
    for cx in [&a, &b, &c] {
        consent(app, cx, place(&me, id), true).await.unwrap();
    }
    let found = registration(app, &me, id).await.unwrap().stored;
    assert!(
        matches!(found.state, State::Received { .. }),
        "{:?}",
        found.state
    );
    assert_eq!(
        found.due.unwrap(),
        "2024-07-08T16:59:59.999Z".parse().unwrap()
    );
    let officer = test.staff(Role::Officer, "TD01").await;
    let seen = review(app, &officer, place(&me, id)).await.unwrap();
    assert_eq!(seen.consents.len(), 3);
    let verdict = Verdict::Approve;
    decide(app, &officer, place(&me, id), seen.stored.revision, verdict)
        .await
        .unwrap();
    let State::Approved { organisation, .. } = state(app, &me, id).await else {
        panic!("not approved");
    };
    assert_eq!(
        home(app, &a, organisation).await.unwrap().power,
        Power::Legal
    );
    assert_eq!(
        home(app, &me, organisation).await.unwrap().power,
        Power::Represent
    );
    test.advance(SignedDuration::from_hours(24 * 364));
    let me = signed_in(app, later(&test, &me).holder().unwrap()).await;
    assert_eq!(refusal(home(app, &me, organisation).await), "not found");
}
