// One look at a page: everything that must hold on every page of ours.

import assert from 'node:assert/strict';

import { axeFaults } from './axe.mjs';
import { isOff } from './browser.mjs';
import { budgetFaults, meter } from './budget.mjs';

const watched = new WeakMap();

/** Records policy violations, script errors and bytes of this page from now on. */
export async function watch(page) {
  if (watched.has(page)) return watched.get(page);
  const faults = [];
  const debug = await page.context().newCDPSession(page);
  // Told by the browser itself, so that it works with script off too.
  debug.on('Audits.issueAdded', ({ issue }) => {
    const details = issue.details.contentSecurityPolicyIssueDetails;
    if (details) {
      const what = details.blockedURL ?? details.contentSecurityPolicyViolationType;
      faults.push(`content security policy: ${details.violatedDirective} stopped ${what}`);
    }
  });
  await debug.send('Audits.enable');
  // Each visit is a cold one, or the budgets would count only what is new.
  await debug.send('Network.enable');
  await debug.send('Network.setCacheDisabled', { cacheDisabled: true });
  page.on('pageerror', (error) => faults.push(`script error: ${error.message}`));
  page.on('requestfailed', (request) => {
    const why = request.failure()?.errorText ?? '';
    // A navigation that follows at once cancels what is under way.
    if (!why.includes('ERR_ABORTED')) faults.push(`failed request: ${request.url()} ${why}`);
  });
  const watch = { faults, debug, meter: meter(page) };
  watched.set(page, watch);
  return watch;
}

/**
 * Goes to the address and looks at the page. options: budget (own numbers), status (the expected one).
 * Gives the response and what the page used.
 */
export async function visit(page, url, options = {}) {
  await watch(page);
  const response = await page.goto(url, { waitUntil: 'load' });
  const status = options.status ?? 200;
  assert.equal(response?.status(), status, `${url} answers ${response?.status()}, not ${status}`);
  return { response, used: await look(page, options) };
}

/**
 * Looks at the page as it stands (after a click, say): fails with the list of all that is wrong.
 * options: budget (own numbers), otherTheme (look at the contrast there too).
 */
export async function look(page, options = {}) {
  const { faults, debug, meter: bytes } = await watch(page);
  await page.waitForLoadState('load');
  const used = await bytes.take();
  const found = await awake(page, debug, async (woken) => {
    used.elements = await page.evaluate(() => document.querySelectorAll('*').length);
    used.shift = await layoutShift(page, woken);
    const theme = options.otherTheme ? await otherThemeFaults(page) : [];
    return [...(await axeFaults(page)), ...(await layoutFaults(page)), ...theme];
  });
  found.push(...budgetFaults(used, options.budget), ...faults.splice(0));
  assert.equal(found.length, 0, `${page.url()}:\n  ${found.join('\n  ')}\n`);
  return used;
}

/**
 * Our own measuring needs timers, which stand still where script is off. So there it is on while we look:
 * the page has been loaded without, and what it did not run then it does not run now.
 */
async function awake(page, debug, work) {
  const off = isOff(page.context());
  // Said twice, because each session drops what it believes to be the case already.
  const disable = (value) => debug.send('Emulation.setScriptExecutionDisabled', { value });
  const woken = off ? Date.now() : Infinity;
  if (off) {
    await disable(true);
    await disable(false);
  }
  try {
    return await work(woken);
  } finally {
    if (off) await disable(true);
  }
}

/** What changes with the theme is colour alone: its contrast is looked at in the other one too. */
async function otherThemeFaults(page) {
  const theme = await page.evaluate(() => (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'));
  await page.emulateMedia({ colorScheme: theme === 'dark' ? 'light' : 'dark' });
  const faults = await axeFaults(page, ['color-contrast']);
  await page.emulateMedia({ colorScheme: theme });
  return faults.map((fault) => `other theme: ${fault}`);
}

async function layoutFaults(page) {
  const { content, view, widest } = await page.evaluate(() => {
    const view = document.documentElement.clientWidth;
    const over = [...document.querySelectorAll('body *')].filter(
      (element) => element.getBoundingClientRect().right > view + 1,
    );
    const name = (element) => `${element.tagName.toLowerCase()}.${[...element.classList].join('.')}`;
    return {
      content: document.documentElement.scrollWidth,
      view,
      widest: over.slice(0, 3).map(name).join(', '),
    };
  });
  return content > view ? [`scrolls sideways: ${content} px in ${view} px (${widest})`] : [];
}

/**
 * How far the page's parts jumped while it loaded. What moves because we switched script on (a style may ask
 * whether scripting is enabled) is ours, not the page's: it comes after `woken`, in milliseconds UTC.
 */
async function layoutShift(page, woken) {
  return page.evaluate(
    (last) =>
      new Promise((done) => {
        let sum = 0;
        const add = (entries) => {
          for (const entry of entries) {
            const ours = last !== null && performance.timeOrigin + entry.startTime >= last;
            if (!entry.hadRecentInput && !ours) sum += entry.value;
          }
        };
        const observer = new PerformanceObserver((list) => add(list.getEntries()));
        observer.observe({ type: 'layout-shift', buffered: true });
        setTimeout(() => {
          add(observer.takeRecords());
          observer.disconnect();
          done(Math.round(sum * 10_000) / 10_000);
        }, 50);
      }),
    Number.isFinite(woken) ? woken : null,
  );
}
