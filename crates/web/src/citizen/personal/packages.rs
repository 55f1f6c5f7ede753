//! Identity packages that were handed to providers of signature certificates, and what to do when one was not wanted
//! (R50-3).

use app::relying_parties::Handed;
use domain::relying_party::Claim;
use maud::{Markup, html};
use ui::{Row, SummaryList};

use crate::i18n::{Lang, date_time};
use crate::oidc::claim_label;
use crate::t;

/// All of them, the latest first; nothing where there is none.
pub(super) fn list(lang: Lang, all: &[Handed]) -> Markup {
    html! {
        @if !all.is_empty() {
            h2.govuk-heading-l { (t!(lang, "packages-title")) }
            p.govuk-body { (t!(lang, "packages-text")) }
            @for one in all {
                h3.govuk-heading-m { (one.name) }
                (SummaryList::new(rows(lang, one)))
            }
            p.govuk-body { (t!(lang, "packages-wrong")) }
            ul.govuk-list.govuk-list--bullet {
                li { (t!(lang, "packages-wrong-provider")) }
                li { a.govuk-link href="/lock" { (t!(lang, "packages-wrong-lock")) } }
                li { a.govuk-link href="/help" { (t!(lang, "packages-wrong-help")) } }
            }
        }
    }
}

fn rows(lang: Lang, one: &Handed) -> Vec<Row> {
    let told = one.claims.iter().filter_map(|name| Claim::parse(name));
    let told: Vec<String> = told.map(|claim| claim_label(lang, claim)).collect();
    let kept = &one.kept;
    let mut rows = vec![
        Row::new(t!(lang, "packages-at"), date_time(kept.at)),
        Row::new(t!(lang, "parties-told"), told.join(", ")),
        Row::new(t!(lang, "packages-licence"), one.licence.as_str()),
        Row::new(t!(lang, "packages-reference"), html! { code { (kept.id) } }),
    ];
    match &kept.certificate {
        Some(certificate) => {
            let serial = html! { code { (certificate.serial) } };
            rows.push(Row::new(t!(lang, "packages-serial"), serial));
            let (from, until) = (
                date_time(certificate.not_before),
                date_time(certificate.not_after),
            );
            rows.push(Row::new(
                t!(lang, "packages-valid"),
                t!(
                    lang,
                    "packages-valid-text",
                    from = from.as_str(),
                    until = until.as_str()
                ),
            ));
        }
        None => rows.push(Row::new(
            t!(lang, "packages-serial"),
            t!(lang, "packages-none"),
        )),
    }
    rows.push(Row::new(
        t!(lang, "packages-followed"),
        date_time(kept.followed_until),
    ));
    rows
}
