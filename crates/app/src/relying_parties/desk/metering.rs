//! What a client uses, for its owner and for the manager (D59-31.2): by month, by day, as CSV. Whether it is
//! to be paid is the kind's (D69-27).

use std::collections::BTreeMap;
use std::fmt::Write;

use domain::authority::{Operation, require};
use domain::ids::ClientId;
use domain::regime::Regime;
use domain::time::viet_nam_date;
use jiff::ToSpan;
use jiff::civil::Date;
use store::relying_party::client::{self, Client};
use store::relying_party::usage::{self, Use};

use super::super::usage::Used;
use super::mine;
use crate::{App, Cx, Error, Result};

/// So many months back.
const MONTHS: i32 = 12;

/// What a client used.
#[derive(Debug, Clone)]
pub struct Metering {
    /// The client.
    pub client: Client,
    /// By month, the latest first.
    pub months: Vec<Month>,
    /// By day, the latest first.
    pub days: Vec<(Date, Used)>,
    /// D59-31.2, D69-27: whether the use is paid for, by the decree of today.
    pub pays: bool,
}

/// One month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    /// Its first day.
    pub first: Date,
    /// What was used.
    pub used: Used,
}

fn add(used: &mut Used, of: Use, count: u64) {
    let slot = match of {
        Use::SignIn => &mut used.sign_ins,
        Use::Exchange => &mut used.exchanges,
        Use::Reading => &mut used.readings,
    };
    *slot += count;
}

/// The figures of a client of one's own, or of any for whoever may read parties.
pub async fn metering(app: &App, cx: &Cx, id: ClientId) -> Result<Metering> {
    let mut source = app.db.read().await?;
    let client = match cx.holder() {
        Ok(_) => mine(&mut source, cx, id).await?,
        Err(_) => {
            require(&cx.actor, Operation::ReadParties)?;
            client::find(&mut source, id)
                .await?
                .ok_or(Error::NotFound)?
        }
    };
    let today = viet_nam_date(cx.now);
    let since = today.first_of_month();
    let since = since.checked_sub((MONTHS - 1).months()).unwrap_or(since);
    let (mut days, mut months) = (BTreeMap::new(), BTreeMap::new());
    for (day, of, count) in usage::by_day(&mut source, id, since).await? {
        add(days.entry(day).or_default(), of, count);
        add(months.entry(day.first_of_month()).or_default(), of, count);
    }
    let regime = Regime::on(today).unwrap_or(Regime::Decree59);
    Ok(Metering {
        pays: client.kind.pays(regime),
        client,
        months: months
            .into_iter()
            .rev()
            .map(|(first, used)| Month { first, used })
            .collect(),
        days: days.into_iter().rev().collect(),
    })
}

/// The days as CSV (RFC 4180); numbers and dates only, so that nothing needs quoting.
pub fn csv(metering: &Metering) -> String {
    let mut text = String::from("day,kind,pays,sign_ins,exchanges,readings\r\n");
    let (kind, pays) = (metering.client.kind.as_str(), metering.pays);
    for (day, used) in &metering.days {
        let Used {
            sign_ins,
            exchanges,
            readings,
        } = used;
        let line = writeln!(
            text,
            "{day},{kind},{pays},{sign_ins},{exchanges},{readings}\r"
        );
        line.unwrap_or_default();
    }
    text
}
