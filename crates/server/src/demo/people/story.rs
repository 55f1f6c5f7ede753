//! One person in each interesting state.

use app::cases;
use app::documents::{Request, request};
use app::holds::{Change, TellEvent, lock_own, tell_event};
use app::pilots::{Save, save};
use app::{App, Cx};
use country::CastMember;
use domain::actor::{Actor, Purpose, Role};
use domain::document::DocumentKind;
use domain::hold::LockReason;
use serde::{Deserialize, Serialize};

use super::organisation;
use super::proof::{level_one, level_two};
use super::staff::{Colleague, at_work};
use super::walk::{PASSCODE, PASSWORD, activate, holder};
use crate::failure::Failure;

/// A holder of the demonstration: where he stands, and how to sign in as him.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Holder {
    /// Role in the cast.
    pub(crate) role: String,
    /// Where he stands.
    pub(crate) state: String,
    /// Password, where the account is active.
    pub(crate) password: Option<String>,
    /// Passcode, where the account is active.
    pub(crate) passcode: Option<String>,
}

impl Holder {
    fn active(role: &str, state: &str) -> Self {
        Self {
            role: role.to_owned(),
            state: state.to_owned(),
            password: Some(PASSWORD.to_owned()),
            passcode: Some(PASSCODE.to_owned()),
        }
    }

    fn waiting(role: &str, state: &str) -> Self {
        Self {
            role: role.to_owned(),
            state: state.to_owned(),
            password: None,
            passcode: None,
        }
    }
}

struct Stage<'a> {
    app: &'a App,
    cast: &'a [CastMember],
    staff: &'a [Colleague],
}

/// Roles with an active account of level 2 and nothing else.
const ACTIVE: [(&str, &str); 4] = [
    ("licence_many", "level 2, represents a company"),
    ("other_province", "level 2, outside the pilot"),
    ("licence_paper", "level 2, old paper licence"),
    ("no_licence", "level 2, acts for a company"),
];

/// Brings the cast to interesting states; gives who can be signed in as.
pub(crate) async fn story(
    app: &App,
    cast: &[CastMember],
    staff: &[Colleague],
) -> Result<Vec<Holder>, Failure> {
    let stage = Stage { app, cast, staff };
    stage.pilot().await?;
    let mut holders = Vec::new();
    for (role, state) in ACTIVE {
        stage.level_two(role).await?;
        activate(app, stage.member(role)?).await?;
        holders.push(Holder::active(role, state));
    }
    stage.company().await?;
    holders.push(stage.full_wallet().await?);
    holders.push(stage.refused_licence().await?);
    holders.push(stage.issued_only().await?);
    holders.push(stage.level_one_active().await?);
    holders.push(stage.queued().await?);
    holders.extend(stage.locked().await?);
    stage.authority_asks().await?;
    app::jobs::run_all_due(app).await?;
    Ok(holders)
}

impl Stage<'_> {
    fn member(&self, role: &str) -> Result<&CastMember, Failure> {
        self.cast
            .iter()
            .find(|m| m.role == role)
            .ok_or_else(|| Failure::new(format!("the cast has no {role}")))
    }

    async fn officer(&self) -> Result<Cx, Failure> {
        at_work(self.app, self.staff, Role::Officer).await
    }

    /// R50-4: driving licences in Binh Duong.
    async fn pilot(&self) -> Result<(), Failure> {
        let manager = at_work(self.app, self.staff, Role::Manager).await?;
        let provinces = ["074".to_owned()];
        let pilot = Save {
            known: None,
            name: domain::province::by_code("074").map_or("074", |province| province.name),
            kind: DocumentKind::DrivingLicence.slug(),
            provinces: &provinces,
            from: "2023-04-08",
            to: "",
            running: true,
        };
        save(self.app, &manager, &pilot).await?;
        Ok(())
    }

    /// D59-19.1.b: a request that waits for its decision.
    async fn authority_asks(&self) -> Result<(), Failure> {
        let officer = self.officer().await?;
        let day = domain::time::viet_nam_date(officer.now);
        let letter_date = day.strftime("%d/%m/%Y").to_string();
        let asked = cases::Request {
            number: self.member("licence_paper")?.number.as_str(),
            wish: "lock",
            lock: "",
            requester: "prosecuting-body",
            central: false,
            name: "Investigation police agency, Binh Duong",
            letter: "128/ANDT",
            letter_date: &letter_date,
            email: "csdt.binhduong@dinhdanh.example",
            basis: "Criminal Procedure Code, article 105",
            files: &[],
        };
        cases::receive(self.app, &officer, &asked).await?;
        Ok(())
    }

    /// A company, its legal representative and a delegate.
    async fn company(&self) -> Result<(), Failure> {
        let representative = self.member("licence_many")?;
        let delegate = self.member("no_licence")?;
        organisation::company(self.app, representative, delegate).await
    }

    async fn level_two(&self, role: &str) -> Result<(), Failure> {
        level_two(self.app, &self.officer().await?, self.member(role)?).await
    }

    async fn ask(&self, role: &str, kind: DocumentKind, values: &[&str]) -> Result<(), Failure> {
        let cx = holder(self.app, self.member(role)?).await?;
        let fields: Vec<(String, String)> = kind
            .fields()
            .iter()
            .zip(values)
            .map(|(field, value)| ((*field).to_owned(), (*value).to_owned()))
            .collect();
        request(
            self.app,
            &cx,
            &Request {
                kind,
                fields: &fields,
                confirmed: true,
                client: None,
            },
        )
        .await?;
        app::jobs::run_all_due(self.app).await?;
        Ok(())
    }

    async fn licence(&self, role: &str) -> Result<(), Failure> {
        let tried = self
            .member(role)?
            .licence
            .clone()
            .ok_or_else(|| Failure::new("no licence to try"))?;
        self.ask(
            role,
            DocumentKind::DrivingLicence,
            &[&tried.number, &tried.class],
        )
        .await
    }

    async fn full_wallet(&self) -> Result<Holder, Failure> {
        let role = "level_2_ready";
        self.level_two(role).await?;
        let member = self.member(role)?;
        activate(self.app, member).await?;
        self.licence(role).await?;
        if let Some(code) = &member.health_card {
            self.ask(role, DocumentKind::HealthCard, &[code]).await?;
        }
        if let Some(passport) = &member.passport {
            self.ask(
                role,
                DocumentKind::Passport,
                &[&passport.number, &passport.expires_on],
            )
            .await?;
        }
        Ok(Holder::active(role, "level 2, full wallet"))
    }

    async fn refused_licence(&self) -> Result<Holder, Failure> {
        let role = "licence_old_number";
        self.level_two(role).await?;
        activate(self.app, self.member(role)?).await?;
        self.licence(role).await?;
        Ok(Holder::active(role, "level 2, licence refused"))
    }

    async fn issued_only(&self) -> Result<Holder, Failure> {
        let role = "two_licences";
        self.level_two(role).await?;
        Ok(Holder::waiting(role, "level 2 issued, to be activated"))
    }

    async fn level_one_active(&self) -> Result<Holder, Failure> {
        let member = self.member("born_2004")?;
        Box::pin(level_one(self.app, member, &member.full_name)).await?;
        activate(self.app, member).await?;
        Ok(Holder::active(member.role, "level 1"))
    }

    /// A slip in the name: the registers differ, an officer looks.
    async fn queued(&self) -> Result<Holder, Failure> {
        let member = self.member("paper_unknown")?;
        let slipped = domain::person::fold(&member.full_name);
        Box::pin(level_one(self.app, member, &slipped)).await?;
        Ok(Holder::waiting(
            member.role,
            "level 1 registration waits for an officer",
        ))
    }

    async fn locked(&self) -> Result<[Holder; 2], Failure> {
        let own = "class_mismatch";
        self.level_two(own).await?;
        activate(self.app, self.member(own)?).await?;
        lock_own(
            self.app,
            &holder(self.app, self.member(own)?).await?,
            LockReason::LostDevice,
        )
        .await?;

        let withdrawn = "licence_expired";
        self.level_two(withdrawn).await?;
        activate(self.app, self.member(withdrawn)?).await?;
        let cx = self
            .app
            .acting(Actor::Register("cards"), Purpose::RegisterUpdate);
        let number = &self.member(withdrawn)?.number;
        tell_event(
            self.app,
            &cx,
            &TellEvent {
                event: "demo-1",
                number,
                change: Change::CardWithdrawn,
            },
        )
        .await?;
        Ok([
            Holder::active(own, "locked at own request"),
            Holder::active(withdrawn, "locked: card withdrawn"),
        ])
    }
}
