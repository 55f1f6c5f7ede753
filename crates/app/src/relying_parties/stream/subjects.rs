//! Subjects taken off a stream and put on again (SSF 8.1.3). A name of the receiver's own for a person is kept as it
//! is said: whether anybody has it is not looked up, so nothing is learned by asking (9.1).

use domain::ids::ClientId;
use oidc::ssf::{self, Target};
use store::relying_party::stream;
use store::{Audit, Tx};

use super::receiver::{Asker, receiver};
use super::{Answered, Kept, StreamError, named, own};
use crate::relying_parties::issuer;
use crate::{App, Cx};

/// More than any service has reason to take off; it would better ask for fewer events.
const MOST: i64 = 10_000;

struct Asked {
    tx: Tx,
    client: ClientId,
    target: Target,
}

async fn asked(app: &App, cx: &Cx, asker: &Asker<'_>, bytes: &[u8]) -> Answered<Asked> {
    let (party, _) = receiver(app, cx, asker).await?;
    let body = ssf::body(bytes)?;
    let target = Target::read(&body, issuer(app))?;
    let mut tx = app.db.begin().await?;
    let found: Kept = own(&mut tx, &party, &named(&body)?).await?;
    Ok(Asked {
        tx,
        client: found.client,
        target,
    })
}

/// Puts a subject on again (8.1.3.2).
pub async fn add_subject(app: &App, cx: &Cx, asker: &Asker<'_>, bytes: &[u8]) -> Answered<()> {
    let mut asked = asked(app, cx, asker, bytes).await?;
    if let Target::Person(sub) = &asked.target {
        stream::on(&mut asked.tx, asked.client, sub).await?;
    }
    Ok(asked
        .tx
        .commit(Audit::Bookkeeping("stream subject"))
        .await?)
}

/// Takes a subject off (8.1.3.3).
pub async fn remove_subject(app: &App, cx: &Cx, asker: &Asker<'_>, bytes: &[u8]) -> Answered<()> {
    let mut asked = asked(app, cx, asker, bytes).await?;
    if let Target::Person(sub) = &asked.target {
        if stream::how_many_off(&mut asked.tx, asked.client).await? >= MOST {
            return Err(StreamError::Forbidden);
        }
        stream::off(&mut asked.tx, asked.client, sub, cx.now).await?;
    }
    Ok(asked
        .tx
        .commit(Audit::Bookkeeping("stream subject"))
        .await?)
}
