//! Finding a citizen at the counter: by number, or by name and year of birth, always for a purpose.

use domain::account::{Level, Standing};
use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::event::Event;
use domain::fault::{Fault, Faults};
use domain::ids::SubjectId;
use domain::person::{FullName, PersonNumber, TravelPaper};
use domain::registers::{CardRecord, PersonRecord};
use domain::throttle::Throttle;
use jiff::SignedDuration;
use store::audit::NOBODY;
use store::throttle::Rule;

use crate::registration::{check, foreigner, read_paper};
use crate::throttle::{self, Counted};
use crate::{App, Cx, Error, Result, entry_with};

/// What the officer entered; either the number, or name and year.
#[derive(Debug, Clone, Copy)]
pub struct Find<'a> {
    /// Personal identification number.
    pub number: &'a str,
    /// A foreigner's nationality, three letters.
    pub nationality: &'a str,
    /// Number of his passport or travel document.
    pub passport: &'a str,
    /// Full name.
    pub name: &'a str,
    /// Year of birth.
    pub birth_year: &'a str,
    /// `proofing`, `assistance` or `registration`.
    pub purpose: &'a str,
}

/// A citizen found, with what is known of his account.
#[derive(Debug, Clone)]
pub struct Found {
    /// The population register's record.
    pub person: PersonRecord,
    /// The citizen-id card, where there is one.
    pub card: Option<CardRecord>,
    /// Whose account; `None` without one.
    pub subject: Option<SubjectId>,
    /// Level and standing of the account.
    pub account: Option<(Level, Standing)>,
    /// Reference of the level-2 registration that is open for this number.
    pub open: Option<String>,
}

/// Purposes for which a counter may look somebody up.
pub const PURPOSES: [Purpose; 3] = [
    Purpose::Proofing,
    Purpose::Assistance,
    Purpose::Registration,
];

enum Query {
    Number(PersonNumber),
    Name(FullName, i16),
    Paper(TravelPaper),
}

fn read(command: &Find<'_>) -> Result<(Query, Purpose)> {
    let mut faults = Faults::default();
    let purpose = PURPOSES.into_iter().find(|p| p.as_str() == command.purpose);
    let purpose = faults.take(purpose.ok_or_else(|| Fault::new("purpose", "purpose-choose")));
    let filled = |text: &str| !text.trim().is_empty();
    let query = if filled(command.passport) || filled(command.nationality) {
        let paper = read_paper(command.nationality, command.passport)?;
        Some(Query::Paper(paper))
    } else if !filled(command.number) && filled(command.name) {
        let name =
            faults.take(FullName::parse(command.name).map_err(|e| Fault::new("name", e.code())));
        let year = command
            .birth_year
            .trim()
            .parse::<i16>()
            .ok()
            .filter(|y| (1900..2400).contains(y));
        let year = faults.take(year.ok_or_else(|| Fault::new("birth-year", "birth-year-format")));
        name.zip(year).map(|(name, year)| Query::Name(name, year))
    } else {
        let number =
            PersonNumber::parse(command.number).map_err(|e| Fault::new("number", e.code()));
        faults.take(number).map(Query::Number)
    };
    query.zip(purpose).ok_or_else(|| faults.into())
}

/// More people than come to one desk in an hour: somebody trawls the register.
const AN_HOUR: Throttle = Throttle::new(60, SignedDuration::from_hours(1));

/// Most people shown, whatever a register answers.
const MOST: usize = 20;

/// Counts a search of the signed-in officer: nobody trawls.
pub(crate) async fn count(app: &App, cx: &Cx) -> Result<()> {
    let officer = cx.staff()?.to_string();
    let limits = [Counted {
        kind: "counter-search",
        value: &officer,
        rule: Rule::Rate(AN_HOUR),
    }];
    throttle::reserve(app, cx, &limits).await
}

/// Finds people; each search counts, each reading is on record under its purpose.
pub async fn find(app: &App, cx: &Cx, command: &Find<'_>) -> Result<Vec<Found>> {
    require(&cx.actor, Operation::ReadPerson)?;
    let (query, purpose) = read(command)?;
    count(app, cx).await?;
    let people = match &query {
        Query::Number(number) => {
            let told = app.registers.person(number).await;
            let told = told.map_err(Error::from)?;
            told.into_iter().collect()
        }
        Query::Paper(paper) => match foreigner::find(app, cx, paper).await? {
            Some((number, _)) => {
                let told = app.registers.person(&number).await;
                let told = told.map_err(Error::from)?;
                told.into_iter().collect()
            }
            None => Vec::new(),
        },
        Query::Name(name, year) => {
            let mut people = app
                .registers
                .search(name, *year)
                .await
                .map_err(Error::from)?;
            people.truncate(MOST);
            people
        }
    };
    let mut found = Vec::new();
    for person in people {
        found.push(known(app, person).await?);
    }
    put_on_record(app, &cx.with_purpose(purpose), &found).await?;
    Ok(found)
}

async fn known(app: &App, person: PersonRecord) -> Result<Found> {
    let number = &person.identity.number;
    let card = check::ask(app, number).await.map_err(Error::from)?.card;
    let now = app.clock.now();
    let mut source = app.db.read().await?;
    let account = store::account::by_number(&mut source, number, now).await?;
    let open = store::registration::open_level_two(&mut source, number).await?;
    Ok(Found {
        subject: account.as_ref().map(|a| a.account.subject),
        account: account.map(|a| (a.account.level, a.account.standing(now))),
        open: open.map(|o| o.reference),
        card,
        person,
    })
}

async fn put_on_record(app: &App, cx: &Cx, found: &[Found]) -> Result<()> {
    let detail =
        |f: &Found| serde_json::json!({ "what": "search", "account": f.subject.is_some() });
    let mut entries: Vec<_> = found
        .iter()
        .map(|f| {
            entry_with(
                app,
                cx,
                Event::RecordRead,
                f.subject.unwrap_or(NOBODY),
                detail(f),
            )
        })
        .collect();
    if entries.is_empty() {
        let nothing = serde_json::json!({ "what": "search", "found": 0 });
        entries.push(entry_with(app, cx, Event::RecordRead, NOBODY, nothing));
    }
    let tx = app.db.begin().await?;
    Ok(tx.commit(entries).await?)
}
