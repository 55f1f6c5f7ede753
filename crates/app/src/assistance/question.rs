//! The facts a caller may be asked for: one about the person, one that only his papers show. Nothing
//! that the number itself tells (province, sex, year) is asked.

use domain::fault::Fault;
use domain::person::{BirthDate, Identity, OldNumber, fold};
use domain::registers::{CardRecord, PersonRecord};
use jiff::civil::Date;

/// A question of the register kind (`question-<word>` in the locales).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// Full name.
    Name,
    /// Day of birth.
    BirthDay,
    /// Day on which the card was issued.
    CardIssued,
    /// Last day of validity of the card.
    CardExpires,
    /// FMT-ID-7: the old nine-digit number.
    OldNumber,
}

impl Question {
    /// All questions.
    pub const ALL: [Self; 5] = [
        Self::Name,
        Self::BirthDay,
        Self::CardIssued,
        Self::CardExpires,
        Self::OldNumber,
    ];

    /// Stable word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::BirthDay => "birth-day",
            Self::CardIssued => "card-issued",
            Self::CardExpires => "card-expires",
            Self::OldNumber => "old-number",
        }
    }

    /// Reads the stored word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|q| q.as_str() == text)
    }

    /// Whether the answer is a day, for the field's hint.
    pub const fn is_day(self) -> bool {
        matches!(self, Self::BirthDay | Self::CardIssued | Self::CardExpires)
    }
}

/// What the registers know of the person behind a number.
pub(super) struct Facts {
    /// The account's own identity, where there is an account; else the population register's.
    pub(super) identity: Option<Identity>,
    /// The population register's record.
    pub(super) person: Option<PersonRecord>,
    /// The card.
    pub(super) card: Option<CardRecord>,
}

impl Facts {
    fn has(&self, question: Question) -> bool {
        match question {
            Question::Name | Question::CardIssued => true,
            Question::BirthDay => self
                .identity
                .as_ref()
                .is_none_or(|i| i.birth.day().is_some()),
            Question::CardExpires => self.card.as_ref().is_some_and(|c| c.expires_on.is_some()),
            Question::OldNumber => self.person.as_ref().is_some_and(|p| p.old_number.is_some()),
        }
    }

    /// Picks one question about the person and one about his papers; the same random bytes pick the
    /// same ones.
    pub(super) fn pick(&self, random: [u8; 2]) -> [Question; 2] {
        let [first, second] = random;
        let of = |all: &[Question], byte: u8, default: Question| {
            let known: Vec<Question> = all.iter().copied().filter(|q| self.has(*q)).collect();
            let place = usize::from(byte).checked_rem(known.len()).unwrap_or(0);
            known.get(place).copied().unwrap_or(default)
        };
        [
            of(&[Question::Name, Question::BirthDay], first, Question::Name),
            of(
                &[
                    Question::CardIssued,
                    Question::CardExpires,
                    Question::OldNumber,
                ],
                second,
                Question::CardIssued,
            ),
        ]
    }

    /// Whether what the caller said is right. A fact nobody has is never right.
    pub(super) fn right(&self, question: Question, said: &Said) -> bool {
        let day = match question {
            Question::Name => {
                let known = self.identity.as_ref().map(|i| i.name.folded());
                return matches!((known, said), (Some(k), Said::Words(w)) if k == *w);
            }
            Question::OldNumber => {
                let known = self.person.as_ref().and_then(|p| p.old_number.clone());
                return matches!((known, said), (Some(k), Said::Old(n)) if k == *n);
            }
            Question::BirthDay => self.identity.as_ref().and_then(|i| i.birth.day()),
            Question::CardIssued => self.card.as_ref().map(|c| c.issued_on),
            Question::CardExpires => self.card.as_ref().and_then(|c| c.expires_on),
        };
        matches!((day, said), (Some(k), Said::Day(d)) if k == *d)
    }
}

/// What the caller said, read. Never stored.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// A name, folded: nobody hears marks on a bad line.
    Words(String),
    /// A day.
    Day(Date),
    /// The old number.
    Old(OldNumber),
}

domain::redacted_debug!(Said, Facts);

/// Reads an answer as the operator typed it; something unreadable is a typing error, not a wrong
/// answer.
pub(super) fn read(question: Question, text: &str) -> Result<Said, Fault> {
    let field = question.as_str();
    match question {
        Question::Name => {
            let words = fold(text).split_whitespace().collect::<Vec<_>>().join(" ");
            if words.is_empty() {
                return Err(Fault::new(field, "answer-empty"));
            }
            Ok(Said::Words(words.chars().take(200).collect()))
        }
        Question::OldNumber => OldNumber::parse(text)
            .map(Said::Old)
            .map_err(|e| Fault::new(field, e.code())),
        Question::BirthDay | Question::CardIssued | Question::CardExpires => day(text)
            .map(Said::Day)
            .ok_or_else(|| Fault::new(field, "answer-not-a-day")),
    }
}

/// `dd/mm/yyyy`, with any of the usual signs between, or `ddmmyyyy`.
fn day(text: &str) -> Option<Date> {
    let text = text.trim();
    let parts: Vec<&str> = if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        vec![text.get(..2)?, text.get(2..4)?, text.get(4..)?]
    } else {
        text.split(['/', '-', '.', ' '])
            .filter(|p| !p.is_empty())
            .collect()
    };
    let [day, month, year] = parts.as_slice() else {
        return None;
    };
    let number = |t: &&str| t.parse::<i16>().ok();
    match BirthDate::from_parts(number(year)?, Some(number(month)?), Some(number(day)?)).ok()? {
        BirthDate::Day(date) => Some(date),
        BirthDate::Year(_) | BirthDate::Month(..) => None,
    }
}

#[cfg(test)]
mod tests {
    use domain::person::{FullName, PersonNumber, Sex};
    use domain::registers::{CardForm, CardStatus};
    use jiff::civil::date;

    use super::*;

    fn facts() -> Facts {
        let number = PersonNumber::parse("074190001234").unwrap();
        Facts {
            identity: Some(Identity {
                number: number.clone(),
                name: FullName::parse("Đặng Thị Ánh").unwrap(),
                birth: BirthDate::Day(date(1990, 2, 3)),
                sex: Sex::Female,
            }),
            person: None,
            card: Some(CardRecord {
                number,
                form: CardForm::Chip,
                issued_on: date(2021, 5, 6),
                expires_on: None,
                status: CardStatus::Valid,
                changed_on: None,
            }),
        }
    }

    // law: D59-19.5.b
    #[test]
    fn answers_are_compared_as_people_say_them() {
        let said = |q, text| facts().right(q, &read(q, text).unwrap());
        assert!(said(Question::Name, " dang thi  ÁNH "));
        assert!(!said(Question::Name, "Đặng Thị Anh Thư"));
        for text in ["06/05/2021", "6-5-2021", "06052021", "6 5 2021"] {
            assert!(said(Question::CardIssued, text), "{text}");
        }
        assert!(!said(Question::CardIssued, "05/06/2021"));
        assert!(!said(Question::CardExpires, "06/05/2021"), "no such fact");
        assert!(!said(Question::OldNumber, "280123456"), "no such fact");
        for (question, text) in [
            (Question::Name, " "),
            (Question::BirthDay, "31/02/1990"),
            (Question::BirthDay, "1990"),
            (Question::OldNumber, "28012345"),
        ] {
            assert!(read(question, text).is_err(), "{text}");
        }
    }

    // law: D59-19.5.b
    #[test]
    fn one_question_about_the_person_and_one_about_his_papers() {
        for random in 0..=255_u8 {
            let picked = facts().pick([random, random]);
            assert!(matches!(picked[0], Question::Name | Question::BirthDay));
            assert_eq!(picked[1], Question::CardIssued);
            assert_eq!(picked, facts().pick([random, random]));
        }
        assert_ne!(facts().pick([0, 0]), facts().pick([1, 0]));
        let mut year_only = facts();
        year_only.identity.as_mut().unwrap().birth = BirthDate::Year(1990);
        assert_eq!(
            year_only.pick([1, 0])[0],
            Question::Name,
            "the number tells the year"
        );
    }
}
