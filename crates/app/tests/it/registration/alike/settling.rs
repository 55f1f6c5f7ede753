use app::Error;
use app::counter::alike::{self, Answer, Whose};
use app::counter::proofing;
use domain::account::Level;
use domain::actor::Role;
use domain::evidence::{AlikeState, SearchOutcome, Settlement};
use domain::registration::{Refusal, State};

use super::super::proofing::{SAME, why};
use super::super::world::{World, anh, both, print};
use super::{
    ANH, BINH, CHI, TWICE, TWINS, approve, compared, enrolled, other, picture, searches, settle,
    warnings,
};

// law: D59-3.1, D59-3.2, D59-4.4
async fn one_person_under_two_numbers_gets_no_second_account(mut w: World) {
    w.engine(0);
    let (first, second) = (w.officer(), other(&w));
    let binh = enrolled(&w, &first, BINH).await;
    let reference = compared(&w, &w.app, &first, ANH).await;
    let stored = w.stored(&reference).await;
    let (search, purpose) = searches(&w, stored.subject).await.remove(0);
    assert_eq!(purpose, "duplicate-check");
    assert_eq!(Some(search.portrait), stored.dossier.portrait);
    let hit = search.hits()[0];
    assert_eq!(
        (hit.account, hit.score, search.hits().len()),
        (binh, 800, 1)
    );
    let SearchOutcome::Searched {
        engine,
        from,
        among,
        ..
    } = &search.outcome
    else {
        panic!("there is an engine");
    };
    assert_eq!((engine.version.as_str(), *from, *among), ("1", 550, 1));
    assert_eq!(
        why(approve(&w, &w.app, &first, &reference).await),
        "alike-open"
    );
    let page = proofing::view(&w.app, &first, &reference).await.unwrap();
    assert_eq!((page.alike.open, page.alike.same), (1, 0));
    // That somebody has an account is no reason to refuse before another officer found it.
    let early = proofing::refuse(&w.app, &first, w.seen(&reference).await, "duplicate").await;
    assert_eq!(why(early), "reason-choose");

    let reads = |record: Vec<String>| record.iter().filter(|a| *a == "record-read").count();
    let before = reads(w.record(binh).await);
    let opened = warnings(&w, &reference).await;
    let shown = &opened.others[0];
    assert_eq!(
        (shown.name.as_str(), shown.number.as_str()),
        ("L. T. B.", "074•••••5678")
    );
    let at = (reference.as_str(), shown.id.to_string());
    for whose in [Whose::Live, Whose::Other] {
        let (kind, _) = alike::image(&w.app, &second, (at.0, &at.1), whose)
            .await
            .unwrap();
        assert_eq!(kind, "image/jpeg");
    }
    let after = reads(w.record(binh).await);
    assert_eq!(after, before + 2, "the page, and the portrait");

    settle(&w, &reference, &TWICE).await;
    assert_eq!(
        why(approve(&w, &w.app, &first, &reference).await),
        "duplicate"
    );
    // Another picture does not undo it.
    proofing::set_portrait(&w.app, &first, &reference, picture(700))
        .await
        .unwrap();
    proofing::compare(&w.app, &first, &reference, &SAME)
        .await
        .unwrap();
    assert_eq!(
        why(approve(&w, &w.app, &first, &reference).await),
        "duplicate"
    );
    // It ends for that reason, and for no other.
    let seen = w.seen(&reference).await;
    let told = proofing::send_back(&w.app, &first, seen, "Thiếu giấy tờ").await;
    assert_eq!(why(told), "duplicate");
    for reason in ["details-differ", "portrait-differs", "no-chip-card"] {
        let seen = w.seen(&reference).await;
        let told = proofing::refuse(&w.app, &first, seen, reason).await;
        assert_eq!(why(told), "reason-choose", "{reason}");
    }
    proofing::refuse(&w.app, &first, w.seen(&reference).await, "duplicate")
        .await
        .unwrap();
    let State::Refused { reason, .. } = w.stored(&reference).await.state else {
        panic!("refused");
    };
    assert_eq!((reason, reason.basis()), (Refusal::Duplicate, "D59-3.1"));
    assert!(w.account(ANH.number).await.is_none());
    for subject in [binh, stored.subject] {
        let record = w.record(subject).await;
        assert!(
            record.iter().any(|a| a == "duplicate-settled"),
            "{record:?}"
        );
    }
    let kept = w.account(BINH.number).await.unwrap();
    assert!(kept.account.holds.is_empty(), "nobody is locked by it");
    assert_eq!(kept.account.level, Level::Two);
}

// law: D59-3.1, D59-3.2
async fn twins_are_settled_once_for_the_same_pictures(mut w: World) {
    w.engine(0);
    let first = w.officer();
    enrolled(&w, &first, BINH).await;
    enrolled(&w, &first, CHI).await;
    let reference = compared(&w, &w.app, &first, ANH).await;
    assert_eq!(
        warnings(&w, &reference).await.others.len(),
        1,
        "a stranger is none"
    );
    settle(&w, &reference, &TWINS).await;
    let subject = w.stored(&reference).await.subject;
    let mut source = w.app.db.read().await.unwrap();
    let rows = store::audit::by_subject(&mut source, subject, jiff::Timestamp::MAX, 200)
        .await
        .unwrap();
    let (row, detail) = rows
        .into_iter()
        .find(|(row, _)| row.action == "alike-settled")
        .unwrap();
    assert_eq!(row.purpose, "duplicate-check");
    let id = detail["evidence"].as_str().unwrap().parse().unwrap();
    let kept: Option<Settlement> = store::evidence::body(&mut source, subject, id)
        .await
        .unwrap();
    let kept = kept.unwrap();
    assert_eq!(kept.officer, other(&w).staff().unwrap());
    assert_eq!(
        (kept.settled.as_str(), kept.reason.as_deref()),
        ("another", Some("twins"))
    );
    assert_eq!(kept.note.as_deref(), Some(TWINS.note));
    drop(source);
    // The same pictures compared anew are searched anew, and stay settled.
    proofing::compare(&w.app, &first, &reference, &SAME)
        .await
        .unwrap();
    assert_eq!(searches(&w, subject).await.len(), 2);
    let again = alike::open(&w.app, &other(&w), &reference).await;
    assert!(matches!(again, Err(Error::NotFound)), "{again:?}");
    // Another picture is another question, and asking it takes back no earlier one.
    for width in [416, 417] {
        proofing::set_portrait(&w.app, &first, &reference, picture(width))
            .await
            .unwrap();
        proofing::compare(&w.app, &first, &reference, &SAME)
            .await
            .unwrap();
    }
    assert_eq!(
        why(approve(&w, &w.app, &first, &reference).await),
        "alike-open"
    );
    assert_eq!(warnings(&w, &reference).await.others.len(), 2);
    settle(&w, &reference, &TWINS).await;
    assert_eq!(
        why(approve(&w, &w.app, &first, &reference).await),
        "alike-open"
    );
    settle(&w, &reference, &TWINS).await;
    approve(&w, &w.app, &first, &reference).await.unwrap();
    assert_eq!(
        w.account(ANH.number).await.unwrap().account.level,
        Level::Two
    );
}

// law: D59-3.1, D59-20.4, D59-4.4
async fn who_has_a_part_in_it_settles_nothing(mut w: World) {
    w.engine(0);
    let (first, taker) = (w.officer(), w.staff(3, Role::Officer, "H01"));
    enrolled(&w, &first, BINH).await;
    let reference = super::filled(&w, &w.app, &taker, ANH).await;
    proofing::compare(&w.app, &first, &reference, &SAME)
        .await
        .unwrap();
    let id = warnings(&w, &reference).await.others[0].id.to_string();
    let at = (reference.as_str(), id.as_str());
    for cx in [&first, &taker] {
        assert!(alike::waiting(&w.app, cx).await.unwrap().is_empty());
        let told = [
            alike::open(&w.app, cx, &reference).await.map(drop),
            alike::settle(&w.app, cx, at, &TWINS).await,
            alike::image(&w.app, cx, at, Whose::Other).await.map(drop),
        ];
        for told in told {
            assert_eq!(why(told), "alike-own");
        }
    }
    let elsewhere = w.staff(4, Role::Officer, "H02");
    assert!(alike::waiting(&w.app, &elsewhere).await.unwrap().is_empty());
    let told = [
        alike::open(&w.app, &elsewhere, &reference).await.map(drop),
        alike::settle(&w.app, &elsewhere, at, &TWINS).await,
        alike::image(&w.app, &elsewhere, at, Whose::Live)
            .await
            .map(drop),
    ];
    for told in told {
        assert!(matches!(told, Err(Error::NotFound)), "{told:?}");
    }
    for role in [Role::CallCentre, Role::Manager, Role::Auditor] {
        let cx = w.staff(9, role, "H01");
        let told = [
            alike::waiting(&w.app, &cx).await.map(drop),
            alike::open(&w.app, &cx, &reference).await.map(drop),
            alike::settle(&w.app, &cx, at, &TWINS).await,
        ];
        for told in told {
            assert!(matches!(told, Err(Error::Forbidden)), "{told:?}");
        }
    }
    // A warning leads nowhere from another registration.
    let chi = compared(&w, &w.app, &taker, CHI).await;
    let strange = alike::image(&w.app, &other(&w), (&chi, &id), Whose::Other).await;
    assert!(matches!(strange, Err(Error::NotFound)), "{strange:?}");
    let waiting = alike::waiting(&w.app, &other(&w)).await.unwrap();
    assert_eq!(waiting[0].reference, reference);
    assert_eq!(waiting.len(), 1);
}

// law: D59-3.1
async fn what_is_settled_is_one_answer_of_two(mut w: World) {
    w.engine(0);
    let (first, second) = (w.officer(), other(&w));
    enrolled(&w, &first, BINH).await;
    let reference = compared(&w, &w.app, &first, ANH).await;
    let id = warnings(&w, &reference).await.others[0].id.to_string();
    let at = (reference.as_str(), id.as_str());
    let answer = |settled, reason| Answer {
        settled,
        reason,
        note: "",
    };
    for (settled, reason, code) in [
        ("", "twins", "alike-choose"),
        ("maybe", "", "alike-choose"),
        ("another", "", "alike-reason"),
        ("another", "x", "alike-reason"),
    ] {
        let told = alike::settle(&w.app, &second, at, &answer(settled, reason)).await;
        assert_eq!(why(told), code);
    }
    let long = "x".repeat(501);
    let long = Answer {
        note: &long,
        ..TWINS
    };
    assert_eq!(
        why(alike::settle(&w.app, &second, at, &long).await),
        "text-too-long"
    );
    let (one, two) = tokio::join!(
        alike::settle(&w.app, &second, at, &TWINS),
        alike::settle(&w.app, &second, at, &TWICE)
    );
    let lost: Vec<Error> = [one, two].into_iter().filter_map(Result::err).collect();
    assert_eq!(lost.len(), 1, "{lost:?}");
}

// law: D59-3.1, D59-3.2
async fn warnings_are_put_before_who_inspects(mut w: World) {
    w.engine(0);
    let first = w.officer();
    enrolled(&w, &first, BINH).await;
    let reference = compared(&w, &w.app, &first, ANH).await;
    let auditor = w.staff(8, Role::Auditor, "H01");
    let found = alike::inspect(&w.app, &auditor).await.unwrap();
    assert_eq!(found.counts[0], (AlikeState::Open, 1));
    let one = &found.warnings[0];
    assert_eq!(one.reference.as_deref(), Some(reference.as_str()));
    assert!(one.other.as_ref().is_some_and(|other| *other != reference));
    assert_eq!((one.state, one.settled), (AlikeState::Open, None));
    // Refused for another reason, it is over unsettled.
    proofing::refuse(&w.app, &first, w.seen(&reference).await, "details-differ")
        .await
        .unwrap();
    let found = alike::inspect(&w.app, &auditor).await.unwrap();
    assert_eq!(found.warnings[0].state, AlikeState::Dropped);
    assert!(alike::waiting(&w.app, &other(&w)).await.unwrap().is_empty());
    w.clock.forward(jiff::SignedDuration::from_hours(24 * 91));
    let auditor = w.staff(8, Role::Manager, "H01");
    let found = alike::inspect(&w.app, &auditor).await.unwrap();
    assert!(found.warnings.is_empty());
    let officer = alike::inspect(&w.app, &first).await;
    assert!(matches!(officer, Err(Error::Forbidden)));
}

// law: D59-3.1, D59-4.4
async fn what_a_warning_points_to_stays_whatever_ended_the_comparison(mut w: World) {
    w.engine(0);
    let (first, taker) = (w.officer(), w.staff(3, Role::Officer, "H01"));
    enrolled(&w, &first, BINH).await;
    let reference = super::filled(&w, &w.app, &taker, ANH).await;
    proofing::compare(&w.app, &first, &reference, &SAME)
        .await
        .unwrap();
    let id = warnings(&w, &reference).await.others[0].id.to_string();
    proofing::set_details(&w.app, &first, &reference, &anh())
        .await
        .unwrap();
    assert_eq!(w.stored(&reference).await.dossier.comparison, None);
    proofing::set_portrait(&w.app, &first, &reference, picture(700))
        .await
        .unwrap();
    for finger in ["right-index", "left-index"] {
        proofing::set_finger(&w.app, &first, &reference, finger, print())
            .await
            .unwrap();
    }
    let at = (reference.as_str(), id.as_str());
    for whose in [Whose::Live, Whose::Other] {
        alike::image(&w.app, &other(&w), at, whose).await.unwrap();
    }
    // Who took what was replaced still has a part in it.
    let told = alike::open(&w.app, &taker, &reference).await;
    assert_eq!(why(told), "alike-own");
}

// law: D59-3.1, D59-20.4
async fn who_had_a_part_in_the_other_enrolment_settles_no_warning_about_it(mut w: World) {
    w.engine(0);
    let (first, taker) = (w.officer(), w.staff(3, Role::Officer, "H01"));
    let (comparer, decider) = (
        w.staff(5, Role::Officer, "H01"),
        w.staff(6, Role::Officer, "H01"),
    );
    let binh = super::filled(&w, &w.app, &taker, BINH).await;
    proofing::compare(&w.app, &comparer, &binh, &SAME)
        .await
        .unwrap();
    approve(&w, &w.app, &decider, &binh).await.unwrap();
    let reference = compared(&w, &w.app, &first, ANH).await;
    let id = warnings(&w, &reference).await.others[0].id.to_string();
    let at = (reference.as_str(), id.as_str());
    for cx in [&taker, &comparer, &decider] {
        assert!(alike::waiting(&w.app, cx).await.unwrap().is_empty());
        let told = [
            alike::open(&w.app, cx, &reference).await.map(drop),
            alike::settle(&w.app, cx, at, &TWINS).await,
            alike::image(&w.app, cx, at, Whose::Other).await.map(drop),
        ];
        for told in told {
            assert_eq!(why(told), "alike-own");
        }
    }
    assert_eq!(alike::waiting(&w.app, &other(&w)).await.unwrap().len(), 1);
    settle(&w, &reference, &TWINS).await;
}

both!(
    what_a_warning_points_to_stays_whatever_ended_the_comparison,
    who_had_a_part_in_the_other_enrolment_settles_no_warning_about_it,
    one_person_under_two_numbers_gets_no_second_account,
    twins_are_settled_once_for_the_same_pictures,
    who_has_a_part_in_it_settles_nothing,
    what_is_settled_is_one_answer_of_two,
    warnings_are_put_before_who_inspects,
);
