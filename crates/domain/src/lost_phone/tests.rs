use proptest::prelude::*;

use super::*;

fn at(hours: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + hours * 3600).unwrap()
}

// law: UX-1
#[test]
fn a_printed_code_counts_after_a_day_and_for_a_week() {
    let asked = Request::by_code(at(0)).unwrap();
    let early = LostPhoneError::TooEarly { until: at(24) };
    assert_eq!(asked.finish(at(23)), Err(early));
    let done = asked.finish(at(24)).unwrap();
    assert_eq!(done.state, State::Finished { at: at(24) });
    assert_eq!(done.finish(at(25)), Err(LostPhoneError::Over));
    assert_eq!(done.stop(at(25), Stop::Holder), Err(LostPhoneError::Over));
    let week = 24 + 7 * 24;
    assert!(asked.finish(at(week - 1)).is_ok());
    assert_eq!(asked.finish(at(week)), Err(LostPhoneError::Over));
    assert_eq!(asked.at(at(week)).state, State::Expired { at: at(week) });
    assert_eq!(asked.confirm(at(1)), Err(LostPhoneError::NothingToConfirm));
}

// law: UX-1
#[test]
fn two_trusted_persons_confirm_and_three_days_pass() {
    let asked = Request::by_trusted(at(0), 4).unwrap();
    assert_eq!(asked.finish(at(1)), Err(LostPhoneError::Unconfirmed));
    let one = asked.confirm(at(1)).unwrap();
    assert_eq!(
        one.state,
        State::Gathering {
            needed: 2,
            given: 1
        }
    );
    assert_eq!(one.finish(at(100)), Err(LostPhoneError::Unconfirmed));
    let two = one.confirm(at(2)).unwrap();
    assert_eq!(two.state, State::Waiting { ready_at: at(74) });
    assert_eq!(two.confirm(at(3)), Err(LostPhoneError::NothingToConfirm));
    assert!(two.finish(at(73)).is_err() && two.finish(at(74)).is_ok());
    // The only one there is suffices; nobody does not.
    let only = Request::by_trusted(at(0), 1).unwrap().confirm(at(1));
    assert_eq!(only.unwrap().state, State::Waiting { ready_at: at(73) });
    assert_eq!(Request::by_trusted(at(0), 0), Err(LostPhoneError::WrongWay));
    // Not confirmed for a week.
    assert_eq!(one.confirm(at(7 * 24)), Err(LostPhoneError::Over));
}

// law: UX-1
#[test]
fn chip_and_face_count_after_half_a_day_and_can_be_stopped_before() {
    let asked = Request::by_chip(at(0)).unwrap();
    assert_eq!(asked.way, Way::Chip);
    let early = LostPhoneError::TooEarly { until: at(12) };
    assert_eq!(asked.finish(at(11)), Err(early));
    assert!(asked.finish(at(12)).is_ok());
    let stopped = asked.stop(at(11), Stop::Holder).unwrap();
    assert_eq!(stopped.finish(at(13)), Err(LostPhoneError::Over));
    // The less is shown, the longer is waited.
    let waits = [Way::Chip, Way::RecoveryCode, Way::TrustedPersons].map(Way::wait);
    assert!(waits.is_sorted() && waits.iter().all(Option::is_some));
}

#[test]
fn words_read_back() {
    for way in Way::ALL {
        assert_eq!(Way::parse(way.as_str()), Some(way));
    }
    for stop in Stop::ALL {
        assert_eq!(Stop::parse(stop.as_str()), Some(stop));
    }
    assert_eq!(Way::parse("fax"), None);
}

#[derive(Debug, Clone, Copy)]
enum Act {
    Confirm,
    Stop,
    Finish,
    Look,
}

fn acts() -> impl Strategy<Value = Vec<(Act, i64)>> {
    let act = prop_oneof![
        Just(Act::Confirm),
        Just(Act::Stop),
        Just(Act::Finish),
        Just(Act::Look)
    ];
    prop::collection::vec((act, 0..60_i64), 0..12)
}

proptest! {
    // law: UX-1
    #[test]
    fn nothing_finishes_before_its_wait_nor_after_a_stop(named in 0..4_u32, acts in acts()) {
        let begun = if named == 0 { Request::by_code(at(0)) } else { Request::by_trusted(at(0), named) };
        let mut request = begun.unwrap();
        let (mut now, mut voices, mut stopped, mut finished) = (0, Vec::new(), false, 0);
        for (act, hours) in acts {
            now += hours;
            match act {
                Act::Confirm => if let Ok(next) = request.confirm(at(now)) {
                    voices.push(now);
                    request = next;
                },
                Act::Stop => if let Ok(next) = request.stop(at(now), Stop::Holder) {
                    stopped = true;
                    request = next;
                },
                Act::Finish => if let Ok(next) = request.finish(at(now)) {
                    let (from, wait) = match voices.last() { Some(last) => (*last, 72), None => (0, 24) };
                    prop_assert!(now >= from + wait && now < from + wait + 7 * 24);
                    prop_assert!(!stopped);
                    finished += 1;
                    request = next;
                },
                Act::Look => request = request.at(at(now)),
            }
            prop_assert!(u32::try_from(voices.len()).unwrap() <= named.min(2));
            prop_assert_eq!(request.open(), request.next().is_some());
        }
        prop_assert!(finished <= 1);
    }
}
