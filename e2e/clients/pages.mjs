// The person's side in Chromium, on a phone: what he is asked, and the way back to the service, which lives on
// another site. With script and without, since forms lead on by themselves only with it.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';

import * as client from 'openid-client';

import { begin, insecure } from './asking.mjs';
import { MODES } from '../lib/browser.mjs';
import { Looks, walker } from '../lib/walker.mjs';

/** A service that keeps what it is sent, and sends people on from `/start`. */
class Service {
  constructor() {
    this.got = [];
    this.http = createServer(async (request, response) => {
      let body = '';
      for await (const part of request) body += part;
      if (request.url === '/start') {
        response.writeHead(303, { location: this.onward }).end();
      } else if (request.url !== '/favicon.ico') {
        this.got.push({ method: request.method, path: request.url, body });
        response.setHeader('content-type', 'text/html; charset=utf-8');
        response.end('<!doctype html><html lang="vi"><title>Đã về</title><main><h1>Đã về</h1></main></html>');
      }
    });
  }

  async listen() {
    await new Promise((done) => this.http.listen(0, done));
    this.port = this.http.address().port;
    this.back = `http://127.0.0.1:${this.port}/back`;
    // `localhost` is another site than 127.0.0.1, where the platform is.
    this.start = `http://localhost:${this.port}/start`;
    return this;
  }

  close() {
    this.http.closeAllConnections();
    this.http.close();
  }
}

export const pages = (world) =>
  describe('on a phone', () => {
    let services;
    let config;

    before(async () => {
      services = [await new Service().listen(), await new Service().listen()];
      const { issuer, id, secret } = await world.developer.register({
        redirect_uris: services.map(({ back }) => back).join('\n'),
        post_logout_redirect_uris: services[1].back.replace('back', 'bye'),
      });
      config = await client.discovery(new URL(issuer), id, undefined, client.ClientSecretBasic(secret), insecure);
    });

    after(() => services?.forEach((service) => service.close()));

    for (const mode of MODES.filter(({ width, theme }) => width === 360 && theme === 'light')) {
      // conformance: form_post/oidcc-server
      test(`asked and led back: ${mode.name}`, { timeout: 120_000 }, async () => {
        await world.holder.signIn();
        const looks = new Looks(mode);
        const person = await walker(world.browser, world.server, looks);
        const jar = world.holder.cookies.get(world.server.url);
        await person.page.context().addCookies(
          [...jar].map(([name, value]) => ({ name, value, url: world.server.url, sameSite: 'Lax' })));
        // The second of the registered addresses, at an origin of its own.
        for (const service of [...services].reverse()) {
          await byForm(config, service, person);
          await byAddress(config, service, person);
        }
        await leave(world, config, services[1], person);
        await person.leave();
        assert.deepEqual(looks.faults, []);
      });
    }
  });

/** Sends the person off from the service's own site; gives the checks of the answer. */
async function off(config, service, person, parameters) {
  const { address, checks } = await begin(config, { redirect_uri: service.back, ...parameters });
  service.onward = address.href;
  service.got = [];
  await person.page.goto(service.start, { waitUntil: 'load' });
  return checks;
}

/** Presses the one button of a page between, where no script does it. */
async function between(person, name, service) {
  if (!person.looks.mode.script) {
    await person.see(name);
    await person.press(person.page.locator('main form button').first());
  }
  await person.page.waitForURL(`${service.back}**`);
}

async function byForm(config, service, person) {
  const claims = JSON.stringify({ userinfo: { email: null, name: { essential: true } } });
  const asked = { scope: 'openid profile identity offline_access', response_mode: 'form_post', prompt: 'consent', claims };
  const checks = await off(config, service, person, asked);
  assert.equal(person.path, '/oidc/continue');
  await person.see('consent');
  await person.reads('Xem kết quả học tập');
  await person.page.locator('button[value="allow"]').click();
  await between(person, 'form-post', service);
  const [got] = service.got;
  assert.equal(got.method, 'POST');
  const request = new Request(service.back, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: got.body,
  });
  const tokens = await client.authorizationCodeGrant(config, request, checks);
  const told = await client.fetchUserInfo(config, tokens.access_token, tokens.claims().sub);
  assert.ok(told.name && !told.email, 'what was not ticked does not go');
}

/** Agreed before: no question, no page between, and the session goes along from another site. */
async function byAddress(config, service, person) {
  const checks = await off(config, service, person, { scope: 'openid profile' });
  await person.page.waitForURL(`${service.back}**`);
  const back = new URL(service.got[0].path, service.back);
  await client.authorizationCodeGrant(config, back, checks);
}

/** A hint of somebody else's: the person is asked, and is led to the service nevertheless. */
async function leave(world, config, service, person) {
  const bye = service.back.replace('back', 'bye');
  const { address, checks } = await begin(config, { redirect_uri: service.back });
  const back = await world.developer.agree(address, service.back);
  const { id_token } = await client.authorizationCodeGrant(config, back, checks);
  const out = client.buildEndSessionUrl(config, { post_logout_redirect_uri: bye, id_token_hint: id_token });
  await person.page.goto(out.href, { waitUntil: 'load' });
  await person.see('leave');
  await person.page.locator('form[action="/oidc/logout/confirm"] button').first().click();
  await person.page.waitForURL(bye);
  await person.skip('/personal', '/sign-in');
}
