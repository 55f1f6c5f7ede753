//! The chip card of somebody of the demonstration, for the browser tests: his record and a portrait (JPEG, base64)
//! come in as JSON, and an authority, its list, the card and an altered copy go out.

#![expect(
    clippy::print_stdout,
    reason = "a tool of the browser tests: nothing of the program"
)]

use std::error::Error;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::person::{BirthDate, FullName, PersonNumber, Sex};
use domain::registers::{CardForm, CardRecord, CardStatus};
use jiff::civil::Date;
use serde_json::{Value, json};
use testkit::cards::Country;
use testkit::people::Person;

/// The person of the demonstration's own output.
fn person(of: &Value) -> Result<Person, Box<dyn Error>> {
    let text = |name: &str| {
        of.pointer(name)
            .and_then(Value::as_str)
            .ok_or_else(|| format!("no {name}"))
    };
    let mut person = Person::of(1);
    let identity = &mut person.record.identity;
    identity.number = PersonNumber::parse(text("/number")?).map_err(|e| format!("{e:?}"))?;
    identity.name = FullName::parse(text("/full_name")?).map_err(|e| format!("{e:?}"))?;
    identity.birth = BirthDate::parse(text("/birth_date")?).map_err(|e| format!("{e:?}"))?;
    identity.sex = match text("/sex")? {
        "male" => Sex::Male,
        _ => Sex::Female,
    };
    person.card = Some(CardRecord {
        number: identity.number.clone(),
        form: CardForm::Chip,
        issued_on: text("/card/issued_on")?.parse()?,
        expires_on: Some(text("/card/expires_on")?.parse()?),
        status: CardStatus::Valid,
        changed_on: None,
    });
    Ok(person)
}

fn main() -> Result<(), Box<dyn Error>> {
    let given: Value = serde_json::from_reader(std::io::stdin())?;
    let text = |name| given.get(name).and_then(Value::as_str);
    let today: Date = text("today").ok_or("no today")?.parse()?;
    let picture = STANDARD.decode(text("picture").ok_or("no picture")?)?;
    let country = Country::new("VN");
    let card = country.card(&person(given.get("person").ok_or("no person")?)?, &picture);
    let list = country.list_from(today.yesterday()?);
    println!(
        "{}",
        json!({
            "authority": STANDARD.encode(&country.csca),
            "fingerprint": country.fingerprint(),
            "list": STANDARD.encode(list),
            "card": card.json(),
            "altered": card.altered().json(),
        })
    );
    Ok(())
}
