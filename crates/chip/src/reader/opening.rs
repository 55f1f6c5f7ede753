//! The way into a chip (ICAO Doc 9303-11, 4.2): PACE where it offers one that we speak, else basic access
//! control. One attempt, whatever comes of it: a wrong access number tried again and again blocks it.

use super::bac;
use super::terminal::{DONE, Terminal, head, whole};
use super::{Access, Transceive};
use crate::apdu::{Command, Expected};
use crate::group::{CardAccess, File, Unspoken, Way};
use crate::messaging::Session;
use crate::pace::{self, Password, answered, offer};
use crate::verify::ReadFailure;

/// The application of travel documents (9303-10, 3.3).
const APPLICATION: &[u8] = &[0xA0, 0x00, 0x00, 0x02, 0x47, 0x10, 0x01];
/// EF.ATR/INFO by its short identifier, by an extended length: the trial of whether card and reader take
/// them.
const INFO: Command<'static> = Command::new([0x00, 0xB0, 0x81, 0x00], &[], Expected::Long(256));
/// The file ended before as many bytes as were asked for.
const END_OF_FILE: u16 = 0x6282;
/// Authentication method blocked.
const BLOCKED: u16 = 0x6983;

impl Access {
    fn password(&self) -> Password<'_> {
        match self {
            Self::Seed(seed) => Password::Zone(seed),
            Self::Can(number) => Password::Number(number),
        }
    }

    /// What a status means with which a chip refuses a password.
    const fn refused(&self, status: u16) -> ReadFailure {
        match (self, status) {
            (Self::Seed(_), _) => ReadFailure::Refused,
            (Self::Can(_), BLOCKED | 0x63C0) => ReadFailure::NumberBlocked,
            (Self::Can(_), 0x63C1..=0x63CF) => {
                let [_, left] = status.to_be_bytes();
                ReadFailure::WrongNumber(Some(left & 0x0F))
            }
            (Self::Can(_), _) => ReadFailure::WrongNumber(None),
        }
    }
}

impl<T: Transceive> Terminal<T> {
    /// Opens the chip and selects the application.
    pub(super) fn unlock(&mut self, access: &Access) -> Result<(), ReadFailure> {
        self.look()?;
        let offered = self.access.as_ref().and_then(Option::as_deref);
        let way = match offered.map(CardAccess::read) {
            Some(Ok(offered)) => offered.way,
            // What is not understood is as if it were not there: the verdict names it.
            Some(Err(_)) | None => Err(Unspoken::Nothing),
        };
        let application = Command::new([0x00, 0xA4, 0x04, 0x0C], APPLICATION, Expected::Nothing);
        match (way, access) {
            (Ok(way), _) => {
                let session = self.pace(way, access)?;
                self.session = Some(session);
                self.opened = opened(way, access);
                self.within(&application)?;
            }
            (Err(unspoken), Access::Can(_)) => return Err(ReadFailure::Unspoken(unspoken)),
            (Err(unspoken), Access::Seed(seed)) => {
                self.done(&application)?;
                let session = self.bac(seed, unspoken)?;
                self.session = Some(session);
                "BAC".clone_into(&mut self.opened);
            }
        }
        Ok(())
    }

    /// Reads, once, what a chip tells before it is opened: by short identifiers, since there are cards
    /// that do not know the master file by its name.
    fn look(&mut self) -> Result<(), ReadFailure> {
        if self.access.is_some() {
            return Ok(());
        }
        if self.capabilities.extended == Some(true) {
            self.capabilities = match self.plain(&INFO) {
                Ok((file, DONE | END_OF_FILE)) => self.capabilities.with_info(&file),
                Ok(_) | Err(_) => super::capabilities::Capabilities {
                    extended: Some(false),
                    ..self.capabilities
                },
            };
        }
        let file = match self.access_options() {
            Ok(file) => Some(file),
            Err(ReadFailure::Lost) => return Err(ReadFailure::Lost),
            Err(_) => None,
        };
        self.access = Some(file);
        Ok(())
    }

    fn access_options(&mut self) -> Result<Vec<u8>, ReadFailure> {
        let mut bytes = self.done(&head(File::Access))?;
        let length = whole(&bytes).ok_or(ReadFailure::TooLarge)?;
        if length > File::Access.largest() {
            return Err(ReadFailure::TooLarge);
        }
        while bytes.len() < length {
            let [high, low] = u16::try_from(bytes.len())
                .map_err(|_| ReadFailure::TooLarge)?
                .to_be_bytes();
            let left = u8::try_from(length - bytes.len()).unwrap_or(0);
            let header = [0x00, 0xB0, high, low];
            let part = self.done(&Command::new(header, &[], Expected::Short(left)))?;
            if part.is_empty() {
                return Err(ReadFailure::TooLarge);
            }
            bytes.extend(part);
        }
        bytes.truncate(length);
        Ok(bytes)
    }

    /// 9303-11, 4.4.
    fn pace(&mut self, way: Way, access: &Access) -> Result<Session, ReadFailure> {
        let entropy = self.entropy.take().ok_or(ReadFailure::Lost)?;
        let lost = || ReadFailure::Lost;
        let begun = pace::begin(way, access.password(), &entropy).ok_or_else(lost)?;
        let choice = begun.choice();
        let choose = Command::new([0x00, 0x22, 0xC1, 0xA4], &choice, Expected::Nothing);
        match (self.plain(&choose)?.1, access) {
            (DONE, _) => {}
            // The last try is not ours to take.
            (BLOCKED | 0x63C0 | 0x63C1, Access::Can(_)) => return Err(ReadFailure::NumberBlocked),
            (0x63C2..=0x63CF, Access::Can(_)) => {}
            (status, _) => return Err(ReadFailure::Status(status)),
        }
        let nonce = self.step(&[0x7C, 0x00], 0x80)?;
        let mapping = begun.map(&nonce).ok_or_else(lost)?;
        let theirs = self.step(&offer(0x81, mapping.offered()), 0x82)?;
        let agreeing = mapping.agree(&theirs).ok_or_else(lost)?;
        let theirs = self.step(&offer(0x83, agreeing.offered()), 0x84)?;
        let proving = agreeing.prove(&theirs).ok_or_else(lost)?;
        let offered = offer(0x85, proving.token());
        let last = Command::new([0x00, 0x86, 0x00, 0x00], &offered, Expected::Short(0));
        let answer = match self.done(&last) {
            Err(ReadFailure::Status(status)) => Err(access.refused(status)),
            other => other,
        }?;
        let token = answered(&answer, 0x86).ok_or_else(lost)?;
        // A chip that let us in and does not know the password itself is none that was issued.
        proving.finish(token).ok_or(ReadFailure::Refused)
    }

    /// `GENERAL AUTHENTICATE` that is not the last: what the chip gave in this object.
    fn step(&mut self, data: &[u8], tag: u32) -> Result<Vec<u8>, ReadFailure> {
        let command = Command::new([0x10, 0x86, 0x00, 0x00], data, Expected::Short(0));
        let answer = self.done(&command)?;
        let value = answered(&answer, tag).ok_or(ReadFailure::Lost)?;
        Ok(value.to_vec())
    }

    /// 9303-11, 4.3.
    fn bac(&mut self, seed: &str, unspoken: Unspoken) -> Result<Session, ReadFailure> {
        let entropy = self.entropy.take().ok_or(ReadFailure::Lost)?;
        let challenge = Command::new([0x00, 0x84, 0x00, 0x00], &[], Expected::Short(8));
        let theirs = match (self.done(&challenge), unspoken) {
            (Ok(theirs), _) => theirs,
            (Err(failure), Unspoken::Nothing) => return Err(failure),
            // It has PACE and nothing else, in a way that we do not speak.
            (Err(ReadFailure::Status(_)), unspoken) => {
                return Err(ReadFailure::Unspoken(unspoken));
            }
            (Err(failure), _) => return Err(failure),
        };
        let theirs = theirs.try_into().map_err(|_| ReadFailure::Lost)?;
        let entropy = entropy.first_chunk().ok_or(ReadFailure::Lost)?;
        let (data, asked) = bac::ask(seed, theirs, entropy).ok_or(ReadFailure::Lost)?;
        let command = Command::new([0x00, 0x82, 0x00, 0x00], &data, Expected::Short(0x28));
        let answer = match self.done(&command) {
            Err(ReadFailure::Status(_)) => Err(ReadFailure::Refused),
            other => other,
        }?;
        asked.finish(&answer).ok_or(ReadFailure::Refused)
    }
}

/// By which way and with what, for the record.
fn opened(way: Way, access: &Access) -> String {
    let password = match access {
        Access::Seed(_) => "zone",
        Access::Can(_) => "CAN",
    };
    format!("PACE {password} {} {}", way.cipher.name(), way.curve.name())
}
