// Are our tests of refusals right? Each bad request goes to npm's oidc-provider too, which others certified, and
// docs/calibration.tsv says what either answers; `cargo xtask gen conformance` puts that beside the modules.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';

import { cases } from './calibration/cases.mjs';
import { install } from './calibration/clock.mjs';
import { ours, theirs } from './calibration/sides.mjs';
import { BYE } from './clients/asking.mjs';

/** The rows that are tried: name, modules, our answer, theirs, why they may differ. */
const rows = readFileSync(new URL('../docs/calibration.tsv', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line && !line.startsWith('#') && !line.startsWith('-\t'))
  .map((line) => line.split('\t'))
  .map(([name, modules, own, other, why]) => ({ name, modules, own, other, why }));

const both = {};

before(async () => {
  install();
  [both.ours, both.theirs] = await Promise.all([ours(), theirs()]);
}, { timeout: 180_000 });

after(() => Promise.all([both.ours?.stop(), both.theirs?.stop()]));

/** The clocks of both go together, and with them the one that the cases read. */
const advance = (seconds) => Promise.all([both.ours.advance(seconds), both.theirs.advance(seconds)]);

describe('bad requests, sent to both providers', () => {
  test('the table and the cases name the same', () => {
    assert.deepEqual(rows.map(({ name }) => name).sort(), Object.keys(cases).sort());
  });

  // Or everything would be refused, and for a reason that no row means.
  for (const side of ['ours', 'theirs']) {
    test(`what is right is accepted: ${side}`, { timeout: 60_000 }, async () => {
      const { web, one } = both[side];
      for (const mode of [undefined, 'form_post']) {
        const { outcome } = await web.redeem(await web.code({ response_mode: mode }));
        assert.equal(outcome, 'accepted', `by ${mode ?? 'address'}`);
      }
      const { id_token } = await web.tokens();
      const bye = new URLSearchParams({ id_token_hint: id_token, post_logout_redirect_uri: BYE });
      assert.equal((await web.leaves(bye)).outcome, 'accepted', 'signing out');
      assert.equal((await one.pushObject({})).outcome, 'accepted', 'a signed request');
      const ps256 = await one.assertion({}, { alg: 'PS256', kid: 'rsa' }, one.rsa.privateKey);
      assert.equal((await one.push({}, { assertion: ps256 })).outcome, 'accepted', 'an assertion by the other key');
      const pushing = one.as.pushed_authorization_request_endpoint;
      const proven = await one.push({ dpop_jkt: await one.thumbprint() }, { dpop: await one.proof('POST', pushing) });
      assert.equal(proven.outcome, 'accepted', 'a proof and its dpop_jkt');
      const { access_token } = await one.tokens();
      const proof = await one.proof('GET', one.as.userinfo_endpoint, { access: access_token });
      assert.equal((await one.userinfo(access_token, proof)).outcome, 'accepted', 'a token with its proof');
    });
  }

  for (const { name, own, other, why } of rows) {
    test(name, { timeout: 60_000 }, async () => {
      assert.notEqual(own, 'accepted', 'what we accept calibrates nothing');
      assert.ok(own === other || why, 'two answers, and no clause that allows it');
      const told = {};
      for (const side of ['ours', 'theirs']) told[side] = (await cases[name](both[side], { advance })).outcome;
      assert.deepEqual(told, { ours: own, theirs: other });
    });
  }
});
