//! APP-10: the list of devices, and the code for a new one that waits (APP-9).

use app::signin::{devices, pending_device_code, remove_own};
use axum::response::Response;
use domain::hold::LockReason;
use domain::means::Means;
use maud::{Markup, html};
use store::session::Device;
use ui::{Button, InsetText, NotificationBanner, Row, SummaryList};

use crate::error;
use crate::extract::Signed;
use crate::i18n::{Lang, date_time};
use crate::middleware::Form;
use crate::page::{Audience, Page, View};
use crate::t;

pub(super) async fn show(signed: Signed) -> Response {
    let code = pending_device_code(&signed.app, &signed.cx).await;
    match (devices(&signed.app, &signed.cx).await, code) {
        (Ok(list), Ok(code)) => page(&signed, &list, code.as_deref()),
        (Err(error), _) | (_, Err(error)) => error::page(&signed.view, &error),
    }
}

pub(super) async fn remove(signed: Signed, form: Form) -> Response {
    let Ok(device) = form.get("device").parse() else {
        return error::page(&signed.view, &app::Error::NotFound);
    };
    match remove_own(&signed.app, &signed.cx, device).await {
        Ok(()) => signed.redirect("/personal/devices"),
        Err(error) => error::page(&signed.view, &error),
    }
}

/// UX-3: one press; locking at once is offered next.
const SHUT: &str = "/personal/devices?shut=1";

pub(super) async fn not_me(signed: Signed, form: Form) -> Response {
    let Ok(device) = form.get("device").parse() else {
        return error::page(&signed.view, &app::Error::NotFound);
    };
    match app::signin::not_me(&signed.app, &signed.cx, device).await {
        Ok(()) => signed.redirect(SHUT),
        Err(error) => error::page(&signed.view, &error),
    }
}

pub(super) async fn turn_away(signed: Signed) -> Response {
    match app::signin::turn_away(&signed.app, &signed.cx).await {
        Ok(()) => signed.redirect(SHUT),
        Err(error) => error::page(&signed.view, &error),
    }
}

/// A door was shut; whoever stood there may know the password.
fn lock_at_once(view: &View) -> Markup {
    let lang = view.lang;
    html! {
        (NotificationBanner::new(t!(lang, "success-word"), t!(lang, "devices-shut")).success(true))
        p.govuk-body { (t!(lang, "devices-shut-text")) }
        (view.form("/lock", html! {
            input type="hidden" name="reason" value=(LockReason::SuspectedLeak.as_str());
            (Button::warning(t!(lang, "devices-lock")).prevent_double_click(true))
        }))
        p.govuk-body { a.govuk-link href="/personal/password" { (t!(lang, "personal-password")) } }
    }
}

fn means(lang: Lang, used: &[Means]) -> String {
    let words: Vec<String> = used
        .iter()
        .map(|one| t!(lang, &format!("decrees-mean-{}", one.as_str())))
        .collect();
    words.join(", ")
}

fn page(signed: &Signed, list: &[Device], code: Option<&str>) -> Response {
    let view = &signed.view;
    let lang = view.lang;
    let title = t!(lang, "devices-title");
    let body = html! {
        h1.govuk-heading-l { (title) }
        @if view.query.contains("shut=1") { (lock_at_once(view)) }
        @if let Some(code) = code {
            (NotificationBanner::new(t!(lang, "devices-new"), html! {
                p.govuk-body { (t!(lang, "devices-new-text")) }
                p.dd-code { (code) }
            }))
            (view.form("/personal/devices/turn-away", Button::warning(t!(lang, "devices-not-me")).prevent_double_click(true)))
        }
        p.govuk-body { (t!(lang, "devices-text")) }
        @for device in list {
            @let here = signed.session.device == Some(device.id);
            h2.govuk-heading-m { (device.name) @if here { " – " (t!(lang, "devices-this")) } }
            @let used = Row::new(t!(lang, "devices-means"), means(lang, &device.means));
            (SummaryList::new([
                Row::new(t!(lang, "devices-bound"), date_time(device.bound)),
                Row::new(t!(lang, "devices-seen"), date_time(device.seen)),
            ].into_iter().chain((!device.means.is_empty()).then_some(used))))
            (view.form("/personal/devices/remove", html! {
                input type="hidden" name="device" value=(device.id);
                (Button::secondary(t!(lang, "devices-remove", name = device.name.as_str())))
            }))
            @if !here {
                (view.form("/personal/devices/not-me", html! {
                    input type="hidden" name="device" value=(device.id);
                    (Button::warning(t!(lang, "devices-not-me-there", name = device.name.as_str()))
                        .prevent_double_click(true))
                }))
            }
        }
        @if list.is_empty() { (InsetText::new(t!(lang, "devices-none"))) }
    };
    Page::new(view, Audience::Citizen, &title)
        .back("/personal/sign-in")
        .respond(body)
}
