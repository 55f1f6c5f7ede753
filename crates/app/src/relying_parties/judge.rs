//! What stands between a request and its code: one judgement, for the page that asks and, once more, for
//! the transaction that decides.

use domain::account::Level;
use domain::actor::AuthLevel;
use domain::ids::SubjectId;
use domain::relying_party::package::{FRESH_TO_ASK, LEVEL};
use domain::relying_party::{Claim, Claims, Phase};
use jiff::{SignedDuration, Timestamp};
use oidc::authorization::{Prompt, Request};
use oidc::client::Client;
use store::account::Stored;
use store::relying_party::consent::Consent;

use super::browser::{Scene, lasting};
use super::step_up::least;
use super::{LASTING, level_of, package, pairwise, subscriber};
use crate::holder::Resumed;
use crate::{App, self_proof};

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
    /// It is not, and the person's phone can raise it by chip and face (D59-24.3).
    Raise,
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
    match enough(request, rules, session.level) {
        Enough::Yes => {}
        // A wish is put to the person once: whoever signed in for this request has answered it.
        Enough::Wish if session.since >= scene.created => {}
        Enough::Wish | Enough::StepUp => return Verdict::SignIn,
        Enough::Raise if self_proof::possible(app) && self_proof::may(stored).is_ok() => {
            return Verdict::Raise;
        }
        Enough::Raise | Enough::No => return Verdict::TooWeak,
    }
    let proven = packaged(request) || subscriber::asked(request);
    let proven = proven.then_some(Level::Two.get());
    let needed = scene.wanted.needed.iter().map(|claim| claim.needs().get());
    let needed = needed.chain(proven);
    if needed.max().is_some_and(|n| n > stored.account.level.get()) {
        return Verdict::TooLow;
    }
    let client = &scene.party.stored;
    // D59-5: what was agreed was agreed for a purpose, on a basis.
    let own = given.iter().find(|g| {
        g.client == client.id && g.purpose == client.purpose && g.legal_basis == client.legal_basis
    });
    // What lasts is agreed to anew when its time is over.
    let given = own.filter(|g| !lasting(request) || now < g.at + LASTING);
    // RFC 8628 5.4: who was sent a code reads the warning and says yes or no, each time.
    // R50-3: each certificate takes a word of his own.
    let quietly =
        scene.pending.polled.is_none() && !request.prompts(Prompt::Consent) && !packaged(request);
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
    let anew = request.prompts(Prompt::Login) || request.prompts(Prompt::SelectAccount);
    if anew && session.since < scene.created {
        return false;
    }
    if session.auth_time >= scene.created {
        return true;
    }
    // The shorter counts: a request goes through the browser of whoever wants in.
    let package = packaged(request).then_some(FRESH_TO_ASK);
    let asked = [request.max_age, scene.party.rules.default_max_age, package];
    asked.into_iter().flatten().min().is_none_or(|seconds| {
        let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
        now.duration_since(session.auth_time) <= SignedDuration::from_secs(seconds)
    })
}

/// D59-24: what a holder reaches by signing in: password and code, or a passkey.
const REACH: AuthLevel = AuthLevel::TWO;

/// D59-24.3: what he reaches with his phone by chip and face, before it lets a computer in. Level 4 takes
/// fingerprints, which only a counter compares (D59-24.4).
const RAISED: u8 = 3;

/// R50-3: whether a request asks for an identity package, whatever else it asks.
fn packaged(request: &Request) -> bool {
    package::asked(request.scope.iter().map(String::as_str))
}

/// Whether a sign-in reaches what a request asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Enough {
    /// It does, or nothing was asked.
    Yes,
    /// It does not reach what is wished; signing in again can.
    Wish,
    /// It does not reach what must be; signing in again does.
    StepUp,
    /// It does not reach what must be; a session raised by the phone does.
    Raise,
    /// Nothing that the holder can do here reaches it.
    No,
}

/// What is asked in `acr_values`, or as a claim that is not essential, is a wish (OpenID Connect Core 3.1.2.1,
/// 5.5.1.1); what is asked as an essential claim is not. Nor is the least that the service registered: a request may
/// ask for more and not for less, for it goes through the browser of whoever wants in (D59-24).
fn enough(request: &Request, rules: &Client, level: AuthLevel) -> Enough {
    let asked = request.claims.id_token.claims.get("acr");
    let values = asked
        .iter()
        .flat_map(|ask| ask.value.iter().chain(&ask.values));
    let mut named: Vec<&str> = values.map(|acr| acr.as_str().unwrap_or_default()).collect();
    let essential = asked.is_some_and(|ask| ask.essential);
    if !essential {
        named.extend(request.acr_values.iter().map(String::as_str));
    }
    let low = least(rules).is_some_and(|least| level.get() < least);
    match compare(&named, level, essential) {
        Enough::Yes | Enough::Wish | Enough::StepUp if packaged(request) && level.get() < LEVEL => {
            Enough::Raise
        }
        Enough::Yes | Enough::Wish if low => Enough::StepUp,
        found @ (Enough::Yes | Enough::Wish | Enough::StepUp | Enough::Raise | Enough::No) => found,
    }
}

/// The lowest of the values that are known counts: each of them will do.
fn compare(named: &[&str], level: AuthLevel, essential: bool) -> Enough {
    if named.is_empty() {
        return Enough::Yes;
    }
    let lowest = named.iter().filter_map(|acr| level_of(acr)).min();
    match lowest {
        Some(wanted) if level.get() >= wanted => Enough::Yes,
        Some(wanted) if wanted <= REACH.get() && essential => Enough::StepUp,
        Some(wanted) if wanted <= REACH.get() => Enough::Wish,
        Some(wanted) if wanted <= RAISED && essential => Enough::Raise,
        Some(_) | None if essential => Enough::No,
        Some(_) | None => Enough::Yes,
    }
}

/// What a consent names: scopes, resources, claims, those that go with their checks, and what was asked and
/// not given, so that it is not asked for ever (5.5.1).
pub(super) fn names(scene: &Scene, claims: &Claims, organisation: Option<SubjectId>) -> String {
    let request = &scene.pending.request;
    let wanted = &scene.wanted;
    let given = |claim: &&Claim| claims.contains(claim);
    let named = |kind: &'static str, claim: &Claim| format!("{kind}{}", claim.as_str());
    let mut names: Vec<String> = Vec::new();
    names.extend(request.scope.iter().map(|scope| format!("scope:{scope}")));
    names.extend(request.resource.iter().map(|uri| format!("resource:{uri}")));
    let open = claims.iter().filter(|claim| wanted.by_itself(**claim));
    names.extend(open.map(|claim| named("", claim)));
    let package = wanted.package.iter().filter(given);
    names.extend(package.map(|claim| named(PACKAGE, claim)));
    let checked = wanted.checked.iter();
    names.extend(checked.filter(given).map(|claim| named(CHECKED, claim)));
    names.extend(wanted.optional.iter().map(|claim| named("asked:", claim)));
    names.extend(wanted.checked.iter().map(|c| named("asked-checked:", c)));
    names.extend(organisation.map(|id| format!("{ORGANISATION}{id}")));
    names.join(" ")
}

/// How a claim stands in a consent that may be told with its checks.
const CHECKED: &str = "checked:";

/// R50-3: how a claim stands that goes into an identity package. No other request is answered by it.
const PACKAGE: &str = "package:";

/// Which of these claims a consent on record lets go: as they are, and with their checks.
pub(super) fn given(on_record: &str, claims: &Claims) -> (Claims, Claims) {
    let names = |name: &str| on_record.split(' ').any(|own| own == name);
    let of = |kind: &str| {
        let kept = claims.iter().copied();
        kept.filter(|claim| names(&format!("{kind}{}", claim.as_str())))
            .collect()
    };
    (of(""), of(CHECKED))
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
    let kept = |name: &str| name.starts_with("asked") || later.split(' ').any(|own| own == name);
    !earlier.split(' ').all(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    // law: D59-24.1, D59-24.2, D59-24.3, D59-24.4, D69-20
    #[test]
    fn a_sign_in_is_asked_again_where_that_helps() {
        let [one, two, three, four] = super::super::ACR;
        for (named, level, wish, must) in [
            (&[][..], 1, Enough::Yes, Enough::Yes),
            (&[one][..], 1, Enough::Yes, Enough::Yes),
            (&[two][..], 1, Enough::Wish, Enough::StepUp),
            (&[two][..], 2, Enough::Yes, Enough::Yes),
            (&[three][..], 2, Enough::Yes, Enough::Raise),
            (&[four, three][..], 2, Enough::Yes, Enough::Raise),
            (&[three][..], 3, Enough::Yes, Enough::Yes),
            (&[four][..], 3, Enough::Yes, Enough::No),
            (&[four][..], 1, Enough::Yes, Enough::No),
            (&[three, two][..], 1, Enough::Wish, Enough::StepUp),
            (&["urn:other", four][..], 2, Enough::Yes, Enough::No),
            (&["urn:other"][..], 2, Enough::Yes, Enough::No),
        ] {
            let level = AuthLevel::from_stored(level).unwrap();
            assert_eq!(compare(named, level, false), wish, "{named:?}");
            assert_eq!(compare(named, level, true), must, "{named:?}");
        }
    }

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
