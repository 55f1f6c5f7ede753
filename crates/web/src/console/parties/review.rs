//! One request: what the party states, what was checked, what is missing.

use app::relying_parties::desk::{Opened, open, past};
use app::relying_parties::{least_level, own_scopes};
use axum::response::Response;
use domain::actor::Role;
use domain::ids::ReviewId;
use domain::relying_party::{Claim, Item, Review, ReviewKind, Shown};
use maud::{Markup, html};
use oidc::client::{Class, Client, GrantType};
use ui::{ButtonLink, Row, SummaryList, Tag, Tone};

use super::history;
use crate::counter::{heading, page};
use crate::error;
use crate::extract::{Desk, Place};
use crate::i18n::{Lang, date, date_time};
use crate::oidc::claim_label;
use crate::t;

/// One request, opened on record.
pub(super) async fn load(desk: &Desk, id: ReviewId) -> Result<Opened, Box<Response>> {
    let opened = open(&desk.app, &desk.cx, id).await;
    opened.map_err(|failure| Box::new(error::page(&desk.view, &failure)))
}

pub(super) async fn show(desk: Desk, Place(id): Place<ReviewId>) -> Response {
    let opened = match load(&desk, id).await {
        Ok(opened) => opened,
        Err(failed) => return *failed,
    };
    let lang = desk.view.lang;
    let review = &opened.stored.review;
    let mut earlier = match past(&desk.app, &desk.cx, review.client).await {
        Ok(all) => all,
        Err(failure) => return error::page(&desk.view, &failure),
    };
    earlier.retain(|one| !one.state.is_open());
    let decides = desk.member.role == Role::Manager && review.received().is_ok();
    let base = format!("/console/parties/reviews/{id}");
    let body = html! {
        (heading(&opened.party.stored.name))
        (standing(lang, &opened))
        (stated(lang, review))
        (checklist(lang, review, decides.then_some(&base)))
        (history::list(lang, &earlier))
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
    let claims = claims(lang, &client.rules.claims);
    rows.push(Row::new(
        t!(lang, "oidc-purpose"),
        client.stored.purpose.as_str(),
    ));
    rows.push(Row::new(t!(lang, "developers-claims"), claims));
    rows.extend(addresses(
        lang,
        &Addresses {
            redirect: &client.rules.redirect_uris,
            post_logout: &client.rules.post_logout_redirect_uris,
            backchannel: client.rules.backchannel_logout_uri.as_deref(),
            keys: client.rules.jwks_uri.as_deref(),
        },
    ));
    rows.extend(protocol(lang, &client.rules));
    html! { (SummaryList::new(rows)) }
}

/// Where a client sends people and hears.
struct Addresses<'a> {
    redirect: &'a [String],
    post_logout: &'a [String],
    backchannel: Option<&'a str>,
    keys: Option<&'a str>,
}

fn addresses(lang: Lang, of: &Addresses<'_>) -> Vec<Row> {
    let rows = [
        ("developers-redirect", of.redirect.join("\n")),
        ("developers-post-logout", of.post_logout.join("\n")),
        (
            "developers-backchannel",
            of.backchannel.unwrap_or_default().to_owned(),
        ),
        (
            "developers-jwks-uri",
            of.keys.unwrap_or_default().to_owned(),
        ),
    ];
    let rows = rows.into_iter().filter(|(_, value)| !value.is_empty());
    rows.map(|(key, value)| Row::new(t!(lang, key), value))
        .collect()
}

/// Under which rules it lives, how it proves itself, which tokens it gets and for which servers.
fn protocol(lang: Lang, rules: &Client) -> Vec<Row> {
    let class = match rules.class {
        Class::Web => "developers-class-web",
        Class::High => "developers-class-high",
    };
    let auth = format!("developers-auth-{}", rules.auth.as_str());
    let mut rows = vec![
        Row::new(t!(lang, "developers-class"), t!(lang, class)),
        Row::new(t!(lang, "developers-auth"), t!(lang, &auth)),
    ];
    if let Some(name) = &rules.certificate_name {
        let name = html! { code { (name.to_string()) } };
        rows.push(Row::new(t!(lang, "developers-certificate-name"), name));
    }
    if rules.certificate_bound {
        rows.push(Row::new(
            t!(lang, "developers-certificate-bound"),
            t!(lang, "developers-certificate-bound-yes"),
        ));
    }
    if rules.may(GrantType::Ciba) {
        rows.push(Row::new(
            t!(lang, "developers-kind-ping"),
            rules
                .backchannel_client_notification_endpoint
                .as_deref()
                .unwrap_or("–"),
        ));
    }
    if let Some(level) = Some(least_level(rules)).filter(|level| !level.is_empty()) {
        rows.push(Row::new(
            t!(lang, "developers-least"),
            t!(lang, &format!("developers-least-{level}")),
        ));
    }
    if rules.may(GrantType::ClientCredentials) {
        rows.push(Row::new(
            t!(lang, "developers-kind-own"),
            t!(lang, "developers-kind-own-yes"),
        ));
    }
    if rules.access_token_jwt {
        rows.push(Row::new(
            t!(lang, "developers-kind-readable"),
            t!(lang, "developers-kind-readable-yes"),
        ));
    }
    for (key, value) in [
        ("developers-resources", rules.resources.join("\n")),
        ("developers-scopes", own_scopes(rules).join(" ")),
    ] {
        if !value.is_empty() {
            rows.push(Row::new(t!(lang, key), value));
        }
    }
    rows
}

/// The dossier, or the version that is asked for.
fn stated(lang: Lang, review: &Review) -> Markup {
    let rows: Vec<Row> = match &review.proposal {
        Some(next) => proposed(lang, next),
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

/// As people read them.
fn claims(lang: Lang, names: &[String]) -> String {
    let known = names.iter().filter_map(|name| Claim::parse(name));
    let labels: Vec<String> = known.map(|claim| claim_label(lang, claim)).collect();
    labels.join(", ")
}

fn proposed(lang: Lang, next: &Shown) -> Vec<Row> {
    let mut rows = vec![
        Row::new(t!(lang, "developers-name"), next.name.as_str()),
        Row::new(t!(lang, "oidc-purpose"), next.purpose.as_str()),
        Row::new(t!(lang, "developers-claims"), claims(lang, &next.claims)),
    ];
    rows.extend(addresses(
        lang,
        &Addresses {
            redirect: &next.redirect_uris,
            post_logout: &next.post_logout_redirect_uris,
            backchannel: next.backchannel_logout_uri.as_deref(),
            keys: next.jwks_uri.as_deref(),
        },
    ));
    rows
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
    // D69-18 is about production; a change has no place to visit.
    if review.kind == ReviewKind::Production {
        let visit = review.visit.as_ref();
        rows.push(Row::new(
            t!(lang, "party-visit"),
            html! {
                (tag(visit.map(|visit| visit.holds))) " "
                @if let Some(visit) = visit { (date(visit.day)) ", " (visit.people) ": " (visit.finding) " " }
                @if let Some(base) = base { a.govuk-link href={ (base) "/visit" } { (t!(lang, "party-check")) } }
            },
        ));
    }
    html! {
        h2.govuk-heading-m { (t!(lang, "party-checklist")) }
        (SummaryList::new(rows))
    }
}
