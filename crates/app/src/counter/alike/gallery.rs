//! Templates in this process's memory. Each node reads what changed in the database behind the last number that it
//! knows: in the background, and before each search, so that a portrait approved on another node is found here at once.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use domain::evidence::{Resemblance, nearest_others};
use domain::ids::SubjectId;
use store::face_template::{self, Change};
use tokio::sync::Semaphore;

use crate::ports::{FaceIndex, Faces, Template};
use crate::registration::image;
use crate::{App, Error, Result};

/// Templates read at once: half a megabyte.
const BATCH: i64 = 256;
/// Batches that a search reads itself; where more wait, this process has just begun and reads in the background.
const PATIENCE: usize = 8;
/// A search keeps a processor busy for a tenth of a second at a million templates.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// The templates of the engine at hand that this process knows.
#[derive(Default)]
pub struct Gallery {
    /// One reads on at a time.
    turn: tokio::sync::Mutex<()>,
    held: Arc<RwLock<Held>>,
}

#[derive(Default)]
struct Held {
    /// The last number that it knows.
    last: i64,
    index: Option<Box<dyn FaceIndex>>,
    accounts: HashMap<u64, SubjectId>,
}

/// What a search found.
pub(super) struct Found {
    pub(super) others: Vec<Resemblance>,
    pub(super) among: u64,
    /// Up to which number everything was searched.
    pub(super) upto: i64,
}

impl Held {
    fn take(&mut self, faces: &dyn Faces, change: &Change) {
        let place = place(change.place);
        let index = self.index.get_or_insert_with(|| faces.index());
        if self.accounts.remove(&place).is_some() {
            index.remove(place);
        }
        if let Some(template) = &change.template {
            if index.insert(place, template) {
                self.accounts.insert(place, change.account);
            } else {
                tracing::error!(place, "a face template cannot be read");
            }
        }
        self.last = self.last.max(change.seq);
    }

    fn forget(&mut self, place: u64) {
        if self.accounts.remove(&place).is_some()
            && let Some(index) = &mut self.index
        {
            index.remove(place);
        }
    }

    fn search(
        &self,
        template: &Template,
        own: &[SubjectId],
        from: u16,
    ) -> std::result::Result<Found, &'static str> {
        let near = match &self.index {
            Some(index) => index.search(template, from)?,
            None => Vec::new(),
        };
        let others = near.into_iter().filter_map(|one| {
            Some(Resemblance {
                account: *self.accounts.get(&one.place)?,
                place: i64::try_from(one.place).ok()?,
                score: one.score,
            })
        });
        Ok(Found {
            others: nearest_others(others, own),
            among: u64::try_from(self.accounts.len()).unwrap_or(u64::MAX),
            upto: self.last,
        })
    }
}

/// Numbers are given from one on.
fn place(of: i64) -> u64 {
    of.unsigned_abs()
}

/// Changes taken into an index of their own, and searched: what came behind a search, within a transaction.
pub(super) fn among(
    faces: &dyn Faces,
    changes: &[Change],
    (template, own, from): (&Template, &[SubjectId], u16),
) -> std::result::Result<Vec<Resemblance>, &'static str> {
    let mut held = Held::default();
    for change in changes {
        held.take(faces, change);
    }
    held.search(template, own, from).map(|found| found.others)
}

/// Forgets a template whose row is gone, which no change told of.
pub(super) async fn forget(app: &App, of: i64) -> Result<()> {
    let held = app.gallery().held.clone();
    let work = move || {
        let mut held = held.write().unwrap_or_else(PoisonError::into_inner);
        held.forget(place(of));
    };
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|cause| Error::Internal(cause.to_string()))
}

/// Reads one batch on; gives how many changes there were.
pub async fn follow(app: &App) -> Result<usize> {
    match app.faces.clone() {
        Some(faces) => batch(app, &faces).await,
        None => Ok(0),
    }
}

async fn batch(app: &App, faces: &Arc<dyn Faces>) -> Result<usize> {
    let gallery = app.gallery();
    let _turn = gallery.turn.lock().await;
    let last = gallery
        .held
        .read()
        .unwrap_or_else(PoisonError::into_inner)
        .last;
    let engine = faces.engine().mark();
    let mut source = app.db.scan().await?;
    let changes = face_template::after(&mut source, (&engine, last), BATCH).await?;
    drop(source);
    let count = changes.len();
    if count > 0 {
        let (held, faces) = (gallery.held.clone(), faces.clone());
        let work = move || {
            let mut held = held.write().unwrap_or_else(PoisonError::into_inner);
            for change in &changes {
                held.take(&*faces, change);
            }
        };
        tokio::task::spawn_blocking(work)
            .await
            .map_err(|cause| Error::Internal(cause.to_string()))?;
    }
    Ok(count)
}

/// Looks for a face among all that was committed before; `None`: this process does not know all of it yet.
pub(super) async fn look(
    app: &App,
    faces: &Arc<dyn Faces>,
    (template, own): (Template, Vec<SubjectId>),
) -> Result<Option<std::result::Result<Found, &'static str>>> {
    let full = usize::try_from(BATCH).unwrap_or(usize::MAX);
    for _ in 0..PATIENCE {
        if batch(app, faces).await? == full {
            continue;
        }
        let (held, from) = (app.gallery().held.clone(), app.config.alike_from);
        let work = move || {
            let held = held.read().unwrap_or_else(PoisonError::into_inner);
            held.search(&template, &own, from)
        };
        return image::run_in(&AT_ONCE, work).await.map(Some);
    }
    Ok(None)
}
