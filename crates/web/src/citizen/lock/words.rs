//! A hold in words: the same on the holder's pages and at the counter.

use app::holds::basis;
use domain::hold::{Hold, LockReason};
use domain::regime::{Basis, Regime};
use domain::time::viet_nam_date;
use maud::{Markup, html};
use store::unlock::{Request, State};
use ui::{InsetText, Row, SummaryList};

use crate::i18n::{Lang, date_time};
use crate::t;

/// "Point a, clause 1, article 19 of Decree 59/2022/NĐ-CP".
pub fn citation(lang: Lang, basis: &Basis) -> String {
    let decree = basis.regime.label();
    let article = i64::from(basis.article);
    match (basis.clause.map(i64::from), basis.point) {
        (Some(clause), Some(point)) => {
            let point = point.to_string();
            t!(
                lang,
                "basis-point",
                decree = decree,
                article = article,
                clause = clause,
                point = point
            )
        }
        (Some(clause), None) => {
            t!(
                lang,
                "basis-clause",
                decree = decree,
                article = article,
                clause = clause
            )
        }
        (None, _) => t!(lang, "basis-article", decree = decree, article = article),
    }
}

/// Ground, reason, time, channel, rule.
pub fn rows(lang: Lang, hold: &Hold) -> Vec<Row> {
    let mut rows = vec![Row::new(
        t!(lang, "hold-ground"),
        t!(lang, &format!("ground-{}", hold.ground.as_str())),
    )];
    if let Some(reason) = hold.reason {
        rows.push(Row::new(
            t!(lang, "hold-reason"),
            self::reason(lang, reason),
        ));
    }
    rows.extend([
        Row::new(t!(lang, "hold-since"), date_time(hold.since)),
        Row::new(
            t!(lang, "hold-channel"),
            t!(lang, &format!("channel-{}", hold.channel.as_str())),
        ),
        Row::new(t!(lang, "hold-basis"), citation(lang, &basis(hold))),
    ]);
    rows
}

/// APP-13: a reason in words.
pub fn reason(lang: Lang, reason: LockReason) -> String {
    t!(lang, &format!("lock-reason-{}", reason.as_str()))
}

/// What became of a request to be unlocked.
pub fn answer(lang: Lang, request: &Request) -> Markup {
    let asked = date_time(request.at);
    match &request.state {
        State::Open => html! {
            (InsetText::new(t!(lang, "unlock-waiting", time = asked)))
        },
        State::Refused { at, reason, words } => html! {
            h2.govuk-heading-m { (t!(lang, "unlock-refused-title")) }
            (SummaryList::new([
                Row::new(t!(lang, "unlock-asked"), asked),
                Row::new(t!(lang, "unlock-answered"), date_time(*at)),
                Row::new(t!(lang, "unlock-reason"), t!(lang, &format!("unlock-refused-{reason}"))),
                Row::new(t!(lang, "unlock-words"), words.as_str()),
                Row::new(t!(lang, "unlock-next"), t!(lang, &format!("unlock-next-{reason}"))),
                Row::new(t!(lang, "hold-basis"), refusal_basis(lang, *at)),
            ]))
        },
        State::Granted { .. } | State::Settled { .. } => html! {},
    }
}

/// I7: D59-19.4.a gives the unlock; its own article is what a refusal rests on.
fn refusal_basis(lang: Lang, at: jiff::Timestamp) -> String {
    match Regime::on(viet_nam_date(at)).unwrap_or(Regime::Decree59) {
        decree @ Regime::Decree59 => {
            t!(
                lang,
                "basis-clause",
                decree = decree.label(),
                article = 19,
                clause = 4
            )
        }
        decree @ Regime::Decree69 => {
            t!(lang, "basis-article", decree = decree.label(), article = 30)
        }
    }
}
