//! Services that the holder lets know something about him, and taking it back (D59-5, D69-19).

use app::relying_parties::{Given, Handed, Number, consents, handed, numbers, withdraw};
use axum::response::Response;
use domain::relying_party::Claim;
use maud::{Markup, html};
use ui::{Button, EmptyState, Icon, NotificationBanner, Row, SummaryList};

use super::{numbers, packages};
use crate::error;
use crate::extract::Signed;
use crate::i18n::date_time;
use crate::middleware::Form;
use crate::oidc::claim_label;
use crate::page::{Audience, Page};
use crate::t;

pub(super) async fn show(signed: Signed) -> Response {
    match read(&signed).await {
        Ok(all) => page(&signed, &all),
        Err(failure) => error::page(&signed.view, &failure),
    }
}

type Linked = (Vec<Given>, Vec<Handed>, Vec<Number>);

async fn read(signed: &Signed) -> app::Result<Linked> {
    let (app, cx) = (&signed.app, &signed.cx);
    Ok((
        consents(app, cx).await?,
        handed(app, cx).await?,
        numbers(app, cx).await?,
    ))
}

pub(super) async fn remove(signed: Signed, form: Form) -> Response {
    let Ok(client) = form.get("client").parse() else {
        return error::page(&signed.view, &app::Error::NotFound);
    };
    match withdraw(&signed.app, &signed.cx, client).await {
        Ok(()) => signed.redirect("/personal/services?done=1"),
        Err(failure) => error::page(&signed.view, &failure),
    }
}

fn page(signed: &Signed, (all, packages, numbers): &Linked) -> Response {
    let lang = signed.view.lang;
    let title = t!(lang, "parties-title");
    let body = html! {
        @if signed.view.query.contains("done=1") {
            (NotificationBanner::new(t!(lang, "success-word"), t!(lang, "parties-withdrawn")).success(true))
        }
        h1.govuk-heading-l { (title) }
        p.govuk-body { (t!(lang, "parties-text")) }
        @if all.is_empty() {
            (EmptyState::new(Icon::Person, t!(lang, "parties-none"), t!(lang, "parties-text")))
        }
        @for one in all { (service(signed, one)) }
        (numbers::list(lang, numbers))
        (packages::list(lang, packages))
    };
    Page::new(&signed.view, Audience::Citizen, &title)
        .back("/personal")
        .respond(body)
}

fn service(signed: &Signed, one: &Given) -> Markup {
    let lang = signed.view.lang;
    let told: Vec<String> = one
        .claims
        .iter()
        .filter_map(|name| Claim::parse(name))
        .map(|claim| claim_label(lang, claim))
        .collect();
    html! {
        h2.govuk-heading-m { (one.name) }
        (SummaryList::new([
            Row::new(t!(lang, "oidc-purpose"), one.purpose.as_str()),
            Row::new(t!(lang, "parties-told"), told.join(", ")),
            Row::new(t!(lang, "parties-since"), date_time(one.at)),
        ]))
        (signed.view.form("/personal/services/withdraw", html! {
            input type="hidden" name="client" value=(one.client);
            (Button::secondary(t!(lang, "parties-withdraw")).prevent_double_click(true))
        }))
    }
}
