//! What a demonstration says when it is up: where to look, and as whom.

use std::net::SocketAddr;
use std::path::Path;

use country::CastMember;
use serde_json::{Value, json};

use super::made::Made;
use super::people::Colleague;
use super::reachable;
use crate::config::Settings;
use crate::failure::{Failure, at};

/// Everything that is printed.
pub(crate) struct Story {
    url: String,
    management_url: String,
    data_dir: String,
    people: Vec<CastMember>,
    staff: Vec<Colleague>,
}

impl Story {
    pub(crate) fn new(settings: &Settings, management: SocketAddr, folder: &Path, made: &Made) -> Result<Self, Failure> {
        let folder = folder.canonicalize().map_err(at(folder.display()))?;
        Ok(Self {
            url: settings.server.public_url.clone(),
            management_url: format!("http://{}", reachable(management)),
            data_dir: folder.display().to_string(),
            people: made.cast()?,
            staff: made.staff.clone(),
        })
    }

    /// One object on one line.
    pub(crate) fn json(&self) -> String {
        let people: Vec<Value> = self.people.iter().map(person).collect();
        json!({
            "url": self.url,
            "management_url": self.management_url,
            "data_dir": self.data_dir,
            "people": people,
            "staff": self.staff,
        })
        .to_string()
    }

    /// For a person at the shell.
    pub(crate) fn text(&self) -> String {
        let mut lines = vec![
            format!("The app      {}/", self.url),
            format!("Staff        {}/counter", self.url),
            format!("Post office  {}/demo/post-office", self.management_url),
            format!("Clock        curl -d P3D {}/demo/clock", self.management_url),
            String::new(),
            "People who do not exist:".to_owned(),
        ];
        for member in &self.people {
            lines.push(format!("  {}  {:<12} {:<28} {}", member.number, member.birth_date, member.full_name, member.role));
        }
        lines.push(String::new());
        lines.push("Staff, and their passwords:".to_owned());
        for colleague in &self.staff {
            lines.push(format!("  {:<12} {:<24} {}", colleague.login, colleague.password, colleague.name));
        }
        lines.join("\n")
    }
}

fn person(member: &CastMember) -> Value {
    let card = member.card.as_ref().map(|card| {
        json!({ "form": card.form, "issued_on": card.issued_on, "expires_on": card.expires_on, "status": card.status })
    });
    let licence = member.licence.as_ref().map(|licence| {
        json!({ "number": licence.number, "class": licence.class, "expected": licence.expected.code() })
    });
    let passport =
        member.passport.as_ref().map(|passport| json!({ "number": passport.number, "expires_on": passport.expires_on }));
    json!({
        "role": member.role,
        "number": member.number,
        "full_name": member.full_name,
        "birth_date": member.birth_date,
        "sex": member.sex,
        "province": member.province,
        "phone": member.phone,
        "email": member.email,
        "old_number": member.old_number,
        "guardian": member.guardian,
        "card": card,
        "licence": licence,
        "health_card": member.health_card,
        "passport": passport,
        "notes": member.notes,
    })
}
