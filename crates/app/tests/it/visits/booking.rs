//! Holders and officers book; nobody has a seat twice.

use app::visits::{Book, DeskBook, Seen, book, book_for, cancel, move_to, nearest, offices, times};
use domain::account::Level;
use domain::actor::Role;
use domain::person::BirthDate;
use domain::registers::UnitLevel;
use domain::visit::{Priority, State};
use futures_util::future::join_all;
use jiff::SignedDuration;
use jiff::civil::date;
use testkit::TestApp;
use testkit::people::Person;
use testkit::units::{load, police};

use super::scene::{
    BORDER, LATER, NINE, UNIT, booked, both, code, foreigner, holder, now, offices as scene, own,
    said, signed_in,
};

both!(
    a_holder_books_moves_and_cancels,
    the_last_seat_has_one_winner,
    a_person_has_one_open_booking,
    a_time_that_cannot_be_had_is_named,
    citizens_go_to_the_police,
    an_officer_books_for_who_calls,
    the_booking_is_recalled_on_the_working_day_before,
    nobody_books_all_day,
    a_unit_that_is_dissolved_keeps_no_booking,
);

fn seen(visit: &store::visit::Stored) -> (String, i64) {
    (visit.id.to_string(), visit.revision)
}

// law: D59-14.2.a1
async fn a_holder_books_moves_and_cancels(test: TestApp) {
    scene(&test, "1").await;
    let (_, an) = holder(&test, 1).await;
    let listed = offices(&test.app, &an, "074").await.unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].code, UNIT);
    assert!(offices(&test.app, &an, "001").await.unwrap().is_empty());
    assert!(offices(&test.app, &an, "x").await.unwrap().is_empty());
    booked(&test, &an, NINE).await.unwrap();
    let visit = own(&test, &an).await;
    assert_eq!(
        visit.state,
        State::Booked {
            slot: NINE.parse().unwrap()
        }
    );
    assert_eq!(said(&test, &visit.reference).await, 1);
    assert_eq!(
        said(
            &test,
            "05/03/2024 09:00 tại Công an phường An Bình, 1 Tran Phu"
        )
        .await,
        1
    );
    assert_eq!(code(booked(&test, &an, LATER).await), "visit-one-open");

    let (id, revision) = seen(&visit);
    let old = Seen {
        id: &id,
        revision: revision - 1,
    };
    assert_eq!(code(move_to(&test.app, &an, &old, LATER).await), "stale");
    let here = Seen { id: &id, revision };
    let (_, stranger) = holder(&test, 2).await;
    assert_eq!(
        code(move_to(&test.app, &stranger, &here, LATER).await),
        "not-found"
    );
    assert_eq!(code(cancel(&test.app, &stranger, &here).await), "not-found");
    move_to(&test.app, &an, &here, LATER).await.unwrap();
    // The old seat is free, the new one is not.
    let (_, binh) = holder(&test, 3).await;
    assert_eq!(code(booked(&test, &binh, LATER).await), "visit-slot-taken");
    booked(&test, &binh, NINE).await.unwrap();

    let visit = own(&test, &an).await;
    let (id, revision) = seen(&visit);
    cancel(&test.app, &an, &Seen { id: &id, revision })
        .await
        .unwrap();
    assert!(app::visits::own(&test.app, &an).await.unwrap().is_empty());
    assert_eq!(said(&test, "đã hủy").await, 1);
    let (_, chi) = holder(&test, 4).await;
    booked(&test, &chi, LATER).await.unwrap();
    // He may book anew.
    booked(&test, &an, "2024-03-06T02:00:00Z").await.unwrap();
}

async fn a_unit_that_is_dissolved_keeps_no_booking(test: TestApp) {
    scene(&test, "2").await;
    let (_, an) = holder(&test, 1).await;
    booked(&test, &an, LATER).await.unwrap();
    // It stands no longer from Tuesday on.
    let mut gone = police(UNIT, "Công an phường An Bình", UnitLevel::Commune, None);
    gone.province = Some("074".into());
    gone.valid_to = Some(date(2024, 3, 4));
    load(&test.app, &[gone]).await;
    let (_, binh) = holder(&test, 2).await;
    assert_eq!(code(booked(&test, &binh, NINE).await), "visit-day-closed");
    assert!(
        times(&test.app, &binh, UNIT)
            .await
            .unwrap()
            .days
            .iter()
            .all(|free| free.day < date(2024, 3, 5))
    );
    test.advance(SignedDuration::from_hours(16));
    let visit = own(&test, &an).await;
    let (id, revision) = seen(&visit);
    let here = Seen { id: &id, revision };
    cancel(&test.app, &now(&test, &an), &here).await.unwrap();
    assert_eq!(said(&test, "đã hủy").await, 1);
}

async fn the_last_seat_has_one_winner(test: TestApp) {
    scene(&test, "2").await;
    let mut people = Vec::new();
    for n in 1..=6 {
        people.push(holder(&test, n).await.1);
    }
    let tries = people.iter().map(|cx| booked(&test, cx, NINE));
    let (won, lost): (Vec<_>, Vec<_>) = join_all(tries).await.into_iter().partition(Result::is_ok);
    assert_eq!(won.len(), 2, "as many as seats");
    for loser in lost {
        assert_eq!(code(loser), "visit-slot-taken");
    }
    // Whoever lost has not used up his one booking, and is offered what is near.
    let free = times(&test.app, &people[0], UNIT).await.unwrap();
    let wanted = NINE.parse().unwrap();
    let near: Vec<String> = nearest(&free, wanted)
        .iter()
        .map(|slot| slot.from.to_string())
        .collect();
    assert_eq!(
        near,
        ["2024-03-05T01:00:00Z", "2024-03-05T01:30:00Z", LATER]
    );
    let again = join_all(people.iter().map(|cx| booked(&test, cx, LATER))).await;
    assert_eq!(again.iter().filter(|r| r.is_ok()).count(), 2);
}

async fn a_person_has_one_open_booking(test: TestApp) {
    scene(&test, "3").await;
    let (an, cx) = holder(&test, 1).await;
    let officer = test.staff(Role::Officer, UNIT).await;
    let desk = DeskBook {
        day: "",
        slot: NINE,
        reason: "other",
        number: an.number(),
        phone: "",
        priority: "",
    };
    let (one, two, three) = tokio::join!(
        booked(&test, &cx, NINE),
        booked(&test, &cx, LATER),
        book_for(&test.app, &officer, &desk),
    );
    let results = [one, two, three];
    assert_eq!(results.iter().filter(|r| r.is_ok()).count(), 1);
    for lost in results.into_iter().filter(Result::is_err) {
        assert_eq!(code(lost), "visit-one-open");
    }
}

// law: WD-1
async fn a_time_that_cannot_be_had_is_named(test: TestApp) {
    scene(&test, "1").await;
    let (_, an) = holder(&test, 1).await;
    for (slot, fault) in [
        ("2024-03-04T01:30:00Z", "visit-slot-past"),
        ("2024-03-04T02:30:00Z", "visit-slot-past"),
        ("2024-03-05T02:10:00Z", "visit-slot-none"),
        ("2024-03-09T02:00:00Z", "visit-day-closed"),
        ("2024-03-19T02:00:00Z", "visit-slot-far"),
        ("tomorrow", "visit-slot-choose"),
    ] {
        assert_eq!(code(booked(&test, &an, slot).await), fault, "{slot}");
    }
    let nothing = Book {
        unit: UNIT,
        slot: NINE,
        reason: "coffee",
    };
    assert_eq!(
        code(book(&test.app, &an, &nothing).await),
        "visit-reason-choose"
    );
    let nowhere = Book {
        unit: "CA99",
        slot: NINE,
        reason: "other",
    };
    assert_eq!(code(book(&test.app, &an, &nowhere).await), "not-found");
    assert_eq!(code(times(&test.app, &an, "CA99").await), "not-found");
    // Level 2 is proven once; other things bring its holder to the counter all the same.
    let old = Person::of(9);
    let two = signed_in(&test, old.account(&test.app, Level::Two).await);
    assert_eq!(code(booked(&test, &two, NINE).await), "already-level-two");
    let other = Book {
        unit: UNIT,
        slot: NINE,
        reason: "contact",
    };
    book(&test.app, &two, &other).await.unwrap();
    let officer = test.staff(Role::Officer, UNIT).await;
    assert_eq!(code(booked(&test, &officer, NINE).await), "sign-in");
    assert_eq!(
        code(booked(&test, &test.cx(domain::actor::Actor::Public), NINE).await),
        "sign-in"
    );
}

// law: D59-14.2.a1, D59-15.2
async fn citizens_go_to_the_police(test: TestApp) {
    scene(&test, "1").await;
    let (an, cx) = holder(&test, 1).await;
    let border = Book {
        unit: BORDER,
        slot: NINE,
        reason: "other",
    };
    assert_eq!(
        code(book(&test.app, &cx, &border).await),
        "counter-of-police"
    );
    assert_eq!(
        code(times(&test.app, &cx, BORDER).await),
        "counter-of-police"
    );
    let officer = test.staff(Role::Officer, BORDER).await;
    let desk = DeskBook {
        day: "",
        slot: NINE,
        reason: "other",
        number: an.number(),
        phone: "",
        priority: "",
    };
    assert_eq!(
        code(book_for(&test.app, &officer, &desk).await),
        "counter-of-police"
    );
    // A foreigner sees the immigration authority alone.
    let cx = foreigner(&test, 2).await;
    let listed = offices(&test.app, &cx, "074").await.unwrap();
    assert_eq!(
        listed.iter().map(|o| o.code.as_str()).collect::<Vec<_>>(),
        [BORDER]
    );
    assert_eq!(
        code(booked(&test, &cx, NINE).await),
        "counter-of-immigration"
    );
    book(&test.app, &cx, &border).await.unwrap();
}

async fn an_officer_books_for_who_calls(test: TestApp) {
    scene(&test, "2").await;
    let mut old = Person::of(1);
    old.record.identity.birth = BirthDate::parse("1940-01-01").unwrap();
    let subject = old.account(&test.app, Level::One).await;
    let officer = test.staff(Role::Officer, UNIT).await;
    let empty = DeskBook {
        day: "",
        slot: "",
        reason: "",
        number: "",
        phone: "",
        priority: "king",
    };
    let app::Error::Invalid(faults) = book_for(&test.app, &officer, &empty).await.unwrap_err()
    else {
        panic!("faults");
    };
    let fields: Vec<_> = faults.iter().map(|fault| fault.field).collect();
    assert_eq!(fields, ["slot", "reason", "priority"]);
    let nobody = DeskBook {
        slot: NINE,
        reason: "other",
        priority: "",
        ..empty
    };
    assert_eq!(
        code(book_for(&test.app, &officer, &nobody).await),
        "visit-number-or-phone"
    );
    let known = DeskBook {
        number: old.number(),
        reason: "level-two",
        ..nobody
    };
    book_for(&test.app, &officer, &known).await.unwrap();
    // It is his: he sees it, goes first by his age, and is told as he wants to be.
    let his = signed_in(&test, subject);
    let visit = own(&test, &his).await;
    assert_eq!(visit.priority(), Some(Priority::Elderly));
    assert_eq!(said(&test, &visit.reference).await, 1);
    // Who has no account is told by the phone he gave, once.
    let by_phone = DeskBook {
        phone: "0987654321",
        ..nobody
    };
    book_for(&test.app, &officer, &by_phone).await.unwrap();
    assert_eq!(
        code(book_for(&test.app, &officer, &by_phone).await),
        "visit-one-open"
    );
    test.jobs().await;
    let to = test
        .outbox
        .all()
        .into_iter()
        .filter(|sent| sent.to == "+84987654321");
    assert_eq!(to.count(), 1);
    for role in [Role::CallCentre, Role::Manager, Role::Auditor] {
        let other = test.staff(role, UNIT).await;
        assert_eq!(
            code(book_for(&test.app, &other, &by_phone).await),
            "forbidden"
        );
    }
    assert_eq!(
        code(book_for(&test.app, &his, &by_phone).await),
        "forbidden"
    );
}

// law: WD-1
async fn the_booking_is_recalled_on_the_working_day_before(test: TestApp) {
    scene(&test, "1").await;
    // Now it is Monday; booked for the Monday after, and for Thursday.
    let (_, an) = holder(&test, 1).await;
    booked(&test, &an, "2024-03-11T02:00:00Z").await.unwrap();
    let (_, binh) = holder(&test, 2).await;
    booked(&test, &binh, "2024-03-07T02:00:00Z").await.unwrap();
    let visit = own(&test, &binh).await;
    let (id, revision) = seen(&visit);
    cancel(&test.app, &binh, &Seen { id: &id, revision })
        .await
        .unwrap();
    let words = "Nhắc bạn";
    // Friday, before nine.
    test.advance(SignedDuration::from_hours(95));
    assert_eq!(
        said(&test, words).await,
        0,
        "not yet, and not what was cancelled"
    );
    test.advance(SignedDuration::from_hours(1));
    assert_eq!(said(&test, words).await, 1);
    assert_eq!(said(&test, words).await, 1, "once");
    // Moved away and back: recalled for the last time only, and not again for one that was.
    let visit = own(&test, &an).await;
    let (id, revision) = seen(&visit);
    let here = Seen { id: &id, revision };
    let cx = now(&test, &an);
    move_to(&test.app, &cx, &here, "2024-03-13T02:00:00Z")
        .await
        .unwrap();
    test.advance(SignedDuration::from_hours(71));
    assert_eq!(said(&test, words).await, 1);
    test.advance(SignedDuration::from_hours(25));
    assert_eq!(said(&test, words).await, 2);
}

async fn nobody_books_all_day(test: TestApp) {
    scene(&test, "1").await;
    let (_, an) = holder(&test, 1).await;
    for _ in 0..20 {
        assert_eq!(
            code(booked(&test, &an, "2024-03-05T02:10:00Z").await),
            "visit-slot-none"
        );
    }
    assert_eq!(code(booked(&test, &an, NINE).await), "throttled");
    test.advance(SignedDuration::from_hours(25));
    booked(&test, &an, "2024-03-06T02:00:00Z").await.unwrap();
}
