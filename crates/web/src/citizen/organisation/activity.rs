//! What is on record about the organisation's account (I8).

use app::organisations::activity;
use axum::extract::Path;
use axum::response::Response;
use domain::ids::SubjectId;
use maud::html;

use super::{named, place};
use crate::citizen::activity::{before, table};
use crate::citizen::fields;
use crate::error;
use crate::extract::Signed;
use crate::page::{Audience, Page};
use crate::t;

pub(super) async fn show(signed: Signed, Path(id): Path<String>) -> Response {
    let organisation: SubjectId = match named(&signed, &id) {
        Ok(organisation) => organisation,
        Err(page) => return *page,
    };
    let from = before(&signed.view.query);
    let list = match activity(&signed.app, &signed.cx, organisation, from).await {
        Ok(list) => list,
        Err(error) => return error::page(&signed.view, &error),
    };
    let lang = signed.view.lang;
    let title = t!(lang, "organisation-activity");
    let here = place(organisation);
    let body = html! {
        (fields::heading(&title, None))
        @if list.items.is_empty() { p.govuk-body { (t!(lang, "activity-none")) } }
        @else { (table(lang, &title, &list.items)) }
        @if let Some(next) = list.next {
            p.govuk-body {
                a.govuk-link rel="next" href={ (here) "/activity?before=" (next.as_millisecond()) } { (t!(lang, "activity-older")) }
            }
        }
    };
    Page::new(&signed.view, Audience::Citizen, &title)
        .back(here)
        .respond(body)
}
