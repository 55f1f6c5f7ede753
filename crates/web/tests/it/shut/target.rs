//! Whom the table locks: an account in use, or one that waits for its activation.

use domain::account::{Level, SubjectKind};
use domain::document::{HealthCode, HealthRecord, Owner, OwnerNumber, SourceState};
use domain::hold::Ground;
use domain::ids::SubjectId;
use domain::registers::Register;
use jiff::civil::date;
use store::Audit;
use store::account::{self, Identifier};
use store::registers::health;
use testkit::foreigners::Foreigner;
use testkit::people::{PASSWORD, Person};
use testkit::{Client, TestApp};

use super::Row;
use super::ways::Way;
use crate::documents::scene::load;
use crate::{foreigners, holds, organisations};

/// The health card in the wallet, and the one that is asked for after the lock.
const CARDS: [&str; 2] = ["DN4740123456789", "DN4740123456790"];

/// An account with whoever stands before it.
pub(crate) struct Target {
    /// What it is.
    pub(crate) kind: SubjectKind,
    /// How bodies and registers name it.
    pub(crate) number: String,
    /// Number and phone of the person who calls or signs in.
    pub(crate) caller: (String, String),
    /// Whether it was activated.
    pub(crate) used: bool,
    /// The holder's, or the representative's.
    pub(crate) browser: Client,
    /// A document's page, or the organisation's.
    pub(crate) place: String,
    /// Of a foreigner.
    pub(crate) foreigner: Option<Foreigner>,
}

/// A foreigner whose papers end as the row wants it.
fn foreigner(n: u32, row: Row) -> Foreigner {
    let mut kim = Foreigner::of(n);
    let foreign = &mut kim.record.foreign;
    match (row.1, row.3) {
        (Ground::PassportExpired, Way::Day) => foreign.expires_on = date(2024, 3, 5),
        (_, Way::Day) => foreign.stay_until = Some(date(2024, 3, 5)),
        (_, _) => {}
    }
    kim
}

impl Target {
    /// In use, with a session and, of a person, a document in the wallet.
    pub(crate) async fn in_use(test: &TestApp, row: Row) -> Self {
        match row.0 {
            SubjectKind::Citizen => {
                let (person, browser) = holds::holder(test, 1).await;
                Self::person(test, row.0, person.number(), person.phone(), browser, None).await
            }
            SubjectKind::Foreigner => {
                let kim = foreigner(1, row);
                let (number, browser) = foreigners::holder(test, &kim).await;
                level_two(test, &number).await;
                let phone = kim.phone.as_str().to_owned();
                Self::person(test, row.0, &number, &phone, browser, Some(kim)).await
            }
            SubjectKind::Organisation => {
                let (person, browser, number, place) = organisations::opened(test, 1).await;
                Self {
                    kind: row.0,
                    number,
                    caller: (person.number().to_owned(), person.phone().to_owned()),
                    used: true,
                    browser,
                    place,
                    foreigner: None,
                }
            }
        }
    }

    async fn person(
        test: &TestApp,
        kind: SubjectKind,
        number: &str,
        phone: &str,
        mut browser: Client,
        foreigner: Option<Foreigner>,
    ) -> Self {
        insure(test, number).await;
        add_card(&mut browser, CARDS[0]).await.expect("asked for");
        test.jobs().await;
        let page = browser.get("/wallet").await.text();
        let place = holds::link(&page, "/wallet/documents/doc_");
        Self {
            kind,
            number: number.to_owned(),
            caller: (number.to_owned(), phone.to_owned()),
            used: true,
            browser,
            place,
            foreigner,
        }
    }

    /// Issued; of an organisation the representative has a session.
    pub(crate) async fn issued(test: &TestApp, row: Row) -> Self {
        let mut place = String::new();
        let mut foreign = None;
        let mut browser = test.client();
        let (number, caller) = match row.0 {
            SubjectKind::Citizen => {
                let person = Person::of(2);
                person.register(&test.app).await;
                person.account_with(&test.app, Level::Two, false).await;
                let caller = (person.number().to_owned(), person.phone().to_owned());
                (caller.0.clone(), caller)
            }
            SubjectKind::Foreigner => {
                let kim = foreigner(2, row);
                let number = foreigners::issued(test, &kim).await;
                let caller = (number.clone(), kim.phone.as_str().to_owned());
                foreign = Some(kim);
                (number, caller)
            }
            SubjectKind::Organisation => {
                let (person, mut own, code) = organisations::representative(test, 2).await;
                place = organisations::issued(&mut own, &code).await;
                browser = own;
                (
                    code,
                    (person.number().to_owned(), person.phone().to_owned()),
                )
            }
        };
        Self {
            kind: row.0,
            number,
            caller,
            used: false,
            browser,
            place,
            foreigner: foreign,
        }
    }

    pub(crate) async fn subject(&self, test: &TestApp) -> SubjectId {
        let kind = match self.kind {
            SubjectKind::Citizen | SubjectKind::Foreigner => Identifier::Number,
            SubjectKind::Organisation => Identifier::Organisation,
        };
        let mut source = test.app.db.read().await.unwrap();
        let found = account::subject_of(&mut source, kind, &self.number).await;
        found.unwrap().expect("an account")
    }

    /// What locked it is what the row says, and nothing else.
    pub(crate) async fn is_held_by(&self, test: &TestApp, row: Row) {
        let subject = self.subject(test).await;
        let mut source = test.app.db.read().await.unwrap();
        let holds = store::hold::in_force(&mut source, subject, test.now()).await;
        let holds = holds.unwrap();
        let found: Vec<_> = holds.iter().map(|h| (h.ground, h.channel)).collect();
        assert_eq!(found, [(row.1, row.2)], "{row:?}");
    }

    /// Signs in by the pages; gives where that leads.
    pub(crate) async fn sign_in(&mut self, test: &TestApp) -> String {
        let (number, phone) = &self.caller;
        let begin = [("number", number.as_str()), ("password", PASSWORD)];
        let begun = self.browser.post("/sign-in", &begin).await;
        begun.goes_to("/sign-in/code");
        let code = test.code_for(phone).await;
        let done = self.browser.post("/sign-in/code", &[("code", &code)]).await;
        assert_eq!(done.status.as_u16(), 303, "{}", done.words());
        done.location().to_owned()
    }

    /// Asks for the second card; gives the request's address where it was taken.
    pub(crate) async fn add_document(&mut self) -> Result<String, String> {
        add_card(&mut self.browser, CARDS[1]).await
    }
}

async fn add_card(browser: &mut Client, code: &str) -> Result<String, String> {
    let form = [("health-code", code), ("confirmed", "yes")];
    let to = "/wallet/integrate/health-card/submit";
    let answer = browser.post(to, &form).await;
    if answer.location().starts_with("/wallet/requests/") {
        Ok(answer.location().to_owned())
    } else {
        Err(answer.location().to_owned())
    }
}

/// As after the counter.
async fn level_two(test: &TestApp, number: &str) {
    let mut tx = test.app.db.begin().await.unwrap();
    let subject = account::subject_of(&mut tx, Identifier::Number, number).await;
    let subject = subject.unwrap().expect("an account");
    let stored = account::load_to_change(&mut tx, subject, test.now()).await;
    let mut stored = stored.unwrap().expect("an account");
    stored.account.level = Level::Two;
    account::save(&mut tx, &stored).await.unwrap();
    tx.commit(Audit::Bookkeeping("test level")).await.unwrap();
}

/// Two cards of health insurance in their register.
async fn insure(test: &TestApp, number: &str) {
    let mut source = test.app.db.read().await.unwrap();
    let subject = account::subject_of(&mut source, Identifier::Number, number).await;
    let subject = subject.unwrap().expect("an account");
    let stored = account::load(&mut source, subject, test.now()).await;
    let identity = stored.unwrap().expect("an account").profile.identity;
    drop(source);
    let mut cells = Vec::new();
    for code in CARDS {
        let record = HealthRecord {
            code: HealthCode::parse(code).unwrap(),
            owner: Owner {
                number: OwnerNumber::Citizen(identity.number.clone()),
                name: identity.name.clone(),
                birth: Some(identity.birth),
            },
            valid_from: date(2024, 1, 1),
            valid_to: None,
            facility: "Bệnh viện Đa khoa Bình Dương".into(),
            state: SourceState::InForce,
        };
        health::cells(&record, &mut cells);
    }
    load(test, Register::Health, cells).await;
}
