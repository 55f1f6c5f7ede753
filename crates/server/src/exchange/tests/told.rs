//! Whoever is told of has it on his own record, however he was asked for.

use app::ports::Registers;
use domain::account::Level;
use domain::document::{Owner, OwnerNumber, PassportNumber, PassportRecord, SourceState};
use domain::ids::SubjectId;
use domain::organisation::OrganisationCode;
use domain::person::{FullName, PersonNumber};
use domain::registers::Register;
use serde_json::Value;
use store::Audit;
use store::audit::{NOBODY, by_subject};
use store::registers::{Loader, passport, state, table};
use testkit::TestApp;
use testkit::organisations::{company, register, tax_code};
use testkit::people::Person;

use super::{House, why};

/// What was told of somebody, by question.
async fn told_of(test: &TestApp, subject: SubjectId) -> Vec<(String, Value)> {
    let mut source = test.app.db.read().await.unwrap();
    let rows = by_subject(&mut source, subject, jiff::Timestamp::MAX, 50).await;
    let rows = rows.unwrap().into_iter();
    let told = rows.filter(|(row, _)| row.action == "record-told");
    let read = |detail: &Value| {
        assert_eq!(detail["body"], "body-a");
        detail["question"].as_str().unwrap().to_owned()
    };
    told.map(|(_, detail)| (read(&detail), detail["account"].clone()))
        .collect()
}

async fn words_of(test: &TestApp, subject: SubjectId) -> Vec<String> {
    let told = told_of(test, subject).await.into_iter();
    let mut words: Vec<_> = told.map(|(question, _)| question).collect();
    words.sort();
    words
}

/// A passport that was issued under an old number.
async fn old_passport(test: &TestApp, number: &str, owner: &Person, old: &str) {
    let record = PassportRecord {
        number: PassportNumber::parse(number).unwrap(),
        owner: Owner {
            number: OwnerNumber::parse(old).unwrap(),
            name: owner.record.identity.name.clone(),
            birth: None,
        },
        issued_on: "2020-01-01".parse().unwrap(),
        expires_on: "2030-01-01".parse().unwrap(),
        issued_by: "Cục Quản lý xuất nhập cảnh".into(),
        state: SourceState::InForce,
    };
    let mut tx = test.app.db.begin().await.unwrap();
    let mut cells = Vec::new();
    passport::cells(&record, &mut cells);
    let mut loader = Loader::new(table(Register::Passports));
    loader.rows(&mut tx, cells).await.unwrap();
    loader.finish(&mut tx).await.unwrap();
    let now = test.now();
    state::loaded(&mut tx, Register::Passports, now)
        .await
        .unwrap();
    tx.commit(Audit::Bookkeeping("test")).await.unwrap();
}

#[tokio::test]
async fn who_is_found_by_a_name_an_old_paper_or_a_company_is_told_too() {
    let mut house = House::new("told").await;
    house.open().await;
    let there = &house.answering;
    let (one, two, three) = (Person::of(1), Person::of(2), Person::of(3));
    for person in [&one, &two, &three] {
        person.register(&there.app).await;
    }
    let first = one.account(&there.app, Level::Two).await;
    let second = two.account(&there.app, Level::Two).await;
    let far = house.far();

    // All three have one name; the third has no account.
    let name = FullName::parse("Nguyễn Thị").unwrap();
    assert_eq!(far.search(&name, 1990).await.unwrap().len(), 3);
    for subject in [first, second] {
        assert_eq!(words_of(there, subject).await, ["population/search"]);
    }
    let nobody = told_of(there, NOBODY).await;
    assert_eq!(
        nobody,
        [("population/search".to_owned(), Value::from(false))]
    );

    let old = one.record.old_number.clone().unwrap();
    old_passport(there, "C1234567", &one, old.as_str()).await;
    let number = PassportNumber::parse("C1234567").unwrap();
    assert!(far.passport(&number).await.unwrap().is_some());
    let mine = words_of(there, first).await;
    assert_eq!(mine, ["passports/passport", "population/search"]);
    assert_eq!(words_of(there, second).await.len(), 1);

    let mut record = company(1, &one);
    record.others = vec![two.record.identity.number.clone()];
    register(&there.app, &record).await;
    let code = OrganisationCode::parse(&tax_code(1)).unwrap();
    assert!(far.business(&code).await.unwrap().is_some());
    for (subject, number) in [(first, 3), (second, 2)] {
        let told = words_of(there, subject).await;
        assert_eq!(told.len(), number, "{told:?}");
        assert_eq!(told[0], "business/organisation");
    }
}

#[tokio::test]
async fn nobody_is_told_of_what_is_not_there_and_guardians_are_of_their_wards() {
    let mut house = House::new("wards").await;
    house.open().await;
    let there = &house.answering;
    let guardian = Person::of(1);
    guardian.register(&there.app).await;
    let subject = guardian.account(&there.app, Level::Two).await;
    let mut ward = Person::of(2);
    ward.record.guardian = Some(guardian.record.identity.number.clone());
    ward.register(&there.app).await;
    let far = house.far();
    let stranger = PersonNumber::parse("074190000009").unwrap();
    assert!(far.person(&stranger).await.unwrap().is_none());
    assert!(far.prints(&stranger).await.unwrap().is_empty());
    assert_eq!(told_of(there, NOBODY).await, []);
    let number = &ward.record.identity.number;
    assert!(far.person(number).await.unwrap().is_some());
    assert_eq!(words_of(there, subject).await, ["population/person"]);
    assert_eq!(
        told_of(there, NOBODY).await.len(),
        1,
        "the ward has no account"
    );
}

#[tokio::test]
async fn an_old_number_of_two_people_is_on_nobodys_record() {
    let mut house = House::new("two").await;
    house.open().await;
    let there = &house.answering;
    let (one, mut two) = (Person::of(1), Person::of(2));
    two.record.old_number.clone_from(&one.record.old_number);
    two.record.identity.name = one.record.identity.name.clone();
    for person in [&one, &two] {
        person.register(&there.app).await;
    }
    let first = one.account(&there.app, Level::Two).await;
    let second = two.account(&there.app, Level::Two).await;
    let old = one.record.old_number.clone().unwrap();
    old_passport(there, "C1234567", &one, old.as_str()).await;
    let number = PassportNumber::parse("C1234567").unwrap();
    assert!(house.far().passport(&number).await.unwrap().is_some());
    for subject in [first, second] {
        assert_eq!(words_of(there, subject).await, Vec::<String>::new());
    }
    let nobody = [("passports/passport".to_owned(), Value::from(false))];
    assert_eq!(told_of(there, NOBODY).await, nobody);
}

#[tokio::test]
async fn a_register_that_another_body_runs_is_answered_by_no_copy() {
    let mut house = House::new("copy").await;
    let mut third = house.remote().clone();
    third.registers = vec!["cards".to_owned()];
    house
        .theirs
        .registers
        .remote
        .insert("body-c".to_owned(), third);
    house.open().await;
    let person = Person::of(1);
    person.register(&house.answering.app).await;
    let far = house.far();
    assert_eq!(why(&far).await, "body-b: refused-there");
    assert!(
        far.person(&person.record.identity.number)
            .await
            .unwrap()
            .is_some()
    );
}
