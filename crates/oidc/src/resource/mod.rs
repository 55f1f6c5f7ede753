//! Resource indicators (RFC 8707): which servers an access token is for.
//!
//! Without one a token is for our own resources, whose name is the issuer. A client may name those that it registered,
//! and the issuer.

#[cfg(test)]
mod tests;

use crate::client::Client;
use crate::uri::Uri;
use crate::{ErrorCode, OAuthError, Params};

const MAX_LIST: usize = 20;
const MAX_LEN: usize = 512;

/// RFC 8707 §2: an absolute URI without fragment; with an authority, as all resources here have one.
pub fn good(text: &str) -> bool {
    text.len() <= MAX_LEN && Uri::parse(text).is_some_and(|uri| uri.fragment.is_none())
}

/// Reads the parameters `resource`; only their form is judged.
pub fn read(params: &Params) -> Result<Vec<String>, OAuthError> {
    let mut all: Vec<String> = Vec::new();
    for one in params.get_all("resource") {
        if all.len() >= MAX_LIST || !good(one) {
            return Err(target(
                "resource is not an absolute URI without fragment, or there are too many",
            ));
        }
        if all.iter().all(|own| own != one) {
            all.push(one.to_owned());
        }
    }
    Ok(all)
}

/// At the authorization endpoint: refuses what the client did not register.
pub fn check(asked: &[String], client: &Client, issuer: &str) -> Result<(), OAuthError> {
    let may = |one: &String| one == issuer || client.resources.contains(one);
    if asked.iter().all(may) {
        Ok(())
    } else {
        Err(target("the client is not registered for this resource"))
    }
}

/// At the token endpoint (§2.2): the audience of a token under a grant for these resources; it may name some of them, and
/// without naming any gets all.
pub fn audience(
    asked: Vec<String>,
    granted: &[String],
    issuer: &str,
) -> Result<Vec<String>, OAuthError> {
    let usual = [issuer.to_owned()];
    let granted = if granted.is_empty() { &usual } else { granted };
    if !asked.iter().all(|one| granted.contains(one)) {
        return Err(target("the grant is not for this resource"));
    }
    Ok(if asked.is_empty() {
        granted.to_vec()
    } else {
        asked
    })
}

const fn target(description: &'static str) -> OAuthError {
    OAuthError::new(ErrorCode::InvalidTarget, description)
}
