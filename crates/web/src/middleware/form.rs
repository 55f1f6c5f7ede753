//! Forms as sent: pairs in order, and files. Kept as typed; each page decides what a field means.

use std::fmt;
use std::sync::Arc;

use axum::{
    body::{Body, Bytes},
    extract::{DefaultBodyLimit, FromRequest, FromRequestParts, Multipart, Request},
    http::{StatusCode, header, request::Parts},
};

use tokio::sync::OwnedSemaphorePermit;

use super::Fault;

/// More fields than any of our forms has.
const MAX_FIELDS: usize = 200;

/// A form that passed the CSRF check. An extractor: without the frame's layers it refuses.
#[derive(Clone, Default)]
pub struct Form {
    pairs: Vec<(String, String)>,
    files: Vec<File>,
    /// Its place among the forms with files, as long as the files are held.
    room: Option<Arc<OwnedSemaphorePermit>>,
}

#[derive(Clone)]
pub struct File {
    pub field: String,
    /// As the browser says; never a path for us.
    pub name: String,
    pub content_type: String,
    pub bytes: Bytes,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormFault {
    /// Not UTF-8, or with control characters.
    Text,
    /// Cut off, or not a form at all.
    Shape,
    TooMany,
    TooLarge,
}

impl FormFault {
    pub fn status(self) -> StatusCode {
        match self {
            FormFault::Text | FormFault::Shape | FormFault::TooMany => StatusCode::BAD_REQUEST,
            FormFault::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        }
    }
}

impl Form {
    /// The first value of a field, as typed; empty when it is not there.
    pub fn get(&self, name: &str) -> &str {
        self.pairs
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value)
    }

    /// The value without spaces around it.
    pub fn trimmed(&self, name: &str) -> &str {
        self.get(name).trim()
    }

    /// The value without any spaces: numbers are typed in groups.
    pub fn compact(&self, name: &str) -> String {
        self.get(name)
            .chars()
            .filter(|c| !c.is_whitespace())
            .collect()
    }

    /// Every value of a field: ticked boxes.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.pairs
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Whether the field came with some content.
    pub fn has(&self, name: &str) -> bool {
        !self.get(name).is_empty()
    }

    /// Day, month, year of a date input.
    pub fn date(&self, name: &str) -> [&str; 3] {
        ["day", "month", "year"].map(|part| {
            let key = |(key, _): &&(String, String)| {
                key.strip_prefix(name).and_then(|k| k.strip_prefix('-')) == Some(part)
            };
            self.pairs
                .iter()
                .find(key)
                .map_or("", |(_, value)| value.trim())
        })
    }

    /// A file that was chosen; an empty file input counts as none.
    pub fn file(&self, field: &str) -> Option<&File> {
        self.files(field).next()
    }

    /// The files chosen for a field, in order.
    pub fn files<'a>(&'a self, field: &str) -> impl Iterator<Item = &'a File> {
        let chosen = move |file: &&File| file.field == field && !file.bytes.is_empty();
        self.files.iter().filter(chosen)
    }

    /// The papers chosen for a field, as the use cases take them.
    pub fn papers<'a>(&'a self, field: &str) -> Vec<app::cases::File<'a>> {
        let paper = |file: &'a File| app::cases::File {
            name: &file.name,
            bytes: &file.bytes,
        };
        self.files(field).map(paper).collect()
    }

    pub fn pairs(&self) -> &[(String, String)] {
        &self.pairs
    }

    pub(super) fn within(mut self, room: Option<OwnedSemaphorePermit>) -> Self {
        self.room = room.map(Arc::new);
        self
    }

    pub(super) fn is_form(content_type: &str) -> bool {
        content_type.starts_with("application/x-www-form-urlencoded")
            || content_type.starts_with("multipart/form-data")
    }

    pub(super) async fn parse(content_type: &str, bytes: Bytes) -> Result<Form, FormFault> {
        if content_type.starts_with("multipart/form-data") {
            multipart(content_type, bytes).await
        } else {
            urlencoded(&bytes)
        }
    }
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Form")
            .field("fields", &self.pairs.len())
            .field("files", &self.files.len())
            .finish_non_exhaustive()
    }
}

impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("File")
            .field("bytes", &self.bytes.len())
            .finish_non_exhaustive()
    }
}

impl<S: Sync> FromRequestParts<S> for Form {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        parts.extensions.remove::<Form>().ok_or_else(|| {
            tracing::error!("a form was asked for that the frame did not read");
            Fault::new(StatusCode::BAD_REQUEST)
        })
    }
}

fn urlencoded(bytes: &[u8]) -> Result<Form, FormFault> {
    let mut form = Form::default();
    for pair in bytes
        .split(|byte| *byte == b'&')
        .filter(|pair| !pair.is_empty())
    {
        let mut halves = pair.splitn(2, |byte| *byte == b'=');
        let name = decode(halves.next().unwrap_or_default())?;
        let value = decode(halves.next().unwrap_or_default())?;
        form.push(name, value)?;
    }
    Ok(form)
}

impl Form {
    fn push(&mut self, name: String, value: String) -> Result<(), FormFault> {
        if self.pairs.len() + self.files.len() >= MAX_FIELDS {
            return Err(FormFault::TooMany);
        }
        self.pairs.push((name, value));
        Ok(())
    }
}

/// `+` and `%XX`; a broken escape is refused, not guessed.
fn decode(bytes: &[u8]) -> Result<String, FormFault> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes.iter();
    let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
    while let Some(&byte) = rest.next() {
        match byte {
            b'+' => out.push(b' '),
            b'%' => {
                let (high, low) = (digit(rest.next()), digit(rest.next()));
                let (Some(high), Some(low)) = (high, low) else {
                    return Err(FormFault::Shape);
                };
                out.push(u8::try_from(high * 16 + low).map_err(|_| FormFault::Shape)?);
            }
            other => out.push(other),
        }
    }
    text(out)
}

fn text(bytes: Vec<u8>) -> Result<String, FormFault> {
    let text = String::from_utf8(bytes).map_err(|_| FormFault::Text)?;
    let bad = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    if text.chars().any(bad) {
        Err(FormFault::Text)
    } else {
        Ok(text)
    }
}

async fn multipart(content_type: &str, bytes: Bytes) -> Result<Form, FormFault> {
    let mut request = Request::builder()
        .header(header::CONTENT_TYPE, content_type)
        .body(Body::from(bytes))
        .map_err(|_| FormFault::Shape)?;
    // The bytes are here already and were counted.
    DefaultBodyLimit::disable().apply(&mut request);
    let mut parts = Multipart::from_request(request, &())
        .await
        .map_err(|_| FormFault::Shape)?;
    let mut form = Form::default();
    while let Some(part) = parts.next_field().await.map_err(|_| FormFault::Shape)? {
        let field = text(part.name().unwrap_or_default().as_bytes().to_vec())?;
        let file = part.file_name().map(|name| name.as_bytes().to_vec());
        let content_type = part.content_type().unwrap_or_default().to_owned();
        let bytes = part.bytes().await.map_err(|_| FormFault::Shape)?;
        match file {
            None if bytes.len() > super::MAX_FORM => return Err(FormFault::TooLarge),
            None => form.push(field, text(bytes.to_vec())?)?,
            Some(_) if form.pairs.len() + form.files.len() >= MAX_FIELDS => {
                return Err(FormFault::TooMany);
            }
            Some(name) => form.files.push(File {
                field,
                name: text(name)?,
                content_type,
                bytes,
            }),
        }
    }
    Ok(form)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_kept_as_typed_and_in_order() {
        let form = urlencoded("ten=Nguy%E1%BB%85n+Th%E1%BB%8B&so=074+203&so=2&r%3D=%26".as_bytes())
            .unwrap();
        assert_eq!(form.get("ten"), "Nguyễn Thị");
        assert_eq!(form.compact("so"), "074203");
        assert_eq!(form.all("so").collect::<Vec<_>>(), ["074 203", "2"]);
        assert_eq!(form.get("r="), "&");
        assert_eq!(form.get("none"), "");
    }

    #[test]
    fn what_is_not_text_is_refused() {
        for (body, fault) in [
            ("a=%00", FormFault::Text),
            ("a=%FF", FormFault::Text),
            ("a=%1B", FormFault::Text),
            ("a=%4", FormFault::Shape),
            ("a=%zz", FormFault::Shape),
            ("a=%+1", FormFault::Shape),
        ] {
            assert_eq!(urlencoded(body.as_bytes()).unwrap_err(), fault, "{body}");
        }
        assert!(urlencoded(b"a=%0D%0A%09").is_ok());
        assert_eq!(
            urlencoded("a=1&".repeat(300).as_bytes()).unwrap_err(),
            FormFault::TooMany
        );
    }

    #[test]
    fn dates_come_in_three_parts_and_nothing_is_shown_in_logs() {
        let form = urlencoded(b"born-day=2&born-month=9&born-year=1990&born=secret").unwrap();
        assert_eq!(form.date("born"), ["2", "9", "1990"]);
        assert_eq!(format!("{form:?}"), "Form { fields: 4, files: 0, .. }");
    }
}
