//! A register tells a change (D59-10.1): it places a hold, or its correction ends exactly that one.

use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::event::Event;
use domain::fault::{Fault, Faults};
use domain::hold::{Channel, Ground};
use domain::person::PersonNumber;
use store::account::Stored;
use store::{Entry, Tx, account, register_event};

use super::{Ended, Locked, NewHold, end, place, take_papers};
use crate::{App, Cx, Error, Result, entry_with};

/// What a register tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// D59-19.1.a.iv: the person died.
    Death,
    /// The record of the death was wrong.
    DeathCorrected,
    /// D59-19.1.a.iii: the citizen-id card was withdrawn.
    CardWithdrawn,
    /// The withdrawal was taken back, or a new card issued.
    CardRestored,
    /// A foreigner's passport or stay is another (D59-19.2.a).
    PapersChanged,
    /// The immigration register tells a foreigner's death.
    ForeignerDeath,
    /// The record of a foreigner's death was wrong.
    ForeignerDeathCorrected,
}

impl Change {
    /// All changes.
    pub const ALL: [Self; 7] = [
        Self::Death,
        Self::DeathCorrected,
        Self::CardWithdrawn,
        Self::CardRestored,
        Self::PapersChanged,
        Self::ForeignerDeath,
        Self::ForeignerDeathCorrected,
    ];

    /// Stable word (`register-change-<word>`).
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Death => "death",
            Self::DeathCorrected => "death-corrected",
            Self::CardWithdrawn => "card-withdrawn",
            Self::CardRestored => "card-restored",
            Self::PapersChanged => "papers-changed",
            Self::ForeignerDeath => "foreigner-death",
            Self::ForeignerDeathCorrected => "foreigner-death-corrected",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.as_str() == text)
    }

    /// The register that tells it.
    pub const fn register(self) -> &'static str {
        match self {
            Self::Death | Self::DeathCorrected => "population",
            Self::CardWithdrawn | Self::CardRestored => "cards",
            Self::PapersChanged | Self::ForeignerDeath | Self::ForeignerDeathCorrected => {
                "foreigners"
            }
        }
    }

    /// The ground it places (`true`) or ends; papers set dates instead.
    const fn ground(self) -> Option<(Ground, bool)> {
        match self {
            Self::Death | Self::ForeignerDeath => Some((Ground::Death, true)),
            Self::DeathCorrected | Self::ForeignerDeathCorrected => Some((Ground::Death, false)),
            Self::CardWithdrawn => Some((Ground::CardWithdrawn, true)),
            Self::CardRestored => Some((Ground::CardWithdrawn, false)),
            Self::PapersChanged => None,
        }
    }
}

/// An event as it arrives.
#[derive(Debug)]
pub struct TellEvent<'a> {
    /// The register's own identifier of the event.
    pub event: &'a str,
    /// Whom it concerns.
    pub number: &'a str,
    /// What changed.
    pub change: Change,
}

/// What an event led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// The account is locked.
    Locked(Locked),
    /// That ground ended.
    Ended(Ended),
    /// Papers and stay were taken over.
    Papers,
    /// This event was carried out before.
    Repeated,
}

/// D59-19.1.a.iii, D59-19.1.a.iv, D59-10.1: carries an event out, once however often it is told.
pub async fn tell_event(app: &App, cx: &Cx, command: &TellEvent<'_>) -> Result<Told> {
    require(&cx.actor, Operation::TellRegisterEvent)?;
    let cx = &cx.with_purpose(Purpose::RegisterUpdate);
    let mut faults = Faults::default();
    let event = faults.take(event_id(command.event));
    let number = faults
        .take(PersonNumber::parse(command.number).map_err(|e| Fault::new("number", e.code())));
    let (Some(event), Some(number)) = (event, number) else {
        return Err(faults.into());
    };
    let change = command.change;
    let register = change.register();
    let mut tx = app.db.begin().await?;
    let stored = account::by_number(&mut tx, &number, cx.now).await?;
    let mut stored = stored.ok_or(Error::Refused("person-unknown"))?;
    if !register_event::note(&mut tx, register, event, cx.now).await? {
        return Ok(Told::Repeated);
    }
    let source = format!("{register}/{event}");
    let (told, mut entries) = carry_out(&mut tx, app, cx, &mut stored, (change, source)).await?;
    let detail =
        serde_json::json!({ "register": register, "event": event, "change": change.as_str() });
    entries.push(entry_with(
        app,
        cx,
        Event::RegisterEventTold,
        stored.account.subject,
        detail,
    ));
    tx.commit(entries).await?;
    Ok(told)
}

async fn carry_out(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    stored: &mut Stored,
    what: (Change, String),
) -> Result<(Told, Vec<Entry>)> {
    let (change, source) = what;
    let Some((ground, locks)) = change.ground() else {
        let entries = take_papers(tx, app, cx, stored, &source).await?;
        return Ok((Told::Papers, entries));
    };
    if locks {
        let new = NewHold {
            ground,
            reason: None,
            channel: Channel::Register,
            source,
            regime: None,
        };
        let (locked, entries) = place(tx, app, cx, stored, new).await?;
        Ok((Told::Locked(locked), entries))
    } else {
        let gone = (ground, Channel::Register, source.as_str());
        let (ended, entries) = end(tx, app, cx, stored, gone).await?;
        Ok((Told::Ended(ended), entries))
    }
}

/// One to sixty-four visible ASCII characters.
fn event_id(text: &str) -> std::result::Result<&str, Fault> {
    let text = text.trim();
    let fits = (1..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic());
    if fits {
        Ok(text)
    } else {
        Err(Fault::new("event", "event-id"))
    }
}
