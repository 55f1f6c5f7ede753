//! What the two decrees set, side by side: a request is judged by the one in force on its day (I10).

use axum::response::Response;
use domain::account::Level;
use domain::means::Means;
use domain::regime::{AgeBand, ClockKind, Feature, Filing, Footing, Limit, PersonKind, Regime};
use maud::{Markup, html};
use ui::{Cell, Table, Tag, Tone};

use crate::counter;
use crate::extract::Desk;
use crate::i18n::{self, Lang};
use crate::t;

pub(super) async fn show(desk: Desk) -> Response {
    let lang = desk.view.lang;
    let title = t!(lang, "decrees-title");
    let body = html! {
        (counter::heading(&title))
        p.govuk-body { (t!(lang, "decrees-text")) }
        (table(lang, &t!(lang, "decrees-terms"), terms(lang)))
        (table(lang, &t!(lang, "decrees-ages"), ages(lang)))
        (table(lang, &t!(lang, "decrees-levels"), levels(lang)))
        (table(lang, &t!(lang, "decrees-cases"), cases(lang)))
        (table(lang, &t!(lang, "forms-title"), forms(lang)))
    };
    counter::page(&desk, &title).back("/console").respond(body)
}

/// What is set, and what each decree says of it.
type Line = (String, [String; 2]);

fn table(lang: Lang, title: &str, lines: Vec<Line>) -> Markup {
    let head = std::iter::once(t!(lang, "decrees-what"))
        .chain(Regime::ALL.map(|regime| {
            t!(
                lang,
                "decrees-from",
                decree = regime.label(),
                day = i18n::date(regime.from())
            )
        }))
        .chain([t!(lang, "decrees-differs")]);
    let table = lines.into_iter().fold(
        Table::new(head.collect::<Vec<_>>()),
        |table, (what, [old, new])| {
            let differs = if old == new {
                html! {}
            } else {
                html! { (Tag::new(Tone::Waiting, t!(lang, "decrees-other"))) }
            };
            table.row([
                Cell::from(what),
                Cell::from(old),
                Cell::from(new),
                Cell::from(differs),
            ])
        },
    );
    html! {
        h2.govuk-heading-m { (title) }
        (table)
    }
}

fn limit(lang: Lang, limit: Limit) -> String {
    let days = i64::from(limit.days());
    match limit {
        Limit::WorkingDays(_) => t!(lang, "decrees-working-days", days = days),
        Limit::CalendarDays(_) => t!(lang, "decrees-calendar-days", days = days),
    }
}

fn terms(lang: Lang) -> Vec<Line> {
    let line = |kind: ClockKind| {
        let name = t!(lang, &format!("decrees-clock-{}", kind.as_str()));
        (
            name,
            Regime::ALL.map(|regime| limit(lang, regime.term(kind).limit)),
        )
    };
    ClockKind::ALL.into_iter().map(line).collect()
}

fn ages(lang: Lang) -> Vec<Line> {
    let kinds = [
        (PersonKind::Citizen, t!(lang, "decrees-citizen")),
        (PersonKind::Foreigner, t!(lang, "decrees-foreigner")),
    ];
    let line = |(kind, name): (PersonKind, String)| {
        let bands = |regime: Regime| {
            let bands = regime.age_bands(kind).iter();
            bands
                .map(|one| band(lang, one))
                .collect::<Vec<_>>()
                .join("; ")
        };
        (name, Regime::ALL.map(bands))
    };
    kinds.map(line).into()
}

fn band(lang: Lang, band: &AgeBand) -> String {
    let age = i64::from(band.from_age);
    let level = i64::from(band.highest.map_or(0, Level::get));
    match band.footing {
        Footing::Own => t!(lang, "decrees-own", age = age, level = level),
        Footing::OwnWithRepresentative => {
            t!(lang, "decrees-represented", age = age, level = level)
        }
        Footing::UnderGuardian => t!(lang, "decrees-guardian", age = age),
    }
}

/// D69-9, D69-10.1, D69-3: what a level opens, which contact is asked for, which means are named.
fn levels(lang: Lang) -> Vec<Line> {
    let opened = Feature::ALL.into_iter().map(|feature| {
        let name = t!(lang, &format!("decrees-feature-{}", feature.as_str()));
        let level = |regime: Regime| {
            let level = i64::from(regime.opens(feature).get());
            t!(lang, "decrees-level", level = level)
        };
        (name, Regime::ALL.map(level))
    });
    let contact = Regime::ALL.map(|regime| {
        if regime.phone_compulsory() {
            t!(lang, "decrees-contact-phone")
        } else {
            t!(lang, "decrees-contact-either")
        }
    });
    let means = |regime: Regime| {
        let named = Means::ALL.into_iter().filter(|m| regime.names(*m));
        named
            .map(|m| t!(lang, &format!("decrees-mean-{}", m.as_str())))
            .collect::<Vec<_>>()
            .join(", ")
    };
    opened
        .chain([
            (t!(lang, "decrees-contact"), contact),
            (t!(lang, "decrees-means"), Regime::ALL.map(means)),
        ])
        .collect()
}

/// D59-TK.
fn forms(lang: Lang) -> Vec<Line> {
    let code = |regime: Regime, filing| {
        let form = regime.form(filing);
        form.map_or_else(|| t!(lang, "decrees-no-form"), |f| f.as_str().to_owned())
    };
    let line = |filing: &Filing| {
        let name = t!(lang, &format!("decrees-filing-{}", filing.as_str()));
        (name, Regime::ALL.map(|regime| code(regime, *filing)))
    };
    Filing::ALL.iter().map(line).collect()
}

fn cases(lang: Lang) -> Vec<Line> {
    let steps = Regime::ALL.map(Regime::case_steps);
    let forward = steps.map(|s| {
        s.forward
            .map_or_else(|| t!(lang, "decrees-no-step"), |l| limit(lang, l))
    });
    vec![
        (t!(lang, "decrees-forward"), forward),
        (
            t!(lang, "decrees-decide"),
            steps.map(|s| limit(lang, s.decide)),
        ),
        (
            t!(lang, "decrees-who"),
            [t!(lang, "decrees-who-59"), t!(lang, "decrees-who-69")],
        ),
        (
            t!(lang, "decrees-asks"),
            [t!(lang, "decrees-asks-59"), t!(lang, "decrees-asks-69")],
        ),
    ]
}
