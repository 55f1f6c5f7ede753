//! Turns of the head: which portrait carries them, and when another officer looks.

use jiff::Timestamp;

use super::tests::{OTHER, comparison, engine, look, machine};
use super::*;
use crate::ids::{CaptureId, StaffId};

fn judged() -> TurnsJudged {
    TurnsJudged {
        engine: engine(),
        at: Timestamp::UNIX_EPOCH,
        officer: StaffId::from_bytes([2; 16]),
    }
}

fn portrait(byte: u8) -> CaptureId {
    CaptureId::from_bytes([byte; 16])
}

fn passed(byte: u8) -> HeadTurns {
    HeadTurns::Passed {
        portrait: portrait(byte),
        judged: Box::new(judged()),
        failed: None,
    }
}

/// A pass after a failure.
fn passed_then(byte: u8) -> HeadTurns {
    HeadTurns::Passed {
        portrait: portrait(byte),
        judged: Box::new(judged()),
        failed: Some(Box::new(failed())),
    }
}

fn failed() -> HeadTurns {
    HeadTurns::Failed {
        why: "challenge-unfinished".into(),
        remedy: "turn-as-asked".into(),
        judged: Box::new(judged()),
    }
}

fn excepted(reason: TurnsException) -> HeadTurns {
    HeadTurns::Excepted {
        reason,
        officer: StaffId::from_bytes([2; 16]),
        at: Timestamp::UNIX_EPOCH,
    }
}

// law: D59-14.2.a2
#[test]
fn a_pass_is_of_the_portrait_that_was_filmed() {
    use HeadTurns::{NotAsked, NotMade};
    let child = || excepted(TurnsException::Child);
    let table = [
        (NotAsked, Some(3), false, NotAsked),
        (NotAsked, Some(3), true, NotMade),
        (NotMade, Some(3), false, NotAsked),
        (NotMade, None, true, NotMade),
        (passed(3), Some(3), false, passed(3)),
        (passed(3), Some(3), true, passed(3)),
        (passed(3), Some(4), false, NotMade),
        (passed(3), Some(4), true, NotMade),
        (passed(3), None, true, NotMade),
        // Failed, passed, and another portrait taken: the failure holds again.
        (passed_then(3), Some(3), false, passed_then(3)),
        (passed_then(3), Some(4), false, failed()),
        (passed_then(3), Some(4), true, failed()),
        (passed_then(3), None, false, failed()),
        // A portrait taken otherwise does not undo a failure.
        (failed(), Some(4), false, failed()),
        (failed(), None, true, failed()),
        (child(), Some(4), false, child()),
        (child(), Some(4), true, child()),
    ];
    for (kept, now, asked, want) in table {
        assert_eq!(kept.of(now.map(portrait), asked), want, "{kept:?} {now:?}");
    }
}

// law: D59-12.2, D59-14.2.a2
#[test]
fn turns_that_failed_or_are_missing_are_for_another_officer() {
    use Band::{Match, NoMatch, Unclear};
    type Face = Option<Band>;
    let excepted = || excepted(TurnsException::CannotTurn);
    let table: [(HeadTurns, Face, Option<Doubt>); 9] = [
        (HeadTurns::NotAsked, Some(Match), None),
        (passed(3), Some(Match), None),
        // A living person is not yet the person of the register: a pass lifts no doubt.
        (passed(3), Some(Unclear), Some(Doubt::Unclear)),
        (passed(3), Some(NoMatch), Some(Doubt::NoMatch)),
        (HeadTurns::NotMade, Some(Match), Some(Doubt::TurnsNotMade)),
        (failed(), Some(Match), Some(Doubt::TurnsFailed)),
        (failed(), Some(Unclear), Some(Doubt::TurnsFailed)),
        (failed(), Some(NoMatch), Some(Doubt::NoMatch)),
        (excepted(), Some(Match), Some(Doubt::TurnsExcepted)),
    ];
    for (turns, band, want) in table {
        let made = OfficerComparison {
            machine: vec![machine(Beside::Card, band)],
            turns,
            ..comparison()
        };
        assert_eq!(made.doubt(), want, "{:?} {band:?}", made.turns);
        assert_eq!(made.conclude(None).is_ok(), want.is_none());
        let second = look(OTHER, Verdict::Same);
        assert!(made.conclude(Some(&second)).is_ok(), "nobody is refused");
        let unsure = OfficerComparison {
            verdict: Verdict::Unsure,
            ..made
        };
        assert!(unsure.conclude(Some(&second)).is_err(), "nor approved");
    }
}

#[test]
fn who_filmed_or_excepted_is_named_and_who_looks_blindly_is_told_little() {
    let table = [
        (HeadTurns::NotAsked, false, None),
        (HeadTurns::NotMade, false, Some("none")),
        (passed(3), true, Some("passed")),
        (failed(), true, Some("failed")),
        (excepted(TurnsException::Child), true, Some("none")),
    ];
    for (turns, named, told) in table {
        assert_eq!(turns.names(judged().officer), named, "{turns:?}");
        assert!(!turns.names(StaffId::from_bytes([3; 16])));
        assert_eq!(turns.blindly(), told);
    }
    // Who filmed the failure has a part in the pass after it.
    let other = StaffId::from_bytes([3; 16]);
    let by_other = HeadTurns::Failed {
        why: "challenge-late".into(),
        remedy: "turn-as-asked".into(),
        judged: Box::new(TurnsJudged {
            officer: other,
            ..judged()
        }),
    };
    let after = HeadTurns::Passed {
        portrait: portrait(3),
        judged: Box::new(judged()),
        failed: Some(Box::new(by_other)),
    };
    assert!(after.names(other));
}

#[test]
fn every_exception_reads_back() {
    for reason in TurnsException::ALL {
        assert_eq!(TurnsException::parse(reason.as_str()), Some(reason));
    }
    assert_eq!(TurnsException::parse("tired"), None);
}
