//! One second look before an officer: which portraits there are.

use domain::authority::{Operation, require};
use domain::evidence::OfficerComparison;
use domain::ids::{LookId, StaffId};
use domain::registers::PortraitSource;
use store::{Source, evidence, registration, second_look};

use crate::counter::access::unit;
use crate::counter::queue::has_portrait;
use crate::{App, Cx, Error, Result};

/// What the officer sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opened {
    /// Its only name.
    pub id: LookId,
    /// Whether the population register has a portrait.
    pub register: bool,
    /// Whether the card register has one.
    pub card: bool,
    /// Whether the one of the card's chip was compared.
    pub chip: bool,
    /// What a machine saw of turns of the head filmed with the live one (`turns-result-<word>`); no officer's word.
    pub turns: Option<&'static str>,
}

/// What lies behind a look that this officer may take.
pub(super) struct Behind {
    pub(super) look: second_look::Stored,
    pub(super) of: registration::Stored,
    pub(super) made: OfficerComparison,
}

/// The comparison of a look, where this officer had no part in turns of the head made or excepted for it.
pub(super) async fn unseen(
    source: &mut impl Source,
    look: &second_look::Stored,
    officer: StaffId,
) -> Result<Option<OfficerComparison>> {
    let made: Option<OfficerComparison> =
        evidence::body(source, look.subject, look.comparison).await?;
    Ok(made.filter(|made| !made.turns.names(officer)))
}

/// D59-14.2.a2, D59-20.4: a look that waits at the officer's unit and is nothing of his own. For everybody else it
/// does not exist.
pub(super) async fn behind(source: &mut impl Source, cx: &Cx, id: &str) -> Result<Behind> {
    require(&cx.actor, Operation::ProveLevelTwo)?;
    let id: LookId = id.parse().map_err(|_| Error::NotFound)?;
    let (unit, officer) = (unit(cx)?, cx.staff()?);
    let look = second_look::open_to(source, (&unit, officer), id).await?;
    let look = look.ok_or(Error::NotFound)?;
    let of = registration::load(source, look.subject, look.registration).await?;
    let made = unseen(source, &look, officer).await?;
    Ok(Behind {
        of: of.ok_or(Error::NotFound)?,
        made: made.ok_or(Error::NotFound)?,
        look,
    })
}

/// Opens a look: no name, no number, no score, nobody's opinion.
pub async fn open(app: &App, cx: &Cx, id: &str) -> Result<Opened> {
    let mut source = app.db.read().await?;
    let Behind { look, of, made } = behind(&mut source, cx, id).await?;
    drop(source);
    Ok(Opened {
        id: look.id,
        register: has_portrait(app, &of, PortraitSource::Population).await,
        card: has_portrait(app, &of, PortraitSource::Card).await,
        chip: made.chip_portrait.is_some(),
        turns: made.turns.blindly(),
    })
}
