//! The prints taken at the counter compared by machine with those on record (D59-12.2, D59-14.2.a2, D59-15.2).

use domain::evidence::{Beside, FingerMatch, MachineMatch, MatchOutcome, Modality, Whose};
use domain::finger::Finger;
use domain::regime::PersonKind;
use store::capture;
use store::registration::Stored;

use super::machine::{AT_ONCE, Machine};
use crate::ports::{Examined, FingersCompared, Print};
use crate::registration::image;
use crate::{App, Error, Result};

/// An engine that breaks down on prints says nothing about a person.
const FAILED: &str = "finger-engine-failed";
/// I6: a register that does not answer has not said that there are none.
const SILENT: &str = "finger-register-silent";

/// The prints of a dossier, finger by finger.
pub(super) async fn taken(app: &App, stored: &Stored) -> Result<Vec<Print>> {
    let mut source = app.db.read().await?;
    let mut prints = Vec::new();
    for one in &stored.dossier.fingers {
        let finger = Finger::parse(&one.finger);
        let image = capture::image(&mut source, stored.subject, one.capture).await?;
        prints.extend(finger.zip(image));
    }
    Ok(prints)
}

/// D59-14.2.a2: what a machine says of a print that was just taken, beside those taken before; `None` without one.
pub(super) async fn examine(
    app: &App,
    (finger, print): Print,
    others: Vec<Print>,
) -> Option<Examined> {
    let fingers = app.fingers.clone()?;
    let looked = image::run_in(&AT_ONCE, move || fingers.examine(&print, finger, &others)).await;
    Some(looked.unwrap_or_else(|cause| {
        broke_down(&cause);
        Examined::Unknown
    }))
}

fn broke_down(cause: &Error) {
    tracing::error!(error = %cause, "the finger engine broke down");
}

/// Compares the prints of a dossier with those that the person's register has.
pub(super) async fn compare(app: &App, stored: &Stored) -> Result<Machine> {
    let (Some(fingers), Some(number)) = (app.fingers.clone(), &stored.dossier.number) else {
        return Ok(Machine::Absent);
    };
    let live = taken(app, stored).await?;
    if live.is_empty() {
        return Ok(Machine::Says(Vec::new()));
    }
    // D59-14.2.a2, D59-15.2: a citizen's are in the card register, a foreigner's in the immigration register.
    let source = match number.kind() {
        PersonKind::Citizen => Beside::Card,
        PersonKind::Foreigner => Beside::Immigration,
    };
    let engine = fingers.engine();
    let of: Vec<Finger> = live.iter().map(|(finger, _)| *finger).collect();
    let compared = match app.registers.prints(number).await {
        Ok(on_record) => image::run_in(&AT_ONCE, move || fingers.compare(&live, &on_record))
            .await
            .unwrap_or_else(|cause| {
                broke_down(&cause);
                none(&of, engine, (Whose::Live, FAILED))
            }),
        Err(silent) => {
            tracing::warn!(%silent, "no prints on record could be asked for");
            none(&of, engine, (Whose::Reference, SILENT))
        }
    };
    Ok(Machine::Says(vec![MachineMatch {
        modality: Modality::Fingers(compared.fingers),
        source,
        outcome: compared.outcome,
        engine: compared.engine,
    }]))
}

fn none(
    of: &[Finger],
    engine: domain::evidence::MachineEngine,
    (whose, why): (Whose, &str),
) -> FingersCompared {
    let outcome = MatchOutcome::NotCompared {
        whose,
        why: why.to_owned(),
    };
    let row = |finger: &Finger| FingerMatch {
        finger: *finger,
        outcome: outcome.clone(),
    };
    FingersCompared {
        fingers: of.iter().map(row).collect(),
        outcome: outcome.clone(),
        engine,
    }
}
