//! R50-2 at the developers' desk: whoever keeps a telecom's client brings its file in the browser, sees how far it is
//! and fetches the results. The same use cases as the API's, behind another door.

mod list;
mod send;
mod show;

use app::cleaning::batches::Door;
use axum::Router;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::response::Response;
use axum::routing::{get, post};
use domain::ids::{ClientId, SubscriberBatchId};

use crate::error;
use crate::extract::Ask;
use crate::state::Web;

/// Pages and steps of batches.
pub(super) fn routes() -> Router<Web> {
    let place = |step: &str| format!("/developers/{{id}}/subscribers{step}");
    Router::new()
        .route(&place(""), get(list::show).post(send::whole))
        .route(&place("/begin"), post(send::begin))
        .route(&place("/{batch}"), get(show::show))
        .route(&place("/{batch}/part"), post(send::part))
        .route(&place("/{batch}/away"), post(show::put_away))
        .route(&place("/{batch}/files/{name}"), get(show::fetch))
}

/// Where a client's batches are.
fn home(client: ClientId) -> String {
    format!("/developers/{client}/subscribers")
}

/// One batch of one client; what names none is not there.
#[derive(Clone, Copy)]
struct Named {
    client: ClientId,
    batch: SubscriberBatchId,
}

impl Named {
    const fn door(&self) -> Door<'_> {
        Door::Desk(self.client)
    }
}

impl FromRequestParts<Web> for Named {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, web: &Web) -> Result<Self, Response> {
        let pairs = Path::<Vec<(String, String)>>::from_request_parts(parts, web).await;
        let pairs = pairs.map(|Path(pairs)| pairs).unwrap_or_default();
        let text = |name: &str| {
            let found = pairs.iter().find(|(key, _)| key == name);
            found.map_or("", |(_, text)| text)
        };
        if let (Ok(client), Ok(batch)) = (text("id").parse(), text("batch").parse()) {
            return Ok(Self { client, batch });
        }
        let Ok(ask) = Ask::from_request_parts(parts, web).await;
        Err(error::page(&ask.view, &app::Error::NotFound))
    }
}
