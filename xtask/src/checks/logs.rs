//! Personal data never reach a log: no such type or field in a `tracing` macro, and `instrument` skips arguments.

use std::path::Path;

use super::rust::Source;
use super::{Finding, Project};

const MACROS: [&str; 12] = [
    "trace!",
    "debug!",
    "info!",
    "warn!",
    "error!",
    "event!",
    "span!",
    "trace_span!",
    "debug_span!",
    "info_span!",
    "warn_span!",
    "error_span!",
];

/// Words that name personal data or secrets, in any case, as whole words of an identifier's path.
const PERSONAL: [&str; 33] = [
    "bearer",
    "birth_date",
    "birthdate",
    "cccd",
    "date_of_birth",
    "email",
    "fingerprint",
    "fingerprints",
    "full_name",
    "given_name",
    "holder_name",
    "id_number",
    "licence_number",
    "name_and_number",
    "national_number",
    "nationalnumber",
    "one_time_code",
    "onetimecode",
    "otp",
    "passcode",
    "passport_number",
    "password",
    "personal_number",
    "personalnumber",
    "personname",
    "phone",
    "phone_number",
    "phonenumber",
    "portrait",
    "secret",
    "subject_name",
    "surname",
    "fullname",
];

#[expect(clippy::unnecessary_wraps, reason = "all checks have one shape")]
pub(super) fn check(project: &Project) -> Result<Vec<Finding>, String> {
    let mut findings = Vec::new();
    for (file, source) in project.shipped() {
        look(file, source, &mut findings);
    }
    Ok(findings)
}

fn look(file: &Path, source: &Source, findings: &mut Vec<Finding>) {
    // How many brackets of the macro we are in are open; 0 outside.
    let mut depth = 0_usize;
    for (line, code, strings) in source.lines() {
        if code.contains("#[instrument") || code.contains("::instrument") {
            let skips = code.contains("skip_all");
            if !skips {
                findings.push(Finding::new(
                    file,
                    line,
                    "#[instrument] without skip_all logs arguments",
                ));
            }
        }
        let inside = if depth > 0 { code } else { after_macro(code) };
        if inside.is_empty() {
            continue;
        }
        let words = inside.split(|c: char| !c.is_alphanumeric() && c != '_');
        let captured = strings.split('{').skip(1);
        let captured = captured.filter_map(|rest| rest.split(['}', ':']).next());
        for word in words.chain(captured).map(str::to_lowercase) {
            if PERSONAL.contains(&word.as_str()) {
                let text =
                    format!("'{word}' in a log: personal data stay out (write an id, or nothing)");
                findings.push(Finding::new(file, line, text));
            }
        }
        depth = inside.chars().fold(depth, |depth, c| match c {
            '(' | '{' | '[' => depth + 1,
            ')' | '}' | ']' => depth.saturating_sub(1),
            _ => depth,
        });
    }
}

/// The rest of the line from the bracket of a logging macro, or nothing.
fn after_macro(code: &str) -> &str {
    MACROS
        .iter()
        .filter_map(|name| {
            let at = code.find(name)?;
            let before = code.get(..at)?.chars().next_back();
            let whole = before.is_none_or(|c| !c.is_alphanumeric() && c != '_');
            if whole {
                code.get(at + name.len()..)
            } else {
                None
            }
        })
        .max_by_key(|rest| rest.len())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> usize {
        let mut findings = Vec::new();
        look(Path::new("a.rs"), &Source::parse(text), &mut findings);
        findings.len()
    }

    #[test]
    fn sees_personal_data_in_logs() {
        assert_eq!(told("tracing::info!(phone = %p, \"sent\");"), 1);
        assert_eq!(
            told("info!(\n  id = %id,\n  number = %account.national_number,\n);"),
            1
        );
        assert_eq!(told("warn!(\"to {email}\");"), 1);
        assert_eq!(told("#[instrument]\nfn a(x: u8) {}"), 1);
        assert_eq!(
            told("info!(account = %id, \"the phone did not answer\");\nlet phone = 1;"),
            0
        );
        assert_eq!(told("#[tracing::instrument(skip_all)]\nfn a() {}"), 0);
    }
}
