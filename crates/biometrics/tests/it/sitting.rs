//! Which finger next, and the exception of two officers.

use biometrics::finger::{
    Absence, ExceptionError, Position, Sitting, SittingError, Step, Want, Why,
};
use domain::ids::StaffId;
use proptest::prelude::*;

use Position::{LeftIndex, LeftThumb, RightIndex, RightMiddle, RightThumb};

#[derive(Debug, Clone, Copy)]
enum Event {
    Good,
    Failed,
    Absent(Position),
}

fn asked(sitting: &Sitting) -> Option<(Position, u8)> {
    match sitting.step() {
        Step::Take { finger, tries } => Some((finger, tries)),
        Step::Done | Step::Exception => None,
    }
}

fn play(events: &[Event]) -> Sitting {
    let mut sitting = Sitting::new(Want::default());
    for event in events {
        let next = asked(&sitting).map(|(finger, _)| finger);
        match (event, next) {
            (Event::Good, Some(finger)) => sitting.good(finger).unwrap(),
            (Event::Failed, Some(finger)) => sitting.failed(finger).unwrap(),
            (Event::Absent(finger), _) => {
                sitting.absent(*finger, Absence::Missing).unwrap();
            }
            (Event::Good | Event::Failed, None) => panic!("{event:?}: nothing is asked for"),
        }
    }
    sitting
}

// law: D59-14.2.a2
#[test]
fn the_next_finger_follows_from_what_happened() {
    use Event::{Absent, Failed, Good};
    let take = |finger, tries| Step::Take { finger, tries };
    let table: Vec<(Vec<Event>, Step)> = vec![
        (vec![], take(RightIndex, 3)),
        (vec![Good], take(LeftIndex, 3)),
        (vec![Good, Good], Step::Done),
        (vec![Failed], take(RightIndex, 2)),
        (vec![Failed, Failed], take(RightIndex, 1)),
        (vec![Failed, Good], take(LeftIndex, 3)),
        // Worn: the next of the same hand, then the other hand.
        (vec![Failed; 3], take(RightThumb, 3)),
        (vec![Failed, Failed, Failed, Good], take(LeftIndex, 3)),
        (vec![Absent(RightIndex)], take(RightThumb, 3)),
        (
            vec![Absent(RightIndex), Absent(RightThumb)],
            take(RightMiddle, 3),
        ),
        (vec![Good, Absent(LeftIndex)], take(LeftThumb, 3)),
        // Four worn fingers: all are.
        (vec![Failed; 12], Step::Exception),
        ([vec![Good], vec![Failed; 12]].concat(), Step::Exception),
    ];
    for (events, want) in table {
        assert_eq!(play(&events).step(), want, "{events:?}");
    }
}

// law: D59-14.2.a2
#[test]
fn a_person_with_one_hand_gives_two_fingers_of_it() {
    let right: Vec<_> = Position::ALL[..5]
        .iter()
        .map(|f| Event::Absent(*f))
        .collect();
    let sitting = play(&right);
    assert_eq!(asked(&sitting), Some((LeftIndex, 3)));
    let sitting = play(&[right, vec![Event::Good, Event::Good]].concat());
    assert_eq!(sitting.step(), Step::Done);
    assert_eq!(sitting.taken(), [LeftIndex, LeftThumb]);
}

fn officer(byte: u8) -> StaffId {
    StaffId::from_bytes([byte; 16])
}

// law: D59-14.2.a2
#[test]
fn an_exception_needs_two_officers_a_reason_and_no_other_way() {
    let all: Vec<_> = Position::ALL.map(Event::Absent).to_vec();
    let nobody = play(&all);
    assert_eq!(nobody.step(), Step::Exception);
    let approved = nobody
        .approve(officer(1), officer(2), " both hands lost ")
        .unwrap();
    assert_eq!(approved.reason(), "both hands lost");
    assert_eq!(
        (approved.first(), approved.second()),
        (officer(1), officer(2))
    );
    assert!(approved.taken().is_empty());
    assert_eq!(approved.gone().len(), 10);
    assert_eq!(
        approved.gone()[0],
        (RightIndex, Why::Absent(Absence::Missing))
    );
    let one = play(&[vec![Event::Good], all[..1].to_vec(), all[2..].to_vec()].concat());
    let approved = one.approve(officer(1), officer(2), "one finger").unwrap();
    assert_eq!(approved.taken(), [RightIndex]);

    let refused = |sitting: &Sitting, second, reason| {
        sitting
            .approve(officer(1), officer(second), reason)
            .unwrap_err()
    };
    assert_eq!(refused(&nobody, 1, "worn"), ExceptionError::SameOfficer);
    assert_eq!(refused(&nobody, 2, " \n"), ExceptionError::NoReason);
    for events in [vec![], vec![Event::Failed; 11], vec![Event::Good; 2]] {
        let told = refused(&play(&events), 2, "worn");
        assert_eq!(told, ExceptionError::NotNeeded, "{events:?}");
    }
}

#[test]
fn what_does_not_fit_is_refused() {
    let mut sitting = play(&[]);
    let other = Err(SittingError::OtherFinger(RightIndex));
    assert_eq!(sitting.good(LeftIndex), other);
    assert_eq!(sitting.failed(LeftThumb), other);
    sitting.good(RightIndex).unwrap();
    let settled = Err(SittingError::Settled);
    assert_eq!(sitting.absent(RightIndex, Absence::Bandaged), settled);
    sitting.good(LeftIndex).unwrap();
    assert_eq!(sitting.good(RightThumb), Err(SittingError::Over));
    assert_eq!(sitting.failed(RightThumb), Err(SittingError::Over));
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        2 => Just(Event::Good),
        6 => Just(Event::Failed),
        2 => (0..10_usize).prop_map(|at| Event::Absent(Position::ALL[at])),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    /// It always ends, soon; nobody is asked thrice too often; Done means two prints of two fingers.
    #[test]
    fn whatever_happens_it_ends(events in prop::collection::vec(event(), 0..60)) {
        let mut sitting = Sitting::new(Want::default());
        let mut tries = [0_u8; 11];
        let mut asked_in_all = 0;
        for event in events.into_iter().chain([Event::Failed; 12]) {
            let Some((finger, left)) = asked(&sitting) else { break };
            prop_assert!((1..=3).contains(&left));
            match event {
                Event::Good => sitting.good(finger).unwrap(),
                Event::Failed => sitting.failed(finger).unwrap(),
                Event::Absent(other) => {
                    let settled = sitting.taken().contains(&other)
                        || sitting.gone().iter().any(|(known, _)| *known == other);
                    prop_assert_eq!(sitting.absent(other, Absence::Stiff).is_err(), settled);
                    continue;
                }
            }
            tries[usize::from(finger.code())] += 1;
            asked_in_all += 1;
        }
        prop_assert!(asked(&sitting).is_none());
        prop_assert!(tries.iter().all(|count| *count <= 3));
        // Of ten fingers four wear out, two succeed with the third try, four fail twice and then get a bandage.
        prop_assert!(asked_in_all <= 3 * 4 + 3 * 2 + 2 * 4, "{}", asked_in_all);
        let taken = sitting.taken();
        prop_assert_eq!(sitting.step() == Step::Done, taken.len() == 2);
        prop_assert!(taken.iter().all(|finger| sitting.gone().iter().all(|(gone, _)| gone != finger)));
        let exception = sitting.approve(officer(1), officer(2), "worn");
        prop_assert_eq!(exception.is_ok(), sitting.step() == Step::Exception);
    }
}

// law: D59-14.2.a2
#[test]
fn a_sitting_goes_on_whatever_the_order_was() {
    type Tries = Vec<(Position, u8)>;
    let take = |finger, tries| Step::Take { finger, tries };
    let table: Vec<(Vec<Position>, Tries, Step)> = vec![
        (vec![], vec![], take(RightIndex, 3)),
        (vec![], vec![(RightIndex, 2)], take(RightIndex, 1)),
        (vec![], vec![(RightIndex, 3)], take(RightThumb, 3)),
        (vec![LeftIndex], vec![], take(RightIndex, 3)),
        (vec![LeftIndex], vec![(RightIndex, 9)], take(RightThumb, 3)),
        (vec![LeftIndex, RightThumb], vec![], Step::Done),
        // A print that came good after bad ones is there.
        (vec![RightIndex], vec![(RightIndex, 2)], take(LeftIndex, 3)),
        (
            vec![],
            [RightIndex, LeftIndex, RightThumb, LeftThumb]
                .map(|finger| (finger, 3))
                .to_vec(),
            Step::Exception,
        ),
    ];
    for (taken, failed, want) in table {
        let sitting = Sitting::resumed(Want::default(), &taken, &failed);
        assert_eq!(sitting.step(), want, "{taken:?} {failed:?}");
    }
}
