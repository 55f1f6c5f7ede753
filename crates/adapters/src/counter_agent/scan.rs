//! One print: waits for a picture while somebody waits for it on the other side, and hands it in.

use std::time::Duration;

use app::counter::card::Failed;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::{Value, json};

use super::work::{failed, told};
use super::{Desk, Refusal, Round, Talk};
use crate::scanner::{NoPicture, Scanner};

/// What is asked for.
#[derive(Deserialize)]
pub(super) struct Finger {
    id: String,
    seconds: u64,
}

/// Until the server asks for this no more: it waits in vain, or the officer asked for something else.
async fn over(talk: &Talk<'_>, question: &Value, (id, still): (&str, Duration)) {
    loop {
        tokio::time::sleep(still).await;
        let Ok(work) = talk.say("/jobs/next", question).await else {
            continue;
        };
        let asked = work.as_ref().and_then(|w| w.get("id")?.as_str());
        if asked != Some(id) {
            return;
        }
    }
}

/// Takes a picture and hands it in. It leaves this computer once the server has it; what the server did not take stays
/// where it is, and is older at the next question.
pub(super) async fn scan<R, S: Scanner>(
    talk: &Talk<'_>,
    desk: &mut Desk<R, S>,
    finger: &Finger,
) -> Result<Round, Refusal> {
    let place = format!("/jobs/{}", finger.id);
    let (question, still) = (desk.question(0), desk.still);
    let picture = match &mut desk.scanner {
        Some(scanner) => tokio::select! {
            biased;
            picture = scanner.picture(Duration::from_secs(finger.seconds)) => picture,
            () = over(talk, &question, (&finger.id, still)) => return Ok(Round::Nothing),
        },
        None => Err(NoPicture::Folder),
    };
    let done = match picture {
        Ok(bytes) => {
            let body = json!({ "image": URL_SAFE_NO_PAD.encode(bytes) });
            let answer = talk.say(&format!("{place}/print"), &body).await;
            if let (Ok(_), Some(scanner)) = (&answer, &mut desk.scanner) {
                scanner.handed_in();
            }
            answer.map(told)
        }
        Err(why) => {
            let why = Failed {
                code: why.code().to_owned(),
                about: None,
            };
            failed(talk, &place, &why).await
        }
    };
    match done {
        // The officer asked for something else meanwhile: that is waiting already.
        Err(Refusal::Refused { status: 409, code }) => Ok(Round::Done(code)),
        done => done,
    }
}
