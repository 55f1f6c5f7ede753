// What members of staff do: officers at the counter, operators on the phone, managers at the console.

import assert from 'node:assert/strict';

import { livePrints, notAPicture, photo } from '../lib/files.mjs';
import { codeSentBy } from '../lib/post.mjs';
import { walker } from '../lib/walker.mjs';
import { fillDetails, takePhoto } from './citizen.mjs';

/**
 * Desks are on wires, their pages dense, with three portraits and fingerprints; pages with personal data go
 * uncompressed, so that their length tells nothing about what is in them.
 */
const AT_A_DESK = { html: 40_000, requests: 14, total: 400 * 1024, elements: 1_500 };

/** Signs in as the first colleague of a role, or by a login. */
export async function staffSignIn(walker, role) {
  const { server } = walker;
  walker.budget = AT_A_DESK;
  const colleague = server.info.staff.find((one) => one.login === role) ?? server.info.staff.find((one) => one.role === role);
  await walker.skip('/counter/queue', '/counter/sign-in');
  await walker.see('staff-sign-in');
  await walker.fill({ login: colleague.login, password: colleague.password });
  const code = await codeSentBy(server, colleague.email, () => walker.submit('/counter/sign-in'));
  await walker.see('staff-code');
  await walker.fill({ code });
  await walker.submit('/counter/sign-in/code');
  return walker.path;
}

/** Gives a function that signs colleagues in, each with a browser of his own. */
export const colleagues = (browser, server, looks) => async (role) => {
  const one = await walker(browser, server, looks);
  await staffSignIn(one, role);
  return one;
};

/**
 * Another officer answers "the same person" to every pair of portraits that waits for him (D59-14.2.a2). Looked at
 * closely, the pages are seen too, and an answer without a word is told what is missing.
 */
export async function lookAgain(walker, { closely = false } = {}) {
  await walker.go('/counter/second-looks');
  if (closely) await walker.see('second-looks');
  const waiting = walker.page.locator('main a[href^="/counter/second-looks/"]');
  for (let first = closely; await waiting.count(); first = false) {
    await walker.press(waiting.first());
    const path = walker.path;
    if (first) {
      await walker.see('second-look');
      await walker.submit(path);
      await walker.see('second-look-faults');
    }
    await walker.check('verdict', 'same');
    await walker.submit(path);
    assert.equal(walker.path, '/counter/second-looks');
  }
  if (closely) await walker.see('second-looks-none');
}

/** Level 2 at the counter (D59-14.2.a1): everything up to the decision, on the page of tasks. */
export async function prove(walker, person, { camera = false, licence, portrait = photo() } = {}) {
  const { page } = walker;
  await walker.go('/counter');
  await walker.see('counter-find');
  await walker.fill({ number: person.number });
  await walker.submit('/counter/find');
  await walker.see('counter-find-no-purpose');
  await walker.check('purpose', 'proofing');
  await walker.submit('/counter/find');
  await walker.reads(person.full_name);
  await walker.see('counter-found');
  await walker.submit('/counter/proofing');
  const base = walker.path;
  assert.match(base, /^\/counter\/proofing\/[^/]+$/);
  await walker.see('counter-proofing-new');
  await walker.skip(`${base}/decide`, base);

  await walker.follow(`${base}/details`);
  await fillDetails(walker, person);
  await walker.see('counter-details');
  await walker.submit('/details');
  await contact(walker, base, person);
  if (licence) await wishLicence(walker, base, licence);
  await walker.follow(`${base}/portrait`);
  await walker.see('counter-portrait');
  if (camera) await takePhoto(walker);
  else await page.setInputFiles('#portrait', portrait);
  await walker.submit('/portrait');
  if (walker.path !== base) {
    // A machine finds something wrong with it; it is kept all the same.
    await walker.see('counter-portrait-remarks');
    await walker.follow(base);
  }
  await fingers(walker, base, person);
  await walker.follow(`${base}/consent`);
  await walker.see('counter-consent');
  await walker.check('agree', 'yes');
  await walker.submit('/consent');
  return base;
}

async function contact(walker, base, person) {
  await walker.follow(`${base}/contact`);
  await walker.see('counter-contact');
  await walker.fill({ contact: person.phone });
  const code = await codeSentBy(walker.server, person.phone, () => walker.submit('/contact'));
  await walker.see('counter-contact-code');
  await walker.fill({ code });
  await walker.submit('/code');
  assert.equal(walker.path, base);
}

async function wishLicence(walker, base, licence) {
  const { page } = walker;
  await walker.follow(`${base}/documents`);
  const form = page.locator('form:has(input[name="kind"][value="driving-licence"])');
  await page.locator('details', { has: form }).locator('summary').click();
  await walker.see('counter-documents');
  await walker.fill({ 'licence-number': licence.number, 'licence-class': licence.class });
  await walker.press(form.locator('button'));
  await walker.reads(licence.number);
  await walker.follow(base);
}

async function fingers(walker, base, person) {
  const { page, server } = walker;
  await walker.follow(`${base}/fingers`);
  await walker.see('counter-fingers');
  await page.setInputFiles('#image', notAPicture);
  await walker.submit('/fingers');
  await walker.see('counter-fingers-no-picture');
  const prints = await livePrints(server, person.number);
  assert.equal(prints.length, 2);
  for (const print of prints) {
    await page.setInputFiles('#image', print);
    await walker.submit('/fingers');
  }
  await walker.see('counter-fingers-taken');
  await walker.follow(base);
}

/** Comparison and decision: no approval without evidence. */
export async function approve(walker, base) {
  await walker.go(base);
  await walker.see('counter-proofing-ready');
  await walker.follow(`${base}/compare`);
  await walker.see('counter-compare');
  await walker.check('verdict', 'same');
  await walker.fill({ explanation: 'Khuôn mặt, tai, nốt ruồi trùng với ảnh trên thẻ.' });
  await walker.submit('/compare');
  await walker.follow(`${base}/decide`);
  await walker.see('counter-decide');
  await walker.submit('/approve');
  assert.equal(walker.path, base);
  await walker.see('counter-approved');
}

/** Opens a call or visit for somebody; gives its path. */
export async function assist(walker, person, wish) {
  await walker.go('/counter/assistance');
  await walker.see(`assistance-${walker.role}`);
  await walker.fill({ number: person.number });
  await walker.check('wish', wish);
  await walker.submit('/counter/assistance');
  assert.match(walker.path, /^\/counter\/assistance\/.+/);
  return walker.path;
}

/** The facts that the platform may ask for, as the person would say them. */
export async function answerQuestions(walker, person, { wrong = false } = {}) {
  const day = (iso) => iso.split('-').reverse().join('/');
  const said = {
    name: person.full_name,
    'birth-day': day(person.birth_date),
    'card-issued': day(person.card.issued_on),
    'card-expires': person.card.expires_on && day(person.card.expires_on),
    'old-number': person.old_number,
  };
  const names = await walker.page.locator('form[action$="/answers"] input:visible').evaluateAll((all) => all.map((one) => one.name));
  assert.equal(names.length, 2, `two questions: ${names}`);
  for (const name of names) await walker.fill({ [name]: said[name] });
  if (wrong) await walker.fill({ [names[0]]: names[0] === 'name' ? 'Trần Văn Sai' : '01/01/1901' });
  await walker.submit('/answers');
}

/** The code to the registered contact, read back. */
export async function readBack(walker, contact) {
  const code = await codeSentBy(walker.server, contact, () => walker.submit('/send-code'));
  await walker.fill({ code });
  await walker.submit('/code');
}

/** Closes or opens a register at the console (I6). */
export async function switchRegister(walker, register, open) {
  await walker.go('/console/registers');
  await walker.see(open ? 'console-registers-closed' : 'console-registers');
  if (!open) await walker.page.fill(`#note-${register}`, 'Bảo trì theo kế hoạch');
  await walker.submit(`/console/registers/${register}/${open ? 'open' : 'close'}`);
}

/** D59-19.1.b: receives a request to lock; gives its path. */
export async function receiveCase(walker, person) {
  await walker.go('/counter/cases');
  await walker.see('cases');
  await walker.follow('/counter/cases/new');
  await walker.see('cases-new-form');
  await walker.submit('/counter/cases/new');
  await walker.see('cases-new-faults');
  await walker.check('wish', 'lock');
  await walker.check('requester', 'competent-authority');
  await walker.check('central', 'yes');
  const today = new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Ho_Chi_Minh', day: '2-digit', month: '2-digit', year: 'numeric' });
  await walker.fill({
    number: person.number,
    name: 'Tòa án nhân dân tỉnh',
    letter: '77/TA',
    'letter-date': today.format(new Date()),
    email: 'vanthu@toaan.example',
    basis: 'Điều 7 Bộ luật Tố tụng dân sự',
  });
  await walker.page.setInputFiles('#papers', { name: 'cong-van.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\n%%EOF\n') });
  await walker.submit('/counter/cases/new');
  assert.match(walker.path, /^\/counter\/cases\/sub_/);
  await walker.see('cases-one');
  return walker.path;
}

/** D59-20.4: moves it to the unit that decides. */
export async function moveCase(walker, path, unit) {
  await walker.page.locator('details', { has: walker.page.locator('select[name="to"]') }).locator('summary').click();
  await walker.page.selectOption('select[name="to"]', unit);
  await walker.fill({ 'transfer-words': 'Chuyển cơ quan có thẩm quyền quyết định' });
  await walker.submit(`${path}/transfer`);
  assert.equal(walker.path, '/counter/cases');
}
