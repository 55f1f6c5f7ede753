// The rest of a counter's day in real Chromium: opening hours, a booking, numbers, the waiting room; somebody who
// applies for card and account together; a person taken while the line was down.

import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { launch } from './lib/browser.mjs';
import { eventually } from './lib/post.mjs';
import { startServer } from './lib/server.mjs';
import { Looks, walker } from './lib/walker.mjs';
import { pair, printed, takeOffline, trust, withComputer } from './steps/agent.mjs';
import { dateFields, fillDetails, signIn } from './steps/citizen.mjs';
import * as staff from './steps/staff.mjs';

/** Every commune of a province with its address, every free time of a day: pages of lists. */
const LIST = { html: 30_000, elements: 1_500 };
const TIMES = { html: 14_000 };

let browser;

before(async () => {
  browser = await launch();
}, { timeout: 180_000 });

after(() => browser?.close());

async function hours(head) {
  await head.go('/counter/visits/hours');
  await head.see('visit-hours');
  await head.fill({ mon: '11:30-07:30' });
  await head.submit('/hours');
  await head.see('visit-hours-faults');
  await head.fill({ mon: '07:00-11:30, 13:30-17:00' });
  await head.submit('/hours');
}

/** A holder of level 1 books, sees it, moves it. */
async function book(holder) {
  await holder.go('/visits?province=074');
  await holder.see('visits', LIST);
  await holder.press(holder.page.locator('main a[href^="/visits/at/"]').first());
  await holder.see('visit-times', TIMES);
  const place = holder.path;
  await holder.submit(place);
  await holder.see('visit-times-faults', TIMES);
  await holder.page.locator('input[name="slot"]').first().check();
  await holder.check('reason', 'level-two');
  await holder.submit(place);
  assert.equal(holder.path, '/visits');
  await holder.see('visit-own');
  await holder.go('/visits/move');
  await holder.see('visit-move', TIMES);
  await holder.page.locator('input[name="slot"]').last().check();
  await holder.submit('/visits/move');
  await holder.go('/visits');
  await holder.submit('/visits/cancel');
  await holder.see('visit-cancelled');
}

/** Numbers for who walks in, the desk, the call, the waiting room; gives the dossier that was opened. */
async function queue(officer, person) {
  await officer.go('/counter/visits');
  await officer.see('visits-empty');
  for (const number of ['', person.number]) {
    await officer.check('reason', number ? 'level-two' : 'other');
    await officer.fill({ number });
    await officer.submit('/walk-in');
    await officer.see('visit-ticket');
    await officer.go('/counter/visits');
  }
  await officer.fill({ desk: '<3>' });
  await officer.submit('/desk');
  await officer.see('visits-desk-faults');
  await officer.fill({ desk: '3' });
  await officer.submit('/desk');
  await officer.submit('/next');
  await officer.submit('/next');
  await officer.see('visits-called');
  await officer.go('/counter/visits/display');
  assert.match(officer.path, /^\/waiting-room\//);
  await officer.see('visits-display');
  await officer.reads('1', '2');
  assert.ok(!(await officer.text()).includes(person.full_name));
  await officer.go('/counter/visits');
  await officer.press(officer.page.locator('button[name="act"][value="start"]').first());
  assert.match(officer.path, /^\/counter\/proofing\//);
  return officer.path;
}

/** D59-14.2.b: who has no card applies for both. */
async function together(officer, base, person) {
  await officer.see('proofing-without-card');
  await officer.follow(`${base}/details`);
  await fillDetails(officer, person);
  await officer.submit('/details');
  await officer.go(`${base}/card-application`);
  await officer.see('card-application');
  await officer.submit('/card-application');
  await officer.see('card-application-faults');
  const today = new Date().toISOString().slice(0, 10);
  await officer.fill({ 'card-reference': 'CC-2026-000123', ...dateFields('card-applied', today) });
  await officer.page.locator('input[name="card-kind"]').first().check();
  await officer.submit('/card-application');
  await officer.see('card-application-given');
}

/** Taken without a line, sent when it is back, taken into a registration. */
async function offline(officer, person, { agent, folder, file, made }) {
  await agent.line('ready');
  const answers = [...printed(made.card.zone).split('\n'), '', person.phone, '', 'yes'];
  const taking = () => takeOffline(folder, { card: file, login: 'officer', answers });
  await eventually('passes', async () => (await taking().catch(() => undefined))?.includes('taken: '));
  await eventually('the packet', async () => {
    await officer.go('/counter/packets');
    return (await officer.page.locator('main a[href^="/counter/packets/"]').count()) > 0;
  });
  await officer.see('packets');
  await officer.press(officer.page.locator('main a[href^="/counter/packets/"]').first());
  await officer.see('packet');
  await officer.submit('/reject');
  await officer.see('packet-faults');
  const [, packet] = officer.path.split('/packets/');
  await officer.submit('/take-in');
  await officer.see('packet-taken-in');
  await officer.go(`/counter/packets/${packet.split('/')[0]}`);
  await officer.press(officer.page.locator('main a[href^="/counter/proofing/"]').first());
  await officer.see('proofing-taken-offline');
}

describe('the rest of the day', () => {
  for (const mode of [
    { name: 'script, 360 px, light', script: true, width: 360, theme: 'light' },
    { name: 'no script, 1280 px, dark', script: false, width: 1280, theme: 'dark' },
  ]) {
    test(mode.name, { timeout: 240_000 }, async () => {
      const server = await startServer();
      const role = (name) => server.info.people.find((one) => one.role === name);
      const person = role('all_marks');
      const looks = new Looks(mode);
      const colleague = staff.colleagues(browser, server, looks);
      try {
        await withComputer(browser, server, person, async (computer) => {
          await hours(await colleague('head'));
          const holder = await walker(browser, server, looks);
          await signIn(holder, server.info.people.find((one) => one.state === 'level 1'));
          await book(holder);
          const officer = await colleague('officer');
          await together(officer, await queue(officer, role('no_card')), role('no_card'));
          await trust(await colleague('manager'), computer.made);
          await pair(officer, computer.agent);
          await offline(officer, person, computer);
          assert.deepEqual(looks.faults, []);
        });
      } finally {
        await server.stop();
      }
    });
  }
});
