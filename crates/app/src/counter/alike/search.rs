//! One search: the template of a live portrait, who looks alike, and what is kept of it.

use std::sync::Arc;

use domain::actor::Purpose;
use domain::authority::{Operation, require};
use domain::event::Event;
use domain::evidence::{AlikeState, FaceSearch, SearchOutcome};
use domain::ids::{AlikeId, EvidenceId, StaffId, SubjectId};
use store::evidence::{self, Evidence};
use store::registration::Stored;
use store::{Entry, Source, Tx, account, capture, face_template, face_warning};
use tokio::sync::Semaphore;

use super::approve::Enrolment;
use super::gallery;
use crate::ports::{Faces, NoTemplate, Template};
use crate::registration::image;
use crate::{App, Cx, Error, Result, entry_with};

/// An engine that breaks down on a picture says nothing about a person.
const FAILED: NoTemplate = NoTemplate {
    code: "face-engine-failed",
    lasting: false,
};
/// This process does not know all templates yet.
pub(crate) const NOT_READY: &str = "alike-not-ready";
/// The engine failed at this search.
pub(crate) const BROKEN: &str = "alike-failed";

static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// A search that was made, or why not; and what approving needs of it.
pub(crate) struct Made {
    pub(crate) search: FaceSearch,
    /// What kept it from being made passes: the name of the refusal that asks to try again.
    pub(super) passing: Option<&'static str>,
    pub(super) enrolment: Option<Enrolment>,
}

/// D59-3.1: looks for the live portrait of a proofing among those of other accounts. Nothing where no engine is at
/// hand, or no portrait. `officer`: on whose decision.
pub(crate) async fn search(
    app: &App,
    cx: &Cx,
    stored: &Stored,
    officer: StaffId,
) -> Result<Option<Made>> {
    require(&cx.actor, Operation::SearchFaces)?;
    let (Some(faces), Some(portrait)) = (app.faces.clone(), stored.dossier.portrait) else {
        return Ok(None);
    };
    let mut source = app.db.read().await?;
    let picture = capture::image(&mut source, stored.subject, portrait).await?;
    let own = own(&mut source, cx, stored).await?;
    drop(source);
    let Some(picture) = picture else {
        return Ok(None);
    };
    let (outcome, came) = match template(&faces, picture).await {
        Ok(template) => outcome(app, &faces, template, own).await?,
        Err(none) => (not_searched(none.code), Came::of(none)),
    };
    let (enrolment, passing) = match came {
        Came::Enrolment(enrolment) => (Some(enrolment), None),
        Came::Nothing => (None, None),
        Came::Passing(why) => (None, Some(why)),
    };
    let search = FaceSearch {
        id: app.id(EvidenceId::from_bytes),
        officer,
        at: cx.now,
        portrait,
        outcome,
    };
    Ok(Some(Made {
        search,
        passing,
        enrolment,
    }))
}

/// What approving has of a search.
enum Came {
    Enrolment(Enrolment),
    /// This engine will never make a template of the portrait.
    Nothing,
    Passing(&'static str),
}

impl Came {
    const fn of(none: NoTemplate) -> Self {
        if none.lasting {
            Self::Nothing
        } else {
            Self::Passing(BROKEN)
        }
    }
}

fn not_searched(why: &str) -> SearchOutcome {
    SearchOutcome::NotSearched {
        why: why.to_owned(),
    }
}

async fn outcome(
    app: &App,
    faces: &Arc<dyn Faces>,
    template: Template,
    own: Vec<SubjectId>,
) -> Result<(SearchOutcome, Came)> {
    let found = match gallery::look(app, faces, (template.clone(), own)).await? {
        None => return Ok((not_searched(NOT_READY), Came::Passing(NOT_READY))),
        Some(Err(why)) => return Ok((not_searched(why), Came::Passing(BROKEN))),
        Some(Ok(found)) => found,
    };
    let searched = SearchOutcome::Searched {
        engine: faces.engine(),
        from: app.config.alike_from,
        among: found.among,
        hits: found.others,
    };
    let enrolment = Enrolment {
        template,
        upto: found.upto,
    };
    Ok((searched, Came::Enrolment(enrolment)))
}

/// The subject itself, under each identifier it has: a registration begun before the account has its own.
pub(super) async fn own(
    source: &mut impl Source,
    cx: &Cx,
    stored: &Stored,
) -> Result<Vec<SubjectId>> {
    let mut own = vec![stored.subject];
    if let Some(number) = &stored.dossier.number
        && let Some(known) = account::by_number(source, number, cx.now).await?
    {
        own.push(known.account.subject);
    }
    Ok(own)
}

/// The template of a portrait, off the async threads.
pub(super) async fn template(
    faces: &Arc<dyn Faces>,
    picture: Vec<u8>,
) -> std::result::Result<Template, NoTemplate> {
    let faces = faces.clone();
    let made = image::run_in(&AT_ONCE, move || faces.template(&picture)).await;
    made.unwrap_or_else(|cause| {
        tracing::error!(error = %cause, "the face engine broke down");
        Err(FAILED)
    })
}

/// Keeps a search as evidence and warns of each other person; the entry that goes on record, and whether there is a new
/// warning. `first`: who compared the live portrait with the registers'.
pub(crate) async fn keep(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    (stored, first): (&Stored, StaffId),
    search: &FaceSearch,
) -> Result<(Entry, bool)> {
    let mut warned = false;
    let kept = Evidence {
        id: search.id,
        registration: stored.id,
        kind: "face-search",
        at: search.at,
        staff: Some(search.officer),
    };
    evidence::insert(tx, stored.subject, &kept, search).await?;
    for hit in search.hits() {
        // Its template went meanwhile: it may have another one by now, and the search is made anew without this.
        let Some(other) = face_template::at(tx, hit.place).await? else {
            gallery::forget(app, hit.place).await?;
            return Err(Error::Stale);
        };
        let warning = face_warning::Stored {
            subject: stored.subject,
            id: app.id(AlikeId::from_bytes),
            registration: stored.id,
            portrait: search.portrait,
            other,
            score: hit.score,
            search: search.id,
            officer: first,
            found: search.at,
            state: AlikeState::Open,
        };
        warned |= face_warning::insert(tx, &warning).await?;
    }
    Ok((entry(app, cx, stored, search), warned))
}

fn entry(app: &App, cx: &Cx, stored: &Stored, search: &FaceSearch) -> Entry {
    let (among, why) = match &search.outcome {
        SearchOutcome::Searched { among, .. } => (Some(*among), None),
        SearchOutcome::NotSearched { why } => (None, Some(why.as_str())),
    };
    let detail = serde_json::json!({
        "registration": stored.id,
        "evidence": search.id,
        "among": among,
        "hits": search.hits().len(),
        "not-searched": why,
    });
    let cx = cx.with_purpose(Purpose::DuplicateCheck);
    entry_with(app, &cx, Event::AlikeSearched, stored.subject, detail)
}
