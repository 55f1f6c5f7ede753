//! Commands as they come (ISO/IEC 7816-4, 5.1).

/// A command.
pub(super) struct Command {
    pub(super) header: [u8; 4],
    pub(super) data: Vec<u8>,
    /// How many bytes are expected.
    pub(super) expected: usize,
    /// Whether it came with extended lengths.
    pub(super) long: bool,
}

const fn most(length: usize, all: usize) -> usize {
    if length == 0 { all } else { length }
}

impl Command {
    /// Reads bytes strictly: every one has its place.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let (header, rest) = bytes.split_first_chunk::<4>()?;
        let wide = |high: u8, low: u8| usize::from(high) << 8 | usize::from(low);
        let (data, expected, long) = match rest {
            [] => (&[][..], 0, false),
            [length] => (&[][..], most(usize::from(*length), 256), false),
            [0, high, low] => (&[][..], most(wide(*high, *low), 65_536), true),
            [0, high, low, rest @ ..] => {
                let (data, length) = rest.split_at_checked(wide(*high, *low))?;
                let expected = match length {
                    [] => 0,
                    [high, low] => most(wide(*high, *low), 65_536),
                    _ => return None,
                };
                (data, expected, true)
            }
            [size, rest @ ..] => {
                let (data, length) = rest.split_at_checked(usize::from(*size))?;
                let expected = match length {
                    [] => 0,
                    [length] => most(usize::from(*length), 256),
                    _ => return None,
                };
                (data, expected, false)
            }
        };
        Some(Self {
            header: *header,
            data: data.to_vec(),
            expected,
            long,
        })
    }

    /// Whether it has this instruction.
    pub(super) const fn is(&self, instruction: u8) -> bool {
        self.header[1] == instruction
    }

    /// Header and data, for the record.
    pub(super) fn log(&self) -> Vec<u8> {
        [&self.header[..], &self.data].concat()
    }
}
