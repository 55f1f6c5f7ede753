//! How a call is named: in addresses with its subject, so that a look-up stays on one shard; to the
//! caller by a short reference.

use crate::in_address::in_address;

in_address! {
    /// A call or visit in an address: `sub_….cal_…`.
    CallRef(CallId),
    /// Whose account, or a subject nobody has.
}

/// Letters and digits that cannot be taken for one another when read aloud.
pub(crate) const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How a person refers to a call or a receipt: `HT-XXXXX-XXXXX`.
pub fn reference(kind: &str, id: &[u8; 16]) -> String {
    let mut text = String::from(kind);
    for (place, byte) in id.iter().take(10).enumerate() {
        if place % 5 == 0 {
            text.push('-');
        }
        text.push(char::from(
            ALPHABET
                .get(usize::from(byte & 31))
                .copied()
                .unwrap_or(b'0'),
        ));
    }
    text
}

#[cfg(test)]
mod tests {
    use domain::ids::{CallId, IdError, SubjectId};

    use super::*;

    #[test]
    fn a_case_reads_back_and_has_a_short_reference() {
        let case = CallRef {
            subject: SubjectId::from_bytes([1; 16]),
            id: CallId::from_bytes([34; 16]),
        };
        assert_eq!(case.to_string().parse::<CallRef>(), Ok(case));
        for bad in ["", ".", "sub_.cal_", &case.id.to_string()] {
            assert_eq!(bad.parse::<CallRef>(), Err(IdError), "{bad}");
        }
        assert_eq!(reference("HT", case.id.as_bytes()), "HT-22222-22222");
    }
}
