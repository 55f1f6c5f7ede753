//! Templates that are missing, of another engine, or of portraits that are gone.

use std::sync::Arc;

use app::App;
use app::counter::{alike, proofing};
use domain::evidence::{AlikeState, SearchOutcome};
use jiff::SignedDuration;
use store::{Audit, face_template};
use testkit::ScriptedFaces;

use super::super::proofing::SAME;
use super::super::world::{World, both};
use super::{ANH, BINH, CHI, among, approve, compared, enrolled, searches, warnings};

async fn made(app: &App) {
    alike::schedule(app, &app.system()).await.unwrap();
    app::jobs::run_all_due(app).await.unwrap();
}

/// How many templates there are of an engine, or words that there is none.
async fn rows(app: &App, version: &str) -> (usize, usize) {
    let engine = ScriptedFaces::of_version(version);
    let engine = app::ports::Faces::engine(&engine).mark();
    let mut source = app.db.read().await.unwrap();
    let all = face_template::after(&mut source, (&engine, 0), 100)
        .await
        .unwrap();
    let some = all
        .iter()
        .filter(|change| change.template.is_some())
        .count();
    (some, all.len() - some)
}

/// Later than any other search.
async fn compare(app: &App, w: &World, reference: &str) {
    w.clock.forward(SignedDuration::from_secs(60));
    proofing::compare(app, &w.officer(), reference, &SAME)
        .await
        .unwrap();
}

// law: D59-3.1
async fn templates_of_another_engine_are_not_searched_and_made_anew(mut w: World) {
    w.engine(0);
    let cx = w.officer();
    enrolled(&w, &cx, BINH).await;
    w.app = w.node(Arc::new(ScriptedFaces::of_version("2")));
    let reference = compared(&w, &w.app, &cx, ANH).await;
    assert_eq!(among(&w, &reference).await, 0);
    made(&w.app).await;
    assert_eq!(
        (rows(&w.app, "1").await, rows(&w.app, "2").await),
        ((1, 0), (1, 0))
    );
    compare(&w.app, &w, &reference).await;
    assert_eq!(among(&w, &reference).await, 1);
    assert_eq!(warnings(&w, &reference).await.others.len(), 1);
    // Templates of the engine before go when nobody can run it any more.
    w.clock.forward(SignedDuration::from_hours(24 * 31));
    app::jobs::run_all_due(&w.app).await.unwrap();
    assert_eq!(
        (rows(&w.app, "1").await, rows(&w.app, "2").await),
        ((0, 0), (1, 0))
    );
}

// law: D59-3.1
async fn accounts_from_before_the_engine_get_templates(mut w: World) {
    let cx = w.officer();
    let nobody = super::Whom {
        width: testkit::widths::NOBODY,
        ..CHI
    };
    for whom in [BINH, nobody] {
        enrolled(&w, &cx, whom).await;
    }
    assert_eq!(rows(&w.app, "1").await, (0, 0));
    // A node without the engine leaves the work to others.
    let faces = ScriptedFaces::default();
    let beside = w.node(Arc::new(faces));
    alike::schedule(&beside, &beside.system()).await.unwrap();
    app::jobs::run_all_due(&w.app).await.unwrap();
    assert_eq!(rows(&w.app, "1").await, (0, 0));
    w.clock.forward(SignedDuration::from_mins(6));
    app::jobs::run_all_due(&beside).await.unwrap();
    assert_eq!(
        rows(&w.app, "1").await,
        (1, 1),
        "one has no face, and is not tried again"
    );
    w.engine(0);
    let reference = compared(&w, &w.app, &cx, ANH).await;
    assert_eq!(warnings(&w, &reference).await.others.len(), 1);
    assert_eq!(among(&w, &reference).await, 1);
}

// law: D59-3.1, D59-7.2.a
async fn a_template_goes_with_its_portrait_on_every_node(mut w: World) {
    w.engine(0);
    let cx = w.officer();
    let binh = compared(&w, &w.app, &cx, BINH).await;
    approve(&w, &w.app, &cx, &binh).await.unwrap();
    enrolled(&w, &cx, CHI).await;
    let beside = w.node(Arc::new(ScriptedFaces::default()));
    while alike::follow(&beside).await.unwrap() > 0 {}
    let reference = compared(&w, &beside, &cx, ANH).await;
    assert_eq!(among(&w, &reference).await, 2);
    let stored = w.stored(&binh).await;
    let mut tx = w.app.db.begin().await.unwrap();
    store::capture::delete_all(&mut tx, stored.subject, stored.id)
        .await
        .unwrap();
    tx.commit(Audit::Bookkeeping("test")).await.unwrap();
    assert_eq!(rows(&w.app, "1").await, (1, 1));
    for app in [&beside, &w.app] {
        compare(app, &w, &reference).await;
        assert_eq!(among(&w, &reference).await, 1);
    }
    let subject = w.stored(&reference).await.subject;
    let last = searches(&w, subject).await.remove(0).0;
    assert!(matches!(&last.outcome, SearchOutcome::Searched { hits, .. } if hits.is_empty()));
    // What was warned of before is still to be settled, without a portrait to show.
    let open = warnings(&w, &reference).await;
    assert!(!open.others[0].portrait);
    let auditor = w.staff(8, domain::actor::Role::Auditor, "H01");
    let found = alike::inspect(&w.app, &auditor).await.unwrap();
    assert_eq!(found.counts[0], (AlikeState::Open, 1));
}

// law: D59-3.1
async fn templates_of_a_replaced_engine_stay_a_month_however_old_they_are(mut w: World) {
    w.engine(0);
    enrolled(&w, &w.officer(), BINH).await;
    w.clock.forward(SignedDuration::from_hours(24 * 400));
    w.app = w.node(Arc::new(ScriptedFaces::of_version("2")));
    made(&w.app).await;
    w.clock.forward(SignedDuration::from_hours(24 * 29));
    app::jobs::run_all_due(&w.app).await.unwrap();
    assert_eq!(
        (rows(&w.app, "1").await, rows(&w.app, "2").await),
        ((1, 0), (1, 0))
    );
    w.clock.forward(SignedDuration::from_hours(24 * 2));
    app::jobs::run_all_due(&w.app).await.unwrap();
    assert_eq!(
        (rows(&w.app, "1").await, rows(&w.app, "2").await),
        ((0, 0), (1, 0))
    );
}

// law: D59-3.1
async fn a_hit_whose_row_is_gone_is_searched_anew(mut w: World) {
    w.engine(0);
    let cx = w.officer();
    enrolled(&w, &cx, BINH).await;
    let old = w.app.clone();
    made(&w.node(Arc::new(ScriptedFaces::of_version("2")))).await;
    let reference = super::filled(&w, &w.app, &cx, ANH).await;
    // This node has the template in its memory; its row goes.
    while alike::follow(&old).await.unwrap() > 0 {}
    let newer = ScriptedFaces::of_version("2");
    let newer = app::ports::Faces::engine(&newer).mark();
    let mut tx = w.app.db.begin().await.unwrap();
    let gone = face_template::purge(&mut tx, &newer, jiff::Timestamp::MAX, 10).await;
    assert_eq!(gone.unwrap(), 1);
    tx.commit(Audit::Bookkeeping("test")).await.unwrap();
    let told = proofing::compare(&old, &cx, &reference, &SAME).await;
    assert!(matches!(told, Err(app::Error::Stale)), "{told:?}");
    // It makes the template anew, and finds the person.
    w.clock.forward(SignedDuration::from_hours(2));
    made(&old).await;
    compare(&old, &w, &reference).await;
    assert_eq!(among(&w, &reference).await, 1);
    assert_eq!(warnings(&w, &reference).await.others.len(), 1);
}

async fn harmed(w: &World, sql: &'static str) {
    let mut tx = w.app.db.begin().await.unwrap();
    match tx.conn() {
        store::Conn::Lite(c) => assert_eq!(c.execute(sql, &[]).unwrap(), 1),
        store::Conn::Pg(_) => panic!("this world is of SQLite"),
    }
    tx.commit(Audit::Bookkeeping("test")).await.unwrap();
}

// law: D59-3.1
#[tokio::test]
async fn what_does_not_open_stops_neither_the_search_nor_the_job() {
    let mut w = World::sqlite().await;
    w.engine(0);
    let cx = w.officer();
    for whom in [BINH, CHI] {
        enrolled(&w, &cx, whom).await;
    }
    harmed(
        &w,
        "UPDATE capture SET image = x'00' WHERE kind = 'portrait' \
         AND subject = (SELECT subject FROM face_template WHERE seq = 1)",
    )
    .await;
    harmed(
        &w,
        "UPDATE face_template SET template = x'00' WHERE seq = 1",
    )
    .await;
    let fresh = w.node(Arc::new(ScriptedFaces::default()));
    let reference = compared(&w, &fresh, &cx, ANH).await;
    assert_eq!(among(&w, &reference).await, 1);
    made(&w.node(Arc::new(ScriptedFaces::of_version("2")))).await;
    assert_eq!(rows(&w.app, "2").await, (1, 0));
}

both!(
    templates_of_a_replaced_engine_stay_a_month_however_old_they_are,
    a_hit_whose_row_is_gone_is_searched_anew,
    templates_of_another_engine_are_not_searched_and_made_anew,
    accounts_from_before_the_engine_get_templates,
    a_template_goes_with_its_portrait_on_every_node,
);
