//! Telecoms' batches of subscribers (R50-2): the list, one batch with its counts and estimates, the sample row by row,
//! release and taking back, and which telecom may bring files at all.

mod act;
mod counts;
mod grant;
mod list;
mod sample;
mod show;

use axum::Router;
use axum::routing::{get, post};

use crate::i18n::{Lang, has};
use crate::state::Web;
use crate::t;

/// Pages of cleaning.
pub(super) fn routes() -> Router<Web> {
    let batch = |step: &str| format!("/console/subscribers/{{id}}{step}");
    Router::new()
        .route("/console/subscribers", get(list::show))
        .route(&batch(""), get(show::show))
        .route(&batch("/sample"), get(sample::show).post(sample::submit))
        .route(&batch("/release"), post(act::release))
        .route(&batch("/withdraw"), post(act::withdraw))
        .route(
            "/console/parties/{id}/cleaning",
            get(grant::show).post(grant::submit),
        )
        .route("/console/parties/{id}/cleaning/end", post(grant::end))
}

/// Words for codes with blanks between.
fn whys(lang: Lang, codes: &str) -> String {
    let words = codes.split_whitespace().map(|code| why(lang, code));
    words.collect::<Vec<_>>().join(", ")
}

/// A field's or a difference's words; a column of the file keeps its own name.
fn why(lang: Lang, code: &str) -> String {
    let key = format!("cleaning-why-{code}");
    if has(&key) {
        t!(lang, &key)
    } else {
        code.to_owned()
    }
}

/// A share as a percentage with one digit behind the sign of the language.
fn percent(lang: Lang, share: f64) -> String {
    let text = format!("{:.1}", share * 100.0);
    match lang {
        Lang::Vi => text.replace('.', ","),
        Lang::En => text,
    }
}
