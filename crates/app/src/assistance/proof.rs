//! How much a call or visit has proven. Weak proof may lock, only strong proof may unlock.

use domain::hold::Channel;
use store::assistance::{Assistance, Said};

/// So many wrong answers end what a call can do.
pub const MAX_WRONG: i64 = 2;

/// What the checks so far allow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Proof {
    /// Nothing.
    None,
    /// Locking, which does little harm and can be taken back.
    Weak,
    /// Unlocking, reopening an activation, removing a device.
    Strong,
}

/// D59-19.5.b, D59-19.5.c: weak by both facts, or the code, or at a counter the chip card; strong by
/// both facts with the code (call) or the chip card (counter). On a call the holder's word on his own phone
/// does what the code does; his no leaves nothing but a lock. A number nobody has proves nothing, and so
/// does a call with two wrong answers.
pub fn proof(case: &Assistance) -> Proof {
    if !case.genuine || case.wrong >= MAX_WRONG || case.closed.is_some() {
        return Proof::None;
    }
    let facts = !case.questions.is_empty() && case.questions.iter().all(|q| case.right.contains(q));
    let reached = case.code_confirmed || case.said() == Said::Yes;
    let thing = match case.channel {
        Channel::Counter => case.document_seen,
        Channel::CallCentre => reached,
        Channel::App | Channel::Register | Channel::Case | Channel::Breach | Channel::Date => false,
    };
    match (facts, thing) {
        (true, true) if !case.pressured && case.said() != Said::No => Proof::Strong,
        (false, false) if !reached => Proof::None,
        _ => Proof::Weak,
    }
}

#[cfg(test)]
mod tests {
    use domain::ids::{CallId, StaffId, SubjectId};
    use domain::number_matching::Matching;
    use jiff::Timestamp;
    use store::assistance::{OnPhone, Shown};

    use super::*;

    fn case(channel: Channel) -> Assistance {
        Assistance {
            subject: SubjectId::from_bytes([1; 16]),
            id: CallId::from_bytes([2; 16]),
            staff: StaffId::from_bytes([3; 16]),
            channel,
            genuine: true,
            shown: Shown {
                number: String::new(),
                contact: String::new(),
                wish: String::new(),
                new_phone: None,
                new_phone_code: None,
                on_phone: None,
            },
            questions: vec!["name".into(), "card-issued".into()],
            right: vec![],
            wrong: 0,
            code_confirmed: false,
            document_seen: false,
            pressured: false,
            opened: Timestamp::UNIX_EPOCH,
            closed: None,
            revision: 1,
        }
    }

    // law: D59-19.5.b, D59-19.5.c
    #[test]
    fn weak_proof_locks_and_strong_proof_unlocks() {
        use Channel::{CallCentre, Counter};
        for (channel, facts, code, document, want) in [
            (CallCentre, false, false, false, Proof::None),
            (CallCentre, true, false, false, Proof::Weak),
            (CallCentre, false, true, false, Proof::Weak),
            (CallCentre, true, true, false, Proof::Strong),
            (CallCentre, true, false, true, Proof::Weak),
            (Counter, false, false, true, Proof::Weak),
            (Counter, true, false, false, Proof::Weak),
            (Counter, true, false, true, Proof::Strong),
            (Counter, true, true, false, Proof::Weak),
        ] {
            let mut a = case(channel);
            a.code_confirmed = code;
            a.document_seen = document;
            if facts {
                a.right.clone_from(&a.questions);
            }
            assert_eq!(proof(&a), want, "{channel:?} {facts} {code} {document}");
            a.wrong = MAX_WRONG;
            assert_eq!(proof(&a), Proof::None);
            a.wrong = 1;
            a.genuine = false;
            assert_eq!(proof(&a), Proof::None);
        }
    }

    // law: D59-19.5.b
    #[test]
    fn a_yes_on_the_phone_is_as_good_as_the_code_and_a_no_lets_lock_alone() {
        for (facts, code, said, want) in [
            (false, false, Said::Nothing, Proof::None),
            (false, false, Said::Yes, Proof::Weak),
            (true, false, Said::Yes, Proof::Strong),
            (false, false, Said::No, Proof::None),
            (true, false, Said::No, Proof::Weak),
            (true, true, Said::No, Proof::Weak),
            (true, true, Said::Nothing, Proof::Strong),
        ] {
            let mut a = case(Channel::CallCentre);
            a.code_confirmed = code;
            a.shown.on_phone = Some(OnPhone {
                matching: Matching::draw([7; 8]),
                turn: 0,
                asked: Timestamp::UNIX_EPOCH,
                answer: said,
                silent: false,
            });
            if facts {
                a.right.clone_from(&a.questions);
            }
            assert_eq!(proof(&a), want, "{facts} {code} {said:?}");
            a.channel = Channel::Counter;
            assert!(proof(&a) < Proof::Strong, "at a counter the card counts");
        }
    }

    // law: D59-19.5.b
    #[test]
    fn somebody_under_pressure_can_lock_and_no_more() {
        let mut a = case(Channel::CallCentre);
        a.right.clone_from(&a.questions);
        a.code_confirmed = true;
        a.pressured = true;
        assert_eq!(proof(&a), Proof::Weak);
        a.right.pop();
        a.code_confirmed = false;
        assert_eq!(proof(&a), Proof::None);
    }
}
