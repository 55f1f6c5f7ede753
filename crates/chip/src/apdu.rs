//! Commands to a chip and their coding, short and extended (ISO/IEC 7816-4, 5.1).

use std::borrow::Cow;

/// How much of an answer a command expects; nought is as much as its coding can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expected {
    /// No data.
    Nothing,
    /// At most 256 bytes.
    Short(u8),
    /// At most 65,536 bytes.
    Long(u16),
}

/// A command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Command<'a> {
    /// Class, instruction and two parameters.
    pub(crate) header: [u8; 4],
    /// What goes with it.
    pub(crate) data: Cow<'a, [u8]>,
    /// What it expects.
    pub(crate) expected: Expected,
}

impl<'a> Command<'a> {
    /// A command with data.
    pub(crate) const fn new(header: [u8; 4], data: &'a [u8], expected: Expected) -> Self {
        Self {
            header,
            data: Cow::Borrowed(data),
            expected,
        }
    }

    /// The parts of a short command.
    pub(crate) fn read(bytes: &'a [u8]) -> Option<Self> {
        let (header, rest) = bytes.split_first_chunk::<4>()?;
        let (size, rest) = rest.split_first()?;
        let (data, length) = rest.split_at_checked(usize::from(*size))?;
        let expected = match length {
            [] => Expected::Nothing,
            [length] => Expected::Short(*length),
            _ => return None,
        };
        Some(Self::new(*header, data, expected))
    }

    /// Whether only extended lengths can say it.
    pub(crate) fn is_long(&self) -> bool {
        self.data.len() > usize::from(u8::MAX) || matches!(self.expected, Expected::Long(_))
    }

    /// Its bytes; nothing where its data is longer than any coding can say.
    pub(crate) fn write(&self) -> Option<Vec<u8>> {
        let mut bytes = self.header.to_vec();
        let size = u16::try_from(self.data.len()).ok()?;
        if self.is_long() {
            bytes.push(0);
            if size > 0 {
                bytes.extend(size.to_be_bytes());
                bytes.extend_from_slice(&self.data);
            }
            bytes.extend(match self.expected {
                Expected::Nothing => Vec::new(),
                // Nought is 256 there and 65,536 here.
                Expected::Short(0) => vec![1, 0],
                Expected::Short(length) => u16::from(length).to_be_bytes().to_vec(),
                Expected::Long(length) => length.to_be_bytes().to_vec(),
            });
            return Some(bytes);
        }
        if size > 0 {
            bytes.push(u8::try_from(size).ok()?);
            bytes.extend_from_slice(&self.data);
        }
        match self.expected {
            Expected::Nothing => {}
            Expected::Short(length) => bytes.push(length),
            Expected::Long(_) => return None,
        }
        Some(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::hex;

    #[test]
    fn a_command_is_as_short_as_it_can_be() {
        let (long, longer) = (vec![7; 255], vec![7; 256]);
        let plain = |data, expected| {
            let bytes = Command::new([0, 0xB0, 1, 2], data, expected).write();
            bytes.expect("bytes")
        };
        for (data, expected, head, size) in [
            (&[][..], Expected::Nothing, "00B00102", 4),
            (&[], Expected::Short(8), "00B0010208", 5),
            (&[], Expected::Long(0x1234), "00B00102001234", 7),
            (&[1, 2], Expected::Nothing, "00B00102020102", 7),
            (&[1, 2], Expected::Short(0), "00B0010202010200", 8),
            (&[1, 2], Expected::Long(0), "00B00102000002 0102 0000", 11),
            (&long, Expected::Short(0), "00B00102FF07", 261),
            (&longer, Expected::Nothing, "00B001020001000707", 263),
            (&longer, Expected::Short(0), "00B001020001000707", 265),
        ] {
            let bytes = plain(data, expected);
            let head = hex(head);
            assert_eq!(bytes[..head.len()], head);
            assert_eq!(bytes.len(), size);
        }
        assert!(plain(&longer, Expected::Short(0)).ends_with(&[7, 1, 0]));
        let most = vec![0; 1 << 16];
        assert_eq!(Command::new([0; 4], &most, Expected::Nothing).write(), None);
    }

    #[test]
    fn a_short_command_is_read_as_it_was_written() {
        for bytes in [
            "0022C1A4020102",
            "1086000002 7C00 00",
            "0088000008000102030405060700",
        ] {
            let bytes = hex(bytes);
            let read = Command::read(&bytes).expect("a command");
            assert_eq!(read.write(), Some(bytes));
        }
        for bytes in ["", "00B000", "00B00000 0201", "00B0000001010000"] {
            assert_eq!(Command::read(&hex(bytes)), None, "{bytes}");
        }
    }
}
