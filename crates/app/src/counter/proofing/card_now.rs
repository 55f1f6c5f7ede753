//! Whether the citizen has a valid chip card now: asked again until the dossier is received, whose day decides
//! (D59-14.2.b, I10).

use domain::account::SubjectKind;
use domain::registers::CardRecord;
use domain::registration::State;
use domain::time::viet_nam_date;
use jiff::civil::Date;
use store::registration::Stored;

use super::task::nearly_complete;
use crate::counter::access;
use crate::{App, Cx, Result};

/// What the card register said just before a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CardNow {
    /// Nobody had to ask, or it did not answer: what is known stays (I6).
    NotAsked,
    /// Whether it has a valid chip card.
    Told(bool),
}

impl CardNow {
    /// Of what the register told.
    pub(super) fn of(card: Option<&CardRecord>, today: Date) -> Self {
        let fit = card
            .map(|c| c.facts(today))
            .is_some_and(|c| c.fit && c.valid);
        Self::Told(fit)
    }

    /// Asks before an edit that may complete a citizen's dossier, and before no other.
    pub(crate) async fn ask(app: &App, cx: &Cx, reference: &str) -> Result<Self> {
        let mut source = app.db.read().await?;
        let stored = access::open_proofing(&mut source, cx, reference).await?;
        drop(source);
        Self::ask_before(app, cx, &stored).await
    }

    /// The same of a registration that was read.
    pub(crate) async fn ask_before(app: &App, cx: &Cx, stored: &Stored) -> Result<Self> {
        if stored.state == State::Draft && nearly_complete(stored) {
            Self::ask_of(app, cx, stored).await
        } else {
            Ok(Self::NotAsked)
        }
    }

    /// Asks about a registration. A register that is not asked because it is being spared has not said that nothing
    /// changed: then nothing is done.
    pub(super) async fn ask_of(app: &App, cx: &Cx, stored: &Stored) -> Result<Self> {
        let Some(number) = &stored.dossier.number else {
            return Ok(Self::NotAsked);
        };
        if stored.dossier.kind != SubjectKind::Citizen {
            return Ok(Self::NotAsked);
        }
        match app.registers.card(number).await {
            Ok(card) => Ok(Self::of(card.as_ref(), viet_nam_date(cx.now))),
            Err(silent) if silent.again.is_some() => Err(silent.into()),
            Err(silent) => {
                tracing::warn!(
                    register = silent.register,
                    why = silent.why,
                    "nobody says whether there is a card now"
                );
                Ok(Self::NotAsked)
            }
        }
    }

    /// Whether a citizen's dossier says otherwise.
    pub(super) fn changes(self, stored: &Stored) -> bool {
        let dossier = &stored.dossier;
        dossier.kind == SubjectKind::Citizen && self == Self::Told(!dossier.chip)
    }

    /// D59-14.2.b: who got a card since applies for none; who lost it since does, and nothing that was read from it or
    /// compared with it holds any more. That a card was suspect stays known.
    pub(super) fn apply(self, stored: &mut Stored) {
        if !self.changes(stored) {
            return;
        }
        let dossier = &mut stored.dossier;
        dossier.chip = !dossier.chip;
        if dossier.chip {
            dossier.card_application = None;
        } else {
            dossier.chip_reading = None;
            dossier.chip_portrait = None;
            dossier.card_issued = None;
            dossier.comparison = None;
        }
    }
}
