//! The tag-length-value coding of a chip's files (ISO/IEC 7816-4, ISO/IEC 8825-1): bounded, without
//! recursion, without copies. A length that runs past the bytes there are is an error, never a panic.

use thiserror::Error;

/// Why bytes are no tag-length-value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TlvError {
    /// The bytes end inside of a field.
    #[error("the bytes end inside of a field")]
    Truncated,
    /// A length is indefinite or has more than three bytes.
    #[error("a length is not read")]
    Length,
    /// A tag has more than three bytes.
    #[error("a tag is not read")]
    Tag,
    /// Another field stands where this one has to.
    #[error("another field stands where {0:X} has to")]
    Missing(u32),
    /// Bytes follow where nothing may.
    #[error("bytes follow where nothing may")]
    Trailing,
}

/// One field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Field<'a> {
    /// Its tag, as its bytes read as a number.
    pub(crate) tag: u32,
    /// What it holds.
    pub(crate) value: &'a [u8],
}

/// The fields of some bytes, one after another.
#[derive(Debug, Clone)]
pub(crate) struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    pub(crate) const fn of(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    /// The next field, whatever it is.
    pub(crate) fn next(&mut self) -> Result<Option<Field<'a>>, TlvError> {
        if self.0.is_empty() {
            return Ok(None);
        }
        let (tag, rest) = tag(self.0)?;
        let (length, rest) = length(rest)?;
        let (value, rest) = rest.split_at_checked(length).ok_or(TlvError::Truncated)?;
        self.0 = rest;
        Ok(Some(Field { tag, value }))
    }

    /// The next field, which has to bear this tag.
    pub(crate) fn expect(&mut self, tag: u32) -> Result<&'a [u8], TlvError> {
        match self.next()? {
            Some(field) if field.tag == tag => Ok(field.value),
            Some(_) | None => Err(TlvError::Missing(tag)),
        }
    }

    /// The first field with this tag among those that are left.
    pub(crate) fn find(mut self, tag: u32) -> Result<&'a [u8], TlvError> {
        while let Some(field) = self.next()? {
            if field.tag == tag {
                return Ok(field.value);
            }
        }
        Err(TlvError::Missing(tag))
    }

    /// What is left.
    pub(crate) const fn rest(&self) -> &'a [u8] {
        self.0
    }

    /// Nothing follows.
    pub(crate) const fn end(&self) -> Result<(), TlvError> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(TlvError::Trailing)
        }
    }
}

/// What the one field of these bytes holds; it has to bear this tag, and nothing may follow.
pub(crate) fn only(bytes: &[u8], tag: u32) -> Result<&[u8], TlvError> {
    let mut fields = Fields::of(bytes);
    let value = fields.expect(tag)?;
    fields.end()?;
    Ok(value)
}

fn tag(bytes: &[u8]) -> Result<(u32, &[u8]), TlvError> {
    let (first, mut rest) = bytes.split_first().ok_or(TlvError::Truncated)?;
    let mut tag = u32::from(*first);
    if first & 0x1F != 0x1F {
        return Ok((tag, rest));
    }
    for _ in 0..2 {
        let (byte, after) = rest.split_first().ok_or(TlvError::Truncated)?;
        tag = tag << 8 | u32::from(*byte);
        rest = after;
        if byte & 0x80 == 0 {
            return Ok((tag, rest));
        }
    }
    Err(TlvError::Tag)
}

fn length(bytes: &[u8]) -> Result<(usize, &[u8]), TlvError> {
    let (first, rest) = bytes.split_first().ok_or(TlvError::Truncated)?;
    let count = match first {
        0..=0x7F => return Ok((usize::from(*first), rest)),
        0x81..=0x83 => usize::from(first & 0x7F),
        _ => return Err(TlvError::Length),
    };
    let (bytes, rest) = rest.split_at_checked(count).ok_or(TlvError::Truncated)?;
    let length = bytes.iter().fold(0, |n, b| n << 8 | usize::from(*b));
    Ok((length, rest))
}

/// Writes one field, as `Fields` reads it.
pub(crate) fn write(tag: u32, value: &[u8]) -> Vec<u8> {
    let strip = |n: u32| {
        let skip = usize::try_from(n.leading_zeros() / 8).unwrap_or(0).min(3);
        n.to_be_bytes().into_iter().skip(skip)
    };
    let mut bytes: Vec<u8> = strip(tag).collect();
    let length = u32::try_from(value.len()).unwrap_or(u32::MAX);
    if length > 0x7F {
        let coded: Vec<u8> = strip(length).collect();
        bytes.push(0x80 | u8::try_from(coded.len()).unwrap_or(0));
        bytes.extend(coded);
    } else {
        bytes.extend(strip(length));
    }
    bytes.extend_from_slice(value);
    bytes
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_tags_and_lengths_of_every_size() {
        for (bytes, expected) in [
            ("6103900161", Ok((0x61, 3))),
            ("5F1F0141", Ok((0x5F1F, 1))),
            ("5F8E210141", Ok((0x005F_8E21, 1))),
            ("5F8E81210141", Err(TlvError::Tag)),
            ("61810141", Ok((0x61, 1))),
            ("6182000141", Ok((0x61, 1))),
            ("618400000001", Err(TlvError::Length)),
            ("61800000", Err(TlvError::Length)),
            ("6102", Err(TlvError::Truncated)),
            ("61", Err(TlvError::Truncated)),
            ("5F", Err(TlvError::Truncated)),
            ("6183FFFFFF00", Err(TlvError::Truncated)),
        ] {
            let read = Fields::of(&crate::testing::hex(bytes)).next().map(|f| {
                let field = f.expect("a field");
                (field.tag, field.value.len())
            });
            assert_eq!(read, expected, "{bytes}");
        }
    }

    #[test]
    fn only_one_field_and_nothing_else() {
        let hex = crate::testing::hex;
        assert_eq!(only(&hex("610141"), 0x61), Ok(&b"A"[..]));
        assert_eq!(only(&hex("61014100"), 0x61), Err(TlvError::Trailing));
        assert_eq!(only(&hex("620141"), 0x61), Err(TlvError::Missing(0x61)));
        assert_eq!(only(&[], 0x61), Err(TlvError::Missing(0x61)));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(tag in prop_oneof![Just(0x61_u32), Just(0x5F1F), Just(0x7F60)],
                                   length in 0_usize..70_000, byte in any::<u8>()) {
            let value = vec![byte; length];
            let written = write(tag, &value);
            prop_assert_eq!(only(&written, tag), Ok(&value[..]));
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
            let mut fields = Fields::of(&bytes);
            let mut seen = 0;
            while let Ok(Some(_)) = fields.next() {
                seen += 1;
            }
            prop_assert!(seen <= 32);
        }
    }
}
