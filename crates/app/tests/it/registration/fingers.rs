//! Fingerprints at the counter: examined when they are taken, compared with those on record. The engine is the real
//! one, the prints are drawn.

use std::sync::atomic::Ordering;

use app::counter::Machine;
use app::counter::proofing::{self, NextFinger, Second};
use app::counter::second_looks::{self, Answer};
use app::ports::Print;
use app::{Cx, Error};
use domain::account::Level;
use domain::actor::Role;
use domain::evidence::{Band, Beside, Doubt, MatchOutcome, Modality, OfficerComparison, Whose};
use domain::fault::Fault;
use domain::finger::Finger;
use testkit::prints;

use super::proofing::{SAME, complete, opened, why};
use super::world::{ANH, World, anh, both, png};

const OTHER: &str = "074190005678";

/// A complete dossier whose prints, taken under the engine's eye, are these; the register has those.
async fn with_prints(w: &mut World, live: &[Print], on_record: Vec<Print>) -> (Cx, String) {
    let cx = w.officer();
    w.registers.keep_prints(ANH, on_record);
    let reference = opened(w, &cx).await;
    complete(w, &cx, &reference, &anh()).await;
    for finger in ["right-index", "left-index"] {
        proofing::remove_finger(&w.app, &cx, &reference, finger)
            .await
            .unwrap();
    }
    w.finger_engine();
    for (finger, print) in live {
        set(w, &cx, &reference, *finger, print).await.unwrap();
    }
    (cx, reference)
}

async fn set(
    w: &World,
    cx: &Cx,
    reference: &str,
    finger: Finger,
    print: &[u8],
) -> Result<(), Error> {
    let taken = proofing::set_finger(&w.app, cx, reference, finger.as_str(), print.to_vec()).await;
    taken.map(drop)
}

async fn compare(w: &World, cx: &Cx, reference: &str) -> OfficerComparison {
    let stored = proofing::compare(&w.app, cx, reference, &SAME)
        .await
        .unwrap();
    let mut source = w.app.db.read().await.unwrap();
    let id = stored.dossier.comparison.unwrap();
    let made = store::evidence::body(&mut source, stored.subject, id).await;
    made.unwrap().unwrap()
}

async fn second(w: &World, cx: &Cx, reference: &str) -> Option<Second> {
    let page = proofing::view(&w.app, cx, reference).await.unwrap();
    page.second
}

async fn approve(w: &World, cx: &Cx, reference: &str) -> Result<(), Error> {
    proofing::approve(&w.app, cx, w.seen(reference).await).await
}

// law: D59-12.2, D59-14.2.a2
async fn matching_fingers_stand_in_the_evidence(mut w: World) {
    // The face engine can use no portrait: the fingers carry it.
    w.engine(0).says(&[None]);
    let (cx, reference) = with_prints(&mut w, &prints::of(ANH, 1), prints::of(ANH, 0)).await;
    let before = proofing::machine(&w.app, &cx, &reference).await.unwrap();
    let Machine::Says(before) = before.fingers else {
        panic!("there is an engine");
    };
    let made = compare(&w, &cx, &reference).await;
    assert_eq!(
        made.machine[2..],
        before,
        "computed anew, from the same prints"
    );
    let fingers = &made.machine[2];
    assert_eq!(
        (fingers.source, fingers.band()),
        (Beside::Card, Some(Band::Match))
    );
    let Modality::Fingers(each) = &fingers.modality else {
        panic!("{fingers:?}");
    };
    let each: Vec<_> = each.iter().map(|f| (f.finger, f.outcome.band())).collect();
    assert_eq!(
        each,
        [
            (Finger::RightIndex, Some(Band::Match)),
            (Finger::LeftIndex, Some(Band::Match))
        ]
    );
    assert_eq!(fingers.engine.thresholds, "start-2");
    assert_eq!(made.doubt(), None);
    assert_eq!(second(&w, &cx, &reference).await, None);
    approve(&w, &cx, &reference).await.unwrap();
    assert_eq!(w.account(ANH).await.unwrap().account.level, Level::Two);
}

// law: D59-12.2, D59-14.2.a2
async fn fingers_of_somebody_else_are_for_another_officer(mut w: World) {
    w.engine(0);
    let (cx, reference) = with_prints(&mut w, &prints::of(ANH, 1), prints::of(OTHER, 0)).await;
    let made = compare(&w, &cx, &reference).await;
    assert_eq!(
        made.doubt(),
        Some(Doubt::FingersNoMatch),
        "the face matches"
    );
    assert_eq!(
        second(&w, &cx, &reference).await,
        Some(Second::Waits(Doubt::FingersNoMatch))
    );
    assert_eq!(
        why(approve(&w, &cx, &reference).await),
        "comparison-second-officer"
    );
    let other = w.staff(2, Role::Officer, "H01");
    let waiting = second_looks::list(&w.app, &other).await.unwrap();
    let yes = Answer {
        verdict: "same",
        note: "",
    };
    second_looks::answer(&w.app, &other, &waiting[0].id.to_string(), &yes)
        .await
        .unwrap();
    approve(&w, &cx, &reference).await.unwrap();
}

// law: D59-12.2, D59-14.2.a2
async fn fingers_that_the_register_lacks_do_not_undo_a_no(mut w: World) {
    w.engine(0);
    let (cx, reference) = with_prints(&mut w, &prints::of(OTHER, 1), prints::of(ANH, 0)).await;
    let made = compare(&w, &cx, &reference).await;
    assert_eq!(made.doubt(), Some(Doubt::FingersNoMatch));
    // The same officer takes them back, and others that can be compared with nothing.
    for finger in [Finger::RightIndex, Finger::LeftIndex] {
        proofing::remove_finger(&w.app, &cx, &reference, finger.as_str())
            .await
            .unwrap();
    }
    for finger in [Finger::RightThumb, Finger::LeftThumb] {
        let print = prints::one(OTHER, finger, 1);
        set(&w, &cx, &reference, finger, &print).await.unwrap();
    }
    let made = compare(&w, &cx, &reference).await;
    assert_eq!(made.doubt(), Some(Doubt::FingersOther), "the face matches");
    assert_eq!(
        why(approve(&w, &cx, &reference).await),
        "comparison-second-officer"
    );
}

// law: D59-12.2, D59-14.2.a2, D59-15.2
async fn a_register_without_prints_raises_no_doubt_and_a_silent_one_says_nothing(mut w: World) {
    let (cx, reference) = with_prints(&mut w, &prints::of(ANH, 1), Vec::new()).await;
    let made = compare(&w, &cx, &reference).await;
    assert_eq!(made.machine.len(), 1);
    assert_eq!(made.machine[0].outcome, MatchOutcome::NoReference);
    assert_eq!(made.doubt(), None);
    // I6: silence is no "none".
    w.registers.prints_silent.store(true, Ordering::SeqCst);
    let made = compare(&w, &cx, &reference).await;
    let silent = MatchOutcome::NotCompared {
        whose: Whose::Reference,
        why: "finger-register-silent".into(),
    };
    assert_eq!(made.machine[0].outcome, silent);
    assert_eq!(made.doubt(), Some(Doubt::NotCompared));
    w.registers.prints_silent.store(false, Ordering::SeqCst);
    compare(&w, &cx, &reference).await;
    approve(&w, &cx, &reference).await.unwrap();
}

// law: D59-14.2.a2
async fn a_bad_print_is_refused_with_its_cure_and_nothing_is_lost(mut w: World) {
    let right = Finger::RightIndex;
    let (cx, reference) = with_prints(&mut w, &[], Vec::new()).await;
    let empty_plate = png(320, 400, |_, _| 240);
    let good = prints::one(ANH, right, 1);
    let refused = |result: Result<(), Error>| why(result);
    // What is not the finger's fault is no try.
    let told = set(&w, &cx, &reference, right, b"no image").await;
    assert_eq!(refused(told), "finger-not-an-image");
    assert_eq!(w.stored(&reference).await.dossier.finger_tries, []);
    assert_eq!(next(&w, &reference).await, NextFinger::Take(right, 3));
    // A bad try leaves what was kept before.
    set(&w, &cx, &reference, right, &good).await.unwrap();
    let kept = w.stored(&reference).await.dossier.fingers;
    let told = set(&w, &cx, &reference, right, &empty_plate).await;
    assert_eq!(refused(told), "finger-no-finger");
    assert_eq!(w.stored(&reference).await.dossier.fingers, kept);
    // Three tries, then another finger.
    proofing::remove_finger(&w.app, &cx, &reference, right.as_str())
        .await
        .unwrap();
    assert_eq!(next(&w, &reference).await, NextFinger::Take(right, 2));
    for _ in 0..2 {
        let told = set(&w, &cx, &reference, right, &empty_plate).await;
        assert_eq!(refused(told), "finger-no-finger");
    }
    assert_eq!(
        next(&w, &reference).await,
        NextFinger::Take(Finger::RightThumb, 3)
    );
    let told = set(&w, &cx, &reference, right, &good).await;
    assert_eq!(refused(told), "finger-tries-over");
    // Another day it begins anew.
    w.clock.forward(jiff::SignedDuration::from_hours(24));
    assert_eq!(next(&w, &reference).await, NextFinger::Take(right, 3));
    let morning = w.officer();
    let told = set(&w, &morning, &reference, right, &empty_plate).await;
    assert_eq!(refused(told), "finger-no-finger");
    assert_eq!(next(&w, &reference).await, NextFinger::Take(right, 2));
    for _ in 0..2 {
        let told = set(&w, &morning, &reference, right, &empty_plate).await;
        assert_eq!(refused(told), "finger-no-finger");
    }
    let told = set(&w, &morning, &reference, right, &good).await;
    assert_eq!(refused(told), "finger-tries-over");
    let cx = morning;
    // The other fingers are open.
    for (finger, left) in [(Finger::RightThumb, 3), (Finger::LeftIndex, 3)] {
        assert_eq!(next(&w, &reference).await, NextFinger::Take(finger, left));
        let print = prints::one(ANH, finger, 1);
        set(&w, &cx, &reference, finger, &print).await.unwrap();
    }
    assert_eq!(next(&w, &reference).await, NextFinger::Enough);
    compare(&w, &cx, &reference).await;
}

async fn next(w: &World, reference: &str) -> NextFinger {
    proofing::next_finger(&w.stored(reference).await, w.app.clock.now())
}

// law: D59-14.2.a2
async fn one_finger_is_not_taken_under_two_names(mut w: World) {
    let live = [(Finger::RightIndex, prints::one(ANH, Finger::RightIndex, 1))];
    let (cx, reference) = with_prints(&mut w, &live, Vec::new()).await;
    let again = prints::one(ANH, Finger::RightIndex, 2);
    let told = set(&w, &cx, &reference, Finger::LeftIndex, &again).await;
    let Err(Error::Invalid(faults)) = told else {
        panic!("{told:?}");
    };
    assert_eq!(
        faults,
        [Fault::new("finger", "fingers-one").with("other", "right-index")]
    );
    let dossier = w.stored(&reference).await.dossier;
    assert_eq!(dossier.fingers.len(), 1);
    assert_eq!(dossier.finger_tries, []);
}

// law: D59-14.2.a2
async fn evidence_from_before_fingers_is_of_faces(mut w: World) {
    w.engine(0);
    let (cx, reference) = with_prints(&mut w, &prints::of(ANH, 1), prints::of(ANH, 0)).await;
    let made = compare(&w, &cx, &reference).await;
    let mut old = serde_json::to_value(&made).unwrap();
    let matches = old["machine"].as_array_mut().unwrap();
    matches.truncate(2);
    for one in matches {
        one.as_object_mut().unwrap().remove("modality").unwrap();
    }
    let read: OfficerComparison = serde_json::from_value(old).unwrap();
    assert_eq!(read.machine, made.machine[..2]);
    assert!(
        read.machine
            .iter()
            .all(|one| one.modality == Modality::Face)
    );
}

both!(
    matching_fingers_stand_in_the_evidence,
    fingers_of_somebody_else_are_for_another_officer,
    fingers_that_the_register_lacks_do_not_undo_a_no,
    a_register_without_prints_raises_no_doubt_and_a_silent_one_says_nothing,
    a_bad_print_is_refused_with_its_cure_and_nothing_is_lost,
    one_finger_is_not_taken_under_two_names,
    evidence_from_before_fingers_is_of_faces,
);
