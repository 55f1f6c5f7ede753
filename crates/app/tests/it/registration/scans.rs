//! Prints by the scanner of the officer's desk: asked of an agent, brought once, looked at as those that are handed in.

use app::counter::agents::{self, Identified, Offer};
use app::counter::card::{self, Failed};
use app::counter::jobs::{self, Told, Work};
use app::counter::proofing::{self, Opening};
use app::counter::scan::{self, Came, FAILURES, Outcome};
use app::{Cx, Error, Lang};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::actor::Role;
use domain::finger::Finger;
use domain::ids::CardJobId;
use jiff::SignedDuration;
use serde_json::json;
use store::agent::{Abilities, Agent};
use testkit::prints;

use super::proofing::{opened, why};
use super::world::{ANH, World, both, png};

const BOTH: Abilities = Abilities {
    reader: true,
    scanner: true,
};
const RIGHT: &str = "right-index";
const OTHER: &str = "074190005678";

/// A computer with reader and scanner, paired with the unit of this officer.
async fn computer(w: &World, cx: &Cx, name: &str) -> Agent {
    let who = Identified {
        key: name.as_bytes().to_vec(),
    };
    let offered = agents::offer(&w.app, &w.public(), &who, &Offer { name }).await;
    let code = offered.unwrap().code;
    let paired = agents::pair(&w.app, cx, &code).await.unwrap();
    agents::able(&w.app, &paired, BOTH).await.unwrap();
    Agent {
        abilities: BOTH,
        ..paired
    }
}

/// The counter: its officer, his computer, a registration.
async fn counter(w: &mut World) -> (Cx, Agent, String) {
    let cx = w.officer();
    w.finger_engine();
    let reference = opened(w, &cx).await;
    let agent = computer(w, &cx, "QUAY-01").await;
    (cx, agent, reference)
}

async fn next(w: &World, agent: &Agent) -> Option<Work> {
    let cx = w.public();
    let work = jobs::next(&w.app, &cx, agent, agent.abilities).await;
    work.unwrap()
}

/// What the agent is asked for now.
async fn finger(w: &World, agent: &Agent) -> scan::Work {
    match next(w, agent).await {
        Some(Work::Finger(work)) => work,
        other => panic!("{other:?}"),
    }
}

fn body(image: &[u8]) -> scan::Brought {
    let image = URL_SAFE_NO_PAD.encode(image);
    serde_json::from_value(json!({ "image": image })).unwrap()
}

async fn bring(w: &World, agent: &Agent, id: CardJobId, image: &[u8]) -> Result<Outcome, Error> {
    scan::bring(&w.app, &w.public(), agent, (id, &body(image))).await
}

async fn ask(w: &World, cx: &Cx, to: (&str, &Agent, &str)) -> Result<CardJobId, Error> {
    let (reference, agent, finger) = to;
    // The latest is the one that was asked for last.
    w.clock.forward(SignedDuration::from_secs(1));
    let cx = &Cx {
        now: w.app.clock.now(),
        ..cx.clone()
    };
    scan::ask(&w.app, cx, reference, (&agent.id.to_string(), finger)).await
}

/// Asked, taken and brought.
async fn scanned(w: &World, cx: &Cx, to: (&str, &Agent, &str), image: &[u8]) -> Outcome {
    ask(w, cx, to).await.unwrap();
    let work = finger(w, to.1).await;
    bring(w, to.1, work.id, image).await.unwrap()
}

async fn came(w: &World, cx: &Cx, reference: &str) -> Option<Came> {
    let seen = scan::view(&w.app, cx, reference).await.unwrap();
    assert_eq!(seen.waits, None);
    seen.came
}

// law: D59-14.2.a2
async fn a_scanned_print_goes_the_way_of_one_that_is_handed_in(mut w: World) {
    let (cx, agent, reference) = counter(&mut w).await;
    let to = (reference.as_str(), &agent, RIGHT);
    let id = ask(&w, &cx, to).await.unwrap();
    let waits = scan::view(&w.app, &cx, &reference).await.unwrap();
    assert_eq!(waits.waits, Some(Finger::RightIndex));
    assert_eq!(waits.scanners.len(), 1);
    let work = finger(&w, &agent).await;
    assert_eq!((work.id, work.finger), (id, Finger::RightIndex));
    assert_eq!(work.seconds, 55);
    assert_eq!(finger(&w, &agent).await, work, "an answer that was lost");
    // A bad one counts as a try, with the same fault.
    let empty_plate = png(320, 400, |_, _| 240);
    let refused = Outcome::Refused {
        finger: Finger::RightIndex,
        code: "finger-no-finger".into(),
        values: vec![],
    };
    assert_eq!(bring(&w, &agent, id, &empty_plate).await.unwrap(), refused);
    assert_eq!(
        came(&w, &cx, &reference).await,
        Some(Came::Outcome(refused))
    );
    assert_eq!(w.stored(&reference).await.dossier.finger_tries[0].failed, 1);
    // Judged once.
    let good = prints::one(ANH, Finger::RightIndex, 1);
    let again = bring(&w, &agent, id, &good).await;
    assert_eq!(why(again), "card-job-over");
    let kept = scanned(&w, &cx, to, &good).await;
    let done = Outcome::Kept {
        finger: Finger::RightIndex,
    };
    assert_eq!(kept, done);
    assert_eq!(came(&w, &cx, &reference).await, Some(Came::Outcome(done)));
    let stored = w.stored(&reference).await;
    assert_eq!(stored.dossier.fingers.len(), 1);
    assert_eq!(stored.dossier.finger_tries, []);
    let record = w.record(stored.subject).await;
    let first: Vec<_> = record.iter().take(5).map(String::as_str).collect();
    assert!(first.contains(&"finger-scanned"), "{record:?}");
    assert!(first.contains(&"capture-taken"), "{record:?}");
    assert!(first.contains(&"finger-scan-asked"), "{record:?}");
    // What it says is news for a while.
    w.clock.forward(SignedDuration::from_mins(4));
    let later = w.officer();
    assert_eq!(came(&w, &later, &reference).await, None);
}

// law: D59-14.2.a2
async fn the_gates_are_those_of_the_other_way(mut w: World) {
    let (cx, agent, reference) = counter(&mut w).await;
    let good = prints::one(ANH, Finger::RightIndex, 1);
    proofing::set_finger(&w.app, &cx, &reference, RIGHT, good)
        .await
        .unwrap();
    let left = (reference.as_str(), &agent, "left-index");
    let same = prints::one(ANH, Finger::RightIndex, 2);
    let two_names = Outcome::Refused {
        finger: Finger::LeftIndex,
        code: "fingers-one".into(),
        values: vec![("other".into(), RIGHT.into())],
    };
    assert_eq!(scanned(&w, &cx, left, &same).await, two_names);
    let no_image = scanned(&w, &cx, left, b"no image").await;
    assert!(
        matches!(&no_image, Outcome::Refused { code, .. } if code == "finger-not-an-image"),
        "{no_image:?}"
    );
    assert_eq!(w.stored(&reference).await.dossier.finger_tries, []);
    let empty_plate = png(320, 400, |_, _| 240);
    for _ in 0..3 {
        scanned(&w, &cx, left, &empty_plate).await;
    }
    assert_eq!(why(ask(&w, &cx, left).await), "finger-tries-over");
    for (to, code) in [
        ((reference.as_str(), &agent, "sixth"), "finger-choose"),
        ((reference.as_str(), &agent, ""), "finger-choose"),
    ] {
        assert_eq!(why(ask(&w, &cx, to).await), code);
    }
    let nobody = scan::ask(&w.app, &cx, &reference, ("", "right-thumb")).await;
    assert_eq!(why(nobody), "scanner-choose");
}

/// D59-14.2.a2: the picture of one person is never another's.
// law: D59-14.2.a2
async fn the_scanner_is_asked_for_one_finger_at_a_time(mut w: World) {
    let (cx, agent, reference) = counter(&mut w).await;
    w.registers.put(OTHER, "Trần Thị Bình", "1990-02-03");
    let opening = Opening {
        number: OTHER,
        language: Lang::Vi,
    };
    let second = proofing::open(&w.app, &cx, &opening).await.unwrap();
    let first = ask(&w, &cx, (&reference, &agent, RIGHT)).await.unwrap();
    assert_eq!(finger(&w, &agent).await.id, first);
    let later = ask(&w, &cx, (&second, &agent, RIGHT)).await.unwrap();
    assert_eq!(finger(&w, &agent).await.id, later);
    let good = prints::one(OTHER, Finger::RightIndex, 1);
    assert_eq!(why(bring(&w, &agent, first, &good).await), "card-job-over");
    assert_eq!(came(&w, &cx, &reference).await, Some(Came::Silence));
    assert_eq!(w.stored(&reference).await.dossier.fingers, []);
    bring(&w, &agent, later, &good).await.unwrap();
    assert_eq!(w.stored(&second).await.dossier.fingers.len(), 1);
    // At the same moment: one of the two, or the later one.
    let (one, other) = tokio::join!(
        ask(&w, &cx, (&reference, &agent, RIGHT)),
        ask(&w, &cx, (&second, &agent, "left-index"))
    );
    for asked in [&one, &other] {
        assert!(matches!(asked, Ok(_) | Err(Error::Stale)), "{asked:?}");
    }
    let mut open = 0;
    for reference in [&reference, &second] {
        let seen = scan::view(&w.app, &cx, reference).await.unwrap();
        open += u8::from(seen.waits.is_some());
    }
    assert_eq!(open, 1, "{one:?} {other:?}");
}

// law: D59-14.2.a2
async fn nothing_is_taken_late_or_of_another_agent(mut w: World) {
    let (cx, agent, reference) = counter(&mut w).await;
    let beside = computer(&w, &cx, "QUAY-02").await;
    let elsewhere = w.staff(9, Role::Officer, "H02");
    let theirs = computer(&w, &elsewhere, "QUAY-01 H02").await;
    let good = prints::one(ANH, Finger::RightIndex, 1);
    let to = (reference.as_str(), &agent, RIGHT);
    let id = ask(&w, &cx, to).await.unwrap();
    let early = bring(&w, &agent, id, &good).await;
    assert_eq!(why(early), "card-job-over", "nobody took it yet");
    finger(&w, &agent).await;
    for other in [&beside, &theirs] {
        assert_eq!(next(&w, other).await, None);
        let brought = bring(&w, other, id, &good).await;
        assert!(matches!(brought, Err(Error::NotFound)), "{brought:?}");
    }
    // A finger is no card.
    let card = serde_json::from_value(json!({ "com": "", "sod": "", "groups": {}, "engine": "" }));
    let read = card::bring(&w.app, &w.public(), &agent, (id, &card.unwrap())).await;
    assert!(matches!(read, Err(Error::NotFound)), "{read:?}");
    w.clock.forward(SignedDuration::from_secs(61));
    let late = bring(&w, &agent, id, &good).await;
    assert_eq!(why(late), "card-job-expired");
    let cx = w.officer();
    assert_eq!(came(&w, &cx, &reference).await, Some(Came::Silence));
    assert_eq!(next(&w, &agent).await, None);
    let not_there = ask(&w, &cx, (&reference, &theirs, RIGHT)).await;
    assert!(matches!(not_there, Err(Error::NotFound)), "{not_there:?}");
    let foreign = ask(&w, &elsewhere, (&reference, &theirs, RIGHT)).await;
    assert!(matches!(foreign, Err(Error::NotFound)), "{foreign:?}");
    assert_eq!(w.stored(&reference).await.dossier.fingers, []);
}

// law: D59-14.2.a2
async fn an_agent_without_a_scanner_is_not_asked(mut w: World) {
    let (cx, agent, reference) = counter(&mut w).await;
    let to = (reference.as_str(), &agent, RIGHT);
    ask(&w, &cx, to).await.unwrap();
    // It was started anew without one: it says nothing of abilities, as agents of before.
    let old = Agent {
        abilities: agents::abilities(None),
        ..agent.clone()
    };
    agents::able(&w.app, &agent, old.abilities).await.unwrap();
    assert_eq!(next(&w, &old).await, None);
    assert_eq!(why(ask(&w, &cx, to).await), "scanner-choose");
    let seen = scan::view(&w.app, &cx, &reference).await.unwrap();
    assert_eq!(seen.scanners, []);
    let words = ["scanner".to_owned(), "teapot".to_owned()];
    let scanner = agents::abilities(Some(&words));
    assert_eq!((scanner.reader, scanner.scanner), (false, true));
}

// law: D59-14.2.a2
async fn an_agent_says_why_nothing_came(mut w: World) {
    let (cx, agent, reference) = counter(&mut w).await;
    let to = (reference.as_str(), &agent, RIGHT);
    let failed = |code: &str| Failed {
        code: code.to_owned(),
        about: None,
    };
    for code in FAILURES {
        ask(&w, &cx, to).await.unwrap();
        let id = finger(&w, &agent).await.id;
        for other in ["", "no-card", "scan-decided", "kept"] {
            let told = jobs::fail(&w.app, &w.public(), &agent, (id, &failed(other))).await;
            assert_eq!(why(told), "card-failure", "{other}");
        }
        let told = jobs::fail(&w.app, &w.public(), &agent, (id, &failed(code))).await;
        let outcome = Outcome::Failed {
            finger: Finger::RightIndex,
            code: code.to_owned(),
        };
        assert_eq!(told.unwrap(), Told::Finger(outcome.clone()));
        assert_eq!(
            came(&w, &cx, &reference).await,
            Some(Came::Outcome(outcome))
        );
        let again = jobs::fail(&w.app, &w.public(), &agent, (id, &failed(code))).await;
        assert_eq!(why(again), "card-job-over");
    }
    // Once the finger is there it is no news any more.
    let good = prints::one(ANH, Finger::RightIndex, 1);
    proofing::set_finger(&w.app, &cx, &reference, RIGHT, good)
        .await
        .unwrap();
    assert_eq!(came(&w, &cx, &reference).await, None);
    assert_eq!(w.stored(&reference).await.dossier.finger_tries, []);
}

both!(
    a_scanned_print_goes_the_way_of_one_that_is_handed_in,
    the_gates_are_those_of_the_other_way,
    the_scanner_is_asked_for_one_finger_at_a_time,
    nothing_is_taken_late_or_of_another_agent,
    an_agent_without_a_scanner_is_not_asked,
    an_agent_says_why_nothing_came,
);
