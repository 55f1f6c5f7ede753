//! Mail server and SMS gateway.

use super::Finding;
use crate::config::Settings;
use crate::wiring;

pub(super) async fn examine(settings: &Settings) -> Vec<Finding> {
    vec![mail(settings).await, sms(settings).await]
}

async fn mail(settings: &Settings) -> Finding {
    match wiring::mail(settings) {
        Err(failure) => Finding::failing("mail", failure.to_string()),
        Ok(None) => Finding::note(
            "mail",
            "no server is configured, so e-mail waits; set mail.host",
        ),
        Ok(Some(server)) => match server.reachable().await {
            Ok(()) => Finding::well("mail", "the server answers"),
            Err(why) => Finding::failing(
                "mail",
                format!("{why}; check mail.host, mail.port, mail.security and the login"),
            ),
        },
    }
}

async fn sms(settings: &Settings) -> Finding {
    match wiring::sms(settings) {
        Err(failure) => Finding::failing("sms", failure.to_string()),
        Ok(None) => Finding::note(
            "sms",
            "no gateway is configured, so text messages wait; set sms.url",
        ),
        Ok(Some(gateway)) => match gateway.reachable().await {
            Ok(()) => Finding::well("sms", "the gateway answers"),
            Err(why) => Finding::failing("sms", format!("{why}; check sms.url and the network")),
        },
    }
}
