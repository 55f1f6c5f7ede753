// Clients that others wrote, against the real program: what an ordinary developer does, and what must fail.

import { after, before } from 'node:test';

import { apart } from './clients/apart.mjs';
import { elsewhere } from './clients/elsewhere.mjs';
import { high } from './clients/high.mjs';
import { ordinary } from './clients/ordinary.mjs';
import { pages } from './clients/pages.mjs';
import { Person, personOf } from './clients/person.mjs';
import { signals } from './clients/signals.mjs';
import { launch } from './lib/browser.mjs';
import { startServer } from './lib/server.mjs';

/** What all tests share. An account is at home on one device, so each person has one browser for all. */
const world = {};

before(async () => {
  [world.server, world.browser] = await Promise.all([startServer(), launch()]);
  world.developer = new Person(world.server, personOf(world.server, 'licence_many'));
  await world.developer.signIn();
  world.holder = new Person(world.server, personOf(world.server, 'level_2_ready'));
}, { timeout: 180_000 });

after(async () => {
  await world.browser?.close();
  await world.server?.stop();
});

ordinary(world);
high(world);
elsewhere(world);
apart(world);
pages(world);
signals(world);
