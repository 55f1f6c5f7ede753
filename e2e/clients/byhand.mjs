// oauth4webapi, the library beneath openid-client: every message of FAPI 2.0 sent and read one by one.

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import * as oauth from 'oauth4webapi';

import { BACK } from './asking.mjs';

const API = 'https://127.0.0.1/v1';
/** The demonstration is reached by http. */
export const insecure = { [oauth.allowInsecureRequests]: true };

/** The promise is refused with this error of the protocol, whichever way the endpoint told it. */
export async function refused(promise, error) {
  await assert.rejects(promise, (caught) => {
    const told = caught.error ?? caught.cause?.[0]?.parameters?.error;
    assert.equal(told, error, caught.stack);
    return true;
  });
}

/** A service that does everything by hand, as its parts are named in the library. */
export class Service {
  constructor(world, as, client, key) {
    Object.assign(this, { person: world.person('no_licence'), as, client, key, proof: oauth.PrivateKeyJwt({ key, kid: 'one' }) });
  }

  static async register(world, fields) {
    const keys = await oauth.generateKeyPair('ES256');
    const jwk = { ...(await crypto.subtle.exportKey('jwk', keys.publicKey)), kid: 'one', alg: 'ES256', use: 'sig' };
    const { issuer, id } = await world.developer.register({
      redirect_uris: BACK,
      auth: 'private_key_jwt',
      class: 'high',
      jwks: JSON.stringify({ keys: [jwk] }),
      ...fields,
    });
    const told = await oauth.discoveryRequest(new URL(issuer), insecure);
    const as = await oauth.processDiscoveryResponse(new URL(issuer), told);
    const client = { client_id: id, id_token_signed_response_alg: 'ES256', introspection_signed_response_alg: 'ES256' };
    const own = new Service(world, as, client, keys.privateKey);
    own.DPoP = await own.handle();
    return own;
  }

  handle = async () => oauth.DPoP(this.client, await oauth.generateKeyPair('ES256'));

  /** The same service, but for these parts. */
  with = (parts) => Object.assign(Object.create(this), parts);

  /** Pushes a request; gives where the person goes, and what the answer is checked with. */
  async push(parameters = {}, DPoP = this.DPoP) {
    const checks = {
      verifier: oauth.generateRandomCodeVerifier(),
      state: oauth.generateRandomState(),
      nonce: oauth.generateRandomNonce(),
    };
    const asked = {
      response_type: 'code',
      redirect_uri: BACK,
      scope: 'openid profile offline_access',
      code_challenge: await oauth.calculatePKCECodeChallenge(checks.verifier),
      code_challenge_method: 'S256',
      state: checks.state,
      nonce: checks.nonce,
      ...parameters,
    };
    const sent = await oauth.pushedAuthorizationRequest(this.as, this.client, this.proof, asked, { DPoP, ...insecure });
    const { request_uri } = await oauth.processPushedAuthorizationResponse(this.as, this.client, sent);
    const address = new URL(this.as.authorization_endpoint);
    address.search = new URLSearchParams({ client_id: this.client.client_id, request_uri });
    return { address: address.href, checks };
  }

  /** What came back, with the issuer that the library wants there (RFC 9207). */
  read = (back, { state }) => oauth.validateAuthResponse(this.as, this.client, back, state);

  async redeem(back, checks, more = {}) {
    const found = this.read(back, checks);
    const { verifier, nonce } = checks;
    const options = { DPoP: this.DPoP, ...insecure };
    const sent = await oauth.authorizationCodeGrantRequest(
      this.as, this.client, this.proof, found, BACK, verifier, options);
    const tokens = await oauth.processAuthorizationCodeResponse(
      this.as, this.client, sent, { expectedNonce: nonce, requireIdToken: true, ...more });
    await oauth.validateApplicationLevelSignature(this.as, sent, insecure);
    return { ...tokens, claims: oauth.getValidatedIdTokenClaims(tokens) };
  }

  async signIn(parameters) {
    const { address, checks } = await this.push(parameters);
    return this.redeem(await this.person.agree(address, BACK), checks);
  }

  async refresh(token) {
    const options = { DPoP: this.DPoP, ...insecure };
    const sent = await oauth.refreshTokenGrantRequest(this.as, this.client, this.proof, token, options);
    return oauth.processRefreshTokenResponse(this.as, this.client, sent);
  }

  async userinfo({ access_token, claims }) {
    const sent = await oauth.userInfoRequest(this.as, this.client, access_token, { DPoP: this.DPoP, ...insecure });
    return oauth.processUserInfoResponse(this.as, this.client, claims.sub, sent);
  }

  /** What the issuer says of a token: in JSON, or signed for us alone (RFC 9701). */
  async ask(token, signed = false) {
    const options = { requestJwtResponse: signed, ...insecure };
    const sent = await oauth.introspectionRequest(this.as, this.client, this.proof, token, options);
    const told = await oauth.processIntrospectionResponse(this.as, this.client, sent);
    if (signed) await oauth.validateApplicationLevelSignature(this.as, sent, insecure);
    return told;
  }

  async revoke(token) {
    await oauth.processRevocationResponse(
      await oauth.revocationRequest(this.as, this.client, this.proof, token, insecure));
  }

  /** A token for the client itself. */
  async own(parameters) {
    const options = { DPoP: this.DPoP, ...insecure };
    const sent = await oauth.clientCredentialsGrantRequest(this.as, this.client, this.proof, parameters, options);
    return oauth.processClientCredentialsResponse(this.as, this.client, sent);
  }
}

/** The request that a resource server would get with this token, sent through the library's own maker of requests. */
async function calling(service, token, method = 'GET') {
  let request;
  await oauth.protectedResourceRequest(token, method, new URL(`${API}/grades`), undefined, undefined, {
    DPoP: service.DPoP,
    [oauth.customFetch]: async (url, { headers }) => {
      request = new Request(url, { method, headers });
      return new Response();
    },
  });
  return request;
}

export const byHand = (world) =>
  describe('oauth4webapi by the rules of FAPI 2.0', () => {
    let service;

    before(async () => {
      service = await Service.register(world, {
        own_tokens: 'yes', readable: 'yes', resources: API, scopes: 'grades:read grades:write',
      });
    });

    // conformance: fapi2-security-profile-final-happy-flow, fapi2-security-profile-final-refresh-token
    test('pushed, redeemed, asked about, renewed, given back', { timeout: 60_000 }, async () => {
      const tokens = await service.signIn();
      assert.equal(tokens.token_type, 'dpop');
      assert.equal(tokens.claims.acr, 'urn:dinhdanh:acr:2');
      const told = await service.userinfo(tokens);
      assert.equal(told.name.toUpperCase(), service.person.person.full_name.toUpperCase());

      const thumbprint = await service.DPoP.calculateThumbprint();
      for (const signed of [false, true]) {
        const { active, cnf, sub, client_id } = await service.ask(tokens.access_token, signed);
        assert.deepEqual(
          { active, cnf, sub, client_id },
          { active: true, cnf: { jkt: thumbprint }, sub: tokens.claims.sub, client_id: service.client.client_id });
      }
      const next = await service.refresh(tokens.refresh_token);
      const again = oauth.getValidatedIdTokenClaims(next);
      assert.equal(again.sub, tokens.claims.sub);
      assert.equal(again.auth_time, tokens.claims.auth_time);
      await service.revoke(tokens.refresh_token);
      for (const token of [next.access_token, tokens.refresh_token]) {
        for (const signed of [false, true]) assert.deepEqual(await service.ask(token, signed), { active: false });
      }
      await refused(service.refresh(tokens.refresh_token), 'invalid_grant');
    });

    test('an answer of another issuer, or of another request, is not taken', { timeout: 60_000 }, async () => {
      const { address, checks } = await service.push();
      const back = await service.person.agree(address, BACK);
      for (const [name, value] of [['iss', 'https://other.example'], ['iss'], ['state', 'another']]) {
        const wrong = new URL(back);
        if (value) wrong.searchParams.set(name, value);
        else wrong.searchParams.delete(name);
        assert.throws(() => service.read(wrong, checks), { code: oauth.INVALID_RESPONSE }, `${name}=${value}`);
      }
      // The right one still serves; with another nonce it would not.
      const stale = service.redeem(back, { ...checks, nonce: 'another' });
      await assert.rejects(stale, { code: oauth.JWT_CLAIM_COMPARISON });
    });

    // law: D59-24.2
    test('step-up: a level, and a sign-in no older than wanted', { timeout: 60_000 }, async () => {
      const before = await service.signIn();
      const level = 'urn:dinhdanh:acr:2';
      const { address, checks } = await service.push({ acr_values: level, max_age: '1', prompt: 'login' });
      const page = await service.person.go(address, BACK);
      assert.ok(page.url.endsWith('/sign-in'), page.url);
      const back = await service.person.agree(page.url, BACK);
      const tokens = await service.redeem(back, checks, { maxAge: 1 });
      assert.equal(tokens.claims.acr, level);
      assert.deepEqual(tokens.claims.amr, ['pwd', 'otp', 'mfa']);
      assert.ok(tokens.claims.auth_time >= before.claims.auth_time);
      // Nobody has the third level yet: who must have it gets nobody.
      const claims = JSON.stringify({ id_token: { acr: { essential: true, value: 'urn:dinhdanh:acr:3' } } });
      const silent = await service.push({ claims, prompt: 'none' });
      const no = await service.person.go(silent.address, BACK);
      assert.throws(() => service.read(no.back, silent.checks), { error: 'unmet_authentication_requirements' });
    });

    test('a token for the client itself, read by a resource server', { timeout: 60_000 }, async () => {
      const { access_token, scope } = await service.own({ scope: 'grades:read', resource: API });
      assert.equal(scope, 'grades:read');
      const check = (request, audience = API) =>
        oauth.validateJwtAccessToken(service.as, request, audience, { requireDPoP: true, ...insecure });
      const claims = await check(await calling(service, access_token));
      assert.equal(claims.client_id, service.client.client_id);
      assert.equal(claims.sub, service.client.client_id);
      assert.equal(claims.scope, 'grades:read');
      await assert.rejects(check(await calling(service, access_token), service.as.issuer), oauth.OperationProcessingError);
      const [head, body, signature] = access_token.split('.');
      const forged = [head, body, `${signature.slice(0, -8)}AAAAAAAA`].join('.');
      await assert.rejects(check(await calling(service, forged)), oauth.OperationProcessingError);
      await refused(service.own({ scope: 'openid' }), 'invalid_scope');
      await refused(service.own({ resource: 'https://api.other.example/' }), 'invalid_target');
    });

    test("a person's token, read by a resource server", { timeout: 60_000 }, async () => {
      const tokens = await service.signIn({ resource: API });
      const request = await calling(service, tokens.access_token);
      const claims = await oauth.validateJwtAccessToken(service.as, request, API, { requireDPoP: true, ...insecure });
      assert.equal(claims.sub, tokens.claims.sub);
      assert.equal(claims.acr, 'urn:dinhdanh:acr:2');
      // RFC 8707: what is for another is not for the issuer's own endpoint.
      const sent = oauth.userInfoRequest(service.as, service.client, tokens.access_token, { DPoP: service.DPoP, ...insecure });
      await assert.rejects(
        sent.then((answer) => oauth.processUserInfoResponse(service.as, service.client, tokens.claims.sub, answer)));
    });
  });
