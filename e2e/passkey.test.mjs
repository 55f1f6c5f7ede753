// Passkeys in real Chromium with a virtual authenticator (WebAuthn, section 11): made, used by its button and
// by autofill, removed; a browser without script keeps its password.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { MODES, launch } from './lib/browser.mjs';
import { startServer } from './lib/server.mjs';
import { Looks, walker } from './lib/walker.mjs';
import { PASSCODE, signIn } from './steps/citizen.mjs';

const PHONE = MODES.find((mode) => mode.script && mode.width === 360 && mode.theme === 'light');

let browser;
let server;

before(async () => {
  browser = await launch();
  server = await startServer({ args: ['--host', 'localhost'] });
}, { timeout: 180_000 });

after(async () => {
  await browser?.close();
  await server?.stop();
});

/** A device that its holder unlocks each time. Gives the debugger and the device's id. */
async function device(page) {
  const debug = await page.context().newCDPSession(page);
  await debug.send('WebAuthn.enable', { enableUI: false });
  const { authenticatorId } = await debug.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  const present = (enabled) =>
    debug.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId, enabled });
  const unlocked = (isUserVerified) => debug.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified });
  const kept = async () => (await debug.send('WebAuthn.getCredentials', { authenticatorId })).credentials;
  return { present, unlocked, kept };
}

async function signOut(citizen) {
  await citizen.go('/personal');
  await Promise.all([
    citizen.page.waitForURL('**/sign-in?out=1'),
    citizen.page.locator('form[action="/sign-out"] button').click(),
  ]);
}

test('made, used by button and by autofill, removed', { timeout: 120_000 }, async () => {
  const person = server.info.people.find(({ role }) => role === 'level_2_ready');
  const looks = new Looks(PHONE);
  const citizen = await walker(browser, server, looks);
  const { page } = citizen;
  const { present, unlocked, kept } = await device(page);
  await present(false);
  assert.equal(await signIn(citizen, person), '/');

  await citizen.go('/personal/passkeys');
  await citizen.see('passkeys-none');
  await page.getByRole('button', { name: 'Thêm khóa truy cập' }).click();
  await citizen.see('passkeys-new');
  await citizen.fill({ name: 'Máy của tôi', passcode: person.passcode ?? PASSCODE });
  await citizen.submit('/personal/passkeys/new');
  await citizen.see('passkeys-create');
  await present(true);
  await Promise.all([page.waitForURL('**/personal/passkeys'), page.locator('#passkey').click()]);
  await citizen.see('passkeys');
  const [credential] = await kept();
  assert.equal(credential.isResidentCredential, true);
  assert.equal(credential.rpId, 'localhost');

  // By its button: autofill waits for a person who does not come.
  await present(false);
  await signOut(citizen);
  await page.locator('#passkey').waitFor({ state: 'visible' });
  await citizen.see('sign-in-passkey');
  await present(true);
  await Promise.all([page.waitForURL(`${server.url}/`), page.locator('#passkey').click()]);

  // By autofill: the device answers what the page asked when it opened.
  await present(true);
  await citizen.go('/personal');
  await Promise.all([
    page.waitForURL(`${server.url}/`),
    page.locator('form[action="/sign-out"] button').click(),
  ]);
  // After a prompt that came to nothing autofill asks again, and the device, unlocked by then, answers.
  await present(false);
  await signOut(citizen);
  await page.locator('#passkey').waitFor({ state: 'visible' });
  await unlocked(false);
  await present(true);
  let asked = 0;
  await page.route('**/sign-in/passkey/challenge', async (route) => {
    asked += 1;
    if (asked === 2) await unlocked(true);
    await route.continue();
  });
  await Promise.all([page.waitForURL(`${server.url}/`), page.locator('#passkey').click()]);
  assert.equal(asked, 2, 'by the button, then by autofill');
  await page.unroute('**/sign-in/passkey/challenge');
  await citizen.go('/personal/devices');
  await citizen.reads('khóa truy cập');
  await citizen.see('devices-passkey');

  await citizen.go('/personal/passkeys');
  await page.getByRole('link', { name: 'Đổi tên hoặc xóa Máy của tôi' }).click();
  await citizen.see('passkeys-one');
  await citizen.fill({ passcode: person.passcode ?? PASSCODE });
  await Promise.all([
    page.waitForURL('**/personal/passkeys'),
    page.getByRole('button', { name: 'Xóa Máy của tôi' }).click(),
  ]);
  await citizen.reads('Chưa có khóa truy cập nào');
  assert.deepEqual(looks.faults, []);
});

test('without script the password is all there is', { timeout: 60_000 }, async () => {
  const plain = MODES.find((mode) => !mode.script && mode.width === 360 && mode.theme === 'light');
  const citizen = await walker(browser, server, new Looks(plain));
  await citizen.go('/sign-in');
  assert.equal(await citizen.page.locator('#passkey').isVisible(), false);
  assert.equal(await citizen.page.locator('#password').isVisible(), true);
});
