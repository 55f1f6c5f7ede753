// Clients that others wrote, against the real program: what an ordinary developer does, and what must fail.

import { after, before } from 'node:test';

import { apart } from './clients/apart.mjs';
import { byHand } from './clients/byhand.mjs';
import { elsewhere } from './clients/elsewhere.mjs';
import { high } from './clients/high.mjs';
import { inBrowser } from './clients/inbrowser.mjs';
import { modules } from './clients/modules.mjs';
import { mtls, takesCertificates } from './clients/mtls.mjs';
import { ordinary } from './clients/ordinary.mjs';
import { pages } from './clients/pages.mjs';
import { Person, personOf } from './clients/person.mjs';
import { signals } from './clients/signals.mjs';
import { launch } from './lib/browser.mjs';
import { startServer } from './lib/server.mjs';

/** What all tests share. An account is at home on one device, so each person has one browser for all; and it is sent
 * few codes an hour, so not everybody signs in as the same person. */
const world = {
  people: new Map(),
  person(role) {
    const known = this.people.get(role) ?? new Person(this.server, personOf(this.server, role));
    this.people.set(role, known);
    return known;
  },
};

before(async () => {
  world.certificates = await takesCertificates();
  const { args } = world.certificates;
  [world.server, world.browser] = await Promise.all([startServer({ args }), launch()]);
  world.developer = world.person('licence_many');
  await world.developer.signIn();
  world.holder = world.person('level_2_ready');
}, { timeout: 180_000 });

after(async () => {
  await world.browser?.close();
  await world.server?.stop();
  await world.certificates?.done();
});

ordinary(world);
high(world);
mtls(world);
byHand(world);
modules(world);
elsewhere(world);
apart(world);
inBrowser(world);
pages(world);
signals(world);
