//! D59-19.ui, UX-13: what a locked holder may learn.

use app::assistance::{Caller, asked_on_phone};
use app::breaches::{Own, own};
use app::holds::{InForce, Status as Lock, confirm_short, status, take_back};
use axum::response::Response;
use domain::journey::Journey;
use maud::{Markup, html};
use store::hold::Kept;
use ui::{Button, ButtonLink, EmptyState, Icon, Row, SummaryList, Tag, Tone};

use super::{call, words};
use crate::citizen::survey;
use crate::error;
use crate::extract::{Cookie, Status};
use crate::i18n::{Lang, date_time};
use crate::page::{Audience, Page};
use crate::t;

pub(super) async fn show(holder: Status) -> Response {
    let read = async {
        let lock = status(&holder.app, &holder.cx).await?;
        let breaches = own(&holder.app, &holder.cx).await?;
        // Who is not locked answers where he can also say yes.
        let calls = if holder.session.status_only {
            asked_on_phone(&holder.app, &holder.cx).await?
        } else {
            Vec::new()
        };
        Ok::<_, app::Error>((lock, breaches, calls))
    };
    match read.await {
        Ok((lock, breaches, calls)) => {
            let asked = match &lock.request {
                Some(last) => survey::after(&holder, Journey::Unlock, &last.id, last.at).await,
                None => html! {},
            };
            page(&holder, &lock, (&breaches, &calls), &asked)
        }
        Err(error) => error::page(&holder.view, &error),
    }
}

/// D59-19.ui: the rules said to be broken, each with the way to object.
fn rules(lang: Lang, breaches: &[Own]) -> Markup {
    html! {
        @for breach in breaches {
            @let rule = t!(lang, &format!("breach-rule-{}", breach.rule.as_str()));
            p.govuk-body {
                (rule) ". "
                a.govuk-link href={ "/locked/breach/" (breach.id) } { (t!(lang, "locked-breach")) }
            }
        }
    }
}

/// A session that reaches nothing else can still be ended.
pub(super) async fn sign_out(holder: Status) -> Response {
    match app::holder::sign_out(&holder.app, &holder.cx).await {
        Ok(()) => holder.go("/sign-in?out=1", [holder.cookies.remove(Cookie::Session)]),
        Err(error) => error::page(&holder.view, &error),
    }
}

fn page(
    holder: &Status,
    lock: &Lock,
    (breaches, calls): (&[Own], &[Caller]),
    asked: &Markup,
) -> Response {
    let view = &holder.view;
    let lang = view.lang;
    let open = lock.in_force.is_empty();
    let title = if open {
        t!(lang, "locked-open-title")
    } else {
        t!(lang, "locked-title")
    };
    let phone = holder.app.config.call_centre.as_str();
    let body = html! {
        @if open {
            (EmptyState::new(Icon::Unlock, title.as_str(), t!(lang, "locked-open-text")))
        } @else {
            h1.govuk-heading-l { (title) }
            p.govuk-body-l { (t!(lang, "locked-text")) }
            (call::offered(holder, calls))
            @for held in &lock.in_force { (in_force(lang, held, phone)) }
            (rules(lang, breaches))
            (short(holder, lock))
            (request(lang, lock, phone))
        }
        @if !lock.earlier.is_empty() { (earlier(lang, &lock.earlier)) }
        (asked)
        @if holder.session.status_only {
            (view.form("/locked/sign-out", Button::secondary(t!(lang, "sign-out"))))
        }
    };
    let page = Page::new(view, Audience::Citizen, &title).narrow();
    if holder.session.status_only {
        page.respond(body)
    } else {
        page.back("/personal").respond(body)
    }
}

fn in_force(lang: Lang, ground: &InForce, phone: &str) -> Markup {
    let hold = &ground.hold;
    let name = t!(lang, &format!("ground-{}", hold.ground.as_str()));
    let way_out = match hold.until.filter(|_| hold.short()) {
        Some(until) => t!(lang, "way-out-short", time = date_time(until)),
        None => t!(
            lang,
            &format!("way-out-{}", hold.ground.as_str()),
            phone = phone
        ),
    };
    let receipt = format!("/locked/receipt/{}", hold.id);
    let mut rows = words::rows(lang, hold);
    rows.push(Row::new(t!(lang, "hold-way-out"), way_out));
    html! {
        h2.govuk-heading-m { (name) " " (Tag::new(Tone::Bad, t!(lang, "hold-in-force"))) }
        (SummaryList::new(rows))
        p.govuk-body { a.govuk-link href=(receipt) { (t!(lang, "locked-receipt")) } }
    }
}

/// UX-12: a short lock is kept or taken back here.
fn short(holder: &Status, lock: &Lock) -> Markup {
    let view = &holder.view;
    let lang = view.lang;
    html! {
        @if let Some(until) = lock.short {
            @let time = date_time(until);
            h2.govuk-heading-m { (t!(lang, "short-title")) }
            p.govuk-body { (t!(lang, "short-text", time = time)) }
            div.govuk-button-group {
                (view.form("/locked/confirm", Button::warning(t!(lang, "short-confirm")).prevent_double_click(true)))
                (view.form("/locked/take-back", Button::secondary(t!(lang, "short-take-back")).prevent_double_click(true)))
            }
        }
    }
}

/// UX-12: the lock stays until its holder asks for the contrary.
pub(super) async fn confirm(holder: Status) -> Response {
    match confirm_short(&holder.app, &holder.cx, None).await {
        Ok(_) => holder.redirect("/locked"),
        Err(error) => error::page(&holder.view, &error),
    }
}

/// UX-12: the lock is taken back; the account opens with its next sign-in.
pub(super) async fn back(holder: Status) -> Response {
    match take_back(&holder.app, &holder.cx).await {
        Ok(ended) if ended.left.is_empty() => {
            holder.go("/sign-in", [holder.cookies.remove(Cookie::Session)])
        }
        Ok(_) => holder.redirect("/locked"),
        Err(error) => error::page(&holder.view, &error),
    }
}

fn request(lang: Lang, lock: &Lock, phone: &str) -> Markup {
    html! {
        @if let Some(last) = &lock.request { (words::answer(lang, last)) }
        @if lock.may_ask {
            h2.govuk-heading-m { (t!(lang, "unlock-title")) }
            p.govuk-body { (t!(lang, "locked-ask-text", phone = phone)) }
            (ButtonLink::new("/locked/unlock", t!(lang, "locked-ask")))
        }
    }
}

fn earlier(lang: Lang, holds: &[Kept]) -> Markup {
    html! {
        h2.govuk-heading-m { (t!(lang, "locked-earlier")) }
        ul.govuk-list {
            @for kept in holds {
                @let ground = t!(lang, &format!("ground-{}", kept.hold.ground.as_str()));
                @let from = date_time(kept.hold.since);
                @let to = kept.end().map(date_time).unwrap_or_default();
                li { (t!(lang, "locked-earlier-line", ground = ground, from = from, to = to)) }
            }
        }
    }
}
