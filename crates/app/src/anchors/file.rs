//! Files as authorities hand them out: DER, or PEM (RFC 7468) with one object or several.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use domain::fault::Fault;

/// The published master lists have 1 MB.
const LARGEST: usize = 8 * 1024 * 1024;
/// The most objects of a file.
const MOST: usize = 64;

const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";

/// The DER of every object in the file.
pub(super) fn objects(bytes: &[u8]) -> Result<Vec<Vec<u8>>, Fault> {
    let unreadable = || Fault::new("file", "anchor-unreadable");
    match bytes.len() {
        0 => return Err(Fault::new("file", "anchor-empty")),
        1..=LARGEST => {}
        _ => return Err(Fault::new("file", "anchor-large")),
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) if text.contains(BEGIN) => text,
        Ok(_) | Err(_) => return Ok(vec![bytes.to_vec()]),
    };
    let mut found = Vec::new();
    for part in text.split(BEGIN).skip(1) {
        let (_, rest) = part.split_once("-----").ok_or_else(unreadable)?;
        let (body, _) = rest.split_once(END).ok_or_else(unreadable)?;
        let body: String = body.split_whitespace().collect();
        found.push(STANDARD.decode(body).map_err(|_| unreadable())?);
    }
    if found.len() > MOST {
        return Err(Fault::new("file", "anchor-large"));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn der_and_pem_are_read_and_nothing_else_breaks() {
        assert_eq!(objects(&[0x30, 0x00]), Ok(vec![vec![0x30, 0x00]]));
        let one = "-----BEGIN CERTIFICATE-----\r\nMAA=\r\n-----END CERTIFICATE-----\r\n";
        let two = format!("words before\n{one}{one}");
        assert_eq!(objects(two.as_bytes()), Ok(vec![vec![0x30, 0x00]; 2]));
        for (bad, code) in [
            (String::new(), "anchor-empty"),
            (one.replace("MAA=", "M?"), "anchor-unreadable"),
            (one.replace("-----END", "END"), "anchor-unreadable"),
            (one.repeat(MOST + 1), "anchor-large"),
        ] {
            assert_eq!(objects(bad.as_bytes()).unwrap_err().code, code);
        }
        let large = vec![0; LARGEST + 1];
        assert_eq!(objects(&large).unwrap_err().code, "anchor-large");
    }
}
