//! Notices in the app, with the code for a new device while it waits (APP-9).

use app::activity::{mark_read, notices};
use app::assistance::{Genuine, running};
use app::signin::pending_device_code;
use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};
use maud::{Markup, html};
use store::message::Notice;
use ui::{Button, EmptyState, Icon, InsetText, NotificationBanner, Tag, Tone};

use crate::error;
use crate::extract::Signed;
use crate::i18n::{Lang, date_time, machine_time, t_args};
use crate::page::{Audience, Page};
use crate::state::Web;
use crate::t;

/// The list, and the form that marks all as read.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/notices", get(show))
        .route("/notices/read", post(read))
}

async fn show(signed: Signed) -> Response {
    let read = async {
        let code = pending_device_code(&signed.app, &signed.cx).await?;
        let call = running(&signed.app, &signed.cx).await?;
        let list = notices(&signed.app, &signed.cx).await?;
        Ok::<_, app::Error>((list, code, call))
    };
    match read.await {
        Ok((list, code, call)) => page(&signed, &list, code.as_deref(), call.as_ref()),
        Err(error) => error::page(&signed.view, &error),
    }
}

async fn read(signed: Signed) -> Response {
    match mark_read(&signed.app, &signed.cx).await {
        Ok(()) => signed.redirect("/notices"),
        Err(error) => error::page(&signed.view, &error),
    }
}

/// UX-11: whether somebody of ours is calling now.
fn call_now(lang: Lang, call: Option<&Genuine>) -> Markup {
    html! {
        @match call {
            Some(call) => {
                @let time = date_time(call.opened);
                @let reference = call.reference.as_deref().unwrap_or_default();
                (InsetText::new(t!(lang, "notices-call-open", unit = call.unit.as_str(), time = time, reference = reference)))
            }
            None => { p.govuk-hint { (t!(lang, "notices-call-none")) } }
        }
    }
}

fn page(signed: &Signed, list: &[Notice], code: Option<&str>, call: Option<&Genuine>) -> Response {
    let view = &signed.view;
    let lang = view.lang;
    let title = t!(lang, "notices-title");
    let unread = list.iter().any(|notice| !notice.read);
    let body = html! {
        h1.govuk-heading-l { (title) }
        (call_now(lang, call))
        p.govuk-body { a.govuk-link href="/approve" { (t!(lang, "calling-title")) } }
        @if let Some(code) = code {
            (NotificationBanner::new(t!(lang, "devices-new"), html! {
                p.govuk-body { (t!(lang, "devices-new-text")) }
                p.dd-code { (code) }
            }))
        }
        @if list.is_empty() {
            (EmptyState::new(Icon::Bell, t!(lang, "notices-none-title"), t!(lang, "notices-none")))
        }
        ul.govuk-list { @for notice in list { (draw(lang, notice)) } }
        @if unread { (view.form("/notices/read", Button::secondary(t!(lang, "notices-read")))) }
    };
    Page::new(view, Audience::Citizen, &title)
        .narrow()
        .back("/personal")
        .respond(body)
}

fn draw(lang: Lang, notice: &Notice) -> Markup {
    html! {
        li {
            span.govuk-hint {
                time datetime=(machine_time(notice.at)) { (date_time(notice.at)) }
                @if !notice.read { " " (Tag::new(Tone::Info, t!(lang, "notices-new"))) }
            }
            p.govuk-body { (words(lang, notice)) }
            hr class="govuk-section-break govuk-section-break--m govuk-section-break--visible";
        }
    }
}

/// `notice-<kind>` with its values.
pub fn words(lang: Lang, notice: &Notice) -> String {
    let mut args = fluent_bundle::FluentArgs::new();
    for (name, value) in &notice.args {
        args.set(name.as_str(), value.as_str());
    }
    t_args(lang, &format!("notice-{}", notice.kind), &args)
}
