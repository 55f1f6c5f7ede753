//! Who may ask for an identity package, and by which requests (R50-3).

use aws_lc_rs::constant_time::verify_slices_are_equal;
use domain::relying_party::{Claim, PACKAGE_SCOPE};
use oidc::authorization::Request;
use oidc::{ErrorCode, OAuthError, Params};

use super::super::bearer::Bearer;
use super::super::client::Party;
use crate::App;
use crate::chip_check::hex;

/// Whether scopes ask for one.
pub(in crate::relying_parties) fn asked<'a>(scopes: impl IntoIterator<Item = &'a str>) -> bool {
    scopes.into_iter().any(|scope| scope == PACKAGE_SCOPE)
}

const fn invalid(description: &'static str) -> OAuthError {
    OAuthError {
        code: ErrorCode::InvalidScope,
        description,
    }
}

fn names(params: &Params) -> bool {
    asked(params.get("scope").unwrap_or_default().split(' '))
}

/// A request through the person's browser. The scope is a licence's: where there is none it is refused by name, also
/// to clients whose unknown scopes are passed over. A package is of a person, who signs in his own name.
pub(in crate::relying_parties) fn may(
    params: &Params,
    party: &Party,
    request: &Request,
) -> Result<(), OAuthError> {
    if !names(params) {
        return Ok(());
    }
    if party.stored.signature_licence.is_none() {
        return Err(invalid(
            "identity_package is for licensed providers of signature certificates",
        ));
    }
    let own = |claim: Claim| party.rules.claims.iter().any(|own| own == claim.as_str());
    if ![Claim::Name, Claim::Number].into_iter().all(own) {
        return Err(invalid(
            "identity_package needs the claims name and personal_administrative_number registered",
        ));
    }
    let organisation = Claim::Organisation.as_str();
    let claims = &request.claims;
    if request.scope.iter().any(|scope| scope == organisation)
        || claims.id_token.claims.contains_key(organisation)
        || claims.userinfo.claims.contains_key(organisation)
    {
        return Err(invalid(
            "an identity package is of a person: ask for no organisation with it",
        ));
    }
    Ok(())
}

/// Who asks from elsewhere (RFC 8628, CIBA) shows the person no page of his own: no package comes of it.
pub(in crate::relying_parties) fn in_browser(params: &Params) -> Result<(), OAuthError> {
    if names(params) {
        return Err(invalid(
            "identity_package is asked for through the person's browser only",
        ));
    }
    Ok(())
}

/// What a certification request has to carry: bound to one access token, so to one sign-in of one person at one
/// service, and known to nobody who was not given that token.
pub(in crate::relying_parties) fn challenge(app: &App, token: &Bearer) -> String {
    let token = hex(&token.digest());
    hex(&app.db.keys().digest("identity-package", &token))
}

/// Compares without telling by the time how much fits.
pub(super) fn fits(app: &App, token: &Bearer, shown: &str) -> bool {
    let wanted = challenge(app, token);
    verify_slices_are_equal(wanted.as_bytes(), shown.as_bytes()).is_ok()
}
