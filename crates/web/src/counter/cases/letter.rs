//! The written answer to a refused request (D59-19.1.c3, D59-19.4.c), in the language asked for.

use app::cases::CaseRef;
use axum::extract::{Path, Query};
use axum::response::Response;
use domain::case::State;
use domain::regime::Filing;
use domain::registers::UnitRecord;
use jiff::Timestamp;
use print::{Block, Letter};
use store::case::Stored;

use super::papers::attachment;
use crate::counter::forms::{Wanted, clock};
use crate::error;
use crate::extract::Desk;
use crate::i18n::{Lang, date, date_time};
use crate::t;

pub(super) async fn letter(
    desk: Desk,
    Path(case): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Response {
    let lang = wanted.lang(&desk);
    let place = case.parse::<CaseRef>().map_err(|_| app::Error::NotFound);
    let made = async {
        let (stored, unit) = app::cases::letter(&desk.app, &desk.cx, place?).await?;
        let State::Refused { at, reason } = stored.case.state else {
            return Err(app::Error::NotFound);
        };
        let reason = t!(lang, &format!("case-refused-{}", reason.as_str()));
        let letter = write(lang, &stored, unit.as_ref(), (at, &reason));
        let pdf = print::pdf(&letter, clock(at));
        let pdf = pdf.map_err(|e| app::Error::Internal(e.to_string()))?;
        Ok((format!("{}-{}.pdf", stored.reference, lang.as_str()), pdf))
    };
    match made.await {
        Ok((name, pdf)) => attachment(&name, pdf),
        Err(error) => error::page(&desk.view, &error),
    }
}

fn write(
    lang: Lang,
    stored: &Stored,
    unit: Option<&UnitRecord>,
    decision: (Timestamp, &str),
) -> Letter {
    let (case, body) = (&stored.case, &stored.body);
    let (at, reason) = decision;
    let reference = stored.reference.as_str();
    let unit_name = unit.map_or(case.unit.as_str(), |unit| unit.name.as_str());
    let place = unit.map_or("", |unit| unit.address.as_str());
    let asked = t!(
        lang,
        "letter-asked",
        wish = case.wish.as_str(),
        letter = body.letter.as_str(),
        day = date(body.letter_date),
        received = date_time(case.received)
    );
    let law = t!(
        lang,
        "letter-law",
        regime = case.regime.as_str(),
        wish = case.wish.as_str()
    );
    let form = case.regime.form(Filing::Lock);
    let form = form.map_or_else(String::new, |form| {
        t!(lang, "form-code", code = form.as_str())
    });
    let title = t!(lang, "letter-title", wish = case.wish.as_str());
    Letter {
        lang: lang.as_str().to_owned(),
        title: format!("{title} {reference}"),
        blocks: vec![
            Block::Strong(unit_name.to_owned()),
            Block::Text(place.to_owned()),
            Block::Text(t!(
                lang,
                "letter-number",
                reference = reference,
                day = date_time(at)
            )),
            Block::Title(title),
            Block::Strong(t!(lang, "letter-to", name = body.name.as_str())),
            Block::Text(asked),
            Block::Text(law),
            Block::Text(form),
            Block::Strong(t!(lang, "letter-reason")),
            Block::Text(reason.to_owned()),
            Block::Text(body.words.clone()),
            Block::Text(t!(lang, "letter-next")),
            Block::Strong(t!(lang, "letter-signature")),
        ],
    }
}
