//! Fingerprints of the registers, sealed (D59-14.2.a2, D59-15.2).

use domain::finger::Finger;
use domain::registers::PortraitSource;

use crate::{Error, Keys, Result, Source, Tx};

fn context(source: PortraitSource, key: &str, finger: &str) -> String {
    format!("reg_print/{}/{key}/{finger}", source.as_str())
}

/// The picture of one finger sealed for its place, ready for [`save`].
pub struct Sealed {
    key: String,
    source: PortraitSource,
    finger: Finger,
    image: Vec<u8>,
}

impl Sealed {
    /// Seals an encoded image of a finger of the person with this number, or file number of the immigration register.
    pub fn new(
        keys: &Keys,
        key: String,
        (source, finger): (PortraitSource, Finger),
        image: &[u8],
    ) -> Result<Self> {
        let image = keys.seal(&context(source, &key, finger.as_str()), image)?;
        Ok(Self {
            key,
            source,
            finger,
            image,
        })
    }

    /// How many bytes wait to be written.
    pub fn size(&self) -> usize {
        self.image.len()
    }
}

pub(crate) const SAVE: &str = "INSERT INTO reg_print (number, source, finger, image) VALUES ($1, $2, $3, $4) \
     ON CONFLICT (number, source, finger) DO UPDATE SET image = excluded.image";

/// Writes a print in place of an earlier one of that finger.
pub async fn save(tx: &mut Tx, print: Sealed) -> Result<()> {
    execute!(
        tx,
        SAVE,
        print.key.as_str(),
        print.source.as_str(),
        print.finger.as_str(),
        print.image.as_slice()
    )?;
    Ok(())
}

pub(crate) const WITHDRAW: &str = "DELETE FROM reg_print WHERE number = $1 AND source = $2 AND $3 NOT LIKE '%;' || finger || ';%'";

/// Removes a person's prints of all fingers but these.
pub async fn withdraw(
    tx: &mut Tx,
    (key, source): (&str, PortraitSource),
    but: &[Finger],
) -> Result<()> {
    let mut named = String::from(";");
    for finger in but {
        named.push_str(finger.as_str());
        named.push(';');
    }
    execute!(tx, WITHDRAW, key, source.as_str(), named.as_str())?;
    Ok(())
}

pub(crate) const FIND: &str =
    "SELECT finger, image FROM reg_print WHERE number = $1 AND source = $2 ORDER BY finger";

/// The prints of a person as they came, finger by finger; none where the register has none.
pub async fn find(
    source: &mut impl Source,
    key: &str,
    of: PortraitSource,
) -> Result<Vec<(Finger, Vec<u8>)>> {
    let rows = fetch_all!(source, (String, Vec<u8>), FIND, key, of.as_str())?;
    let keys = source.keys();
    rows.into_iter()
        .map(|(word, image)| {
            let finger = Finger::parse(&word).ok_or(Error::Corrupt("reg_print"))?;
            Ok((finger, keys.open(&context(of, key, &word), &image)?))
        })
        .collect()
}
