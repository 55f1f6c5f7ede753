// The whole day of a counter with machines in real Chromium: authorities are taken in, an agent is paired and reads
// cards out of files, a forged and a real one; the camera films; a missing print asks for a second officer who looks
// blindly; level 2 is approved.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import { launch } from './lib/browser.mjs';
import { eventually } from './lib/post.mjs';
import { startServer } from './lib/server.mjs';
import { Looks } from './lib/walker.mjs';
import { pair, printed, trust, withComputer } from './steps/agent.mjs';
import * as staff from './steps/staff.mjs';

let browser;

before(async () => {
  browser = await launch();
}, { timeout: 180_000 });

after(() => browser?.close());

/** Has the card on the reader read, and waits for the verdict. */
async function read(officer, base, zone) {
  await officer.go(`${base}/card`);
  await officer.fill({ zone: printed(zone) });
  await officer.submit('/card');
  await eventually('the verdict', async () => {
    await officer.go(`${base}/card`);
    return (await officer.page.locator('#card table').count()) > 0;
  });
}

/** A forged card is named and marks the dossier; the real one is accepted, and its portrait stands beside the others. */
async function readCards(officer, base, { file, made }) {
  await officer.follow(`${base}/card`);
  await officer.see('card');
  await officer.fill({ zone: 'IDVNM' });
  await officer.submit('/card');
  await officer.see('card-wrong-zone');
  await writeFile(file, JSON.stringify(made.altered));
  await read(officer, base, made.card.zone);
  await officer.see('card-forged');
  await officer.go(base);
  assert.equal(await officer.page.locator(`a[href="${base}/card"]`).count(), 2, 'the way to what failed');
  await officer.see('card-forged-mark');
  await writeFile(file, JSON.stringify(made.card));
  await read(officer, base, made.card.zone);
  await officer.see('card-accepted');
  await officer.go(base);
  assert.equal(await officer.page.locator('img[src$="/image/chip"]').count(), 1);
}

async function withoutPrints(officer, base) {
  await officer.go(`${base}/fingers`);
  const remove = officer.page.locator('form[action$="/fingers/remove"] button');
  while (await remove.count()) await officer.press(remove.first());
  await officer.page.locator('details:has(textarea[name="exception"]) summary').click();
  await officer.fill({ exception: 'Vân tay mòn, không lấy được.' });
  await officer.submit('/fingers/exception');
  await officer.see('fingers-exception');
}

async function compare(officer, base) {
  await officer.go(`${base}/compare`);
  await officer.see('compare-without-engine');
  await officer.check('verdict', 'same');
  await officer.fill({ explanation: 'Khuôn mặt trùng với ảnh trên thẻ.' });
  await officer.submit('/compare');
  await officer.go(`${base}/decide`);
  await officer.see('decide-waits-for-second');
  assert.equal(await officer.page.locator('form[action$="/approve"]').count(), 0, 'not by one officer');
}

describe('machines at the counter', () => {
  for (const mode of [
    { name: 'script, 360 px, light', script: true, width: 360, theme: 'light' },
    { name: 'no script, 1280 px, dark', script: false, width: 1280, theme: 'dark' },
  ]) {
    test(mode.name, { timeout: 240_000 }, async () => {
      const server = await startServer();
      const person = server.info.people.find((one) => one.role === 'all_marks');
      const looks = new Looks(mode);
      const colleague = staff.colleagues(browser, server, looks);
      try {
        await withComputer(browser, server, person, async ({ agent, file, made }) => {
          const manager = await colleague('manager');
          await trust(manager, made);
          const officer = await colleague('officer');
          await pair(officer, agent);
          const base = await staff.prove(officer, person, { camera: mode.script });
          await readCards(officer, base, { file, made });
          await withoutPrints(officer, base);
          await compare(officer, base);
          await staff.lookAgain(await colleague('head'), { closely: true });
          await officer.go(`${base}/decide`);
          await officer.see('decide-after-second');
          await officer.submit('/approve');
          assert.equal(officer.path, base);
          await manager.go('/console/rechecks');
          await manager.see('rechecks');
          await manager.go('/console/drift');
          await manager.see('drift');
          assert.deepEqual(looks.faults, []);
        });
      } finally {
        await server.stop();
      }
    });
  }
});
