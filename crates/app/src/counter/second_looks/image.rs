//! A portrait on the second officer's screen, each showing on record (I8).

use domain::actor::Purpose;
use domain::registers::PortraitSource;
use store::capture;

use super::open::{Behind, behind};
use crate::counter::access::read_entry;
use crate::counter::image::{Which, media_type, on_record};
use crate::{App, Cx, Error, Result};

/// An image with its media type: the live portrait that was compared, that of the chip, or one on record.
pub async fn image(app: &App, cx: &Cx, id: &str, which: &Which) -> Result<(&'static str, Vec<u8>)> {
    let mut source = app.db.read().await?;
    let Behind { look, of, made } = behind(&mut source, cx, id).await?;
    let own = match which {
        Which::Live => made.portrait,
        Which::Chip => made.chip_portrait,
        Which::Register | Which::Card | Which::Finger(_) => None,
    };
    let own = capture::image_of(&mut source, look.subject, own).await?;
    drop(source);
    let bytes = match which {
        Which::Live | Which::Chip => own.ok_or(Error::NotFound)?,
        Which::Register => on_record(app, &of, PortraitSource::Population).await?,
        Which::Card => on_record(app, &of, PortraitSource::Card).await?,
        Which::Finger(_) => return Err(Error::NotFound),
    };
    let tx = app.db.begin().await?;
    tx.commit(read_entry(app, cx, &of, which.what(), Purpose::Proofing))
        .await?;
    Ok((media_type(&bytes), bytes))
}
