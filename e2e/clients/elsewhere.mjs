// Clients in other languages: Authlib (Python), mod_auth_openidc in a real Apache.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { BACK } from './asking.mjs';
import { eventually } from '../lib/post.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const PYTHON = join(process.env.DINHDANH_TEST_TOOLS || here('../../.tools'), 'venv', 'bin', 'python');
const MODULES = '/usr/lib/apache2/modules';

/** Listens on a free port of loopback. */
async function listen(answer) {
  const http = createServer(answer);
  await once(http.listen(0, '127.0.0.1'), 'listening');
  return { port: http.address().port, close: () => http.close() };
}

export const elsewhere = (world) =>
  describe('in other languages', () => {
    // conformance: oidcc-server, oidcc-refresh-token
    test('Authlib: code with PKCE, identity token, refresh, revocation', { timeout: 60_000 }, async () => {
      const { issuer, id, secret } = await world.developer.register({ redirect_uris: BACK });
      const service = spawn(PYTHON, [here('authlib_client.py'), issuer, id, secret, BACK], {
        stdio: ['pipe', 'pipe', 'inherit'],
        env: { ...process.env, AUTHLIB_INSECURE_TRANSPORT: '1' },
      });
      try {
        const lines = createInterface({ input: service.stdout })[Symbol.asyncIterator]();
        const read = async () => JSON.parse((await lines.next()).value ?? '{}');
        const back = await world.holder.agree((await read()).url, BACK);
        service.stdin.write(`${back.href}\n`);
        const told = await read();
        assert.equal(told.profile.sub, told.sub);
        assert.equal(told.again, told.sub);
        assert.equal(told.profile.name.toUpperCase(), world.holder.person.full_name.toUpperCase());
        assert.equal(told.active, true);
        assert.equal(told.after, 401, 'revoked with its grant');
      } finally {
        service.kill();
      }
    });

    // conformance: oidcc-server, oidcc-rp-initiated-logout
    test('mod_auth_openidc: a page behind it, and logout', { timeout: 60_000 }, async () => {
      const seen = [];
      const page = await listen((request, response) => {
        seen.push(request.headers);
        response.end(`page ${request.url}`);
      });
      const free = await listen();
      free.close();
      const base = `http://127.0.0.1:${free.port}`;
      const bye = `${base}/bye`;
      const inside = `${base}/inside/`;
      const back = `${base}/inside/back`;
      const { issuer, id, secret } = await world.developer.register({ redirect_uris: back, post_logout_redirect_uris: bye });
      const apache = await startApache(free.port, [
        `ProxyPass / http://127.0.0.1:${page.port}/`,
        `OIDCProviderMetadataURL ${issuer}/.well-known/openid-configuration`,
        `OIDCClientID ${id}`,
        `OIDCClientSecret ${secret}`,
        `OIDCRedirectURI ${back}`,
        'OIDCCryptoPassphrase not-a-secret-in-a-test',
        'OIDCPKCEMethod S256',
        'OIDCScope "openid profile"',
        'OIDCResponseMode query',
        '<Location /inside>',
        'AuthType openid-connect',
        'Require valid-user',
        // Node's fetch says that it is no navigation; who walks here is a person all the same.
        'OIDCUnAuthAction auth true',
        '</Location>',
      ]);
      try {
        await eventually('Apache', () => {
          assert.ok(!apache.over(), apache.said());
          return fetch(bye).then(({ ok }) => ok, () => false);
        });
        const person = world.holder;
        const answer = await person.go((await person.agree(inside, back)).href);
        assert.equal(answer.text, 'page /inside/');
        const claims = seen.at(-1);
        assert.equal(decodeURIComponent(claims.oidc_claim_acr), 'urn:dinhdanh:acr:2');
        assert.ok(claims.oidc_claim_sub);
        // Headers are bytes: the name is in UTF-8.
        const name = Buffer.from(claims.oidc_claim_name, 'latin1').toString('utf8');
        assert.equal(name.toUpperCase(), person.person.full_name.toUpperCase());
        const out = await person.go(`${back}?logout=${encodeURIComponent(bye)}`);
        assert.equal(out.text, 'page /bye');
        assert.ok((await person.go(inside)).url.endsWith('/sign-in'), 'signed out on both sides');
      } finally {
        await apache.stop();
        page.close();
      }
    });
  });

/** An Apache of our own, in the foreground, with these lines. */
async function startApache(port, lines) {
  const folder = await mkdtemp(join(tmpdir(), 'dinhdanh-apache-'));
  const log = join(folder, 'log');
  const modules = ['mpm_event', 'authz_core', 'authz_user', 'authn_core', 'proxy', 'proxy_http', 'auth_openidc'];
  const text = [
    `ServerRoot ${folder}`,
    `DefaultRuntimeDir ${folder}`,
    `PidFile ${folder}/pid`,
    'ServerName 127.0.0.1',
    `Listen 127.0.0.1:${port}`,
    // Said for root alone, who may not serve.
    'User www-data',
    'Group www-data',
    `ErrorLog ${log}`,
    'StartServers 1',
    ...modules.map((name) => `LoadModule ${name}_module ${MODULES}/mod_${name}.so`),
    ...lines,
  ];
  await writeFile(join(folder, 'httpd.conf'), `${text.join('\n')}\n`);
  const child = spawn('/usr/sbin/apache2', ['-f', join(folder, 'httpd.conf'), '-D', 'FOREGROUND'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (part) => (said += part));
  const gone = once(child, 'exit');
  return {
    said: () => said + (existsSync(log) ? readFileSync(log, 'utf8') : ''),
    over: () => child.exitCode !== null,
    async stop() {
      child.kill('SIGTERM');
      await gone;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
