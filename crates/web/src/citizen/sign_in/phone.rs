//! The computer's side of signing in with the phone. Works without script: the person looks again.

use app::signin::phone::{Asked, State, ask, go_in, state};
use axum::response::Response;
use maud::{Markup, html};
use ui::{Button, ButtonKind, ButtonLink, InsetText, QrCode, live_fragment};

use crate::citizen::fields;
use crate::error;
use crate::extract::{Ask, Cookie};
use crate::page::{Audience, Page};
use crate::t;

const HERE: &str = "/sign-in/phone";

pub(super) async fn ask_for(asking: Ask) -> Response {
    match ask(&asking.app, &asking.cx, &asking.device_name).await {
        Ok(token) => asking.go(HERE, [asking.cookies.set(Cookie::Journey, &token)]),
        Err(wrong) => error::page(&asking.view, &wrong),
    }
}

pub(super) async fn show(asking: Ask) -> Response {
    let state = match asking.cookies.token(Cookie::Journey) {
        Some(token) => state(&asking.app, &asking.cx, &token).await,
        None => Ok(State::Over),
    };
    match state {
        Ok(state) => page(&asking, &state),
        Err(wrong) => error::page(&asking.view, &wrong),
    }
}

pub(super) async fn enter(asking: Ask) -> Response {
    let Some(token) = asking.cookies.token(Cookie::Journey) else {
        return asking.redirect(HERE);
    };
    match go_in(&asking.app, &asking.cx, &token).await {
        Ok(opened) => super::opened(&asking, &opened).await,
        Err(app::Error::Refused(_)) => asking.redirect(HERE),
        Err(wrong) => error::page(&asking.view, &wrong),
    }
}

fn page(asking: &Ask, state: &State) -> Response {
    let view = &asking.view;
    let title = t!(view.lang, "sign-in-phone-title");
    let part = part(asking, state);
    let body = html! {
        (fields::heading(&title, None))
        (live_fragment("phone", HERE, 5, &part))
    };
    Page::new(view, Audience::Citizen, &title)
        .narrow()
        .back("/sign-in")
        .respond(body)
}

fn part(asking: &Ask, state: &State) -> Markup {
    let view = &asking.view;
    let lang = view.lang;
    let again = |key| {
        html! {
            p.govuk-body { (t!(lang, key)) }
            (view.form(HERE, Button::new(t!(lang, "sign-in-phone-again")).prevent_double_click(true)))
            p.govuk-body { a.govuk-link href="/sign-in" { (t!(lang, "sign-in-phone-other")) } }
        }
    };
    match state {
        State::Waiting(asked) => waiting(asking, asked),
        State::Allowed => html! {
            p.govuk-body { strong { (t!(lang, "sign-in-phone-allowed")) } }
            (view.form("/sign-in/phone/enter", Button::new(t!(lang, "sign-in-phone-enter")).prevent_double_click(true)))
        },
        State::Denied => again("sign-in-phone-denied"),
        State::Over => again("sign-in-phone-over"),
    }
}

fn waiting(asking: &Ask, asked: &Asked) -> Markup {
    let lang = asking.view.lang;
    let config = &asking.app.config;
    let app = config.app_name.as_str();
    let link = format!("{}/approve/{}", config.public_url, asked.handle);
    html! {
        p.govuk-body { (t!(lang, "sign-in-phone-scan", app = app)) }
        (QrCode::new(link, t!(lang, "sign-in-phone-qr")))
        h2.govuk-heading-m { (t!(lang, "sign-in-phone-number")) }
        p.govuk-heading-xl { (asked.number) }
        p.govuk-body {
            (ButtonLink::new(HERE, t!(lang, "sign-in-phone-look")).kind(ButtonKind::Secondary))
        }
        (InsetText::new(t!(lang, "sign-in-phone-never")))
    }
}
