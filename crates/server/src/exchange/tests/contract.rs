//! One set of questions, put to the registers here and to the same ones from afar.

use app::ports::{Registers, Silent};
use app::registers::{Import, import};
use domain::actor::{Actor, Purpose};
use domain::document::{HealthCode, LicenceNumber, PassportNumber};
use domain::organisation::OrganisationCode;
use domain::person::FullName;
use domain::registers::{PortraitSource, Register};
use serde::Serialize;
use serde_json::{Value, json};
use testkit::organisations::tax_code;

use super::{House, number};

fn tables() -> [(Register, String); 6] {
    let code = tax_code(1);
    [
        (
            Register::Population,
            "number,old_number,name,birth_date,sex,birth_province,address,status,died_on,guardian_number,portrait\n\
             074190000001,280000001,Nguyễn Thị Ngọc Ánh,1990-03-27,female,074,\"Phú Cường, Bình Dương\",living,,,face.png\n\
             074150000002,,Trần Văn Đức,1950,male,074,,dead,2023-05-01,,\n"
                .to_owned(),
        ),
        (
            Register::Cards,
            "number,form,issued_on,expires_on,status,changed_on,portrait,fingers\n\
             074190000001,chip,2021-06-15,2030-03-27,valid,,face.png,right-index:face.png\n"
                .to_owned(),
        ),
        (
            Register::Licences,
            "number,form,owner_number,owner_name,owner_birth_date,classes,points,status,issued_on,issued_by\n\
             074190000011,pet,074190000001,Nguyễn Thị Ngọc Ánh,1990-03-27,A1:2015-01-01:;B2:2020-05-01:2030-05-01,12,held,2020-05-01,Bình Dương\n"
                .to_owned(),
        ),
        (
            Register::Health,
            "code,owner_number,owner_name,birth_date,valid_from,valid_to,facility,status\n\
             DN4747412345678,074190000001,Nguyễn Thị Ngọc Ánh,1990-03-27,2024-01-01,2024-12-31,Bệnh viện,valid\n"
                .to_owned(),
        ),
        (
            Register::Passports,
            "number,owner_number,owner_name,birth_date,issued_on,expires_on,status\n\
             C1234567,074190000001,Nguyễn Thị Ngọc Ánh,1990-03-27,2020-01-01,2030-01-01,valid\n"
                .to_owned(),
        ),
        (
            Register::Business,
            format!(
                "code,code_kind,name,founded_on,address,representative_number,status,other_representatives\n\
                 {code},main,Công ty Ánh,2010-02-03,Bình Dương,074190000001,active,074150000002\n"
            ),
        ),
    ]
}

/// The header of a PNG of 300 by 400: all that is looked at here.
const FACE: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x01\x2c\0\0\x01\x90\x08\x02\0\0\0";

async fn load(house: &House) {
    let app = &house.answering.app;
    std::fs::write(house.folder.join("face.png"), FACE).unwrap();
    for (register, text) in tables() {
        let file = house.folder.join(format!("{}.csv", register.as_str()));
        std::fs::write(&file, text).unwrap();
        let command = Import {
            register,
            file: &file,
            batch_lines: 100,
            progress: &mut |_| std::ops::ControlFlow::Continue(()),
        };
        let cx = app.acting(Actor::Operator, Purpose::Administration);
        let report = import(app, &cx, command).await.unwrap();
        assert_eq!((report.rejected, report.warnings), (0, 0), "{register:?}");
    }
}

fn told<T: Serialize>(answer: Result<T, Silent>) -> Value {
    match answer {
        Ok(record) => json!({ "told": record }),
        Err(silent) => json!({ "silent": silent.register }),
    }
}

/// Every question, of what is there and of what is not.
async fn answers(registers: &dyn Registers) -> Vec<(&'static str, Value)> {
    let mut all = Vec::new();
    for one in ["074190000001", "074150000002", "074190000009"] {
        let one = number(one);
        all.push(("person", told(registers.person(&one).await)));
        all.push(("card", told(registers.card(&one).await)));
        for source in [PortraitSource::Population, PortraitSource::Card] {
            all.push(("portrait", told(registers.portrait(&one, source).await)));
        }
        all.push(("prints", told(registers.prints(&one).await)));
    }
    for name in ["nguyen thi", "Nguyễn Thị Ngọc Ánh", "Lê Văn"] {
        let name = FullName::parse(name).unwrap();
        all.push(("search", told(registers.search(&name, 1990).await)));
    }
    for text in ["074190000011", "074190000012"] {
        let text = LicenceNumber::parse(text).unwrap();
        all.push(("licence", told(registers.licence(&text).await)));
    }
    // FMT-BH-2: the last ten digits are the key.
    for text in ["DN4747412345678", "HC3747412345678", "DN4747412345679"] {
        let text = HealthCode::parse(text).unwrap();
        all.push(("health", told(registers.health(&text).await)));
    }
    for text in ["C1234567", "C7654321"] {
        let text = PassportNumber::parse(text).unwrap();
        all.push(("passport", told(registers.passport(&text).await)));
    }
    for n in [1, 2] {
        let code = OrganisationCode::parse(&tax_code(n)).unwrap();
        all.push(("business", told(registers.business(&code).await)));
    }
    all
}

// law: D59-10.1
#[tokio::test]
async fn the_same_questions_have_the_same_answers_here_and_from_afar() {
    let mut house = House::new("contract").await;
    house.open().await;
    let far = house.far();
    // Nothing is loaded there yet: silence, never "no" (I6).
    let before = answers(&far).await;
    assert_eq!(before, answers(&house.near()).await);
    assert!(before.iter().all(|(_, told)| told.get("silent").is_some()));
    load(&house).await;
    let after = answers(&far).await;
    assert_eq!(after, answers(&house.near()).await);
    let found = after.iter().filter(|(_, told)| !told["told"].is_null());
    // Lists are told even where they are empty.
    assert_eq!(
        found.count(),
        2 + 1 + 2 + 3 + 3 + 1 + 2 + 1 + 1,
        "{after:?}"
    );
    let verified = app::exchange::verify(&house.asking.app).await.unwrap();
    assert_eq!(verified.findings, []);
    assert_eq!(verified.unanswered, 0, "silence was signed too");
    assert_eq!(
        usize::try_from(verified.rows).unwrap(),
        before.len() + after.len()
    );
    let theirs = app::exchange::verify(&house.answering.app).await.unwrap();
    assert_eq!((theirs.rows, theirs.findings), (verified.rows, Vec::new()));
}

// law: D59-10.1
#[tokio::test]
async fn a_register_that_is_not_theirs_is_asked_here() {
    let mut house = House::new("split").await;
    house.remote().registers = vec!["cards".to_owned()];
    house.open().await;
    load(&house).await;
    let far = house.far();
    let one = number("074190000001");
    assert!(far.card(&one).await.unwrap().is_some());
    let here = far.person(&one).await.err().unwrap();
    assert_eq!(here.why, "not loaded", "the asker's own register");
    assert!(
        far.portrait(&one, PortraitSource::Population)
            .await
            .is_err()
    );
    let face = far.portrait(&one, PortraitSource::Card).await;
    assert_eq!(face.unwrap().as_deref(), Some(FACE));
    // Foreigners' files stay at home: the question never leaves.
    let foreigner = number("974190000001");
    assert_eq!(
        far.card(&foreigner).await.err().unwrap().register,
        "foreigners"
    );
    let verified = app::exchange::verify(&house.asking.app).await.unwrap();
    assert_eq!(verified.rows, 2);
}
