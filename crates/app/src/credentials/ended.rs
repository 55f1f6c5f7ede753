//! Where whoever holds the account begins anew (another number or phone, another password), nobody keeps a way in
//! of before.

use domain::ids::SubjectId;
use store::{Entry, Tx};

use crate::passkeys::{self, Gone};
use crate::{App, Cx, Result, authenticator};

/// The ways in that ended.
pub(crate) struct Ended {
    passkeys: Gone,
    app: Option<Entry>,
}

/// Ends every passkey and the authenticator app. To be called before sessions end with them.
pub(crate) async fn end_others(
    tx: &mut Tx,
    app: &App,
    cx: &Cx,
    subject: SubjectId,
) -> Result<Ended> {
    Ok(Ended {
        passkeys: passkeys::end(tx, app, cx, (subject, None)).await?,
        app: authenticator::end(tx, app, cx, subject).await?,
    })
}

impl Ended {
    /// Whether there was none.
    pub(crate) fn is_nothing(&self) -> bool {
        self.passkeys.entries.is_empty() && self.app.is_none()
    }

    /// What a message says of it (`ways-ended`): which kinds, and the names that the holder gave his passkeys.
    pub(crate) fn values(&self) -> [(&'static str, String); 2] {
        let kind = match (self.passkeys.entries.is_empty(), self.app.is_none()) {
            (true, true) => "none",
            (false, true) => "passkeys",
            (true, false) => "app",
            (false, false) => "both",
        };
        let names = self.passkeys.names.join(", ");
        [("kind", kind.to_owned()), ("names", names)]
    }

    /// For the holder's log.
    pub(crate) fn into_entries(self) -> Vec<Entry> {
        let mut entries = self.passkeys.entries;
        entries.extend(self.app);
        entries
    }
}
