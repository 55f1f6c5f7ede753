//! The activity page: sign-ins, changes, and who of the staff looked, why (D59-4.4).

use app::activity::{By, Item, all, own, to_csv};
use axum::Router;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use jiff::Timestamp;
use maud::{Markup, html};
use ui::Table;

use crate::error;
use crate::extract::Signed;
use crate::i18n::{Lang, date_time, has, machine_time};
use crate::page::{Audience, Page};
use crate::state::Web;
use crate::t;

/// Page and file.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/activity", get(show))
        .route("/activity/export", get(export))
}

/// `before=<milliseconds>` of the query.
pub(super) fn before(query: &str) -> Option<Timestamp> {
    let value = query
        .split('&')
        .find_map(|pair| pair.strip_prefix("before="))?;
    Timestamp::from_millisecond(value.parse().ok()?).ok()
}

async fn show(signed: Signed) -> Response {
    match own(&signed.app, &signed.cx, before(&signed.view.query)).await {
        Ok(page) => draw(&signed, &page),
        Err(error) => error::page(&signed.view, &error),
    }
}

fn draw(signed: &Signed, list: &app::activity::Page) -> Response {
    let view = &signed.view;
    let lang = view.lang;
    let title = t!(lang, "activity-title");
    let phone = signed.app.config.call_centre.as_str();
    let body = html! {
        h1.govuk-heading-l { (title) }
        p.govuk-body { (t!(lang, "activity-text")) }
        @if list.items.is_empty() { p.govuk-body { (t!(lang, "activity-none")) } } @else { (table(lang, &title, &list.items)) }
        @if let Some(next) = list.next {
            p.govuk-body {
                a.govuk-link rel="next" href={ "/activity?before=" (next.as_millisecond()) } { (t!(lang, "activity-older")) }
            }
        }
        p.govuk-body { a.govuk-link href="/activity/export" { (t!(lang, "activity-export")) } }
        p.govuk-body { (t!(lang, "activity-unknown", phone = phone)) " " a.govuk-link href="/lock" { (t!(lang, "activity-lock")) } }
    };
    Page::new(view, Audience::Citizen, &title)
        .back("/personal")
        .respond(body)
}

/// The entries as a table.
pub(super) fn table(lang: Lang, title: &str, items: &[Item]) -> Table {
    let head = [
        t!(lang, "activity-when"),
        t!(lang, "activity-what"),
        t!(lang, "activity-who"),
        t!(lang, "activity-why"),
    ];
    let start = Table::new(head)
        .caption(title)
        .caption_classes("govuk-visually-hidden");
    alike(lang, items).into_iter().fold(start, |table, run| {
        let Some(item) = run.first() else {
            return table;
        };
        table.row([
            time(item),
            what(lang, run),
            html! { (who(lang, &item.by)) },
            html! { (why(lang, item)) },
        ])
    })
}

fn time(item: &Item) -> Markup {
    html! { time datetime=(machine_time(item.at)) { (date_time(item.at)) } }
}

fn action(lang: Lang, item: &Item) -> String {
    t!(lang, &format!("activity-{}", item.action))
}

/// The particulars, in words.
fn particulars(lang: Lang, item: &Item) -> String {
    let words = item.details.iter().filter_map(|detail| match detail.name {
        "device" | "party" => Some(detail.value.clone()),
        name => {
            let key = format!("{name}-{}", detail.value);
            has(&key).then(|| t!(lang, &key))
        }
    });
    words.collect::<Vec<_>>().join(", ")
}

/// Readings that follow each other and differ in nothing but the time stand in one row: an officer who
/// turns pages would hide everything else.
fn alike(lang: Lang, items: &[Item]) -> Vec<&[Item]> {
    let words = |item: &Item| {
        [
            action(lang, item),
            particulars(lang, item),
            who(lang, &item.by),
            why(lang, item),
        ]
    };
    let staff = |item: &Item| matches!(item.by, By::Staff { .. });
    items
        .chunk_by(|one, next| staff(one) && words(one) == words(next))
        .collect()
}

fn what(lang: Lang, run: &[Item]) -> Markup {
    let more = run
        .first()
        .map(|item| particulars(lang, item))
        .unwrap_or_default();
    html! {
        @if let Some(item) = run.first() { (action(lang, item)) }
        @if !more.is_empty() { br; span.govuk-hint { (more) } }
        @if let [_, .., earliest] = run {
            br; span.govuk-hint { (t!(lang, "activity-times", count = run.len(), since = date_time(earliest.at))) }
        }
    }
}

fn who(lang: Lang, by: &By) -> String {
    match by {
        By::Staff { role, unit } => {
            let role = t!(lang, &format!("role-{role}"));
            t!(lang, "activity-staff", role = role, unit = unit.as_str())
        }
        By::Register(name) => {
            let register = t!(lang, &format!("register-name-{name}"));
            t!(lang, "activity-register", register = register)
        }
        By::Party(name) => t!(lang, "activity-party", name = name.as_str()),
        By::Holder | By::Person | By::System | By::Public => {
            t!(lang, &format!("by-{}", by.as_str()))
        }
    }
}

fn why(lang: Lang, item: &Item) -> String {
    t!(lang, &format!("purpose-{}", item.purpose))
}

async fn export(signed: Signed) -> Response {
    let lang = signed.view.lang;
    let head = [
        "activity-when",
        "activity-what",
        "activity-detail",
        "activity-who",
        "activity-why",
    ]
    .map(|key| t!(lang, key));
    let items = match all(&signed.app, &signed.cx).await {
        Ok(items) => items,
        Err(error) => return error::page(&signed.view, &error),
    };
    let rows = items.iter().map(|item| {
        let when = date_time(item.at);
        vec![
            when,
            action(lang, item),
            particulars(lang, item),
            who(lang, &item.by),
            why(lang, item),
        ]
    });
    match to_csv(&head, rows) {
        // The mark at the beginning makes spreadsheets read Vietnamese letters right.
        Ok(file) => (
            [
                (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
                (
                    header::CONTENT_DISPOSITION,
                    "attachment; filename=\"activity.csv\"",
                ),
            ],
            ["\u{feff}".as_bytes(), &file].concat(),
        )
            .into_response(),
        Err(error) => error::page(&signed.view, &error),
    }
}
