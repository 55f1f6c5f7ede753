//! From people to lines of CSV. A line's fields stand in the order of `domain::registers`: the
//! required columns, then the optional ones.

use csv::Writer;
use domain::registers::Register;
use jiff::civil::Date;

use crate::businesses::Business;
use crate::cards::Card;
use crate::foreigners::Foreigner;
use crate::licences::{self, Licence};
use crate::people::Person;
use crate::world::World;
use crate::{businesses, holidays, papers, units};

/// The ministry's immigration department gives every passport here.
const PASSPORT_OFFICE: &str = "Cục Quản lý xuất nhập cảnh";

/// Lines of some neighbours, for the six registers that have people in them.
pub(crate) struct Rows {
    registers: [Writer<Vec<u8>>; 6],
}

/// Where the pictures of a person lie, empty when there are none.
#[derive(Default)]
pub(crate) struct Pictures {
    pub(crate) register: String,
    pub(crate) card: String,
    /// The prints, as the registers' column has them.
    pub(crate) fingers: String,
}

impl Rows {
    pub(crate) fn new() -> Self {
        Self {
            registers: std::array::from_fn(|_| Writer::from_writer(Vec::new())),
        }
    }

    /// In the order of `write::PEOPLE_FILES`. Writing to memory cannot fail.
    pub(crate) fn into_bytes(self) -> [Vec<u8>; 6] {
        self.registers
            .map(|rows| rows.into_inner().unwrap_or_default())
    }

    pub(crate) fn push(
        &mut self,
        world: &World,
        person: &Person,
        card: Option<&Card>,
        pictures: &Pictures,
    ) -> csv::Result<()> {
        let [population, cards, licences, health, passports, companies] = &mut self.registers;
        population.write_record(person_line(person, &pictures.register))?;
        if let Some(card) = card {
            cards.write_record(card_line(person, card, pictures))?;
        }
        for licence in licences::licences(world, person) {
            licences.write_record(licence_line(&licence))?;
        }
        if let Some(card) = papers::health_card(world, person) {
            health.write_record([
                &card.code,
                &person.number,
                &person.full_name,
                &person.birth_text(),
                &card.valid_from.to_string(),
                &card.valid_to.to_string(),
                &card.facility,
                "valid",
                "",
                "",
            ])?;
        }
        if let Some(passport) = papers::passport(world, person) {
            passports.write_record([
                &passport.number,
                &person.number,
                &person.full_name,
                &person.birth_text(),
                &passport.issued_on.to_string(),
                &passport.expires_on.to_string(),
                passport.status,
                "",
                "",
                PASSPORT_OFFICE,
            ])?;
        }
        if let Some(company) = businesses::business(world, person, card) {
            companies.write_record(business_line(person, &company))?;
        }
        Ok(())
    }
}

fn business_line(person: &Person, company: &Business) -> [String; 12] {
    [
        company.code.clone(),
        "main".into(),
        company.name.clone(),
        company.founded_on.to_string(),
        person.address.to_string(),
        person.number.clone(),
        company.status.into(),
        text(company.status_since),
        company.short_name.clone(),
        String::new(),
        person.home.code.into(),
        String::new(),
    ]
}

fn person_line(person: &Person, portrait: &str) -> [String; 12] {
    let status = if person.died_on.is_some() {
        "dead"
    } else {
        "living"
    };
    [
        person.number.clone(),
        person
            .old_number
            .clone()
            .filter(|_| person.old_linked)
            .unwrap_or_default(),
        person.full_name.clone(),
        person.birth_text(),
        person.sex.as_str().into(),
        person.home.code.into(),
        person.address.to_string(),
        status.into(),
        text(person.died_on),
        person.guardian.clone().unwrap_or_default(),
        portrait.into(),
        String::new(),
    ]
}

fn card_line(person: &Person, card: &Card, pictures: &Pictures) -> [String; 8] {
    [
        person.number.clone(),
        card.form.as_str().into(),
        card.issued_on.to_string(),
        text(card.expires_on),
        card.status.into(),
        text(card.changed_on),
        pictures.card.clone(),
        pictures.fingers.clone(),
    ]
}

fn licence_line(licence: &Licence) -> [String; 12] {
    let classes = licence.classes.iter();
    let classes =
        classes.map(|class| format!("{}:{}:{}", class.code, class.since, text(class.until)));
    let by = licence
        .status_on
        .map(|_| licence.police.clone())
        .unwrap_or_default();
    [
        licence.number.clone(),
        if licence.paper { "paper" } else { "pet" }.into(),
        licence.owner_number.clone(),
        licence.owner_name.clone(),
        licence.owner_birth.clone(),
        classes.collect::<Vec<_>>().join(";"),
        licence
            .points
            .map(|points| points.to_string())
            .unwrap_or_default(),
        licence.status.into(),
        licence.issued_on.to_string(),
        licence.issued_by.clone(),
        text(licence.status_on),
        by,
    ]
}

/// Every column of the register's file.
pub(crate) fn header(register: Register) -> impl Iterator<Item = &'static str> {
    let columns = register.columns();
    columns.required.iter().chain(columns.optional).copied()
}

pub(crate) fn foreigner_rows(lines: &[(Foreigner, Pictures)]) -> csv::Result<Vec<u8>> {
    let mut rows = Writer::from_writer(Vec::new());
    rows.write_record(header(Register::Foreigners))?;
    for (one, pictures) in lines {
        let days = [one.issued_on, one.expires_on, one.born].map(|day| day.to_string());
        let [issued_on, expires_on, born] = &days;
        rows.write_record([
            one.file.as_str(),
            one.nationality,
            &one.passport,
            "ordinary",
            issued_on,
            expires_on,
            &one.full_name,
            born,
            one.sex.as_str(),
            one.stay,
            &text(one.stay_until),
            "living",
            "",
            "",
            if one.biometrics { "yes" } else { "no" },
            one.province,
            &one.address,
            &pictures.register,
            "",
            one.guardian.as_deref().unwrap_or_default(),
            "no",
            &pictures.fingers,
        ])?;
    }
    Ok(rows.into_inner().unwrap_or_default())
}

pub(crate) fn unit_rows() -> csv::Result<Vec<u8>> {
    let mut rows = Writer::from_writer(Vec::new());
    rows.write_record(header(Register::Units))?;
    for unit in units::all() {
        rows.write_record([
            &unit.code,
            &unit.name,
            unit.kind,
            unit.level,
            &unit.parent,
            unit.province,
            &unit.address,
            unit.phone,
            "2022-01-01",
            "",
        ])?;
    }
    Ok(rows.into_inner().unwrap_or_default())
}

pub(crate) fn holiday_rows() -> csv::Result<Vec<u8>> {
    let mut rows = Writer::from_writer(Vec::new());
    rows.write_record(header(Register::Holidays))?;
    for day in holidays::all() {
        let kind = if day.open { "working" } else { "off" };
        let note = if day.provisional {
            " (tạm tính)"
        } else {
            ""
        };
        rows.write_record([&day.date.to_string(), kind, &format!("{}{note}", day.name)])?;
    }
    Ok(rows.into_inner().unwrap_or_default())
}

fn text(date: Option<Date>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}
