// What the tests of openid-client share.

import assert from 'node:assert/strict';

import * as client from 'openid-client';

/** Where the service waits; nobody listens there, the tests read the address. */
export const BACK = 'http://127.0.0.1:9/back';
export const BYE = 'http://127.0.0.1:9/bye';
/** The demonstration is reached by http. */
export const insecure = { execute: [client.allowInsecureRequests] };

/** Sends the person with PKCE, state and nonce, and gives the client's own checks of the answer; one of them may be absent. */
export async function begin(config, parameters, build = client.buildAuthorizationUrl, absent) {
  const checks = {
    pkceCodeVerifier: client.randomPKCECodeVerifier(),
    expectedState: client.randomState(),
    expectedNonce: client.randomNonce(),
  };
  delete checks[absent];
  const asked = {
    redirect_uri: BACK,
    scope: 'openid profile',
    code_challenge: await client.calculatePKCECodeChallenge(checks.pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: checks.expectedState,
    nonce: checks.expectedNonce,
    ...parameters,
  };
  const given = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined));
  const address = await build(config, given);
  return { address, checks };
}

/** The error that the endpoint names. */
export const named = (error) => (caught) => {
  const told = caught.error ?? caught.cause?.[0]?.parameters?.error ?? caught.code;
  assert.equal(told, error, `${caught.stack} ${JSON.stringify(caught.cause)}`);
  return true;
};
