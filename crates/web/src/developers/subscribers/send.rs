//! A file comes in: whole with the form, where it is small or the browser runs no script; else by parts that the page's
//! script sends one behind the other, each at most as large as a form with files may be.

use std::collections::BTreeMap;
use std::convert::Infallible;

use app::Error;
use app::cleaning::batches::{self, Begin, Door, Part, Taken};
use axum::Json;
use axum::body::Bytes;
use axum::response::{IntoResponse, Response};
use domain::cleaning::batch::State;
use domain::fault::Fault;
use domain::ids::{ClientId, SubscriberBatchId};
use futures_util::stream;
use serde::Serialize;

use super::{Named, home, list};
use crate::error;
use crate::extract::{Place, Signed};
use crate::middleware::Form;
use crate::t;

/// What the script is told.
#[derive(Debug, Default, Serialize)]
struct Told {
    /// Where the next part goes; nothing: the file is whole.
    next: Option<String>,
    /// Bytes that are here.
    received: u64,
    /// The batch's page.
    page: String,
    /// Why nothing goes on, in words.
    problem: Option<String>,
}

async fn begun(
    signed: &Signed,
    client: ClientId,
    form: &Form,
    length: u64,
) -> app::Result<SubscriberBatchId> {
    let asked = Begin {
        length,
        sha256: None,
        encoding: Some(form.trimmed("encoding")).filter(|word| !word.is_empty()),
        columns: &BTreeMap::new(),
    };
    let batch = batches::begin(&signed.app, &signed.cx, Door::Desk(client), &asked).await?;
    Ok(batch.id)
}

async fn take(signed: &Signed, named: Named, part: Part, bytes: Bytes) -> app::Result<Taken> {
    let chunks = stream::iter([Ok::<_, Infallible>(bytes)]);
    let (app, cx) = (&signed.app, &signed.cx);
    batches::receive(app, cx, named.door(), (named.batch, part), chunks).await
}

/// The whole file with the form.
pub(super) async fn whole(signed: Signed, Place(client): Place<ClientId>, form: Form) -> Response {
    let done = match form.file("file") {
        Some(file) => bring(&signed, client, &form, file.bytes.clone()).await,
        None => Err(Fault::new("file", "cleaning-file-missing").into()),
    };
    match done {
        Ok(batch) => signed.redirect(&format!("{}/{batch}", home(client))),
        Err(failure) => match error::on_form(&signed.view, signed.cx.now, &failure) {
            Some(errors) => {
                let page = list::draw(&signed, client, form.get("encoding"), &errors).await;
                error::with_status(page, &failure)
            }
            None => error::page(&signed.view, &failure),
        },
    }
}

async fn bring(
    signed: &Signed,
    client: ClientId,
    form: &Form,
    bytes: Bytes,
) -> app::Result<SubscriberBatchId> {
    let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    let batch = begun(signed, client, form, length).await?;
    let whole = Part { from: 0, to: None };
    take(signed, Named { client, batch }, whole, bytes).await?;
    Ok(batch)
}

/// Begins a file that will come by parts.
pub(super) async fn begin(signed: Signed, Place(client): Place<ClientId>, form: Form) -> Response {
    let length = form.trimmed("length").parse().unwrap_or(0);
    let begun = begun(&signed, client, &form, length).await;
    let told = begun.map(|batch| {
        let page = format!("{}/{batch}", home(client));
        Told {
            next: Some(format!("{page}/part")),
            page,
            ..Told::default()
        }
    });
    answer(&signed, told)
}

/// Takes the next part; the answer says where the one after it begins, also where this one did not fit.
pub(super) async fn part(signed: Signed, named: Named, form: Form) -> Response {
    let page = format!("{}/{}", home(named.client), named.batch);
    let told = async {
        let (from, length) = (number(&form, "from")?, number(&form, "length")?);
        let bytes = form.file("part").map(|file| file.bytes.clone());
        let bytes = bytes.ok_or(Fault::new("part", "cleaning-file-missing"))?;
        let to = from.saturating_add(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        let part = Part {
            from,
            to: Some((to, length)),
        };
        let (received, state) = match take(&signed, named, part, bytes).await {
            // The answer to the last part was lost.
            Err(Error::Refused("cleaning-judging")) => (length, State::Uploaded),
            taken => here(taken?),
        };
        let next = (state == State::Receiving).then(|| format!("{page}/part"));
        Ok(Told {
            next,
            received,
            page: page.clone(),
            problem: None,
        })
    };
    answer(&signed, told.await)
}

/// How much is here then, and whether more is waited for.
fn here(taken: Taken) -> (u64, State) {
    match taken {
        Taken::Here(received) => (received.bytes, received.batch.state),
        Taken::Elsewhere(here) => (here, State::Receiving),
    }
}

fn number(form: &Form, name: &'static str) -> app::Result<u64> {
    let number = form.trimmed(name).parse();
    number.map_err(|_| Fault::new(name, "cleaning-range").into())
}

fn answer(signed: &Signed, told: app::Result<Told>) -> Response {
    let failure = match told {
        Ok(told) => return Json(told).into_response(),
        Err(failure @ Error::Internal(_)) => return error::page(&signed.view, &failure),
        Err(failure) => failure,
    };
    let errors = error::on_form(&signed.view, signed.cx.now, &failure);
    let problem = errors.map_or_else(
        || t!(signed.view.lang, "cleaning-desk-refused"),
        |errors| errors.texts().join(" "),
    );
    let told = Told {
        problem: Some(problem),
        ..Told::default()
    };
    (error::status(&failure), Json(told)).into_response()
}
