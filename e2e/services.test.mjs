// The pages around services, and around signing in without a password: the developer's desk, the manager's console,
// consent and its refusals, devices, calls, the authenticator app, the lost phone. On a phone with script and at a
// desk without; every page is looked at in light and dark.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { MODES, launch } from './lib/browser.mjs';
import { startServer } from './lib/server.mjs';
import { Looks, walker } from './lib/walker.mjs';
import { WITH_DRAWINGS, passcodeOf, signIn } from './steps/citizen.mjs';
import * as services from './steps/services.mjs';

let browser;

before(async () => {
  browser = await launch();
}, { timeout: 180_000 });

after(() => browser?.close());

const modes = MODES.filter(({ script, width, theme }) => theme === 'light' && script === (width < 600));

/** A developer sits at a desk; his forms name every claim and every paper. */
const AT_A_DESK = { html: 22_000 };

describe('pages around services', () => {
  for (const mode of modes) {
    test(mode.name, { timeout: 300_000 }, async () => {
      const server = await startServer({ args: ['--host', 'localhost'] });
      const looks = new Looks(mode);
      try {
        await walk(server, looks);
        assert.deepEqual(looks.faults, []);
      } finally {
        await server.stop();
      }
    });
  }
});

async function walk(server, looks) {
  const person = (role) => server.info.people.find((one) => one.role === role);
  const known = async (role) => {
    const own = await walker(browser, server, looks);
    assert.equal(await signIn(own, person(role)), '/');
    return own;
  };
  const developer = await known('licence_many');
  developer.budget = AT_A_DESK;
  const trial = await services.registerTrial(developer);
  await services.askProduction(developer, trial);
  const manager = await walker(browser, server, looks);
  await services.refuseProduction(manager);
  await developer.go(`${trial.home}/production`);
  await developer.reads('Nếu bạn không đồng ý');
  await developer.see('developers-production-refused');

  await consent(developer, trial);
  await services.declineDevice(developer, trial);
  await services.answerCall(developer, trial, person('licence_many'));
  for (const page of ['requests', 'usage']) {
    await developer.go(`${trial.home}/${page}`);
    await developer.see(`developers-${page}`);
  }
  await services.suspend(manager, trial);
  await developer.go(trial.home);
  await developer.see('developers-suspended');
  await manager.leave();
  await developer.leave();

  const holder = await known('level_2_ready');
  await holder.go(services.asks(trial));
  await holder.see('consent-suspended');
  await ways(holder, person('level_2_ready'));
  await holder.leave();
  await nobody(await walker(browser, server, looks));
}

/** What a service may bring in front of a person, from the question to what cannot be answered. */
async function consent(own, trial) {
  await own.go(services.asks(trial, { claims: '{"userinfo":{"birthdate":null,"phone_number":null}}' }));
  await own.see('consent');
  await own.go(services.asks(trial, { redirect_uri: 'https://boese.example/' }));
  await own.see('consent-wrong');
  await own.go('/oidc/logout');
  await own.see('leave');
  await own.go('/personal/services');
  await own.see('personal-services');
}

/** Everything under Personal that lets somebody in. */
async function ways(own, person) {
  await own.go('/personal');
  await own.see('personal');
  await own.go('/personal/sign-in');
  await own.see('personal-sign-in');
  await own.go('/personal/authenticator');
  await own.see('authenticator');
  await own.fill({ passcode: passcodeOf(person) });
  await own.submit('/personal/authenticator');
  assert.ok(await own.page.locator('main svg[role=img]').isVisible(), 'a code to scan');
  // The code stands in the page itself: no second request carries the secret.
  await own.see('authenticator-begun', WITH_DRAWINGS);
  await own.fill({ code: '12345' });
  await own.submit('/personal/authenticator/confirm');
  await own.see('authenticator-wrong', WITH_DRAWINGS);
  await own.go('/personal/authenticator?anew=1');
  await own.fill({ passcode: '000000' });
  await own.submit('/personal/authenticator');
  await own.see('authenticator-anew');
  for (const [name, path] of [
    ['passkeys-without', '/personal/passkeys'],
    ['passkeys-ask', '/personal/passkeys/new'],
    ['lost-phone-own', '/personal/lost-phone'],
    ['trusted', '/personal/trusted'],
    ['trusting', '/personal/trusting'],
    ['phone', '/personal/phone'],
  ]) {
    await own.go(path);
    await own.see(name, WITH_DRAWINGS);
  }
}

/** Signed out: with another device, without the phone, at the wrong moment. */
async function nobody(own) {
  await own.go('/sign-in');
  await own.submit('/sign-in/phone');
  await own.see('sign-in-phone');
  for (const [name, path] of [
    ['lost-phone', '/lost-phone'],
    ['lost-phone-code', '/lost-phone/code'],
    ['lost-phone-asked', '/lost-phone/asked'],
    ['consent-gone', '/oidc/continue'],
    ['approve-over', '/approve/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'],
  ]) {
    await own.go(path);
    await own.see(name);
  }
  await own.leave();
}
