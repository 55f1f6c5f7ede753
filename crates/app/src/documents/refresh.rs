//! QR-8: what became of a document at its source since it came into the wallet.

use domain::document::{Document, Owner, OwnerNumber};
use store::account::Profile;

use super::kind;
use crate::{App, Cx};

/// Is the paper still this holder's? A number given to somebody else must show nothing of him.
fn still_owner(profile: &Profile, owner: &Owner) -> bool {
    let number = match &owner.number {
        OwnerNumber::Citizen(number) => *number == profile.identity.number,
        OwnerNumber::Old(_) => true,
    };
    number && owner.name.matches(&profile.identity.name)
}

/// Follows the source: held, withdrawn, free again, fewer points. I6: where it is silent, or no longer
/// knows the paper as the holder's, the document stays as it was confirmed last.
pub(super) async fn follow(app: &App, cx: &Cx, profile: &Profile, document: Document) -> Document {
    let told = kind::now(app, &document.facts).await.ok().flatten();
    let Some(now) = told.filter(|now| still_owner(profile, &now.owner)) else {
        return document;
    };
    let followed = document
        .clone()
        .follow(&now.state, cx.now)
        .and_then(|next| next.update(now.facts, cx.now));
    followed.unwrap_or(document)
}
