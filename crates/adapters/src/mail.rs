//! E-mail by SMTP (RFC 5321), with submission over TLS (RFC 8314) or STARTTLS (RFC 3207).

use std::net::IpAddr;
use std::time::Duration;

use app::ports::{Answer, Gateway, GatewayError, Outgoing};
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

use crate::SetupError;

/// How the connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// TLS from the first byte (port 465).
    Tls,
    /// STARTTLS, and nothing is said without it (port 587).
    StartTls,
    /// None; to this very machine only.
    None,
}

/// Where the mail server is and who we are to it.
#[derive(Clone)]
pub struct Settings {
    /// Name or address of the server.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// User and password, where the server asks for them.
    pub login: Option<(String, String)>,
    /// Sender, such as `Định Danh <no-reply@dinhdanh.example>`.
    pub from: String,
    /// Certificates to trust besides the system's, as PEM.
    pub extra_ca: Option<Vec<u8>>,
    /// Longest wait for one delivery.
    pub timeout: Duration,
}

domain::redacted_debug!(Settings);

/// A mail server.
pub struct Mail {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    domain: String,
    timeout: Duration,
}

fn setup(what: &str, error: impl std::fmt::Display) -> SetupError {
    SetupError(format!("mail: {what}: {error}"))
}

impl Mail {
    /// Prepares the connection; dials at the first message.
    pub fn new(settings: &Settings) -> Result<Self, SetupError> {
        let from: Mailbox = settings.from.parse().map_err(|_| {
            SetupError("mail: `from` is no e-mail address; write Name <name@domain>".into())
        })?;
        let mut transport =
            AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(settings.host.as_str())
                .port(settings.port)
                .tls(tls(settings)?)
                .timeout(Some(settings.timeout));
        if let Some((user, password)) = &settings.login {
            transport = transport.credentials(Credentials::new(user.clone(), password.clone()));
        }
        let domain = from.email.domain().to_owned();
        Ok(Self {
            transport: transport.build(),
            from,
            domain,
            timeout: settings.timeout,
        })
    }

    /// Whether the server answers and lets us in; says nothing to anybody.
    pub async fn reachable(&self) -> Result<(), String> {
        match tokio::time::timeout(self.timeout, self.transport.test_connection()).await {
            Ok(Ok(true)) => Ok(()),
            Ok(Ok(false)) => Err("the mail server does not answer NOOP".to_owned()),
            Ok(Err(error)) => Err(told(&error)),
            Err(_) => Err("the mail server does not answer in time".to_owned()),
        }
    }

    fn letter(&self, message: &Outgoing) -> Result<Message, GatewayError> {
        let to = message
            .to
            .parse()
            .map_err(|_| GatewayError::Never("the address is no e-mail address".to_owned()))?;
        Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to))
            .subject(message.subject.as_str())
            // The key: a server or reader that saw it before can tell the second copy.
            .message_id(Some(format!("<{}@{}>", message.key, self.domain)))
            .raw_header(automatic())
            .header(ContentType::TEXT_PLAIN)
            .body(message.text.clone())
            .map_err(|_| GatewayError::Never("the message cannot be written as e-mail".to_owned()))
    }

    async fn deliver(&self, message: &Outgoing) -> Result<String, GatewayError> {
        let letter = self.letter(message)?;
        // The transport's own limit covers the dialling only: a server that says nothing would hold us for ever.
        match tokio::time::timeout(self.timeout, self.transport.send(letter)).await {
            Ok(Ok(answer)) => Ok(format!("smtp {}", answer.code())),
            Ok(Err(error)) => Err(verdict(&error)),
            Err(_) => Err(GatewayError::Later(
                "the mail server does not answer in time".to_owned(),
            )),
        }
    }
}

impl Gateway for Mail {
    fn send<'a>(&'a self, message: &'a Outgoing) -> Answer<'a, Result<String, GatewayError>> {
        Box::pin(self.deliver(message))
    }
}

/// RFC 3834: no machine need answer this.
fn automatic() -> HeaderValue {
    HeaderValue::new(
        HeaderName::new_from_ascii_str("Auto-Submitted"),
        "auto-generated".to_owned(),
    )
}

fn tls(settings: &Settings) -> Result<Tls, SetupError> {
    if settings.security == Security::None {
        if is_this_machine(&settings.host) {
            return Ok(Tls::None);
        }
        let cure = "mail: without TLS only a server on this machine is allowed; set security to \"tls\" or \"starttls\"";
        return Err(SetupError(cure.to_owned()));
    }
    let mut parameters = TlsParameters::builder(settings.host.clone());
    if let Some(pem) = &settings.extra_ca {
        parameters = parameters
            .add_root_certificate(Certificate::from_pem(pem).map_err(|e| setup("ca_file", e))?);
    }
    let parameters = parameters.build_rustls().map_err(|e| setup("TLS", e))?;
    Ok(if settings.security == Security::Tls {
        Tls::Wrapper(parameters)
    } else {
        Tls::Required(parameters)
    })
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// RFC 5321, 4.2.1: 4yz may pass later, 5yz never will. Refusals of our own login concern every
/// message, so they wait for the operator. The server's words may name the recipient: only its code is kept.
fn verdict(error: &SmtpError) -> GatewayError {
    let ours = error
        .status()
        .is_some_and(|code| matches!(u16::from(code), 530 | 534 | 535 | 538));
    if error.is_permanent() && !ours {
        GatewayError::Never(told(error))
    } else {
        GatewayError::Later(told(error))
    }
}

fn told(error: &SmtpError) -> String {
    match error.status() {
        Some(code) => format!("the mail server answered {code}"),
        None if error.is_timeout() => "the mail server does not answer in time".to_owned(),
        None if error.is_tls() => "no TLS connection with the mail server".to_owned(),
        None => "no connection with the mail server".to_owned(),
    }
}
