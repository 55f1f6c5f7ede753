// Takes the README's pictures from the real program: `node pictures.mjs`, then
// `pngquant --force --ext .png --quality 70-95 ../docs/images/*.png`. The files are committed.

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { contextIn, launch } from './lib/browser.mjs';
import { startServer } from './lib/server.mjs';
import { Looks, Walker, walker } from './lib/walker.mjs';
import * as citizen from './steps/citizen.mjs';
import * as staff from './steps/staff.mjs';

const FOLDER = fileURLToPath(new URL('../docs/images/', import.meta.url));
const DESK = { script: true, width: 1280, theme: 'light' };
const PHONE = { script: true, width: 390, theme: 'light' };

const browser = await launch();
const server = await startServer();
const person = (role) => server.info.people.find((one) => one.role === role);

/** As on a phone of today: 390 by 844, two pixels each way. */
async function phone() {
  const context = await contextIn(browser, PHONE, { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2 });
  return quiet(new Walker(await context.newPage(), server, new Looks(PHONE)));
}

/** Only walks: the tests look. */
function quiet(one) {
  one.see = async () => {};
  return one;
}

const take = (page, name, options) => page.screenshot({ path: join(FOLDER, `${name}.png`), ...options });

try {
  const holder = await phone();
  await citizen.signIn(holder, person('level_2_ready'));
  await holder.go('/wallet');
  for (const theme of ['light', 'dark']) {
    await holder.page.emulateMedia({ colorScheme: theme });
    await take(holder.page, `wallet-phone-${theme}`);
  }
  const locked = await phone();
  await citizen.signIn(locked, person('class_mismatch'));
  await take(locked.page, 'locked-status');

  const officer = quiet(await walker(browser, server, new Looks(DESK)));
  await staff.staffSignIn(officer, 'officer');
  await officer.go('/counter/queue');
  await officer.press(officer.page.locator('main table a').first());
  await take(officer.page, 'counter-comparison', { fullPage: true });
} finally {
  await browser.close();
  await server.stop();
}
