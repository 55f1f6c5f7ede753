"""A service on Authlib (Python): `/` for people signed in, `/renew`, `/again` (a fresh sign-in), `/logout`.

ISSUER, CLIENT_ID, CLIENT_SECRET and PORT come from the environment; `/back` and `/bye` are registered.
"""

import os
import secrets
from urllib.parse import urlencode

from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.jwk import KeySet

import pages

ISSUER, CLIENT_ID = os.environ["ISSUER"], os.environ["CLIENT_ID"]
BASE = f"http://127.0.0.1:{os.environ['PORT']}"
if ISSUER.startswith("http://127.0.0.1"):
    # A demonstration on this machine is reached by http; everything else must be https.
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"


def service(token=None):
    return OAuth2Session(
        CLIENT_ID,
        os.environ["CLIENT_SECRET"],
        scope="openid profile offline_access",
        redirect_uri=f"{BASE}/back",
        code_challenge_method="S256",
        token=token,
    )


METADATA = service().get(f"{ISSUER}/.well-known/openid-configuration", withhold_token=True).json()
KEYS = KeySet.import_key_set(service().get(METADATA["jwks_uri"], withhold_token=True).json())


def away(session, **more):
    """Where the person goes to sign in. What the answer is checked with stays in the session."""
    session["verifier"], session["nonce"] = secrets.token_urlsafe(48), secrets.token_urlsafe()
    to, session["state"] = service().create_authorization_url(
        METADATA["authorization_endpoint"], code_verifier=session["verifier"], nonce=session["nonce"], **more
    )
    return to


def keep(session, token, nonce):
    """Keeps the tokens, and what they tell of the person (OpenID Connect Core 3.1.3.7)."""
    told = jwt.decode(token["id_token"], KEYS, algorithms=["RS256"])
    options = {"iss": {"value": ISSUER}, "aud": {"value": CLIENT_ID}}
    claims = CodeIDToken(told.claims, told.header, options=options, params={"nonce": nonce, "client_id": CLIENT_ID})
    claims.validate(leeway=5)
    answer = service(token).get(METADATA["userinfo_endpoint"])
    answer.raise_for_status()
    session["token"] = {**session.get("token", {}), **token}
    session["person"] = {**claims, **answer.json()}


def back(session, path):
    token = service().fetch_token(
        METADATA["token_endpoint"],
        authorization_response=BASE + path,
        state=session.pop("state"),
        code_verifier=session.pop("verifier"),
    )
    keep(session, token, session.pop("nonce"))


def renew(session):
    token = service(session["token"])
    keep(session, token.refresh_token(METADATA["token_endpoint"], session["token"]["refresh_token"]), None)


def out(session):
    token = session["token"]
    service(token).revoke_token(
        METADATA["revocation_endpoint"], token=token["refresh_token"], token_type_hint="refresh_token"
    )
    hint = token["id_token"]
    return METADATA["end_session_endpoint"] + "?" + urlencode(
        {"id_token_hint": hint, "post_logout_redirect_uri": f"{BASE}/bye", "client_id": CLIENT_ID}
    )


if __name__ == "__main__":
    pages.serve(away, back, renew, out)
