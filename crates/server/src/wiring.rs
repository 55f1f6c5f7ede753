//! Putting the application together from the configuration.

use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use adapters::clock::SystemClock;
use adapters::entropy::SystemEntropy;
use adapters::gateway::{Routes, Unconfigured};
use adapters::mail::{self, Mail};
use adapters::outward::{Reach, Services};
use adapters::pkcs11::Module;
use adapters::sms::http::{self, SmsGateway};
use app::ports::{Clock, Entropy, Gateway, MessageChannel};
use app::relying_parties::{Mtls, Rings};
use app::secret::Hasher;
use app::{App, Config, Parts};
use biometrics::face::{Faces, Rules, Thresholds};
use biometrics::finger::Fingers;
use domain::secret::PasswordPolicy;
use oidc::certificate::Roots;
use store::{Db, MasterKey};

use crate::config::{
    CounterChallenge, MailSecurity, PasswordRules, Settings, SmsStyle, event_settings,
    store_settings,
};
use crate::exchange::{self, Ground};
use crate::failure::{Failure, at};
use crate::http::tls;

/// Opens the database and brings its schema up to date.
pub(crate) async fn database(settings: &Settings) -> Result<Db, Failure> {
    let store = store_settings(settings).map_err(Failure::new)?;
    let entropy = SystemEntropy::new();
    let mut random = |bytes: &mut [u8]| entropy.fill(bytes);
    if let store::Settings::Lite { file } = &store {
        folder_of(file)?;
    }
    folder_of(&settings.database.master_key_file)?;
    let master = MasterKey::load_or_make(&settings.database.master_key_file, &mut random)?;
    Ok(Db::open(&store, &master, &mut random).await?)
}

fn folder_of(file: &Path) -> Result<(), Failure> {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => {
            std::fs::create_dir_all(folder).map_err(at(folder.display()))
        }
        Some(_) | None => Ok(()),
    }
}

/// The application as an installation serves people with it.
pub(crate) async fn serving(settings: &Settings) -> Result<App, Failure> {
    let engines = (faces(settings)?, fingers(settings));
    installed(settings, engines).await
}

/// The application for the work that waits. An engine makes templates; one that is not in order must not keep locks and
/// messages waiting.
pub(crate) async fn working(settings: &Settings) -> Result<App, Failure> {
    let faces = faces(settings).unwrap_or_else(|failure| {
        tracing::error!(error = %failure, "no face templates are made here");
        None
    });
    installed(settings, (faces, None)).await
}

/// The application for what is done by hand: nobody's face or finger is compared there, and what must not fail does
/// not fail for an engine.
pub(crate) async fn app(settings: &Settings) -> Result<App, Failure> {
    installed(settings, (None, None)).await
}

async fn installed(
    settings: &Settings,
    (faces, fingers): (Option<Faces>, Option<Fingers>),
) -> Result<App, Failure> {
    let db = database(settings).await?;
    let gateway = gateway(settings)?;
    let outside = Outside {
        clock: Arc::new(SystemClock),
        gateway,
        faces,
        fingers,
    };
    assemble(settings, db, outside, false)
}

/// What an installation and a demonstration have each of its own kind.
pub(crate) struct Outside {
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) gateway: Arc<dyn Gateway>,
    pub(crate) faces: Option<Faces>,
    pub(crate) fingers: Option<Fingers>,
}

/// The application over given parts.
pub(crate) fn assemble(
    settings: &Settings,
    db: Db,
    outside: Outside,
    demo: bool,
) -> Result<App, Failure> {
    let Outside {
        clock,
        gateway,
        faces,
        fingers,
    } = outside;
    let entropy: Arc<dyn Entropy> = Arc::new(SystemEntropy::new());
    let mut salt = [0; 16];
    entropy.fill(&mut salt);
    let ground = Ground {
        db: &db,
        clock: clock.clone(),
        entropy: entropy.clone(),
    };
    let registers = exchange::registers(settings, &ground)?;
    let register_events = event_settings(settings).map_err(Failure::new)?;
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    Ok(App::new(Parts {
        registers,
        db,
        clock,
        entropy,
        faces: faces.map(|faces| Arc::new(faces) as Arc<dyn app::ports::Faces>),
        fingers: fingers.map(|fingers| Arc::new(fingers) as Arc<dyn app::ports::Fingers>),
        gateway,
        outward: Arc::new(Services::new(services(settings, demo))?),
        texts: Arc::new(web::texts::Locales),
        hasher: Hasher::owasp(cores, salt, adapters::priority::give_way)?,
        config: Config {
            mtls: mtls(settings),
            ..rules(settings, register_events, demo)
        },
        signing: signing(settings)?,
        remembered: app::relying_parties::Remembered::default(),
        inspector: app::relying_parties::Inspector::default(),
        wake: Arc::new(tokio::sync::Notify::new()),
    }))
}

/// Where services show certificates, and who may vouch for them: nobody, where the file cannot be read. `serve` does
/// not start then; what is done by hand, such as taking stolen keys back, must not fail for it.
fn mtls(settings: &Settings) -> Option<Mtls> {
    let origin = &settings.mtls.public_url;
    let roots = || {
        tls::roots(settings).unwrap_or_else(|failure| {
            tracing::error!(error = %failure, "nobody can vouch for services");
            Roots::default()
        })
    };
    (!origin.is_empty()).then(|| Mtls {
        origin: origin.clone(),
        roots: roots(),
    })
}

/// Comparisons of faces that run at once, beside one that only looks.
const LANES: NonZeroUsize = NonZeroUsize::MIN.saturating_add(1);

/// The engine that compares faces, where a folder of models is configured. One that cannot be opened stops the
/// start: officers must not believe that a machine looks.
pub(crate) fn faces(settings: &Settings) -> Result<Option<Faces>, Failure> {
    let folder = &settings.biometrics.models;
    if folder.as_os_str().is_empty() {
        return Ok(None);
    }
    Faces::open(folder, LANES, Thresholds::attended(), Rules::start())
        .and_then(|faces| faces.with_unattended(Thresholds::unattended()))
        .map(Some)
        .map_err(at("biometrics.models"))
}

/// The engine that compares fingerprints, where it is switched on. It needs no files.
pub(crate) fn fingers(settings: &Settings) -> Option<Fingers> {
    settings.biometrics.fingerprints.then(Fingers::default)
}

/// Where the keys live that sign tokens.
fn signing(settings: &Settings) -> Result<Rings, Failure> {
    let pkcs11 = &settings.pkcs11;
    if pkcs11.module.as_os_str().is_empty() {
        return Ok(Rings::default());
    }
    let module = Module::open(&pkcs11.module, &pkcs11.token, pkcs11.pin.expose())?;
    Ok(Rings::with(Arc::new(module)))
}

const fn services(settings: &Settings, demo: bool) -> Reach {
    if demo || settings.services.danger_loopback {
        Reach::DangerLoopback
    } else {
        Reach::Public
    }
}

fn rules(settings: &Settings, register_events: app::events::Settings, demo: bool) -> Config {
    let service = &settings.service;
    Config {
        public_url: settings.server.public_url.clone(),
        app_name: service.app_name.clone(),
        password_policy: match service.password_rules {
            PasswordRules::Nist => PasswordPolicy::Nist {
                min: service.password_min,
            },
            PasswordRules::App1 => PasswordPolicy::App1,
        },
        one_device: service.one_device,
        session_idle: service.session_idle,
        session_life: service.session_life,
        call_centre: service.call_centre.clone(),
        integration_target: service.integration_target,
        register_events,
        mtls: None,
        short_lock: jiff::SignedDuration::from_hours(settings.lock.short_hours.into()),
        recheck_per_mille: settings.counter.recheck_per_mille,
        alike_from: thousandths(settings.biometrics.alike_from),
        counter_challenge: match settings.biometrics.counter_challenge {
            CounterChallenge::Off => app::CounterChallenge::Off,
            CounterChallenge::Offered => app::CounterChallenge::Offered,
            CounterChallenge::Asked => app::CounterChallenge::Asked,
        },
        cleaning: app::cleaning::batches::Settings {
            folder: settings.cleaning.folder.clone(),
            most_bytes: u64::from(settings.cleaning.most_mib) << 20,
            sample: settings.cleaning.sample.into(),
            keep: jiff::SignedDuration::from_hours(24 * i64::from(settings.cleaning.keep_days)),
        },
        demo,
    }
}

/// A likeness as the application keeps it.
fn thousandths(likeness: f64) -> u16 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "what the configuration may hold lies between 450 and 950"
    )]
    let whole = (likeness * 1000.0).round() as u16;
    whole
}

fn gateway(settings: &Settings) -> Result<Arc<dyn Gateway>, Failure> {
    let sms: Arc<dyn Gateway> = match sms(settings)? {
        Some(gateway) => Arc::new(gateway),
        None => Arc::new(Unconfigured::new(MessageChannel::Sms)),
    };
    let email: Arc<dyn Gateway> = match mail(settings)? {
        Some(gateway) => Arc::new(gateway),
        None => Arc::new(Unconfigured::new(MessageChannel::Email)),
    };
    Ok(Arc::new(Routes { sms, email }))
}

fn wait(duration: jiff::SignedDuration) -> Duration {
    Duration::try_from(duration).unwrap_or(Duration::from_secs(20))
}

/// The mail server, where one is configured.
pub(crate) fn mail(settings: &Settings) -> Result<Option<Mail>, Failure> {
    let mail = &settings.mail;
    if mail.host.is_empty() {
        return Ok(None);
    }
    let extra_ca = if mail.ca_file.as_os_str().is_empty() {
        None
    } else {
        let place = at(format!("mail.ca_file: {}", mail.ca_file.display()));
        Some(std::fs::read(&mail.ca_file).map_err(place)?)
    };
    let settings = mail::Settings {
        host: mail.host.clone(),
        port: mail.port,
        security: match mail.security {
            MailSecurity::Tls => mail::Security::Tls,
            MailSecurity::StartTls => mail::Security::StartTls,
            MailSecurity::None => mail::Security::None,
        },
        login: (!mail.username.is_empty())
            .then(|| (mail.username.clone(), mail.password.expose().to_owned())),
        from: mail.from.clone(),
        extra_ca,
        timeout: wait(mail.timeout),
    };
    Ok(Some(Mail::new(&settings)?))
}

/// The SMS gateway, where one is configured.
pub(crate) fn sms(settings: &Settings) -> Result<Option<SmsGateway>, Failure> {
    let sms = &settings.sms;
    if sms.url.is_empty() {
        return Ok(None);
    }
    let settings = http::Settings {
        url: sms.url.clone(),
        style: match sms.style {
            SmsStyle::Kannel => http::Style::Kannel,
            SmsStyle::Form => http::Style::Form,
            SmsStyle::Query => http::Style::Query,
        },
        username: sms.username.clone(),
        password: sms.password.expose().to_owned(),
        from: sms.from.clone(),
        timeout: wait(sms.timeout),
    };
    Ok(Some(SmsGateway::new(settings)?))
}
