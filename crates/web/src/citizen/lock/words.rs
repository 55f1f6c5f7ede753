//! A hold in words: the same on the holder's pages and at the counter.

use app::holds::basis;
use domain::hold::{Hold, LockReason};
use domain::regime::Basis;
use ui::Row;

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
