// Somebody with a browser of his own: walks from page to page and looks at each the first time.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { contextIn } from './browser.mjs';
import { look, watch } from './visit.mjs';

const SHOTS = process.env.E2E_SHOTS;

/** What one run through the story has looked at, with what each page used. */
export class Looks {
  constructor(mode) {
    this.mode = mode;
    this.used = new Map();
    this.faults = [];
  }
}

/** A browser of his own, as every person in the story has. */
export async function walker(browser, server, looks) {
  const context = await contextIn(browser, looks.mode);
  const page = await context.newPage();
  await watch(page);
  return new Walker(page, server, looks);
}

export class Walker {
  constructor(page, server, looks) {
    // `budget`: what each of this person's pages may weigh, where it is not the common measure.
    Object.assign(this, { page, server, looks, budget: {} });
  }

  /** The path of the page he is on. */
  get path() {
    return new URL(this.page.url()).pathname;
  }

  /** Types an address. Gives the path he is let to. */
  async go(path) {
    const response = await this.page.goto(this.server.url + path, { waitUntil: 'load' });
    assert.ok(response.status() < 500, `${path} answers ${response.status()}`);
    return this.path;
  }

  /** Tries to skip ahead to a page, and must be led to another. */
  async skip(path, expected) {
    assert.equal(await this.go(path), expected, `skipping ahead to ${path}`);
  }

  /** Looks at the page once a run: violations, policy, overflow, weight; the other theme's contrast. */
  async see(name, budget) {
    const { looks, page } = this;
    if (looks.used.has(name)) return;
    if (SHOTS) await this.shoot(name);
    try {
      // Colours do not depend on script: the other theme is looked at once.
      const otherTheme = looks.mode.script;
      looks.used.set(name, await look(page, { otherTheme, budget: { ...this.budget, ...budget } }));
    } catch (fault) {
      // Told together at the end: one page's fault does not hide those of the next.
      looks.used.set(name, {});
      looks.faults.push(`${name}: ${fault.message.trim()}`);
    }
  }

  async shoot(name) {
    const { script, width } = this.looks.mode;
    const folder = join(SHOTS, `${width}-${script ? 'script' : 'plain'}`);
    await mkdir(folder, { recursive: true });
    for (const theme of ['dark', 'light']) {
      await this.page.emulateMedia({ colorScheme: theme });
      await this.page.screenshot({ path: join(folder, `${name}-${theme}.png`), fullPage: true });
    }
  }

  /** Fills fields by their names. */
  async fill(fields) {
    for (const [name, value] of Object.entries(fields)) {
      await this.page.locator(`[name="${name}"]:visible`).first().fill(value);
    }
  }

  async check(name, value) {
    await this.page.locator(`input[name="${name}"][value="${value}"]`).check();
  }

  /** Presses the button of the form with this action (its end, with `*=` inside), and waits for the page. */
  async submit(action) {
    const button = this.page.locator(`form[action$="${action}"] button[type="submit"], form[action$="${action}"] button:not([type])`);
    await this.press(button.first());
  }

  /** Follows a link to this address. */
  async follow(href) {
    await this.press(this.page.locator(`a[href="${href}"]:visible`).first());
  }

  /** Follows a link or presses a button by its words. */
  async choose(name) {
    const { page } = this;
    await this.press(page.getByRole('link', { name }).or(page.getByRole('button', { name })).first());
  }

  async press(target) {
    const { page } = this;
    await Promise.all([page.waitForNavigation({ waitUntil: 'load' }), target.click()]);
  }

  async text() {
    return this.page.locator('main').innerText();
  }

  /** The page must say this. */
  async reads(...words) {
    const text = (await this.text()).replaceAll(/\s+/g, ' ');
    for (const word of words) assert.ok(text.includes(word), `${this.path} does not say “${word}”: ${text.slice(0, 2_000)}`);
  }

  async leave() {
    await this.page.context().close();
  }
}
