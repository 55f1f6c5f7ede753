//! What we sign: ID tokens, logout tokens, access tokens, `UserInfo` and introspection answers,
//! identity packages. One type each, so that
//! none can be taken for another (RFC 8725 §3.11, §3.12).

mod access;
mod answer;
mod confirmation;
mod id;
mod logout;
mod package;
#[cfg(test)]
mod tests;

pub use access::{JwtAccessToken, Known};
pub use answer::{Introspection, UserInfo};
pub use confirmation::Confirmation;
pub use id::{IdToken, half_hash};
pub use logout::LogoutToken;
pub use package::{IdentityPackage, PACKAGE_STATUS};

use serde::Serialize;
use serde_json::{Map, Value};

/// Claims of a fixed shape, and others beside them that cannot take their place.
fn with_extra(own: &impl Serialize, extra: &Map<String, Value>) -> Map<String, Value> {
    let mut claims = extra.clone();
    if let Ok(Value::Object(own)) = serde_json::to_value(own) {
        claims.extend(own);
    }
    claims
}
