//! DG15 (ICAO Doc 9303-11, 6.1.4): the public key of active authentication.

use der::Decode;
use x509_cert::spki::SubjectPublicKeyInfoOwned;

use super::{Flaw, Group, content};
use crate::key::PublicKey;

/// Reads DG15.
pub(crate) fn read_active_key(file: &[u8]) -> Result<PublicKey, Flaw> {
    let info =
        SubjectPublicKeyInfoOwned::from_der(content(Group::DG15, file)?).map_err(|_| Flaw::Der)?;
    PublicKey::read(&info).map_err(|_| Flaw::Key)
}
