//! One queued registration before an officer: what was stated, what the registers hold.

use domain::regime::{Form, Regime};
use domain::registers::PortraitSource;
use domain::registration::State;
use store::holiday;
use store::registration::Stored;

use crate::counter::access::{self, Compared, Register, purpose, read_entry};
use crate::registration::clock::{Left, left};
use crate::registration::foreigner;
use crate::{App, Cx, Error, Result};

/// What the officer sees.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The registration.
    pub stored: Stored,
    /// Statement beside registers.
    pub compared: Compared,
    /// Office time left while it waits.
    pub left: Option<Left>,
    /// Whether the population register has a portrait.
    pub register_portrait: bool,
    /// Whether the card register has one.
    pub card_portrait: bool,
    /// D59-TK: its form, where the decree that judges it has one.
    pub form: Option<Form>,
}

/// D59-TK, D69-10.2, D69-11: the form of a registration, by the decree of the day of its receipt.
pub(crate) fn form(cx: &Cx, stored: &Stored) -> Option<Form> {
    Regime::judging(stored.received, cx.now)?.registration_form(stored.level)
}

/// Whether a register has a portrait to show.
pub(crate) async fn has_portrait(app: &App, stored: &Stored, source: PortraitSource) -> bool {
    portrait(app, stored, source).await.is_some()
}

/// A register's portrait; a silent one has none now.
pub(crate) async fn portrait(
    app: &App,
    stored: &Stored,
    source: PortraitSource,
) -> Option<Vec<u8>> {
    let number = stored.dossier.number.as_ref()?;
    app.registers
        .portrait(number, source)
        .await
        .unwrap_or_default()
}

/// D59-15.1: a foreigner whose paper the register did not know when he handed it in is asked for each time
/// somebody looks; then the comparison is made.
async fn asked_anew(app: &App, cx: &Cx, stored: Stored) -> Result<(Stored, Compared)> {
    match foreigner::identify(app, cx, stored.clone()).await? {
        Ok(stored) => {
            let compared = access::compare(app, &stored).await?;
            Ok((stored, compared))
        }
        Err(silent) => Ok((stored, Compared::nothing(Register::Silent(silent)))),
    }
}

/// Opens a registration; the reading is on record (D59-4.4).
pub async fn open(app: &App, cx: &Cx, reference: &str) -> Result<Opened> {
    let mut source = app.db.read().await?;
    let stored = access::queued(&mut source, cx, reference).await?;
    let calendar = holiday::calendar(&mut source).await?;
    drop(source);
    if !access::is_open(&stored) {
        return Err(Error::Refused("registration-decided"));
    }
    let (stored, compared) = asked_anew(app, cx, stored).await?;
    let left = match stored.state {
        State::Received { due, .. } => Some(left(&calendar, cx.now, due)),
        State::Draft
        | State::Incomplete { .. }
        | State::Approved { .. }
        | State::Refused { .. } => None,
    };
    let tx = app.db.begin().await?;
    tx.commit(read_entry(
        app,
        cx,
        &stored,
        "registration",
        purpose(&stored),
    ))
    .await?;
    Ok(Opened {
        register_portrait: has_portrait(app, &stored, PortraitSource::Population).await,
        card_portrait: has_portrait(app, &stored, PortraitSource::Card).await,
        form: form(cx, &stored),
        stored,
        compared,
        left,
    })
}
