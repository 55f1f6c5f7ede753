//! What the benchmark of services runs on: a database with people who are signed in, a service that signs
//! people in, and one that works for itself.
//!
//! `party_world DATABASE MASTER.key REDIRECT_URI PEOPLE`: `DATABASE` is a file, or `postgres://…`. Prints
//! one fact a line: the clients with their secrets, the password of all, then number and session of each.

use std::path::PathBuf;
use std::time::SystemTime;

use app::secret::Hasher;
use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::account::{Account, Level, Possession, SubjectKind};
use domain::actor::AuthLevel;
use domain::contact::Phone;
use domain::ids::{ClientId, SessionId, SubjectId};
use domain::means::Means;
use domain::person::{BirthDate, FullName, Identity, PersonNumber, Sex};
use domain::relying_party::{PartyKind, Phase};
use jiff::{SignedDuration, Timestamp};
use oidc::client::GrantType;
use store::account::{self, Identifier, Profile, Stored};
use store::credential::{self, Kind};
use store::relying_party::{client, consent};
use store::session::{self, Scope};
use store::{Audit, Db, MasterKey, Settings, Tx};

type Failure = Box<dyn std::error::Error>;

const PASSWORD: &str = "con trâu đi trước cái cày";
const SCOPES: &str = "scope:openid scope:offline_access scope:profile";
const CLAIMS: [&str; 4] = ["name", "birthdate", "gender", "account_level"];
/// Written in one transaction.
const BATCH: u32 = 500;

struct World {
    db: Db,
    now: Timestamp,
    /// Argon2id of [`PASSWORD`]: made once, verified at the same price by all.
    password: String,
    service: ClientId,
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    // Without randomness nothing here is worth going on with.
    rand::fill(&mut bytes).ok();
    bytes
}

#[expect(clippy::disallowed_methods, reason = "the people are made now")]
fn now() -> Result<Timestamp, Failure> {
    Ok(Timestamp::try_from(SystemTime::now())?)
}

#[expect(clippy::print_stdout, reason = "whoever started it reads the facts")]
fn say(fact: &str) {
    println!("{fact}");
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [database, key, redirect_uri, people] = args.as_slice() else {
        return Err("use: party_world DATABASE MASTER.key REDIRECT_URI PEOPLE".into());
    };
    let mut entropy = |bytes: &mut [u8]| {
        rand::fill(bytes).ok();
    };
    let master = MasterKey::load_or_make(&PathBuf::from(key), &mut entropy)?;
    let db = Db::open(&settings(database), &master, &mut entropy).await?;
    let hasher = Hasher::owasp(1, random(), || ())?;
    let world = World {
        now: now()?,
        password: hasher.hash(PASSWORD, random()).await?,
        service: ClientId::from_bytes(random()),
        db,
    };
    say(&format!("password {PASSWORD}"));
    world.clients(redirect_uri).await?;
    let people: u32 = people.parse()?;
    for from in (0..people).step_by(usize::try_from(BATCH)?) {
        let mut tx = world.db.begin().await?;
        for n in from..people.min(from + BATCH) {
            world.person(&mut tx, n).await?;
        }
        tx.commit(Audit::Bookkeeping("people of a benchmark"))
            .await?;
    }
    Ok(())
}

fn settings(database: &str) -> Settings {
    if database.starts_with("postgres://") {
        Settings::Postgres {
            url: database.to_owned(),
            connections: 2,
        }
    } else {
        Settings::Lite {
            file: PathBuf::from(database),
        }
    }
}

impl World {
    /// A service that signs people in, and one that acts for itself.
    async fn clients(&self, redirect_uri: &str) -> Result<(), Failure> {
        let own = ClientId::from_bytes(random());
        let grants = [
            (
                "service",
                self.service,
                vec![GrantType::AuthorizationCode, GrantType::RefreshToken],
            ),
            ("machine", own, vec![GrantType::ClientCredentials]),
        ];
        for (what, id, grant_types) in grants {
            let secret = URL_SAFE_NO_PAD.encode(random::<32>());
            let registration = serde_json::json!({
                "id": id.to_string(),
                "class": "web",
                "auth": "client_secret_basic",
                "redirect_uris": [redirect_uri],
                "scopes": ["openid", "offline_access", "profile"],
                "claims": CLAIMS,
                "grant_types": grant_types,
                "require_pkce": true,
                "id_token_alg": "ES256",
                "sector": "bench.example",
            });
            let row = client::Client {
                id,
                kind: PartyKind::Ministry,
                phase: Phase::Production,
                name: format!("Bench {what}"),
                purpose: "Measuring".to_owned(),
                legal_basis: "None".to_owned(),
                secret: Some(self.db.keys().digest("client-secret", &secret)),
                registration: registration.to_string(),
                owner: None,
                created: self.now,
                revision: 1,
                old_secret: None,
                suspension: None,
                signature_licence: None,
            };
            let mut tx = self.db.begin().await?;
            client::insert(&mut tx, &row).await?;
            tx.commit(Audit::Bookkeeping("a client of a benchmark"))
                .await?;
            say(&format!("{what} {id} {secret}"));
        }
        Ok(())
    }

    /// Somebody with an account of level 2, signed in, who agreed to all that the service asks.
    async fn person(&self, tx: &mut Tx, n: u32) -> Result<(), Failure> {
        let subject = SubjectId::from_bytes(random());
        let number = format!("07415{}{n:06}", n % 10);
        let phone =
            Phone::parse(&format!("09{n:08}")).map_err(domain::contact::PhoneError::code)?;
        account::insert(tx, &self.stored(subject, &number, &phone)?).await?;
        account::claim(tx, Identifier::Number, &number, subject).await?;
        account::claim(tx, Identifier::Phone, phone.as_str(), subject).await?;
        credential::set(tx, subject, Kind::Password, &self.password, "", self.now).await?;
        let given = consent::Consent {
            client: self.service,
            at: self.now,
            claims: format!("{SCOPES} {}", CLAIMS.join(" ")),
            purpose: "Measuring".to_owned(),
            legal_basis: "None".to_owned(),
        };
        consent::insert(tx, subject, &given).await?;
        let secret: [u8; 32] = random();
        let new = session::New {
            subject,
            digest: digest(&SHA256, &secret).as_ref().to_vec(),
            id: SessionId::from_bytes(random()),
            device: None,
            level: AuthLevel::TWO,
            means: vec![Means::Password, Means::OneTimeCode],
            scope: Scope::Open,
            approved_by: None,
            raised: None,
            at: self.now,
            expires: self.now + SignedDuration::from_hours(12),
        };
        session::insert(tx, &new).await?;
        let cookie = URL_SAFE_NO_PAD.encode([subject.as_bytes().as_slice(), &secret].concat());
        say(&format!("person {number} {cookie}"));
        Ok(())
    }

    fn stored(&self, subject: SubjectId, number: &str, phone: &Phone) -> Result<Stored, Failure> {
        Ok(Stored {
            account: Account {
                subject,
                kind: SubjectKind::Citizen,
                level: Level::Two,
                possession: Possession::Activated { at: self.now },
                holds: Vec::new(),
            },
            profile: Profile {
                identity: Identity {
                    number: PersonNumber::parse(number)
                        .map_err(domain::person::NumberError::code)?,
                    name: FullName::parse("Nguyễn Thị Ánh")
                        .map_err(domain::person::NameError::code)?,
                    birth: BirthDate::parse("1985-03-27")
                        .map_err(domain::person::BirthDateError::code)?,
                    sex: Sex::Female,
                },
                foreign: None,
                phone: Some(phone.clone()),
                email: None,
            },
            province: "074".to_owned(),
            language: "vi".to_owned(),
            revision: 1,
        })
    }
}
