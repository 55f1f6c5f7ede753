//! Pairing, and one round of work: ask, read, bring.

use std::collections::BTreeSet;

use app::counter::card::{Brought, Failed};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chip::group::Group;
use chip::reader::{Access, Asked, ChipReader, read};
use chip::{CloneFlaw, Failure, ReadFailure};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::scan::scan;
use super::{Desk, Refusal, Talk};
use crate::card_reader::{Absent, CardReader};
use crate::scanner::Scanner;

/// Whether a unit has let this computer in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum Pairing {
    /// Not yet.
    Waiting,
    /// This one.
    Paired {
        /// Its code.
        unit: String,
    },
}

/// What came of one round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Round {
    /// There was nothing to do.
    Nothing,
    /// The server's word on it: `accepted`, or the code of what was wrong.
    Done(String),
}

#[derive(Deserialize)]
struct Work {
    id: String,
    seed: String,
    can: Option<String>,
    challenge: String,
    groups: Vec<u8>,
}

#[derive(Deserialize)]
struct Proof {
    commands: [String; 2],
    probe: String,
}

pub(super) fn parse<T: DeserializeOwned>(json: Option<Value>) -> Result<T, Refusal> {
    let strange = || Refusal::NoAnswer("the answer is not of such a server".to_owned());
    let json = json.ok_or_else(strange)?;
    serde_json::from_value(json).map_err(|_| strange())
}

fn bytes(text: &str) -> Result<Vec<u8>, Refusal> {
    let strange = |_| Refusal::NoAnswer("the answer is not of such a server".to_owned());
    URL_SAFE_NO_PAD.decode(text).map_err(strange)
}

/// Asks for a code to show.
pub async fn offer(talk: &Talk<'_>, name: &str) -> Result<String, Refusal> {
    #[derive(Deserialize)]
    struct Offered {
        code: String,
    }
    let answer = talk.say("/pairing", &json!({ "name": name })).await?;
    parse::<Offered>(answer).map(|offered| offered.code)
}

/// Asks whether somebody typed it.
pub async fn paired(talk: &Talk<'_>) -> Result<Pairing, Refusal> {
    parse(talk.say("/pairing/state", &json!({})).await?)
}

/// One round: asks for work, waiting so many seconds, and does it.
pub async fn round<R: CardReader, S: Scanner>(
    talk: &Talk<'_>,
    desk: &mut Desk<R, S>,
    wait: u32,
) -> Result<Round, Refusal> {
    let Some(work) = talk.say("/jobs/next", &desk.question(wait)).await? else {
        return Ok(Round::Nothing);
    };
    match work.get("kind").and_then(Value::as_str) {
        Some("finger") => scan(talk, desk, &parse(Some(work))?).await,
        _ => card(talk, desk.reader.as_mut(), parse(Some(work))?).await,
    }
}

async fn card<R: CardReader>(
    talk: &Talk<'_>,
    reader: Option<&mut R>,
    work: Work,
) -> Result<Round, Refusal> {
    let place = format!("/jobs/{}", work.id);
    let on_it = match reader {
        Some(reader) => reader.card().await,
        None => Err(Absent::Reader),
    };
    let mut chip = match on_it {
        Ok(chip) => chip,
        Err(absent) => return failed(talk, &place, &of_absent(absent)).await,
    };
    let brought = match reading(&mut chip, &work)? {
        Ok(brought) => brought,
        Err(failure) => return failed(talk, &place, &of_failure(&failure)).await,
    };
    let body = json!(brought);
    let answer = talk.say(&format!("{place}/reading"), &body).await?;
    match answer.as_ref().and_then(|a| a.get("state")?.as_str()) {
        Some("prove") => prove(talk, &place, &mut chip, &parse(answer)?).await,
        _ => Ok(told(answer)),
    }
}

fn reading(chip: &mut impl ChipReader, work: &Work) -> Result<Read, Refusal> {
    let challenge = bytes(&work.challenge)?.try_into();
    let challenge = challenge.map_err(|_| Refusal::NoAnswer("no challenge".to_owned()))?;
    let ways = (Access::Seed(work.seed.clone()), work.can.clone());
    Ok(read_chip(chip, ways, (&work.groups, challenge)))
}

type Read = Result<Brought, Failure>;

/// Opens a chip by its access number, where there is one, else by the printed lines, and reads what is asked of it.
pub(super) fn read_chip(
    chip: &mut impl ChipReader,
    (by_zone, can): (Access, Option<String>),
    (groups, challenge): (&[u8], [u8; 8]),
) -> Read {
    let groups = groups.iter().filter_map(|n| Group::new(*n));
    let asked = Asked {
        groups: groups.collect::<BTreeSet<_>>(),
        challenge,
    };
    let numbered = can.is_some();
    let mut brought = match can {
        Some(can) => read(chip, &Access::Can(can), &asked),
        None => read(chip, &by_zone, &asked),
    };
    // Only PACE takes an access number. Where there is none, the printed lines open the chip; a number that
    // was refused is never followed by another try.
    if matches!(brought, Err(Failure::Access(ReadFailure::Unspoken(_)))) && numbered {
        brought = read(chip, &by_zone, &asked);
    }
    let encode = |bytes: &Vec<u8>| URL_SAFE_NO_PAD.encode(bytes);
    brought.map(|brought| {
        let groups = brought.groups.iter();
        Brought {
            com: encode(&brought.com),
            sod: encode(&brought.sod),
            groups: groups
                .map(|(g, file)| (g.number().to_string(), encode(file)))
                .collect(),
            access: brought.access.as_ref().map(encode),
            signature: brought.signature.as_ref().map(encode),
            engine: brought.engine,
        }
    })
}

/// Chip authentication, which the server has begun.
async fn prove(
    talk: &Talk<'_>,
    place: &str,
    chip: &mut impl ChipReader,
    proof: &Proof,
) -> Result<Round, Refusal> {
    let [first, second] = &proof.commands;
    let commands = [bytes(first)?, bytes(second)?];
    match chip.agree(&commands, &bytes(&proof.probe)?) {
        Ok(answer) => {
            let body = json!({ "answer": URL_SAFE_NO_PAD.encode(answer) });
            talk.say(&format!("{place}/answer"), &body).await.map(told)
        }
        Err(failure) => {
            let failure = match failure {
                ReadFailure::Status(status) => Failure::from(CloneFlaw::Refused(status)),
                ReadFailure::Refused
                | ReadFailure::Lost
                | ReadFailure::TooLarge
                | ReadFailure::WrongNumber(_)
                | ReadFailure::NumberBlocked
                | ReadFailure::Unspoken(_) => Failure::Read(failure),
            };
            failed(talk, place, &of_failure(&failure)).await
        }
    }
}

pub(super) fn of_absent(absent: Absent) -> Failed {
    let code = match absent {
        Absent::Card => "no-card",
        Absent::Reader => "no-reader",
    };
    Failed {
        code: code.to_owned(),
        about: None,
    }
}

pub(super) fn of_failure(failure: &Failure) -> Failed {
    Failed {
        code: failure.code().to_owned(),
        about: failure.about(),
    }
}

pub(super) async fn failed(
    talk: &Talk<'_>,
    place: &str,
    failed: &Failed,
) -> Result<Round, Refusal> {
    let body = json!(failed);
    talk.say(&format!("{place}/failure"), &body).await.map(told)
}

/// The server's word, without anything of the person.
pub(super) fn told(answer: Option<Value>) -> Round {
    let outcome = answer.and_then(|a| a.get("outcome").cloned());
    let text = |name: &str| outcome.as_ref()?.get(name)?.as_str();
    let word = text("code").or_else(|| text("result")).unwrap_or("nothing");
    Round::Done(word.to_owned())
}
