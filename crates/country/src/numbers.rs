//! Numbers that never repeat although nobody remembers those already given: each is a keyed
//! permutation of the person's place in the country.

use domain::person::Sex;

/// Serials of ordinary people lie below, those of the cast above.
pub(crate) const FIRST_CAST_SERIAL: u32 = 999_000;

/// A permutation of `0..end`: four Feistel rounds, walked until they land inside.
pub(crate) struct Scramble {
    key: u64,
    end: u32,
    half: u32,
}

impl Scramble {
    pub(crate) fn new(seed: u64, purpose: u64, end: u32) -> Self {
        let bits = u32::BITS - end.leading_zeros();
        Self {
            key: mix(seed ^ mix(purpose)),
            end,
            half: bits.div_ceil(2),
        }
    }

    pub(crate) fn at(&self, place: u32) -> u32 {
        let mut value = self.once(place % self.end);
        while value >= self.end {
            value = self.once(value);
        }
        value
    }

    fn once(&self, value: u32) -> u32 {
        let mask = (1_u32 << self.half) - 1;
        let (mut left, mut right) = (value >> self.half, value & mask);
        for round in 0..4_u64 {
            let hash = mix(self.key ^ (round << 56) ^ u64::from(right));
            let low = u32::try_from(hash & u64::from(mask)).unwrap_or(0);
            (left, right) = (right, left ^ low);
        }
        (left << self.half) | right
    }
}

/// FMT-ID-1..4: place, sex and century, year, serial.
pub(crate) fn personal(province: &str, sex: Sex, year: i16, serial: u32) -> String {
    let century = (year.div_euclid(100) - 19) * 2 + i16::from(sex == Sex::Female);
    format!("{province}{century}{:02}{serial:06}", year.rem_euclid(100))
}

/// `splitmix64`'s finisher.
fn mix(value: u64) -> u64 {
    let value = value.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    value ^ (value >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scramble_is_a_permutation() {
        let scramble = Scramble::new(7, 1, 4_999);
        let mut seen = vec![false; 4_999];
        for place in 0..4_999 {
            let value = scramble.at(place) as usize;
            assert!(
                !std::mem::replace(&mut seen[value], true),
                "{value} came twice"
            );
        }
    }

    #[test]
    fn fmt_id_3_sex_and_century() {
        assert_eq!(personal("074", Sex::Male, 1988, 42), "074088000042");
        assert_eq!(personal("001", Sex::Female, 2005, 999_999), "001305999999");
    }
}
