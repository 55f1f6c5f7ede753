//! D59-14.2.b: card and account in one application.

use std::sync::atomic::Ordering;

use app::counter::card;
use app::counter::proofing::{self, CardApplied, Task};
use app::counter::queue::{self, Tab};
use app::registers::{Switch, switch};
use app::registration::{Details, WaitsFor, status_by_reference};
use app::{Cx, Error};
use domain::account::Level;
use domain::actor::Role;
use domain::ids::{EvidenceId, StaffId};
use domain::registers::{CardForm, CardStatus, Register};
use domain::registration::{CardWait, Refusal, State};
use domain::time::end_of_day;
use jiff::civil::date;

use super::proofing::{SAME, complete, opened, why};
use super::world::{ANH, World, anh, both, portrait};

const APPLIED: CardApplied<'_> = CardApplied {
    reference: "g01.899-240306-0001",
    applied_on: "2024-03-06",
    kind: "from-old-paper",
};

/// The day of the application is the world's first day.
const ISSUED: jiff::civil::Date = date(2024, 3, 8);

fn paper(w: &World) {
    w.registers.change(ANH, |(_, card)| {
        card.as_mut().unwrap().form = CardForm::Barcode;
    });
}

fn issue(w: &World, on: jiff::civil::Date) {
    w.registers.change(ANH, |(_, card)| {
        let card = card.as_mut().unwrap();
        card.form = CardForm::Chip;
        card.status = CardStatus::Valid;
        card.issued_on = on;
    });
}

const fn no_date() -> Details<'static> {
    Details {
        card_issued: "",
        ..anh()
    }
}

async fn applied(w: &World, cx: &Cx, reference: &str) {
    proofing::set_card_application(&w.app, cx, reference, &APPLIED)
        .await
        .unwrap();
}

/// A joint application, received and compared.
async fn compared(w: &World) -> String {
    paper(w);
    let cx = w.officer();
    let reference = opened(w, &cx).await;
    applied(w, &cx, &reference).await;
    complete(w, &cx, &reference, &no_date()).await;
    proofing::compare(&w.app, &cx, &reference, &SAME)
        .await
        .unwrap();
    reference
}

async fn approve(w: &World, reference: &str) -> Result<(), Error> {
    let seen = w.seen(reference).await;
    proofing::approve(&w.app, &w.officer(), seen).await
}

/// The same, decided: it waits for its card.
async fn waiting(w: &World) -> String {
    let reference = compared(w).await;
    approve(w, &reference).await.unwrap();
    assert!(w.stored(&reference).await.awaits_card().is_some());
    assert!(w.account(ANH).await.is_none(), "before the card");
    reference
}

// law: D59-14.2.b, D59-17.1.c, D59-17.s
async fn without_a_chip_card_seven_working_days_once_the_card_is_applied_for(w: World) {
    paper(&w);
    let cx = w.officer();
    let reference = opened(&w, &cx).await;
    let seen = proofing::view(&w.app, &cx, &reference).await.unwrap();
    assert!(seen.tasks.iter().any(|(t, ..)| *t == Task::CardApplication));
    complete(&w, &cx, &reference, &no_date()).await;
    let draft = w.stored(&reference).await;
    assert_eq!(
        (draft.state, draft.due),
        (State::Draft, None),
        "no card applied for, no clock"
    );
    let seen = proofing::view(&w.app, &cx, &reference).await.unwrap();
    assert_eq!(seen.next, Task::CardApplication);
    for (wrong, want) in [
        (
            CardApplied {
                reference: "-",
                ..APPLIED
            },
            "card-reference-format",
        ),
        (
            CardApplied {
                applied_on: "2024-03-07",
                ..APPLIED
            },
            "card-applied-future",
        ),
        (
            CardApplied {
                kind: "passport",
                ..APPLIED
            },
            "card-kind-choose",
        ),
    ] {
        let refused = proofing::set_card_application(&w.app, &cx, &reference, &wrong).await;
        assert_eq!(why(refused), want);
    }
    let elsewhere = w.staff(2, Role::Officer, "H02");
    let refused = proofing::set_card_application(&w.app, &elsewhere, &reference, &APPLIED).await;
    assert!(matches!(refused, Err(Error::NotFound)));
    applied(&w, &cx, &reference).await;
    let stored = w.stored(&reference).await;
    assert!(matches!(stored.state, State::Received { .. }));
    assert_eq!(stored.due, Some(end_of_day(date(2024, 3, 15))));
    let record = w.record(stored.subject).await;
    assert!(record.contains(&"card-application-recorded".to_owned()));
    let ask = card::Ask {
        agent: "",
        zone: "",
        can: "",
    };
    let reading = card::ask(&w.app, &cx, &reference, &ask).await;
    assert_eq!(why(reading), "card-to-come");
}

// law: D59-14.2.b, D59-12.2, D59-4.2
async fn card_and_account_come_together(w: World) {
    let reference = waiting(&w).await;
    let cx = w.officer();
    assert_eq!(w.mail_of("registration-awaits-card").await.len(), 1);
    let subject = w.stored(&reference).await.subject;
    assert!(
        w.record(subject)
            .await
            .contains(&"registration-awaits-card".to_owned())
    );
    let list = queue::list(&w.app, &cx, Tab::Card).await.unwrap();
    assert_eq!((list.rows.len(), list.card), (1, 1));
    assert!(list.rows[0].awaits_card);
    let other = w.staff(2, Role::Officer, "H02");
    assert_eq!(
        queue::list(&w.app, &other, Tab::Card).await.unwrap().card,
        0
    );
    let status = status_by_reference(&w.app, &w.public(), &reference, ANH)
        .await
        .unwrap();
    assert!(status.joint);
    assert_eq!(status.waits_for, WaitsFor::Card);
    // Nothing is edited that is decided, and nobody decides twice.
    for edit in [
        proofing::set_portrait(&w.app, &cx, &reference, portrait()).await,
        proofing::set_details(&w.app, &cx, &reference, &anh()).await,
        proofing::compare(&w.app, &cx, &reference, &SAME).await,
        proofing::set_card_application(&w.app, &cx, &reference, &APPLIED).await,
    ] {
        assert_eq!(why(edit), "awaits-card");
    }
    assert_eq!(why(approve(&w, &reference).await), "awaits-card");
    // The next morning it is not there yet; on the one after the register is silent; then it is.
    w.clock.set("2024-03-07T11:00:00+07:00");
    w.mail().await;
    w.registers.silent.store(true, Ordering::SeqCst);
    w.clock.set("2024-03-08T11:00:00+07:00");
    w.mail().await;
    assert!(w.stored(&reference).await.awaits_card().is_some());
    issue(&w, ISSUED);
    w.registers.silent.store(false, Ordering::SeqCst);
    assert!(w.account(ANH).await.is_none());
    w.clock.set("2024-03-08T12:00:00+07:00");
    assert_eq!(w.mail_of("registration-approved").await.len(), 1);
    assert_eq!(w.account(ANH).await.unwrap().account.level, Level::Two);
    let stored = w.stored(&reference).await;
    assert!(matches!(stored.state, State::Approved { .. }));
    assert_eq!(stored.officer, Some(StaffId::from_bytes([1; 16])));
    assert_eq!(queue::list(&w.app, &cx, Tab::Card).await.unwrap().card, 0);
    let mut source = w.app.db.read().await.unwrap();
    let open = store::registration::open_level_two(&mut source, &number())
        .await
        .unwrap();
    assert!(open.is_none());
}

fn number() -> domain::person::PersonNumber {
    domain::person::PersonNumber::parse(ANH).unwrap()
}

// law: D59-14.2.b
async fn where_the_card_is_there_first_it_is_approved_at_once(w: World) {
    let reference = compared(&w).await;
    issue(&w, date(2024, 3, 6));
    approve(&w, &reference).await.unwrap();
    assert_eq!(w.account(ANH).await.unwrap().account.level, Level::Two);
    assert!(w.mail_of("registration-awaits-card").await.is_empty());
}

// law: D59-14.2.b
async fn an_officer_may_ask_before_the_morning_and_it_is_issued_once(w: World) {
    let reference = waiting(&w).await;
    issue(&w, date(2024, 3, 6));
    let seen = proofing::view(&w.app, &w.officer(), &reference)
        .await
        .unwrap();
    assert_eq!(seen.card_wait, None);
    // The decision stays the decision of who made it.
    let colleague = w.staff(3, Role::Officer, "H01");
    let shown = w.seen(&reference).await;
    proofing::approve(&w.app, &colleague, shown).await.unwrap();
    let stored = w.stored(&reference).await;
    assert_eq!(stored.officer, Some(StaffId::from_bytes([1; 16])));
    w.clock.set("2024-03-07T11:00:00+07:00");
    assert_eq!(w.mail_of("registration-approved").await.len(), 1);
    w.clock.set("2024-03-11T11:00:00+07:00");
    assert_eq!(w.mail_of("registration-approved").await.len(), 1);
}

// law: D59-14.2.b
// law: D59-14.2.b, D59-3.3
async fn what_differs_since_is_not_issued_by_asking_for_the_card(w: World) {
    let reference = waiting(&w).await;
    issue(&w, date(2024, 3, 6));
    w.registers.change(ANH, |(person, _)| {
        person.identity.name = domain::person::FullName::parse("Nguyễn Thị Ngọc").unwrap();
    });
    assert_eq!(why(approve(&w, &reference).await), "details-differ");
    assert!(w.account(ANH).await.is_none());
}

// law: D59-14.2.b
async fn a_card_that_was_lost_proves_nothing(w: World) {
    let cx = w.officer();
    let reference = opened(&w, &cx).await;
    complete(&w, &cx, &reference, &anh()).await;
    proofing::compare(&w.app, &cx, &reference, &SAME)
        .await
        .unwrap();
    let seen = w.seen(&reference).await;
    proofing::send_back(&w.app, &cx, seen, "Ảnh").await.unwrap();
    // Read before it was lost.
    let mut stored = w.stored(&reference).await;
    stored.dossier.chip_reading = Some(EvidenceId::from_bytes([7; 16]));
    stored.dossier.chip_portrait = stored.dossier.portrait;
    assert!(stored.dossier.comparison.is_some());
    save(&w, &stored).await;
    w.registers.change(ANH, |(_, card)| {
        card.as_mut().unwrap().status = CardStatus::Lost;
    });
    let again = proofing::receive_again(&w.app, &cx, &reference).await;
    assert_eq!(why(again), "dossier-incomplete");
    let dossier = w.stored(&reference).await.dossier;
    assert_eq!((dossier.chip_reading, dossier.chip_portrait), (None, None));
    assert_eq!((dossier.card_issued, dossier.comparison), (None, None));
}

// law: D59-14.2.b
async fn a_register_that_answers_again_is_asked_at_once(w: World) {
    waiting(&w).await;
    issue(&w, date(2024, 3, 6));
    w.mail().await;
    assert!(w.account(ANH).await.is_none(), "not before the morning");
    let mut tx = w.app.db.begin().await.unwrap();
    let now = w.public().now;
    store::registers::state::loaded(&mut tx, Register::Cards, now)
        .await
        .unwrap();
    tx.commit(store::Audit::Bookkeeping("test")).await.unwrap();
    for open in [false, true] {
        let command = Switch {
            register: Register::Cards,
            open,
            note: String::new(),
        };
        let manager = w.staff(9, Role::Manager, "H00");
        switch(&w.app, &manager, command).await.unwrap();
    }
    w.clock.set("2024-03-06T10:00:00+07:00");
    w.mail().await;
    assert!(w.account(ANH).await.is_some());
}

// law: D59-14.2.b, D59-17.1.b
async fn who_got_a_card_before_it_was_received_is_an_ordinary_one(w: World) {
    paper(&w);
    let cx = w.officer();
    let reference = opened(&w, &cx).await;
    complete(&w, &cx, &reference, &no_date()).await;
    issue(&w, date(2024, 3, 6));
    // Continued: the register is asked, and what is left to do is to enter the card shown.
    assert_eq!(opened(&w, &cx).await, reference);
    let seen = proofing::view(&w.app, &cx, &reference).await.unwrap();
    assert_eq!(seen.next, Task::Details);
    assert!(!seen.tasks.iter().any(|(t, ..)| *t == Task::CardApplication));
    let refused = proofing::set_card_application(&w.app, &cx, &reference, &APPLIED).await;
    assert_eq!(why(refused), "card-on-record");
    let shown = Details {
        card_issued: "2024-03-06",
        ..anh()
    };
    proofing::set_details(&w.app, &cx, &reference, &shown)
        .await
        .unwrap();
    assert_eq!(
        w.stored(&reference).await.due,
        Some(end_of_day(date(2024, 3, 11)))
    );
}

// law: D59-14.2.b, D59-17.1.c
async fn who_lost_it_before_applies_for_both(w: World) {
    let cx = w.officer();
    let reference = opened(&w, &cx).await;
    w.registers.change(ANH, |(_, card)| {
        card.as_mut().unwrap().status = CardStatus::Lost;
    });
    complete(&w, &cx, &reference, &anh()).await;
    assert_eq!(w.stored(&reference).await.state, State::Draft);
    applied(&w, &cx, &reference).await;
    assert_eq!(
        w.stored(&reference).await.due,
        Some(end_of_day(date(2024, 3, 15)))
    );
}

// law: D59-14.2.b
async fn a_silent_register_changes_nothing(w: World) {
    let cx = w.officer();
    let reference = opened(&w, &cx).await;
    w.registers.silent.store(true, Ordering::SeqCst);
    complete(&w, &cx, &reference, &anh()).await;
    let stored = w.stored(&reference).await;
    assert_eq!(stored.due, Some(end_of_day(date(2024, 3, 11))));
}

// law: D59-14.2.b, D59-17.s
async fn the_day_of_receipt_decides_and_a_new_one_anew(w: World) {
    let reference = compared(&w).await;
    let cx = w.officer();
    // Issued before the application: not the card applied for, and the clock does not change.
    issue(&w, date(2024, 3, 5));
    let seen = proofing::view(&w.app, &cx, &reference).await.unwrap();
    assert_eq!(seen.card_wait, Some(CardWait::Older));
    assert_eq!(why(approve(&w, &reference).await), "card-older");
    let stored = w.stored(&reference).await;
    assert_eq!(stored.due, Some(end_of_day(date(2024, 3, 15))));
    assert!(stored.joint());
    proofing::send_back(&w.app, &cx, w.seen(&reference).await, "Thẻ")
        .await
        .unwrap();
    let again = proofing::receive_again(&w.app, &cx, &reference).await;
    assert_eq!(why(again), "dossier-incomplete");
    let shown = Details {
        card_issued: "2024-03-05",
        ..anh()
    };
    proofing::set_details(&w.app, &cx, &reference, &shown)
        .await
        .unwrap();
    proofing::receive_again(&w.app, &cx, &reference)
        .await
        .unwrap();
    let stored = w.stored(&reference).await;
    assert!(!stored.joint());
    assert_eq!(stored.due, Some(end_of_day(date(2024, 3, 11))));
}

// law: D59-14.2.b, D59-3.3
async fn what_does_not_hold_any_more_goes_back_to_an_officer(w: World) {
    let reference = waiting(&w).await;
    issue(&w, ISSUED);
    w.registers.change(ANH, |(person, _)| person.dead = true);
    w.clock.set("2024-03-08T11:00:00+07:00");
    w.mail().await;
    assert!(w.account(ANH).await.is_none());
    let stored = w.stored(&reference).await;
    assert!(stored.awaits_card().is_none());
    assert!(matches!(stored.state, State::Received { .. }));
    assert_eq!(stored.dossier.issue_stopped.as_deref(), Some("deceased"));
    let record = w.record(stored.subject).await;
    assert!(record.contains(&"registration-issue-stopped".to_owned()));
    // Corrected, and a name that nobody had before him when he compared.
    w.registers.change(ANH, |(person, _)| {
        person.dead = false;
        person.identity.name = domain::person::FullName::parse("Nguyễn Thị Ngọc").unwrap();
    });
    w.registers.change(ANH, |(_, card)| {
        card.as_mut().unwrap().form = CardForm::Barcode
    });
    approve(&w, &reference).await.unwrap();
    issue(&w, ISSUED);
    w.clock.set("2024-03-11T11:00:00+07:00");
    w.mail().await;
    let stored = w.stored(&reference).await;
    assert_eq!(
        stored.dossier.issue_stopped.as_deref(),
        Some("details-differ")
    );
    assert!(w.account(ANH).await.is_none());
}

// law: D59-14.2.b, D59-14.2.a3
async fn where_the_card_is_refused_so_is_the_account(w: World) {
    let reference = waiting(&w).await;
    let cx = w.officer();
    let seen = w.seen(&reference).await;
    let no_card = proofing::refuse(&w.app, &cx, seen, "no-chip-card").await;
    assert_eq!(why(no_card), "reason-choose");
    proofing::refuse(&w.app, &cx, seen, "card-refused")
        .await
        .unwrap();
    let reason = match w.stored(&reference).await.state {
        State::Refused { reason, .. } => reason,
        other => panic!("{other:?}"),
    };
    assert_eq!(reason, Refusal::CardRefused);
    assert_eq!(w.mail_of("registration-refused").await.len(), 1);
    issue(&w, ISSUED);
    w.clock.set("2024-03-11T11:00:00+07:00");
    w.mail().await;
    assert!(w.account(ANH).await.is_none(), "refused is refused");
}

async fn only_a_joint_application_is_refused_for_its_card(w: World) {
    let cx = w.officer();
    let reference = opened(&w, &cx).await;
    complete(&w, &cx, &reference, &anh()).await;
    let seen = w.seen(&reference).await;
    let refused = proofing::refuse(&w.app, &cx, seen, "card-refused").await;
    assert_eq!(why(refused), "reason-choose");
}

// law: D59-17.1.c, D59-17.s
async fn the_term_runs_on_while_it_waits(w: World) {
    let reference = waiting(&w).await;
    w.clock.set("2024-03-16T00:00:01+07:00");
    assert_eq!(w.mail_of("registration-late").await.len(), 1);
    let list = queue::list(&w.app, &w.officer(), Tab::Overdue)
        .await
        .unwrap();
    assert_eq!((list.rows.len(), list.card), (1, 1));
    let mut source = w.app.db.read().await.unwrap();
    let late = store::overview::registrations(&mut source, w.public().now)
        .await
        .unwrap();
    assert_eq!((late.waiting, late.late), (1, 1));
    let awaited = store::registration::card_awaited(&mut source)
        .await
        .unwrap();
    assert_eq!(awaited, 1);
    drop(source);
    // Sent back, it waits for the citizen and for no card.
    proofing::send_back(&w.app, &w.officer(), w.seen(&reference).await, "Ảnh")
        .await
        .unwrap();
    issue(&w, date(2024, 3, 15));
    w.clock.set("2024-03-18T11:00:00+07:00");
    w.mail().await;
    assert!(w.account(ANH).await.is_none());
    assert!(w.stored(&reference).await.dossier.awaits_card.is_none());
}

async fn save(w: &World, stored: &store::registration::Stored) {
    let mut tx = w.app.db.begin().await.unwrap();
    store::registration::save(&mut tx, stored).await.unwrap();
    tx.commit(store::Audit::Bookkeeping("test")).await.unwrap();
}

// law: D59-12.2, D59-14.2.b
async fn no_card_makes_up_for_evidence_or_agreement(w: World) {
    paper(&w);
    let cx = w.officer();
    let reference = opened(&w, &cx).await;
    applied(&w, &cx, &reference).await;
    complete(&w, &cx, &reference, &no_date()).await;
    assert_eq!(why(approve(&w, &reference).await), "comparison-missing");
    // Decided, and then one or the other is gone when the card is there.
    proofing::compare(&w.app, &cx, &reference, &SAME)
        .await
        .unwrap();
    approve(&w, &reference).await.unwrap();
    issue(&w, ISSUED);
    for (morning, missing) in [("08", "no-consent"), ("11", "comparison-missing")] {
        let mut stored = w.stored(&reference).await;
        let kept = stored.dossier.clone();
        match missing {
            "no-consent" => stored.dossier.consent = None,
            _ => stored.dossier.comparison = None,
        }
        save(&w, &stored).await;
        w.clock.set(&format!("2024-03-{morning}T11:00:00+07:00"));
        w.mail().await;
        assert!(w.account(ANH).await.is_none(), "{missing}");
        let mut stored = w.stored(&reference).await;
        assert_eq!(stored.dossier.issue_stopped.as_deref(), Some(missing));
        // Back as it was, and decided once more, before the card.
        stored.dossier = kept;
        stored.dossier.awaits_card = None;
        save(&w, &stored).await;
        if missing == "no-consent" {
            paper(&w);
            approve(&w, &reference).await.unwrap();
            issue(&w, ISSUED);
        }
    }
}

// law: D59-14.2.b
async fn what_was_received_before_needs_its_card_application(w: World) {
    let reference = compared(&w).await;
    let mut stored = w.stored(&reference).await;
    stored.dossier.card_application = None;
    save(&w, &stored).await;
    assert_eq!(
        why(approve(&w, &reference).await),
        "card-application-missing"
    );
    issue(&w, ISSUED);
    let missing = approve(&w, &reference).await;
    assert_eq!(why(missing), "card-application-missing");
    applied(&w, &w.officer(), &reference).await;
    approve(&w, &reference).await.unwrap();
    assert_eq!(w.account(ANH).await.unwrap().account.level, Level::Two);
}

both!(
    without_a_chip_card_seven_working_days_once_the_card_is_applied_for,
    card_and_account_come_together,
    where_the_card_is_there_first_it_is_approved_at_once,
    an_officer_may_ask_before_the_morning_and_it_is_issued_once,
    what_differs_since_is_not_issued_by_asking_for_the_card,
    a_card_that_was_lost_proves_nothing,
    a_register_that_answers_again_is_asked_at_once,
    who_got_a_card_before_it_was_received_is_an_ordinary_one,
    who_lost_it_before_applies_for_both,
    a_silent_register_changes_nothing,
    the_day_of_receipt_decides_and_a_new_one_anew,
    what_does_not_hold_any_more_goes_back_to_an_officer,
    where_the_card_is_refused_so_is_the_account,
    only_a_joint_application_is_refused_for_its_card,
    the_term_runs_on_while_it_waits,
    no_card_makes_up_for_evidence_or_agreement,
    what_was_received_before_needs_its_card_application,
);
