//! People enrolled twice: the search, the officer who settles what it warns of, and what follows.

mod nodes;
mod real;
mod settling;
mod templates;

use app::counter::alike::{self, Answer, Opened};
use app::counter::proofing::{self, Opening};
use app::registration::{ContactEntered, Details};
use app::{App, Cx, Error, Lang};
use domain::actor::Role;
use domain::evidence::{FaceSearch, SearchOutcome};
use domain::ids::{EvidenceId, SubjectId};

use super::proofing::SAME;
use super::world::{World, png, print};

/// Somebody at the counter. Pictures of one ten of pixels show one face (`testkit::widths`).
#[derive(Debug, Clone, Copy)]
pub(super) struct Whom {
    pub(super) number: &'static str,
    pub(super) phone: &'static str,
    pub(super) width: u32,
}

/// One face under two numbers, and somebody else.
pub(super) const BINH: Whom = Whom {
    number: "074190005678",
    phone: "0912345671",
    width: 410,
};
pub(super) const ANH: Whom = Whom {
    number: super::world::ANH,
    phone: "0912345672",
    width: 415,
};
pub(super) const CHI: Whom = Whom {
    number: "074190009012",
    phone: "0912345673",
    width: 520,
};

pub(super) const TWINS: Answer<'_> = Answer {
    settled: "another",
    reason: "twins",
    note: "Sinh đôi, có giấy khai sinh",
};
pub(super) const TWICE: Answer<'_> = Answer {
    settled: "same",
    reason: "",
    note: "",
};

pub(super) fn picture(width: u32) -> Vec<u8> {
    png(width, 560, |x, y| {
        if (x / 40 + y / 40) % 2 == 0 { 90 } else { 170 }
    })
}

/// A dossier with everything but the comparison.
pub(super) async fn filled(w: &World, app: &App, cx: &Cx, whom: Whom) -> String {
    filled_with(w, app, cx, (whom, picture(whom.width))).await
}

/// The same with that portrait.
pub(super) async fn filled_with(
    w: &World,
    app: &App,
    cx: &Cx,
    (whom, face): (Whom, Vec<u8>),
) -> String {
    if whom.number != super::world::ANH {
        w.registers.put(whom.number, "Lê Thị Bình", "1990-02-03");
    }
    let opening = Opening {
        number: whom.number,
        language: Lang::Vi,
    };
    let reference = proofing::open(app, cx, &opening).await.unwrap();
    let details = Details {
        name: if whom.number == super::world::ANH {
            "Nguyễn Thị Ánh"
        } else {
            "Lê Thị Bình"
        },
        birth: "1990-02-03",
        sex: "female",
        card_issued: "2021-05-06",
    };
    proofing::set_details(app, cx, &reference, &details)
        .await
        .unwrap();
    let entered = ContactEntered {
        by: "phone",
        phone: whom.phone,
        email: "",
    };
    proofing::set_contact(app, cx, &reference, &entered)
        .await
        .unwrap();
    let code = w.code().await;
    proofing::confirm_contact(app, cx, &reference, &code)
        .await
        .unwrap();
    proofing::set_portrait(app, cx, &reference, face)
        .await
        .unwrap();
    for finger in ["right-index", "left-index"] {
        proofing::set_finger(app, cx, &reference, finger, print())
            .await
            .unwrap();
    }
    proofing::consent(app, cx, &reference, true).await.unwrap();
    reference
}

/// The same, compared.
pub(super) async fn compared(w: &World, app: &App, cx: &Cx, whom: Whom) -> String {
    let reference = filled(w, app, cx, whom).await;
    proofing::compare(app, cx, &reference, &SAME).await.unwrap();
    reference
}

pub(super) async fn approve(w: &World, app: &App, cx: &Cx, reference: &str) -> Result<(), Error> {
    proofing::approve(app, cx, w.seen(reference).await).await
}

/// Somebody with an account of level 2; gives its subject.
pub(super) async fn enrolled(w: &World, cx: &Cx, whom: Whom) -> SubjectId {
    let reference = compared(w, &w.app, cx, whom).await;
    approve(w, &w.app, cx, &reference).await.unwrap();
    w.account(whom.number).await.unwrap().account.subject
}

/// Another officer of the unit.
pub(super) fn other(w: &World) -> Cx {
    w.staff(2, Role::Head, "H01")
}

pub(super) async fn warnings(w: &World, reference: &str) -> Opened {
    alike::open(&w.app, &other(w), reference).await.unwrap()
}

/// Settles the first warning.
pub(super) async fn settle(w: &World, reference: &str, answer: &Answer<'_>) {
    let id = warnings(w, reference).await.others[0].id.to_string();
    alike::settle(&w.app, &other(w), (reference, &id), answer)
        .await
        .unwrap();
}

/// Searches on record about a subject, the newest first, each with its purpose.
pub(super) async fn searches(w: &World, subject: SubjectId) -> Vec<(FaceSearch, String)> {
    let mut source = w.app.db.read().await.unwrap();
    let rows = store::audit::by_subject(&mut source, subject, jiff::Timestamp::MAX, 200)
        .await
        .unwrap();
    let mut found = Vec::new();
    for (row, detail) in rows
        .into_iter()
        .filter(|(row, _)| row.action == "alike-searched")
    {
        let id: EvidenceId = detail["evidence"].as_str().unwrap().parse().unwrap();
        let search = store::evidence::body(&mut source, subject, id)
            .await
            .unwrap();
        found.push((search.unwrap(), row.purpose));
    }
    found
}

/// Among how many the last search was made.
pub(super) async fn among(w: &World, reference: &str) -> u64 {
    let subject = w.stored(reference).await.subject;
    match searches(w, subject).await.remove(0).0.outcome {
        SearchOutcome::Searched { among, .. } => among,
        SearchOutcome::NotSearched { why } => panic!("{why}"),
    }
}
