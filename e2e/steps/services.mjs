// What has to do with services: a developer at his desk, the manager who judges, the person who is asked.

import assert from 'node:assert/strict';

import * as staff from './staff.mjs';
import { passcodeOf } from './citizen.mjs';

export const BACK = 'https://dichvu.example/tro-lai';

const DOSSIER = {
  organisation: 'Ngân hàng Thử nghiệm',
  tax_code: '0100109106',
  agreement: '12/2024/TT-RAR',
  agreement_date: '01/02/2024',
  legal_basis: 'Điều 9 Luật Phòng, chống rửa tiền',
  scope: 'Họ tên để mở tài khoản',
  security: '45/QĐ-CNTT',
  security_date: '01/02/2024',
  security_level: '3',
  personal_data: 'QĐ 7/2024 của ngân hàng',
  contact: 'Trần Thị Bình',
  email: 'ket-noi@nganhang.vn',
};

/** Registers a trial; gives its place, name and secret. */
export async function registerTrial(walker) {
  await walker.go('/developers');
  await walker.see('developers-none');
  await walker.go('/developers/new');
  await walker.see('developers-new');
  await walker.fill({ name: 'Cổng học tập', purpose: 'Xem kết quả học tập', redirect_uris: '/tro-lai' });
  await walker.submit('/developers/new');
  await walker.see('developers-new-wrong');
  assert.equal(await walker.page.inputValue('[name=name]'), 'Cổng học tập', 'what was typed is kept');
  await walker.fill({ redirect_uris: BACK });
  for (const claim of ['name', 'birthdate', 'phone_number']) await walker.check('claims', claim);
  // What is rarely wanted stands in parts that open.
  for (const part of await walker.page.locator('main details:not([open]) summary').all()) await part.click();
  await walker.check('devices', 'yes');
  await walker.check('calls', 'yes');
  await walker.submit('/developers/new');
  await walker.see('developers-made');
  const [, id, secret] = await walker.page.locator('main code').allInnerTexts();
  const home = `/developers/${id}`;
  await walker.go('/developers');
  await walker.see('developers');
  await walker.go(home);
  await walker.see('developers-one');
  await walker.go(`${home}/edit`);
  await walker.see('developers-edit');
  return { home, id, secret };
}

/** What the service's own program asks, proven by its secret. */
export async function calls(server, { id, secret }, path, fields) {
  const authorization = `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;
  const answer = await fetch(server.url + path, { method: 'POST', headers: { authorization }, body: new URLSearchParams(fields) });
  assert.equal(answer.status, 200, `${path} answers ${answer.status}`);
  return answer.json();
}

/** Where the service sends people. */
export function asks({ id }, fields = {}) {
  const usual = { client_id: id, redirect_uri: BACK, response_type: 'code', scope: 'openid profile phone offline_access', prompt: 'consent' };
  return `/oidc/authorize?${new URLSearchParams({ ...usual, ...fields })}`;
}

/** Hands in what production wants; every fault is named first. */
export async function askProduction(walker, { home }) {
  await walker.go(`${home}/production`);
  await walker.see('developers-production');
  await walker.fill({ organisation: DOSSIER.organisation, security_level: 'hai' });
  await walker.press(walker.page.locator('button[value="draft"]'));
  await walker.see('developers-production-draft');
  await walker.press(walker.page.locator('button[value="submit"]'));
  await walker.see('developers-production-wrong');
  await walker.page.selectOption('[name=kind]', 'bank');
  await walker.fill(DOSSIER);
  await walker.press(walker.page.locator('button[value="submit"]'));
  await walker.see('developers-production-handed');
}

/** A manager looks at the request and refuses it. */
export async function refuseProduction(walker) {
  await staff.staffSignIn(walker, 'manager');
  await walker.go('/console/parties');
  await walker.see('console-parties');
  await walker.press(walker.page.locator('main a[href*="/console/parties/reviews/"]').first());
  const review = walker.path;
  await walker.see('console-review');
  await walker.go(`${review}/items/scope`);
  await walker.see('console-review-item');
  await walker.press(walker.page.locator('main form button').first());
  await walker.see('console-review-item-wrong');
  await walker.go(`${review}/visit`);
  await walker.see('console-review-visit');
  await walker.go(`${review}/decide`);
  await walker.see('console-review-decide');
  await walker.check('verdict', 'refuse');
  await walker.press(walker.page.locator('main form button').first());
  await walker.see('console-review-decide-wrong');
  await walker.page.selectOption('[name=reason]', 'scope');
  await walker.fill({ words: 'Ngày sinh không cần cho việc này' });
  await walker.press(walker.page.locator('main form button').first());
  assert.equal(walker.path, review);
  await walker.see('console-review-refused');
}

/** The trial's own page at the console, and its suspension. */
export async function suspend(walker, { id }) {
  await walker.go(`/console/parties/${id}`);
  await walker.see('console-party');
  await walker.fill({ words: 'Gửi thư rác cho người dùng' });
  await walker.submit('/suspend');
  await walker.see('console-party-suspended');
}

/** A device asks, the person types its code and declines. */
export async function declineDevice(walker, service) {
  const asked = await calls(walker.server, service, '/oidc/device_authorization', { scope: 'openid profile' });
  await walker.go('/device');
  await walker.see('device');
  await walker.fill({ user_code: 'BCDF-GHJK' });
  await walker.submit('/device');
  await walker.see('device-wrong');
  await walker.go(new URL(asked.verification_uri_complete).pathname + new URL(asked.verification_uri_complete).search);
  await walker.see('device-complete');
  await walker.submit('/device');
  await walker.see('device-consent');
  await walker.press(walker.page.locator('button[value="deny"]'));
  await walker.see('device-declined');
}

/** The service calls, the person answers with his passcode. */
export async function answerCall(walker, service, person) {
  await walker.go('/approve');
  await walker.see('approve-none');
  const hint = { scope: 'openid profile', login_hint: person.number, binding_message: 'Số 47' };
  await calls(walker.server, service, '/oidc/bc-authorize', hint);
  await walker.go('/approve');
  await walker.see('approve');
  await walker.submit('/approve');
  await walker.see('approve-consent');
  await walker.press(walker.page.locator('button[value="allow"]'));
  await walker.see('approve-consent-wrong');
  await walker.fill({ passcode: passcodeOf(person) });
  await walker.press(walker.page.locator('button[value="allow"]'));
  await walker.see('approve-done');
}
