//! `healthcheck`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::process::ExitCode;

use crate::config::Settings;
use crate::failure::{Failure, at};
use crate::{http, out};

/// Asks the management listener of the configuration.
pub(crate) async fn run(settings: &Settings) -> Result<ExitCode, Failure> {
    let mut address = settings.server.management_listen;
    match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => address.set_ip(Ipv4Addr::LOCALHOST.into()),
        IpAddr::V6(ip) if ip.is_unspecified() => address.set_ip(Ipv6Addr::LOCALHOST.into()),
        IpAddr::V4(_) | IpAddr::V6(_) => {}
    }
    let (fine, body) = http::ask_health(address, "/health/ready")
        .await
        .map_err(at(format!("the service at {address} does not answer")))?;
    out::line(body);
    Ok(if fine {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
