//! UX-1, UX-2: another phone without the old one. Printed codes and trusted persons, asking by either,
//! the waiting time with its notices, stopping it, finishing it on the phone that asked. A locked account gets no further than its
//! status (D59-19.ui): nothing here opens one.

mod ask;
mod codes;
mod finish;
mod ripen;
mod stop;
mod trusted;
mod view;
mod vouch;

pub(crate) use ask::by_chip;
pub use ask::{AskByCode, Asked, by_code};
pub use codes::{Codes, codes, make};
pub use finish::finish;
pub(crate) use ripen::{KIND as RIPEN, run as ripen};
pub(crate) use stop::{locked, overtaken};
pub use stop::{stop, stop_in_call};
pub use trusted::{Name, consent, distrust, leave, name, trusted, trusting};
pub use view::{Progress, Stranded, own, stranded};
pub use vouch::{Vouch, by_trusted, vouch, waiting_for_me};

use domain::ids::JobId;
use domain::journey::Journey;
use domain::lost_phone::{LostPhoneError, Request};
use domain::secret::RecoveryCode;
use store::Tx;
use store::account;
use store::job::Job;
use store::lost_phone::Stored;

use crate::notify;
use crate::{App, Cx, Error, Result, experience, holds, jobs};

impl From<LostPhoneError> for Error {
    fn from(error: LostPhoneError) -> Self {
        Self::Refused(error.code())
    }
}

fn digest(app: &App, subject: domain::ids::SubjectId, code: &RecoveryCode) -> Vec<u8> {
    let value = format!("{subject}/{}", code.expose());
    app.db.keys().digest("recovery-code", &value)
}

/// What a notice says of a request: which phone asked, until when it can be stopped.
fn words(stored: &Stored) -> Vec<(&'static str, String)> {
    let until = stored.request.next().map(holds::clock);
    vec![
        ("device", stored.body.device.clone()),
        ("until", until.unwrap_or_default()),
    ]
}

/// Tells the holder by every channel: in the app on every device, by SMS and by e-mail.
async fn tell(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    (holder, stored): (&account::Stored, &Stored),
    kind: &str,
) -> Result<()> {
    notify::tell(tx, app, cx, holder, kind, &words(stored)).await
}

/// R50-6: a request is counted when it ends.
async fn begun(tx: &mut Tx, cx: &Cx, stored: &Stored) -> Result<()> {
    let journey = (Journey::LostPhone, cx.lang.as_str());
    experience::begin(tx, cx, journey, &stored.id).await
}

/// Looks at a request again when it changes by itself.
async fn watch(tx: &mut Tx, app: &App, stored: &Stored) -> Result<()> {
    let Some(due) = stored.request.next() else {
        return Ok(());
    };
    let job = Job::new(
        (app.id(JobId::from_bytes), stored.subject),
        RIPEN,
        due,
        serde_json::json!({ "request": stored.id }),
    );
    jobs::enqueue(tx, app, &job).await
}

/// Particulars for the audit log.
fn detail(stored: &Stored, request: Request) -> serde_json::Value {
    serde_json::json!({
        "request": stored.id,
        "way": request.way.as_str(),
        "device": stored.body.device,
    })
}
