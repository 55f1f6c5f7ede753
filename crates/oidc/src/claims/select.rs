//! From scopes and the `claims` parameter to the claims that may be given where.

use std::collections::BTreeMap;

use super::{Ask, ClaimsRequest};

/// The claims to give, if the person has them and agrees.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Selected {
    /// In the ID token.
    pub id_token: BTreeMap<String, Ask>,
    /// By `UserInfo`.
    pub userinfo: BTreeMap<String, Ask>,
}

/// Selects what is asked by scope (for `UserInfo`, as the code flow always gives an access token: Core §5.4) or by name,
/// and keeps only what is `allowed` for the client. `table` says which claims a scope means.
///
/// A claim of `claims` overrides the same claim of a scope, so that its wishes count.
pub fn select(
    request: &ClaimsRequest,
    scopes: &[String],
    table: &[(&str, &[&str])],
    allowed: &[String],
) -> Selected {
    let may = |name: &str| allowed.iter().any(|own| own == name);
    let by_scope = table
        .iter()
        .filter(|(scope, _)| scopes.iter().any(|asked| asked == scope))
        .flat_map(|(_, claims)| claims.iter())
        .map(|name| ((*name).to_owned(), Ask::default()));
    let by_name = |asked: &BTreeMap<String, Ask>| asked.clone().into_iter();
    Selected {
        id_token: by_name(&request.id_token.claims)
            .filter(|(name, _)| may(name))
            .collect(),
        userinfo: by_scope
            .chain(by_name(&request.userinfo.claims))
            .filter(|(name, _)| may(name))
            .collect(),
    }
}
