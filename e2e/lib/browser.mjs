// Chromium as our tests use it: Debian's, without any call to the outside, with a fake camera.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

import { film } from './camera.mjs';

/** Every page is looked at in each of these. */
export const MODES = [true, false].flatMap((script) =>
  [360, 1280].flatMap((width) =>
    ['light', 'dark'].map((theme) => ({
      name: `${script ? 'script' : 'no script'}, ${width} px, ${theme}`,
      script,
      width,
      theme,
    })),
  ),
);

/** Chromium, whose camera sees a scene. */
export async function launch(scene) {
  const quiet = [
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-domain-reliability',
    '--disable-gpu',
    '--disable-quic',
    '--disable-sync',
    '--no-first-run',
    '--no-pings',
  ];
  const head = await film(scene);
  const camera = [
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${head.file}`,
  ];
  // Chromium's sandbox does not work for root, who runs the tests in CI.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const browser = await chromium.launch({
    executablePath: program(),
    args: [...quiet, ...camera, ...sandbox],
    timeout: 120_000,
  });
  browser.once('disconnected', head.remove);
  return browser;
}

function program() {
  const folders = (process.env.PATH ?? '').split(':');
  const names = ['chromium', 'chromium-browser', 'google-chrome'];
  const found = names.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync);
  if (!found) throw new Error('Chromium is missing; run: cargo xtask setup');
  return found;
}

const off = new WeakSet();

/** Whether pages of the context run without script. */
export const isOff = (context) => off.has(context);

/** A fresh, empty browser context in one of the modes; more options as Playwright takes them. */
export async function contextIn(browser, mode, options = {}) {
  const context = await browser.newContext({
    javaScriptEnabled: mode.script,
    viewport: { width: mode.width, height: mode.width < 600 ? 740 : 800 },
    colorScheme: mode.theme,
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    reducedMotion: 'reduce',
    ...options,
  });
  context.setDefaultTimeout(30_000);
  context.setDefaultNavigationTimeout(60_000);
  await context.grantPermissions(['camera']);
  if (!mode.script) off.add(context);
  return context;
}
