use std::sync::atomic::Ordering;

use app::activity::retention;
use app::counter::find::{Find, find};
use app::counter::image::{Which, image};
use app::counter::proofing::{self, Comparison, Opening, Task};
use app::counter::second_looks;
use app::registration::{ContactEntered, Details};
use app::{Cx, Error, Lang};
use domain::account::{Level, Possession};
use domain::actor::Role;
use domain::registration::{Refusal, State};
use domain::time::end_of_day;
use jiff::SignedDuration;
use jiff::civil::{Date, date};

use super::world::{ANH, World, anh, both, portrait, print, value};

pub(super) const SAME: Comparison<'_> = Comparison {
    verdict: "same",
    explanation: "",
};

pub(super) fn why<T: std::fmt::Debug>(result: Result<T, Error>) -> &'static str {
    match result.unwrap_err() {
        Error::Refused(code) => code,
        Error::Invalid(faults) => faults[0].code,
        other => panic!("{other:?}"),
    }
}

pub(super) async fn opened(w: &World, cx: &Cx) -> String {
    let opening = Opening {
        number: ANH,
        language: Lang::Vi,
    };
    proofing::open(&w.app, cx, &opening).await.unwrap()
}

/// Everything but the comparison; the last step starts the clock.
pub(super) async fn complete(w: &World, cx: &Cx, reference: &str, details: &Details<'_>) {
    proofing::set_details(&w.app, cx, reference, details)
        .await
        .unwrap();
    let entered = ContactEntered {
        by: "phone",
        phone: "0912345678",
        email: "",
    };
    proofing::set_contact(&w.app, cx, reference, &entered)
        .await
        .unwrap();
    let code = w.code().await;
    proofing::confirm_contact(&w.app, cx, reference, &code)
        .await
        .unwrap();
    proofing::set_portrait(&w.app, cx, reference, portrait())
        .await
        .unwrap();
    for finger in ["right-index", "left-index"] {
        proofing::set_finger(&w.app, cx, reference, finger, print())
            .await
            .unwrap();
    }
    assert_eq!(w.stored(reference).await.state, State::Draft);
    proofing::consent(&w.app, cx, reference, true)
        .await
        .unwrap();
}

fn due(stored: &store::registration::Stored) -> Option<Date> {
    stored.due.map(domain::time::viet_nam_date)
}

// law: D59-14.2.a1, D59-14.2.a2, D59-14.2.a3, D59-12.2, D59-17.1.b, D59-7.2.b
async fn level_two_is_proven_and_issued(w: World) {
    let cx = w.officer();
    let reference = opened(&w, &cx).await;
    let licence = |field: &str| {
        if field == "licence-number" {
            "740001234567".to_owned()
        } else {
            "A1".to_owned()
        }
    };
    proofing::add_document(&w.app, &cx, &reference, "driving-licence", licence)
        .await
        .unwrap();
    proofing::add_document(&w.app, &cx, &reference, "driving-licence", licence)
        .await
        .unwrap();
    complete(&w, &cx, &reference, &anh()).await;
    let stored = w.stored(&reference).await;
    assert_eq!(stored.dossier.documents.len(), 1);
    assert!(matches!(stored.state, State::Received { .. }));
    assert_eq!(due(&stored), Some(date(2024, 3, 11)));
    let consent = stored.dossier.consent.as_ref().unwrap();
    assert_eq!(consent.witness(), Some(cx.staff().unwrap()));
    proofing::compare(&w.app, &cx, &reference, &SAME)
        .await
        .unwrap();
    proofing::approve(&w.app, &cx, w.seen(&reference).await)
        .await
        .unwrap();
    let account = w.account(ANH).await.unwrap();
    assert_eq!(account.account.level, Level::Two);
    assert!(matches!(
        account.account.possession,
        Possession::Issued { .. }
    ));
    let told = w.mail_of("registration-approved").await;
    assert_eq!((told.len(), value(&told[0], "level")), (1, "2".to_owned()));
    let record = w.record(stored.subject).await;
    for action in [
        "comparison-recorded",
        "consent-recorded",
        "capture-taken",
        "registration-received",
        "registration-approved",
    ] {
        assert!(record.iter().any(|a| a == action), "{action} in {record:?}");
    }
}

// law: D59-12.2, D59-14.2.a2
async fn no_approval_without_comparison_match_and_agreement(w: World) {
    let cx = w.officer();
    let reference = opened(&w, &cx).await;
    assert_eq!(
        why(proofing::approve(&w.app, &cx, w.seen(&reference).await).await),
        "dossier-incomplete"
    );
    assert_eq!(
        why(proofing::compare(&w.app, &cx, &reference, &SAME).await),
        "dossier-incomplete"
    );
    assert_eq!(
        why(proofing::consent(&w.app, &cx, &reference, false).await),
        "consent-needed"
    );
    complete(&w, &cx, &reference, &anh()).await;
    assert_eq!(
        why(proofing::approve(&w.app, &cx, w.seen(&reference).await).await),
        "comparison-missing"
    );
    for (verdict, want) in [
        ("unsure", "comparison-not-same"),
        ("different", "comparison-not-same"),
    ] {
        let seen = Comparison {
            verdict,
            explanation: "",
        };
        proofing::compare(&w.app, &cx, &reference, &seen)
            .await
            .unwrap();
        assert_eq!(
            why(proofing::approve(&w.app, &cx, w.seen(&reference).await).await),
            want
        );
    }
    let none = Comparison {
        verdict: "",
        explanation: "",
    };
    assert_eq!(
        why(proofing::compare(&w.app, &cx, &reference, &none).await),
        "verdict-choose"
    );
    // A portrait taken anew makes the comparison void.
    proofing::compare(&w.app, &cx, &reference, &SAME)
        .await
        .unwrap();
    proofing::set_portrait(&w.app, &cx, &reference, portrait())
        .await
        .unwrap();
    assert_eq!(
        why(proofing::approve(&w.app, &cx, w.seen(&reference).await).await),
        "comparison-missing"
    );
    // Nothing to compare with proves nothing.
    w.registers
        .faceless
        .store(true, std::sync::atomic::Ordering::SeqCst);
    proofing::compare(&w.app, &cx, &reference, &SAME)
        .await
        .unwrap();
    assert_eq!(
        why(proofing::approve(&w.app, &cx, w.seen(&reference).await).await),
        "comparison-nothing-to-compare"
    );
    assert!(w.account(ANH).await.is_none());
}

async fn differences_must_be_explained(w: World) {
    let cx = w.officer();
    let reference = opened(&w, &cx).await;
    complete(
        &w,
        &cx,
        &reference,
        &Details {
            name: "Nguyễn Thị Anh",
            ..anh()
        },
    )
    .await;
    assert_eq!(
        why(proofing::compare(&w.app, &cx, &reference, &SAME).await),
        "explanation-needed"
    );
    let told = Comparison {
        verdict: "same",
        explanation: "Thẻ in thiếu dấu",
    };
    proofing::compare(&w.app, &cx, &reference, &told)
        .await
        .unwrap();
    proofing::approve(&w.app, &cx, w.seen(&reference).await)
        .await
        .unwrap();
    assert_eq!(
        w.account(ANH).await.unwrap().profile.identity.name.as_str(),
        "Nguyễn Thị Ánh"
    );
}

// law: D59-17.1.b, WD-2
async fn the_clock_jumps_over_hung_kings(w: World) {
    w.clock.set("2025-04-04T10:00:00+07:00");
    let cx = w.officer();
    let reference = opened(&w, &cx).await;
    complete(&w, &cx, &reference, &anh()).await;
    assert_eq!(
        w.stored(&reference).await.due,
        Some(end_of_day(date(2025, 4, 10)))
    );
}

// law: D59-14.2.a2, D59-7.2.b
async fn worn_fingers_are_an_exception_of_two_officers(w: World) {
    let cx = w.officer();
    let reference = opened(&w, &cx).await;
    complete(&w, &cx, &reference, &anh()).await;
    for finger in ["right-index", "left-index"] {
        proofing::remove_finger(&w.app, &cx, &reference, finger)
            .await
            .unwrap();
    }
    assert_eq!(
        why(proofing::finger_exception(&w.app, &cx, &reference, " ").await),
        "exception-empty"
    );
    proofing::finger_exception(&w.app, &cx, &reference, "Vân tay mòn")
        .await
        .unwrap();
    proofing::compare(&w.app, &cx, &reference, &SAME)
        .await
        .unwrap();
    let alone = proofing::approve(&w.app, &cx, w.seen(&reference).await).await;
    assert_eq!(why(alone), "comparison-second-officer");
    let other = w.staff(2, Role::Officer, "H01");
    let waiting = second_looks::list(&w.app, &other).await.unwrap();
    let id = waiting[0].id.to_string();
    let same = second_looks::Answer {
        verdict: "same",
        note: "",
    };
    second_looks::answer(&w.app, &other, &id, &same)
        .await
        .unwrap();
    proofing::approve(&w.app, &cx, w.seen(&reference).await)
        .await
        .unwrap();
}

// law: D59-12.2, D59-3.2
async fn an_account_of_level_one_is_raised_and_stays_activated(w: World) {
    let (token, _) = w.handed_in(ANH, "0912345678", &anh()).await;
    let mut account = w.account(ANH).await.unwrap();
    account.account.possession = Possession::Activated { at: w.public().now };
    let mut tx = w.app.db.begin().await.unwrap();
    store::account::save(&mut tx, &account).await.unwrap();
    tx.commit(store::Audit::Bookkeeping("test")).await.unwrap();
    let waits = change_that_waits(&w, token.subject).await;
    let cx = w.officer();
    w.clock.forward(jiff::SignedDuration::from_mins(10));
    let cx = Cx {
        now: w.public().now,
        ..cx
    };
    let reference = opened(&w, &cx).await;
    assert_eq!(w.stored(&reference).await.subject, token.subject);
    complete(&w, &cx, &reference, &anh()).await;
    proofing::compare(&w.app, &cx, &reference, &SAME)
        .await
        .unwrap();
    proofing::approve(&w.app, &cx, w.seen(&reference).await)
        .await
        .unwrap();
    let raised = w.account(ANH).await.unwrap();
    assert_eq!(raised.account.level, Level::Two);
    assert!(matches!(
        raised.account.possession,
        Possession::Activated { .. }
    ));
    assert_eq!(w.mail_of("level-raised").await.len(), 1);
    // APP-12 (the number proven at the counter counts, not one asked for before).
    let mut source = w.app.db.read().await.unwrap();
    let change = store::phone_change::load(&mut source, token.subject, waits).await;
    assert!(!change.unwrap().unwrap().change.open());
    drop(source);
    let opening = Opening {
        number: ANH,
        language: Lang::Vi,
    };
    assert_eq!(
        why(proofing::open(&w.app, &cx, &opening).await),
        "already-level-two"
    );
}

async fn change_that_waits(
    w: &World,
    subject: domain::ids::SubjectId,
) -> domain::ids::PhoneChangeId {
    use domain::phone_change::{PhoneChange, State};
    let id = domain::ids::PhoneChangeId::from_bytes([5; 16]);
    let at = w.public().now;
    let new = store::phone_change::Stored {
        subject,
        id,
        channel: domain::hold::Channel::Counter,
        unit: "H01".into(),
        change: PhoneChange {
            received: at,
            received_by: domain::ids::StaffId::from_bytes([6; 16]),
            due: at,
            state: State::Received,
        },
        body: store::phone_change::Body {
            phone: domain::contact::Phone::parse("0977000111").unwrap(),
            words: String::new(),
        },
    };
    let mut tx = w.app.db.begin().await.unwrap();
    assert!(store::phone_change::insert(&mut tx, &new).await.unwrap());
    tx.commit(store::Audit::Bookkeeping("test")).await.unwrap();
    id
}

// law: D59-20.4
async fn one_proofing_a_number_and_one_unit_has_it(w: World) {
    let (here, there) = (w.officer(), w.staff(2, Role::Officer, "H02"));
    let opening = Opening {
        number: ANH,
        language: Lang::Vi,
    };
    let (one, two) = tokio::join!(
        proofing::open(&w.app, &here, &opening),
        proofing::open(&w.app, &here, &opening)
    );
    let references: Vec<String> = [one, two].into_iter().filter_map(Result::ok).collect();
    let reference = opened(&w, &here).await;
    assert!(
        references.iter().all(|r| *r == reference),
        "resumed after a reload"
    );
    assert_eq!(
        proofing::view(&w.app, &here, &reference)
            .await
            .unwrap()
            .next,
        Task::Details
    );
    assert!(matches!(
        proofing::view(&w.app, &there, &reference).await,
        Err(Error::NotFound)
    ));
    // A draft moves with the citizen; what was received stays.
    assert_eq!(opened(&w, &there).await, reference);
    assert!(matches!(
        proofing::view(&w.app, &here, &reference).await,
        Err(Error::NotFound)
    ));
    complete(&w, &there, &reference, &anh()).await;
    assert_eq!(
        why(proofing::open(&w.app, &here, &opening).await),
        "proofing-elsewhere"
    );
    assert!(matches!(
        image(&w.app, &here, &reference, &Which::Live).await,
        Err(Error::NotFound)
    ));
    let print = Which::parse("finger-right-index").unwrap();
    assert_eq!(
        image(&w.app, &there, &reference, &print).await.unwrap().0,
        "image/png"
    );
}

// law: D59-17.s
async fn sent_back_refused_and_taken_up_again(w: World) {
    let cx = w.officer();
    let reference = opened(&w, &cx).await;
    complete(&w, &cx, &reference, &anh()).await;
    proofing::send_back(&w.app, &cx, w.seen(&reference).await, "Thẻ gốc")
        .await
        .unwrap();
    assert_eq!(
        why(proofing::approve(&w.app, &cx, w.seen(&reference).await).await),
        "dossier-incomplete"
    );
    w.clock.set("2024-03-20T09:00:00+07:00");
    assert!(w.mail_of("registration-late").await.is_empty());
    let cx = w.officer();
    proofing::receive_again(&w.app, &cx, &reference)
        .await
        .unwrap();
    assert_eq!(due(&w.stored(&reference).await), Some(date(2024, 3, 25)));
    proofing::refuse(&w.app, &cx, w.seen(&reference).await, "portrait-differs")
        .await
        .unwrap();
    assert!(matches!(
        w.stored(&reference).await.state,
        State::Refused {
            reason: Refusal::PortraitDiffers,
            ..
        }
    ));
    assert_eq!(
        why(proofing::set_portrait(&w.app, &cx, &reference, portrait()).await),
        "registration-decided"
    );
    assert_ne!(opened(&w, &cx).await, reference, "another may be begun");
}

// law: D59-14.2.a2
async fn no_decision_on_what_changed_meanwhile(w: World) {
    let cx = w.officer();
    let reference = opened(&w, &cx).await;
    complete(&w, &cx, &reference, &anh()).await;
    let seen = w.seen(&reference).await;
    proofing::compare(&w.app, &cx, &reference, &SAME)
        .await
        .unwrap();
    for done in [
        proofing::approve(&w.app, &cx, seen).await,
        proofing::refuse(&w.app, &cx, seen, "details-differ").await,
        proofing::send_back(&w.app, &cx, seen, "x").await,
    ] {
        assert!(matches!(done, Err(Error::Stale)), "{done:?}");
    }
    proofing::approve(&w.app, &cx, w.seen(&reference).await)
        .await
        .unwrap();
}

/// Kinds of the notices in the account's app.
async fn notices(w: &World) -> Vec<String> {
    let account = w.account(ANH).await.unwrap();
    let mut source = w.app.db.read().await.unwrap();
    let list = store::message::notices(&mut source, account.account.subject, 20)
        .await
        .unwrap();
    list.into_iter().map(|n| n.kind).collect()
}

// law: D59-6.2, D59-4.4
async fn nobody_trawls_the_register(w: World) {
    let cx = w.officer();
    let by_name = Find {
        nationality: "",
        passport: "",
        number: "",
        name: "Nguyễn Thị Ánh",
        birth_year: "1990",
        purpose: "proofing",
    };
    let found = find(&w.app, &cx, &by_name).await.unwrap();
    assert_eq!(found[0].person.identity.number.as_str(), ANH);
    w.registers.silent.store(true, Ordering::SeqCst);
    let silent = find(&w.app, &cx, &by_name).await;
    assert!(
        matches!(silent, Err(Error::Silent("population"))),
        "{silent:?}"
    );
    w.registers.silent.store(false, Ordering::SeqCst);
    let unread = Find {
        nationality: "",
        passport: "",
        purpose: "",
        ..by_name
    };
    find(&w.app, &cx, &unread).await.unwrap_err();
    for _ in 2..60 {
        find(&w.app, &cx, &by_name).await.unwrap();
    }
    let by_number = Find {
        nationality: "",
        passport: "",
        number: ANH,
        ..by_name
    };
    for one in [by_name, by_number] {
        let over = find(&w.app, &cx, &one).await;
        assert!(matches!(over, Err(Error::Throttled { .. })), "{over:?}");
    }
    let colleague = w.staff(2, Role::Officer, "H01");
    find(&w.app, &colleague, &by_number).await.unwrap();
    w.clock.forward(SignedDuration::from_hours(1));
    find(&w.app, &w.officer(), &by_number).await.unwrap();
}

// law: D59-14.2.a3
async fn an_account_younger_than_the_dossier_hears_of_it(w: World) {
    let reference = opened(&w, &w.officer()).await;
    let (token, _) = w.handed_in(ANH, "0912345678", &anh()).await;
    assert_ne!(w.stored(&reference).await.subject, token.subject);
    assert_eq!(notices(&w).await, ["registration-approved"]);
    w.clock.forward(SignedDuration::from_mins(10));
    let cx = w.officer();
    complete(&w, &cx, &reference, &anh()).await;
    let seen = w.seen(&reference).await;
    proofing::send_back(&w.app, &cx, seen, "Thẻ gốc")
        .await
        .unwrap();
    let told = notices(&w).await;
    assert!(
        told.contains(&"registration-incomplete".to_owned()),
        "{told:?}"
    );
    proofing::receive_again(&w.app, &cx, &reference)
        .await
        .unwrap();
    proofing::compare(&w.app, &cx, &reference, &SAME)
        .await
        .unwrap();
    proofing::approve(&w.app, &cx, w.seen(&reference).await)
        .await
        .unwrap();
    let approved = notices(&w)
        .await
        .into_iter()
        .filter(|kind| kind == "registration-approved");
    assert_eq!(approved.count(), 2);
    assert_eq!(w.account(ANH).await.unwrap().account.level, Level::Two);
    assert_eq!(w.mail_of("registration-approved").await.len(), 2);
}

// law: D59-7.2.b
async fn what_nobody_touches_for_thirty_days_goes_with_its_images(w: World) {
    let days = |n: i64| SignedDuration::from_hours(24 * n);
    retention::schedule(&w.app, &w.app.system()).await.unwrap();
    let reference = opened(&w, &w.officer()).await;
    proofing::set_portrait(&w.app, &w.officer(), &reference, portrait())
        .await
        .unwrap();
    let stored = w.stored(&reference).await;
    let image = stored.dossier.portrait.unwrap();
    w.clock.forward(days(20));
    proofing::view(&w.app, &w.officer(), &reference)
        .await
        .unwrap();
    w.clock.forward(days(20));
    w.mail().await;
    assert_eq!(opened(&w, &w.officer()).await, reference, "read meanwhile");
    w.clock.forward(days(31));
    w.mail().await;
    let mut source = w.app.db.read().await.unwrap();
    let left = store::registration::named(&mut source, &reference)
        .await
        .unwrap();
    assert!(left.is_none());
    let left = store::capture::image(&mut source, stored.subject, image)
        .await
        .unwrap();
    assert!(left.is_none(), "the image stayed");
    drop(source);
    assert_ne!(opened(&w, &w.officer()).await, reference);
    // What was handed in waits for its decision, however long.
    let reference = opened(&w, &w.officer()).await;
    complete(&w, &w.officer(), &reference, &anh()).await;
    w.clock.forward(days(40));
    w.mail().await;
    assert!(matches!(
        w.stored(&reference).await.state,
        State::Received { .. }
    ));
}

async fn two_officers_of_a_unit_decide_and_one_wins(w: World) {
    let (one, two) = (w.officer(), w.staff(2, Role::Head, "H01"));
    let reference = opened(&w, &one).await;
    complete(&w, &one, &reference, &anh()).await;
    proofing::compare(&w.app, &one, &reference, &SAME)
        .await
        .unwrap();
    let (first, second) = tokio::join!(
        proofing::approve(&w.app, &one, w.seen(&reference).await),
        proofing::refuse(&w.app, &two, w.seen(&reference).await, "details-differ")
    );
    let lost: Vec<Error> = [first, second]
        .into_iter()
        .filter_map(Result::err)
        .collect();
    assert_eq!(lost.len(), 1, "{lost:?}");
    assert!(
        matches!(lost[0], Error::Stale | Error::Refused(_)),
        "{lost:?}"
    );
    let told = w.mail_of("registration-approved").await.len()
        + w.mail_of("registration-refused").await.len();
    assert_eq!(told, 1);
}

// law: D59-4.4
async fn finding_somebody_is_on_record_with_its_purpose(w: World) {
    let (token, _) = w.handed_in(ANH, "0912345678", &anh()).await;
    let cx = w.officer();
    let command = Find {
        nationality: "",
        passport: "",
        number: ANH,
        name: "",
        birth_year: "",
        purpose: "proofing",
    };
    let found = find(&w.app, &cx, &command).await.unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(
        found[0].account.as_ref().map(|(level, _)| *level),
        Some(Level::One)
    );
    assert!(
        w.record(token.subject)
            .await
            .contains(&"record-read".to_owned())
    );
    assert_eq!(
        why(find(
            &w.app,
            &cx,
            &Find {
                nationality: "",
                passport: "",
                purpose: "",
                ..command
            }
        )
        .await),
        "purpose-choose"
    );
    assert_eq!(
        why(find(
            &w.app,
            &cx,
            &Find {
                nationality: "",
                passport: "",
                number: "12",
                ..command
            }
        )
        .await),
        "number-length"
    );
    let none = find(
        &w.app,
        &cx,
        &Find {
            nationality: "",
            passport: "",
            number: "074190001299",
            ..command
        },
    )
    .await
    .unwrap();
    assert!(none.is_empty());
    for role in [Role::CallCentre, Role::Manager, Role::Auditor] {
        let cx = w.staff(9, role, "H01");
        assert!(matches!(
            find(&w.app, &cx, &command).await,
            Err(Error::Forbidden)
        ));
        let opening = Opening {
            number: ANH,
            language: Lang::Vi,
        };
        assert!(matches!(
            proofing::open(&w.app, &cx, &opening).await,
            Err(Error::Forbidden)
        ));
    }
}

// law: D59-11.1
async fn a_child_is_not_approved(w: World) {
    w.registers.put(ANH, "Nguyễn Thị Ánh", "2012-02-03");
    let cx = w.officer();
    let reference = opened(&w, &cx).await;
    complete(
        &w,
        &cx,
        &reference,
        &Details {
            birth: "2012-02-03",
            ..anh()
        },
    )
    .await;
    proofing::compare(&w.app, &cx, &reference, &SAME)
        .await
        .unwrap();
    assert_eq!(
        why(proofing::approve(&w.app, &cx, w.seen(&reference).await).await),
        "under-age"
    );
    proofing::refuse(&w.app, &cx, w.seen(&reference).await, "under-age")
        .await
        .unwrap();
}

both!(
    level_two_is_proven_and_issued,
    no_approval_without_comparison_match_and_agreement,
    differences_must_be_explained,
    the_clock_jumps_over_hung_kings,
    worn_fingers_are_an_exception_of_two_officers,
    an_account_of_level_one_is_raised_and_stays_activated,
    one_proofing_a_number_and_one_unit_has_it,
    sent_back_refused_and_taken_up_again,
    two_officers_of_a_unit_decide_and_one_wins,
    nobody_trawls_the_register,
    an_account_younger_than_the_dossier_hears_of_it,
    what_nobody_touches_for_thirty_days_goes_with_its_images,
    no_decision_on_what_changed_meanwhile,
    finding_somebody_is_on_record_with_its_purpose,
    a_child_is_not_approved,
);
