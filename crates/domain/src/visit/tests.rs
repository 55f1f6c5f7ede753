use std::collections::BTreeSet;

use jiff::SignedDuration;
use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::calendar::Calendar;
use crate::time::start_of_day;

const WEEK: &str = "07:30-11:30, 13:30-17:00";

fn hours(minutes: u16, seats: u16, ahead: u16, lead: u16) -> OpeningHours {
    let week = [WEEK, WEEK, WEEK, WEEK, WEEK, "08:00-11:00", ""];
    OpeningHours::new(week, [minutes, seats, ahead, lead]).unwrap()
}

fn calendar() -> Calendar {
    Calendar::published().unwrap()
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn desk() -> Desk {
    Desk::parse("3").unwrap()
}

fn ticket(number: u32, at: Timestamp, slot: Option<Timestamp>) -> Ticket {
    Ticket { number, at, slot }
}

#[test]
fn a_desk_has_a_short_name_that_everybody_may_read() {
    for (text, name) in [
        (" Quầy   3 ", Some("Quầy 3")),
        ("A-12", Some("A-12")),
        ("", None),
        (" - ", None),
        ("<b>", None),
        ("1234567890123", None),
    ] {
        assert_eq!(Desk::parse(text).as_ref().map(Desk::as_str), name, "{text}");
    }
}

#[test]
fn opening_hours_are_read_and_written() {
    let hours = hours(30, 2, 14, 60);
    assert_eq!(hours.week()[0], WEEK);
    assert_eq!(hours.week()[6], "");
    let read = |text: &str| OpeningHours::check_day(text);
    for (text, error) in [
        ("8-11", HoursError::Format),
        ("08:00", HoursError::Format),
        ("24:00-25:00", HoursError::Format),
        ("+8:00-11:00", HoursError::Format),
        ("11:00-08:00", HoursError::Backwards),
        ("08:00-08:00", HoursError::Backwards),
        ("08:00-11:00, 10:59-12:00", HoursError::Overlap),
    ] {
        assert_eq!(read(text), Err(error), "{text}");
    }
    assert_eq!(read(" 13:00 – 14:00,8:00-11:00, "), Ok(()));
    let week = [WEEK; 7];
    for (numbers, error) in [
        ([4, 1, 1, 0], HoursError::Minutes),
        ([121, 1, 1, 0], HoursError::Minutes),
        ([30, 0, 1, 0], HoursError::Seats),
        ([30, 21, 1, 0], HoursError::Seats),
        ([30, 1, 0, 0], HoursError::Ahead),
        ([30, 1, 61, 0], HoursError::Ahead),
        ([30, 1, 1, 2881], HoursError::Lead),
    ] {
        assert_eq!(OpeningHours::new(week, numbers), Err(error), "{numbers:?}");
    }
}

// law: WD-1, WD-3, WD-5
#[test]
fn times_lie_on_working_days_of_the_unit() {
    let (hours, calendar) = (hours(30, 1, 14, 60), calendar());
    let closed = BTreeSet::from([date(2024, 3, 6)]);
    for (what, day, count) in [
        ("a Tuesday", date(2024, 3, 5), 15),
        ("closed by the unit", date(2024, 3, 6), 0),
        ("a Saturday", date(2024, 3, 9), 0),
        ("Tet", date(2024, 2, 12), 0),
        ("a Saturday worked in exchange", date(2024, 5, 4), 6),
    ] {
        assert_eq!(hours.slots(day, &calendar, &closed).len(), count, "{what}");
    }
    // What does not fit before the window ends is no time.
    let long = OpeningHours::new([WEEK; 7], [100, 1, 1, 0]).unwrap();
    assert_eq!(long.slots(date(2024, 3, 5), &calendar, &closed).len(), 4);
}

#[test]
fn a_time_that_cannot_be_booked_says_why() {
    let (hours, calendar) = (hours(30, 1, 14, 60), calendar());
    let closed = BTreeSet::from([date(2024, 3, 7)]);
    // Tuesday, nine o'clock in Viet Nam.
    let now = at("2024-03-05T02:00:00Z");
    let book = |text: &str| hours.bookable_at(at(text), now, &calendar, &closed);
    assert_eq!(book("2024-03-05T01:30:00Z"), Err(SlotError::Past));
    assert_eq!(book("2024-03-05T02:30:00Z"), Err(SlotError::Past));
    assert!(book("2024-03-05T03:00:00Z").is_ok());
    assert_eq!(book("2024-03-05T03:10:00Z"), Err(SlotError::None));
    assert_eq!(book("2024-03-05T05:30:00Z"), Err(SlotError::None));
    assert_eq!(book("2024-03-07T03:00:00Z"), Err(SlotError::Closed));
    assert_eq!(book("2024-03-10T03:00:00Z"), Err(SlotError::Closed));
    assert!(book("2024-03-19T03:00:00Z").is_ok());
    assert_eq!(book("2024-03-20T03:00:00Z"), Err(SlotError::Far));
}

// law: WD-1, WD-3
#[test]
fn a_booking_is_recalled_on_the_working_day_before() {
    for (slot, recalled) in [
        ("2024-03-06T02:00:00Z", "2024-03-05T02:00:00Z"),
        ("2024-03-11T02:00:00Z", "2024-03-08T02:00:00Z"),
        // The first day after Tet.
        ("2024-02-15T02:00:00Z", "2024-02-07T02:00:00Z"),
    ] {
        assert_eq!(reminder(at(slot), &calendar()), at(recalled), "{slot}");
    }
}

#[test]
fn only_the_old_go_first_by_their_birthday() {
    let today = date(2024, 3, 5);
    for (birth, priority) in [
        ("1949-03-05", Some(Priority::Elderly)),
        ("1949-03-06", None),
        ("1990-01-01", None),
    ] {
        let birth = BirthDate::parse(birth).unwrap();
        assert_eq!(Priority::of_age(&birth, today), priority);
    }
}

#[test]
fn a_visit_goes_its_way() {
    let slot = at("2024-03-05T03:00:00Z");
    let now = at("2024-03-05T02:50:00Z");
    let booked = State::Booked { slot };
    let waiting = booked.clone().arrive(7, now).unwrap();
    assert_eq!(waiting.ticket(), Some(&ticket(7, now, Some(slot))));
    assert_eq!(
        booked
            .clone()
            .arrive(7, now - SignedDuration::from_hours(24)),
        Err(VisitError::OtherDay)
    );
    let called = waiting.clone().call(desk(), now).unwrap();
    assert_eq!(called.clone().leave(now), Err(VisitError::CallAgain));
    let again = called.clone().call_again(desk(), now).unwrap();
    assert!(again.leave(now).unwrap().over());
    let begun = called.clone().begin("DK-1".into()).unwrap();
    let served = begun.clone().serve(now).unwrap();
    assert!(matches!(&served, State::Served { registration: Some(r), .. } if r == "DK-1"));
    assert_eq!(
        waiting.clone().call(desk(), now).unwrap().call(desk(), now),
        Err(VisitError::NotWaiting)
    );
    assert_eq!(waiting.clone().serve(now), Err(VisitError::NotCalled));
    assert_eq!(waiting.clone().leave(now), Err(VisitError::NotCalled));
    assert_eq!(
        booked.clone().end_of_day(now),
        State::Missed { slot, at: now }
    );
    assert!(matches!(waiting.end_of_day(now), State::Left { .. }));
    assert!(matches!(begun.end_of_day(now), State::Served { .. }));
    let other = slot + SignedDuration::from_hours(1);
    assert_eq!(
        booked.clone().move_to(other),
        Ok(State::Booked { slot: other })
    );
    assert!(booked.cancel(Canceller::Unit, now).unwrap().over());
}

#[test]
fn what_is_over_stays_over() {
    let slot = at("2024-03-05T03:00:00Z");
    let now = at("2024-03-05T02:50:00Z");
    let place = ticket(7, now, Some(slot));
    let left = State::Left {
        ticket: place,
        at: now,
    };
    let served = State::Served {
        ticket: place,
        at: now,
        registration: None,
    };
    let missed = State::Missed { slot, at: now };
    for over in [left, served, missed] {
        assert_eq!(
            over.clone().cancel(Canceller::Holder, now),
            Err(VisitError::NotBooked)
        );
        assert_eq!(over.clone().move_to(slot), Err(VisitError::NotBooked));
        assert_eq!(over.clone().arrive(1, now), Err(VisitError::NotBooked));
        assert_eq!(over.clone().call(desk(), now), Err(VisitError::NotWaiting));
        assert_eq!(
            over.clone().call_again(desk(), now),
            Err(VisitError::NotCalled)
        );
        assert_eq!(over.clone().serve(now), Err(VisitError::NotCalled));
        assert_eq!(over.clone().leave(now), Err(VisitError::NotCalled));
        assert_eq!(
            over.clone().begin(String::new()),
            Err(VisitError::NotCalled)
        );
        assert_eq!(over.clone().end_of_day(now), over);
    }
}

#[test]
fn who_is_next() {
    let now = at("2024-03-05T03:00:00Z");
    let ago = |minutes: i64| now - SignedDuration::from_mins(minutes);
    let mut waiting = vec![
        ("walk-in", ticket(1, ago(30), None), false),
        ("walk-in later", ticket(2, ago(20), None), false),
        ("walk-in with a child", ticket(3, ago(10), None), true),
        (
            "appointment far ahead",
            ticket(4, ago(40), Some(ago(-60))),
            false,
        ),
        (
            "appointment in ten minutes",
            ticket(5, ago(5), Some(ago(-10))),
            false,
        ),
        (
            "appointment, elderly",
            ticket(6, ago(5), Some(ago(-10))),
            true,
        ),
        ("appointment begun", ticket(7, ago(1), Some(ago(5))), false),
        ("waits too long", ticket(8, ago(61), None), false),
    ];
    order(now, &mut waiting, |one| (one.1, one.2));
    let names: Vec<_> = waiting.iter().map(|one| one.0).collect();
    assert_eq!(
        names,
        [
            "waits too long",
            "appointment, elderly",
            "appointment begun",
            "appointment in ten minutes",
            "walk-in with a child",
            "appointment far ahead",
            "walk-in",
            "walk-in later",
        ]
    );
}

fn someone() -> impl Strategy<Value = (i64, Option<i64>, bool)> {
    (
        0_i64..300,
        proptest::option::of(-60_i64..360),
        any::<bool>(),
    )
}

proptest! {
    #[test]
    fn times_are_in_order_apart_and_within_what_can_be_booked(
        start in 0_i64..900,
        clock in 0_i64..1440,
        minutes in 5_u16..=120,
        lead in 0_u16..=2880,
        ahead in 1_u16..=60,
    ) {
        let calendar = calendar();
        let first = date(2024, 1, 1).saturating_add(jiff::Span::new().days(start));
        let now = start_of_day(first) + SignedDuration::from_mins(clock);
        let closed = BTreeSet::from([first.tomorrow().unwrap()]);
        let hours = hours(minutes, 3, ahead, lead);
        let days = hours.bookable(now, &calendar, &closed);
        let all: Vec<Slot> = days.iter().flat_map(|(_, slots)| slots.clone()).collect();
        prop_assert!(all.iter().zip(all.iter().skip(1)).all(|(one, next)| one.end() <= next.from));
        for (day, slots) in &days {
            prop_assert!(calendar.is_working_day(*day) && !closed.contains(day));
            for slot in slots {
                prop_assert!(slot.from > now || lead == 0);
                prop_assert!(slot.from >= now);
                prop_assert_eq!(viet_nam_date(slot.from), *day);
                prop_assert_eq!(hours.bookable_at(slot.from, now, &calendar, &closed), Ok(*slot));
            }
        }
    }

    /// Whoever waits too long is behind nobody who came, or was to come, after him: the people before him only grow
    /// fewer, and he is called.
    #[test]
    fn nobody_starves(people in proptest::collection::vec(someone(), 1..40)) {
        let opening = at("2024-03-05T00:30:00Z");
        let minutes = |n: i64| opening + SignedDuration::from_mins(n);
        let mut coming: Vec<(Ticket, bool)> = (1_u32..)
            .zip(people)
            .map(|(number, (came, slot, priority))| {
                (ticket(number, minutes(came), slot.map(minutes)), priority)
            })
            .collect();
        let since = |t: &Ticket| t.slot.map_or(t.at, |slot| slot.max(t.at));
        let mut clock = 0;
        let mut called = BTreeSet::new();
        let of_them = u32::try_from(coming.len()).unwrap();
        let mut number = of_them;
        // Until each of them is called, somebody who goes first comes for everybody who is called.
        while coming.iter().any(|(t, _)| t.number <= of_them) {
            clock += 7;
            let now = minutes(clock);
            number += 1;
            coming.push((ticket(number, now, (number % 2 == 0).then_some(now)), true));
            let (mut here, later): (Vec<_>, Vec<_>) = coming.into_iter().partition(|(t, _)| t.at <= now);
            order(now, &mut here, |one| *one);
            for (at, (one, _)) in here.iter().enumerate() {
                if now.duration_since(since(one)) > AGED {
                    prop_assert!(here[..at].iter().all(|(before, _)| since(before) <= since(one)));
                }
            }
            if !here.is_empty() {
                // Nobody is called twice.
                prop_assert!(called.insert(here.remove(0).0.number));
            }
            here.extend(later);
            coming = here;
            prop_assert!(clock < 7 * 400, "somebody waits for ever");
        }
    }
}
