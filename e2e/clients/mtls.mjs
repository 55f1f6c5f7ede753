// A service that shows a certificate when it calls (RFC 8705), on the listener of the program itself.

import assert from 'node:assert/strict';
import { X509Certificate, createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';

import * as client from 'openid-client';

import { certificate } from '../lib/certificate.mjs';
import { BACK, begin, insecure, named } from './asking.mjs';

/** One developer has twenty trials at most, and the others have made theirs. */
const MAKER = 'other_province';

const HOST = 'api.dichvu.example';

/** What the program needs to take certificates: its own, and the authority of services'. Gives { args, ours, known, done }. */
export async function takesCertificates() {
  const folder = await mkdtemp(join(tmpdir(), 'dinhdanh-mtls-'));
  const ours = certificate('Ours', { authority: true });
  const known = certificate('Known', { authority: true });
  const own = certificate('127.0.0.1', { by: ours });
  const files = { certificate_file: own.cert, key_file: own.key, ca_file: known.cert };
  const args = ['--set', 'mtls.listen=127.0.0.1:0'];
  for (const [key, text] of Object.entries(files)) {
    await writeFile(join(folder, key), text);
    args.push('--set', `mtls.${key}=${join(folder, key)}`);
  }
  return { args, ours, known, done: () => rm(folder, { recursive: true, force: true }) };
}

/** `fetch` of a service that shows this certificate, or none. */
const showing = ({ ours }, own) => (url, { method, headers, body }) => {
  if (url.startsWith('http:')) return fetch(url, { method, headers, body });
  return new Promise((done, fail) => {
    const options = { method, headers, ca: ours.cert, cert: own?.cert, key: own?.key, agent: false };
    const asked = request(url, options, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => done(new Response(Buffer.concat(parts), { status: answer.statusCode, headers: answer.headers })));
    });
    asked.on('error', fail);
    asked.end(body?.toString());
  });
};

const thumbprint = ({ cert }) => createHash('sha256').update(new X509Certificate(cert).raw).digest('base64url');

export const mtls = (world) =>
  describe('openid-client with a certificate', () => {
    before(() => world.person(MAKER).signIn());

    const found = ({ issuer, id }, own, metadata = {}) =>
      client.discovery(
        new URL(issuer),
        id,
        { use_mtls_endpoint_aliases: true, ...metadata },
        client.TlsClientAuth(),
        { ...insecure, [client.customFetch]: showing(world.certificates, own) },
      );

    // conformance: fapi2-security-profile-final-happy-flow, fapi2-security-profile-final-refresh-token
    // conformance: fapi2-security-profile-final-ensure-holder-of-key-required
    test('known by its name, by the rules of FAPI 2.0', { timeout: 60_000 }, async () => {
      const { known } = world.certificates;
      const own = certificate(HOST, { by: known });
      const registered = await world.person(MAKER).register({
        redirect_uris: BACK,
        auth: 'tls_client_auth',
        certificate_name: `CN=${HOST}`,
        certificate_bound: 'yes',
        class: 'high',
      });
      const high = { id_token_signed_response_alg: 'ES256' };
      const config = await found(registered, own, high);
      assert.equal(config.serverMetadata().tls_client_certificate_bound_access_tokens, true);
      const asked = { scope: 'openid profile offline_access' };
      const { address, checks } = await begin(config, asked, client.buildAuthorizationUrlWithPAR);
      const back = await world.holder.agree(address, BACK);
      const stranger = certificate('shop.dichvu.example', { by: known });
      for (const other of [undefined, stranger, certificate(HOST)]) {
        const wrong = await found(registered, other, high);
        await assert.rejects(client.authorizationCodeGrant(wrong, back, checks), named('invalid_client'));
      }
      const tokens = await client.authorizationCodeGrant(config, back, checks);
      assert.equal(tokens.token_type, 'bearer');
      const { sub } = tokens.claims();
      await client.fetchUserInfo(config, tokens.access_token, sub);
      const told = await client.tokenIntrospection(config, tokens.access_token);
      assert.deepEqual(told.cnf, { 'x5t#S256': thumbprint(own) });

      const renewed = certificate(HOST, { by: known });
      for (const other of [undefined, renewed]) {
        const thief = await found(registered, other, high);
        await assert.rejects(client.fetchUserInfo(thief, tokens.access_token, sub), named('invalid_token'));
      }
      const again = await found(registered, renewed, high);
      const next = await client.refreshTokenGrant(again, tokens.refresh_token);
      await client.fetchUserInfo(again, next.access_token, sub);
      await client.tokenRevocation(again, next.access_token);
      await assert.rejects(client.fetchUserInfo(again, next.access_token, sub), named('invalid_token'));
    });

    test('known by its key, whoever signed', { timeout: 60_000 }, async () => {
      const own = certificate('anything');
      const registered = await world.person(MAKER).register({
        redirect_uris: BACK,
        auth: 'self_signed_tls_client_auth',
        jwks: JSON.stringify({ keys: [own.publicKey.export({ format: 'jwk' })] }),
        own_tokens: 'yes',
        certificate_bound: 'yes',
      });
      const config = await found(registered, own);
      const { access_token } = await client.clientCredentialsGrant(config);
      const told = await client.tokenIntrospection(config, access_token);
      assert.deepEqual(told.cnf, { 'x5t#S256': thumbprint(own) });
      const thief = await found(registered, certificate('anything'));
      await assert.rejects(client.clientCredentialsGrant(thief), named('invalid_client'));
    });
  });
