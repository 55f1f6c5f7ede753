// What a citizen does by himself: registers, activates, signs in, integrates, locks.

import assert from 'node:assert/strict';

import { notAPicture, photo } from '../lib/files.mjs';
import { codeSentBy, eventually } from '../lib/post.mjs';

/** Pages of tiles and cards draw their icons in place, which saves requests. */
export const WITH_DRAWINGS = { html: 14_000 };
const PASSWORD = 'con-trâu-gặm-cỏ-bờ-đê';
export const PASSCODE = '802735';
const ANSWERS = ['Lái Thiêu', 'cô Sáu'];

/** The date fields of a form from an ISO date. */
export function dateFields(name, iso) {
  const [year, month, day] = iso.split('-');
  return { [`${name}-day`]: day, [`${name}-month`]: month, [`${name}-year`]: year };
}

/** Details as on the card, on whatever page asks for them. */
export async function fillDetails(walker, person) {
  await walker.fill({
    name: person.full_name,
    ...dateFields('birth', person.birth_date),
    ...(person.card ? dateFields('card-issued', person.card.issued_on) : {}),
  });
  await walker.check('sex', person.sex);
}

/** A photo by the page's own camera. */
export async function takePhoto({ page }) {
  const button = page.locator('take-photo button');
  await button.click();
  await page.waitForFunction(() => document.querySelector('take-photo video')?.videoWidth > 0);
  await button.click();
  await page.waitForFunction(() => document.querySelector('take-photo input').files.length === 1);
}

/** Level 1, decided by the registers alone (D59-14.1). */
export async function register(walker, person) {
  const { page, server } = walker;
  await walker.go('/');
  await walker.see('welcome');
  await walker.skip('/register/check', '/register');
  await walker.see('register-start');
  await walker.submit('/register');
  await walker.see('register-number');
  await walker.follow('/register/card');
  await walker.see('register-card');
  await walker.submit('/register/card');
  await walker.see('register-card-wrong');
  await walker.follow('/register/number');
  await walker.skip('/register/portrait', '/register/number');
  await walker.fill({ number: '12345' });
  await walker.submit('/register/number');
  await walker.see('register-number-wrong');
  assert.equal(await page.inputValue('#number'), '12345', 'what was typed is kept');
  await walker.fill({ number: person.number });
  await walker.submit('/register/number');
  await walker.see('register-contact');
  await walker.fill({ contact: person.phone });
  const code = await codeSentBy(server, person.phone, () => walker.submit('/register/contact'));
  await walker.see('register-code');
  await walker.fill({ code });
  await walker.submit('/register/code');
  await walker.see('register-details');
  await fillDetails(walker, person);
  await walker.submit('/register/details');
  await portrait(walker);
  await walker.see('register-consent');
  await walker.submit('/register/consent');
  await walker.see('register-consent-wrong');
  await walker.check('agree', 'yes');
  await walker.submit('/register/consent');
  // The portrait itself is on this page.
  await walker.see('register-check', { requests: 9, total: 200 * 1024 });
  await walker.submit('/register/check');
  assert.equal(walker.path, '/register/status');
  await eventually('the registers’ answer', async () => {
    await walker.go('/register/status');
    return page.locator('main a[href="/activate"]').isVisible();
  });
  await walker.see('register-approved');
}

async function portrait(walker) {
  const { page, looks } = walker;
  await walker.see('register-portrait');
  await page.setInputFiles('#portrait', notAPicture);
  await walker.submit('/register/portrait');
  await walker.see('register-portrait-wrong');
  if (looks.mode.script) await takePhoto(walker);
  else await page.setInputFiles('#portrait', photo());
  await walker.submit('/register/portrait');
}

/** D59-18: within seven days, step by step. */
export async function activate(walker, person, contact = person.phone) {
  const { page, server } = walker;
  await walker.skip('/activate/passcode', '/activate');
  await walker.see('activate');
  await walker.fill({ number: person.number, contact });
  const code = await codeSentBy(server, contact, () => walker.submit('/activate'));
  await walker.see('activate-code');
  await walker.fill({ code });
  await walker.submit('/activate/code');
  await walker.see('activate-password');
  await walker.skip('/activate/questions', '/activate/password');
  await walker.fill({ password: 'matkhau' });
  await walker.submit('/activate/password');
  await walker.see('activate-password-wrong');
  await walker.fill({ password: PASSWORD });
  await walker.submit('/activate/password');
  await walker.see('activate-passcode');
  await walker.fill({ passcode: PASSCODE });
  await walker.submit('/activate/passcode');
  await walker.see('activate-questions');
  for (const which of [1, 2]) {
    await page.selectOption(`#question_${which}`, { index: which });
    await walker.fill({ [`answer_${which}`]: ANSWERS[which - 1] });
  }
  await walker.submit('/activate/questions');
  assert.equal(walker.path, '/activate/done');
  await walker.see('activate-done');
}

/** The passcode of somebody: the demonstration's people bring theirs. */
export const passcodeOf = (person) => person.passcode ?? PASSCODE;

/** Number, password, code; gives where it led. */
export async function signIn(walker, person, contact = person.phone) {
  await walker.skip('/wallet', '/sign-in');
  await walker.see('sign-in');
  await walker.fill({ number: person.number, password: person.password ?? PASSWORD });
  const code = await codeSentBy(walker.server, contact, () => walker.submit('/sign-in'));
  await walker.see('sign-in-code');
  await walker.skip('/personal', '/sign-in');
  await walker.go('/sign-in/code');
  await walker.fill({ code });
  await walker.submit('/sign-in/code');
  return walker.path;
}

/** The eight steps up to [Submit request]; gives the path of the request. */
export async function requestLicence(walker, { number, class: licenceClass }) {
  await walker.go('/');
  await walker.choose('Cá nhân');
  await walker.see('personal', WITH_DRAWINGS);
  await walker.reads('Phiên bản ứng dụng 2.');
  await walker.choose('Ví giấy tờ');
  await walker.see('wallet-empty');
  await walker.choose('Tích hợp thông tin');
  await walker.see('integrate');
  await walker.choose('Tạo mới yêu cầu');
  await walker.see('integrate-kinds');
  await walker.choose(/Giấy phép lái xe/);
  await walker.see('integrate-licence');
  return submitLicence(walker, { number, class: licenceClass });
}

/** Number and class, the answers once more, [Submit request]; gives the path of the request. */
export async function submitLicence(walker, { number, class: licenceClass }) {
  await walker.fill({ 'licence-number': '12' });
  await walker.submit('/driving-licence');
  // All classes of both lists stand in the choice.
  await walker.see('integrate-licence-wrong', { html: 9_000 });
  await walker.fill({ 'licence-number': number });
  await walker.page.selectOption('#licence-class', licenceClass);
  await walker.check('confirmed', 'yes');
  await walker.submit('/driving-licence');
  await walker.see('integrate-check');
  await walker.choose('Gửi yêu cầu');
  assert.match(walker.path, /^\/wallet\/requests\/[^/]+\/recorded$/);
  await walker.see('integrate-recorded');
  return walker.path.replace(/\/recorded$/, '');
}

/** Waits until the register has answered. */
export async function answered(walker, words) {
  await eventually(`“${words}” in the wallet`, async () => {
    await walker.go('/wallet');
    return (await walker.text()).includes(words);
  });
}

/** Opens the first document of the wallet with the passcode (QR-6). */
export async function openDocument(walker, person) {
  await walker.press(walker.page.locator('a[href^="/wallet/documents/"]').first());
  await walker.see('document-closed');
  await walker.fill({ passcode: '135790' });
  await walker.press(walker.page.locator('main form button').first());
  await walker.see('document-closed-wrong');
  await walker.fill({ passcode: passcodeOf(person) });
  await walker.press(walker.page.locator('main form button').first());
  await walker.see('document-open');
}

/** Locks in the app; ends on the receipt. */
export async function lockInApp(walker, reason = 'lost-device') {
  await walker.go('/personal');
  await walker.follow('/lock');
  await walker.see('lock');
  await walker.check('reason', reason);
  await walker.submit('/lock');
  assert.match(walker.path, /^\/locked\/receipt\//);
  await walker.see('lock-receipt');
}

/** Asks to be unlocked, from the status page of a locked account. */
export async function askUnlock(walker, person) {
  await walker.skip('/personal', '/locked');
  await walker.follow('/locked/unlock');
  await walker.see('unlock');
  await walker.fill({ passcode: passcodeOf(person) });
  await walker.submit('/locked/unlock');
  assert.equal(walker.path, '/locked');
}

/** APP-9: a second device is let in by the code that the first one shows, and takes its place. */
export async function changeDevice(own, second, person) {
  assert.equal(await signIn(second, person), '/sign-in/device');
  await second.see('sign-in-device');
  await second.skip('/wallet', '/sign-in');
  await second.go('/sign-in/device');
  await own.go('/personal/devices');
  await own.see('personal-devices-code');
  await second.fill({ code: (await own.page.locator('.dd-code').innerText()).trim() });
  await second.submit('/sign-in/device');
  assert.equal(second.path, '/');
}
