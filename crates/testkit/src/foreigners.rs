//! Foreigners of the immigration register, made through the register's own table.

use app::App;
use domain::contact::Phone;
use domain::person::{
    BirthDate, Foreign, FullName, Nationality, Sex, StayKind, TravelForm, TravelNumber, TravelPaper,
};
use domain::registers::{ForeignerRecord, PortraitSource, Register};
use jiff::civil::Date;
use store::Audit;
use store::registers::{Loader, foreigner, portrait, state};

/// A foreigner with the phone he registers with.
#[derive(Clone)]
pub struct Foreigner {
    /// The immigration register's record.
    pub record: ForeignerRecord,
    /// Phone for an account.
    pub phone: Phone,
}

fn day(text: &str) -> Date {
    text.parse().expect("a day")
}

impl Foreigner {
    /// A Korean with a temporary residence card until 20 March 2024; `n` tells him from others.
    pub fn of(n: u32) -> Self {
        let record = ForeignerRecord {
            file: format!("NN{n:08}"),
            name: FullName::parse("KIM MIN JUN").expect("a name"),
            birth: BirthDate::parse("1985-07-14").expect("a birthday"),
            sex: Sex::Male,
            foreign: Foreign {
                paper: TravelPaper {
                    nationality: Nationality::parse("KOR").expect("a country"),
                    number: TravelNumber::parse(&format!("M{n:08}")).expect("a number"),
                },
                form: TravelForm::Ordinary,
                issued_on: day("2021-06-15"),
                expires_on: day("2031-06-15"),
                issued_by: String::new(),
                stay: StayKind::Temporary,
                stay_until: Some(day("2024-03-20")),
                biometrics: true,
            },
            province: "074".into(),
            address: "Thuan An".into(),
            died_on: None,
            dead: false,
            guardian: None,
            ward: false,
        };
        Self {
            record,
            phone: Phone::parse(&format!("09{:08}", 70_000_000 + n)).expect("a phone"),
        }
    }

    /// Number of the passport.
    pub fn passport(&self) -> &str {
        self.record.foreign.paper.number.as_str()
    }

    /// Writes the record, and a portrait where there is one, into the register, which answers from then
    /// on.
    pub async fn register(&self, app: &App, face: Option<&[u8]>) {
        let now = app.clock.now();
        let mut tx = app.db.begin().await.expect("begin");
        let mut cells = Vec::new();
        foreigner::cells(&self.record, &mut cells);
        let mut loader = Loader::new(store::registers::table(Register::Foreigners));
        loader.rows(&mut tx, cells).await.expect("rows");
        loader.finish(&mut tx).await.expect("finish");
        state::loaded(&mut tx, Register::Foreigners, now)
            .await
            .expect("loaded");
        if let Some(face) = face {
            let key = self.record.file.clone();
            let sealed =
                portrait::Sealed::new(app.db.keys(), key, PortraitSource::Immigration, face);
            portrait::save(&mut tx, sealed.expect("sealed"))
                .await
                .expect("saved");
        }
        tx.commit(Audit::Bookkeeping("test register"))
            .await
            .expect("commit");
    }
}
