//! Words that members of staff write for others to read.

use domain::fault::Fault;

/// Something (else the fault that says what is missing), at most so many characters, no control
/// characters but line ends.
pub(crate) fn words(
    (field, missing): (&'static str, &'static str),
    text: &str,
    most: usize,
) -> std::result::Result<String, Fault> {
    let words: String = text
        .chars()
        .filter(|c| !c.is_control() || *c == '\n')
        .collect();
    let words = words.trim();
    match words.chars().count() {
        0 => Err(Fault::new(field, missing)),
        count if count <= most => Ok(words.to_owned()),
        _ => Err(Fault::new(field, "words-long").with("limit", most)),
    }
}
