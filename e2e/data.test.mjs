// Data services in real Chromium: a telecom's file from the browser to the released results and their withdrawal; a
// provider of signature certificates; the programme manager's report of a pilot and how people fare.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';

import { MODES, launch } from './lib/browser.mjs';
import { startServer } from './lib/server.mjs';
import { Looks, walker } from './lib/walker.mjs';
import { signIn } from './steps/citizen.mjs';
import * as data from './steps/data.mjs';
import { asks } from './steps/services.mjs';
import { colleagues } from './steps/staff.mjs';

let browser;

before(async () => {
  browser = await launch();
}, { timeout: 180_000 });

after(() => browser?.close());

const modes = MODES.filter(({ script, width, theme }) => theme === 'light' && script === (width < 600));

/** Whoever sends files sits at a desk. */
const AT_A_DESK = { html: 22_000 };

describe('data services', () => {
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
  const colleague = colleagues(browser, server, looks);
  const developer = await walker(browser, server, looks);
  assert.equal(await signIn(developer, person('licence_many')), '/');
  developer.budget = AT_A_DESK;
  const manager = await colleague('manager');
  const second = await colleague('manager-2');

  const telecom = await data.askAs(developer, 'telecom', 'Mạng di động Thử nghiệm');
  await data.approve(manager);
  await clean(server, { developer, manager, second, telecom });

  const provider = await data.askAs(developer, 'signature', 'Chữ ký số Thử nghiệm');
  await data.approve(manager, { licence: '123/GP-BTTTT' });
  await certificates(developer, manager, provider);

  await figures(manager);
  for (const one of [developer, manager, second]) await one.leave();
}

/** From the file to the results and back. */
async function clean(server, { developer, manager, second, telecom }) {
  await developer.go(`${telecom.home}/subscribers`);
  await developer.see('cleaning-desk-closed');
  await developer.reads('Chưa được cấp quyền');
  await data.grant(manager, telecom);
  const { known, csv } = data.subscribers(server.info.people);
  const place = await data.bring(developer, telecom, csv);
  await data.stands(developer, place, 'Đã đối soát xong');
  await developer.see('cleaning-desk-judged');
  assert.ok(!(await developer.text()).includes('Gần khớp'), 'no counts before the release');

  await manager.go('/console/subscribers');
  await manager.see('cleaning-batches');
  await manager.press(manager.page.locator('main a[href^="/console/subscribers/"]').first());
  const batch = manager.path;
  await manager.see('cleaning-batch');
  await data.lookAtSample(manager, batch, 2 * known.length);
  await manager.submit('/release');
  await manager.reads('Bạn đã xem mẫu');
  await second.go(batch);
  await second.submit('/release');
  await second.reads('Đã trả kết quả');
  await second.see('cleaning-batch-released');

  await developer.go(place);
  await developer.see('cleaning-desk-released');
  const saved = async (name) => {
    const [download] = await Promise.all([
      developer.page.waitForEvent('download'),
      developer.page.locator(`a[href="${place}/files/${name}"]`).click(),
    ]);
    return readFile(await download.path(), 'utf8');
  };
  const rows = (await saved('cleaned.csv')).trim().split('\n');
  const verdicts = rows.slice(1).map((row) => row.split(',')[5]);
  assert.deepEqual(verdicts, ['exact', 'exact', 'exact', 'likely', 'likely', 'likely', ...Array(1 + data.MORE).fill('not-found')]);
  assert.equal(rows[4].split(',')[7], known[0].full_name, 'the name as held, where it is granted');
  assert.match(await saved('rejects.csv'), /^9,phone,/m);

  await second.fill({ words: 'Sai căn cứ' });
  await second.submit('/withdraw');
  await second.reads('Đã thu hồi');
  await developer.go(place);
  await developer.reads('Sai căn cứ');
  await developer.see('cleaning-desk-withdrawn');
}

/** R50-3: what a provider of certificates may ask is more than a sign-in by password and code proves. */
async function certificates(holder, manager, provider) {
  await manager.go(`/console/parties/${provider.id}`);
  await manager.reads('123/GP-BTTTT');
  await manager.see('console-party-ca');
  // It is sent back to the service at once: chip and face are shown to a native app, not to a page.
  const answer = await holder.page.request.get(holder.server.url + asks(provider, { scope: 'openid identity_package', prompt: 'login' }), { maxRedirects: 0 });
  const there = new URL(answer.headers().location, holder.server.url);
  assert.equal(there.origin, 'https://dichvu.example', there.href);
  assert.ok(there.searchParams.get('error'), there.href);
}

/** The programme manager's pages; what they say is what their files say. */
async function figures(manager) {
  await manager.go('/console/pilots');
  await manager.see('pilots');
  const report = await manager.page.locator('main a[href^="/console/pilots/"]').first().getAttribute('href');
  await manager.go(report);
  await manager.see('pilot');
  await manager.go(`${report}/report`);
  await manager.see('pilot-report');
  await manager.go('/console/experience');
  await manager.see('experience');
  await manager.go('/console/training');
  await manager.see('training');
}
