//! Level 2 at the counter, and level 1 in the app, step by step.

use app::counter::Seen;
use app::counter::proofing::{
    Comparison, Opening, approve, compare, confirm_contact, consent, open, set_contact,
    set_details, set_finger, set_portrait, view,
};
use app::registration::{self, ContactEntered, Details};
use app::{App, Cx, Lang};
use country::CastMember;
use domain::finger::Finger;

use super::walk::{anybody, code_sent_to, phone, photo};
use crate::failure::Failure;

/// Another touch of the plate than the one on record.
const TOUCH: u8 = 2;

/// What a person states of himself; the name may be slipped in otherwise, to be looked at.
fn details<'a>(member: &'a CastMember, name: &'a str) -> Details<'a> {
    Details {
        name,
        birth: &member.birth_date,
        sex: member.sex.as_str(),
        card_issued: member
            .card
            .as_ref()
            .map_or("", |card| card.issued_on.as_str()),
    }
}

fn by_phone(member: &CastMember) -> ContactEntered<'_> {
    ContactEntered {
        by: "phone",
        phone: &member.phone,
        email: "",
    }
}

/// Proves level 2 at a counter; the account is issued and waits for activation.
pub(super) async fn level_two(app: &App, officer: &Cx, member: &CastMember) -> Result<(), Failure> {
    let reference = open(
        app,
        officer,
        &Opening {
            number: &member.number,
            language: Lang::Vi,
        },
    )
    .await?;
    set_details(
        app,
        officer,
        &reference,
        &details(member, &member.full_name),
    )
    .await?;
    set_contact(app, officer, &reference, &by_phone(member)).await?;
    let code = code_sent_to(app, &phone(member)?).await?;
    confirm_contact(app, officer, &reference, &code).await?;
    set_portrait(app, officer, &reference, photo(app, member).await?).await?;
    for finger in [Finger::RightIndex, Finger::LeftIndex] {
        let print = country::prints::print(&member.number, finger, TOUCH)?;
        set_finger(app, officer, &reference, finger.as_str(), print).await?;
    }
    consent(app, officer, &reference, true).await?;
    compare(
        app,
        officer,
        &reference,
        &Comparison {
            verdict: "same",
            explanation: "",
        },
    )
    .await?;
    let seen = Seen {
        reference: &reference,
        revision: view(app, officer, &reference).await?.stored.revision,
    };
    approve(app, officer, seen).await?;
    Ok(())
}

/// Registers level 1 in the app, as somebody who writes his name so.
pub(super) async fn level_one(app: &App, member: &CastMember, name: &str) -> Result<(), Failure> {
    let cx = anybody(app);
    let token = registration::start(app, &cx).await?;
    registration::set_number(app, &cx, &token, &member.number).await?;
    registration::set_contact(app, &cx, &token, &by_phone(member)).await?;
    let code = code_sent_to(app, &phone(member)?).await?;
    let cx = anybody(app);
    registration::confirm_contact(app, &cx, &token, &code).await?;
    registration::set_details(app, &cx, &token, &details(member, name)).await?;
    let photo = photo(app, member).await?;
    Box::pin(registration::set_portrait(app, &cx, &token, photo)).await?;
    registration::agree(app, &cx, &token, true).await?;
    registration::submit(app, &cx, &token).await?;
    Ok(())
}
