"""The pages of the services written in Python: `/`, `/back`, `/renew`, `/again`, `/logout`, `/bye`.

A service gives four functions of a browser's session: where to go to sign in, what to do with the answer, how to
renew, and where to go to sign out.
"""

import json
import os
import secrets
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SESSIONS = {}


def serve(away, back, renew, out):
    class Pages(BaseHTTPRequestHandler):
        def do_GET(self):
            cookie = SimpleCookie(self.headers.get("cookie", "")).get("sid")
            self.cookie = cookie.value if cookie and cookie.value in SESSIONS else secrets.token_urlsafe()
            session = SESSIONS.setdefault(self.cookie, {})
            try:
                self.show(session)
            except Exception as error:
                # Ended on the platform's side: locked, withdrawn, signed out there. Here it ends too.
                session.clear()
                self.say(401, {"error": getattr(error, "error", str(error))})

        def show(self, session):
            match self.path.split("?")[0]:
                case "/" if "person" not in session:
                    self.say(303, location=away(session))
                case "/":
                    self.say(200, session["person"])
                case "/back":
                    back(session, self.path)
                    self.say(303, location="/")
                case "/renew":
                    renew(session)
                    self.say(200, session["person"])
                case "/again":
                    self.say(303, location=away(session, prompt="login", acr_values="urn:dinhdanh:acr:2"))
                case "/logout":
                    to = out(session)
                    session.clear()
                    self.say(303, location=to)
                case _:
                    self.say(200, "bye")

        def say(self, status, body=None, location=None):
            self.send_response(status)
            self.send_header("set-cookie", f"sid={self.cookie}; HttpOnly; SameSite=Lax; Path=/")
            if location:
                self.send_header("location", location)
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, *_):
            pass

    ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Pages).serve_forever()
