//! The organisations that somebody acts for, what he is offered, what he asked for.

use app::organisations::{Entry, Mine, Offer, WITHDRAWN, answer as give_answer, mine};
use axum::extract::Path;
use axum::response::Response;
use domain::ids::SubjectId;
use domain::organisation::Act;
use maud::{Markup, html};
use store::organisation::registration::{State, Stored};
use ui::{Button, ButtonLink, InsetText, Row, SummaryList, Tag, Tone};

use super::{named, place, standing};
use crate::error;
use crate::extract::Signed;
use crate::i18n::{Lang, date_time};
use crate::middleware::Form;
use crate::page::{Audience, Page, View};
use crate::t;

pub(super) async fn show(signed: Signed) -> Response {
    match mine(&signed.app, &signed.cx).await {
        Ok(mine) => draw(&signed, &mine),
        Err(error) => error::page(&signed.view, &error),
    }
}

/// The delegate accepts, declines, or gives back.
pub(super) async fn answer(signed: Signed, Path(id): Path<String>, form: Form) -> Response {
    let read = (named::<SubjectId>(&signed, &id), form.get("power").parse());
    let (Ok(organisation), Ok(power)) = read else {
        return error::page(&signed.view, &app::Error::NotFound);
    };
    let accept = form.get("answer") == "accept";
    match give_answer(&signed.app, &signed.cx, (organisation, power), accept).await {
        Ok(()) => signed.redirect("/organisations"),
        Err(error) => error::page(&signed.view, &error),
    }
}

fn draw(signed: &Signed, mine: &Mine) -> Response {
    let view = &signed.view;
    let lang = view.lang;
    let title = t!(lang, "organisations-title");
    let body = html! {
        h1.govuk-heading-l { (title) }
        p.govuk-body-l { (t!(lang, "organisations-text")) }
        @for one in &mine.asked {
            p.govuk-body { a.govuk-link href={ "/organisations/consents/" (one.place) } { (t!(lang, "consent-link", name = one.registrant.as_str(), organisation = one.stored.dossier.name.as_str())) } }
        }
        @for offer in &mine.offers { (offered(view, offer)) }
        @for entry in &mine.organisations { (entered(view, entry)) }
        @if mine.organisations.is_empty() { (InsetText::new(t!(lang, "organisations-none"))) }
        (ButtonLink::new("/organisations/new", t!(lang, "organisations-new")))
        @if !mine.requests.is_empty() {
            h2.govuk-heading-m { (t!(lang, "organisations-requests")) }
            ul.govuk-list { @for one in &mine.requests { li { (request(lang, one)) } } }
        }
    };
    Page::new(view, Audience::Citizen, &title)
        .narrow()
        .back("/personal")
        .respond(body)
}

fn offered(view: &View, offer: &Offer) -> Markup {
    let lang = view.lang;
    let power = t!(lang, &format!("power-{}", offer.power.as_str()));
    let answer = |word: &str, button: Button| {
        view.form(
            &format!("{}/answer", place(offer.organisation)),
            html! {
                input type="hidden" name="power" value=(offer.id);
                input type="hidden" name="answer" value=(word);
                (button)
            },
        )
    };
    html! {
        h2.govuk-heading-m { (t!(lang, "organisations-offer", name = offer.name.as_str())) }
        (SummaryList::new([
            Row::new(t!(lang, "delegation-power"), power),
            Row::new(t!(lang, "delegation-until"), offer.until.map(date_time).unwrap_or_default()),
        ]))
        (answer("accept", Button::new(t!(lang, "organisations-accept")).prevent_double_click(true)))
        (answer("decline", Button::secondary(t!(lang, "organisations-decline"))))
    }
}

fn entered(view: &View, entry: &Entry) -> Markup {
    let lang = view.lang;
    let place = place(entry.organisation);
    let until = entry
        .until
        .map_or_else(|| t!(lang, "delegation-no-end"), date_time);
    html! {
        h2.govuk-heading-m { (entry.name) " " (standing(lang, &entry.standing)) }
        (SummaryList::new([
            Row::new(t!(lang, "organisation-code"), entry.code.as_str()),
            Row::new(t!(lang, "delegation-power"), t!(lang, &format!("power-{}", entry.power.as_str()))),
            Row::new(t!(lang, "delegation-until"), until),
        ]))
        (view.form(&format!("{place}/enter"), Button::new(t!(lang, "organisations-enter", name = entry.name.as_str()))))
        // Its own page waits for the register; a lock does not.
        @if entry.power.covers(Act::Lock) {
            p.govuk-body { a.govuk-link href={ (place) "/lock" } { (t!(lang, "organisation-lock")) } }
        }
        @if entry.until.is_some() {
            (view.form(&format!("{place}/answer"), html! {
                input type="hidden" name="power" value=(entry.id);
                input type="hidden" name="answer" value="decline";
                (Button::secondary(t!(lang, "organisations-give-back")))
            }))
        }
    }
}

fn request(lang: Lang, stored: &Stored) -> Markup {
    let (tone, word) = match stored.state {
        State::Draft => (Tone::Quiet, "organisation-state-draft"),
        State::Asking => (Tone::Waiting, "organisation-state-asking"),
        State::Received { .. } => (Tone::Waiting, "organisation-state-received"),
        State::Approved { .. } => (Tone::Good, "organisation-state-approved"),
        State::Refused { ref reason, .. } if reason == WITHDRAWN => {
            (Tone::Quiet, "organisation-state-withdrawn")
        }
        State::Refused { .. } => (Tone::Bad, "organisation-state-refused"),
    };
    let code = stored
        .dossier
        .code
        .as_ref()
        .map(domain::organisation::OrganisationCode::shown);
    html! {
        a.govuk-link href={ "/organisations/requests/" (stored.id) } { (stored.reference) } " "
        (stored.dossier.name) @if let Some(code) = code { " (" (code) ")" } " " (Tag::new(tone, t!(lang, word)))
    }
}
