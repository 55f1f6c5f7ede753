//! What stands between a request and its code: one judgement, for the page that asks and, once more, for
//! the transaction that decides.

use domain::actor::AuthLevel;
use domain::ids::SubjectId;
use domain::relying_party::{Claims, Phase};
use jiff::{SignedDuration, Timestamp};
use oidc::authorization::{Prompt, Request};
use store::account::Stored;
use store::relying_party::consent::Consent;

use super::browser::{Scene, lasting};
use super::{LASTING, level_of, pairwise};
use crate::App;
use crate::holder::Resumed;

/// What comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Sign in, or sign in again, or as somebody else.
    SignIn,
    /// D59-6.1: read the terms in force first.
    Terms,
    /// A trial serves its developer alone (D59-22).
    Stranger,
    /// The sign-in is not of the level that the service cannot do without.
    TooWeak,
    /// The account is not of the level that a claim needs.
    TooLow,
    /// Everything was agreed before.
    Agreed,
    /// The person decides.
    Ask,
}

/// Judges a request against a session, its account and the consent on record.
pub(super) fn judge(
    app: &App,
    scene: &Scene,
    (session, stored): (&Resumed, &Stored),
    given: &[Consent],
    now: Timestamp,
) -> Verdict {
    let request = &scene.pending.request;
    let rules = &scene.party.rules;
    let own = pairwise(app, &rules.sector, session.subject);
    // OpenID Connect Core 3.1.2.1: a hint names who is meant.
    let meant = scene.pending.meant.as_ref();
    if session.status_only || !fresh(scene, session, now) || meant.is_some_and(|sub| *sub != own) {
        return Verdict::SignIn;
    }
    if session.terms_due {
        return Verdict::Terms;
    }
    if !serves(app, scene, session) {
        return Verdict::Stranger;
    }
    if !strong(request, session.level) {
        return Verdict::TooWeak;
    }
    let needed = scene.wanted.needed.iter().map(|claim| claim.needs().get());
    if needed.max().is_some_and(|n| n > stored.account.level.get()) {
        return Verdict::TooLow;
    }
    let own = given.iter().find(|g| g.client == scene.party.stored.id);
    // What lasts is agreed to anew when its time is over.
    let given = own.filter(|g| !lasting(request) || now < g.at + LASTING);
    // RFC 8628 5.4: who was sent a code reads the warning and says yes or no, each time.
    let quietly = scene.pending.polled.is_none() && !request.prompts(Prompt::Consent);
    if quietly && given.is_some_and(|g| covers(&g.claims, scene)) {
        Verdict::Agreed
    } else {
        Verdict::Ask
    }
}

/// D59-22.1: what nobody has checked yet is for whoever makes it, or for people who do not exist.
fn serves(app: &App, scene: &Scene, session: &Resumed) -> bool {
    let client = &scene.party.stored;
    match client.phase {
        Phase::Production => true,
        Phase::Sandbox | Phase::Review => app.config.demo || client.owner == Some(session.subject),
        Phase::Suspended => false,
    }
}

/// OpenID Connect Core 3.1.2.1: whether the sign-in at hand will do.
fn fresh(scene: &Scene, session: &Resumed, now: Timestamp) -> bool {
    let request = &scene.pending.request;
    if session.since >= scene.created {
        return true;
    }
    if request.prompts(Prompt::Login) || request.prompts(Prompt::SelectAccount) {
        return false;
    }
    let max_age = request.max_age.or(scene.party.rules.default_max_age);
    max_age.is_none_or(|seconds| {
        let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
        now.duration_since(session.since) <= SignedDuration::from_secs(seconds)
    })
}

/// D59-24: whether the sign-in reaches what the client cannot do without. What is asked in `acr_values` is
/// a wish (3.1.2.1); what is asked as an essential claim is not.
fn strong(request: &Request, level: AuthLevel) -> bool {
    let asked = request.claims.id_token.claims.get("acr");
    let Some(asked) = asked.filter(|ask| ask.essential) else {
        return true;
    };
    let mut wanted = asked.value.iter().chain(&asked.values).peekable();
    wanted.peek().is_none()
        || wanted
            .filter_map(|acr| level_of(acr.as_str()?))
            .any(|wanted| level.get() >= wanted)
}

/// What a consent names: scopes, claims, and what was asked and not given, so that it is not asked for
/// ever (5.5.1).
pub(super) fn names(scene: &Scene, claims: &Claims, organisation: Option<SubjectId>) -> String {
    let scopes = scene.pending.request.scope.iter();
    let asked = scene.wanted.optional.iter();
    let names = scopes
        .map(|scope| format!("scope:{scope}"))
        .chain(claims.iter().map(|claim| claim.as_str().to_owned()))
        .chain(asked.map(|claim| format!("asked:{}", claim.as_str())))
        .chain(organisation.map(|id| format!("{ORGANISATION}{id}")));
    names.collect::<Vec<_>>().join(" ")
}

/// How the organisation stands in a consent.
const ORGANISATION: &str = "organisation:";

/// The organisation that a consent on record was given for.
pub(super) fn organisation_of(given: &str) -> Option<SubjectId> {
    let mut names = given.split(' ');
    names.find_map(|name| name.strip_prefix(ORGANISATION)?.parse().ok())
}

/// Whether a consent on record was asked for everything that is asked now; something new is asked anew.
fn covers(given: &str, scene: &Scene) -> bool {
    let names = names(scene, &scene.wanted.needed, None);
    let mut names = names.split(' ');
    names.all(|name| given.split(' ').any(|own| own == name))
}

/// Whether a later consent lets a service read less than an earlier one did.
pub(super) fn narrower(later: &str, earlier: &str) -> bool {
    let kept = |name: &str| name.starts_with("asked:") || later.split(' ').any(|own| own == name);
    !earlier.split(' ').all(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn less_is_noticed_and_a_question_is_nothing_given() {
        for (later, earlier, want) in [
            ("scope:openid name", "scope:openid name phone_number", true),
            (
                "scope:openid name",
                "scope:openid scope:offline_access name",
                true,
            ),
            (
                "scope:openid name email",
                "scope:openid name asked:email",
                false,
            ),
            ("scope:openid", "scope:openid", false),
        ] {
            assert_eq!(narrower(later, earlier), want, "{later} after {earlier}");
        }
    }
}
