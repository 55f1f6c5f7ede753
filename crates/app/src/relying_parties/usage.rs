//! Metering: what each service uses, counted with the act itself (D59-31.2).

use domain::ids::ClientId;
use domain::time::viet_nam_date;
use jiff::ToSpan;
use store::relying_party::usage::{self, Use};
use store::{Source, Tx};

use crate::{App, Cx, Result};

/// So many days are shown.
pub const DAYS: i32 = 30;

/// What a service used lately.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Used {
    /// Sign-ins of people.
    pub sign_ins: u64,
    /// Codes and refresh tokens exchanged.
    pub exchanges: u64,
    /// Readings of holders' facts; those of one access token are one.
    pub readings: u64,
}

/// Counts one use in the transaction of the act.
pub(super) async fn count(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    client: ClientId,
    of: Use,
) -> Result<()> {
    let [chance] = app.random();
    Ok(usage::count(tx, client, viet_nam_date(cx.now), of, (chance, 1)).await?)
}

/// What a service used within the last thirty days.
pub(super) async fn lately(source: &mut impl Source, cx: &Cx, client: ClientId) -> Result<Used> {
    let today = viet_nam_date(cx.now);
    let since = today.checked_sub((DAYS - 1).days()).unwrap_or(today);
    Ok(Used {
        sign_ins: usage::since(source, client, since, Use::SignIn).await?,
        exchanges: usage::since(source, client, since, Use::Exchange).await?,
        readings: usage::since(source, client, since, Use::Reading).await?,
    })
}
