//! What to bring, by level and channel (D59-14.pr), with the terms in force today.

use axum::response::Response;
use domain::regime::{ClockKind, Regime};
use domain::time::viet_nam_date;
use maud::{Markup, html};
use ui::InsetText;

use crate::extract::Ask;
use crate::i18n::Lang;
use crate::page::{Audience, Page};
use crate::t;

/// What a citizen with a chip card takes to the counter for level 2.
pub(crate) fn for_level_two(lang: Lang) -> Markup {
    html! {
        ul.govuk-list.govuk-list--bullet {
            li { (t!(lang, "wallet-level-bring-card")) }
            (contact_and_papers(lang))
        }
    }
}

fn contact_and_papers(lang: Lang) -> Markup {
    html! {
        li { (t!(lang, "wallet-level-bring-phone")) }
        li { (t!(lang, "wallet-level-bring-papers")) }
    }
}

pub(super) async fn show(ask: Ask) -> Response {
    let lang = ask.view.lang;
    let title = t!(lang, "bring-title");
    let regime = Regime::on(viet_nam_date(ask.cx.now));
    let term = |clock| when(lang, regime, clock);
    let body = html! {
        h1.govuk-heading-l { (title) }
        p.govuk-body-l { (t!(lang, "bring-text")) }
        h2.govuk-heading-m { (t!(lang, "bring-one-title")) }
        ul.govuk-list.govuk-list--bullet {
            li { (t!(lang, "register-start-need-card")) }
            li { (t!(lang, "register-start-need-passport")) }
            li { (t!(lang, "register-start-need-contact")) }
            li { (t!(lang, "register-start-need-camera")) }
        }
        (term(ClockKind::Level1Citizen))
        h2.govuk-heading-m { (t!(lang, "bring-two-title")) }
        p.govuk-body { (t!(lang, "wallet-level-where-text")) }
        (for_level_two(lang))
        (term(ClockKind::Level2Citizen))
        h2.govuk-heading-m { (t!(lang, "bring-no-card-title")) }
        p.govuk-body { (t!(lang, "bring-no-card-text")) }
        ul.govuk-list.govuk-list--bullet { (contact_and_papers(lang)) }
        (term(ClockKind::CitizenWithoutChip))
        h2.govuk-heading-m { (t!(lang, "bring-foreigner-title")) }
        p.govuk-body { (t!(lang, "wallet-level-foreigner")) }
        ul.govuk-list.govuk-list--bullet { (contact_and_papers(lang)) }
        (term(ClockKind::Level2ForeignerNew))
        (getting_help(&ask, lang))
        (InsetText::new(t!(lang, "bring-never")))
    };
    Page::new(&ask.view, Audience::Public, &title)
        .narrow()
        .back("/help")
        .respond(body)
}

fn when(lang: Lang, regime: Option<Regime>, clock: ClockKind) -> Markup {
    let days = regime.map(|regime| regime.term(clock).limit.days());
    html! {
        @if let Some(days) = days { p.govuk-body { (t!(lang, "bring-when", days = days)) } }
    }
}

fn getting_help(ask: &Ask, lang: Lang) -> Markup {
    html! {
        h2.govuk-heading-m { (t!(lang, "bring-help-title")) }
        ul.govuk-list.govuk-list--bullet { li { (t!(lang, "bring-help-card")) } }
        h2.govuk-heading-m { (t!(lang, "bring-call-title", phone = ask.app.config.call_centre.as_str())) }
        ul.govuk-list.govuk-list--bullet {
            li { (t!(lang, "bring-call-number")) }
            li { (t!(lang, "bring-call-card")) }
            li { (t!(lang, "bring-call-contact")) }
        }
    }
}
