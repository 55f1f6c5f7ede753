//! The demonstration's gateway: keeps each message for the page "Post office" instead of sending it.

use std::sync::Arc;

use app::ports::{Answer, Clock, Gateway, GatewayError, Outgoing};
use store::post_office::{Letter, put};
use store::{Audit, Db};

/// Writes messages to the database, once per key.
pub struct PostOffice {
    db: Db,
    clock: Arc<dyn Clock>,
}

impl PostOffice {
    /// On the demonstration's database.
    pub fn new(db: Db, clock: Arc<dyn Clock>) -> Self {
        Self { db, clock }
    }

    async fn keep(&self, message: &Outgoing) -> store::Result<bool> {
        let letter = Letter {
            key: message.key.clone(),
            at: self.clock.now(),
            channel: message.channel.as_str().to_owned(),
            to: message.to.clone(),
            subject: message.subject.clone(),
            text: message.text.clone(),
        };
        let mut tx = self.db.begin().await?;
        let new = put(&mut tx, &letter).await?;
        tx.commit(Audit::Bookkeeping(
            "a letter in the demonstration's post office",
        ))
        .await?;
        Ok(new)
    }
}

impl Gateway for PostOffice {
    fn send<'a>(&'a self, message: &'a Outgoing) -> Answer<'a, Result<String, GatewayError>> {
        Box::pin(async move {
            match self.keep(message).await {
                Ok(true) => Ok("kept in the post office".to_owned()),
                Ok(false) => Ok("in the post office already".to_owned()),
                Err(error) => Err(GatewayError::Later(error.to_string())),
            }
        })
    }
}
