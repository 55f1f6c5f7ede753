//! The key that our statements are signed with. It is made when it is asked for and at no other time: a key that is
//! missing is a mistake, and another one in its place would be believed by nobody.

use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};

use oidc::jose::{Alg, Compact, LocalKey, Signer, base64url_decode, base64url_encode, sign};
use serde_json::{Value, json};

use crate::config::Settings;
use crate::failure::{Failure, at};

fn place(file: &Path) -> String {
    format!("registers.signing_key_file: {}", file.display())
}

/// Where the key that comes after this one lies.
fn next(file: &Path) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(".next");
    PathBuf::from(name)
}

/// Opens one; there must be one, and it is for its owner alone.
fn open(file: &Path) -> Result<LocalKey, Failure> {
    let found = std::fs::metadata(file).map_err(at(format!(
        "{}: `dinhdanh registers exchange key` makes a key",
        place(file)
    )))?;
    if found.permissions().mode() & 0o077 != 0 {
        return Err(Failure::new(format!(
            "{}: others can read the key; make another and tell other bodies",
            place(file)
        )));
    }
    let bytes = std::fs::read(file).map_err(at(place(file)))?;
    LocalKey::from_pkcs8(Alg::Es256, &bytes).map_err(at(place(file)))
}

/// Makes one, whole or not at all, and never over one that is there.
fn make(file: &Path) -> Result<(), Failure> {
    let (_, pkcs8) = LocalKey::generate(Alg::Es256).map_err(at(place(file)))?;
    let mut name = file.as_os_str().to_owned();
    name.push(format!(".{}", std::process::id()));
    let made = PathBuf::from(name);
    let write = || -> std::io::Result<()> {
        let folder = file
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder)?;
        let mut options = std::fs::OpenOptions::new();
        let options = options.write(true).create_new(true).mode(0o600);
        let mut out = options.open(&made)?;
        out.write_all(&pkcs8)?;
        out.sync_all()?;
        // A link, not a rename: whoever made one at the same time keeps it.
        std::fs::hard_link(&made, file)?;
        std::fs::File::open(folder)?.sync_all()
    };
    let written = write();
    std::fs::remove_file(&made).ok();
    written.map_err(at(place(file)))
}

fn open_or_make(file: &Path) -> Result<LocalKey, Failure> {
    if !file.try_exists().map_err(at(place(file)))? {
        make(file)?;
    }
    open(file)
}

/// As other bodies write it into their configuration.
fn public(key: &LocalKey) -> Result<String, Failure> {
    let jwk = key.public().to_json();
    let mut point = vec![4];
    for part in ["x", "y"] {
        let part = jwk.get(part).and_then(Value::as_str).unwrap_or_default();
        point.extend(base64url_decode(part).map_err(at("registers.signing_key_file"))?);
    }
    Ok(base64url_encode(point))
}

/// The key that we sign with now.
pub(super) fn current(settings: &Settings) -> Result<LocalKey, Failure> {
    open(&settings.registers.signing_key_file)
}

/// Our public key; made where there is none.
pub(crate) fn current_public(settings: &Settings) -> Result<String, Failure> {
    public(&open_or_make(&settings.registers.signing_key_file)?)
}

/// The public key that is to follow; made where there is none.
pub(crate) fn next_public(settings: &Settings) -> Result<String, Failure> {
    let file = &settings.registers.signing_key_file;
    open(file)?;
    public(&open_or_make(&next(file))?)
}

/// Puts the next key in the place of this one, and tells its public half.
pub(crate) fn turn(settings: &Settings) -> Result<String, Failure> {
    let file = &settings.registers.signing_key_file;
    let next = next(file);
    let told = public(&open(&next)?)?;
    std::fs::rename(&next, file).map_err(at(place(file)))?;
    Ok(told)
}

/// Signs something, and sees whether our public key says that we did.
pub(crate) fn tried(settings: &Settings) -> Result<(), Failure> {
    let file = &settings.registers.signing_key_file;
    let key = open(file)?;
    let signed = sign(&key, None, &json!({ "iss": settings.registers.name }));
    let signed = signed.map_err(at(place(file)))?;
    let read = Compact::parse(&signed, signed.len()).map_err(at(place(file)))?;
    let verified = read.verify(key.public(), &[Alg::Es256]);
    verified.map_err(at(place(file)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_when_it_is_asked_for_and_another_takes_its_place_only_when_told() {
        let name = format!("dinhdanh-exchange-key-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        let mut settings = Settings::default();
        settings.registers.signing_key_file = folder.join("in/exchange.key");
        // Missing: named, and nothing is made in its place.
        let said = current(&settings).err().unwrap().to_string();
        assert!(said.contains("registers exchange key"), "{said}");
        for refused in [tried(&settings).err(), turn(&settings).err()] {
            assert!(refused.is_some() && !folder.exists());
        }
        assert!(next_public(&settings).is_err() && !folder.exists());

        let first = current_public(&settings).unwrap();
        assert_eq!(current_public(&settings).unwrap(), first);
        let file = settings.registers.signing_key_file.clone();
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        tried(&settings).unwrap();
        assert!(turn(&settings).is_err(), "there is no next key yet");

        let second = next_public(&settings).unwrap();
        assert_eq!(next_public(&settings).unwrap(), second);
        assert_eq!(current_public(&settings).unwrap(), first);
        assert_ne!(first, second);
        assert_eq!(turn(&settings).unwrap(), second);
        assert_eq!(current_public(&settings).unwrap(), second);
        assert_ne!(next_public(&settings).unwrap(), second, "a third one");
        let left = std::fs::read_dir(file.parent().unwrap()).unwrap().count();
        assert_eq!(left, 2, "nothing half made lies about");

        make(&file).unwrap_err();
        assert_eq!(current_public(&settings).unwrap(), second);
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).unwrap();
        assert!(tried(&settings).is_err(), "others can read it");
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
        std::fs::write(&file, b"something else").unwrap();
        assert!(current(&settings).is_err() && current_public(&settings).is_err());
        std::fs::remove_dir_all(folder).unwrap();
    }
}
