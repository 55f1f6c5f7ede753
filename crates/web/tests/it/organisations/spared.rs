//! Locking an organisation while its register, another body's, is being spared.

use std::sync::Arc;

use app::ports::{Answer, Print, Registers, Silent, Told};
use domain::document::{
    HealthCode, HealthRecord, LicenceNumber, LicenceRecord, PassportNumber, PassportRecord,
};
use domain::organisation::{BusinessRecord, OrganisationCode};
use domain::person::{FullName, PersonNumber, TravelPaper};
use domain::registers::{CardRecord, ForeignerRecord, PersonRecord, PortraitSource};
use jiff::Timestamp;
use testkit::TestApp;

use super::opened;

/// The registers, the business register not to be asked.
struct Spared(Arc<dyn Registers>);

macro_rules! as_here {
    ($($name:ident: $asked:ty => $told:ty),* $(,)?) => {$(
        fn $name<'a>(&'a self, asked: &'a $asked) -> Answer<'a, $told> {
            self.0.$name(asked)
        }
    )*};
}

impl Registers for Spared {
    as_here! {
        person: PersonNumber => Told<PersonRecord>,
        card: PersonNumber => Told<CardRecord>,
        prints: PersonNumber => Result<Vec<Print>, Silent>,
        licence: LicenceNumber => Told<LicenceRecord>,
        foreigner: TravelPaper => Told<ForeignerRecord>,
        health: HealthCode => Told<HealthRecord>,
        passport: PassportNumber => Told<PassportRecord>,
    }

    fn search<'a>(
        &'a self,
        name: &'a FullName,
        year: i16,
    ) -> Answer<'a, Result<Vec<PersonRecord>, Silent>> {
        self.0.search(name, year)
    }

    fn portrait<'a>(
        &'a self,
        number: &'a PersonNumber,
        source: PortraitSource,
    ) -> Answer<'a, Told<Vec<u8>>> {
        self.0.portrait(number, source)
    }

    fn business<'a>(&'a self, _: &'a OrganisationCode) -> Answer<'a, Told<BusinessRecord>> {
        Box::pin(std::future::ready(Err(Silent {
            register: "business",
            why: "test".into(),
            again: Some(Timestamp::MAX),
        })))
    }
}

// law: D59-19.3.a, D59-19.ui
#[tokio::test]
async fn it_is_locked_though_its_register_is_spared() {
    let test = TestApp::new().await;
    let (_, browser, _, place) = opened(&test, 1).await;
    let here = test.app.registers.clone();
    let test = test.with(|parts| parts.registers = Arc::new(Spared(here)));
    let mut browser = browser.moved_to(test.client());
    assert_eq!(browser.get(&place).await.status.as_u16(), 503);
    let lock = format!("{place}/lock");
    browser
        .get("/organisations")
        .await
        .shows(200, &format!("href=\"{lock}\""));
    browser.get(&lock).await.shows(200, "Công ty TNHH An Bình");
    browser
        .post(&lock, &[("reason", "hacked")])
        .await
        .shows(422, "Chọn một lý do");
    let done = browser.post(&lock, &[("reason", "lost-device")]).await;
    done.goes_to(&lock);
    let page = browser.get(&lock).await;
    page.shows(200, "Điểm a khoản 3 Điều 19 Nghị định 59/2022/NĐ-CP");
    assert!(!page.text().contains("name=\"reason\""), "it is locked");
}
