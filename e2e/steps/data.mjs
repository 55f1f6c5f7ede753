// The data services of a ministry: a telecom's file of subscribers, a provider of signature certificates.

import assert from 'node:assert/strict';

import { eventually } from '../lib/post.mjs';
import { BACK } from './services.mjs';

const DOSSIER = {
  organisation: 'Công ty Viễn thông Thử nghiệm',
  tax_code: '0100109106',
  agreement: '12/2024/TT-RAR',
  agreement_date: '01/02/2024',
  legal_basis: 'Điều 15 Nghị định 163/2024/NĐ-CP',
  scope: 'Xác thực thuê bao',
  security: '45/QĐ-CNTT',
  security_date: '01/02/2024',
  security_level: '3',
  personal_data: 'QĐ 7/2024 của công ty',
  contact: 'Trần Thị Bình',
  email: 'ket-noi@vienthong.vn',
};

const ITEMS = ['organisation', 'agreement', 'purpose', 'scope', 'security', 'personal-data', 'contact'];

/** A developer registers a client and hands its dossier in. */
export async function askAs(walker, kind, name) {
  await walker.go('/developers/new');
  await walker.fill({ name, purpose: 'Xác thực khách hàng', redirect_uris: BACK });
  await walker.check('claims', 'name');
  await walker.submit('/developers/new');
  const [, id, secret] = await walker.page.locator('main code').allInnerTexts();
  const home = `/developers/${id}`;
  await walker.go(`${home}/production`);
  await walker.page.selectOption('[name=kind]', kind);
  await walker.fill(DOSSIER);
  await walker.press(walker.page.locator('button[value="submit"]'));
  return { id, secret, home };
}

/** A manager goes through the list, the visit and the decision of the request that waits. */
export async function approve(walker, more = {}) {
  const { page } = walker;
  const send = () => walker.press(page.locator('main form button').first());
  await walker.go('/console/parties');
  await walker.press(page.locator('main a[href*="/console/parties/reviews/"]').first());
  const review = walker.path;
  for (const item of ITEMS) {
    await walker.go(`${review}/items/${item}`);
    await walker.check('holds', 'yes');
    await walker.fill({ note: 'Đã xem bản gốc' });
    await send();
    assert.equal(walker.path, review, item);
  }
  await walker.go(`${review}/visit`);
  await walker.fill({ day: '01/08/2024', people: 'An, Bình', finding: 'Phòng máy có khóa' });
  await walker.check('fit', 'yes');
  await send();
  assert.equal(walker.path, review);
  await walker.go(`${review}/decide`);
  await walker.check('verdict', 'approve');
  await walker.check('class', 'web');
  await walker.fill({ because: 'Tự chứng minh bằng khóa sau khi nâng cấp hệ thống', ...more });
  await send();
  assert.equal(walker.path, review, await walker.text());
}

/** R50-2: a manager lets the telecom bring files, with a name for a damaged one. */
export async function grant(walker, { id }) {
  const place = `/console/parties/${id}/cleaning`;
  await walker.go(place);
  await walker.see('cleaning-grant');
  await walker.submit('/cleaning');
  await walker.see('cleaning-grant-faults');
  await walker.fill({ legal_basis: 'Điều 15 Nghị định 163/2024/NĐ-CP' });
  await walker.check('correct', 'name');
  await walker.submit('/cleaning');
  await walker.go(place);
  await walker.reads('163/2024');
}

const plain = (name) => name.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D').toUpperCase();

/** A telecom's file: everybody as held, then without marks, then nobody, a row that cannot be read, and so much more that it goes up by two parts. */
export function subscribers(people) {
  const row = (phone, number, name, born) => {
    const [day, note = ''] = born.split(',');
    return [phone, number, name, day.split('-').reverse().join('/'), note].join(',');
  };
  const phone = (n) => `09${String(n).padStart(8, '0')}`;
  const known = people.filter((one) => /^\d{12}$/.test(one.number) && one.birth_date?.length === 10).slice(0, 3);
  const rows = [
    'phone,cccd,name,dob,note',
    ...known.map((one, n) => row(phone(n), one.number, one.full_name, one.birth_date)),
    ...known.map((one, n) => row(phone(n + 100), one.number, plain(one.full_name), one.birth_date)),
    row(phone(900), '099999999999', 'Không Có Ai', '1980-01-01'),
    row('12', known[0].number, known[0].full_name, known[0].birth_date),
    ...Array.from({ length: MORE }, (_, n) => row(phone(1_000 + n), '099999999999', 'Không Có Ai', `1980-01-01,${'x'.repeat(50_000)}`)),
  ];
  return { known, csv: `${rows.join('\n')}\n` };
}

/** Rows of nobody, 50 kB each: 9 MB. */
export const MORE = 180;

/** The telecom chooses its file; the page's script sends it, or the form itself. Gives the batch's page. */
export async function bring(walker, { home }, csv) {
  const { page } = walker;
  await walker.go(`${home}/subscribers`);
  await walker.see('cleaning-desk');
  await walker.submit('/subscribers');
  await walker.see('cleaning-desk-faults');
  await walker.reads('Chọn một tệp có nội dung');
  await page.setInputFiles('#file', { name: 'thuebao.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  const parts = [];
  page.on('request', (request) => /\/(begin|part)$/.test(request.url()) && parts.push(request.url().split('/').pop()));
  await walker.submit('/subscribers');
  const place = walker.path;
  assert.deepEqual(parts, walker.looks.mode.script ? ['begin', 'part', 'part'] : [], 'by parts where there is script');
  assert.match(place, /\/subscribers\/[^/]+$/);
  return place;
}

/** Its page, once the batch stands as these words say. */
export async function stands(walker, place, words) {
  await eventually(words, async () => {
    await walker.go(place);
    return (await walker.text()).includes(words);
  });
}

/** Every row of the sample is looked at. */
export async function lookAtSample(walker, place, rows) {
  const sample = `${place}/sample`;
  await walker.go(sample);
  await walker.see('cleaning-sample');
  await walker.submit('/sample');
  await walker.see('cleaning-sample-faults');
  for (let row = 0; row < rows; row++) {
    await walker.go(sample);
    await walker.check('label', 'right');
    await walker.submit('/sample');
  }
  await walker.go(sample);
  assert.equal(walker.path, place, 'no row is left');
}
