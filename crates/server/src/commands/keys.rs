//! `keys rotate`.

use app::relying_parties;
use domain::actor::{Actor, Purpose};

use crate::config::Settings;
use crate::failure::Failure;
use crate::{out, wiring};

/// New signing keys now; says their names.
pub(crate) async fn rotate(settings: &Settings, stolen: bool) -> Result<(), Failure> {
    let app = wiring::app(settings).await?;
    let cx = app.acting(Actor::Operator, Purpose::Administration);
    let ring = relying_parties::rotate(&app, &cx, stolen).await?;
    for (alg, kid) in ring.signing_now(cx.now) {
        out::line(format_args!("{alg:6} {kid}"));
    }
    Ok(())
}
