//! APP-12: where the telephone number is changed, and a change that waits.

use app::phone_change::{latest, withdraw as take_back};
use app::self_proof::{may, possible};
use axum::response::Response;
use domain::phone_change::State;
use maud::{Markup, html};
use store::phone_change::Stored;
use ui::{Button, InsetText, Row, SummaryList};

use crate::error;
use crate::extract::Signed;
use crate::i18n::date_time;
use crate::page::{Audience, Page, words};
use crate::t;

pub(super) async fn show(signed: Signed) -> Response {
    let own = app::holder::own_account(&signed.app, &signed.cx).await;
    let change = latest(&signed.app, &signed.cx).await;
    match (own, change) {
        (Ok(own), Ok(change)) => page(&signed, &own, change.as_ref()),
        (Err(error), _) | (_, Err(error)) => error::page(&signed.view, &error),
    }
}

pub(super) async fn withdraw(signed: Signed) -> Response {
    match take_back(&signed.app, &signed.cx).await {
        Ok(()) => signed.redirect("/personal/phone"),
        Err(error) => error::page(&signed.view, &error),
    }
}

fn page(signed: &Signed, own: &store::account::Stored, change: Option<&Stored>) -> Response {
    let lang = signed.view.lang;
    let title = t!(lang, "phone-title");
    let phone = own
        .profile
        .phone
        .as_ref()
        .map(domain::contact::Phone::masked);
    let text = match &own.profile.foreign {
        Some(_) => "phone-text-foreigner",
        None => "phone-text",
    };
    let body = html! {
        h1.govuk-heading-l { (title) }
        @if let Some(phone) = phone {
            (SummaryList::new([Row::new(t!(lang, "personal-phone"), phone)]))
        }
        @if let Some(change) = change { (told(signed, change)) }
        @if possible(&signed.app) && may(own).is_ok() { p.govuk-body { (t!(lang, "phone-by-card")) } }
        p.govuk-body { (t!(lang, text)) }
        p.govuk-body { (t!(lang, "phone-ways", phone = signed.app.config.call_centre.as_str())) }
    };
    Page::new(&signed.view, Audience::Citizen, &title)
        .back("/personal/sign-in")
        .respond(body)
}

fn told(signed: &Signed, change: &Stored) -> Markup {
    let lang = signed.view.lang;
    let phone = change.body.phone.masked();
    match change.change.state {
        State::Received => html! {
            (words::warning(lang, t!(lang, "phone-waits", phone = phone, due = date_time(change.change.due))))
            (signed.view.form("/personal/phone/withdraw", Button::warning(t!(lang, "phone-withdraw")).prevent_double_click(true)))
        },
        State::Refused { at, reason, .. } => {
            let why = t!(lang, &format!("phone-refused-{}", reason.as_str()));
            html! {
                (InsetText::new(t!(lang, "phone-refused", phone = phone, time = date_time(at), reason = why)))
                p.govuk-body { (change.body.words) }
            }
        }
        State::CarriedOut { .. } | State::Withdrawn { .. } => html! {},
    }
}
