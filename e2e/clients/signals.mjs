// A receiver of security events, written on jose: what it is sent and what it fetches, checked as RFC 8417 and the
// Shared Signals Framework say.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { describe, test } from 'node:test';

import { createRemoteJWKSet, jwtVerify } from 'jose';
import * as client from 'openid-client';

import { BACK, begin, insecure } from './asking.mjs';

const VERIFICATION = 'https://schemas.openid.net/secevent/ssf/event-type/verification';
const REVOKED = 'https://schemas.openid.net/secevent/caep/event-type/session-revoked';
const HEADER = 'Bearer of-the-receiver';

/** Listens for pushed events; each is answered 202 and kept. */
async function receiver() {
  const events = [];
  const waiting = [];
  const http = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    response.writeHead(202).end();
    const event = { headers: request.headers, body };
    const next = waiting.shift();
    if (next) next(event);
    else events.push(event);
  });
  await once(http.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${http.address().port}/events`,
    next: () => events.shift() ?? new Promise((done) => waiting.push(done)),
    close: () => http.close(),
  };
}

/** A service that signed the holder in, with what it knows of the transmitter. */
async function service(world) {
  // The developer has made as many trials as one may.
  world.makes ??= world.holder.signIn();
  await world.makes;
  const { issuer, id, secret } = await world.holder.register({ redirect_uris: BACK });
  const config = await client.discovery(new URL(issuer), id, undefined, client.ClientSecretBasic(secret), insecure);
  const { address, checks } = await begin(config, {});
  const back = await world.holder.agree(address, BACK);
  const tokens = await client.authorizationCodeGrant(config, back, checks);
  const metadata = await (await fetch(new URL('/.well-known/ssf-configuration', issuer))).json();
  assert.equal(metadata.issuer, issuer);
  const keys = createRemoteJWKSet(new URL(metadata.jwks_uri));
  const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
  return {
    id,
    metadata,
    sub: tokens.claims().sub,
    call: (url, body, method = 'POST') =>
      fetch(url, { method, headers: { authorization, 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    /** The event of a token, when everything about the token is right. */
    async read(token) {
      const { payload, protectedHeader } = await jwtVerify(token, keys, {
        issuer,
        audience: id,
        typ: 'secevent+jwt',
        algorithms: ['RS256'],
        requiredClaims: ['iat', 'jti', 'sub_id', 'events'],
      });
      assert.ok(protectedHeader.kid);
      assert.ok(!('sub' in payload) && !('exp' in payload) && !('nonce' in payload), JSON.stringify(payload));
      assert.equal(Object.keys(payload.events).length, 1);
      return payload;
    },
  };
}

export const signals = (world) =>
  describe('a receiver of security events', () => {
    // conformance: openid-ssf-transmitter-stream-verification-push, openid-ssf-transmitter-stream-caep-interop
    test('jose: what is pushed', { timeout: 60_000 }, async () => {
      const own = await service(world);
      const here = await receiver();
      try {
        const delivery = { method: 'urn:ietf:rfc:8935', endpoint_url: here.url, authorization_header: HEADER };
        const made = await own.call(own.metadata.configuration_endpoint, { delivery, events_requested: [REVOKED] });
        assert.equal(made.status, 201);
        const { stream_id } = await made.json();
        const asked = await own.call(own.metadata.verification_endpoint, { stream_id, state: 'of mine' });
        assert.equal(asked.status, 204);
        const first = await here.next();
        assert.equal(first.headers['content-type'], 'application/secevent+jwt');
        assert.equal(first.headers.authorization, HEADER);
        const verified = await own.read(first.body);
        assert.deepEqual(verified.sub_id, { format: 'opaque', id: stream_id });
        assert.deepEqual(verified.events[VERIFICATION], { state: 'of mine' });

        await world.holder.withdraw(own.id);
        const revoked = await own.read((await here.next()).body);
        assert.deepEqual(revoked.sub_id, { format: 'iss_sub', iss: own.metadata.issuer, sub: own.sub });
        assert.ok(revoked.events[REVOKED].reason_admin.en);
        assert.ok(revoked.txn);
      } finally {
        here.close();
      }
    });

    // conformance: openid-ssf-transmitter-stream-verification-poll-and-ack, openid-ssf-transmitter-stream-caep-interop
    test('jose: what is fetched', { timeout: 60_000 }, async () => {
      const own = await service(world);
      const made = await (await own.call(own.metadata.configuration_endpoint, {})).json();
      await world.holder.withdraw(own.id);
      const poll = async (body) => (await own.call(made.delivery.endpoint_url, body)).json();
      const { sets } = await poll({ returnImmediately: true });
      const [[jti, token]] = Object.entries(sets);
      const revoked = await own.read(token);
      assert.equal(revoked.jti, jti);
      assert.equal(revoked.sub_id.sub, own.sub);
      assert.ok(revoked.events[REVOKED]);
      assert.deepEqual(await poll({ ack: [jti], returnImmediately: true }), { sets: {}, moreAvailable: false });
    });
  });
