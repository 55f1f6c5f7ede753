//! What a demonstration says when it is up: where to look, and as whom.

use std::net::SocketAddr;
use std::path::Path;

use country::{CastMember, ForeignCast};
use serde_json::{Value, json};

use super::made::Made;
use super::people::{Colleague, Holder};
use super::reachable;
use crate::config::Settings;
use crate::failure::{Failure, at};

/// Everything that is printed.
pub(crate) struct Story {
    url: String,
    management_url: String,
    mtls_url: Option<String>,
    data_dir: String,
    people: Vec<CastMember>,
    foreigners: Vec<ForeignCast>,
    staff: Vec<Colleague>,
    holders: Vec<Holder>,
}

impl Story {
    pub(crate) fn new(
        settings: &Settings,
        management: SocketAddr,
        folder: &Path,
        made: &Made,
    ) -> Result<Self, Failure> {
        let folder = folder.canonicalize().map_err(at(folder.display()))?;
        Ok(Self {
            url: settings.server.public_url.clone(),
            management_url: format!("http://{}", reachable(management)),
            mtls_url: Some(settings.mtls.public_url.clone()).filter(|url| !url.is_empty()),
            data_dir: folder.display().to_string(),
            people: made.cast()?,
            foreigners: made.foreigners()?,
            staff: made.staff.clone(),
            holders: made.holders.clone(),
        })
    }

    /// One object on one line.
    pub(crate) fn json(&self) -> String {
        let people: Vec<Value> = self
            .people
            .iter()
            .map(|member| person(member, self.holder(member)))
            .collect();
        json!({
            "url": self.url,
            "management_url": self.management_url,
            "mtls_url": self.mtls_url,
            "data_dir": self.data_dir,
            "people": people,
            "foreigners": self.foreigners.iter().map(foreigner).collect::<Vec<_>>(),
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
            format!(
                "Clock        curl -d P3D {}/demo/clock",
                self.management_url
            ),
            String::new(),
            "People who do not exist:".to_owned(),
        ];
        for member in &self.people {
            let state = self
                .holder(member)
                .map_or("no account", |holder| holder.state.as_str());
            lines.push(format!(
                "  {}  {:<11} {:<11} {state:<45} {}",
                member.number, member.phone, member.birth_date, member.full_name
            ));
        }
        lines.push(String::new());
        lines.push("Foreigners, who register with their passport:".to_owned());
        for one in &self.foreigners {
            lines.push(format!(
                "  {} {}  issued {}  {:<11} {:<11} {}",
                one.nationality,
                one.passport,
                one.passport_issued_on,
                one.phone,
                one.birth_date,
                one.full_name
            ));
        }
        if let Some(holder) = self.holders.iter().find(|holder| holder.password.is_some()) {
            let words = |text: &Option<String>| text.clone().unwrap_or_default();
            lines.push(String::new());
            lines.push(format!(
                "Password of every active account  {}",
                words(&holder.password)
            ));
            lines.push(format!(
                "Passcode of every active account  {}",
                words(&holder.passcode)
            ));
        }
        lines.push(String::new());
        lines.push("Staff, and their passwords:".to_owned());
        for colleague in &self.staff {
            lines.push(format!(
                "  {:<12} {:<24} {}",
                colleague.login, colleague.password, colleague.name
            ));
        }
        lines.join("\n")
    }
}

impl Story {
    fn holder(&self, member: &CastMember) -> Option<&Holder> {
        self.holders
            .iter()
            .find(|holder| holder.role == member.role)
    }
}

fn foreigner(one: &ForeignCast) -> Value {
    json!({
        "role": one.role,
        "nationality": one.nationality,
        "passport": one.passport,
        "full_name": one.full_name,
        "birth_date": one.birth_date,
        "sex": one.sex.as_str(),
        "passport_issued_on": one.passport_issued_on,
        "phone": one.phone,
    })
}

fn person(member: &CastMember, holder: Option<&Holder>) -> Value {
    let card = member.card.as_ref().map(|card| {
        json!({ "form": card.form, "issued_on": card.issued_on, "expires_on": card.expires_on, "status": card.status })
    });
    let licence = member.licence.as_ref().map(|licence| {
        json!({ "number": licence.number, "class": licence.class, "expected": licence.expected.code() })
    });
    let passport = member
        .passport
        .as_ref()
        .map(|passport| json!({ "number": passport.number, "expires_on": passport.expires_on }));
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
        "company": member.company,
        "notes": member.notes,
        "state": holder.map(|h| h.state.as_str()),
        "password": holder.and_then(|h| h.password.as_deref()),
        "passcode": holder.and_then(|h| h.passcode.as_deref()),
    })
}
