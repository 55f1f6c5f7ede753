//! Reading the configuration: defaults, then the file, then the environment, then flags.

use std::path::{Path, PathBuf};
use std::str::FromStr;

use figment::providers::{Format, Serialized, Toml};
use figment::value::{Dict, Map, Value};
use figment::{Figment, Profile, Provider};

use super::secret::Secret;
use super::sections::Settings;
use super::unknown::{exists, first_unknown, nearest};

/// Variables of the tests, and the one that names the file.
const NOT_KEYS: [&str; 2] = ["DINHDANH_TEST_", "DINHDANH_CONFIG"];
const PREFIX: &str = "DINHDANH_";

/// Where settings come from.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sources {
    /// The file, where there is one.
    pub(crate) file: Option<PathBuf>,
    /// All variables of the environment.
    pub(crate) env: Vec<(String, String)>,
    /// `section.key` and value.
    pub(crate) flags: Vec<(String, String)>,
}

/// What is wrong with the configuration, and the cure.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub(crate) struct ConfigError(pub(crate) String);

/// The process's own variables.
pub(crate) fn environment() -> Vec<(String, String)> {
    let text = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
        Some((name.into_string().ok()?, value.into_string().ok()?))
    };
    std::env::vars_os().filter_map(text).collect()
}

/// Reads everything.
pub(crate) fn load(sources: &Sources) -> Result<Settings, ConfigError> {
    let mut figment = Figment::from(Serialized::defaults(Settings::default()));
    // A default secret is shown, not told, when serialised.
    let url = Settings::default().database.url.expose().to_owned();
    figment = figment.merge(Serialized::default("database.url", url));
    if let Some(file) = &sources.file {
        let text = std::fs::read_to_string(file)
            .map_err(|e| ConfigError(format!("{}: {e}", file.display())))?;
        let toml = Toml::string(&text);
        check_keys(&table(&toml, file)?, &file.display().to_string())?;
        figment = figment.merge(toml);
    }
    for (name, path, value) in variables(&sources.env)? {
        figment = figment.merge((
            path.as_str(),
            typed(&path, &value).map_err(|e| ConfigError(format!("{name}: {e}")))?,
        ));
    }
    for (path, value) in &sources.flags {
        let (section, key) = path.split_once('.').unwrap_or((path, ""));
        if !exists(section, key) {
            return Err(unknown("--set", path));
        }
        figment = figment.merge((path.as_str(), typed(path, value)?));
    }
    let settings: Settings = figment.extract().map_err(|e| told(&e, sources))?;
    with_files(settings)
}

fn table(toml: &impl Provider, file: &Path) -> Result<Dict, ConfigError> {
    let mut data: Map<Profile, Dict> = toml
        .data()
        .map_err(|e| ConfigError(format!("{}: {e}", file.display())))?;
    Ok(data.remove(&Profile::Default).unwrap_or_default())
}

fn check_keys(table: &Dict, source: &str) -> Result<(), ConfigError> {
    first_unknown(table).map_or(Ok(()), |path| Err(unknown(source, &path)))
}

fn unknown(source: &str, path: &str) -> ConfigError {
    ConfigError(format!(
        "{source}: there is no key {path}; did you mean {}?",
        nearest(path)
    ))
}

/// Our variables: name, `section.key`, value.
fn variables(env: &[(String, String)]) -> Result<Vec<(String, String, String)>, ConfigError> {
    let mut found = Vec::new();
    for (name, value) in env {
        let Some(rest) = name.strip_prefix(PREFIX) else {
            continue;
        };
        if NOT_KEYS.iter().any(|other| name.starts_with(other)) {
            continue;
        }
        let path = rest.to_ascii_lowercase().replacen("__", ".", 1);
        let (section, key) = path.split_once('.').unwrap_or((&path, ""));
        if !exists(section, key) {
            let meant = nearest(&path).to_ascii_uppercase().replace('.', "__");
            return Err(ConfigError(format!(
                "environment: {name} sets no key; did you mean {PREFIX}{meant}?"
            )));
        }
        found.push((name.clone(), path.clone(), value.clone()));
    }
    found.sort();
    Ok(found)
}

/// A value given as text: text stays text (a password may look like a number), all else is read as TOML.
fn typed(path: &str, text: &str) -> Result<Value, ConfigError> {
    let pointer = format!("/{}", path.replace('.', "/"));
    let defaults = serde_json::to_value(Settings::default()).unwrap_or_default();
    match defaults.pointer(&pointer) {
        Some(serde_json::Value::String(_)) | None => Ok(Value::from(text)),
        Some(_) => Value::from_str(text).map_err(|_| ConfigError(format!("{path} cannot be read"))),
    }
}

fn told(error: &figment::Error, sources: &Sources) -> ConfigError {
    let path = error.path.join(".");
    let file = sources
        .file
        .as_ref()
        .map_or_else(|| "configuration".to_owned(), |f| f.display().to_string());
    let kind = error.kind.to_string();
    if path.is_empty() {
        ConfigError(format!("{file}: {kind}"))
    } else {
        ConfigError(format!("{path}: {kind} ({file})"))
    }
}

/// Takes secrets out of their files.
fn with_files(mut settings: Settings) -> Result<Settings, ConfigError> {
    let default_url = Settings::default().database.url;
    let database = &mut settings.database;
    if database.url == default_url && !database.url_file.as_os_str().is_empty() {
        database.url = Secret::default();
    }
    from_file(
        &mut settings.database.url,
        &settings.database.url_file,
        "database.url",
    )?;
    from_file(
        &mut settings.mail.password,
        &settings.mail.password_file,
        "mail.password",
    )?;
    from_file(
        &mut settings.sms.password,
        &settings.sms.password_file,
        "sms.password",
    )?;
    from_file(
        &mut settings.pkcs11.pin,
        &settings.pkcs11.pin_file,
        "pkcs11.pin",
    )?;
    let events = &mut settings.register_events;
    many_from_file(
        &mut events.population_secrets,
        &events.population_secrets_file,
        "register_events.population_secrets",
    )?;
    many_from_file(
        &mut events.cards_secrets,
        &events.cards_secrets_file,
        "register_events.cards_secrets",
    )?;
    many_from_file(
        &mut events.foreigners_secrets,
        &events.foreigners_secrets_file,
        "register_events.foreigners_secrets",
    )?;
    many_from_file(
        &mut events.business_secrets,
        &events.business_secrets_file,
        "register_events.business_secrets",
    )?;
    Ok(settings)
}

/// Several secrets, one a line.
fn many_from_file(secrets: &mut Vec<Secret>, file: &Path, key: &str) -> Result<(), ConfigError> {
    let mut one = Secret::new(if secrets.is_empty() { "" } else { "set" });
    from_file(&mut one, file, key)?;
    if secrets.is_empty() {
        let lines = one.expose().lines().map(str::trim);
        *secrets = lines.filter(|l| !l.is_empty()).map(Secret::new).collect();
    }
    Ok(())
}

fn from_file(secret: &mut Secret, file: &Path, key: &str) -> Result<(), ConfigError> {
    if file.as_os_str().is_empty() {
        return Ok(());
    }
    if secret.is_set() {
        return Err(ConfigError(format!(
            "{key} and {key}_file are both set; keep one"
        )));
    }
    let text = std::fs::read_to_string(file)
        .map_err(|e| ConfigError(format!("{key}_file: {}: {e}", file.display())))?;
    *secret = Secret::new(text.trim_end_matches(['\r', '\n']));
    Ok(())
}
