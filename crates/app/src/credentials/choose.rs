//! New secrets checked against the rules, one fault for each rule broken.

use domain::fault::Fault;
use domain::person::BirthDate;
use domain::secret::{
    Answer, AnswerError, Answers, OwnWords, Passcode, Password, PasswordError, Question,
};
use store::account::Profile;

use crate::{App, Error, Result};

fn fault(error: &PasswordError) -> Fault {
    let fault = Fault::new("password", error.code());
    match error.limit() {
        Some(limit) => fault.with("limit", limit),
        None => fault,
    }
}

/// A new password by this installation's policy (APP-1 or NIST SP 800-63B-4).
pub fn password(app: &App, profile: &Profile, text: &str) -> Result<Password> {
    let own = OwnWords {
        number: &profile.identity.number,
        phone: profile.phone.as_ref(),
        name: Some(&profile.identity.name),
    };
    app.config
        .password_policy
        .check(text, &own, &|_| false)
        .map_err(|broken| Error::Invalid(broken.iter().map(fault).collect()))
}

/// A new passcode (APP-2).
pub fn passcode(birth: &BirthDate, text: &str) -> Result<Passcode> {
    Ok(Passcode::choose(text, birth).map_err(|e| Fault::new("passcode", e.code()))?)
}

fn answer(
    question: &str,
    text: &str,
    fields: (&'static str, &'static str),
) -> std::result::Result<(Question, Answer), Fault> {
    let question = Question::parse(question).map_err(|e| Fault::new(fields.0, e.code()))?;
    let answer = Answer::parse(text).map_err(|e| Fault::new(fields.1, e.code()))?;
    Ok((question, answer))
}

/// Two answers to two different questions (APP-3).
pub fn answers(first: (&str, &str), second: (&str, &str)) -> Result<Answers> {
    let mut faults = domain::fault::Faults::default();
    let one = faults.take(answer(first.0, first.1, ("question_1", "answer_1")));
    let two = faults.take(answer(second.0, second.1, ("question_2", "answer_2")));
    let (Some(one), Some(two)) = (one, two) else {
        return Err(faults.into());
    };
    let same = |e: AnswerError| Fault::new("question_2", e.code());
    Ok(Answers::new(one, two).map_err(same)?)
}
