//! Opening hours of the counters of Binh Duong, so that visits can be booked at once.

use app::visits::{SetHours, set_hours_at};
use app::{App, Error};
use domain::actor::{Actor, Purpose};
use domain::registers::UnitKind;

use crate::failure::Failure;

const PROVINCE: &str = "074";
const DAY: &str = "07:30-11:30, 13:30-17:00";

/// Sets them where they are missing; a run that was stopped half-way goes on.
pub(crate) async fn opening_hours(app: &App) -> Result<(), Failure> {
    let cx = app.acting(Actor::Operator, Purpose::Administration);
    let mut source = app.db.read().await?;
    let units = store::unit::list(&mut source).await?;
    drop(source);
    let here = units.into_iter().filter(|unit| {
        unit.province.as_deref() == Some(PROVINCE) && unit.kind != UnitKind::CallCentre
    });
    let typed = SetHours {
        week: [DAY, DAY, DAY, DAY, DAY, "07:30-11:30", ""],
        minutes: "20",
        seats: "2",
        ahead: "14",
        lead: "60",
        revision: 0,
    };
    for unit in here {
        match set_hours_at(app, &cx, &unit.code, &typed).await {
            Ok(()) | Err(Error::Stale) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}
