//! What a packet holds, and what of it can be checked without a server: the agent asks here before it seals, the server
//! asks again when it opens.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chip::group::Mrz;
use domain::contact::{Email, Phone};
use domain::fault::Fault;
use domain::finger::Finger;
use domain::person::PersonNumber;
use domain::regime::PersonKind;
use serde::{Deserialize, Serialize};

use crate::chip_check::{self, Brought, CHIP_FLAWS, FLAWS};
use crate::registration::image;
use crate::{Error, Result};

/// The most characters of a name to sign in with.
const LOGIN: usize = 60;
/// The most bytes of one picture as it is sent.
const PICTURE: usize = 1 << 20;

/// Who was taken, and what was taken of him.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Content {
    /// The printed lines of the card.
    pub zone: String,
    /// What the chip gave and signed.
    pub reading: Option<Brought>,
    /// Why it gave nothing: the code of the failure.
    pub failure: Option<String>,
    /// The portrait, base64url.
    pub portrait: Option<String>,
    /// Pictures of fingers by their names, base64url.
    pub fingers: BTreeMap<String, String>,
    /// The phone that the person gives, unconfirmed.
    pub phone: Option<String>,
    /// The address that the person gives, unconfirmed.
    pub email: Option<String>,
    /// Whether the person agreed.
    pub agreed: bool,
    /// To which version of the text.
    pub consent: String,
    /// The name that the officer signs in with.
    pub login: String,
}

domain::redacted_debug!(Content);

/// The printed lines as scanned or typed; faults name the field `zone`.
pub fn zone(text: &str) -> std::result::Result<Mrz, Fault> {
    let zone = chip_check::zone(text)?;
    number(&zone).ok_or_else(|| Fault::new("zone", "packet-citizens"))?;
    Ok(zone)
}

/// The citizen's number in the printed lines.
pub(super) fn number(zone: &Mrz) -> Option<PersonNumber> {
    let number = PersonNumber::parse(zone.optional()).ok()?;
    (number.kind() == PersonKind::Citizen).then_some(number)
}

/// A phone, as people write it.
pub fn phone(text: &str) -> std::result::Result<String, Fault> {
    let phone = Phone::parse(text).map_err(|e| Fault::new("phone", e.code()))?;
    Ok(phone.national())
}

/// An e-mail address, as it is kept.
pub fn email(text: &str) -> std::result::Result<String, Fault> {
    let email = Email::parse(text).map_err(|e| Fault::new("email", e.code()))?;
    Ok(email.as_str().to_owned())
}

/// The name that an officer signs in with.
pub fn login(text: &str) -> std::result::Result<String, Fault> {
    let text = text.trim();
    let plain = |c: char| c.is_alphanumeric() || "._-@".contains(c);
    let fits = (1..=LOGIN).contains(&text.chars().count()) && text.chars().all(plain);
    fits.then(|| text.to_owned())
        .ok_or_else(|| Fault::new("login", "packet-login"))
}

/// The access number; nothing where the printed lines open the chip.
pub fn can(text: &str) -> std::result::Result<Option<String>, Fault> {
    crate::counter::card::can(text)
}

fn fits(field: &'static str, bytes: &[u8]) -> std::result::Result<(), Fault> {
    if bytes.len() > PICTURE {
        return Err(Fault::new(field, "packet-picture").with("limit", PICTURE >> 20));
    }
    Ok(())
}

/// The portrait as it goes into a packet: redrawn by the gate of the counter, so that nothing of the camera's own notes
/// goes with it.
pub async fn portrait(bytes: Vec<u8>) -> Result<Vec<u8>> {
    let drawn = image::portrait(bytes).await?;
    fits("portrait", &drawn)?;
    Ok(drawn)
}

/// The picture of a finger as it goes into a packet: it passed the gate of the counter, and stays as it was scanned.
pub async fn finger(name: &str, bytes: Vec<u8>) -> Result<Vec<u8>> {
    Finger::parse(name).ok_or_else(|| Fault::new("finger", "finger-choose"))?;
    fits("image", &bytes)?;
    image::finger(bytes.clone()).await??;
    Ok(bytes)
}

/// A picture out of a packet.
pub(super) fn picture(text: &str) -> Option<Vec<u8>> {
    let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
    (bytes.len() <= PICTURE).then_some(bytes)
}

/// Whether this is a word for what is wrong with a card.
fn known(failure: &str) -> bool {
    CHIP_FLAWS.contains(&failure) || FLAWS.contains(&failure)
}

/// Reads what a packet holds, and has every part within its bounds. Pictures are looked at when it is taken in.
pub(super) fn read(bytes: &[u8]) -> Result<(Content, Mrz, PersonNumber)> {
    let flawed = || Error::Refused("packet-content");
    let content: Content = serde_json::from_slice(bytes).map_err(|_| flawed())?;
    let zone = chip_check::zone(&content.zone).map_err(|_| flawed())?;
    let number = number(&zone).ok_or_else(flawed)?;
    let pictures = content.portrait.iter().chain(content.fingers.values());
    let right = pictures.into_iter().all(|p| picture(p).is_some())
        && content.fingers.keys().all(|f| Finger::parse(f).is_some())
        && content.phone.as_deref().is_none_or(|p| phone(p).is_ok())
        && content.email.as_deref().is_none_or(|e| email(e).is_ok())
        && content.failure.as_deref().is_none_or(known)
        && content.reading.is_some() != content.failure.is_some()
        && login(&content.login).is_ok_and(|l| l == content.login);
    if right {
        Ok((content, zone, number))
    } else {
        Err(flawed())
    }
}
