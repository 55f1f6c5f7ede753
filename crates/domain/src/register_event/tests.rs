use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use proptest::prelude::*;

use super::*;
use crate::hold::Channel;
use crate::regime::Regime;

fn at(hours: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + (1_000_000 + hours).hours()
}

fn moment(hours: i64) -> Moment {
    Moment {
        at: at(hours),
        sequence: 0,
    }
}

fn hold(ground: Ground, n: u16) -> Hold {
    let mut id = [0; 16];
    id[..2].copy_from_slice(&n.to_be_bytes());
    Hold {
        id: HoldId::from_bytes(id),
        ground,
        holder: SubjectKind::Citizen,
        reason: None,
        since: at(0),
        until: None,
        channel: Channel::Register,
        source: String::new(),
        regime: Regime::Decree59,
    }
}

// law: D59-10.1, D59-19.1.a.iii, D59-19.1.a.iv, D59-19.4.a
#[test]
fn what_an_event_leads_to() {
    use Ground as G;
    use Outcome as O;
    let c = SubjectKind::Citizen;
    let o = SubjectKind::Organisation;
    for (change, grounds, kind, last, hours, want) in [
        (Change::Death, &[][..], c, None, 0, O::Locks),
        (Change::Death, &[G::OwnRequest][..], c, None, 0, O::Adds),
        (Change::Death, &[G::Death][..], c, None, 0, O::InForce),
        (Change::DeathCorrected, &[][..], c, None, 0, O::NotInForce),
        (
            Change::DeathCorrected,
            &[G::CardWithdrawn][..],
            c,
            None,
            0,
            O::NotInForce,
        ),
        (
            Change::DeathCorrected,
            &[G::Death][..],
            c,
            None,
            0,
            O::Opens,
        ),
        (
            Change::CardRestored,
            &[G::Death, G::CardWithdrawn][..],
            c,
            None,
            0,
            O::Ends,
        ),
        (Change::Death, &[][..], c, Some(5), 4, O::Stale),
        (Change::Death, &[][..], c, Some(5), 5, O::Locks),
        (Change::Death, &[][..], c, None, 101, O::Future),
        (Change::Death, &[][..], o, None, 0, O::GroundOfOthers),
    ] {
        let holds: Vec<Hold> = grounds.iter().map(|g| hold(*g, 1)).collect();
        let holder = Holder {
            kind,
            holds: &holds,
            last: last.map(moment),
        };
        let known = Known {
            earlier: Earlier::Never,
            holder: Some(holder),
            listed: true,
        };
        let got = judge(change, moment(hours), &known, at(100));
        assert_eq!(got, want, "{change:?} {grounds:?} {last:?} {hours}");
        let known = |earlier| Known { earlier, ..known };
        let again = judge(change, moment(hours), &known(Earlier::Same), at(100));
        assert_eq!(again, O::Repeated);
        let other = judge(change, moment(hours), &known(Earlier::Other), at(100));
        assert_eq!(other, O::OtherContent);
    }
}

// law: D59-10.1
#[test]
fn nobody_to_lock() {
    for (listed, want) in [(true, Outcome::NoAccount), (false, Outcome::PersonUnknown)] {
        let known = Known {
            earlier: Earlier::Never,
            holder: None,
            listed,
        };
        assert_eq!(judge(Change::Death, moment(0), &known, at(1)), want);
    }
}

#[test]
fn a_clock_may_run_five_minutes_ahead_and_sequence_decides_within_an_instant() {
    let holder = Holder {
        kind: SubjectKind::Citizen,
        holds: &[],
        last: Some(Moment {
            at: at(0),
            sequence: 7,
        }),
    };
    let known = Known {
        earlier: Earlier::Never,
        holder: Some(holder),
        listed: true,
    };
    for (seconds, sequence, want) in [
        (0, 6, Outcome::Stale),
        (0, 7, Outcome::Locks),
        (0, 8, Outcome::Locks),
        (300, 0, Outcome::Locks),
        (301, 0, Outcome::Future),
    ] {
        let at = Moment {
            at: at(0) + seconds.seconds(),
            sequence,
        };
        let got = judge(Change::Death, at, &known, self::at(0));
        assert_eq!(got, want, "{seconds} {sequence}");
    }
}

#[test]
fn words_and_identifiers() {
    for change in Change::ALL {
        let first = Change::parse(change.as_str());
        assert_eq!(first.map(Change::as_str), Some(change.as_str()));
        assert_eq!(Change::of(change.teller(), change.as_str()), Some(*change));
    }
    assert_eq!(Change::of(Teller::Cards, "death"), None);
    for (text, fits) in [
        ("KT-2024/1", true),
        (" KT-1 ", true),
        ("", false),
        ("a b", false),
        ("ễ", false),
        (&"x".repeat(65), false),
    ] {
        assert_eq!(event_id(text).is_some(), fits, "{text}");
    }
}

/// Several subjects with their accounts, as the store keeps them.
#[derive(Default, Clone, PartialEq, Debug)]
struct World {
    holds: BTreeMap<u8, Vec<Hold>>,
    last: BTreeMap<(u8, &'static str), (Moment, u16)>,
    noted: BTreeSet<u16>,
}

#[derive(Debug, Clone, Copy)]
struct Event {
    id: u16,
    subject: u8,
    change: Change,
    moment: Moment,
}

struct Done {
    event: Event,
    outcome: Outcome,
    touched: Option<Hold>,
    before: Option<(Moment, u16)>,
}

impl World {
    fn carry_out(&mut self, event: Event) -> Done {
        let key = (event.subject, event.change.register());
        let before = self.last.get(&key).copied();
        let holds = self.holds.entry(event.subject).or_default();
        let known = Known {
            earlier: if self.noted.contains(&event.id) {
                Earlier::Same
            } else {
                Earlier::Never
            },
            holder: Some(Holder {
                kind: SubjectKind::Citizen,
                holds,
                last: before.map(|(moment, _)| moment),
            }),
            listed: true,
        };
        let outcome = judge(event.change, event.moment, &known, at(1000));
        let touched = apply(outcome, event.change, holds, || {
            hold(event.change.ground(), event.id)
        });
        if outcome.counts() {
            self.noted.insert(event.id);
            self.last.insert(key, (event.moment, event.id));
        }
        Done {
            event,
            outcome,
            touched,
            before,
        }
    }

    fn undo(&mut self, done: &Done) {
        let key = (done.event.subject, done.event.change.register());
        let last = self.last.get(&key).map(|(_, id)| *id);
        if !done.outcome.counts() || last != Some(done.event.id) {
            return;
        }
        if let Some(touched) = &done.touched {
            let holds = self.holds.entry(done.event.subject).or_default();
            match reverse(done.outcome, done.event.change, touched.id, holds) {
                Reversal::End(id) => holds.retain(|h| h.id != id),
                Reversal::Restore => holds.push(touched.clone()),
                Reversal::Nothing => {}
            }
        }
        self.noted.remove(&done.event.id);
        match done.before {
            Some(before) => self.last.insert(key, before),
            None => self.last.remove(&key),
        };
    }

    fn grounds(&self) -> Vec<(u8, BTreeSet<&'static str>)> {
        let words = |holds: &Vec<Hold>| holds.iter().map(|h| h.ground.as_str()).collect();
        let all = self.holds.iter().map(|(s, holds)| (*s, words(holds)));
        all.filter(|(_, grounds): &(u8, BTreeSet<_>)| !grounds.is_empty())
            .collect()
    }
}

prop_compose! {
    fn event()(subject in 0_u8..3, change in 0_usize..4, hours in 0_i64..12, sequence in 0_i64..3) -> Event {
        let moment = Moment { at: at(hours), sequence };
        Event { id: 0, subject, change: Change::ALL[change], moment }
    }
}

fn events(from: u16) -> impl Strategy<Value = Vec<Event>> {
    let numbered = move |events: Vec<Event>| {
        let ids = from..;
        events
            .into_iter()
            .zip(ids)
            .map(|(e, id)| Event { id, ..e })
            .collect()
    };
    prop::collection::vec(event(), 0..24).prop_map(numbered)
}

fn began(own: bool, breach: bool) -> World {
    let mut world = World::default();
    let mut holds = Vec::new();
    if own {
        holds.push(hold(Ground::OwnRequest, 9001));
    }
    if breach {
        holds.push(hold(Ground::Breach, 9002));
    }
    world.holds.insert(0, holds);
    world
}

proptest! {
    // law: D59-10.1
    #[test]
    fn independent_events_may_come_in_any_order(events in events(1), own: bool, swaps in prop::collection::vec(0_usize..24, 0..60)) {
        let mut mixed = events.clone();
        for at in swaps {
            // Neighbours of different subjects or registers change places.
            if at + 1 < mixed.len() && (mixed[at].subject != mixed[at + 1].subject || mixed[at].change.teller() != mixed[at + 1].change.teller()) {
                mixed.swap(at, at + 1);
            }
        }
        let (mut one, mut two) = (began(own, false), began(own, false));
        for event in events { one.carry_out(event); }
        for event in mixed { two.carry_out(event); }
        prop_assert_eq!(one.grounds(), two.grounds());
        prop_assert_eq!((one.last, one.noted), (two.last, two.noted));
    }

    // law: D59-10.1
    #[test]
    fn told_again_nothing_changes(events in events(1)) {
        let mut world = World::default();
        for event in &events { world.carry_out(*event); }
        let before = world.clone();
        for event in events {
            let done = world.carry_out(event);
            prop_assert!(!done.outcome.changes());
        }
        prop_assert_eq!(before.holds, world.holds);
    }

    // law: D59-19.4.a
    #[test]
    fn an_event_touches_its_own_ground_only(events in events(1), own: bool, breach: bool) {
        let mut world = began(own, breach);
        for event in events {
            let before = world.holds.clone();
            let done = world.carry_out(event);
            let others = |holds: &BTreeMap<u8, Vec<Hold>>| -> Vec<Hold> {
                holds.values().flatten().filter(|h| h.ground != event.change.ground()).cloned().collect()
            };
            prop_assert_eq!(others(&before), others(&world.holds));
            let open = world.holds[&event.subject].is_empty();
            prop_assert_eq!(done.outcome == Outcome::Opens, open && !before.get(&event.subject).is_none_or(Vec::is_empty));
        }
    }

    // law: D59-10.1, D59-19.4.a
    #[test]
    fn a_batch_taken_back_leaves_no_trace(earlier in events(1), batch in events(100), own: bool, breach: bool) {
        let mut world = began(own, breach);
        for event in earlier { world.carry_out(event); }
        let before = world.clone();
        let done: Vec<Done> = batch.into_iter().map(|event| world.carry_out(event)).collect();
        for done in done.iter().rev() { world.undo(done); }
        prop_assert_eq!(before.grounds(), world.grounds());
        prop_assert_eq!((before.last, before.noted), (world.last, world.noted));
    }

    // law: D59-10.1
    #[test]
    fn what_the_register_told_later_stands(batch in events(1), later in events(100), own: bool) {
        let mut world = began(own, false);
        let done: Vec<Done> = batch.into_iter().map(|event| world.carry_out(event)).collect();
        let told: Vec<Done> = later.into_iter().map(|event| world.carry_out(event)).collect();
        let (before, last) = (world.grounds(), world.last.clone());
        for done in done.iter().rev() { world.undo(done); }
        for done in told.iter().filter(|done| done.outcome.counts()) {
            let (subject, change) = (done.event.subject, done.event.change);
            let stands = |grounds: &[(u8, BTreeSet<&str>)]| {
                grounds.iter().any(|(s, g)| *s == subject && g.contains(change.ground().as_str()))
            };
            prop_assert_eq!(stands(&before), stands(&world.grounds()));
            let key = (subject, change.register());
            prop_assert_eq!(last.get(&key), world.last.get(&key));
        }
    }
}
