//! Details as printed on the card (D59-7.1).

use domain::fault::{Fault, Faults};
use domain::person::{BirthDate, FullName, Sex};
use domain::registration::DetailsFrom;
use domain::time::viet_nam_date;
use jiff::civil::Date;
use store::Audit;
use store::registration::{self, Dossier};

use super::draft::at_step;
use super::step::{Step, came_to, next_step};
use crate::token::Token;
use crate::{App, Cx, Result};

/// Details as entered.
#[derive(Debug, Clone, Copy)]
pub struct Details<'a> {
    /// Full name.
    pub name: &'a str,
    /// `YYYY-MM-DD`, or `YYYY-MM` or `YYYY` where the card prints no more.
    pub birth: &'a str,
    /// `male` or `female`.
    pub sex: &'a str,
    /// `YYYY-MM-DD`.
    pub card_issued: &'a str,
}

/// Puts day, month and year of a form together; what is no number stays and is refused later.
pub fn iso_date(day: &str, month: &str, year: &str) -> String {
    let padded = |text: &str| {
        let text: String = text.trim().chars().take(8).collect();
        if text.len() == 1 {
            format!("0{text}")
        } else {
            text
        }
    };
    let parts = [
        year.trim().chars().take(8).collect(),
        padded(month),
        padded(day),
    ];
    let filled = parts
        .iter()
        .rposition(|p: &String| !p.is_empty())
        .map_or(0, |last| last + 1);
    parts.into_iter().take(filled).collect::<Vec<_>>().join("-")
}

fn birth(text: &str, today: Date) -> std::result::Result<BirthDate, Fault> {
    let birth = BirthDate::parse(text).map_err(|e| Fault::new("birth", e.code()))?;
    born(birth, today)
}

/// Nobody is born in the future, however the date came.
pub(super) fn born(birth: BirthDate, today: Date) -> std::result::Result<BirthDate, Fault> {
    if birth.age_on(today) < 0 && birth.year() >= today.year() && birth.to_iso() > today.to_string()
    {
        return Err(Fault::new("birth", "birth-date-future"));
    }
    Ok(birth)
}

/// No card was issued in the future, however the date came.
pub(super) fn given(day: Date, today: Date) -> std::result::Result<Date, Fault> {
    if day > today {
        Err(Fault::new("card-issued", "card-issued-future"))
    } else {
        Ok(day)
    }
}

fn issued(text: &str, today: Date) -> std::result::Result<Date, Fault> {
    let fault = |code| Fault::new("card-issued", code);
    if text.trim().is_empty() {
        return Err(fault("card-issued-empty"));
    }
    let day = BirthDate::parse(text)
        .ok()
        .and_then(|d| d.day())
        .ok_or_else(|| fault("card-issued-not-a-date"))?;
    given(day, today)
}

/// Reads the details into a dossier; all faults at once. At the counter a person without a card has
/// no date of issue.
pub(crate) fn read(
    dossier: &mut Dossier,
    cx: &Cx,
    details: &Details<'_>,
    card_needed: bool,
) -> Result<()> {
    let today = viet_nam_date(cx.now);
    let mut faults = Faults::default();
    let name = faults.take(FullName::parse(details.name).map_err(|e| Fault::new("name", e.code())));
    let birth = faults.take(birth(details.birth, today));
    let sex = faults.take(Sex::parse(details.sex).ok_or_else(|| Fault::new("sex", "sex-choose")));
    let issued = if card_needed || !details.card_issued.trim().is_empty() {
        faults.take(issued(details.card_issued, today)).map(Some)
    } else {
        Some(None)
    };
    let (Some(name), Some(birth), Some(sex), Some(issued)) = (name, birth, sex, issued) else {
        return Err(faults.into());
    };
    dossier.name = Some(name);
    dossier.birth = Some(birth);
    dossier.sex = Some(sex);
    dossier.card_issued = issued;
    Ok(())
}

type Said = (
    Option<FullName>,
    Option<BirthDate>,
    Option<Sex>,
    Option<Date>,
);

fn said(dossier: &Dossier) -> Said {
    let Dossier {
        name,
        birth,
        sex,
        card_issued,
        ..
    } = dossier;
    (name.clone(), *birth, *sex, *card_issued)
}

/// Keeps the details as on the card.
pub async fn set_details(app: &App, cx: &Cx, token: &Token, details: &Details<'_>) -> Result<Step> {
    let mut tx = app.db.begin().await?;
    let mut stored = at_step(&mut tx, cx, token, Step::Details).await?;
    let before = said(&stored.dossier);
    read(&mut stored.dossier, cx, details, true)?;
    if said(&stored.dossier) != before {
        stored.dossier.details_from = DetailsFrom::Typed;
    }
    registration::save(&mut tx, &stored).await?;
    came_to(&mut tx, &stored).await?;
    tx.commit(Audit::Bookkeeping("registration details"))
        .await?;
    Ok(next_step(&stored))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_date_become_one_text() {
        for (parts, want) in [
            (("3", "2", "1990"), "1990-02-03"),
            (("", "", "1950"), "1950"),
            (("", "7", "1950"), "1950-07"),
            (("31", "", "1950"), "1950--31"),
            (("", "", ""), ""),
            (("x", "2", "1990"), "1990-02-0x"),
        ] {
            assert_eq!(iso_date(parts.0, parts.1, parts.2), want);
        }
    }
}
