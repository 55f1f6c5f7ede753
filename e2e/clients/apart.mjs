// People who are not in front of the service's browser: a device with a code, a call that is answered on the phone.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';

import * as client from 'openid-client';

import { BACK, insecure, named } from './asking.mjs';

const DEVICE = { redirect_uris: BACK, devices: 'yes' };
const CALL = { redirect_uris: BACK, calls: 'yes' };

/** On the page of decision, signing in on the way where that is asked. */
async function decides(person, page, fields) {
  const asked = page.url.endsWith('/sign-in') ? await person.signIn(page) : page;
  return person.send(asked, '/oidc/continue', fields);
}

export const apart = (world) =>
  describe('openid-client, without a browser of its own', () => {
    const found = async (fields) => {
      const { issuer, id, secret } = await world.developer.register(fields);
      return client.discovery(new URL(issuer), id, undefined, client.ClientSecretBasic(secret), insecure);
    };

    test('a device shows a code and waits', { timeout: 60_000 }, async () => {
      const config = await found(DEVICE);
      const person = world.holder;
      const asked = await client.initiateDeviceAuthorization(config, { scope: 'openid profile' });
      const waiting = client.pollDeviceAuthorizationGrant(config, asked);
      const typed = await person.go(asked.verification_uri_complete);
      assert.ok(typed.text.includes(asked.user_code));
      const done = await decides(person, await person.send(typed, '/device', { user_code: asked.user_code }), { decision: 'allow' });
      assert.equal(done.status, 200, done.text);
      const tokens = await waiting;
      const told = await client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);
      assert.equal(told.name.toUpperCase(), person.person.full_name.toUpperCase());

      const no = await client.initiateDeviceAuthorization(config, { scope: 'openid' });
      const page = await person.send(await person.go(no.verification_uri), '/device', { user_code: no.user_code });
      await decides(person, page, { decision: 'deny' });
      await assert.rejects(client.pollDeviceAuthorizationGrant(config, no), named('access_denied'));
    });

    test('a service calls and is answered on the phone', { timeout: 60_000 }, async () => {
      const config = await found(CALL);
      const person = world.holder;
      const { number, passcode } = person.person;
      const asked = await client.initiateBackchannelAuthentication(config, {
        scope: 'openid profile',
        login_hint: number,
        binding_message: 'Số 47',
      });
      const waiting = client.pollBackchannelAuthenticationGrant(config, asked);
      let list = await person.go('/approve');
      if (list.url.endsWith('/sign-in')) {
        await person.signIn(list);
        list = await person.go('/approve');
      }
      assert.ok(list.text.includes('Số 47'));
      const done = await decides(person, await person.send(list, '/approve', {}), { decision: 'allow', passcode });
      assert.equal(done.status, 200, done.text);
      const tokens = await waiting;
      assert.equal(tokens.claims().acr, 'urn:dinhdanh:acr:2');
    });
  });
