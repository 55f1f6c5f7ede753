//! Asking for an organisation's account (D59-16).

use app::Error;
use app::organisations::{Begun, Details, Line, activate, begin, registration, submit};
use domain::account::{Level, Standing, SubjectKind};
use domain::journey::{Journey, Outcome};
use domain::organisation::{Act, BusinessStatus, Power};
use domain::registers::Register;
use jiff::SignedDuration;
use store::organisation::registration::State;
use testkit::TestApp;
use testkit::organisations::{company, register, signed_in, tax_code};
use testkit::people::{PASSCODE, Person};

use crate::experience::only;

use super::scene::{both, company_of, drafted, issued, later, open, refusal, somebody, state};

both!(
    a_company_in_the_register_is_approved_at_once,
    bad_codes_are_refused,
    who_may_not_ask_is_refused,
    one_account_an_organisation,
    a_silent_register_is_asked_again,
    what_changed_meanwhile_is_refused,
    possession_is_taken_within_seven_days,
    another_representative_takes_over,
    a_corrected_record_gives_the_power_back,
    who_took_over_keeps_his_power,
    drafts_are_not_piled_up,
    a_draft_is_kept_thirty_days_and_what_was_handed_in_stays,
);

// law: D59-16.a, D59-16.b, D59-16.c, D59-17.3.a, D59-12.3, D59-3.5, D59-9, D59-10.2, D59-11.3, R50-6
async fn a_company_in_the_register_is_approved_at_once(test: TestApp) {
    let (person, cx, record) = company_of(&test, 1).await;
    let id = drafted(&test.app, &cx, record.code.as_str()).await;
    assert_eq!(drafted(&test.app, &cx, record.code.as_str()).await, id);
    submit(&test.app, &cx, id).await.unwrap();
    submit(&test.app, &cx, id).await.unwrap();
    let found = registration(&test.app, &cx, id).await.unwrap();
    let due = found.stored.due.unwrap();
    assert_eq!(due, "2024-03-05T16:59:59.999Z".parse().unwrap());
    let State::Approved { organisation, .. } = found.stored.state else {
        panic!("{:?}", found.stored.state);
    };
    let home = app::organisations::home(&test.app, &cx, organisation)
        .await
        .unwrap();
    let account = &home.organisation.account;
    assert_eq!(
        (account.kind, account.level),
        (SubjectKind::Organisation, Level::Two)
    );
    assert_eq!(home.organisation.identity.code, record.code);
    assert_eq!(
        home.organisation.identity.representative.as_str(),
        person.number()
    );
    assert!(matches!(home.standing, Standing::AwaitingActivation { .. }));
    // R50-6
    assert_eq!(
        only(&test.app, Journey::Organisation).await,
        ("received".into(), Outcome::Done)
    );
    test.jobs().await;
    let told = test.outbox.all();
    assert!(
        told.iter()
            .any(|m| m.to == person.phone() && m.text.contains("đã cấp tài khoản")),
        "nobody was told"
    );
}

// law: FMT-MST-1
async fn bad_codes_are_refused(test: TestApp) {
    let (_, cx, _) = company_of(&test, 1).await;
    for (code, want) in [
        ("", "tax-code-empty"),
        ("0100109107", "tax-code-check"),
        ("010010910", "tax-code-length"),
        ("01001091O6", "tax-code-strange"),
        ("TC0100109106", "tax-code-strange"),
    ] {
        assert_eq!(refusal(begin(&test.app, &cx, code, false).await), want);
    }
}

// law: D59-16.a, D59-11.3
async fn who_may_not_ask_is_refused(test: TestApp) {
    let (_, _, record) = company_of(&test, 1).await;
    let code = record.code.as_str();
    let (other, cx) = somebody(&test, 2).await;
    let got = refusal(begin(&test.app, &cx, code, false).await);
    assert_eq!(got, "organisation-not-representative");
    let mut gone = company(3, &other);
    for status in [BusinessStatus::Dissolved, BusinessStatus::Ceased] {
        gone.status = status;
        register(&test.app, &gone).await;
        let got = refusal(begin(&test.app, &cx, gone.code.as_str(), false).await);
        assert_eq!(got, "organisation-dissolved");
    }
    let small = Person::of(4);
    small.register(&test.app).await;
    let subject = small.account(&test.app, Level::One).await;
    let of_level_one = signed_in(&test.app, subject).await;
    let got = refusal(begin(&test.app, &of_level_one, code, false).await);
    assert_eq!(got, "organisation-level-two");
    app::holds::lock_own(&test.app, &cx, domain::hold::LockReason::Other)
        .await
        .unwrap();
    assert_eq!(refusal(begin(&test.app, &cx, code, false).await), "sign in");
}

// law: D59-3.1
async fn one_account_an_organisation(test: TestApp) {
    let (_, cx, organisation) = open(&test, 1).await;
    let code = tax_code(1);
    let got = refusal(begin(&test.app, &cx, &code, false).await);
    assert_eq!(got, "organisation-registered");
    let (_, other) = somebody(&test, 2).await;
    let got = refusal(app::organisations::home(&test.app, &other, organisation).await);
    assert_eq!(got, "not found");
}

// law: D59-16.b
async fn a_silent_register_is_asked_again(test: TestApp) {
    let (_, cx, record) = company_of(&test, 1).await;
    let id = drafted(&test.app, &cx, record.code.as_str()).await;
    let switch = async |on| {
        let mut tx = test.app.db.begin().await.unwrap();
        store::registers::state::switch(&mut tx, Register::Business, on, "")
            .await
            .unwrap();
        tx.commit(store::Audit::Bookkeeping("test")).await.unwrap();
    };
    switch(false).await;
    let got = refusal(begin(&test.app, &cx, record.code.as_str(), false).await);
    assert_eq!(got, "silent");
    submit(&test.app, &cx, id).await.unwrap();
    assert!(matches!(
        state(&test.app, &cx, id).await,
        State::Received { .. }
    ));
    switch(true).await;
    test.advance(SignedDuration::from_hours(1));
    test.jobs().await;
    assert!(matches!(
        state(&test.app, &cx, id).await,
        State::Approved { .. }
    ));
}

// law: D59-16.b, D59-16.c
async fn what_changed_meanwhile_is_refused(test: TestApp) {
    let (_, cx, mut record) = company_of(&test, 1).await;
    let id = drafted(&test.app, &cx, record.code.as_str()).await;
    let (_, second, mut renamed) = company_of(&test, 2).await;
    let other = drafted(&test.app, &second, renamed.code.as_str()).await;
    "Công ty TNHH Hưng Thịnh".clone_into(&mut renamed.name);
    register(&test.app, &renamed).await;
    submit(&test.app, &second, other).await.unwrap();
    let State::Approved { organisation, .. } = state(&test.app, &second, other).await else {
        panic!("not approved");
    };
    let home = app::organisations::home(&test.app, &second, organisation).await;
    assert_eq!(home.unwrap().organisation.identity.name, renamed.name);
    record.status = BusinessStatus::Dissolved;
    register(&test.app, &record).await;
    submit(&test.app, &cx, id).await.unwrap();
    match state(&test.app, &cx, id).await {
        State::Refused { reason, .. } => assert_eq!(reason, "dissolved"),
        other => panic!("{other:?}"),
    }
}

// law: D59-18.1, D59-18.2
async fn possession_is_taken_within_seven_days(test: TestApp) {
    let (_, cx, organisation) = issued(&test, 1).await;
    let wrong = activate(&test.app, &cx, organisation, "118205").await;
    assert_eq!(refusal(wrong), "passcode-wrong");
    let act = app::organisations::acting(&test.app, &cx, organisation, Act::Delegate).await;
    assert_eq!(refusal(act), "organisation-not-activated");
    activate(&test.app, &cx, organisation, PASSCODE)
        .await
        .unwrap();
    let again = activate(&test.app, &cx, organisation, PASSCODE).await;
    assert_eq!(refusal(again), "already-activated");
    let (_, late, organisation) = issued(&test, 2).await;
    test.advance(SignedDuration::from_hours(24 * 9));
    let late = later(&test, &late);
    let lapsed = activate(&test.app, &late, organisation, PASSCODE).await;
    assert_eq!(refusal(lapsed), "activation-lapsed");
}

// law: D59-13.7, D59-16.a
async fn another_representative_takes_over(test: TestApp) {
    let (_, old, organisation) = open(&test, 1).await;
    let (next, new) = somebody(&test, 2).await;
    let mut record = company(1, &next);
    register(&test.app, &record).await;
    let home = app::organisations::home(&test.app, &old, organisation).await;
    assert_eq!(refusal(home), "not found");
    let begun = begin(&test.app, &new, record.code.as_str(), false).await;
    assert_eq!(begun.unwrap(), Begun::Represents(organisation));
    let home = app::organisations::home(&test.app, &new, organisation)
        .await
        .unwrap();
    assert_eq!(
        home.organisation.identity.representative.as_str(),
        next.number()
    );
    assert_eq!(home.standing, Standing::Open);
    record.representative = Person::of(1).record.identity.number;
    register(&test.app, &record).await;
    let home = app::organisations::home(&test.app, &new, organisation).await;
    assert_eq!(refusal(home), "not found");
}

// law: D59-16.a
async fn a_corrected_record_gives_the_power_back(test: TestApp) {
    let (first, old, organisation) = open(&test, 1).await;
    let (next, new) = somebody(&test, 2).await;
    let mut record = company(1, &next);
    register(&test.app, &record).await;
    let home = app::organisations::home(&test.app, &old, organisation).await;
    assert_eq!(refusal(home), "not found");
    record.representative = first.record.identity.number.clone();
    register(&test.app, &record).await;
    let got = refusal(begin(&test.app, &new, record.code.as_str(), false).await);
    assert_eq!(got, "organisation-not-representative");
    let begun = begin(&test.app, &old, record.code.as_str(), false).await;
    assert_eq!(begun.unwrap(), Begun::Represents(organisation));
    let home = app::organisations::home(&test.app, &old, organisation).await;
    assert_eq!(home.unwrap().power, Power::Legal);
    let got = refusal(begin(&test.app, &old, record.code.as_str(), false).await);
    assert_eq!(got, "organisation-registered");
}

// law: D59-13.7, D59-16.a
async fn who_took_over_keeps_his_power(test: TestApp) {
    let (_, old, organisation) = open(&test, 1).await;
    let app = &test.app;
    for n in 2..6 {
        let (next, new) = somebody(&test, n).await;
        let record = company(1, &next);
        register(app, &record).await;
        let code = record.code.as_str();
        // Requests of the old one, and the same request of the new one twice, side by side.
        let (one, two, _, _) = tokio::join!(
            begin(app, &new, code, false),
            begin(app, &new, code, false),
            app::organisations::home(app, &old, organisation),
            app::organisations::acting(app, &new, organisation, Act::Enter),
        );
        for begun in [one, two] {
            match begun {
                Ok(begun) => assert_eq!(begun, Begun::Represents(organisation)),
                Err(error) => assert_eq!(refusal::<()>(Err(error)), "organisation-registered"),
            }
        }
        let lines = app::organisations::delegations(app, &new, organisation).await;
        let lines = lines.unwrap();
        let now = new.now;
        let stands = |line: &&Line| line.delegation.in_force(now);
        assert_eq!(lines.iter().filter(stands).count(), 1, "{n}");
    }
}

// law: D59-16.b
async fn drafts_are_not_piled_up(test: TestApp) {
    let (_, cx, record) = company_of(&test, 1).await;
    let code = record.code.as_str();
    for _ in 0..20 {
        begin(&test.app, &cx, code, false).await.unwrap();
    }
    for without_code in [true, false] {
        let more = begin(&test.app, &cx, code, without_code).await;
        assert!(matches!(more, Err(Error::Throttled { .. })), "{more:?}");
    }
    test.advance(SignedDuration::from_hours(2));
    let cx = later(&test, &cx);
    let Begun::Draft(id) = begin(&test.app, &cx, "", true).await.unwrap() else {
        panic!("no draft");
    };
    let details = Details {
        name: "",
        short_name: "",
        foreign_name: "",
        founded_on: "2019-09-02",
        address: "5 Yersin",
        files: &[],
    };
    for _ in 0..20 {
        let got = refusal(app::organisations::state(&test.app, &cx, id, &details).await);
        assert_eq!(got, "organisation-name-missing papers-missing");
    }
    let more = app::organisations::state(&test.app, &cx, id, &details).await;
    assert!(matches!(more, Err(Error::Throttled { .. })), "{more:?}");
}

// law: D59-16.a
async fn a_draft_is_kept_thirty_days_and_what_was_handed_in_stays(test: TestApp) {
    let app = &test.app;
    let (_, cx, record) = company_of(&test, 1).await;
    let system = app.system();
    app::activity::retention::schedule(app, &system)
        .await
        .unwrap();
    let draft = drafted(app, &cx, record.code.as_str()).await;
    let Begun::Draft(handed_in) = begin(app, &cx, "", true).await.unwrap() else {
        panic!("no draft");
    };
    let file = app::cases::File {
        name: "a.pdf",
        bytes: b"%PDF-1.7\n%%EOF\n",
    };
    let details = Details {
        name: "Hội Người trồng sen",
        short_name: "",
        foreign_name: "",
        founded_on: "2019-09-02",
        address: "5 Yersin",
        files: &[file],
    };
    app::organisations::state(app, &cx, handed_in, &details)
        .await
        .unwrap();
    submit(app, &cx, handed_in).await.unwrap();
    let Begun::Draft(second) = begin(app, &cx, "", true).await.unwrap() else {
        panic!("no draft");
    };
    app::organisations::state(app, &cx, second, &details)
        .await
        .ok();
    let subject = cx.holder().unwrap();
    for (days, left) in [(29, 3), (2, 1)] {
        test.advance(SignedDuration::from_hours(24 * days));
        test.jobs().await;
        let mut source = app.db.read().await.unwrap();
        let all = store::organisation::registration::of(&mut source, subject).await;
        let all = all.unwrap();
        assert_eq!(all.len(), left, "after {days} more days");
        let kept = all.iter().any(|one| one.id == handed_in);
        assert!(kept, "what was handed in waits, however long");
    }
    let mut source = app.db.read().await.unwrap();
    for (id, there) in [(draft, false), (second, false), (handed_in, true)] {
        let paper = store::organisation::registration::paper(&mut source, subject, id, 0).await;
        assert_eq!(paper.unwrap().is_some(), there);
    }
}
