// Keyboard alone: the order of Tab is the order of reading, focus is seen and never covered, the link to the
// content works, and a form can be filled in and sent.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { MODES, launch } from './lib/browser.mjs';
import { codeSentBy } from './lib/post.mjs';
import { startServer } from './lib/server.mjs';
import { Looks, walker } from './lib/walker.mjs';

const PHONE = MODES.find((mode) => mode.script && mode.width === 360 && mode.theme === 'light');
const DESK = MODES.find((mode) => mode.script && mode.width === 1280 && mode.theme === 'dark');

let browser;
let server;

before(async () => {
  browser = await launch();
  server = await startServer();
}, { timeout: 180_000 });

after(async () => {
  await browser?.close();
  await server?.stop();
});

/** What has the focus: its name for us, whether it is seen, and whether something lies over it. */
const focused = (page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return undefined;
    const box = element.getBoundingClientRect();
    const middle = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
    const covered = middle && !element.contains(middle) && !middle.contains(element) && !middle.closest('label');
    const label = element.labels?.[0]?.textContent ?? element.getAttribute('aria-label') ?? element.textContent;
    return { name: `${element.tagName.toLowerCase()} ${label.trim().replaceAll(/\s+/g, ' ')}`, covered: Boolean(covered) };
  });

/** How the focused element, or what stands for it, is drawn. */
const drawn = (page) =>
  page.evaluate(() => {
    const look = (element, part) => {
      const { outline, boxShadow, backgroundColor, borderColor } = getComputedStyle(element, part);
      return [outline, boxShadow, backgroundColor, borderColor].join('|');
    };
    const element = document.activeElement;
    globalThis.focusedOnce = element;
    const label = element.labels?.[0];
    return [look(element), label ? look(label, '::before') : ''].join('\n');
  });

const drawnWithout = (page) =>
  page.evaluate(() => {
    const look = (element, part) => {
      const { outline, boxShadow, backgroundColor, borderColor } = getComputedStyle(element, part);
      return [outline, boxShadow, backgroundColor, borderColor].join('|');
    };
    const element = globalThis.focusedOnce;
    element.blur();
    const label = element.labels?.[0];
    const answer = [look(element), label ? look(label, '::before') : ''].join('\n');
    element.focus();
    return answer;
  });

/** Everything that Tab should reach, in the order of the page; of a group of radios the first. */
const reachable = (page) =>
  page.evaluate(() => {
    const all = document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary');
    const groups = new Set();
    return [...all].filter((element) => {
      if (element.type === 'radio') {
        if (groups.has(element.name)) return false;
        groups.add(element.name);
      }
      return element.checkVisibility({ visibilityProperty: true }) && !element.disabled;
    }).length;
  });

/** Tabs through the whole page; gives the names in order. */
async function tabThrough(page) {
  const names = [];
  const count = await reachable(page);
  for (let step = 0; step < count; step += 1) {
    await page.keyboard.press('Tab');
    const here = await focused(page);
    assert.ok(here, `Tab ${step + 1} of ${count} leaves the page after ${names.at(-1)}`);
    assert.ok(!here.covered, `${here.name} is covered`);
    assert.notEqual(await drawn(page), await drawnWithout(page), `${here.name} looks the same with focus`);
    names.push(here.name);
  }
  return names;
}

const order = (names, wanted) => {
  const places = wanted.map((want) => names.findIndex((name) => name.startsWith(want)));
  assert.ok(places.every((place) => place >= 0), `${wanted} in ${names}`);
  assert.deepEqual(places, places.toSorted((a, b) => a - b), names.join('\n'));
};

for (const mode of [PHONE, DESK]) {
  test(`signing in by keyboard: ${mode.name}`, { timeout: 120_000 }, async () => {
    const own = await walker(browser, server, new Looks(mode));
    const person = server.info.people.find(({ role }) => role === 'level_2_ready');
    const { page } = own;
    await own.go('/sign-in');
    order(await tabThrough(page), [
      'a Bỏ qua đến nội dung chính',
      'a Quay lại',
      'input Số định danh cá nhân',
      'input Mật khẩu',
      'button Tiếp tục',
      'a Trợ giúp',
    ]);
    await own.go('/sign-in');
    await page.keyboard.press('Tab');
    assert.match((await focused(page)).name, /Bỏ qua đến nội dung chính/);
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    assert.match((await focused(page)).name, /^input Số định danh cá nhân/, 'the link skips to the content');
    await page.keyboard.type(person.number);
    await page.keyboard.press('Tab');
    await page.keyboard.type(person.password);
    const code = await codeSentBy(server, person.phone, async () => {
      await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    });
    assert.equal(own.path, '/sign-in/code');
    await page.focus('#code');
    await page.keyboard.type(code);
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    // The demonstration's account has no device yet, or its old one shows a code.
    assert.ok(['/', '/sign-in/device'].includes(own.path), own.path);
    await own.leave();
  });

  test(`a form by keyboard: ${mode.name}`, { timeout: 120_000 }, async () => {
    const officer = await walker(browser, server, new Looks(mode));
    const { page } = officer;
    const colleague = server.info.staff.find(({ role }) => role === 'officer');
    await officer.go('/counter/sign-in');
    await officer.fill({ login: colleague.login, password: colleague.password });
    const code = await codeSentBy(server, colleague.email, () => officer.submit('/counter/sign-in'));
    await officer.fill({ code });
    await officer.submit('/counter/sign-in/code');
    order(await tabThrough(page), [
      'a Bỏ qua đến nội dung chính',
      'a Tìm công dân',
      'input Số định danh cá nhân',
      'summary Tìm theo họ tên',
      'summary Người nước ngoài: tìm theo hộ chiếu',
      'input Xác minh mức độ 2',
      'button Tìm',
    ]);
    await officer.go('/counter');
    await page.focus('#number');
    await page.keyboard.type(server.info.people[0].number);
    // Past the two other ways to find somebody, to the purpose.
    for (const _ of ['by name', 'by passport', 'purpose']) await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    await page.keyboard.press('ArrowDown');
    assert.equal(await page.locator('input[name="purpose"]:checked').inputValue(), 'assistance');
    await page.keyboard.press('Tab');
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    await officer.reads(server.info.people[0].full_name);
    await officer.leave();
  });

  test(`a mistake by keyboard: ${mode.name}`, { timeout: 120_000 }, async () => {
    const own = await walker(browser, server, new Looks(mode));
    const { page } = own;
    await own.go('/sign-in');
    await page.focus('#number');
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    const summary = page.locator('.govuk-error-summary');
    assert.ok(await summary.evaluate((element) => element === document.activeElement), 'the summary has the focus');
    assert.match(await page.title(), /^Lỗi: /);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'number', 'its link leads to the field');
    await own.leave();
  });
}
