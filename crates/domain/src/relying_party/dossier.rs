//! What a party states when it asks for production (D59-22.1, D59-22.2, D69-18). Kept as typed, so that a
//! draft loses nothing; checked when it is handed in.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::PartyKind;
use crate::contact::Email;
use crate::fault::{Fault, Faults};
use crate::organisation::OrganisationCode;

/// The statement, as typed.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Dossier {
    /// What the party is: a word of [`PartyKind`].
    pub kind: String,
    /// Its name.
    pub organisation: String,
    /// Its tax code.
    pub tax_code: String,
    /// Number of the written agreement with the platform (D59-22.2).
    pub agreement: String,
    /// Day of the agreement, dd/mm/yyyy.
    pub agreement_date: String,
    /// The law or agreement that the use rests on.
    pub legal_basis: String,
    /// Why each fact about people is needed (D59-5).
    pub scope: String,
    /// Number of the decision or certificate of security level 3 or more (D59-22.1).
    pub security: String,
    /// Its day, dd/mm/yyyy.
    pub security_date: String,
    /// The level certified.
    pub security_level: String,
    /// Where its rules on personal data stand, or their number.
    pub personal_data: String,
    /// Who answers for the connection.
    pub contact: String,
    /// His e-mail address.
    pub email: String,
}

crate::redacted_debug!(Dossier);

/// Most characters of a line, and of a statement.
const LINE: usize = 200;
const WORDS: usize = 1000;

impl Dossier {
    /// Names and values of the fields, in the order of the form.
    pub fn fields(&self) -> [(&'static str, &str); 13] {
        [
            ("kind", &self.kind),
            ("organisation", &self.organisation),
            ("tax_code", &self.tax_code),
            ("agreement", &self.agreement),
            ("agreement_date", &self.agreement_date),
            ("legal_basis", &self.legal_basis),
            ("scope", &self.scope),
            ("security", &self.security),
            ("security_date", &self.security_date),
            ("security_level", &self.security_level),
            ("personal_data", &self.personal_data),
            ("contact", &self.contact),
            ("email", &self.email),
        ]
    }

    /// Reads the fields by their names, none longer than a statement may be.
    pub fn read<'a>(value: impl Fn(&str) -> &'a str) -> Self {
        let take = |name: &str| -> String {
            let text = value(name).chars();
            let text: String = text.filter(|c| !c.is_control() || *c == '\n').collect();
            text.trim().chars().take(WORDS + 1).collect()
        };
        Self {
            kind: take("kind"),
            organisation: take("organisation"),
            tax_code: take("tax_code"),
            agreement: take("agreement"),
            agreement_date: take("agreement_date"),
            legal_basis: take("legal_basis"),
            scope: take("scope"),
            security: take("security"),
            security_date: take("security_date"),
            security_level: take("security_level"),
            personal_data: take("personal_data"),
            contact: take("contact"),
            email: take("email"),
        }
    }

    /// What the party is, where that was stated.
    pub fn party(&self) -> Option<PartyKind> {
        PartyKind::parse(&self.kind)
    }

    /// D59-22.1, D59-22.2: everything that is missing or wrong on the day it is handed in.
    pub fn faults(&self, today: Date) -> Faults {
        let mut faults = Faults::default();
        if self.party().is_none() {
            faults.push(Fault::new("kind", "party-kind-missing"));
        }
        for (field, text, most) in [
            ("organisation", &self.organisation, LINE),
            ("agreement", &self.agreement, LINE),
            ("legal_basis", &self.legal_basis, WORDS),
            ("scope", &self.scope, WORDS),
            ("security", &self.security, LINE),
            ("personal_data", &self.personal_data, WORDS),
            ("contact", &self.contact, LINE),
        ] {
            match text.chars().count() {
                0 => faults.push(Fault::new(field, missing(field))),
                count if count > most => {
                    faults.push(Fault::new(field, "words-long").with("limit", most));
                }
                _ => {}
            }
        }
        faults.take(
            OrganisationCode::parse(&self.tax_code).map_err(|e| Fault::new("tax_code", e.code())),
        );
        faults.take(Email::parse(&self.email).map_err(|e| Fault::new("email", e.code())));
        for (field, text) in [
            ("agreement_date", &self.agreement_date),
            ("security_date", &self.security_date),
        ] {
            faults.take(day(field, text, today));
        }
        match self.security_level.parse::<u8>() {
            Ok(3..=5) => {}
            Ok(_) => faults.push(Fault::new("security_level", "party-security-low")),
            Err(_) => faults.push(Fault::new("security_level", "party-security-missing")),
        }
        faults.order(&self.fields().map(|(name, _)| name));
        faults
    }
}

const fn missing(field: &str) -> &'static str {
    match field.as_bytes() {
        b"organisation" => "party-organisation-missing",
        b"agreement" => "party-agreement-missing",
        b"legal_basis" => "party-basis-missing",
        b"scope" => "party-scope-missing",
        b"security" => "party-certificate-missing",
        b"personal_data" => "party-personal-data-missing",
        _ => "party-contact-missing",
    }
}

fn day(field: &'static str, text: &str, today: Date) -> Result<Date, Fault> {
    match Date::strptime("%d/%m/%Y", text) {
        Ok(day) if day > today => Err(Fault::new(field, "date-future")),
        Ok(day) => Ok(day),
        Err(_) => Err(Fault::new(field, "date-format")),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn full() -> Dossier {
        Dossier::read(|name| match name {
            "kind" => "bank",
            "organisation" => "Ngân hàng Thử nghiệm",
            "tax_code" => "0100109106",
            "agreement" => "12/2024/TT-RAR",
            "agreement_date" | "security_date" => "01/02/2024",
            "security" => "45/QĐ-CNTT",
            "security_level" => "3",
            "email" => "ket-noi@nganhang.vn",
            _ => "Nội dung",
        })
    }

    fn codes(dossier: &Dossier) -> Vec<(&'static str, &'static str)> {
        let faults = dossier.faults(date(2024, 8, 1)).into_vec();
        faults.into_iter().map(|f| (f.field, f.code)).collect()
    }

    // law: D59-22.1, D59-22.2, D69-18
    #[test]
    fn a_dossier_states_agreement_purpose_scope_and_security_level_three() {
        assert_eq!(codes(&full()), []);
        let empty = codes(&Dossier::default());
        for (field, _) in Dossier::default().fields() {
            assert!(empty.iter().any(|(own, _)| *own == field), "{field}");
        }
        for level in ["0", "1", "2", "6"] {
            let low = Dossier {
                security_level: level.into(),
                ..full()
            };
            assert_eq!(codes(&low), [("security_level", "party-security-low")]);
        }
        let ahead = Dossier {
            agreement_date: "02/08/2024".into(),
            scope: "x".repeat(1001),
            ..full()
        };
        let want = [("agreement_date", "date-future"), ("scope", "words-long")];
        assert_eq!(codes(&ahead), want);
    }
}
