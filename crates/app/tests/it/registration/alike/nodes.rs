//! Several processes over one database, each with templates in its own memory.

use std::sync::Arc;

use app::Error;
use app::counter::alike;
use app::counter::proofing;
use domain::actor::Role;
use domain::evidence::SearchOutcome;
use testkit::ScriptedFaces;

use super::super::proofing::{SAME, why};
use super::super::world::{World, both};
use super::{ANH, BINH, CHI, among, approve, compared, enrolled, filled, searches};

// law: D59-3.1
async fn what_one_node_approved_another_finds_at_once(mut w: World) {
    w.engine(0);
    let cx = w.officer();
    let beside = w.node(Arc::new(ScriptedFaces::default()));
    enrolled(&w, &cx, CHI).await;
    // The other node has read everything there is before the next approval.
    assert_eq!(alike::follow(&beside).await.unwrap(), 1);
    assert_eq!(alike::follow(&beside).await.unwrap(), 0);
    let binh = enrolled(&w, &cx, BINH).await;
    let reference = compared(&w, &beside, &cx, ANH).await;
    assert_eq!(among(&w, &reference).await, 2);
    let subject = w.stored(&reference).await.subject;
    assert_eq!(searches(&w, subject).await[0].0.hits()[0].account, binh);
    // A node that starts now reads all of it.
    let fresh = w.node(Arc::new(ScriptedFaces::default()));
    w.clock.forward(jiff::SignedDuration::from_secs(60));
    let cx = w.officer();
    proofing::compare(&fresh, &cx, &reference, &SAME)
        .await
        .unwrap();
    assert_eq!(among(&w, &reference).await, 2);
}

// law: D59-3.1
async fn who_was_approved_after_the_comparison_is_found_before_the_approval(mut w: World) {
    w.engine(0);
    let cx = w.officer();
    let beside = w.node(Arc::new(ScriptedFaces::default()));
    let anh = compared(&w, &w.app, &cx, ANH).await;
    assert_eq!(among(&w, &anh).await, 0);
    let binh = compared(&w, &beside, &cx, BINH).await;
    approve(&w, &beside, &cx, &binh).await.unwrap();
    assert_eq!(why(approve(&w, &w.app, &cx, &anh).await), "alike-open");
    let page = proofing::view(&w.app, &cx, &anh).await.unwrap();
    assert_eq!(page.alike.open, 1);
    assert!(w.account(ANH.number).await.is_none());
}

// law: D59-3.1
async fn of_two_approvals_at_once_one_waits_for_an_officer(mut w: World) {
    w.engine(0);
    let cx = w.officer();
    let beside = w.node(Arc::new(ScriptedFaces::default()));
    let anh = compared(&w, &w.app, &cx, ANH).await;
    let binh = compared(&w, &beside, &cx, BINH).await;
    let (one, two) = tokio::join!(
        approve(&w, &w.app, &cx, &anh),
        approve(&w, &beside, &cx, &binh)
    );
    let lost: Vec<Error> = [one, two].into_iter().filter_map(Result::err).collect();
    assert_eq!(lost.len(), 1, "{lost:?}");
    let late = if w.account(ANH.number).await.is_some() {
        approve(&w, &beside, &cx, &binh).await
    } else {
        approve(&w, &w.app, &cx, &anh).await
    };
    assert_eq!(why(late), "alike-open");
}

// law: D59-3.1
async fn a_search_that_could_not_be_made_is_not_nobody(mut w: World) {
    w.engine(0);
    let cx = w.officer();
    enrolled(&w, &cx, BINH).await;
    let nobody = super::Whom {
        width: testkit::widths::NOBODY,
        ..ANH
    };
    let reference = filled(&w, &w.app, &cx, nobody).await;
    proofing::compare(&w.app, &cx, &reference, &SAME)
        .await
        .unwrap();
    let subject = w.stored(&reference).await.subject;
    let outcome = searches(&w, subject).await.remove(0).0.outcome;
    let why = "face-no-face".to_owned();
    assert_eq!(outcome, SearchOutcome::NotSearched { why });
    // Whom the officer does not see on the portrait is looked for among nobody.
    let chi = filled(&w, &w.app, &cx, CHI).await;
    let different = proofing::Comparison {
        verdict: "different",
        explanation: "",
    };
    proofing::compare(&w.app, &cx, &chi, &different)
        .await
        .unwrap();
    let subject = w.stored(&chi).await.subject;
    assert!(searches(&w, subject).await.is_empty());
}

// law: D59-3.1
async fn an_engine_that_fails_now_lets_nobody_pass_unsearched(mut w: World) {
    let faces = w.engine(0);
    let cx = w.officer();
    enrolled(&w, &cx, BINH).await;
    faces.breaks(true);
    let reference = compared(&w, &w.app, &cx, ANH).await;
    assert_eq!(
        why(approve(&w, &w.app, &cx, &reference).await),
        "alike-failed"
    );
    assert!(w.account(ANH.number).await.is_none());
    faces.breaks(false);
    assert_eq!(
        why(approve(&w, &w.app, &cx, &reference).await),
        "alike-open"
    );
    // A portrait that this engine will never make anything of is searched nowhere, as on record.
    let nobody = super::Whom {
        width: testkit::widths::NOBODY,
        ..CHI
    };
    enrolled(&w, &cx, nobody).await;
}

// law: D59-3.1
async fn nobody_is_warned_of_what_was_decided_meanwhile(mut w: World) {
    let faces = w.engine(0);
    let cx = w.officer();
    let reference = compared(&w, &w.app, &cx, ANH).await;
    enrolled(&w, &cx, BINH).await;
    let (app, by, seen) = (w.app.clone(), cx.clone(), w.seen(&reference).await.revision);
    let (here, at) = (tokio::runtime::Handle::current(), reference.clone());
    faces.meanwhile(move || {
        let seen = app::counter::Seen {
            reference: &at,
            revision: seen,
        };
        here.block_on(proofing::refuse(&app, &by, seen, "details-differ"))
            .unwrap();
    });
    let told = approve(&w, &w.app, &cx, &reference).await;
    assert!(matches!(told, Err(Error::Stale)), "{told:?}");
    let auditor = w.staff(8, Role::Auditor, "H01");
    let found = alike::inspect(&w.app, &auditor).await.unwrap();
    assert!(found.warnings.is_empty(), "{found:?}");
}

// law: D59-3.1
async fn nobody_decides_on_what_he_saw_before_a_warning(mut w: World) {
    w.engine(0);
    let cx = w.officer();
    let reference = compared(&w, &w.app, &cx, ANH).await;
    enrolled(&w, &cx, BINH).await;
    let seen = w.seen(&reference).await.revision;
    // On an engine of many writers a decision may have begun before the warning, and would commit after it.
    let (mut decision, mut before) = (None, w.stored(&reference).await);
    if w.app.db.engine() == "postgres" {
        let mut tx = w.app.db.begin().await.unwrap();
        let loaded = store::registration::load(&mut tx, before.subject, before.id).await;
        before = loaded.unwrap().unwrap();
        decision = Some(tx);
    }
    assert_eq!(
        why(approve(&w, &w.app, &cx, &reference).await),
        "alike-open"
    );
    if let Some(mut tx) = decision {
        let late = store::registration::save(&mut tx, &before).await;
        assert!(matches!(late, Err(store::Error::Stale)), "{late:?}");
    }
    let at = |revision| app::counter::Seen {
        reference: &reference,
        revision,
    };
    let late = proofing::refuse(&w.app, &cx, at(seen), "details-differ").await;
    assert!(matches!(late, Err(Error::Stale)), "{late:?}");
    // The same warning once more is no news: what is seen now stays what is decided on.
    let seen = w.seen(&reference).await.revision;
    assert_eq!(
        why(approve(&w, &w.app, &cx, &reference).await),
        "alike-open"
    );
    proofing::refuse(&w.app, &cx, at(seen), "details-differ")
        .await
        .unwrap();
}

// law: D59-3.1, D59-7.2.a
async fn what_cannot_be_approved_anyway_is_searched_nowhere(mut w: World) {
    w.engine(0);
    let cx = w.officer();
    let same_phone = super::Whom {
        phone: BINH.phone,
        ..CHI
    };
    let reference = compared(&w, &w.app, &cx, same_phone).await;
    enrolled(&w, &cx, BINH).await;
    let subject = w.stored(&reference).await.subject;
    assert_eq!(searches(&w, subject).await.len(), 1);
    assert_eq!(
        why(approve(&w, &w.app, &cx, &reference).await),
        "contact-taken"
    );
    assert_eq!(searches(&w, subject).await.len(), 1);
}

both!(
    nobody_decides_on_what_he_saw_before_a_warning,
    an_engine_that_fails_now_lets_nobody_pass_unsearched,
    nobody_is_warned_of_what_was_decided_meanwhile,
    what_cannot_be_approved_anyway_is_searched_nowhere,
    what_one_node_approved_another_finds_at_once,
    who_was_approved_after_the_comparison_is_found_before_the_approval,
    of_two_approvals_at_once_one_waits_for_an_officer,
    a_search_that_could_not_be_made_is_not_nobody,
);
