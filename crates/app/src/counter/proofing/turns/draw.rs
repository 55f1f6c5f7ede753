//! The server draws turns of the head, for one answer.

use domain::actor::Purpose;
use domain::event::Event;
use domain::ids::TurnsId;
use store::attempt::{self, Attempt};

use super::{Body, KIND, LIFE, OVER, TURNS_A_DAY, digest, mark, today, turned, waited};
use crate::counter::access;
use crate::counter::proofing::{CardNow, keep};
use crate::head_turns::Turns;
use crate::token::Token;
use crate::{App, Cx, Error, Result, entry_with};

/// D59-14.2.a2: draws turns for this officer in this session; those drawn before are over. Three times a day, answered
/// or not, and each is on record: one that nobody answered was a try as well.
pub async fn draw_turns(app: &App, cx: &Cx, session: &Token, reference: &str) -> Result<TurnsId> {
    let cx = &cx.with_purpose(Purpose::Proofing);
    let mut tx = app.db.begin().await?;
    let mut stored = access::open_proofing(&mut tx, cx, reference).await?;
    let how = turned(app, cx, &stored);
    if !how.offered || !how.engine {
        return Err(Error::Absent("turns-absent"));
    }
    let mut drawn: Vec<_> = today(&stored, cx.now).collect();
    if drawn.len() >= TURNS_A_DAY {
        return Err(Error::Refused("turns-tries-over"));
    }
    drawn.push(cx.now);
    stored.dossier.turns_drawn = drawn;
    let id = app.id(TurnsId::from_bytes);
    let [random] = app.random::<1>();
    let body = Body {
        registration: stored.id,
        officer: cx.staff()?,
        unit: access::unit(cx)?,
        session: mark(session),
        drawn: random,
    };
    let attempt = Attempt {
        subject: stored.subject,
        digest: digest(app, id),
        kind: KIND.to_owned(),
        stage: KIND.to_owned(),
        genuine: true,
        body: serde_json::to_value(body).map_err(|e| Error::Internal(e.to_string()))?,
        created: cx.now,
        expires: cx.now.checked_add(LIFE).map_err(|_| OVER)?,
        revision: 1,
    };
    attempt::delete_kind(&mut tx, stored.subject, KIND).await?;
    attempt::insert(&mut tx, &attempt).await?;
    let detail = serde_json::json!({
        "registration": stored.id,
        "today": stored.dossier.turns_drawn.len(),
    });
    let entry = entry_with(app, cx, Event::HeadTurnsDrawn, stored.subject, detail);
    keep(tx, app, cx, (stored, CardNow::NotAsked), vec![entry]).await?;
    Ok(id)
}

/// The turns that are waited for.
pub async fn show_turns(app: &App, cx: &Cx, session: &Token, of: (&str, &str)) -> Result<Turns> {
    let mut source = app.db.read().await?;
    let found = waited(&mut source, (app, cx), session, of).await?;
    Ok(Turns::drawn(found.drawn, found.attempt.expires))
}
