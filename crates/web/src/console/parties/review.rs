//! One request: what the party states, what was checked, what is missing.

use app::relying_parties::desk::{Opened, open};
use axum::extract::Path;
use axum::response::Response;
use domain::actor::Role;
use domain::relying_party::{Item, Review};
use maud::{Markup, html};
use ui::{ButtonLink, Row, SummaryList, Tag, Tone};

use crate::counter::{heading, page};
use crate::error;
use crate::extract::Desk;
use crate::i18n::{Lang, date, date_time};
use crate::t;

/// One request, opened on record.
pub(super) async fn load(desk: &Desk, id: &str) -> Result<Opened, Box<Response>> {
    let opened = match id.parse() {
        Ok(id) => open(&desk.app, &desk.cx, id).await,
        Err(_) => Err(app::Error::NotFound),
    };
    opened.map_err(|failure| Box::new(error::page(&desk.view, &failure)))
}

pub(super) async fn show(desk: Desk, Path(id): Path<String>) -> Response {
    let opened = match load(&desk, &id).await {
        Ok(opened) => opened,
        Err(failed) => return *failed,
    };
    let lang = desk.view.lang;
    let review = &opened.stored.review;
    let decides = desk.member.role == Role::Manager && review.received().is_ok();
    let base = format!("/console/parties/reviews/{id}");
    let body = html! {
        (heading(&opened.party.stored.name))
        (standing(lang, &opened))
        (stated(lang, review))
        (checklist(lang, review, decides.then_some(&base)))
        @if decides { (ButtonLink::new(format!("{base}/decide"), t!(lang, "party-decide"))) }
    };
    page(&desk, &opened.party.stored.name)
        .back("/console/parties")
        .respond(body)
}

fn standing(lang: Lang, opened: &Opened) -> Markup {
    let review = &opened.stored.review;
    let state = t!(
        lang,
        &format!("party-review-state-{}", review.state.as_str())
    );
    let kind = t!(lang, &format!("party-review-{}", review.kind.as_str()));
    let mut rows = vec![Row::new(kind, state)];
    if let Ok(received) = review.received() {
        rows.push(Row::new(t!(lang, "party-due"), date_time(received.due)));
    }
    let client = &opened.party;
    let class = match client.rules.class {
        oidc::client::Class::Web => "developers-class-web",
        oidc::client::Class::High => "developers-class-high",
    };
    rows.extend([
        Row::new(t!(lang, "oidc-purpose"), client.stored.purpose.as_str()),
        Row::new(
            t!(lang, "developers-claims"),
            client.rules.claims.join(", "),
        ),
        Row::new(
            t!(lang, "developers-redirect"),
            client.rules.redirect_uris.join("\n"),
        ),
        Row::new(t!(lang, "developers-class"), t!(lang, class)),
    ]);
    html! { (SummaryList::new(rows)) }
}

/// The dossier, or the version that is asked for.
fn stated(lang: Lang, review: &Review) -> Markup {
    let rows: Vec<Row> = match &review.proposal {
        Some(next) => vec![
            Row::new(t!(lang, "developers-name"), next.name.as_str()),
            Row::new(t!(lang, "oidc-purpose"), next.purpose.as_str()),
            Row::new(t!(lang, "developers-claims"), next.claims.join(", ")),
            Row::new(
                t!(lang, "developers-redirect"),
                next.redirect_uris.join("\n"),
            ),
            Row::new(
                t!(lang, "developers-post-logout"),
                next.post_logout_redirect_uris.join("\n"),
            ),
        ],
        None => review
            .dossier
            .fields()
            .into_iter()
            .map(|(name, value)| match (name, review.dossier.party()) {
                ("kind", Some(kind)) => Row::new(
                    t!(lang, "party-kind"),
                    t!(lang, &format!("party-kind-{}", kind.as_str())),
                ),
                _ => Row::new(t!(lang, &format!("party-dossier-{name}")), value),
            })
            .collect(),
    };
    html! {
        h2.govuk-heading-m { (t!(lang, "party-stated")) }
        (SummaryList::new(rows))
    }
}

fn checklist(lang: Lang, review: &Review, base: Option<&String>) -> Markup {
    let tag = |holds: Option<bool>| match holds {
        Some(true) => Tag::new(Tone::Good, t!(lang, "party-holds")),
        Some(false) => Tag::new(Tone::Bad, t!(lang, "party-holds-not")),
        None => Tag::new(Tone::Waiting, t!(lang, "party-unchecked")),
    };
    let item = |item: &Item| {
        let check = review.checks.get(item);
        let name = t!(lang, &format!("party-item-{}", item.as_str()));
        let words = html! {
            (tag(check.map(|check| check.holds))) " "
            @if let Some(check) = check { (check.note) " " }
            @if let Some(base) = base { a.govuk-link href={ (base) "/items/" (item.as_str()) } { (t!(lang, "party-check")) } }
        };
        Row::new(name, words)
    };
    let mut rows: Vec<Row> = review.items().iter().map(item).collect();
    let visit = review.visit.as_ref();
    rows.push(Row::new(
        t!(lang, "party-visit"),
        html! {
            (tag(visit.map(|visit| visit.holds))) " "
            @if let Some(visit) = visit { (date(visit.day)) ", " (visit.people) ": " (visit.finding) " " }
            @if let Some(base) = base { a.govuk-link href={ (base) "/visit" } { (t!(lang, "party-check")) } }
        },
    ));
    html! {
        h2.govuk-heading-m { (t!(lang, "party-checklist")) }
        (SummaryList::new(rows))
    }
}
