//! A dossier that is decided while a card is judged.

use std::sync::Arc;

use app::ports::{Answer, Print, Registers, Silent, Told};
use app::secret::Hasher;
use app::{App, Parts};
use domain::document::{
    HealthCode, HealthRecord, LicenceNumber, LicenceRecord, PassportNumber, PassportRecord,
};
use domain::organisation::{BusinessRecord, OrganisationCode};
use domain::person::{FullName, PersonNumber, TravelPaper};
use domain::registers::{CardRecord, ForeignerRecord, PersonRecord, PortraitSource};
use domain::registration::{Refusal, State};
use store::Audit;
use testkit::TestApp;
use testkit::adapters::counter_agent::Round;
use tokio::sync::Mutex;

use super::kit::{CARD, Counter, trusted};

/// The registers, and an officer who decides this registration as soon as they are asked.
struct Meanwhile {
    app: App,
    reference: Mutex<Option<String>>,
}

impl Meanwhile {
    async fn decide(&self) {
        let Some(reference) = self.reference.lock().await.take() else {
            return;
        };
        let mut tx = self.app.db.begin().await.unwrap();
        let stored = store::registration::named(&mut tx, &reference).await;
        let mut stored = stored.unwrap().unwrap();
        stored.state = State::Refused {
            at: self.app.clock.now(),
            reason: Refusal::ALL[0],
        };
        store::registration::save(&mut tx, &stored).await.unwrap();
        let done = Audit::Bookkeeping("decided meanwhile");
        tx.commit(done).await.unwrap();
    }
}

macro_rules! as_they_are {
    ($($name:ident: $asked:ty => $told:ty),* $(,)?) => {$(
        fn $name<'a>(&'a self, asked: &'a $asked) -> Answer<'a, $told> {
            self.app.registers.$name(asked)
        }
    )*};
}

impl Registers for Meanwhile {
    fn person<'a>(&'a self, number: &'a PersonNumber) -> Answer<'a, Told<PersonRecord>> {
        Box::pin(async move {
            self.decide().await;
            self.app.registers.person(number).await
        })
    }

    fn search<'a>(
        &'a self,
        name: &'a FullName,
        birth_year: i16,
    ) -> Answer<'a, Result<Vec<PersonRecord>, Silent>> {
        self.app.registers.search(name, birth_year)
    }

    fn portrait<'a>(
        &'a self,
        number: &'a PersonNumber,
        source: PortraitSource,
    ) -> Answer<'a, Told<Vec<u8>>> {
        self.app.registers.portrait(number, source)
    }

    as_they_are! {
        card: PersonNumber => Told<CardRecord>,
        prints: PersonNumber => Result<Vec<Print>, Silent>,
        licence: LicenceNumber => Told<LicenceRecord>,
        foreigner: TravelPaper => Told<ForeignerRecord>,
        health: HealthCode => Told<HealthRecord>,
        passport: PassportNumber => Told<PassportRecord>,
        business: OrganisationCode => Told<BusinessRecord>,
    }
}

fn with(app: &App, registers: Arc<dyn Registers>) -> App {
    App::new(Parts {
        registers,
        db: app.db.clone(),
        clock: app.clock.clone(),
        entropy: app.entropy.clone(),
        faces: None,
        fingers: None,
        gateway: app.gateway.clone(),
        outward: app.outward.clone(),
        texts: app.texts.clone(),
        hasher: Hasher::new(8, 1, 2, [1; 16]).expect("weak parameters for tests"),
        config: app.config.clone(),
        signing: app::relying_parties::Rings::default(),
        remembered: app::relying_parties::Remembered::default(),
        inspector: app::relying_parties::Inspector::default(),
        wake: app.wake.clone(),
    })
}

// law: D59-24.4, D59-14.2.a2
#[tokio::test]
async fn what_came_of_a_card_is_on_record_though_the_dossier_was_decided() {
    let mut test = TestApp::new().await;
    let meanwhile = Arc::new(Meanwhile {
        app: test.app.clone(),
        reference: Mutex::default(),
    });
    test.app = with(&test.app, meanwhile.clone());
    let country = trusted(&test).await;
    let mut counter = Counter::of(&test, 77, &country).await;
    counter
        .ask()
        .await
        .goes_to(&format!("{}/card", counter.case));
    let reference = counter.case.rsplit('/').next().unwrap().to_owned();
    *meanwhile.reference.lock().await = Some(reference.clone());
    let done = counter.computer.round(&test, &counter.card.json()).await;
    assert_eq!(done, Ok(Round::Done("decided".to_owned())));
    let mut source = test.app.db.read().await.unwrap();
    let stored = store::registration::named(&mut source, &reference).await;
    let stored = stored.unwrap().unwrap();
    assert!(matches!(stored.state, State::Refused { .. }));
    let dossier = &stored.dossier;
    assert_eq!((dossier.chip_reading, dossier.chip_portrait), (None, None));
    let job = store::card_job::latest(&mut source, stored.subject, stored.id, CARD).await;
    assert_eq!(job.unwrap().unwrap().state, store::card_job::State::Done);
    let end = jiff::Timestamp::MAX;
    let rows = store::audit::by_subject(&mut source, stored.subject, end, 200).await;
    let rows = rows.unwrap();
    let read = rows.iter().filter(|(row, _)| row.action == "card-read");
    assert_eq!(read.count(), 1);
}
