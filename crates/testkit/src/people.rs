//! People of the registers and holders of accounts, made through the same tables and use cases as
//! everybody else.

use app::App;
use domain::account::{Account, Level, Possession, SubjectKind};
use domain::contact::{Email, Phone};
use domain::ids::SubjectId;
use domain::organisation::{BusinessRecord, BusinessStatus, OrganisationCode};
use domain::person::{BirthDate, FullName, Identity, OldNumber, PersonNumber, Sex};
use domain::registers::{CardForm, CardRecord, CardStatus, PersonRecord, Register};
use jiff::SignedDuration;
use store::account::{self, Identifier, Profile, Stored};
use store::credential::{self, Kind};
use store::registers::{Loader, card, person, state};
use store::{Audit, Tx};

use crate::{Answer, Client, TestApp};

/// Password of every holder made here.
pub const PASSWORD: &str = "con trâu đi trước cái cày";
/// Passcode of every holder made here.
pub const PASSCODE: &str = "270915";

/// A person with everything the registers know of him.
#[derive(Clone)]
pub struct Person {
    /// The population register's record.
    pub record: PersonRecord,
    /// The card register's record.
    pub card: Option<CardRecord>,
    /// Phone for an account.
    pub phone: Phone,
    /// E-mail address for an account.
    pub email: Option<Email>,
}

impl Person {
    /// A woman of Binh Duong with a chip card; `n` tells her from others.
    pub fn of(n: u32) -> Self {
        let number = PersonNumber::parse(&format!("074190{n:06}")).expect("a number");
        let identity = Identity {
            number: number.clone(),
            name: FullName::parse("Nguyễn Thị Ngọc Ánh").expect("a name"),
            birth: BirthDate::parse("1990-03-27").expect("a birthday"),
            sex: Sex::Female,
        };
        let record = PersonRecord {
            identity,
            old_number: OldNumber::parse(&format!("280{n:06}")).ok(),
            province: "074".into(),
            address: "Phường Phú Cường, Thủ Dầu Một, Bình Dương".into(),
            died_on: None,
            dead: false,
            guardian: None,
            ward: false,
            foreign: None,
        };
        let card = CardRecord {
            number,
            form: CardForm::Chip,
            issued_on: "2021-06-15".parse().expect("a day"),
            expires_on: Some("2030-03-27".parse().expect("a day")),
            status: CardStatus::Valid,
            changed_on: None,
        };
        let phone = Phone::parse(&format!("09{n:08}")).expect("a phone");
        Self {
            record,
            card: Some(card),
            phone,
            email: None,
        }
    }

    /// The twelve digits.
    pub fn number(&self) -> &str {
        self.record.identity.number.as_str()
    }

    /// The phone as messages are addressed.
    pub fn phone(&self) -> &str {
        self.phone.as_str()
    }

    /// Writes the person into the registers, which answer from then on.
    pub async fn register(&self, app: &App) {
        let now = app.clock.now();
        let mut tx = app.db.begin().await.expect("begin");
        let mut cells = Vec::new();
        person::cells(&self.record, &mut cells);
        load(&mut tx, Register::Population, cells).await;
        let mut cells = Vec::new();
        if let Some(card) = &self.card {
            card::cells(card, &mut cells);
        }
        load(&mut tx, Register::Cards, cells).await;
        for register in [Register::Population, Register::Cards] {
            state::loaded(&mut tx, register, now).await.expect("loaded");
        }
        tx.commit(Audit::Bookkeeping("test registers"))
            .await
            .expect("commit");
    }

    /// An activated account with [`PASSWORD`] and [`PASSCODE`].
    pub async fn account(&self, app: &App, level: Level) -> SubjectId {
        self.account_with(app, level, true).await
    }

    /// An account, activated or just issued.
    pub async fn account_with(&self, app: &App, level: Level, activated: bool) -> SubjectId {
        let now = app.clock.now();
        let subject = app.id(SubjectId::from_bytes);
        let possession = if activated {
            Possession::Activated { at: now }
        } else {
            Possession::Issued {
                notified_at: now,
                activate_by: now + SignedDuration::from_hours(24 * 7),
            }
        };
        let stored = Stored {
            account: Account {
                subject,
                kind: SubjectKind::Citizen,
                level,
                possession,
                holds: Vec::new(),
            },
            profile: Profile {
                identity: self.record.identity.clone(),
                foreign: None,
                phone: Some(self.phone.clone()),
                email: self.email.clone(),
            },
            province: self.record.province.clone(),
            language: "vi".into(),
            revision: 1,
        };
        let mut tx = app.db.begin().await.expect("begin");
        account::insert(&mut tx, &stored).await.expect("account");
        assert!(
            account::claim(&mut tx, Identifier::Number, self.number(), subject)
                .await
                .expect("claim")
        );
        assert!(
            account::claim(&mut tx, Identifier::Phone, self.phone(), subject)
                .await
                .expect("claim")
        );
        if activated {
            for (kind, secret) in [(Kind::Password, PASSWORD), (Kind::Passcode, PASSCODE)] {
                let hash = app.hasher.hash(secret, app.random()).await.expect("hash");
                credential::set(&mut tx, subject, kind, &hash, "", now)
                    .await
                    .expect("credential");
            }
        }
        tx.commit(Audit::Bookkeeping("test account"))
            .await
            .expect("commit");
        subject
    }

    /// Signs in through the pages, to the end.
    pub async fn sign_in(&self, test: &TestApp, client: &mut Client) {
        self.sign_in_anywhere(test, client).await;
    }

    /// The same, and is led to a place.
    pub async fn sign_in_to(&self, test: &TestApp, client: &mut Client, place: &str) {
        self.sign_in_anywhere(test, client).await.goes_to(place);
    }

    async fn sign_in_anywhere(&self, test: &TestApp, client: &mut Client) -> Answer {
        let fields = [("number", self.number()), ("password", PASSWORD)];
        client
            .post("/sign-in", &fields)
            .await
            .goes_to("/sign-in/code");
        let code = test.code_for(self.phone()).await;
        let answer = client.post("/sign-in/code", &[("code", &code)]).await;
        assert_eq!(answer.status.as_u16(), 303, "{}", answer.words());
        answer
    }
}

/// A company of the register.
pub fn company(n: u32, representative: &Person) -> BusinessRecord {
    BusinessRecord {
        code: OrganisationCode::parse(&crate::organisations::tax_code(n)).expect("a code"),
        name: "Công ty TNHH An Bình".into(),
        short_name: "An Bình".into(),
        foreign_name: "An Binh Company Limited".into(),
        founded_on: "2015-06-01".parse().expect("a day"),
        address: "12 Lê Lợi, Thủ Dầu Một, Bình Dương".into(),
        representative: representative.record.identity.number.clone(),
        others: Vec::new(),
        status: BusinessStatus::Active,
        status_since: None,
        province: "074".into(),
    }
}

async fn load(tx: &mut Tx, register: Register, cells: Vec<store::registers::Cell>) {
    let mut loader = Loader::new(store::registers::table(register));
    loader.rows(tx, cells).await.expect("rows");
    loader.finish(tx).await.expect("finish");
}
