//! A machine beside the officer, and the second officer where the two do not agree.

use app::counter::image::Which;
use app::counter::proofing::{self, Comparison, Second};
use app::counter::rechecks::rechecks;
use app::counter::second_looks::{self, Answer};
use app::counter::{Machine, image};
use app::ports::{Look, Wrong};
use app::{Cx, Error};
use domain::account::Level;
use domain::actor::Role;
use domain::evidence::{Band, Beside, Doubt, MatchOutcome, OfficerComparison, SecondLook, Verdict};
use store::registration::Stored;

use super::proofing::{SAME, complete, opened, why};
use super::world::{ANH, World, anh, both, portrait};

const YES: Answer<'_> = Answer {
    verdict: "same",
    note: "",
};

/// A dossier that the officer compared, with the engine at hand.
async fn compared(w: &World, cx: &Cx) -> String {
    let reference = opened(w, cx).await;
    complete(w, cx, &reference, &anh()).await;
    compare(w, cx, &reference).await;
    reference
}

async fn compare(w: &World, cx: &Cx, reference: &str) -> Stored {
    proofing::compare(&w.app, cx, reference, &SAME)
        .await
        .unwrap()
}

async fn approve(w: &World, cx: &Cx, reference: &str) -> Result<(), Error> {
    proofing::approve(&w.app, cx, w.seen(reference).await).await
}

async fn waiting(w: &World, cx: &Cx) -> Vec<String> {
    let found = second_looks::list(&w.app, cx).await.unwrap();
    found.into_iter().map(|one| one.id.to_string()).collect()
}

async fn made(w: &World, stored: &Stored) -> OfficerComparison {
    let mut source = w.app.db.read().await.unwrap();
    let id = stored.dossier.comparison.unwrap();
    store::evidence::body(&mut source, stored.subject, id)
        .await
        .unwrap()
        .unwrap()
}

async fn second(w: &World, cx: &Cx, reference: &str) -> Option<Second> {
    let page = proofing::view(&w.app, cx, reference).await.unwrap();
    page.second
}

// law: D59-12.2, D59-14.2.a2
async fn what_the_machine_says_stands_in_the_evidence(mut w: World) {
    w.engine(0);
    let cx = w.officer();
    let reference = opened(&w, &cx).await;
    complete(&w, &cx, &reference, &anh()).await;
    let before = proofing::machine(&w.app, &cx, &reference).await.unwrap();
    assert_eq!(before.fingers, Machine::Absent);
    let Machine::Says(before) = before.faces else {
        panic!("there is an engine");
    };
    let stored = compare(&w, &cx, &reference).await;
    let made = made(&w, &stored).await;
    assert_eq!(
        made.machine, before,
        "computed anew, from the same pictures"
    );
    let sources: Vec<_> = made.machine.iter().map(|m| m.source).collect();
    assert_eq!(sources, [Beside::Population, Beside::Card]);
    let engine = &made.machine[0].engine;
    assert_eq!(
        (engine.name.as_str(), engine.one_in()),
        ("scripted", 10_000)
    );
    assert_eq!(second(&w, &cx, &reference).await, None);
    assert!(
        waiting(&w, &w.staff(2, Role::Officer, "H01"))
            .await
            .is_empty()
    );
    approve(&w, &cx, &reference).await.unwrap();
    assert_eq!(w.account(ANH).await.unwrap().account.level, Level::Two);
}

// law: D59-12.2, D59-14.2.a2
async fn what_the_machine_doubts_another_officer_sees_blindly(mut w: World) {
    let faces = w.engine(0);
    faces.says(&[Some(Band::Match), Some(Band::NoMatch)]);
    let (first, other) = (w.officer(), w.staff(2, Role::Head, "H01"));
    let reference = compared(&w, &first).await;
    let subject = w.stored(&reference).await.subject;
    assert_eq!(
        second(&w, &first, &reference).await,
        Some(Second::Waits(Doubt::NoMatch))
    );
    assert_eq!(
        why(approve(&w, &first, &reference).await),
        "comparison-second-officer"
    );
    let id = waiting(&w, &other).await.remove(0);
    let page = second_looks::open(&w.app, &other, &id).await.unwrap();
    assert!(page.register && page.card);
    let reads = |record: &[String]| record.iter().filter(|a| *a == "record-read").count();
    let before = reads(&w.record(subject).await);
    for which in [Which::Live, Which::Register, Which::Card] {
        second_looks::image(&w.app, &other, &id, &which)
            .await
            .unwrap();
    }
    assert_eq!(reads(&w.record(subject).await), before + 3);
    let print = Which::parse("finger-right-index").unwrap();
    let print = second_looks::image(&w.app, &other, &id, &print).await;
    assert!(matches!(print, Err(Error::NotFound)));
    let none = Answer {
        verdict: "",
        note: "",
    };
    assert_eq!(
        why(second_looks::answer(&w.app, &other, &id, &none).await),
        "verdict-choose"
    );
    second_looks::answer(&w.app, &other, &id, &YES)
        .await
        .unwrap();
    let again = second_looks::answer(&w.app, &other, &id, &YES).await;
    assert!(matches!(again, Err(Error::NotFound)), "once");
    assert_eq!(second(&w, &first, &reference).await, Some(Second::Agrees));
    approve(&w, &first, &reference).await.unwrap();
    let record = w.record(subject).await;
    assert!(record.iter().any(|a| a == "second-look-recorded"));
    let mut source = w.app.db.read().await.unwrap();
    let kept = store::evidence::approved(&mut source, subject)
        .await
        .unwrap();
    let look = kept.iter().find(|k| k.kind == "second-look").unwrap();
    let look: SecondLook = serde_json::from_value(look.body.clone()).unwrap();
    assert_eq!(look.verdict, Verdict::Same);
    assert_eq!(look.officer, other.staff().unwrap());
}

// law: D59-14.2.a2, D59-20.4
async fn who_has_a_part_in_it_does_not_look(mut w: World) {
    w.engine(0).says(&[None]);
    let (first, taker) = (w.officer(), w.staff(3, Role::Officer, "H01"));
    let reference = opened(&w, &taker).await;
    complete(&w, &taker, &reference, &anh()).await;
    compare(&w, &first, &reference).await;
    let other = w.staff(2, Role::Officer, "H01");
    let id = waiting(&w, &other).await.remove(0);
    let elsewhere = w.staff(4, Role::Officer, "H02");
    for cx in [&first, &taker, &elsewhere] {
        assert!(waiting(&w, cx).await.is_empty());
        let answers = [
            second_looks::open(&w.app, cx, &id).await.map(drop),
            second_looks::answer(&w.app, cx, &id, &YES).await,
            second_looks::image(&w.app, cx, &id, &Which::Live)
                .await
                .map(drop),
        ];
        for answer in answers {
            assert!(matches!(answer, Err(Error::NotFound)), "{answer:?}");
        }
    }
    for role in [Role::CallCentre, Role::Manager, Role::Auditor] {
        let cx = w.staff(9, role, "H01");
        let list = second_looks::list(&w.app, &cx).await;
        assert!(matches!(list, Err(Error::Forbidden)));
        let open = second_looks::open(&w.app, &cx, &id).await;
        assert!(matches!(open, Err(Error::Forbidden)));
    }
    // A registration that is sent back, or decided, is nothing to look at.
    proofing::send_back(&w.app, &first, w.seen(&reference).await, "Thẻ gốc")
        .await
        .unwrap();
    assert!(waiting(&w, &other).await.is_empty());
    proofing::receive_again(&w.app, &first, &reference)
        .await
        .unwrap();
    assert_eq!(waiting(&w, &other).await, std::slice::from_ref(&id));
    proofing::refuse(&w.app, &first, w.seen(&reference).await, "portrait-differs")
        .await
        .unwrap();
    assert!(waiting(&w, &other).await.is_empty());
    let late = second_looks::answer(&w.app, &other, &id, &YES).await;
    assert!(matches!(late, Err(Error::NotFound)), "{late:?}");
}

// law: D59-12.2, D59-14.2.a2
async fn what_two_officers_see_differently_is_not_approved(mut w: World) {
    let faces = w.engine(0);
    faces.says(&[Some(Band::Unclear)]);
    let (first, other) = (w.officer(), w.staff(2, Role::Officer, "H01"));
    let reference = compared(&w, &first).await;
    for verdict in ["unsure", "different"] {
        let id = waiting(&w, &other).await.remove(0);
        let no = Answer {
            verdict,
            note: "Tai khác",
        };
        second_looks::answer(&w.app, &other, &id, &no)
            .await
            .unwrap();
        assert_eq!(
            second(&w, &first, &reference).await,
            Some(Second::Disagrees)
        );
        assert_eq!(
            why(approve(&w, &first, &reference).await),
            "comparison-second-disagrees"
        );
        // The same portrait is not put before another colleague until one agrees.
        let anew = proofing::compare(&w.app, &first, &reference, &SAME).await;
        assert_eq!(why(anew), "comparison-second-disagrees");
        assert!(waiting(&w, &other).await.is_empty());
        proofing::set_portrait(&w.app, &first, &reference, portrait())
            .await
            .unwrap();
        compare(&w, &first, &reference).await;
    }
    // Where a portrait is taken again, the look that waits falls away.
    let id = waiting(&w, &other).await.remove(0);
    proofing::set_portrait(&w.app, &first, &reference, portrait())
        .await
        .unwrap();
    assert!(waiting(&w, &other).await.is_empty());
    let late = second_looks::answer(&w.app, &other, &id, &YES).await;
    assert!(matches!(late, Err(Error::NotFound)), "{late:?}");
    assert_eq!(
        why(approve(&w, &first, &reference).await),
        "comparison-missing"
    );
    faces.says(&[Some(Band::Match)]);
    compare(&w, &first, &reference).await;
    approve(&w, &first, &reference).await.unwrap();
}

// law: D59-14.2.a2
async fn an_engine_that_breaks_down_says_nothing(mut w: World) {
    // Nothing to say is where the scripted engine panics.
    w.engine(0).says(&[]);
    let cx = w.officer();
    let reference = compared(&w, &cx).await;
    let made = made(&w, &w.stored(&reference).await).await;
    for one in &made.machine {
        let failed = matches!(&one.outcome, MatchOutcome::NotCompared { why, .. } if why == "face-engine-failed");
        assert!(failed, "{one:?}");
    }
    assert_eq!(made.machine.len(), 2);
    assert_eq!(
        second(&w, &cx, &reference).await,
        Some(Second::Waits(Doubt::NotCompared))
    );
}

// law: D59-14.2.a2
async fn a_portrait_of_one_person_is_kept_with_what_is_wrong_with_it(mut w: World) {
    let faces = w.engine(0);
    let cx = w.officer();
    let reference = opened(&w, &cx).await;
    for (look, code) in [
        (Look::NoFace, "face-no-face"),
        (Look::SeveralFaces, "face-several"),
    ] {
        faces.finds(look);
        let taken = proofing::set_portrait(&w.app, &cx, &reference, portrait()).await;
        assert_eq!(why(taken), code);
        assert_eq!(w.stored(&reference).await.dossier.portrait, None);
    }
    faces.finds(Look::One(vec![Wrong {
        code: "face-dark",
        remedy: "more-light",
    }]));
    proofing::set_portrait(&w.app, &cx, &reference, portrait())
        .await
        .unwrap();
    let dossier = w.stored(&reference).await.dossier;
    assert!(dossier.portrait.is_some());
    assert_eq!(dossier.portrait_findings[0].remedy, "more-light");
    faces.finds(Look::One(vec![]));
    proofing::set_portrait(&w.app, &cx, &reference, portrait())
        .await
        .unwrap();
    let dossier = w.stored(&reference).await.dossier;
    assert!(dossier.portrait_findings.is_empty());
}

// law: D59-14.2.a2
async fn a_share_of_what_was_approved_is_looked_at_again(mut w: World) {
    w.engine(1000);
    let (first, other) = (w.officer(), w.staff(2, Role::Officer, "H01"));
    let reference = compared(&w, &first).await;
    assert!(waiting(&w, &other).await.is_empty(), "nothing is doubtful");
    approve(&w, &first, &reference).await.unwrap();
    assert!(waiting(&w, &first).await.is_empty(), "not by himself");
    let id = waiting(&w, &other).await.remove(0);
    let shut = image::image(&w.app, &other, &reference, &Which::Live).await;
    assert!(matches!(shut, Err(Error::NotFound)), "only by the look");
    second_looks::image(&w.app, &other, &id, &Which::Live)
        .await
        .unwrap();
    let no = Answer {
        verdict: "different",
        note: "",
    };
    second_looks::answer(&w.app, &other, &id, &no)
        .await
        .unwrap();
    let shut = second_looks::image(&w.app, &other, &id, &Which::Live).await;
    assert!(matches!(shut, Err(Error::NotFound)), "answered is over");
    assert_eq!(w.account(ANH).await.unwrap().account.level, Level::Two);
    let auditor = w.staff(8, Role::Auditor, "H01");
    let found = rechecks(&w.app, &auditor).await.unwrap();
    assert_eq!(found.disagreed[0].reference, reference);
    assert_eq!(found.disagreed[0].verdict, Verdict::Different);
    let row = &found.rows[0];
    assert_eq!(row.quarter.officer, first.staff().unwrap());
    assert_eq!((row.quarter.made, row.quarter.disagreed), (1, 1));
    assert_eq!(row.month.as_ref().map(|m| m.rechecked), Some(1));
    // After a month it is drift of the quarter only.
    w.clock.forward(jiff::SignedDuration::from_hours(24 * 40));
    let auditor = w.staff(8, Role::Auditor, "H01");
    let found = rechecks(&w.app, &auditor).await.unwrap();
    assert_eq!((found.rows.len(), found.rows[0].month.is_none()), (1, true));
    let officer = rechecks(&w.app, &first).await;
    assert!(matches!(officer, Err(Error::Forbidden)));
}

// law: D59-14.2.a2
async fn figures_count_each_comparison_once(mut w: World) {
    let faces = w.engine(1000);
    faces.says(&[Some(Band::Unclear)]);
    let (first, other) = (w.officer(), w.staff(2, Role::Officer, "H01"));
    let reference = compared(&w, &first).await;
    let unsure = Comparison {
        verdict: "unsure",
        explanation: "",
    };
    proofing::compare(&w.app, &first, &reference, &unsure)
        .await
        .unwrap();
    assert!(
        waiting(&w, &other).await.is_empty(),
        "he is not sure himself"
    );
    compare(&w, &first, &reference).await;
    let id = waiting(&w, &other).await.remove(0);
    let (one, two) = tokio::join!(
        second_looks::answer(&w.app, &other, &id, &YES),
        second_looks::answer(&w.app, &other, &id, &YES)
    );
    let lost: Vec<Error> = [one, two].into_iter().filter_map(Result::err).collect();
    assert_eq!(lost.len(), 1, "{lost:?}");
    approve(&w, &first, &reference).await.unwrap();
    assert!(
        waiting(&w, &other).await.is_empty(),
        "he checks nothing that rests on his own look"
    );
    let third = w.staff(3, Role::Officer, "H01");
    let id = waiting(&w, &third).await.remove(0);
    second_looks::answer(&w.app, &third, &id, &YES)
        .await
        .unwrap();
    let found = rechecks(&w.app, &w.staff(8, Role::Manager, "H01"))
        .await
        .unwrap();
    assert!(found.disagreed.is_empty());
    let all = &found.rows[0].quarter;
    assert_eq!((all.made, all.unclear), (3, 3));
    assert_eq!((all.looked, all.contradicted), (1, 0));
    assert_eq!((all.rechecked, all.disagreed), (1, 0));
}

// law: D59-14.2.a2
async fn evidence_from_before_the_machine_still_reads(w: World) {
    let cx = w.officer();
    let reference = compared(&w, &cx).await;
    let made = made(&w, &w.stored(&reference).await).await;
    assert!(made.machine.is_empty(), "no engine, and nothing is asked");
    let mut old = serde_json::to_value(&made).unwrap();
    old.as_object_mut().unwrap().remove("machine").unwrap();
    let read: OfficerComparison = serde_json::from_value(old).unwrap();
    assert_eq!(read, made);
    approve(&w, &cx, &reference).await.unwrap();
}

both!(
    what_the_machine_says_stands_in_the_evidence,
    what_the_machine_doubts_another_officer_sees_blindly,
    who_has_a_part_in_it_does_not_look,
    what_two_officers_see_differently_is_not_approved,
    an_engine_that_breaks_down_says_nothing,
    a_portrait_of_one_person_is_kept_with_what_is_wrong_with_it,
    a_share_of_what_was_approved_is_looked_at_again,
    figures_count_each_comparison_once,
    evidence_from_before_the_machine_still_reads,
);
