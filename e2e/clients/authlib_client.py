"""Authlib as a service would use it. Says where to send the person, is told where he came back, says what it learnt.

Arguments: issuer, client, secret, redirect URI. One JSON object a line.
"""

import json
import sys

from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.jwk import KeySet

issuer, client_id, secret, back = sys.argv[1:]


def say(**what):
    print(json.dumps(what), flush=True)


def checked(text, keys, nonce):
    """The identity token, its signature and its claims as OpenID Connect Core 3.1.3.7 wants them."""
    token = jwt.decode(text, keys, algorithms=["RS256"])
    options = {"iss": {"value": issuer}, "aud": {"value": client_id}}
    claims = CodeIDToken(token.claims, token.header, options=options, params={"nonce": nonce, "client_id": client_id})
    claims.validate(leeway=5)
    return dict(claims)


session = OAuth2Session(
    client_id, secret, scope="openid profile offline_access", redirect_uri=back, code_challenge_method="S256"
)
metadata = session.get(f"{issuer}/.well-known/openid-configuration", withhold_token=True).json()
keys = KeySet.import_key_set(session.get(metadata["jwks_uri"], withhold_token=True).json())
session.metadata.update(metadata)
verifier, nonce = "a" * 20 + "-._~" + "Z" * 30, "n-0S6"
url, state = session.create_authorization_url(metadata["authorization_endpoint"], code_verifier=verifier, nonce=nonce)
say(url=url)

answer = sys.stdin.readline().strip()
endpoint = metadata["token_endpoint"]
token = dict(session.fetch_token(endpoint, authorization_response=answer, state=state, code_verifier=verifier))
claims = checked(token["id_token"], keys, nonce)
profile = session.get(metadata["userinfo_endpoint"]).json()
fresh = dict(session.refresh_token(endpoint, refresh_token=token["refresh_token"]))
told = session.introspect_token(metadata["introspection_endpoint"], token=fresh["access_token"]).json()
session.revoke_token(metadata["revocation_endpoint"], token=fresh["refresh_token"], token_type_hint="refresh_token")
after = session.get(metadata["userinfo_endpoint"])
say(
    sub=claims["sub"],
    again=checked(fresh["id_token"], keys, None)["sub"],
    profile=profile,
    active=told["active"],
    after=after.status_code,
)
