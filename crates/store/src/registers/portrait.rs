//! Portraits of the registers, sealed.

use domain::registers::PortraitSource;

use crate::{Keys, Result, Source, Tx};

fn context(source: PortraitSource, key: &str) -> String {
    format!("reg_portrait/{}/{key}", source.as_str())
}

/// An image sealed for its place, ready for [`save`].
pub struct Sealed {
    key: String,
    source: PortraitSource,
    image: Vec<u8>,
}

impl Sealed {
    /// Seals an encoded image of the person with this number, or file number of the immigration register.
    pub fn new(keys: &Keys, key: String, source: PortraitSource, image: &[u8]) -> Result<Self> {
        let image = keys.seal(&context(source, &key), image)?;
        Ok(Self { key, source, image })
    }

    /// How many bytes wait to be written.
    pub fn size(&self) -> usize {
        self.image.len()
    }
}

pub(crate) const SAVE: &str = "INSERT INTO reg_portrait (number, source, image) VALUES ($1, $2, $3) \
     ON CONFLICT (number, source) DO UPDATE SET image = excluded.image";

/// Writes a portrait in place of an earlier one.
pub async fn save(tx: &mut Tx, portrait: Sealed) -> Result<()> {
    execute!(
        tx,
        SAVE,
        portrait.key.as_str(),
        portrait.source.as_str(),
        portrait.image.as_slice()
    )?;
    Ok(())
}

pub(crate) const FIND: &str = "SELECT image FROM reg_portrait WHERE number = $1 AND source = $2";

/// A portrait as it came: an encoded image.
pub async fn find(
    source: &mut impl Source,
    key: &str,
    of: PortraitSource,
) -> Result<Option<Vec<u8>>> {
    let row = fetch_optional!(source, (Vec<u8>,), FIND, key, of.as_str())?;
    let keys = source.keys();
    row.map(|(image,)| keys.open(&context(of, key), &image))
        .transpose()
}
