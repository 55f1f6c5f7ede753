//! Lines of a file with their place in it; memory stays flat whatever the file holds.

use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

/// Longest line that is read.
pub(crate) const LONGEST: usize = 64 * 1024;
/// How much of a line that is too long goes to the file of rejected lines.
const SHOWN: usize = 1024;

pub(crate) struct Lines<R> {
    input: BufReader<R>,
    text: Vec<u8>,
    /// Bytes done.
    pub(crate) offset: u64,
    /// Lines done.
    pub(crate) line: u64,
}

/// What stands on a line, without its end.
pub(crate) struct Line<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) too_long: bool,
}

impl<R: Read + Seek> Lines<R> {
    /// From a place where a line begins.
    pub(crate) fn at(mut file: R, offset: u64, line: u64) -> io::Result<Self> {
        file.seek(SeekFrom::Start(offset))?;
        Ok(Self {
            input: BufReader::with_capacity(256 * 1024, file),
            text: Vec::new(),
            offset,
            line,
        })
    }

    /// The next line.
    pub(crate) fn next(&mut self) -> io::Result<Option<Line<'_>>> {
        self.text.clear();
        let limit = u64::try_from(LONGEST + 2).unwrap_or(u64::MAX);
        let read = self
            .input
            .by_ref()
            .take(limit)
            .read_until(b'\n', &mut self.text)?;
        if read == 0 {
            return Ok(None);
        }
        self.line += 1;
        self.offset += length(read);
        if self.text.ends_with(b"\n") {
            self.text.pop();
        } else if read > LONGEST {
            self.offset += length(self.input.skip_until(b'\n')?);
        }
        if self.text.ends_with(b"\r") {
            self.text.pop();
        }
        let too_long = self.text.len() > LONGEST;
        if too_long {
            self.text.truncate(SHOWN);
        }
        Ok(Some(Line {
            bytes: &self.text,
            too_long,
        }))
    }
}

fn length(bytes: usize) -> u64 {
    u64::try_from(bytes).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn all(bytes: &[u8]) -> Vec<(usize, bool, u64)> {
        let mut lines = Lines::at(Cursor::new(bytes), 0, 0).unwrap();
        let mut found = Vec::new();
        while let Some(line) = lines.next().unwrap() {
            let (length, too_long) = (line.bytes.len(), line.too_long);
            found.push((length, too_long, lines.offset));
        }
        found
    }

    #[test]
    fn ends_and_limits() {
        assert_eq!(all(b""), []);
        assert_eq!(
            all(b"ab\r\n\nc"),
            [(2, false, 4), (0, false, 5), (1, false, 6)]
        );
        for (length, end, too_long) in [
            (LONGEST, "\n", false),
            (LONGEST, "\r\n", false),
            (LONGEST, "", false),
            (LONGEST + 1, "\n", true),
            (LONGEST + 1, "", true),
            (LONGEST + 2, "\n", true),
            (10 << 20, "\n", true),
        ] {
            let bytes = [vec![b'x'; length], end.as_bytes().to_vec(), b"y\n".to_vec()].concat();
            let found = all(&bytes);
            let shown = if too_long {
                SHOWN
            } else {
                length + usize::from(end.is_empty())
            };
            if !end.is_empty() || too_long {
                assert_eq!(found[0].1, too_long, "{length} {end:?}");
                assert_eq!(found[0].0, shown, "{length} {end:?}");
            }
            assert_eq!(
                found.last().unwrap().2,
                bytes.len() as u64,
                "{length} {end:?}"
            );
            assert_eq!(
                found.len(),
                if end.is_empty() { 1 } else { 2 },
                "{length} {end:?}"
            );
        }
    }
}
