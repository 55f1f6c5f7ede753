"""A service on idpyoidc (Python): `/` for people signed in, `/renew`, `/again` (a fresh sign-in), `/logout`.

ISSUER, CLIENT_ID, CLIENT_SECRET and PORT come from the environment; `/back` and `/bye` are registered.
"""

import os
from urllib.parse import parse_qsl, urlsplit

from cryptojwt import KeyJar
from idpyoidc.client.rp_handler import RPHandler

import pages

ISSUER = os.environ["ISSUER"]
BASE = f"http://127.0.0.1:{os.environ['PORT']}"
NAMES = {
    "discovery": "provider_info_discovery.ProviderInfoDiscovery",
    "authorization": "authorization.Authorization",
    "accesstoken": "access_token.AccessToken",
    "refresh_access_token": "refresh_access_token.RefreshAccessToken",
    "userinfo": "userinfo.UserInfo",
    "end_session": "end_session.EndSession",
}
SERVICES = {name: {"class": f"idpyoidc.client.oidc.{path}"} for name, path in NAMES.items()}
CONFIG = {
    "client_type": "oidc",
    "issuer": ISSUER,
    "client_id": os.environ["CLIENT_ID"],
    "client_secret": os.environ["CLIENT_SECRET"],
    "redirect_uris": [f"{BASE}/back"],
    "post_logout_redirect_uris": [f"{BASE}/bye"],
    "response_types": ["code"],
    "token_endpoint_auth_method": "client_secret_basic",
    "client_authn_methods": ["client_secret_basic", "bearer_header"],
    "services": SERVICES,
    "add_ons": {
        "pkce": {
            "function": "idpyoidc.client.oauth2.add_on.pkce.add_support",
            "kwargs": {"code_challenge_length": 64, "code_challenge_method": "S256"},
        }
    },
}
# Proven by a secret, it needs no keys of its own; without this line it would make some, and write them to disk.
RP = RPHandler(base_url=BASE, client_configs={ISSUER: CONFIG}, services=SERVICES, keyjar=KeyJar())


def away(session, **more):
    """Where the person goes to sign in. The library keeps what the answer is checked with, by `state`."""
    to = RP.begin(issuer_id=ISSUER, req_args={"scope": ["openid", "profile", "offline_access"], **more})
    session["asked"] = dict(parse_qsl(urlsplit(to).query))["state"]
    return to


def back(session, path):
    answer = dict(parse_qsl(urlsplit(path).query))
    if answer.get("state") != session.pop("asked"):
        raise ValueError("an answer to another browser")
    done = RP.finalize(ISSUER, answer)
    if "error" in done:
        raise ValueError(done["error"])
    session["state"] = done["state"]
    session["person"] = {**done["id_token"].to_dict(), **done["userinfo"].to_dict()}


def renew(session):
    fresh = RP.refresh_access_token(session["state"])
    if "error" in fresh:
        raise ValueError(fresh["error"])
    session["person"].update(RP.get_user_info(session["state"]).to_dict())


def out(session):
    return RP.logout(session["state"], post_logout_redirect_uri=f"{BASE}/bye")["url"]


if __name__ == "__main__":
    pages.serve(away, back, renew, out)
