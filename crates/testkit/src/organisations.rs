//! Organisations of the business register, and people who act for them.

use app::{App, Cx, Lang};
use domain::actor::{Actor, AuthLevel, Purpose};
use domain::ids::{SessionId, SubjectId};
use domain::organisation::{BusinessRecord, OrganisationCode};
use domain::registers::Register;
use store::Audit;
use store::registers::{Loader, business, state, table};
use store::session::{self, New, Scope};

pub use crate::people::company;

/// A tax code with its check digit, told from others by a number.
pub fn tax_code(n: u32) -> String {
    let made = OrganisationCode::generated(u64::from(n) + 10_000_000);
    made.as_str().trim_start_matches("TC").to_owned()
}

/// Writes a record into the business register, which answers from then on.
pub async fn register(app: &App, record: &BusinessRecord) {
    let now = app.clock.now();
    let mut tx = app.db.begin().await.expect("begin");
    let mut cells = Vec::new();
    business::cells(record, &mut cells);
    let mut loader = Loader::new(table(Register::Business));
    loader.rows(&mut tx, cells).await.expect("rows");
    loader.finish(&mut tx).await.expect("finish");
    state::loaded(&mut tx, Register::Business, now)
        .await
        .expect("loaded");
    tx.commit(Audit::Bookkeeping("test register"))
        .await
        .expect("commit");
}

/// A signed-in holder, without the pages.
pub async fn signed_in(app: &App, subject: SubjectId) -> Cx {
    let session = app.id(SessionId::from_bytes);
    let now = app.clock.now();
    let mut tx = app.db.begin().await.expect("begin");
    let new = New {
        subject,
        digest: app.random::<32>().to_vec(),
        id: session,
        device: None,
        level: AuthLevel::TWO,
        means: Vec::new(),
        scope: Scope::Open,
        approved_by: None,
        raised: None,
        at: now,
        expires: now + jiff::SignedDuration::from_hours(24 * 365),
    };
    session::insert(&mut tx, &new).await.expect("session");
    tx.commit(Audit::Bookkeeping("test session"))
        .await
        .expect("commit");
    let actor = Actor::Holder {
        subject,
        session,
        level: AuthLevel::TWO,
    };
    Cx {
        lang: Lang::Vi,
        ..app.acting(actor, Purpose::OwnUse)
    }
}
