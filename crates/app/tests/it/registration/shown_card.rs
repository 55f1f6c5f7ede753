//! What the card that was read adds to the comparison: its chip's portrait, or the mark of one that looks forged.

use app::Error;
use app::counter::image::Which;
use app::counter::proofing::{self, Second};
use app::counter::second_looks;
use domain::actor::Role;
use domain::evidence::{Band, Beside, Doubt, OfficerComparison};
use domain::ids::CaptureId;
use store::Audit;
use store::capture::{Capture, Taken};
use store::registration::{Dossier, Stored};

use super::proofing::{SAME, complete, opened, why};
use super::world::{World, anh, both};

/// What reading a card leaves in the dossier.
async fn read(w: &World, reference: &str, leaves: impl FnOnce(&mut Dossier)) -> Stored {
    let mut stored = w.stored(reference).await;
    let chip = Capture {
        id: CaptureId::from_bytes([77; 16]),
        registration: stored.id,
        kind: "portrait-chip",
        finger: String::new(),
        image: b"\xff\xd8 of the chip".to_vec(),
        taken: Taken::now(None, w.app.clock.now()),
    };
    let mut tx = w.app.db.begin().await.unwrap();
    store::capture::insert(&mut tx, stored.subject, &chip)
        .await
        .unwrap();
    leaves(&mut stored.dossier);
    store::registration::save(&mut tx, &stored).await.unwrap();
    tx.commit(Audit::Bookkeeping("test")).await.unwrap();
    stored
}

async fn compared(w: &World, reference: &str) -> OfficerComparison {
    let stored = proofing::compare(&w.app, &w.officer(), reference, &SAME)
        .await
        .unwrap();
    let mut source = w.app.db.read().await.unwrap();
    let id = stored.dossier.comparison.unwrap();
    store::evidence::body(&mut source, stored.subject, id)
        .await
        .unwrap()
        .unwrap()
}

// law: D59-24.4, D59-12.2, D59-14.2.a2
async fn the_portrait_of_the_chip_is_compared_and_seen_blindly(mut w: World) {
    let faces = w.engine(0);
    faces.says(&[Some(Band::Match), Some(Band::Match), Some(Band::NoMatch)]);
    let (first, other) = (w.officer(), w.staff(2, Role::Head, "H01"));
    let reference = opened(&w, &first).await;
    complete(&w, &first, &reference, &anh()).await;
    let chip = CaptureId::from_bytes([77; 16]);
    let subject = read(&w, &reference, |d| d.chip_portrait = Some(chip))
        .await
        .subject;
    let made = compared(&w, &reference).await;
    let said: Vec<_> = made.machine.iter().map(|m| (m.source, m.band())).collect();
    assert_eq!(
        said,
        [
            (Beside::Population, Some(Band::Match)),
            (Beside::Card, Some(Band::Match)),
            (Beside::Chip, Some(Band::NoMatch)),
        ]
    );
    assert!(made.shown.chip);
    let page = proofing::view(&w.app, &first, &reference).await.unwrap();
    assert_eq!(page.second, Some(Second::Waits(Doubt::NoMatch)));
    let look = second_looks::list(&w.app, &other).await.unwrap();
    let look = look[0].id.to_string();
    let opened = second_looks::open(&w.app, &other, &look).await.unwrap();
    assert!(opened.chip);
    let reads = |record: &[String]| record.iter().filter(|a| *a == "record-read").count();
    let before = reads(&w.record(subject).await);
    let (kind, image) = second_looks::image(&w.app, &other, &look, &Which::Chip)
        .await
        .unwrap();
    assert_eq!(
        (kind, image.as_slice()),
        ("image/jpeg", b"\xff\xd8 of the chip".as_slice())
    );
    assert_eq!(reads(&w.record(subject).await), before + 1);
}

// law: D59-12.2
async fn without_a_register_the_portrait_of_the_chip_stands_for_none(mut w: World) {
    w.engine(0);
    let cx = w.officer();
    let reference = opened(&w, &cx).await;
    complete(&w, &cx, &reference, &anh()).await;
    let made = compared(&w, &reference).await;
    assert!(!made.shown.chip);
    let look = second_looks::list(&w.app, &w.staff(2, Role::Head, "H01")).await;
    assert!(look.unwrap().is_empty());
    let mut of_chip = made;
    of_chip.shown.register = false;
    of_chip.shown.card = false;
    of_chip.shown.chip = true;
    let none = of_chip.conclude(None).unwrap_err();
    assert_eq!(none.code(), "comparison-nothing-to-compare");
}

// law: D59-14.2.a2, D59-24.4
async fn one_officer_never_approves_where_the_card_looks_forged(w: World) {
    let (first, other) = (w.officer(), w.staff(2, Role::Officer, "H01"));
    let reference = opened(&w, &first).await;
    complete(&w, &first, &reference, &anh()).await;
    read(&w, &reference, |d| {
        d.suspect_card = Some("digest-altered".to_owned());
    })
    .await;
    let made = compared(&w, &reference).await;
    assert_eq!(made.suspect_card.as_deref(), Some("digest-altered"));
    let page = proofing::view(&w.app, &first, &reference).await.unwrap();
    assert_eq!(page.second, Some(Second::Waits(Doubt::Card)));
    let alone = proofing::approve(&w.app, &first, w.seen(&reference).await).await;
    assert_eq!(why(alone), "comparison-second-officer");
    let look = second_looks::list(&w.app, &other).await.unwrap();
    let chip = second_looks::image(&w.app, &other, &look[0].id.to_string(), &Which::Chip).await;
    assert!(
        matches!(chip, Err(Error::NotFound)),
        "nothing of a forged card"
    );
    let yes = second_looks::Answer {
        verdict: "same",
        note: "",
    };
    second_looks::answer(&w.app, &other, &look[0].id.to_string(), &yes)
        .await
        .unwrap();
    proofing::approve(&w.app, &first, w.seen(&reference).await)
        .await
        .unwrap();
}

// law: D59-14.2.a2
async fn evidence_from_before_chips_still_reads(w: World) {
    let cx = w.officer();
    let reference = opened(&w, &cx).await;
    complete(&w, &cx, &reference, &anh()).await;
    let made = compared(&w, &reference).await;
    let mut old = serde_json::to_value(&made).unwrap();
    let body = old.as_object_mut().unwrap();
    for new in ["chip_portrait", "suspect_card"] {
        body.remove(new).unwrap();
    }
    let shown = body.get_mut("shown").unwrap().as_object_mut().unwrap();
    shown.remove("chip").unwrap();
    assert_eq!(
        serde_json::from_value::<OfficerComparison>(old).unwrap(),
        made
    );
}

both!(
    the_portrait_of_the_chip_is_compared_and_seen_blindly,
    without_a_register_the_portrait_of_the_chip_stands_for_none,
    one_officer_never_approves_where_the_card_looks_forged,
    evidence_from_before_chips_still_reads,
);
