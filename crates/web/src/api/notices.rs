//! Who looked, what happened, what was told.

use std::collections::BTreeMap;

use app::activity;
use axum::Json;
use axum::extract::RawQuery;
use axum::http::StatusCode;
use domain::fault::Fault;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

use super::problem::Problem;
use super::who::Holder;
use crate::i18n::Lang;

/// An act on record.
#[derive(Serialize, ToSchema)]
pub struct Act {
    #[schema(format = DateTime)]
    at: String,
    /// Stable word.
    #[schema(example = "document-shown")]
    action: String,
    /// D59-4.4: why.
    #[schema(example = "own-use")]
    purpose: String,
    /// `holder`, `staff`, `system`, `register`, `public`.
    by: &'static str,
    details: BTreeMap<&'static str, String>,
}

/// A page of acts, newest first.
#[derive(Serialize, ToSchema)]
pub struct Acts {
    items: Vec<Act>,
    /// For `before` of the next page.
    #[schema(format = DateTime)]
    next: Option<String>,
}

/// A notice in the app.
#[derive(Serialize, ToSchema)]
pub struct Notice {
    id: String,
    /// Stable word.
    kind: String,
    /// In the caller's language.
    text: String,
    #[schema(format = DateTime)]
    at: String,
    read: bool,
}

/// What is on record about the holder: sign-ins, changes, each officer's reading.
#[utoipa::path(get, path = "/me/activity", tag = "account", params(("before" = Option<String>, Query, description = "Acts before this instant (RFC 3339)")), responses((status = 200, body = Acts)), security(("session" = [])))]
pub(super) async fn activity(
    who: Holder,
    RawQuery(query): RawQuery,
) -> Result<Json<Acts>, Problem> {
    let before = before(query.as_deref().unwrap_or_default()).map_err(|e| who.problem(e))?;
    let page = activity::own(&who.app, &who.cx, before)
        .await
        .map_err(|e| who.problem(e))?;
    let act = |item: activity::Item| Act {
        at: item.at.to_string(),
        by: item.by.as_str(),
        action: item.action,
        purpose: item.purpose,
        details: item
            .details
            .into_iter()
            .map(|detail| (detail.name, detail.value))
            .collect(),
    };
    Ok(Json(Acts {
        items: page.items.into_iter().map(act).collect(),
        next: page.next.map(|at| at.to_string()),
    }))
}

fn before(query: &str) -> Result<Option<Timestamp>, app::Error> {
    let Some(text) = query
        .split('&')
        .find_map(|pair| pair.strip_prefix("before="))
    else {
        return Ok(None);
    };
    let text = text
        .replace("%3A", ":")
        .replace("%3a", ":")
        .replace("%2B", "+")
        .replace("%2b", "+");
    text.parse()
        .map(Some)
        .map_err(|_| Fault::new("before", "date-not-a-date").into())
}

fn text(lang: Lang, notice: &store::message::Notice) -> String {
    let mut args = fluent_bundle::FluentArgs::new();
    for (name, value) in &notice.args {
        args.set(name.clone(), value.clone());
    }
    crate::i18n::t_args(lang, &format!("notice-{}", notice.kind), &args)
}

/// The newest notices.
#[utoipa::path(get, path = "/me/notices", tag = "account", responses((status = 200, body = [Notice])), security(("session" = [])))]
pub(super) async fn notices(who: Holder) -> Result<Json<Vec<Notice>>, Problem> {
    let list = activity::notices(&who.app, &who.cx)
        .await
        .map_err(|e| who.problem(e))?;
    let notice = |notice: store::message::Notice| Notice {
        text: text(who.cx.lang, &notice),
        id: notice.id.to_string(),
        kind: notice.kind,
        at: notice.at.to_string(),
        read: notice.read,
    };
    Ok(Json(list.into_iter().map(notice).collect()))
}

/// Marks all notices as read.
#[utoipa::path(post, path = "/me/notices/read", tag = "account", params(("Idempotency-Key" = Option<String>, Header)), responses((status = 204)), security(("session" = [])))]
pub(super) async fn read(who: Holder) -> Result<StatusCode, Problem> {
    activity::mark_read(&who.app, &who.cx)
        .await
        .map_err(|e| who.problem(e))?;
    Ok(StatusCode::NO_CONTENT)
}
