// A page on oidc-client-ts in real Chromium: a public client at an origin of its own, which calls the endpoints itself.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { after, before, describe, test } from 'node:test';

import { MODES, contextIn } from '../lib/browser.mjs';

const PAGE = new URL('examples/oidc_client_ts.html', import.meta.url);
const LIBRARY = new URL('../node_modules/oidc-client-ts/dist/browser/oidc-client-ts.min.js', import.meta.url);
const PHONE = MODES.find(({ script, width }) => script && width === 360);

/** Serves the page as it stands in the example, with the library and its settings. */
async function serve(settings) {
  const http = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://here');
    if (pathname === '/settings.json') response.end(JSON.stringify(settings));
    else if (pathname === '/oidc-client-ts.min.js') response.end(await readFile(LIBRARY));
    else response.setHeader('content-type', 'text/html; charset=utf-8').end(await readFile(PAGE));
  });
  await once(http.listen(0, '127.0.0.1'), 'listening');
  // Another origin than the platform's, which must allow it to read.
  return { http, home: `http://127.0.0.1:${http.address().port}/` };
}

export const inBrowser = (world) =>
  describe('oidc-client-ts in Chromium', () => {
    const settings = {};
    let service;
    let client;
    let person;
    let page;

    before(async () => {
      service = await serve(settings);
      client = await world.developer.register({
        auth: 'none',
        redirect_uris: `${service.home}?back`,
        post_logout_redirect_uris: `${service.home}?bye`,
      });
      assert.ok(client.id && !client.secret, 'a public client has no secret');
      Object.assign(settings, { authority: client.issuer, client_id: client.id });
      person = world.person('other_province');
      page = await (await contextIn(world.browser, PHONE)).newPage();
    });

    after(async () => {
      await page?.context().close();
      service?.http.closeAllConnections();
      service?.http.close();
    });

    /** What the page says once it has something to say. */
    const said = async () => {
      await page.waitForFunction(() => document.querySelector('#person')?.textContent);
      return page.locator('#person').innerText();
    };
    const profile = async () => JSON.parse(await said());
    const press = (id) => page.locator(id).click();

    /** Presses a button that leads to the platform; gives where, for the person walks there by himself. */
    async function led(id) {
      const led = new Promise((done) => {
        const leaving = (url) => url.origin === client.issuer && /authorize|logout/.test(url.pathname);
        page.route(leaving, (route) => {
          done(route.request().url());
          return route.fulfill({ status: 204 });
        }, { times: 1 });
      });
      await press(id);
      return led;
    }

    /** Presses such a button, says on the platform what has to be said, and comes back. */
    async function through(id) {
      await page.goto(service.home);
      await said();
      const back = await person.agree(await led(id), `${service.home}?back`);
      await page.goto(back.href);
      return profile();
    }

    // conformance: oidcc-server, oidcc-refresh-token, oidcc-rp-initiated-logout
    test('signed in, renewed in silence, stepped up, signed out', { timeout: 60_000 }, async () => {
      const told = await through('#sign-in');
      assert.equal(told.acr, 'urn:dinhdanh:acr:2');
      assert.equal(told.name.toUpperCase(), person.person.full_name.toUpperCase());
      await press('#renew');
      assert.equal((await profile()).sub, told.sub);
      const fresh = await through('#again');
      assert.equal(fresh.sub, told.sub);
      assert.ok(fresh.auth_time >= told.auth_time);
      const bye = await person.go(await led('#sign-out'), `${service.home}?bye`);
      assert.ok(bye.back, bye.text);
      await page.goto(bye.back.href);
      assert.equal(await said(), 'nobody');
      assert.ok((await person.go('/personal')).url.endsWith('/sign-in'), 'signed out of the platform');
    });

    // law: D59-19.x
    test('withdrawn, or locked in mid-session: nothing is renewed', { timeout: 60_000 }, async () => {
      await through('#sign-in');
      await person.withdraw(client.id);
      await press('#renew');
      assert.equal(await said(), 'ended: invalid_grant');
      await through('#sign-in');
      await person.lock();
      await press('#renew');
      assert.equal(await said(), 'ended: invalid_grant');
      await page.reload();
      assert.equal(await said(), 'nobody');
    });
  });
