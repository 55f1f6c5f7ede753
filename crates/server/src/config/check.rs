//! What a setting cannot be, though its type allows it.

use std::net::SocketAddr;
use std::path::PathBuf;

use domain::register_event::Teller;

use super::sections::{CounterChallenge, PasswordRules, Settings};

/// Every fault, one sentence each.
pub(crate) fn faults(settings: &Settings, serving: bool) -> Vec<String> {
    let mut faults = Vec::new();
    if let Err(fault) = public_url(&settings.server.public_url, serving) {
        faults.push(fault);
    }
    if let Err(fault) = database(settings) {
        faults.push(fault);
    }
    faults.extend(mtls(settings).into_iter().map(str::to_owned));
    if settings.server.listen == settings.server.management_listen
        && settings.server.listen.port() != 0
    {
        faults.push("server.listen and server.management_listen are the same; give one of them another port".to_owned());
    }
    if settings.service.password_rules == PasswordRules::Nist
        && !(8..=64).contains(&settings.service.password_min)
    {
        faults.push("service.password_min must lie between 8 and 64".to_owned());
    }
    if !(1..=168).contains(&settings.lock.short_hours) {
        faults.push("lock.short_hours must lie between 1 and 168".to_owned());
    }
    if settings.counter.recheck_per_mille > 1000 {
        faults.push("counter.recheck_per_mille must lie between 0 and 1000".to_owned());
    }
    if !(0.45..=0.95).contains(&settings.biometrics.alike_from) {
        faults.push("biometrics.alike_from must lie between 0.45 and 0.95".to_owned());
    }
    if settings.biometrics.counter_challenge == CounterChallenge::Asked
        && settings.biometrics.models.as_os_str().is_empty()
    {
        faults.push("biometrics.counter_challenge is \"asked\", and biometrics.models is missing: without an engine nobody can turn his head before it".to_owned());
    }
    cleaning(settings, &mut faults);
    for (name, duration) in [
        ("service.session_idle", settings.service.session_idle),
        ("service.session_life", settings.service.session_life),
        (
            "service.integration_target",
            settings.service.integration_target,
        ),
        ("mail.timeout", settings.mail.timeout),
        ("sms.timeout", settings.sms.timeout),
    ] {
        if !duration.is_positive() {
            faults.push(format!("{name} must be longer than nothing, such as PT20M"));
        }
    }
    let module = &settings.pkcs11;
    if !module.module.as_os_str().is_empty() && module.token.is_empty() {
        faults.push("pkcs11.token is missing: give the label of the token".to_owned());
    }
    if let Err(fault) = event_settings(settings) {
        faults.push(fault);
    }
    faults.extend(super::exchange::faults(&settings.registers));
    faults
}

/// What telecoms may bring.
fn cleaning(settings: &Settings, faults: &mut Vec<String>) {
    let cleaning = &settings.cleaning;
    for (name, value, most) in [
        ("cleaning.most_mib", cleaning.most_mib, 1 << 20),
        ("cleaning.sample", cleaning.sample.into(), 1000),
        ("cleaning.keep_days", cleaning.keep_days.into(), 365),
    ] {
        if !(1..=most).contains(&value) {
            faults.push(format!("{name} must lie between 1 and {most}"));
        }
    }
}

/// What registers tell by messages, as the application wants it.
pub(crate) fn event_settings(settings: &Settings) -> Result<app::events::Settings, String> {
    let section = &settings.register_events;
    if section.at_once > 1000 {
        return Err("register_events.at_once must not be more than 1000".to_owned());
    }
    let mut secrets = app::events::Secrets::default();
    for (teller, list) in [
        (Teller::Population, &section.population_secrets),
        (Teller::Cards, &section.cards_secrets),
        (Teller::Foreigners, &section.foreigners_secrets),
        (Teller::Business, &section.business_secrets),
    ] {
        for secret in list {
            if !secrets.add(teller, secret.expose()) {
                return Err(format!(
                    "register_events.{}_secrets: a secret is whsec_ and base64 of at least 24 random bytes",
                    teller.as_str()
                ));
            }
        }
    }
    Ok(app::events::Settings {
        at_once: section.at_once,
        secrets,
    })
}

fn public_url(url: &str, serving: bool) -> Result<(), String> {
    if url.is_empty() {
        let missing = "server.public_url is missing; set it to the address people use, such as https://dinhdanh.example";
        return if serving {
            Err(missing.to_owned())
        } else {
            Ok(())
        };
    }
    let local = ["http://localhost", "http://127.0.0.1", "http://[::1]"];
    let rest = url.strip_prefix("https://").or_else(|| {
        local
            .iter()
            .any(|l| url.starts_with(l))
            .then(|| &url["http://".len()..])
    });
    match rest {
        None => Err("server.public_url must begin with https:// (http:// only for this machine)".to_owned()),
        Some(host) if host.is_empty() || host.contains(['/', '?', '#', '@', ' ']) => {
            Err("server.public_url must be a bare origin, such as https://dinhdanh.example, without path or trailing slash".to_owned())
        }
        Some(_) => Ok(()),
    }
}

/// RFC 8705, RFC 9440.
fn mtls(settings: &Settings) -> Vec<&'static str> {
    let mtls = &settings.mtls;
    let given = |path: &std::path::Path| !path.as_os_str().is_empty();
    let listens = !mtls.listen.is_empty();
    let bare = mtls.public_url.strip_prefix("https://").unwrap_or_default();
    let origin = !bare.is_empty() && !bare.contains(['/', '?', '#', '@', ' ']);
    let rules = [
        (
            listens && mtls.listen.parse::<SocketAddr>().is_err(),
            "mtls.listen must be an address and a port, such as 0.0.0.0:8481",
        ),
        (
            listens && !(given(&mtls.certificate_file) && given(&mtls.key_file)),
            "mtls.listen needs mtls.certificate_file and mtls.key_file",
        ),
        (
            mtls.public_url.is_empty() && (listens || mtls.client_cert_header),
            "mtls.public_url is missing; set it to the address services call, such as https://mtls.dinhdanh.example",
        ),
        (
            !mtls.public_url.is_empty() && !origin,
            "mtls.public_url must be a bare origin with https, such as https://mtls.dinhdanh.example",
        ),
        (
            !mtls.public_url.is_empty() && !listens && !mtls.client_cert_header,
            "mtls.public_url has nothing behind it: set mtls.listen, or mtls.client_cert_header for a proxy",
        ),
        (
            listens && origin && mtls.public_url == settings.server.public_url,
            "mtls.public_url must differ from server.public_url where mtls.listen takes certificates under it",
        ),
        (
            !listens && (given(&mtls.certificate_file) || given(&mtls.key_file)),
            "mtls.certificate_file and mtls.key_file serve mtls.listen, which is not set",
        ),
        (
            given(&mtls.ca_file) && mtls.public_url.is_empty(),
            "mtls.ca_file serves nothing without mtls.public_url",
        ),
        (
            mtls.client_cert_header && settings.server.trusted_proxies.is_empty(),
            "mtls.client_cert_header needs server.trusted_proxies: whose header is believed",
        ),
    ];
    let broken = rules.into_iter().filter(|(broken, _)| *broken);
    broken.map(|(_, words)| words).collect()
}

fn database(settings: &Settings) -> Result<(), String> {
    store_settings(settings).map(|_| ())
}

/// The database's settings as the store wants them.
pub(crate) fn store_settings(settings: &Settings) -> Result<store::Settings, String> {
    let url = settings.database.url.expose();
    if let Some(file) = url.strip_prefix("sqlite:") {
        let file = file.strip_prefix("//").unwrap_or(file);
        return if file.is_empty() {
            Err("database.url names no file; write sqlite:FILE".to_owned())
        } else {
            Ok(store::Settings::Lite {
                file: PathBuf::from(file),
            })
        };
    }
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        let connections = settings.database.connections.clamp(2, 500);
        return Ok(store::Settings::Postgres {
            url: url.to_owned(),
            connections,
        });
    }
    Err("database.url must begin with sqlite: or postgres://".to_owned())
}
