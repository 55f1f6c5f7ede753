//! D59-TK, D69-F: the paper forms of each regime, as data.

use jiff::Timestamp;

use super::Regime;
use crate::account::{Level, SubjectKind};
use crate::time::viet_nam_date;
use crate::words::words;

words! {
    /// D69-F: a form of the decree's annex.
    Form {
        /// A person's account.
        Tk01 = "TK01",
        /// An organisation's account.
        Tk02 = "TK02",
        /// Locking and unlocking.
        Tk03 = "TK03",
    }
}

words! {
    /// What is asked for on paper.
    Filing {
        /// A citizen's or foreigner's account of level 2.
        Person = "person",
        /// An organisation's account.
        Organisation = "organisation",
        /// That an account is locked or unlocked.
        Lock = "lock",
    }
}

words! {
    /// A field of a form (`form-field-<word>`).
    Field {
        /// Name of the person.
        Name = "name",
        /// Personal identification number.
        Number = "number",
        /// Date of birth.
        Birth = "birth",
        /// Sex.
        Sex = "sex",
        /// Nationality.
        Nationality = "nationality",
        /// Passport or travel document of a foreigner.
        Paper = "paper",
        /// Phone number in the person's own name (D69-10.1).
        Phone = "phone",
        /// E-mail address.
        Email = "email",
        /// Level of the account.
        Level = "level",
        /// Documents to be integrated.
        Documents = "documents",
        /// Parent or guardian, where one registers (D69-7.1).
        Guardian = "guardian",
        /// His number.
        GuardianNumber = "guardian-number",
        /// Code of the organisation.
        Code = "code",
        /// Its name.
        OrganisationName = "organisation-name",
        /// Its short name.
        ShortName = "short-name",
        /// Its name in a foreign language.
        ForeignName = "foreign-name",
        /// Day of foundation.
        Founded = "founded",
        /// Address of its head office.
        Address = "address",
        /// Who registers: representative, head, or whom they empowered.
        Registrant = "registrant",
        /// His number.
        RegistrantNumber = "registrant-number",
        /// D69-12: the mandate of an empowered person.
        Mandate = "mandate",
        /// D69-12: names and signatures of all other legal representatives.
        Consents = "consents",
        /// Lock or unlock.
        Wish = "wish",
        /// Who asks.
        Requester = "requester",
        /// Number and date of the letter that asks.
        Letter = "letter",
        /// The law it relies on.
        Basis = "basis",
        /// Reason.
        Reason = "reason",
    }
}

impl Form {
    /// D69-F: its fields, in their order.
    pub const fn fields(self) -> &'static [Field] {
        match self {
            Self::Tk01 => &PERSON,
            Self::Tk02 => &ORGANISATION,
            Self::Tk03 => &LOCK,
        }
    }
}

const PERSON: [Field; 12] = [
    Field::Name,
    Field::Number,
    Field::Birth,
    Field::Sex,
    Field::Nationality,
    Field::Paper,
    Field::Phone,
    Field::Email,
    Field::Level,
    Field::Documents,
    Field::Guardian,
    Field::GuardianNumber,
];

const ORGANISATION: [Field; 10] = [
    Field::Code,
    Field::OrganisationName,
    Field::ShortName,
    Field::ForeignName,
    Field::Founded,
    Field::Address,
    Field::Registrant,
    Field::RegistrantNumber,
    Field::Mandate,
    Field::Consents,
];

const LOCK: [Field; 7] = [
    Field::Wish,
    Field::Name,
    Field::Number,
    Field::Requester,
    Field::Letter,
    Field::Basis,
    Field::Reason,
];

impl Regime {
    /// D59-TK: the form on which something is asked for; Decree 59 has none that is known.
    pub const fn form(self, filing: Filing) -> Option<Form> {
        match (self, filing) {
            (Self::Decree59, _) => None,
            (Self::Decree69, Filing::Person) => Some(Form::Tk01),
            (Self::Decree69, Filing::Organisation) => Some(Form::Tk02),
            (Self::Decree69, Filing::Lock) => Some(Form::Tk03),
        }
    }

    /// D69-F: all its forms.
    pub const fn forms(self) -> &'static [Form] {
        match self {
            Self::Decree59 => &[],
            Self::Decree69 => Form::ALL,
        }
    }

    /// D69-10.2, D69-11: the form of a person's registration; level 1 is asked for in the app alone.
    pub fn registration_form(self, level: Level) -> Option<Form> {
        (level == Level::Two).then(|| self.form(Filing::Person))?
    }

    /// D69-12: whether somebody empowered may register an organisation.
    pub const fn by_mandate(self) -> bool {
        match self {
            Self::Decree59 => false,
            Self::Decree69 => true,
        }
    }

    /// D59-12.3, D69-7.3: the level that an account of a kind shows: under Decree 59 an organisation's
    /// counts as level 2, under Decree 69 it has none.
    pub const fn shown_level(self, kind: SubjectKind, level: Level) -> Option<Level> {
        match (self, kind) {
            (Self::Decree69, SubjectKind::Organisation) => None,
            (Self::Decree59, SubjectKind::Organisation)
            | (_, SubjectKind::Citizen | SubjectKind::Foreigner) => Some(level),
        }
    }

    /// I10: what judges a request: the decree of the day of its receipt, of today before that.
    pub fn judging(received: Option<Timestamp>, now: Timestamp) -> Option<Self> {
        Self::on(viet_nam_date(received.unwrap_or(now)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // law: D59-TK, D69-F
    #[test]
    fn each_regime_names_the_form_of_each_filing() {
        for (regime, filing, form) in [
            (Regime::Decree59, Filing::Person, None),
            (Regime::Decree59, Filing::Organisation, None),
            (Regime::Decree59, Filing::Lock, None),
            (Regime::Decree69, Filing::Person, Some(Form::Tk01)),
            (Regime::Decree69, Filing::Organisation, Some(Form::Tk02)),
            (Regime::Decree69, Filing::Lock, Some(Form::Tk03)),
        ] {
            assert_eq!(regime.form(filing), form, "{regime:?} {filing:?}");
            assert!(form.is_none_or(|form| regime.forms().contains(&form)));
        }
    }

    // law: D69-10.2
    #[test]
    fn only_level_two_is_asked_for_on_paper() {
        assert_eq!(Regime::Decree69.registration_form(Level::One), None);
        assert_eq!(
            Regime::Decree69.registration_form(Level::Two),
            Some(Form::Tk01)
        );
        assert_eq!(Regime::Decree59.registration_form(Level::Two), None);
    }

    // law: D69-7.3, D59-12.3
    #[test]
    fn an_organisation_has_no_level_under_decree_69() {
        use SubjectKind::{Citizen, Foreigner, Organisation};
        for (regime, kind, shown) in [
            (Regime::Decree59, Organisation, Some(Level::Two)),
            (Regime::Decree69, Organisation, None),
            (Regime::Decree69, Citizen, Some(Level::Two)),
            (Regime::Decree69, Foreigner, Some(Level::Two)),
        ] {
            assert_eq!(regime.shown_level(kind, Level::Two), shown);
        }
    }

    // law: D59-TK
    #[test]
    fn the_day_of_receipt_counts() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let now = at("2024-08-01T02:00:00Z");
        // The last second before 1 July in Viet Nam, and the first after it.
        for (received, regime) in [
            (Some(at("2024-06-30T16:59:59Z")), Regime::Decree59),
            (Some(at("2024-06-30T17:00:00Z")), Regime::Decree69),
            (None, Regime::Decree69),
        ] {
            assert_eq!(Regime::judging(received, now), Some(regime));
        }
    }

    // law: D69-F
    #[test]
    fn every_field_stands_on_a_form_and_none_twice() {
        for form in Form::ALL {
            let fields = form.fields();
            for (at, field) in fields.iter().enumerate() {
                assert!(!fields[..at].contains(field), "{form:?} {field:?}");
            }
        }
        for field in Field::ALL {
            assert!(
                Form::ALL.iter().any(|form| form.fields().contains(field)),
                "{field:?}"
            );
        }
    }
}
