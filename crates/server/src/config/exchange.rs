//! Other bodies, as the configuration names them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use domain::exchange::{Question, body_name};
use domain::registers::Register;
use oidc::jose::{Jwk, base64url_decode, base64url_encode};

use super::sections::{AskingBody, Registers, RemoteRegister};

/// What is wrong with `[registers]`.
pub(super) fn faults(section: &Registers) -> Vec<String> {
    let mut faults = own(section);
    let mut taken = BTreeSet::new();
    for (name, remote) in &section.remote {
        let place = |words: String| format!("registers.remote.{name}: {words}");
        faults.extend(source(name, remote).into_iter().map(place));
        for register in &remote.registers {
            if !taken.insert(register) {
                faults.push(format!(
                    "registers.remote.{name}: {register} is already another body's; keep one"
                ));
            }
        }
    }
    for (name, body) in &section.askers {
        let place = |words: String| format!("registers.askers.{name}: {words}");
        faults.extend(asker(name, body).into_iter().map(place));
        for register in &body.registers {
            if taken.contains(register) {
                faults.push(format!(
                    "registers.askers.{name}: {register} is another body's; a copy of it that is here answers nobody"
                ));
            }
        }
    }
    faults.extend(twice(section));
    faults
}

/// Who is who must be plain: our own name is no other body's, a key is one body's, a certificate one asker's.
fn twice(section: &Registers) -> Vec<String> {
    let remote = section.remote.iter();
    let remote = remote.map(|(name, body)| ("remote", name, &body.keys));
    let askers = section.askers.iter();
    let askers = askers.map(|(name, body)| ("askers", name, &body.keys));
    let mut faults = Vec::new();
    let mut owners = BTreeMap::new();
    for (kind, name, keys) in remote.chain(askers) {
        if *name == section.name {
            faults.push(format!(
                "registers.{kind}.{name}: this is our own registers.name; another body has another name"
            ));
        }
        for key in keys {
            let owner = *owners.entry(key).or_insert(name);
            if owner != name {
                faults.push(format!(
                    "registers.{kind}.{name}: keys: one is already {owner}'s; each body has keys of its own"
                ));
            }
        }
    }
    let mut shown = BTreeMap::new();
    for (name, body) in &section.askers {
        for print in body
            .certificates
            .iter()
            .filter_map(|text| fingerprint(text).ok())
        {
            let owner = *shown.entry(print).or_insert(name);
            if owner != name {
                faults.push(format!(
                    "registers.askers.{name}: certificates: one is already {owner}'s; keep one"
                ));
            }
        }
    }
    faults
}

fn given(path: &Path) -> bool {
    !path.as_os_str().is_empty()
}

fn own(section: &Registers) -> Vec<String> {
    let listens = !section.listen.is_empty();
    let used = listens || !section.remote.is_empty();
    let files = [
        &section.certificate_file,
        &section.key_file,
        &section.ca_file,
    ];
    let rules = [
        (
            used && body_name(&section.name).is_none(),
            "registers.name is missing: what other bodies call this one, of lower-case letters, digits, - and _",
        ),
        (
            used && !given(&section.signing_key_file),
            "registers.signing_key_file is missing",
        ),
        (
            listens && section.listen.parse::<std::net::SocketAddr>().is_err(),
            "registers.listen must be an address and a port, such as 0.0.0.0:8482",
        ),
        (
            listens && !files.iter().all(|file| given(file)),
            "registers.listen needs registers.certificate_file, registers.key_file and registers.ca_file",
        ),
        (
            listens && section.askers.is_empty(),
            "registers.listen has nobody who may ask: name bodies under [registers.askers.NAME]",
        ),
        (
            !listens && !section.askers.is_empty(),
            "registers.askers serve nothing without registers.listen",
        ),
    ];
    let broken = rules.into_iter().filter(|(broken, _)| *broken);
    broken.map(|(_, words)| words.to_owned()).collect()
}

fn name_fault(name: &str) -> Option<String> {
    body_name(name)
        .is_none()
        .then(|| "a name has lower-case letters, digits, - and _, at most 64".to_owned())
}

fn source(name: &str, remote: &RemoteRegister) -> Vec<String> {
    let mut faults: Vec<String> = name_fault(name).into_iter().collect();
    faults.extend(registers(&remote.registers).err());
    faults.extend(public_keys(&remote.keys).err());
    let files = [&remote.certificate_file, &remote.key_file, &remote.ca_file];
    let spans = [remote.connect_timeout, remote.timeout, remote.rest];
    let rules = [
        (
            !remote.url.starts_with("https://"),
            "url must begin with https://",
        ),
        (
            !files.iter().all(|file| given(file)),
            "certificate_file, key_file and ca_file are needed",
        ),
        (
            !spans.iter().all(jiff::SignedDuration::is_positive),
            "connect_timeout, timeout and rest must be longer than nothing, such as PT5S",
        ),
        (
            [
                remote.pause,
                remote.patience,
                remote.found_for,
                remote.none_for,
            ]
            .iter()
            .any(jiff::SignedDuration::is_negative),
            "pause, patience, found_for and none_for may not be negative",
        ),
        (
            [remote.found_for, remote.none_for]
                .iter()
                .any(|span| span.as_secs() > 3600),
            "found_for and none_for may be one hour at most",
        ),
        (
            !(1..=5).contains(&remote.attempts),
            "attempts must lie between 1 and 5",
        ),
        (
            remote.failures == 0 || remote.per_minute == 0,
            "failures and per_minute must be 1 or more",
        ),
    ];
    let broken = rules.into_iter().filter(|(broken, _)| *broken);
    faults.extend(broken.map(|(_, words)| words.to_owned()));
    faults
}

fn asker(name: &str, body: &AskingBody) -> Vec<String> {
    let mut faults: Vec<String> = name_fault(name).into_iter().collect();
    faults.extend(registers(&body.registers).err());
    faults.extend(public_keys(&body.keys).err());
    if body.certificates.is_empty() {
        faults.push("certificates is empty: give the SHA-256 of the body's certificate".to_owned());
    }
    for text in &body.certificates {
        faults.extend(fingerprint(text).err());
    }
    if body.per_minute == 0 {
        faults.push("per_minute must be 1 or more".to_owned());
    }
    faults
}

/// Registers that can be asked from afar.
pub(crate) fn registers(words: &[String]) -> Result<Vec<Register>, String> {
    if words.is_empty() {
        return Err("registers is empty: name at least one".to_owned());
    }
    let read = |word: &String| {
        let register = Register::parse(word).filter(|register| Question::any(*register));
        register.ok_or_else(|| {
            format!("registers: {word} cannot be asked from afar; choose of population, cards, licences, health, passports, business")
        })
    };
    words.iter().map(read).collect()
}

/// Keys as `dinhdanh registers exchange key` prints them.
pub(crate) fn public_keys(texts: &[String]) -> Result<Vec<Jwk>, String> {
    if texts.is_empty() {
        return Err(
            "keys is empty: give what `dinhdanh registers exchange key` prints there".to_owned(),
        );
    }
    let read = |text: &String| {
        let point = base64url_decode(text).ok();
        let key = point.and_then(|point| Jwk::from_p256_point(&point).ok());
        key.ok_or_else(|| {
            "keys: a key is a point of P-256 in base64url, as `dinhdanh registers exchange key` prints it".to_owned()
        })
    };
    texts.iter().map(read).collect()
}

/// SHA-256 as `openssl x509 -fingerprint -sha256` prints it, as the handshake tells it.
pub(crate) fn fingerprint(text: &str) -> Result<String, String> {
    let wrong =
        || "certificates: a fingerprint is 64 hexadecimal digits, colons between or not".to_owned();
    let digits: Option<Vec<u8>> = text
        .chars()
        .filter(|c| *c != ':')
        .map(|c| c.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect();
    let digits = digits
        .filter(|digits| digits.len() == 64)
        .ok_or_else(wrong)?;
    let bytes = digits
        .chunks(2)
        .map(|pair| pair.iter().fold(0, |sum, digit| sum * 16 + digit));
    Ok(base64url_encode(bytes.collect::<Vec<u8>>()))
}
