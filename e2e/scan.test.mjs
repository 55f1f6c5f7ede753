// The code printed on a card, seen by the camera, fills a registration in (D59-14.1.app). The picture stays on the page.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { MODES, launch } from './lib/browser.mjs';
import { printed } from './lib/camera.mjs';
import { codeSentBy } from './lib/post.mjs';
import { startServer } from './lib/server.mjs';
import { Looks, walker } from './lib/walker.mjs';

const PHONE = MODES.find((mode) => mode.script && mode.width === 360 && mode.theme === 'light');
const SEX = { male: 'Nam', female: 'Nữ' };

let server;

before(async () => {
  server = await startServer();
}, { timeout: 180_000 });

after(() => server?.stop());

/** `number|old number|name|ddmmyyyy|sex|address|ddmmyyyy` (FMT-ID-8). */
function codeOf({ number, full_name, birth_date, sex, card }) {
  const day = (iso) => iso.split('-').reverse().join('');
  const address = 'Số 12 đường Lê Lợi, phường Phú Cường, thành phố Thủ Dầu Một, tỉnh Bình Dương';
  return [number, '280123456', full_name, day(birth_date), SEX[sex], address, day(card.issued_on)].join('|');
}

/** A browser that looks at this text, at the page that scans. */
async function scanning(text, act) {
  const browser = await launch(printed(text));
  const looks = new Looks(PHONE);
  const own = await walker(browser, server, looks);
  try {
    await own.go('/register');
    await own.submit('/register');
    await own.follow('/register/card');
    await act(own);
    assert.deepEqual(looks.faults, []);
  } finally {
    await browser.close();
  }
}

test('the camera reads a card', { timeout: 120_000 }, async () => {
  const person = server.info.people.find(({ role }) => role === 'long_name');
  await scanning(codeOf(person), async (own) => {
    const sent = [];
    own.page.on('request', (request) => request.method() === 'POST' && sent.push(request));
    await own.page.locator('scan-code button').click();
    await own.page.waitForURL('**/register/contact');
    assert.equal(sent.length, 1);
    assert.ok(sent[0].postData().length < 1_500, 'the text of the code, and no picture');
    await own.fill({ contact: person.phone });
    const code = await codeSentBy(server, person.phone, () => own.submit('/register/contact'));
    await own.fill({ code });
    await own.submit('/register/code');
    assert.equal(own.path, '/register/portrait', 'details are known');
    await own.go('/register/details');
    assert.equal(await own.page.inputValue('#name'), person.full_name);
    assert.equal(await own.page.inputValue('#birth-year'), person.birth_date.slice(0, 4));
    // The longest name there is, three times in the page.
    await own.see('register-details-scanned', { html: 8_500 });
  });
});

test('another code is named, and stays in the box', { timeout: 120_000 }, async () => {
  await scanning('https://example.vn/menu', async (own) => {
    await own.page.locator('scan-code button').click();
    await own.page.waitForSelector('.govuk-error-summary');
    assert.equal(await own.page.inputValue('#code'), 'https://example.vn/menu');
    await own.see('register-card-other');
  });
});
