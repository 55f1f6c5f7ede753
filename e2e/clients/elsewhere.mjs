// The examples of docs/relying-parties.md, run: each is a service of its own, written on a library that we did not
// write, and each is walked the same way.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { startApache } from './apache.mjs';
import { eventually } from '../lib/post.mjs';
import { program } from '../lib/server.mjs';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const python = () => join(process.env.DINHDANH_TEST_TOOLS || here('../../.tools'), 'venv', 'bin', 'python');

/** A port that was free a moment ago. */
async function free() {
  const http = createServer();
  await once(http.listen(0, '127.0.0.1'), 'listening');
  const { port } = http.address();
  http.close();
  await once(http, 'close');
  return port;
}

/** The example in Rust, which lies beside the program once it is built. */
const built = (env) => started(join(dirname(program()), 'examples', 'openidconnect_service'))(env);

/** A program of the examples, as it is. */
const started = (command, ...args) => (env) => {
  const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...env } });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (part) => (said += part));
  const gone = once(child, 'exit');
  return {
    said: () => said,
    over: () => child.exitCode !== null,
    async stop() {
      child.kill();
      await gone;
    },
  };
};

/** Where a service that writes its own pages has them. */
const OWN = {
  back: '/back', home: '/', renew: '/renew', again: '/again', logout: '/logout',
  told: ({ text }) => JSON.parse(text),
};

const EXAMPLES = [
  { name: 'openid-client', who: 'licence_old_number', start: started(process.execPath, here('examples/openid_client.mjs')), ...OWN },
  { name: 'Authlib', who: 'no_licence', start: started(python(), here('examples/authlib_service.py')), ...OWN },
  { name: 'idpyoidc', who: 'other_province', start: started(python(), here('examples/idpyoidc_service.py')), ...OWN },
  { name: 'openidconnect', who: 'licence_old_number', start: built, ...OWN },
  {
    name: 'mod_auth_openidc',
    who: 'born_2004',
    start: startApache,
    back: '/inside/back',
    home: '/inside/',
    renew: '/inside/',
    again: (base, issuer) => {
      const more = 'prompt=login&acr_values=urn:dinhdanh:acr:2';
      const asked = { iss: issuer, target_link_uri: `${base}/inside/`, auth_request_params: more };
      return `/inside/back?${new URLSearchParams(asked)}`;
    },
    logout: (base) => `/inside/back?logout=${encodeURIComponent(`${base}/bye`)}`,
    told: ({ text }) => JSON.parse(text),
  },
];

/** A service that runs, and what a person does there. */
class Service {
  constructor(parts) {
    Object.assign(this, parts);
  }

  static async open(world, example) {
    const port = await free();
    const base = `http://127.0.0.1:${port}`;
    const { issuer, id, secret } = await world.developer.register({
      redirect_uris: base + example.back,
      post_logout_redirect_uris: `${base}/bye`,
    });
    const running = await example.start({ ISSUER: issuer, CLIENT_ID: id, CLIENT_SECRET: secret, PORT: String(port) });
    await eventually(example.name, () => {
      assert.ok(!running.over(), running.said());
      return fetch(`${base}/bye`).then(({ ok }) => ok, () => false);
    });
    return new Service({ example, base, issuer, id, running });
  }

  at = (path) => this.base + (typeof path === 'function' ? path(this.base, this.issuer) : path);

  /** Goes to a page for people signed in, says on the platform what has to be said, and comes back. */
  async enter(person, path = this.example.home) {
    const back = await person.agree(this.at(path), this.at(this.example.back));
    const page = await person.go(back.href);
    assert.equal(page.status, 200, `${page.text} ${this.running.said()}`);
    return this.renew(person);
  }

  async renew(person) {
    const page = await person.go(this.at(this.example.renew));
    assert.equal(page.status, 200, `${page.text} ${this.running.said()}`);
    return this.example.told(page);
  }

  /** Nothing is renewed any more, and whoever comes again is a stranger. */
  async shut(person) {
    const page = await person.go(this.at(this.example.renew));
    // mod_auth_openidc says so in its own page.
    assert.ok(page.status === 401 || page.text.includes('<p>Logged Out</p>'), `${this.example.name}: ${page.status} ${page.url} ${page.text}`);
    const again = await person.go(this.at(this.example.home), this.at(this.example.back));
    assert.ok(again.url.startsWith(person.server.url), `${this.example.name}: ${again.url}`);
  }
}

export const elsewhere = (world) =>
  describe('examples', () => {
    const services = [];

    before(async () => {
      for (const example of EXAMPLES) services.push(await Service.open(world, example));
    }, { timeout: 120_000 });

    after(async () => {
      for (const { running } of services) await running.stop();
    });

    for (const [place, { name, who }] of EXAMPLES.entries()) {
      // conformance: oidcc-server, oidcc-refresh-token, oidcc-rp-initiated-logout, oidcc-prompt-login
      // conformance: oidcc-ensure-request-with-valid-pkce-succeeds
      test(`${name}: code with PKCE, refresh, step-up, withdrawn, logout`, { timeout: 60_000 }, async () => {
        const service = services[place];
        const person = world.person(who);
        const told = await service.enter(person);
        assert.equal(told.acr, 'urn:dinhdanh:acr:2');
        assert.equal(told.name.toUpperCase(), person.person.full_name.toUpperCase());
        assert.equal((await service.renew(person)).sub, told.sub);

        const asked = await person.go(service.at(service.example.again));
        assert.ok(asked.url.endsWith('/sign-in'), asked.url);
        const fresh = await service.enter(person, service.example.again);
        assert.equal(fresh.sub, told.sub);
        assert.ok(fresh.auth_time >= told.auth_time);

        await person.withdraw(service.id);
        await service.shut(person);

        await service.enter(person);
        const out = await person.go(service.at(service.example.logout));
        assert.ok(out.url.startsWith(`${service.base}/bye`), `${out.url} ${out.text}`);
        assert.ok((await person.go('/personal')).url.endsWith('/sign-in'), 'signed out of the platform');
        const again = await person.go(service.at(service.example.home));
        assert.ok(again.url.endsWith('/sign-in'), 'signed out of the service');
      });
    }

    // law: D59-19.x
    test('a lock in mid-session reaches all of them', { timeout: 60_000 }, async () => {
      const person = world.person('licence_old_number');
      for (const service of services) await service.enter(person);
      await person.lock();
      for (const service of services) await service.shut(person);
    });
  });
