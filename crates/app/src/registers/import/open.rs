//! Opening a file: what it is, whether its header fits, before anything is loaded.

use std::fmt::Write;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use aws_lc_rs::digest::{Context, SHA256};
use domain::fault::Fault;
use domain::registers::{Header, HeaderError, Register, line};

use super::lines::{LONGEST, Lines};
use crate::{Error, Result};

/// How much of a file's beginning and end its digest covers.
const DIGESTED: u64 = 1 << 20;

/// A file ready to be read.
pub(super) struct Opened {
    pub(super) register: Register,
    pub(super) header: Header,
    pub(super) file: File,
    /// Name without folders, for the log.
    pub(super) name: String,
    /// The folder, links resolved: portraits must lie in it.
    pub(super) folder: PathBuf,
    pub(super) rejected: PathBuf,
    pub(super) length: u64,
    /// SHA-256 of length, first and last MiB: tells files apart without reading them whole.
    pub(super) digest: String,
    /// Where the second line begins.
    pub(super) body: u64,
}

impl Opened {
    pub(super) fn new(register: Register, path: &Path) -> Result<Self> {
        let unreadable = |_: io::Error| Error::from(Fault::new("file", "file-unreadable"));
        let open = || File::open(path).and_then(|file| Ok((file.metadata()?, file)));
        let (about, mut file) = open().map_err(unreadable)?;
        if !about.is_file() {
            return Err(Fault::new("file", "file-unreadable").into());
        }
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        let folder = folder.canonicalize().map_err(unreadable)?;
        let digest = digest(&mut file, about.len()).map_err(unreadable)?;
        let (header, body) = header(register, &file)
            .map_err(unreadable)?
            .map_err(|error| told(&error))?;
        Ok(Self {
            register,
            header,
            name: path
                .file_name()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default(),
            folder,
            rejected: super::rejected::path(path),
            length: about.len(),
            digest,
            body,
            file,
        })
    }
}

fn told(error: &HeaderError) -> Error {
    let fault = Fault::new("file", error.code());
    match error.subject() {
        Some(subject) => fault.with("subject", subject).into(),
        None => fault.into(),
    }
}

/// SHA-256 of length, first and last MiB.
pub(crate) fn digest(file: &mut File, length: u64) -> io::Result<String> {
    let mut context = Context::new(&SHA256);
    context.update(&length.to_be_bytes());
    let mut part = Vec::new();
    for from in [0, length.saturating_sub(DIGESTED)] {
        part.clear();
        file.seek(SeekFrom::Start(from))?;
        file.take(DIGESTED).read_to_end(&mut part)?;
        context.update(&part);
    }
    let mut text = String::with_capacity(64);
    for byte in context.finish().as_ref() {
        write!(text, "{byte:02x}").map_err(io::Error::other)?;
    }
    Ok(text)
}

fn header(
    register: Register,
    file: &File,
) -> io::Result<std::result::Result<(Header, u64), HeaderError>> {
    let mut lines = Lines::at(file, 0, 0)?;
    let Some(first) = lines.next()? else {
        return Ok(Err(HeaderError::Empty));
    };
    let bytes = first
        .bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(first.bytes);
    if first.too_long || bytes.len() > LONGEST {
        return Ok(Err(HeaderError::NoHeader));
    }
    let Ok(text) = line::text(bytes) else {
        return Ok(Err(HeaderError::NotText));
    };
    let header = Header::read(register.columns(), &text);
    Ok(header.map(|header| (header, lines.offset)))
}
