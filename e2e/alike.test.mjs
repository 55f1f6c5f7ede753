// One face under two numbers, with the real networks in real Chromium: the machine's word beside the officer's, the
// warning on approval, another officer settles it, and the registration can only be refused (D59-3.1, D59-3.2).

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';

import { launch } from './lib/browser.mjs';
import { startServer } from './lib/server.mjs';
import { Looks } from './lib/walker.mjs';
import * as staff from './steps/staff.mjs';

const tools = process.env.DINHDANH_TEST_TOOLS || fileURLToPath(new URL('../.tools', import.meta.url));
let browser;

before(async () => {
  browser = await launch();
}, { timeout: 180_000 });

after(() => browser?.close());

/** One woman out of a sample picture, photographed a step nearer or farther: a file. */
async function photograph(name, half) {
  const sample = (await readFile(join(tools, 'faces', 'sample3.jpg'))).toString('base64');
  const page = await browser.newPage();
  try {
    const cut = await page.evaluate(async ([jpeg, half]) => {
      const whole = new Image();
      whole.src = `data:image/jpeg;base64,${jpeg}`;
      await whole.decode();
      const canvas = Object.assign(document.createElement('canvas'), { width: 600, height: 600 });
      canvas.getContext('2d').drawImage(whole, 1190 - half, 361 - half, 2 * half, 2 * half, 0, 0, 600, 600);
      return canvas.toDataURL('image/jpeg', 0.92).split(',')[1];
    }, [sample, half]);
    return { name, mimeType: 'image/jpeg', buffer: Buffer.from(cut, 'base64') };
  } finally {
    await page.close();
  }
}

/** The camera films a drawn head, which does not turn: the officer sees the named answer, and the portrait stands. */
async function film(officer, base) {
  if (officer.looks.used.has('turns')) return;
  await officer.go(`${base}/portrait`);
  await officer.see('counter-portrait-turns');
  await officer.submit('/portrait/turns');
  await officer.see('turns');
  if (officer.looks.mode.script) {
    await officer.page.locator('head-turns button').click();
    await officer.page.waitForURL((url) => url.pathname.endsWith('/portrait'), { timeout: 90_000 });
    // What failed is on record: it stands there whenever the page is opened.
    await officer.go(`${base}/portrait`);
    await officer.see('turns-failed');
  }
}

/** Everything up to the officer's "same"; the machine can do nothing with drawn register portraits, and says so. */
async function prove(officer, person, portrait) {
  const base = await staff.prove(officer, person, { portrait });
  await film(officer, base);
  await officer.go(`${base}/compare`);
  await officer.see('compare-with-engine');
  await officer.check('verdict', 'same');
  await officer.fill({ explanation: 'Khuôn mặt trùng với ảnh trên thẻ.' });
  await officer.submit('/compare');
  return base;
}

describe('enrolled twice', () => {
  for (const mode of [
    { name: 'script, 360 px, light', script: true, width: 360, theme: 'light' },
    { name: 'no script, 1280 px, dark', script: false, width: 1280, theme: 'dark' },
  ]) {
    test(mode.name, { timeout: 240_000 }, async () => {
      const server = await startServer({ args: ['--set', `biometrics.models=${join(tools, 'models')}`] });
      const [first, second] = ['all_marks', 'short_name'].map((role) => server.info.people.find((one) => one.role === role));
      const looks = new Looks(mode);
      const colleague = staff.colleagues(browser, server, looks);
      try {
        const officer = await colleague('officer');
        const head = await colleague('head');
        const enrolled = await prove(officer, first, await photograph('one.jpg', 300));
        await staff.lookAgain(head);
        await officer.go(`${enrolled}/decide`);
        await officer.submit('/approve');
        assert.equal(officer.path, enrolled);

        const base = await prove(officer, second, await photograph('two.jpg', 270));
        await officer.go(`${base}/decide`);
        await officer.see('decide-alike');
        assert.equal(await officer.page.locator('form[action$="/approve"]').count(), 0);
        await officer.go(`${base}/alike`);
        await officer.see('alike-not-by-the-same-officer');
        assert.equal(await officer.page.locator('input[name="settled"]').count(), 0);

        await head.go('/counter/second-looks');
        await head.see('second-looks-with-alike');
        await staff.lookAgain(head);
        await head.go('/counter/second-looks');
        await head.follow(`${base}/alike`);
        await head.see('alike');
        assert.equal(await head.page.locator('main img').count(), 2);
        await head.submit('/alike');
        await head.see('alike-faults');
        await head.check('settled', 'same');
        await head.submit('/alike');
        assert.equal(head.path, '/counter/second-looks');

        await officer.go(`${base}/decide`);
        await officer.see('decide-duplicate');
        assert.equal(await officer.page.locator('form[action$="/approve"]').count(), 0);
        const manager = await colleague('manager');
        await manager.go('/console/alike');
        await manager.see('console-alike');
        assert.deepEqual(looks.faults, []);
      } finally {
        await server.stop();
      }
    });
  }
});
