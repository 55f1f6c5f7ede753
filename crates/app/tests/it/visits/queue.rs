//! Numbers and calls; what a day left open ends in the night; whose a visit was is forgotten.

use std::collections::BTreeSet;

use app::visits::{
    Act, Arrive, Seen, Started, WalkIn, act, arrive, call_next, day, on_screen, one, screen,
    set_desk, start, walk_in,
};
use app::{Cx, Error};
use domain::actor::Role;
use domain::ids::VisitId;
use domain::journey::{Journey, Outcome};
use domain::visit::State;
use futures_util::future::join_all;
use jiff::SignedDuration;
use testkit::TestApp;

use crate::experience::only;

use super::scene::{NINE, UNIT, booked, both, code, holder, now, offices as scene, own};

both!(
    who_comes_gets_a_number_of_the_day,
    nobody_is_called_twice,
    appointments_go_first_and_nobody_waits_for_ever,
    who_does_not_come_is_called_again_before_he_is_gone,
    another_units_visit_is_not_there,
    the_night_ends_what_a_day_left_open,
    a_form_that_comes_twice_gives_one_number,
    who_walks_in_sees_his_booking_too,
);

const WALK: WalkIn<'_> = WalkIn {
    id: "",
    reason: "other",
    number: "",
    priority: "",
};

async fn number(test: &TestApp, officer: &Cx, id: VisitId) -> u32 {
    let visit = one(&test.app, officer, &id.to_string()).await.unwrap();
    visit.state.ticket().unwrap().number
}

/// Walks in with a form of his own.
async fn walks(test: &TestApp, officer: &Cx, walk: &WalkIn<'_>) -> Result<VisitId, Error> {
    let id = test.app.id(VisitId::from_bytes).to_string();
    walk_in(&test.app, officer, &WalkIn { id: &id, ..*walk }).await
}

async fn came(test: &TestApp, officer: &Cx, walk: &WalkIn<'_>) -> u32 {
    let officer = now(test, officer);
    let id = walks(test, &officer, walk).await.unwrap();
    number(test, &officer, id).await
}

/// Calls as an officer who has just looked.
async fn next(test: &TestApp, officer: &Cx) -> Result<VisitId, Error> {
    let seen = day(&test.app, officer).await?;
    call_next(&test.app, officer, seen.calls).await
}

async fn called(test: &TestApp, officer: &Cx) -> u32 {
    let officer = now(test, officer);
    let id = next(test, &officer).await.unwrap();
    number(test, &officer, id).await
}

async fn officer_at(test: &TestApp, role: Role, unit: &str, desk: &str) -> Cx {
    let officer = test.staff(role, unit).await;
    set_desk(&test.app, &officer, desk).await.unwrap();
    officer
}

async fn who_comes_gets_a_number_of_the_day(test: TestApp) {
    scene(&test, "1").await;
    let officer = test.staff(Role::Officer, UNIT).await;
    let (_, an) = holder(&test, 1).await;
    booked(&test, &an, NINE).await.unwrap();
    let reference = own(&test, &an).await.reference;
    let typed = |reference| Arrive {
        reference,
        priority: "",
    };
    for (reference, fault) in [
        ("12", "visit-reference"),
        ("LH-22222-22222", "visit-reference-unknown"),
        (reference.as_str(), "visit-other-day"),
    ] {
        assert_eq!(
            code(arrive(&test.app, &officer, &typed(reference)).await),
            fault
        );
    }
    // At once, they get different numbers, beginning with the first: what was refused drew none.
    let many = join_all((0..6).map(|_| walks(&test, &officer, &WALK))).await;
    let mut numbers = BTreeSet::new();
    for id in many {
        numbers.insert(number(&test, &officer, id.unwrap()).await);
    }
    assert_eq!(numbers, (1..=6).collect());
    test.advance(SignedDuration::from_hours(24));
    let today = now(&test, &officer);
    assert_eq!(
        came(&test, &officer, &WALK).await,
        1,
        "each day begins anew"
    );
    let small = reference.to_lowercase().replace('-', " ");
    let id = arrive(
        &test.app,
        &today,
        &Arrive {
            reference: &small,
            priority: "child",
        },
    )
    .await;
    assert_eq!(number(&test, &today, id.unwrap()).await, 2);
    assert_eq!(
        code(arrive(&test.app, &today, &typed(&reference)).await),
        "visit-not-booked"
    );
    assert!(own(&test, &an).await.priority().is_some());
    assert_eq!(
        code(walk_in(&test.app, &today, &WalkIn { reason: "", ..WALK }).await),
        "visit-reason-choose"
    );
    let bad = WalkIn {
        number: "12",
        ..WALK
    };
    assert_eq!(
        code(walk_in(&test.app, &today, &bad).await),
        "number-length"
    );
}

async fn nobody_is_called_twice(test: TestApp) {
    scene(&test, "1").await;
    let mut officers = Vec::new();
    for (desk, role) in ["1", "2"].into_iter().zip([Role::Officer, Role::Head]) {
        // The head of the scene is there already: of another unit's name only the place in the queue matters.
        let unit = if role == Role::Head { "CA02" } else { UNIT };
        let mut officer = test.staff(role, unit).await;
        if let domain::actor::Actor::Staff { unit, .. } = &mut officer.actor {
            UNIT.clone_into(unit);
        }
        assert_eq!(code(next(&test, &officer).await), "visit-desk-first");
        set_desk(&test.app, &officer, desk).await.unwrap();
        officers.push(officer);
    }
    assert_eq!(code(next(&test, &officers[0]).await), "visit-nobody");
    assert_eq!(
        code(set_desk(&test.app, &officers[0], "<3>").await),
        "visit-desk"
    );
    for n in 1..=6 {
        assert_eq!(came(&test, &officers[0], &WALK).await, n);
    }
    let mut ids = BTreeSet::new();
    for calls in 0..3 {
        // Each request comes twice: each officer calls one person.
        let twice = (0..4).map(|n| call_next(&test.app, &officers[n % 2], calls));
        let (got, lost): (Vec<_>, Vec<_>) =
            join_all(twice).await.into_iter().partition(Result::is_ok);
        assert_eq!(got.len(), 2);
        ids.extend(got.into_iter().map(Result::unwrap));
        for result in lost {
            assert_eq!(code(result), "stale");
        }
    }
    assert_eq!(ids.len(), 6, "each one once");
    assert_eq!(code(next(&test, &officers[0]).await), "visit-nobody");
    let (unit, mark) = screen(&test.app, &officers[0]).unwrap();
    let address = (unit.as_str(), mark.as_str());
    let shown = on_screen(&test.app, &officers[0], address).await.unwrap();
    assert_eq!((shown.called.len(), shown.waiting), (6, 0));
    assert!(
        shown
            .called
            .iter()
            .all(|one| ["1", "2"].contains(&one.desk.as_str()))
    );
}

async fn appointments_go_first_and_nobody_waits_for_ever(test: TestApp) {
    scene(&test, "1").await;
    let officer = officer_at(&test, Role::Officer, UNIT, "1").await;
    let (_, an) = holder(&test, 1).await;
    booked(&test, &an, NINE).await.unwrap();
    let reference = own(&test, &an).await.reference;
    // Tuesday, half past eight.
    test.advance(SignedDuration::from_mins(23 * 60 + 30));
    let first = came(&test, &officer, &WALK).await;
    test.advance(SignedDuration::from_mins(15));
    let second = came(&test, &officer, &WALK).await;
    let child = came(
        &test,
        &officer,
        &WalkIn {
            priority: "child",
            ..WALK
        },
    )
    .await;
    let arrival = Arrive {
        reference: &reference,
        priority: "",
    };
    let id = arrive(&test.app, &now(&test, &officer), &arrival)
        .await
        .unwrap();
    let appointment = number(&test, &officer, id).await;
    // His time begins in ten minutes.
    test.advance(SignedDuration::from_mins(5));
    assert_eq!(called(&test, &officer).await, appointment);
    test.advance(SignedDuration::from_mins(41));
    let late = came(
        &test,
        &officer,
        &WalkIn {
            priority: "disabled",
            ..WALK
        },
    )
    .await;
    assert_eq!(called(&test, &officer).await, first, "over an hour");
    assert_eq!(called(&test, &officer).await, child);
    assert_eq!(called(&test, &officer).await, late);
    assert_eq!(called(&test, &officer).await, second);
}

async fn a_form_that_comes_twice_gives_one_number(test: TestApp) {
    scene(&test, "1").await;
    let officer = test.staff(Role::Officer, UNIT).await;
    let id = test.app.id(VisitId::from_bytes).to_string();
    let form = WalkIn { id: &id, ..WALK };
    let (one, two) = tokio::join!(
        walk_in(&test.app, &officer, &form),
        walk_in(&test.app, &officer, &form),
    );
    assert_eq!(one.unwrap(), two.unwrap());
    let (person, _) = holder(&test, 1).await;
    let theirs = WalkIn {
        number: person.number(),
        ..form
    };
    let used = walk_in(&test.app, &officer, &theirs).await;
    assert_eq!(code(used), "stale", "a used form is nobody else's");
    assert_eq!(day(&test.app, &officer).await.unwrap().waiting.len(), 1);
    assert_eq!(came(&test, &officer, &WALK).await, 2, "no number is missed");
    assert_eq!(code(walk_in(&test.app, &officer, &WALK).await), "stale");
}

async fn who_walks_in_sees_his_booking_too(test: TestApp) {
    scene(&test, "1").await;
    let officer = test.staff(Role::Officer, UNIT).await;
    let (person, an) = holder(&test, 1).await;
    booked(&test, &an, NINE).await.unwrap();
    let booking = own(&test, &an).await;
    test.advance(SignedDuration::from_mins(1));
    let walk = WalkIn {
        number: person.number(),
        ..WALK
    };
    came(&test, &officer, &walk).await;
    let an = now(&test, &an);
    let seen = app::visits::own(&test.app, &an).await.unwrap();
    let states: Vec<&str> = seen.iter().map(|own| own.visit.state.as_str()).collect();
    assert_eq!(states, ["arrived", "booked"]);
    let id = booking.id.to_string();
    let revision = booking.revision;
    app::visits::cancel(&test.app, &an, &Seen { id: &id, revision })
        .await
        .unwrap();
}

async fn who_does_not_come_is_called_again_before_he_is_gone(test: TestApp) {
    scene(&test, "1").await;
    let officer = officer_at(&test, Role::Officer, UNIT, "Quầy 1").await;
    came(&test, &officer, &WALK).await;
    let id = {
        let waiting = day(&test.app, &officer).await.unwrap().waiting;
        waiting[0].id.to_string()
    };
    let seen = |revision| Seen { id: &id, revision };
    assert_eq!(
        code(act(&test.app, &officer, &seen(1), Act::Served).await),
        "visit-not-called"
    );
    assert_eq!(
        code(start(&test.app, &officer, &seen(1)).await),
        "visit-not-called"
    );
    next(&test, &officer).await.unwrap();
    assert_eq!(
        code(act(&test.app, &officer, &seen(1), Act::Again).await),
        "stale"
    );
    assert_eq!(
        code(act(&test.app, &officer, &seen(2), Act::Left).await),
        "visit-call-again"
    );
    // A double click is one call.
    let second = seen(2);
    let twice = tokio::join!(
        act(&test.app, &officer, &second, Act::Again),
        act(&test.app, &officer, &second, Act::Again),
    );
    assert!(matches!(
        twice,
        (Ok(()), Err(Error::Stale)) | (Err(Error::Stale), Ok(()))
    ));
    // Nobody's number is known: the officer finds him first.
    assert_eq!(
        start(&test.app, &officer, &seen(3)).await.unwrap(),
        Started::Find
    );
    act(&test.app, &officer, &seen(3), Act::Left).await.unwrap();
    let visit = one(&test.app, &officer, &id).await.unwrap();
    assert!(matches!(visit.state, State::Left { .. }));
    assert_eq!(
        code(act(&test.app, &officer, &seen(4), Act::Served).await),
        "visit-not-called"
    );
    assert_eq!(
        code(act(&test.app, &officer, &seen(4), Act::Cancel).await),
        "visit-not-booked"
    );
    let day = day(&test.app, &officer).await.unwrap();
    assert_eq!((day.done, day.called.len(), day.waiting.len()), (1, 0, 0));
}

// law: D59-20.4
async fn another_units_visit_is_not_there(test: TestApp) {
    scene(&test, "1").await;
    let officer = officer_at(&test, Role::Officer, UNIT, "1").await;
    let (_, an) = holder(&test, 1).await;
    booked(&test, &an, NINE).await.unwrap();
    let visit = own(&test, &an).await;
    let id = visit.id.to_string();
    let here = Seen {
        id: &id,
        revision: visit.revision,
    };
    came(&test, &officer, &WALK).await;
    let other = officer_at(&test, Role::Officer, "CA02", "1").await;
    assert_eq!(code(one(&test.app, &other, &id).await), "not-found");
    assert_eq!(
        code(act(&test.app, &other, &here, Act::Cancel).await),
        "not-found"
    );
    assert_eq!(code(start(&test.app, &other, &here).await), "not-found");
    let typed = Arrive {
        reference: &visit.reference,
        priority: "",
    };
    assert_eq!(
        code(arrive(&test.app, &other, &typed).await),
        "visit-reference-unknown"
    );
    assert_eq!(code(next(&test, &other).await), "visit-nobody");
    assert!(day(&test.app, &other).await.unwrap().waiting.is_empty());
    for role in [Role::CallCentre, Role::Manager, Role::Auditor] {
        let cx = test.staff(role, UNIT).await;
        assert_eq!(code(day(&test.app, &cx).await), "forbidden");
        assert_eq!(code(screen(&test.app, &cx)), "forbidden");
        assert_eq!(code(one(&test.app, &cx, &id).await), "forbidden");
        assert_eq!(code(call_next(&test.app, &cx, 0).await), "forbidden");
        assert_eq!(code(set_desk(&test.app, &cx, "1").await), "forbidden");
        assert_eq!(code(walk_in(&test.app, &cx, &WALK).await), "forbidden");
        assert_eq!(code(arrive(&test.app, &cx, &typed).await), "forbidden");
        assert_eq!(
            code(act(&test.app, &cx, &here, Act::Cancel).await),
            "forbidden"
        );
        assert_eq!(code(start(&test.app, &cx, &here).await), "forbidden");
    }
    act(&test.app, &officer, &here, Act::Cancel).await.unwrap();
    assert!(app::visits::own(&test.app, &an).await.unwrap().is_empty());
}

// law: R50-6
async fn the_night_ends_what_a_day_left_open(test: TestApp) {
    scene(&test, "1").await;
    let officer = officer_at(&test, Role::Officer, UNIT, "1").await;
    let (person, an) = holder(&test, 1).await;
    booked(&test, &an, NINE).await.unwrap();
    let missed = own(&test, &an).await;
    test.advance(SignedDuration::from_hours(24));
    let walk = WalkIn {
        number: person.number(),
        ..WALK
    };
    came(&test, &officer, &walk).await;
    let waited = day(&test.app, &now(&test, &officer)).await.unwrap().waiting[0].id;
    let system = test.app.system();
    app::visits::schedule(&test.app, &system).await.unwrap();
    test.jobs().await;
    let state = async |id: VisitId| {
        let visit = one(&test.app, &officer, &id.to_string()).await.unwrap();
        (
            visit.state.as_str(),
            visit.body.is_some(),
            visit.subject.is_some(),
        )
    };
    assert_eq!(
        state(missed.id).await,
        ("booked", true, true),
        "its day is not over"
    );
    test.advance(SignedDuration::from_hours(24));
    test.jobs().await;
    assert_eq!(state(missed.id).await, ("missed", true, true));
    assert_eq!(state(waited).await, ("left", true, true));
    // R50-6; who walked in without a booking is not counted.
    assert_eq!(
        only(&test.app, Journey::Visit).await,
        ("booked".into(), Outcome::GivenUp)
    );
    // Whoever missed one may book anew.
    booked(&test, &an, "2024-03-07T02:00:00Z").await.unwrap();
    app::activity::retention::schedule(&test.app, &test.app.system())
        .await
        .unwrap();
    test.jobs().await;
    assert_eq!(state(waited).await, ("left", true, true), "kept some days");
    test.advance(SignedDuration::from_hours(24 * 8));
    test.jobs().await;
    assert_eq!(state(missed.id).await, ("missed", false, false));
    assert_eq!(state(waited).await, ("left", false, false));
}
