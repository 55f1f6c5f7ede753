//! Telling an applicant (D59-14.1.c, D59-14.2.a3): in the app where there is an account, and by
//! every confirmed contact.

use domain::account::{Level, Possession, SubjectKind};
use store::Tx;
use store::account::{self, Identifier, Stored as StoredAccount};
use store::registration::Stored;

use super::text::day;
use crate::notify::{self, Contact, Recipient};
use crate::{App, Cx, Lang, Result};

fn contacts(stored: &Stored, account: Option<&StoredAccount>) -> Vec<Contact> {
    let dossier = &stored.dossier;
    let own = [
        dossier.phone.clone().map(Contact::Phone),
        dossier.email.clone().map(Contact::Email),
    ];
    let mut all: Vec<Contact> = own.into_iter().flatten().collect();
    for contact in account
        .map(|a| Contact::all(&a.profile))
        .unwrap_or_default()
    {
        if !all.contains(&contact) {
            all.push(contact);
        }
    }
    all
}

/// The account that hears of a registration. At the counter the citizen himself stands behind the
/// number: his account may be younger than the dossier and have another subject. In the app the number
/// is only stated, and nobody else's account is told.
pub(crate) async fn account(
    tx: &mut Tx,
    cx: &Cx,
    stored: &Stored,
) -> Result<Option<StoredAccount>> {
    let number = stored.dossier.number.as_ref();
    let known = match (stored.level, number) {
        (Level::Two, Some(number)) => {
            account::subject_of(tx, Identifier::Number, number.as_str()).await?
        }
        (Level::One, _) | (Level::Two, None) => None,
    };
    Ok(account::load_to_change(tx, known.unwrap_or(stored.subject), cx.now).await?)
}

/// Tells the applicant something of his registration (`message-<kind>`, `notice-<kind>`).
pub(crate) async fn applicant(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    whom: (&Stored, Option<&StoredAccount>),
    kind: &str,
    args: &[(&str, String)],
) -> Result<()> {
    let (stored, account) = whom;
    let subject = account.map_or(stored.subject, |a| a.account.subject);
    if account.is_some() {
        notify::notice(tx, app, cx, subject, kind, args).await?;
    }
    let lang = Lang::parse(&stored.dossier.language).unwrap_or_default();
    for contact in contacts(stored, account) {
        let to = Recipient {
            subject,
            contact: &contact,
            lang,
        };
        notify::send(tx, app, cx, &to, kind, args).await?;
    }
    Ok(())
}

/// APP-14: name, approved, go to the app or the site to activate. An account that is activated
/// already hears that its level rose. A foreigner learns the number made for him (D59-3.4).
pub(crate) async fn approved(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    stored: &Stored,
    account: &StoredAccount,
) -> Result<()> {
    let name = account.profile.identity.name.as_str().to_owned();
    let mut args = vec![
        ("name", name),
        ("level", account.account.level.get().to_string()),
        ("reference", stored.reference.clone()),
    ];
    let kind = match account.account.possession {
        Possession::Issued { activate_by, .. } => {
            args.push(("until", day(activate_by)));
            match account.account.kind {
                SubjectKind::Foreigner => {
                    let number = account.profile.identity.number.as_str().to_owned();
                    args.push(("number", number));
                    "registration-approved-foreigner"
                }
                SubjectKind::Citizen | SubjectKind::Organisation => "registration-approved",
            }
        }
        Possession::Activated { .. } => "level-raised",
    };
    applicant(tx, app, cx, (stored, Some(account)), kind, &args).await
}
