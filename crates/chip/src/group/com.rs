//! EF.COM (ICAO Doc 9303-10, 4.6.1): which groups there are. Nobody signs it, so it only tells a
//! reader what to ask for; what counts is the list of EF.SOD.

use std::collections::BTreeSet;

use super::{File, Flaw, Group, sized};
use crate::tlv::{self, Fields};

/// The list of groups on the card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Com {
    groups: BTreeSet<Group>,
}

impl Com {
    /// Reads EF.COM.
    pub(crate) fn read(file: &[u8]) -> Result<Self, Flaw> {
        let mut fields = Fields::of(tlv::only(sized(File::Com, file)?, 0x60)?);
        let lds = fields.expect(0x5F01)?;
        let unicode = fields.expect(0x5F36)?;
        if !lds.starts_with(b"01") || lds.len() != 4 || unicode.len() != 6 {
            return Err(Flaw::Version);
        }
        let groups = fields
            .expect(0x5C)?
            .iter()
            .filter_map(|tag| Group::of_tag(u32::from(*tag)))
            .collect();
        Ok(Self { groups })
    }

    /// The groups that the card claims to have.
    pub(crate) const fn groups(&self) -> &BTreeSet<Group> {
        &self.groups
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::hex;

    #[test]
    fn reads_the_worked_example() {
        // ICAO Doc 9303-10, 4.6.1: LDS 1.7, Unicode 4.0.0, DG1, DG2, DG4, DG12.
        let com =
            Com::read(&hex("60165F0104303130375F36063034303030305C046175766C")).expect("EF.COM");
        let numbers: Vec<u8> = com.groups().iter().map(|g| g.number()).collect();
        assert_eq!(numbers, [1, 2, 4, 12]);
    }

    #[test]
    fn refuses_another_version() {
        let read = Com::read(&hex("60165F0104303230305F36063034303030305C046175766C"));
        assert_eq!(read, Err(Flaw::Version));
    }
}
