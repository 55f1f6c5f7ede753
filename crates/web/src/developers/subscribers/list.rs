//! A telecom's batches, and the form that brings another file.

use app::Error;
use app::cleaning::batches::{self, Door, Own};
use axum::response::Response;
use domain::ids::ClientId;
use maud::{Markup, html};
use ui::{Button, Cell, EmptyState, FileUpload, Icon, Select, SelectOption, Table, assets};

use super::home;
use crate::console::subscribers::tag;
use crate::developers::page;
use crate::error;
use crate::extract::{Place, Signed};
use crate::i18n::{Lang, date_time};
use crate::page::Errors;
use crate::t;

/// Encodings that can be said; nothing said: the file tells.
const ENCODINGS: [&str; 3] = ["utf-8", "windows-1258", "tcvn3"];

pub(super) async fn show(signed: Signed, Place(client): Place<ClientId>) -> Response {
    draw(&signed, client, "", &Errors::new(signed.view.lang)).await
}

pub(super) async fn draw(
    signed: &Signed,
    client: ClientId,
    encoding: &str,
    errors: &Errors,
) -> Response {
    let lang = signed.view.lang;
    let found = match batches::own(&signed.app, &signed.cx, Door::Desk(client)).await {
        Ok(found) => Some(found),
        Err(Error::Forbidden) => None,
        Err(failure) => return error::page(&signed.view, &failure),
    };
    let title = t!(lang, "cleaning-desk");
    let body = html! {
        h1.govuk-heading-l { (title) }
        @if let Some(found) = &found {
            p.govuk-body { (t!(lang, "cleaning-desk-text")) }
            (form(signed, client, encoding, errors))
            @if !found.is_empty() {
                h2.govuk-heading-m { (t!(lang, "cleaning-desk-own")) }
                (table(lang, client, found))
            }
        } @else {
            (EmptyState::new(Icon::Search, t!(lang, "cleaning-not-granted"), t!(lang, "cleaning-desk-not-granted")))
        }
    };
    page(signed, &title, &format!("/developers/{client}"))
        .errors(errors)
        .respond(body)
}

fn form(signed: &Signed, client: ClientId, encoding: &str, errors: &Errors) -> Markup {
    let lang = signed.view.lang;
    let encodings = ENCODINGS.map(|one| SelectOption::new(one, one));
    let sent = t!(lang, "cleaning-desk-sent", percent = "%P");
    let left = t!(lang, "cleaning-desk-left", percent = "%P", minutes = "%M");
    html! {
        div data-sender=(assets::url("send-file.js")) data-begin={ (home(client)) "/begin" } data-sent=(sent)
            data-left=(left) data-broken=(t!(lang, "cleaning-desk-broken"))
            data-out=(t!(lang, "cleaning-desk-signed-out")) {
            (signed.view.file_form(&home(client), html! {
                (FileUpload::new("file", t!(lang, "cleaning-desk-file")).hint(t!(lang, "cleaning-desk-hint"))
                    .accept(".csv,.txt,text/csv").error(errors.of("file")))
                (Select::new("encoding", t!(lang, "cleaning-desk-encoding"))
                    .hint(t!(lang, "cleaning-desk-encoding-hint"))
                    .options([SelectOption::new("", t!(lang, "cleaning-desk-encoding-any"))])
                    .options(encodings).value(encoding).error(errors.of("encoding")))
                (Button::new(t!(lang, "cleaning-desk-send")).prevent_double_click(true))
            }))
        }
    }
}

fn table(lang: Lang, client: ClientId, found: &[Own]) -> Table {
    let head = ["cleaning-created", "cleaning-rows", "cleaning-state"];
    let table = Table::new(head.map(|key| Cell::new(t!(lang, key)))).first_cell_is_header(true);
    found.iter().fold(table, |table, own| {
        let batch = &own.batch;
        let link = html! { a.govuk-link href={ (home(client)) "/" (batch.id) } { (date_time(batch.created)) } };
        table.row([
            Cell::new(link),
            Cell::numeric(batch.done.rows.to_string()),
            Cell::new(html! { (tag(lang, batch.state)) }),
        ])
    })
}
