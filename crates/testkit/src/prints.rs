//! Drawn fingerprints of nobody real, which the real engine finds again.

use app::ports::Print;
use domain::finger::Finger;
use domain::registers::PortraitSource;
use store::Audit;
use store::registers::print::{Sealed, save};

use crate::TestApp;

/// The two index fingers of somebody, at a touch of the plate; touch 0 is what registers keep.
pub fn of(owner: &str, touch: u8) -> Vec<Print> {
    [Finger::RightIndex, Finger::LeftIndex]
        .map(|finger| (finger, one(owner, finger, touch)))
        .to_vec()
}

/// One finger as a PNG of 320 by 400 pixels, 500 an inch.
pub fn one(owner: &str, finger: Finger, touch: u8) -> Vec<u8> {
    country::prints::print(owner, finger, touch).expect("a print is drawn")
}

/// Puts prints into a register, under a number or the number of a foreigner's file.
pub async fn register(test: &TestApp, key: &str, source: PortraitSource, prints: &[Print]) {
    let mut tx = test.app.db.begin().await.expect("a transaction");
    for (finger, bytes) in prints {
        let place = (source, *finger);
        let sealed = Sealed::new(test.app.db.keys(), key.to_owned(), place, bytes);
        save(&mut tx, sealed.expect("a seal"))
            .await
            .expect("a print is kept");
    }
    tx.commit(Audit::Bookkeeping("test prints"))
        .await
        .expect("committed");
}
