//! Opening hours and closed days are the head's.

use app::visits::{Act, Seen, act, close_day, hours, open_day, set_hours, times, times_here};
use domain::actor::Role;
use domain::visit::State;
use testkit::TestApp;

use super::scene::{
    LATER, NINE, UNIT, booked, both, code, holder, offices as scene, own, said, week,
};

both!(
    only_the_head_changes_hours,
    hours_that_cannot_be_are_named,
    a_closed_day_cancels_its_bookings,
);

async fn only_the_head_changes_hours(test: TestApp) {
    let head = scene(&test, "1").await;
    let known = hours(&test.app, &head).await.unwrap();
    assert_eq!((known.revision, known.numbers), (1, [30, 1, 14, 60]));
    assert_eq!(known.week[0], "08:00-11:00, 13:30-16:30");
    for role in [
        Role::Officer,
        Role::CallCentre,
        Role::Manager,
        Role::Auditor,
    ] {
        let other = test.staff(role, UNIT).await;
        assert_eq!(code(hours(&test.app, &other).await), "forbidden");
        assert_eq!(
            code(set_hours(&test.app, &other, &week("2", 1)).await),
            "forbidden"
        );
        assert_eq!(
            code(close_day(&test.app, &other, "2024-03-05", "x").await),
            "forbidden"
        );
        assert_eq!(
            code(open_day(&test.app, &other, "2024-03-05").await),
            "forbidden"
        );
    }
    // First hours for a unit that has some, or from an old page: somebody was faster.
    assert_eq!(
        code(set_hours(&test.app, &head, &week("2", 0)).await),
        "stale"
    );
    set_hours(&test.app, &head, &week("2", 1)).await.unwrap();
    assert_eq!(
        code(set_hours(&test.app, &head, &week("3", 1)).await),
        "stale"
    );
    let other = test.staff(Role::Head, "CA02").await;
    assert_eq!(code(times_here(&test.app, &other).await), "visit-no-hours");
    assert_eq!(
        code(close_day(&test.app, &other, "2024-03-05", "x").await),
        "visit-no-hours"
    );
    assert_eq!(hours(&test.app, &other).await.unwrap().revision, 0);
}

async fn hours_that_cannot_be_are_named(test: TestApp) {
    let head = scene(&test, "1").await;
    let mut typed = week("0", 1);
    typed.week[2] = "8-11";
    typed.week[3] = "11:00-08:00";
    typed.lead = "soon";
    let app::Error::Invalid(faults) = set_hours(&test.app, &head, &typed).await.unwrap_err() else {
        panic!("faults");
    };
    let named: Vec<_> = faults.iter().map(|f| (f.field, f.code)).collect();
    assert_eq!(
        named,
        [
            ("wed", "hours-format"),
            ("thu", "hours-backwards"),
            ("lead", "hours-number")
        ]
    );
    assert_eq!(
        code(set_hours(&test.app, &head, &week("0", 1)).await),
        "hours-seats"
    );
    for (day, why, fault) in [
        ("2024-03-03", "x", "visit-day-past"),
        ("2024-02-30", "x", "date-format"),
        ("2024-03-05", " ", "visit-closed-why"),
    ] {
        assert_eq!(code(close_day(&test.app, &head, day, why).await), fault);
    }
}

async fn a_closed_day_cancels_its_bookings(test: TestApp) {
    let head = scene(&test, "1").await;
    let (_, an) = holder(&test, 1).await;
    let (_, binh) = holder(&test, 2).await;
    booked(&test, &an, NINE).await.unwrap();
    let visit = own(&test, &an).await;
    // A booking and the closing of its day side by side: either order, none is left behind.
    let (closed, late) = tokio::join!(
        close_day(&test.app, &head, "2024-03-05", "Hội nghị"),
        booked(&test, &binh, LATER),
    );
    closed.unwrap();
    if let Err(error) = late {
        assert_eq!(code::<()>(Err(error)), "visit-day-closed");
    }
    for cx in [&an, &binh] {
        assert!(app::visits::own(&test.app, cx).await.unwrap().is_empty());
    }
    assert!(said(&test, "Nơi hẹn nghỉ ngày đó").await >= 1);
    let officer = test.staff(Role::Officer, UNIT).await;
    let id = visit.id.to_string();
    let gone = app::visits::one(&test.app, &officer, &id).await.unwrap();
    assert!(matches!(gone.state, State::Cancelled { .. }));
    let seen = Seen {
        id: &id,
        revision: gone.revision,
    };
    assert_eq!(
        code(act(&test.app, &officer, &seen, Act::Cancel).await),
        "visit-not-booked"
    );
    let free = times(&test.app, &an, UNIT).await.unwrap();
    let day = "2024-03-05".parse().unwrap();
    assert!(free.days.iter().all(|free| free.day != day));
    assert_eq!(code(booked(&test, &an, NINE).await), "visit-day-closed");
    assert_eq!(
        code(close_day(&test.app, &head, "2024-03-05", "x").await),
        "visit-day-closed-already"
    );
    open_day(&test.app, &head, "2024-03-05").await.unwrap();
    assert_eq!(
        code(open_day(&test.app, &head, "2024-03-05").await),
        "not-found"
    );
    booked(&test, &an, NINE).await.unwrap();
}
