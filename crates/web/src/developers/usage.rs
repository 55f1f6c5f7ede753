//! What a client used, by month and day, and as a file (D59-31.2, D69-27).

use app::relying_parties::Used;
use app::relying_parties::desk::{Metering, metering, metering_csv};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use domain::ids::ClientId;
use maud::{Markup, html};
use ui::{Cell, Table};

use crate::error;
use crate::extract::{Place, Signed};
use crate::i18n::{Lang, date};
use crate::t;

/// Rows shown; the file has them all.
const MONTHS: usize = 6;
const DAYS: usize = 7;

async fn load(signed: &Signed, id: ClientId) -> Result<Metering, app::Error> {
    metering(&signed.app, &signed.cx, id).await
}

pub(super) async fn show(signed: Signed, Place(id): Place<ClientId>) -> Response {
    let metering = match load(&signed, id).await {
        Ok(metering) => metering,
        Err(failure) => return error::page(&signed.view, &failure),
    };
    let lang = signed.view.lang;
    let title = t!(lang, "party-usage");
    let home = format!("/developers/{id}");
    let days = metering.days.iter().take(DAYS);
    let days = days.map(|(day, used)| (date(*day), *used)).collect();
    let body = html! {
        h1.govuk-heading-l { (title) }
        (months(lang, &metering))
        (table(lang, "party-day", days))
        p.govuk-body { a.govuk-link href={ (home) "/usage.csv" } { (t!(lang, "party-usage-file")) } }
    };
    super::page(&signed, &title, &home).respond(body)
}

pub(super) async fn csv(signed: Signed, Place(id): Place<ClientId>) -> Response {
    match load(&signed, id).await {
        Ok(metering) => file(&metering),
        Err(failure) => error::page(&signed.view, &failure),
    }
}

/// Whether it is paid for, and the latest months.
pub(crate) fn months(lang: Lang, metering: &Metering) -> Markup {
    let paid = if metering.pays {
        t!(lang, "party-pays")
    } else {
        t!(lang, "party-free")
    };
    let months = metering.months.iter().take(MONTHS);
    let months = months.map(|month| (month.first.strftime("%m/%Y").to_string(), month.used));
    html! {
        p.govuk-body { (paid) }
        (table(lang, "party-month", months.collect()))
    }
}

fn table(lang: Lang, what: &'static str, rows: Vec<(String, Used)>) -> Markup {
    let head = [what, "party-sign-ins", "party-exchanges", "party-readings"];
    let table = Table::new(head.map(|key| Cell::new(t!(lang, key))));
    let table = rows.into_iter().fold(table, |table, (when, used)| {
        table.row([
            Cell::new(when),
            Cell::new(used.sign_ins.to_string()),
            Cell::new(used.exchanges.to_string()),
            Cell::new(used.readings.to_string()),
        ])
    });
    html! { (table) }
}

/// The days as a file.
pub(crate) fn file(metering: &Metering) -> Response {
    let name = format!("attachment; filename=\"usage-{}.csv\"", metering.client.id);
    (
        [
            (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
            (header::CONTENT_DISPOSITION, name),
        ],
        metering_csv(metering),
    )
        .into_response()
}
