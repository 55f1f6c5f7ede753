//! Number and class, the tick, the check of answers, [Submit request].

use app::documents::{Claim, Offer, Request, check_entry, offers, request};
use axum::extract::Path;
use axum::response::Response;
use domain::document::DocumentKind;
use domain::pilot::Eligibility;
use maud::html;
use ui::{Button, Checkboxes, Choice, Row, SummaryList};

use super::{choose, fields, level_needed, words};
use crate::citizen::fields::submit as submit_button;
use crate::error;
use crate::extract::Signed;
use crate::middleware::Form;
use crate::page::{Audience, Errors, Page};
use crate::t;

/// The kind of the address with what the holder may do.
async fn offer(signed: &Signed, slug: &str) -> Result<Offer, Box<Response>> {
    let page = |error: &app::Error| Box::new(error::page(&signed.view, error));
    let kind = DocumentKind::parse(slug).ok_or_else(|| page(&app::Error::NotFound))?;
    match offers(&signed.app, &signed.cx).await {
        Ok(offers) => offers
            .into_iter()
            .find(|o| o.kind == kind)
            .ok_or_else(|| page(&app::Error::NotFound)),
        Err(app::Error::Refused("level-two-needed")) => Err(Box::new(level_needed(signed))),
        Err(error) => Err(page(&error)),
    }
}

pub(super) async fn show(signed: Signed, Path(slug): Path<String>) -> Response {
    match offer(&signed, &slug).await {
        Ok(offer) if matches!(offer.eligibility, Eligibility::NotYet(_)) => {
            choose::closed(&signed, &offer)
        }
        Ok(offer) => form_page(
            &signed,
            offer.kind,
            &Form::default(),
            &Errors::new(signed.view.lang),
        ),
        Err(elsewhere) => *elsewhere,
    }
}

/// Back from the page of answers, with everything that was typed.
pub(super) async fn change(signed: Signed, Path(slug): Path<String>, form: Form) -> Response {
    match offer(&signed, &slug).await {
        Ok(offer) => form_page(&signed, offer.kind, &form, &Errors::new(signed.view.lang)),
        Err(elsewhere) => *elsewhere,
    }
}

pub(super) async fn check(signed: Signed, Path(slug): Path<String>, form: Form) -> Response {
    let offer = match offer(&signed, &slug).await {
        Ok(offer) => offer,
        Err(elsewhere) => return *elsewhere,
    };
    let entered = fields::entered(offer.kind, &form);
    match check_entry(
        &signed.app,
        &signed.cx,
        &command(&signed, offer.kind, &entered, &form),
    )
    .await
    {
        Ok(claim) => answers_page(&signed, &claim, &form),
        Err(error) => failed(&signed, &offer, &form, &error),
    }
}

pub(super) async fn submit(signed: Signed, Path(slug): Path<String>, form: Form) -> Response {
    let offer = match offer(&signed, &slug).await {
        Ok(offer) => offer,
        Err(elsewhere) => return *elsewhere,
    };
    let entered = fields::entered(offer.kind, &form);
    match request(
        &signed.app,
        &signed.cx,
        &command(&signed, offer.kind, &entered, &form),
    )
    .await
    {
        Ok(made) if made.new => {
            signed.redirect(&format!("/wallet/requests/{}/recorded", made.request.id))
        }
        Ok(known) => signed.redirect(&format!("/wallet/requests/{}?known=1", known.request.id)),
        Err(error) => failed(&signed, &offer, &form, &error),
    }
}

fn command<'a>(
    signed: &Signed,
    kind: DocumentKind,
    entered: &'a [(String, String)],
    form: &Form,
) -> Request<'a> {
    Request {
        kind,
        fields: entered,
        confirmed: form.has("confirmed"),
        client: signed.view.site.version.parse().ok(),
    }
}

fn failed(signed: &Signed, offer: &Offer, form: &Form, error: &app::Error) -> Response {
    if matches!(offer.eligibility, Eligibility::NotYet(_))
        && matches!(error, app::Error::Refused(_))
    {
        return choose::closed(signed, offer);
    }
    match error::on_form(&signed.view, signed.cx.now, error) {
        Some(errors) => form_page(signed, offer.kind, form, &errors),
        None => error::page(&signed.view, error),
    }
}

fn form_page(signed: &Signed, kind: DocumentKind, form: &Form, errors: &Errors) -> Response {
    let lang = signed.view.lang;
    let title = words::kind(lang, kind);
    let confirmed = Checkboxes::bare("confirmed")
        .items([Choice::new("yes", t!(lang, "entry-confirm"))])
        .value(form.get("confirmed"))
        .error(errors.of("confirmed"));
    let body = html! {
        h1.govuk-heading-l { (title) }
        p.govuk-body { (t!(lang, "entry-text", source = words::source(lang, kind))) }
        (signed.view.form(&format!("/wallet/integrate/{}", kind.slug()), html! {
            (fields::draw(lang, kind, form, errors))
            (confirmed)
            (submit_button(t!(lang, "continue")))
        }))
    };
    Page::new(&signed.view, Audience::Citizen, &title)
        .errors(errors)
        .narrow()
        .back("/wallet/integrate/new")
        .respond(body)
}

fn answers_page(signed: &Signed, claim: &Claim, form: &Form) -> Response {
    let lang = signed.view.lang;
    let kind = claim.kind();
    let title = t!(lang, "answers-title");
    let shown = |field: &str, value: String| match value.parse() {
        Ok(day) if field.ends_with("-expiry") => crate::i18n::date(day),
        Ok(_) | Err(_) => value,
    };
    let mut rows = vec![Row::new(t!(lang, "answers-kind"), words::kind(lang, kind))];
    rows.extend(
        claim
            .entered()
            .into_iter()
            .map(|(field, value)| Row::new(fields::label(lang, field), shown(field, value))),
    );
    rows.push(Row::new(
        t!(lang, "answers-confirmed"),
        t!(lang, "answers-confirmed-yes"),
    ));
    let hidden = fields::hidden(kind, form);
    let to = |step: &str| format!("/wallet/integrate/{}/{step}", kind.slug());
    let body = html! {
        h1.govuk-heading-l { (title) }
        (SummaryList::new(rows))
        (signed.view.form(&to("submit"), html! { (hidden) (submit_button(t!(lang, "answers-submit"))) }))
        (signed.view.form(&to("change"), html! { (hidden) (Button::secondary(t!(lang, "answers-change"))) }))
    };
    Page::new(&signed.view, Audience::Citizen, &title)
        .narrow()
        .respond(body)
}
