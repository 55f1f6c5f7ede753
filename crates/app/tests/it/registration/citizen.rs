use app::Error;
use app::registration::{self, ContactEntered, Details, Step};
use domain::account::{Level, Possession};
use domain::registers::{CardForm, CardStatus};
use domain::registration::{Refusal, State};
use domain::time::{end_of_day, viet_nam_date};
use jiff::SignedDuration;
use jiff::civil::date;

use super::world::{ANH, World, anh, both, png, portrait, value};

fn code_of(error: &Error) -> &'static str {
    match error {
        Error::Invalid(faults) => faults[0].code,
        Error::Refused(code) => code,
        other => panic!("{other:?}"),
    }
}

// law: D59-14.1.a, D59-14.1.b, D59-14.1.c, D59-12.1c, D59-17.1.a, D59-18.1, APP-14, D59-7.2.a
async fn agreeing_registers_approve_at_once(w: World) {
    let (token, reference) = w.handed_in(ANH, "0912345678", &anh()).await;
    let account = w.account(ANH).await.unwrap();
    assert_eq!(account.account.level, Level::One);
    assert_eq!(account.account.subject, token.subject);
    // Seven days from Wednesday 6 March 2024.
    let Possession::Issued { activate_by, .. } = account.account.possession else {
        panic!("activated")
    };
    assert_eq!(activate_by, end_of_day(date(2024, 3, 13)));
    let told = w.mail_of("registration-approved").await;
    assert_eq!(told.len(), 1);
    assert_eq!(value(&told[0], "name"), "Nguyễn Thị Ánh");
    assert_eq!(value(&told[0], "until"), "13/03/2024");
    assert_eq!(value(&told[0], "site"), "https://id.example");
    let stored = w.stored(&reference).await;
    assert!(matches!(stored.state, State::Approved { .. }));
    assert_eq!(stored.due, Some(end_of_day(date(2024, 3, 7))));
    let mut record = w.record(token.subject).await;
    record.sort();
    assert_eq!(
        record,
        [
            "consent-recorded",
            "registration-approved",
            "registration-received"
        ]
    );
    let status =
        registration::status_by_reference(&w.app, &w.public(), &reference.to_lowercase(), ANH)
            .await
            .unwrap();
    assert!(matches!(status.state, State::Approved { .. }));
}

// law: D59-14.1.b
async fn handing_in_twice_is_once(w: World) {
    let token = w.draft(ANH, "0912345678").await;
    let cx = w.public();
    registration::agree(&w.app, &cx, &token, true)
        .await
        .unwrap();
    let (one, two) = tokio::join!(
        registration::submit(&w.app, &cx, &token),
        registration::submit(&w.app, &cx, &token)
    );
    let one = one.unwrap();
    assert_eq!(one, two.unwrap());
    assert_eq!(
        one,
        registration::submit(&w.app, &cx, &token).await.unwrap()
    );
    assert_eq!(w.mail_of("registration-approved").await.len(), 1);
    let received = w.record(token.subject).await;
    assert_eq!(
        received
            .iter()
            .filter(|a| *a == "registration-received")
            .count(),
        1
    );
}

// law: D59-14.1.a, D59-11.1, D59-4.2
async fn what_the_law_asks_of_everybody_is_refused_with_its_reason(w: World) {
    let cases = [
        ("074190000001", Refusal::NoChipCard),
        ("074190000002", Refusal::NoChipCard),
        ("074310000003", Refusal::UnderAge),
    ];
    for (number, _) in cases {
        w.registers.put(number, "Nguyễn Thị Ánh", "1990-02-03");
    }
    w.registers.change(cases[0].0, |(_, card)| {
        card.as_mut().unwrap().form = CardForm::Barcode
    });
    w.registers.change(cases[1].0, |(_, card)| {
        card.as_mut().unwrap().status = CardStatus::Withdrawn
    });
    w.registers.put(cases[2].0, "Nguyễn Thị Ánh", "2010-05-10");
    for (index, (number, want)) in cases.into_iter().enumerate() {
        let child = Details {
            birth: "2010-05-10",
            ..anh()
        };
        let details = if want == Refusal::UnderAge {
            child
        } else {
            anh()
        };
        let (_, reference) = w
            .handed_in(number, &format!("091234500{index}"), &details)
            .await;
        let State::Refused { reason, .. } = w.stored(&reference).await.state else {
            panic!("{number} not refused")
        };
        assert_eq!(reason, want, "{number}");
        assert!(w.account(number).await.is_none());
        let told = w.mail_of("registration-refused").await;
        assert_eq!(value(told.last().unwrap(), "reason"), want.as_str());
        assert_eq!(value(told.last().unwrap(), "reference"), reference);
    }
    // Who is registered already.
    w.handed_in(ANH, "0912345678", &anh()).await;
    let (_, reference) = w.handed_in(ANH, "0912345679", &anh()).await;
    let State::Refused { reason, .. } = w.stored(&reference).await.state else {
        panic!("not refused")
    };
    assert_eq!(reason, Refusal::AlreadyRegistered);
}

// law: D59-3.3
async fn what_differs_waits_for_an_officer_and_tells_nothing(w: World) {
    let other = Details {
        name: "Nguyễn Thị Anh",
        ..anh()
    };
    let (_, differs) = w.handed_in(ANH, "0912345671", &other).await;
    let (_, unknown) = w.handed_in("074190009999", "0912345672", &anh()).await;
    w.registers.change(ANH, |(person, _)| person.dead = true);
    let (_, dead) = w.handed_in(ANH, "0912345673", &anh()).await;
    for (reference, want) in [
        (differs, "differences"),
        (unknown, "unknown-number"),
        (dead, "deceased"),
    ] {
        let stored = w.stored(&reference).await;
        assert!(matches!(stored.state, State::Received { .. }), "{want}");
        assert_eq!(
            stored
                .dossier
                .queued
                .map(store::registration::QueueReason::as_str),
            Some(want)
        );
    }
    let told = w.mail_of("registration-queued").await;
    assert_eq!(told.len(), 3);
    assert_eq!(value(&told[0], "due"), "07/03/2024");
    assert!(w.mail_of("registration-refused").await.is_empty());
}

// law: D59-10.1
async fn a_silent_register_is_asked_again(w: World) {
    w.registers
        .silent
        .store(true, std::sync::atomic::Ordering::SeqCst);
    let (_, reference) = w.handed_in(ANH, "0912345678", &anh()).await;
    for _ in 0..40 {
        w.clock.forward(SignedDuration::from_mins(3));
        app::jobs::run_all_due(&w.app).await.unwrap();
    }
    let stored = w.stored(&reference).await;
    assert!(matches!(stored.state, State::Received { .. }));
    assert!(stored.dossier.queued.is_none());
    w.registers
        .silent
        .store(false, std::sync::atomic::Ordering::SeqCst);
    w.clock.forward(SignedDuration::from_mins(3));
    app::jobs::run_all_due(&w.app).await.unwrap();
    assert!(w.account(ANH).await.is_some());
}

// law: D59-17.s, D59-17.1.a, UX-9
async fn past_the_due_date_it_is_told_and_never_decided(w: World) {
    w.registers
        .silent
        .store(true, std::sync::atomic::Ordering::SeqCst);
    let (token, reference) = w.handed_in(ANH, "0912345678", &anh()).await;
    w.clock.set("2024-03-07T23:59:59+07:00");
    assert!(w.mail_of("registration-late").await.is_empty());
    w.clock.set("2024-03-08T00:00:01+07:00");
    assert_eq!(w.mail_of("registration-late").await.len(), 1);
    assert!(matches!(
        w.stored(&reference).await.state,
        State::Received { .. }
    ));
    assert!(
        w.record(token.subject)
            .await
            .contains(&"registration-late".to_owned())
    );
    let status = registration::status_by_reference(&w.app, &w.public(), &reference, ANH)
        .await
        .unwrap();
    assert!(status.late(w.public().now));
    assert_eq!(status.waits_for, registration::WaitsFor::Register);
    w.clock.set("2024-03-09T00:00:01+07:00");
    assert_eq!(w.mail_of("registration-late").await.len(), 1);
}

// law: D59-17.1.a, WD-2, WD-8
async fn the_clock_jumps_over_tet(w: World) {
    w.registers
        .silent
        .store(true, std::sync::atomic::Ordering::SeqCst);
    w.clock.set("2024-02-07T16:00:00+07:00");
    let (_, reference) = w.handed_in(ANH, "0912345678", &anh()).await;
    let due = w.stored(&reference).await.due.unwrap();
    assert_eq!(viet_nam_date(due), date(2024, 2, 15));
    assert_eq!(due, end_of_day(date(2024, 2, 15)));
}

// law: D59-14.1.b
async fn nobody_skips_ahead_or_opens_the_draft_of_another(w: World) {
    let cx = w.public();
    let token = registration::start(&w.app, &cx).await.unwrap();
    let denied = registration::set_details(&w.app, &cx, &token, &anh())
        .await
        .unwrap_err();
    assert_eq!(code_of(&denied), "registration-order");
    let denied = registration::set_portrait(&w.app, &cx, &token, portrait())
        .await
        .unwrap_err();
    assert_eq!(code_of(&denied), "registration-order");
    assert_eq!(
        code_of(&registration::submit(&w.app, &cx, &token).await.unwrap_err()),
        "registration-order"
    );
    assert_eq!(
        registration::draft(&w.app, &cx, &token).await.unwrap().next,
        Step::Number
    );
    let full = w.draft(ANH, "0912345678").await;
    let denied = registration::submit(&w.app, &cx, &full).await.unwrap_err();
    assert_eq!(code_of(&denied), "registration-order", "without agreement");
    // A cookie of another secret for the same subject opens nothing.
    let forged = app::token::Token::fresh(&w.app, full.subject);
    assert_eq!(
        code_of(&registration::draft(&w.app, &cx, &forged).await.unwrap_err()),
        "draft-over"
    );
    assert!(
        registration::own_portrait(&w.app, &cx, &forged)
            .await
            .is_err()
    );
    assert!(
        registration::own_portrait(&w.app, &cx, &full)
            .await
            .unwrap()
            .starts_with(b"\xff\xd8")
    );
}

async fn codes_are_wrong_late_or_sent_again(w: World) {
    let cx = w.public();
    let token = registration::start(&w.app, &cx).await.unwrap();
    registration::set_number(&w.app, &cx, &token, ANH)
        .await
        .unwrap();
    let phone = ContactEntered {
        by: "phone",
        phone: "0912 345 678",
        email: "",
    };
    assert_eq!(
        registration::set_contact(&w.app, &cx, &token, &phone)
            .await
            .unwrap(),
        Step::Code
    );
    let code = w.code().await;
    // The same contact once more is the same code; another one has to wait for a minute.
    registration::set_contact(&w.app, &w.public(), &token, &phone)
        .await
        .unwrap();
    assert_eq!(w.code().await, code);
    let other = ContactEntered {
        by: "email",
        phone: "",
        email: "a@b.vn",
    };
    let denied = registration::set_contact(&w.app, &w.public(), &token, &other).await;
    assert!(matches!(denied, Err(Error::Throttled { .. })), "{denied:?}");
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let denied = registration::confirm_contact(&w.app, &w.public(), &token, wrong)
        .await
        .unwrap_err();
    assert_eq!(code_of(&denied), "code-wrong");
    w.clock.forward(SignedDuration::from_secs(181));
    let denied = registration::confirm_contact(&w.app, &w.public(), &token, &code)
        .await
        .unwrap_err();
    assert_eq!(code_of(&denied), "code-expired");
    registration::resend_code(&w.app, &w.public(), &token)
        .await
        .unwrap();
    let fresh = w.code().await;
    assert_eq!(
        registration::confirm_contact(&w.app, &w.public(), &token, &fresh)
            .await
            .unwrap(),
        Step::Details
    );
}

async fn strange_input_is_named_and_nothing_is_kept(w: World) {
    let token = w.draft(ANH, "0912345678").await;
    let cx = w.public();
    let long = "a".repeat(10_000_000);
    for (name, want) in [
        ("An😀", "name-strange"),
        ("An\0", "name-strange"),
        ("", "name-empty"),
        (long.as_str(), "name-too-long"),
    ] {
        let denied = registration::set_details(&w.app, &cx, &token, &Details { name, ..anh() })
            .await
            .unwrap_err();
        assert_eq!(code_of(&denied), want);
    }
    for (issued, want) in [
        ("", "card-issued-empty"),
        ("2021", "card-issued-not-a-date"),
        ("2024-03-07", "card-issued-future"),
    ] {
        let details = Details {
            card_issued: issued,
            ..anh()
        };
        let denied = registration::set_details(&w.app, &cx, &token, &details)
            .await
            .unwrap_err();
        assert_eq!(code_of(&denied), want);
    }
    let future = Details {
        birth: "2025-01-01",
        ..anh()
    };
    let denied = registration::set_details(&w.app, &cx, &token, &future)
        .await
        .unwrap_err();
    assert_eq!(code_of(&denied), "birth-date-future");
    let small = png(100, 100, |_, _| 90);
    let huge = vec![0xff; 5 * 1024 * 1024 + 1];
    for (bytes, want) in [
        (Vec::new(), "portrait-empty"),
        (b"not an image".to_vec(), "portrait-not-an-image"),
        (small, "portrait-too-small"),
        (huge, "portrait-too-large"),
    ] {
        let denied = registration::set_portrait(&w.app, &cx, &token, bytes)
            .await
            .unwrap_err();
        assert_eq!(code_of(&denied), want);
    }
    assert_eq!(
        registration::draft(&w.app, &cx, &token).await.unwrap().next,
        Step::Consent
    );
    assert_eq!(
        code_of(
            &registration::agree(&w.app, &cx, &token, false)
                .await
                .unwrap_err()
        ),
        "consent-needed"
    );
}

async fn a_draft_is_forgotten_after_a_day(w: World) {
    let token = w.draft(ANH, "0912345678").await;
    w.clock.forward(SignedDuration::from_hours(24));
    let denied = registration::draft(&w.app, &w.public(), &token)
        .await
        .unwrap_err();
    assert_eq!(code_of(&denied), "draft-over");
    app::jobs::run_all_due(&w.app).await.unwrap();
    let mut source = w.app.db.read().await.unwrap();
    assert!(
        store::registration::by_subject(&mut source, token.subject)
            .await
            .unwrap()
            .is_empty()
    );
}

// law: D59-4.2
async fn unknown_references_and_numbers_get_one_answer(w: World) {
    let (_, reference) = w.handed_in(ANH, "0912345678", &anh()).await;
    let cx = w.public();
    for (reference, number) in [
        (reference.as_str(), "074190001235"),
        ("DK-22222-22222", ANH),
    ] {
        let denied = registration::status_by_reference(&w.app, &cx, reference, number)
            .await
            .unwrap_err();
        assert_eq!(code_of(&denied), "status-unknown");
    }
    for _ in 0..5 {
        registration::status_by_reference(&w.app, &cx, "DK-22222-22222", ANH)
            .await
            .unwrap_err();
    }
    let denied = registration::status_by_reference(&w.app, &cx, &reference, ANH).await;
    assert!(matches!(denied, Err(Error::Throttled { .. })), "{denied:?}");
}

both!(
    agreeing_registers_approve_at_once,
    handing_in_twice_is_once,
    what_the_law_asks_of_everybody_is_refused_with_its_reason,
    what_differs_waits_for_an_officer_and_tells_nothing,
    a_silent_register_is_asked_again,
    past_the_due_date_it_is_told_and_never_decided,
    the_clock_jumps_over_tet,
    nobody_skips_ahead_or_opens_the_draft_of_another,
    codes_are_wrong_late_or_sent_again,
    strange_input_is_named_and_nothing_is_kept,
    a_draft_is_forgotten_after_a_day,
    unknown_references_and_numbers_get_one_answer,
);
