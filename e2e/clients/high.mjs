// A service by the rules of FAPI 2.0: pushed requests, keys instead of secrets, tokens bound to a key.

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import * as client from 'openid-client';

import { BACK, begin, insecure, named } from './asking.mjs';
import { Person, personOf } from './person.mjs';

export const high = (world) =>
  describe('openid-client by the rules of FAPI 2.0', () => {
    let config;
    let keys;

    before(async () => {
      keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
      const jwk = { ...(await crypto.subtle.exportKey('jwk', keys.publicKey)), kid: 'one', alg: 'ES256', use: 'sig' };
      const { issuer, id } = await world.developer.register({
        redirect_uris: BACK,
        auth: 'private_key_jwt',
        class: 'high',
        jwks: JSON.stringify({ keys: [jwk] }),
      });
      const proof = client.PrivateKeyJwt({ key: keys.privateKey, kid: 'one' });
      config = await client.discovery(new URL(issuer), id, { id_token_signed_response_alg: 'ES256' }, proof, insecure);
      client.enableNonRepudiationChecks(config);
    });

    const byPar = (dpop) => (own, parameters) =>
      client.buildAuthorizationUrlWithPAR(own, parameters, dpop ? { DPoP: dpop } : undefined);
    const handle = async () => client.getDPoPHandle(config, await client.randomDPoPKeyPair('ES256'));

    // conformance: fapi2-security-profile-final-happy-flow, fapi2-security-profile-final-refresh-token
    // conformance: fapi2-security-profile-final-ensure-dpop-auth-code-binding-success
    // conformance: fapi2-security-profile-final-ensure-holder-of-key-required
    // conformance: fapi2-security-profile-final-par-without-duplicate-parameters
    test('pushed request, key of its own, tokens bound to it', { timeout: 60_000 }, async () => {
      const DPoP = await handle();
      const person = world.holder;
      const { address, checks } = await begin(config, { scope: 'openid profile offline_access' }, byPar(DPoP));
      assert.deepEqual([...address.searchParams.keys()].sort(), ['client_id', 'request_uri']);
      const back = await person.agree(address, BACK);
      assert.equal(back.searchParams.get('iss'), world.server.url);
      const stranger = await handle();
      await assert.rejects(
        client.authorizationCodeGrant(config, back, checks, undefined, { DPoP: stranger }), named('invalid_grant'));
      const tokens = await client.authorizationCodeGrant(config, back, checks, undefined, { DPoP });
      assert.equal(tokens.token_type, 'dpop');
      const { sub } = tokens.claims();
      await client.fetchUserInfo(config, tokens.access_token, sub, { DPoP });
      await assert.rejects(
        client.fetchUserInfo(config, tokens.access_token, sub, { DPoP: stranger }), named('invalid_token'));
      await assert.rejects(client.fetchUserInfo(config, tokens.access_token, sub), named('invalid_token'));
      // RFC 9449 5: a refresh token is the client's, whose own key proves it; its access tokens may move to another.
      const next = await client.refreshTokenGrant(config, tokens.refresh_token, undefined, { DPoP: stranger });
      assert.equal((await client.tokenIntrospection(config, next.access_token)).cnf.jkt, await stranger.calculateThumbprint());
    });

    // conformance: fapi2-security-profile-final-ensure-authorization-request-without-state-success
    // conformance: fapi2-security-profile-final-ensure-authorization-request-without-nonce-success
    // conformance: fapi2-security-profile-final-ensure-authorization-request-with-64-char-nonce-success
    // conformance: fapi2-security-profile-final-ensure-authorization-request-with-long-nonce
    // conformance: fapi2-security-profile-final-ensure-authorization-request-with-long-state
    // conformance: fapi2-security-profile-final-ensure-other-scope-order-succeeds, fapi2-security-profile-final-user-rejects-authentication
    // conformance: fapi2-security-profile-final-test-claims-parameter-identity-claims
    // conformance: fapi2-security-profile-final-ensure-dpopproof-at-par-endpoint-binding-success
    // conformance: fapi2-security-profile-final-access-token-type-header-case-sensitivity
    test('requests as varied as the profile lets them be', { timeout: 60_000 }, async () => {
      const DPoP = await handle();
      let tokens;
      for (const [parameters, absent] of [
        [{ state: undefined }, 'expectedState'],
        [{ nonce: undefined }, 'expectedNonce'],
        [{ nonce: 'n'.repeat(64) }],
        [{ nonce: 'n'.repeat(384) }],
        [{ state: 's'.repeat(384) }],
        [{ scope: 'profile openid' }],
        [{ claims: JSON.stringify({ userinfo: { birthdate: { essential: true } } }) }],
      ]) {
        const given = Object.fromEntries(Object.entries(parameters).filter(([, value]) => value));
        const { address, checks } = await begin(config, given, byPar(DPoP), absent);
        if (given.nonce) checks.expectedNonce = given.nonce;
        if (given.state) checks.expectedState = given.state;
        const back = await world.holder.agree(address, BACK);
        tokens = await client.authorizationCodeGrant(config, back, checks, undefined, { DPoP });
      }
      const { birthdate } = await client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub, { DPoP });
      assert.equal(birthdate, world.holder.person.birth_date);
      const proof = await oneProof(DPoP, world.server.url, tokens.access_token);
      const headers = { authorization: `dpop ${tokens.access_token}`, dpop: proof };
      assert.equal((await fetch(`${world.server.url}/oidc/userinfo`, { headers })).status, 200);
      assert.equal((await fetch(`${world.server.url}/oidc/userinfo`, { headers })).status, 401, 'a proof serves once');
      const declined = await begin(config, { prompt: 'consent' }, byPar(DPoP));
      const back = await world.holder.agree(declined.address, BACK, 'deny');
      await assert.rejects(client.authorizationCodeGrant(config, back, declined.checks), named('access_denied'));
      // RFC 9126 4: a pushed request serves one sign-in.
      const again = await world.holder.go(declined.address.href, BACK);
      assert.ok(!again.back, again.url);
      assert.ok(!again.text.includes('value="allow"'), 'asked a second time');
    });

    // conformance: fapi2-security-profile-final-ensure-unsigned-authorization-request-without-using-par-fails
    test('a request that was not pushed is refused', { timeout: 60_000 }, async () => {
      const { address } = await begin(config, {});
      const answer = await world.holder.go(address, BACK);
      assert.equal(answer.back?.searchParams.get('error') ?? answer.status, 'invalid_request');
    });

    // law: D59-19.x
    test('a lock in mid-session shuts every door at the next request', { timeout: 60_000 }, async () => {
      const DPoP = await handle();
      const person = new Person(world.server, personOf(world.server, 'licence_paper'));
      const { address, checks } = await begin(config, { scope: 'openid profile offline_access' }, byPar(DPoP));
      const back = await person.agree(address, BACK);
      const tokens = await client.authorizationCodeGrant(config, back, checks, undefined, { DPoP });
      const { sub } = tokens.claims();
      await client.fetchUserInfo(config, tokens.access_token, sub, { DPoP });
      const pending = await begin(config, {}, byPar(DPoP));
      const code = await person.agree(pending.address, BACK);

      await person.lock();

      await assert.rejects(client.fetchUserInfo(config, tokens.access_token, sub, { DPoP }), named('invalid_token'));
      for (const token of [tokens.access_token, tokens.refresh_token]) {
        assert.deepEqual(await client.tokenIntrospection(config, token), { active: false });
      }
      await assert.rejects(
        client.refreshTokenGrant(config, tokens.refresh_token, undefined, { DPoP }), named('invalid_grant'));
      await assert.rejects(
        client.authorizationCodeGrant(config, code, pending.checks, undefined, { DPoP }), named('invalid_grant'));
      const silent = await begin(config, { prompt: 'none' }, byPar(DPoP));
      const refused = await person.go(silent.address.href, BACK);
      assert.equal(refused.back.searchParams.get('error'), 'login_required');
      const loud = await begin(config, {}, byPar(DPoP));
      const sent = await person.go(loud.address.href, BACK);
      assert.ok(sent.url.endsWith('/sign-in'), sent.url);
      const within = await person.signIn(sent, BACK);
      assert.ok(!within.back, 'no code for a locked account');
      assert.ok(within.url.endsWith('/locked'), within.url);
    });
  });

/** A proof for userinfo, made by the library: it is taken from the request that it would send. */
async function oneProof(DPoP, issuer, token) {
  const headers = new Headers();
  await DPoP.addProof(new URL(`${issuer}/oidc/userinfo`), headers, 'GET', token);
  return headers.get('dpop');
}
