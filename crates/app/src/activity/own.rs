//! The holder's activity page (I8): sign-ins, changes, and every reading by staff with its purpose.

use std::collections::BTreeMap;

use domain::ids::{ClientId, StaffId, SubjectId};
use domain::time::from_millis;
use jiff::{SignedDuration, Timestamp};
use store::audit::{self, Row};
use store::{Source, assistance, breach, case};

use crate::{App, Cx, Result};

/// Who did something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum By {
    /// The holder himself, who reads.
    Holder,
    /// Another holder: somebody who acts for the same organisation, or asks for its account.
    Person,
    /// Staff: role and unit, never the name.
    Staff {
        /// Word of the role.
        role: String,
        /// Name of the unit.
        unit: String,
    },
    /// The platform.
    System,
    /// A register.
    Register(String),
    /// A relying party, by the name it shows.
    Party(String),
    /// Somebody who had not signed in.
    Public,
}

impl By {
    /// Stable word (`by-<word>`).
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Holder => "holder",
            Self::Person => "person",
            Self::Staff { .. } => "staff",
            Self::System => "system",
            Self::Register(_) => "register",
            Self::Party(_) => "party",
            Self::Public => "public",
        }
    }
}

/// A particular worth showing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detail {
    /// Which (`ground`, `channel`, `device`).
    pub name: &'static str,
    /// Its word or text.
    pub value: String,
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// When.
    pub at: Timestamp,
    /// What (`activity-<word>`).
    pub action: String,
    /// Why (`purpose-<word>`, D59-4.4).
    pub purpose: String,
    /// Who.
    pub by: By,
    /// Particulars.
    pub details: Vec<Detail>,
}

/// A page of entries, newest first.
#[derive(Debug, Clone)]
pub struct Page {
    /// Entries.
    pub items: Vec<Item>,
    /// Where the next page begins; none at the end.
    pub next: Option<Timestamp>,
}

const A_PAGE: usize = 25;
/// Entries of one instant are never torn apart; no act leaves more than this.
const AT_ONCE: usize = 25;
const ALL: usize = 10_000;
/// More than examining one case leaves behind.
const HIDDEN: usize = 2_000;
const SHOWN: [&str; 4] = ["ground", "channel", "device", "party"];

/// I8, D59-4.4: what is on record about the signed-in holder, before an instant or up to now.
pub async fn own(app: &App, cx: &Cx, before: Option<Timestamp>) -> Result<Page> {
    let subject = cx.holder()?;
    let mut source = app.db.read().await?;
    of(&mut source, cx, subject, before).await
}

/// A page of what is on record about a subject, once it is clear that the reader may see it.
pub(crate) async fn of(
    source: &mut impl Source,
    cx: &Cx,
    subject: SubjectId,
    before: Option<Timestamp>,
) -> Result<Page> {
    let limit = A_PAGE + AT_ONCE;
    let mut items = read(
        source,
        cx,
        (subject, before.unwrap_or_else(|| now(cx))),
        limit,
    )
    .await?;
    let last = items.get(A_PAGE - 1).map(|item| item.at);
    let keep = last.map_or(items.len(), |at| {
        items.iter().take_while(|i| i.at >= at).count()
    });
    let next = last.filter(|_| keep < items.len());
    items.truncate(keep);
    Ok(Page { items, next })
}

/// Everything at once, for the export.
pub async fn all(app: &App, cx: &Cx) -> Result<Vec<Item>> {
    let subject = cx.holder()?;
    let mut source = app.db.scan().await?;
    read(&mut source, cx, (subject, now(cx)), ALL).await
}

/// The present instant included.
fn now(cx: &Cx) -> Timestamp {
    cx.now
        .checked_add(SignedDuration::from_millis(1))
        .unwrap_or(cx.now)
}

async fn read(
    source: &mut impl Source,
    cx: &Cx,
    (subject, before): (SubjectId, Timestamp),
    limit: usize,
) -> Result<Vec<Item>> {
    let reader = cx.holder()?;
    // D59-19.1.c2: the holder learns a body's request with its outcome, and then who read what.
    // D59-19.1.a.ii: a recorded breach likewise.
    let open = case::open_ids(source, subject).await?;
    let mut open: Vec<String> = open.iter().map(ToString::to_string).collect();
    let recorded = breach::undecided(source, subject).await?;
    open.extend(recorded.iter().map(ToString::to_string));
    let hidden = |detail: &serde_json::Value| {
        ["case", "breach"].into_iter().any(|name| {
            let id = detail.get(name).and_then(serde_json::Value::as_str);
            id.is_some_and(|id| open.iter().any(|hidden| hidden == id))
        })
    };
    let rows = limit + if open.is_empty() { 0 } else { HIDDEN };
    let rows = i64::try_from(rows).unwrap_or(i64::MAX);
    let rows = audit::by_subject(source, subject, before, rows).await?;
    let mut places = BTreeMap::new();
    let mut items = Vec::new();
    for (row, detail) in rows {
        if hidden(&detail) {
            continue;
        }
        let by = by(source, reader, &row, &mut places).await?;
        items.push(Item {
            at: from_millis(row.at),
            by,
            details: details(&detail),
            action: row.action,
            purpose: row.purpose,
        });
        if items.len() == limit {
            break;
        }
    }
    Ok(items)
}

type Places = BTreeMap<(String, String), (String, String)>;

async fn by(
    source: &mut impl Source,
    reader: SubjectId,
    row: &Row,
    places: &mut Places,
) -> Result<By> {
    Ok(match row.actor.as_str() {
        "holder" if another(reader, row) => By::Person,
        "holder" => By::Holder,
        "staff" => {
            let key = (row.actor_id.clone(), row.unit.clone());
            if !places.contains_key(&key) {
                places.insert(key.clone(), place(source, row).await?);
            }
            let (role, unit) = places.get(&key).cloned().unwrap_or_default();
            By::Staff { role, unit }
        }
        "register" => By::Register(row.actor_id.clone()),
        "party" => By::Party(party(source, row).await?),
        "public" => By::Public,
        _ => By::System,
    })
}

/// I8: what somebody else did must not read as one's own act. An entry whose particulars were removed
/// names nobody.
fn another(reader: SubjectId, row: &Row) -> bool {
    !row.actor_id.is_empty() && row.actor_id != reader.to_string()
}

async fn place(source: &mut impl Source, row: &Row) -> Result<(String, String)> {
    let known = match row.actor_id.parse::<StaffId>() {
        Ok(id) => assistance::staff_place(source, id, &row.unit).await?,
        Err(_) => None,
    };
    let (role, name) = known.unwrap_or_default();
    Ok((
        role,
        if name.is_empty() {
            row.unit.clone()
        } else {
            name
        },
    ))
}

/// The name of a relying party; its identifier where it is gone.
async fn party(source: &mut impl Source, row: &Row) -> Result<String> {
    let client = match row.actor_id.parse::<ClientId>() {
        Ok(id) => store::relying_party::client::find(source, id).await?,
        Err(_) => None,
    };
    Ok(client.map_or_else(|| row.actor_id.clone(), |client| client.name))
}

fn details(detail: &serde_json::Value) -> Vec<Detail> {
    SHOWN
        .into_iter()
        .filter_map(|name| {
            let value = detail.get(name)?.as_str()?;
            let readable = name != "device" || !value.starts_with("dev_");
            readable.then(|| Detail {
                name,
                value: value.to_owned(),
            })
        })
        .collect()
}
