//! One packet: what it holds while it waits, what is to be done once it was taken in.

use app::counter::packets::{Held, LeftOut, Opened, TakenIn, reject, take_in, view};
use axum::extract::Path;
use axum::response::Response;
use domain::packet::{Reason, State};
use fluent_bundle::FluentArgs;
use maud::{Markup, html};
use store::packet::Packet;
use ui::{Button, Choice, Legend, Radios, Row, SummaryList};

use super::list::by;
use super::{HERE, verdict};
use crate::counter::decision::failed;
use crate::counter::{heading, page};
use crate::error;
use crate::extract::Desk;
use crate::i18n::{Lang, date_time, has, t_args};
use crate::middleware::Form;
use crate::page::{Errors, words};
use crate::t;

pub(super) async fn show(desk: Desk, Path(id): Path<String>) -> Response {
    let errors = Errors::new(desk.view.lang);
    draw(&desk, &id, &Form::default(), &errors).await
}

pub(super) async fn take(desk: Desk, Path(id): Path<String>) -> Response {
    let done = take_in(&desk.app, &desk.cx, &id).await;
    after(&desk, &id, (&Form::default(), done.map(|_| ()))).await
}

pub(super) async fn turn_down(desk: Desk, Path(id): Path<String>, form: Form) -> Response {
    let done = reject(&desk.app, &desk.cx, &id, form.get("reason")).await;
    after(&desk, &id, (&form, done)).await
}

async fn after(desk: &Desk, id: &str, (form, done): (&Form, app::Result<()>)) -> Response {
    match done {
        Ok(()) => desk.redirect(&format!("{HERE}/{id}")),
        Err(wrong) => match error::on_form(&desk.view, desk.cx.now, &wrong) {
            Some(errors) => failed(draw(desk, id, form, &errors).await, &wrong),
            None => error::page(&desk.view, &wrong),
        },
    }
}

async fn draw(desk: &Desk, id: &str, form: &Form, errors: &Errors) -> Response {
    let opened = match view(&desk.app, &desk.cx, id).await {
        Ok(opened) => opened,
        Err(error) => return error::page(&desk.view, &error),
    };
    let lang = desk.view.lang;
    let title = t!(lang, "packet-title");
    let body = html! {
        (heading(&title))
        (facts(lang, &opened.packet))
        @match &opened {
            Opened { held: Some(held), packet, .. } => {
                (held_facts(lang, held))
                (acts(desk, packet, form, errors))
            }
            Opened { taken_in: Some(done), .. } => (done_facts(lang, done)),
            Opened { packet, .. } => (words::notice(lang, over(lang, packet))),
        }
    };
    page(desk, &title).errors(errors).back(HERE).respond(body)
}

fn over(lang: Lang, packet: &Packet) -> String {
    // Its time is over, and the night has not come yet.
    let state = match packet.state {
        State::Waiting => State::Dropped,
        State::TakenIn | State::Rejected | State::Dropped => packet.state,
    };
    t!(lang, &format!("packet-state-{}", state.as_str()))
}

fn facts(lang: Lang, packet: &Packet) -> Markup {
    let rows = [
        Row::new(t!(lang, "packet-taken"), date_time(packet.taken)),
        Row::new(t!(lang, "packet-by"), by(lang, packet)),
        Row::new(t!(lang, "packet-received"), date_time(packet.received)),
        Row::new(t!(lang, "packet-expires"), date_time(packet.expires)),
    ];
    html! {
        (SummaryList::new(rows))
        p.govuk-body { (t!(lang, "packet-card")) ": " (verdict(lang, packet.verdict)) }
    }
}

/// Why a card gave nothing or was not accepted.
fn flaw(lang: Lang, code: &str, about: Option<&str>) -> String {
    let key = format!("chip-flaw-{code}");
    if has(&key) {
        t!(lang, &key, about = about.unwrap_or("–"))
    } else {
        t!(lang, "packet-verdict-not-read")
    }
}

fn held_facts(lang: Lang, held: &Held) -> Markup {
    let why = match (&held.refusal, &held.failure) {
        (Some(refusal), _) => Some(flaw(lang, &refusal.code, refusal.about.as_deref())),
        (None, Some(failure)) => Some(flaw(lang, failure, None)),
        (None, None) => None,
    };
    let portrait = if held.portrait {
        "packet-there"
    } else {
        "packet-not-there"
    };
    let fingers = held
        .fingers
        .iter()
        .map(|f| t!(lang, &format!("finger-{f}")));
    let fingers = fingers.collect::<Vec<_>>().join(", ");
    let contact = Some(held.contact.join(", ")).filter(|c| !c.is_empty());
    let nothing = || t!(lang, "packet-not-there");
    let rows = [
        Row::new(t!(lang, "field-number"), held.number.masked()),
        Row::new(t!(lang, "packet-name"), held.name.as_str()),
        Row::new(t!(lang, "packet-contact"), contact.unwrap_or_else(nothing)),
        Row::new(t!(lang, "packet-part-portrait"), t!(lang, portrait)),
        Row::new(
            t!(lang, "packet-fingers"),
            if fingers.is_empty() {
                nothing()
            } else {
                fingers
            },
        ),
        Row::new(t!(lang, "packet-part-consent"), held.consent.as_str()),
    ];
    html! {
        @if let Some(why) = why { p.govuk-body { (why) } }
        h2.govuk-heading-m { (t!(lang, "packet-holds")) }
        (SummaryList::new(rows))
    }
}

fn acts(desk: &Desk, packet: &Packet, form: &Form, errors: &Errors) -> Markup {
    let lang = desk.view.lang;
    let reasons = Reason::ALL.map(|r| {
        Choice::new(
            r.as_str(),
            t!(lang, &format!("packet-reason-{}", r.as_str())),
        )
    });
    html! {
        p.govuk-body { (t!(lang, "packet-take-in-text")) }
        (desk.view.form(&format!("{HERE}/{}/take-in", packet.id),
            Button::new(t!(lang, "packet-take-in")).prevent_double_click(true)))
        (desk.view.form(&format!("{HERE}/{}/reject", packet.id), html! {
            (Radios::new("reason", Legend::new(t!(lang, "packet-reject-title")).classes("govuk-fieldset__legend--m"))
                .hint(t!(lang, "packet-reject-hint"))
                .items(reasons)
                .value(form.get("reason"))
                .error(errors.of("reason")))
            (Button::secondary(t!(lang, "packet-reject")).prevent_double_click(true))
        }))
    }
}

/// A part by its name.
fn part(lang: Lang, left: &LeftOut) -> String {
    let finger = format!("finger-{}", left.part);
    if has(&finger) {
        t!(lang, &finger)
    } else {
        t!(lang, &format!("packet-part-{}", left.part))
    }
}

/// Why it was left out.
fn reason(lang: Lang, left: &LeftOut) -> String {
    let own = format!("packet-left-{}", left.code);
    if has(&own) {
        return t!(lang, &own);
    }
    if left.part == "card" {
        let about = left.args.iter().find(|(name, _)| name == "about");
        return flaw(lang, &left.code, about.map(|(_, value)| value.as_str()));
    }
    let mut args = FluentArgs::new();
    for (name, value) in &left.args {
        match value.parse::<i64>() {
            Ok(number) => args.set(name.clone(), number),
            Err(_) => args.set(name.clone(), value.clone()),
        }
    }
    t_args(lang, &format!("error-{}", left.code), &args)
}

fn done_facts(lang: Lang, done: &TakenIn) -> Markup {
    let contact = [done.phone.as_deref(), done.email.as_deref()];
    html! {
        (words::success(lang, t!(lang, "packet-state-taken-in")))
        p.govuk-body { a.govuk-link href={ "/counter/proofing/" (done.reference) } { (done.reference) } }
        @for contact in contact.into_iter().flatten() {
            p.govuk-body { (t!(lang, "packet-contact-next", contact = contact)) }
        }
        @if !done.left_out.is_empty() {
            h2.govuk-heading-m { (t!(lang, "packet-left-out")) }
            ul.govuk-list.govuk-list--bullet {
                @for left in &done.left_out {
                    li { strong { (part(lang, left)) } ": " (reason(lang, left)) }
                }
            }
        }
    }
}
