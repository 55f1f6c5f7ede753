// What the OpenID Foundation's suite tries of services and no other test of ours does, in the modules' own words.

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';

import * as oauth from 'oauth4webapi';
import * as client from 'openid-client';

import { BACK, begin, insecure, named } from './asking.mjs';
import { Service, insecure as bare, refused } from './byhand.mjs';
import { Person } from './person.mjs';

const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A service whose answers come in one mode only, by address or as a form. */
class InMode {
  constructor(world, mode, config) {
    Object.assign(this, { world, mode, config });
  }

  static async register(world, mode) {
    const { issuer, id, secret } = await world.developer.register({ redirect_uris: BACK, auth: 'client_secret_post' });
    const proof = client.ClientSecretPost(secret);
    return new InMode(world, mode, await client.discovery(new URL(issuer), id, undefined, proof, insecure));
  }

  begin = (parameters) => begin(this.config, { response_mode: this.mode, ...parameters });

  /** What came back, and it came in the mode that was asked. */
  async back(person, address) {
    const back = await person.agree(address, BACK);
    assert.equal(back instanceof Request, this.mode === 'form_post', this.mode);
    return back;
  }

  async signIn(person, parameters) {
    const { address, checks } = await this.begin(parameters);
    const back = await this.back(person, address);
    // A form is read once.
    const again = back instanceof Request ? back.clone() : back;
    return { tokens: await client.authorizationCodeGrant(this.config, back, checks), again, checks };
  }

  async refused(person, parameters, error) {
    const { address, checks } = await this.begin(parameters);
    if (parameters.response_type === '') address.searchParams.delete('response_type');
    const back = await this.back(person, address);
    await assert.rejects(client.authorizationCodeGrant(this.config, back, checks), named(error));
  }

  userinfo = async (options) => (await fetch(`${this.world.server.url}/oidc/userinfo`, options)).json();
}

export const modules = (world) =>
  describe("modules of the Foundation's suite", () => {
    for (const mode of ['query', 'form_post']) {
      describe(`by ${mode}`, () => {
        let service;

        before(async () => {
          service = await InMode.register(world, mode);
        });

        // conformance: form_post/oidcc-userinfo-get, form_post/oidcc-userinfo-post-header
        // conformance: form_post/oidcc-userinfo-post-body, form_post/oidcc-server-client-secret-post
        // conformance: form_post/oidcc-refresh-token, form_post/oidcc-codereuse, form_post/oidcc-claims-essential
        test('tokens', { timeout: 60_000 }, async () => {
          const claims = JSON.stringify({ userinfo: { name: { essential: true } } });
          const asked = { scope: 'openid offline_access', claims };
          const { tokens, again, checks } = await service.signIn(world.holder, asked);
          const { sub } = tokens.claims();
          const authorization = `Bearer ${tokens.access_token}`;
          const body = new URLSearchParams({ access_token: tokens.access_token });
          for (const options of [
            { headers: { authorization } },
            { method: 'POST', headers: { authorization } },
            { method: 'POST', body },
          ]) {
            const told = await service.userinfo(options);
            assert.equal(told.sub, sub);
            assert.ok(told.name);
          }
          const next = await client.refreshTokenGrant(service.config, tokens.refresh_token);
          assert.equal(next.claims().sub, sub);
          await assert.rejects(client.authorizationCodeGrant(service.config, again, checks), named('invalid_grant'));
          await assert.rejects(client.fetchUserInfo(service.config, next.access_token, sub), named('invalid_token'));
        });

        // conformance: form_post/oidcc-prompt-login, form_post/oidcc-max-age-1
        test('a fresh sign-in', { timeout: 60_000 }, async () => {
          const person = world.person('born_2004');
          const { tokens } = await service.signIn(person, {});
          const { address, checks } = await service.begin({ prompt: 'login', max_age: '1' });
          const page = await person.go(address, BACK);
          assert.ok(page.url.endsWith('/sign-in'), page.url);
          const back = await service.back(person, page.url);
          const fresh = await client.authorizationCodeGrant(service.config, back, { ...checks, maxAge: 1 });
          assert.equal(fresh.claims().sub, tokens.claims().sub);
          assert.ok(fresh.claims().auth_time >= tokens.claims().auth_time);
        });

        // conformance: form_post/oidcc-prompt-none-not-logged-in, form_post/oidcc-response-type-missing
        // conformance: form_post/oidcc-ensure-registered-redirect-uri
        // conformance: form_post/oidcc-request-uri-unsigned-supported-correctly-or-rejected-as-unsupported
        // conformance: form_post/oidcc-unsigned-request-object-supported-correctly-or-rejected-as-unsupported
        // conformance: oidcc-ensure-request-object-with-redirect-uri, form_post/oidcc-ensure-request-object-with-redirect-uri
        test('what is refused', { timeout: 60_000 }, async () => {
          const nobody = new Person(world.server);
          await service.refused(nobody, { prompt: 'none' }, 'login_required');
          await service.refused(world.holder, { response_type: '' }, 'invalid_request');
          const request_uri = 'https://dichvu.example/request.jwt';
          const request = `${part({ alg: 'none' })}.${part({ redirect_uri: BACK })}.`;
          await service.refused(world.holder, { request_uri }, 'request_uri_not_supported');
          await service.refused(world.holder, { request }, 'request_not_supported');
          for (const parameters of [
            { redirect_uri: `${BACK}/other` },
            { redirect_uri: `${BACK}/other`, request_uri },
            { redirect_uri: `${BACK}/other`, request },
          ]) {
            const { address } = await service.begin(parameters);
            const page = await world.holder.go(address, BACK);
            assert.equal(page.status, 400, page.text);
            assert.ok(!page.back && !page.text.includes(`action="${BACK}`), 'nothing goes to an address that is not known');
          }
        });
      });
    }

    describe('of FAPI 2.0', () => {
      let service;

      before(async () => {
        service = await Service.register(world, {});
      });

      /** Pushes a signed request with these parameters inside and those outside of it. */
      async function push(inside, outside) {
        const verifier = oauth.generateRandomCodeVerifier();
        const signed = {
          response_type: 'code',
          redirect_uri: BACK,
          scope: 'openid',
          code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
          ...inside,
        };
        const given = Object.fromEntries(Object.entries(signed).filter(([, value]) => value !== undefined));
        const key = { key: service.key, kid: 'one' };
        const request = await oauth.issueRequestObject(service.as, service.client, given, key);
        const sent = await oauth.pushedAuthorizationRequest(
          service.as, service.client, service.proof, { request, ...outside }, bare);
        const { request_uri } = await oauth.processPushedAuthorizationResponse(service.as, service.client, sent);
        const address = new URL(service.as.authorization_endpoint);
        address.search = new URLSearchParams({ client_id: service.client.client_id, request_uri });
        return { address: address.href, verifier };
      }

      // conformance: fapi2-security-profile-final-ensure-different-nonce-inside-and-outside-request-object
      // conformance: fapi2-security-profile-final-ensure-different-state-inside-and-outside-request-object
      // conformance: fapi2-security-profile-final-state-only-outside-request-object-not-used
      // conformance: fapi2-security-profile-final-ensure-request-object-without-redirect-uri-fails
      test('of a signed request only what stands inside counts', { timeout: 60_000 }, async () => {
        const inside = { state: 'inside', nonce: 'n-inside' };
        const { address, verifier } = await push(inside, { state: 'outside', nonce: 'n-outside' });
        const back = await service.person.agree(address, BACK);
        const tokens = await service.redeem(back, { state: 'inside', nonce: 'n-inside', verifier });
        assert.equal(tokens.claims.nonce, 'n-inside');
        const only = await push({}, { state: 'outside' });
        const without = await service.person.agree(only.address, BACK);
        assert.ok(!without.searchParams.has('state'), without.href);
        await refused(push({ redirect_uri: undefined }, { redirect_uri: BACK }), 'invalid_request');
      });

      // conformance: fapi2-security-profile-final-plain-fapi-tolerate-unregistered-redirect-uri
      test('an address that was not registered is refused before the person sees anything', async () => {
        await refused(service.push({ redirect_uri: `${BACK}/other` }), 'invalid_request');
      });

      // conformance: fapi2-security-profile-final-ensure-token-endpoint-fails-with-mismatched-dpop-jkt
      // conformance: fapi2-security-profile-final-ensure-client-id-in-token-endpoint
      test('a code is for the key and for the client that asked', { timeout: 60_000 }, async () => {
        const stranger = await service.handle();
        const { address, checks } = await service.push({ dpop_jkt: await stranger.calculateThumbprint() }, stranger);
        const back = await service.person.agree(address, BACK);
        await refused(service.redeem(back, checks), 'invalid_grant');
        const other = await Service.register(world, {});
        const misnamed = async (as, own, body, headers) => {
          await service.proof(as, own, body, headers);
          body.set('client_id', other.client.client_id);
        };
        const mixed = service.with({ DPoP: stranger, proof: misnamed });
        await refused(mixed.redeem(back, checks), 'invalid_client');
        assert.ok((await service.with({ DPoP: stranger }).redeem(back, checks)).claims.sub);
      });
    });
  });
