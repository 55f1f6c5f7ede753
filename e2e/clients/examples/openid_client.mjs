// A service on openid-client (Node): `/` for people signed in, `/renew`, `/again` (a fresh sign-in), `/logout`.
// ISSUER, CLIENT_ID, CLIENT_SECRET and PORT come from the environment; `/back` and `/bye` are registered.

import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';

import * as client from 'openid-client';

const { ISSUER, CLIENT_ID, CLIENT_SECRET, PORT } = process.env;
const base = `http://127.0.0.1:${PORT}`;
// A demonstration on this machine is reached by http; everything else must be https.
const execute = ISSUER.startsWith('http://127.0.0.1') ? [client.allowInsecureRequests] : [];
const proof = client.ClientSecretBasic(CLIENT_SECRET);
const config = await client.discovery(new URL(ISSUER), CLIENT_ID, undefined, proof, { execute });
client.enableNonRepudiationChecks(config);

/** What is known of a browser, by its cookie. */
const sessions = new Map();

/** Where the person goes to sign in. What the answer is checked with stays in the session. */
async function away(session, more) {
  session.checks = {
    pkceCodeVerifier: client.randomPKCECodeVerifier(),
    expectedState: client.randomState(),
    expectedNonce: client.randomNonce(),
  };
  const to = client.buildAuthorizationUrl(config, {
    redirect_uri: `${base}/back`,
    scope: 'openid profile offline_access',
    code_challenge: await client.calculatePKCECodeChallenge(session.checks.pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: session.checks.expectedState,
    nonce: session.checks.expectedNonce,
    ...more,
  });
  return { location: to.href };
}

/** Keeps the tokens, and what they tell of the person. */
async function keep(session, tokens) {
  session.tokens = { ...session.tokens, ...tokens };
  const claims = tokens.claims();
  session.person = { ...claims, ...(await client.fetchUserInfo(config, tokens.access_token, claims.sub)) };
}

const pages = {
  '/': (session) => (session.person ? { json: session.person } : away(session)),
  '/back': async (session, url) => {
    await keep(session, await client.authorizationCodeGrant(config, url, session.checks));
    return { location: '/' };
  },
  '/renew': async (session) => {
    await keep(session, await client.refreshTokenGrant(config, session.tokens.refresh_token));
    return { json: session.person };
  },
  '/again': (session) => away(session, { prompt: 'login', acr_values: 'urn:dinhdanh:acr:2' }),
  '/logout': ({ tokens }, url, cookie) => {
    sessions.delete(cookie);
    const to = { post_logout_redirect_uri: `${base}/bye`, id_token_hint: tokens.id_token };
    return { location: client.buildEndSessionUrl(config, to).href };
  },
  '/bye': () => ({ json: 'bye' }),
};

createServer(async (request, response) => {
  const known = /sid=([\w-]+)/.exec(request.headers.cookie)?.[1];
  const cookie = sessions.has(known) ? known : randomUUID();
  const session = sessions.get(cookie) ?? {};
  sessions.set(cookie, session);
  response.setHeader('set-cookie', `sid=${cookie}; HttpOnly; SameSite=Lax; Path=/`);
  const url = new URL(request.url, base);
  try {
    const { location, json } = await (pages[url.pathname] ?? pages['/bye'])(session, url, cookie);
    if (location) response.writeHead(303, { location }).end();
    else response.end(JSON.stringify(json));
  } catch (error) {
    // Ended on the platform's side: locked, withdrawn, signed out there. Here it ends too.
    sessions.delete(cookie);
    response.writeHead(401).end(JSON.stringify({ error: error.error ?? error.message }));
  }
}).listen(PORT, '127.0.0.1');
