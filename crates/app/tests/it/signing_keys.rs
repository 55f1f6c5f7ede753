//! Keys that sign tokens: one for a stretch of time however many nodes make it, its successor shown in
//! time, all of them replaced at once when somebody else may have them.

use std::sync::Arc;

use app::relying_parties::{Ring, Rings, published, rotate};
use app::secret::Hasher;
use app::{App, Cx, Parts};
use jiff::SignedDuration;
use oidc::jose::{Alg, JwkSet};

use crate::kit::{Kit, both};

const DAY: i64 = 24;

/// Another process on the same database.
fn another(app: &App) -> App {
    App::new(Parts {
        db: app.db.clone(),
        clock: app.clock.clone(),
        entropy: app.entropy.clone(),
        registers: app.registers.clone(),
        faces: app.faces.clone(),
        fingers: app.fingers.clone(),
        gateway: app.gateway.clone(),
        outward: app.outward.clone(),
        texts: app.texts.clone(),
        hasher: Hasher::new(64, 1, 1, [1; 16]).unwrap(),
        config: app.config.clone(),
        signing: Rings::default(),
        remembered: app::relying_parties::Remembered::default(),
        inspector: app::relying_parties::Inspector::default(),
        wake: Arc::default(),
    })
}

fn after(cx: &Cx, hours: i64) -> Cx {
    Cx {
        now: cx.now + SignedDuration::from_hours(hours),
        ..cx.clone()
    }
}

fn kids(ring: &Ring) -> Vec<String> {
    names(ring.set())
}

fn names(set: &JwkSet) -> Vec<String> {
    let mut kids: Vec<String> = set.0.iter().map(oidc::jose::Jwk::thumbprint).collect();
    kids.sort();
    kids
}

fn signs(ring: &Ring, cx: &Cx) -> String {
    let signer = ring.signer(Alg::Es256, cx.now).unwrap();
    signer.kid().to_owned()
}

async fn two_nodes_that_begin_at_once_sign_with_the_same_keys(kit: Kit) {
    let cx = kit.operator();
    let other = another(&kit.app);
    let (one, two) = tokio::join!(published(&kit.app, &cx), published(&other, &cx));
    let (one, two) = (one.unwrap(), two.unwrap());
    // Whoever read between two inserts of the other sees the rest when it reads again.
    let later = after(&cx, 1);
    let fresh = published(&other, &later).await.unwrap();
    assert_eq!(kids(&fresh).len(), 3);
    assert_eq!(
        kids(&published(&kit.app, &later).await.unwrap()),
        kids(&fresh)
    );
    assert_eq!(signs(&one, &cx), signs(&two, &cx));
}

async fn a_successor_is_shown_before_it_signs_and_the_old_key_afterwards(kit: Kit) {
    let start = kit.operator();
    let first = published(&kit.app, &start).await.unwrap();
    let old = signs(&first, &start);
    let mut seen_before = false;
    for days in 1..=92 {
        let cx = after(&start, days * DAY);
        let ring = published(&kit.app, &cx).await.unwrap();
        let now = signs(&ring, &cx);
        if now == old {
            seen_before = kids(&ring).len() == 6;
            continue;
        }
        assert!(seen_before, "shown a day before");
        assert_eq!(kids(&ring).len(), 6, "shown a day after");
        let over = after(&cx, 2 * DAY);
        let ring = published(&kit.app, &over).await.unwrap();
        assert_eq!((kids(&ring).len(), signs(&ring, &over)), (3, now));
        return;
    }
    panic!("the key signs for ever");
}

async fn all_keys_are_replaced_at_once_and_stolen_ones_are_shown_no_more(kit: Kit) {
    let cx = kit.operator();
    let first = published(&kit.app, &cx).await.unwrap();
    let later = after(&cx, 1);
    let second = rotate(&kit.app, &later, false).await.unwrap();
    assert_ne!(signs(&second, &later), signs(&first, &cx));
    assert_eq!(
        kids(&second).len(),
        6,
        "what the old ones signed is still good"
    );
    assert_eq!(names(second.hints()), kids(&second), "each once");
    let last = after(&cx, 2);
    let third = rotate(&kit.app, &last, true).await.unwrap();
    assert_eq!(kids(&third).len(), 3);
    assert!(!kids(&third).contains(&signs(&second, &later)));
    assert_eq!(names(third.hints()), kids(&third), "nor is it a hint");
    let elsewhere = published(&another(&kit.app), &last).await.unwrap();
    assert_eq!(kids(&elsewhere), kids(&third));
}

async fn what_a_key_signed_is_a_hint_half_a_year_longer(kit: Kit) {
    let start = kit.operator();
    let first = published(&kit.app, &start).await.unwrap();
    let old = signs(&first, &start);
    for (days, shown, hint) in [
        (0, true, true),
        (100, false, true),
        (180, false, true),
        (280, false, false),
    ] {
        let ring = published(&kit.app, &after(&start, days * DAY)).await;
        let ring = ring.unwrap();
        assert_eq!(kids(&ring).contains(&old), shown, "{days}");
        assert_eq!(names(ring.hints()).contains(&old), hint, "{days}");
        assert!(!ring.published().contains(&old) || shown, "{days}");
    }
}

async fn a_clock_that_is_put_back_finds_a_key_that_signs(kit: Kit) {
    let cx = kit.operator();
    published(&kit.app, &cx).await.unwrap();
    for hours in [-1, -20 * DAY, -400 * DAY] {
        let back = after(&cx, hours);
        let ring = published(&kit.app, &back).await.unwrap();
        assert!(ring.signer(Alg::Rs256, back.now).is_some(), "{hours}");
    }
}

both!(
    two_nodes_that_begin_at_once_sign_with_the_same_keys,
    a_successor_is_shown_before_it_signs_and_the_old_key_afterwards,
    all_keys_are_replaced_at_once_and_stolen_ones_are_shown_no_more,
    what_a_key_signed_is_a_hint_half_a_year_longer,
    a_clock_that_is_put_back_finds_a_key_that_signs,
);
