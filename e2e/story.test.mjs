// The whole story in real Chromium: register, prove, activate, sign in, integrate, lock, unlock, look who
// looked. With script and without, on a phone and on a desk; every page is looked at in light and dark.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, describe, test } from 'node:test';

import { MODES, launch } from './lib/browser.mjs';
import { eventually } from './lib/post.mjs';
import { startServer } from './lib/server.mjs';
import { Looks, walker } from './lib/walker.mjs';
import * as citizen from './steps/citizen.mjs';
import * as staff from './steps/staff.mjs';

let browser;

before(async () => {
  browser = await launch();
}, { timeout: 180_000 });

after(() => browser?.close());

// Two at a time: two cores carry two servers and their pages.
describe('the story', { concurrency: 2 }, () => {
  for (const mode of MODES.filter(({ theme }) => theme === 'light')) {
    test(mode.name, { timeout: 500_000 }, async (t) => {
      const server = await startServer();
      try {
        const story = new Story(t, server, mode);
        await story.run();
        assert.deepEqual(story.looks.faults, []);
      } finally {
        await server.stop();
      }
    });
  }
});

class Story {
  constructor(t, server, mode) {
    Object.assign(this, { t, server, mode, looks: new Looks(mode) });
  }

  async run() {
    const parts = [
      ['level 1 by oneself', () => this.levelOne()],
      ['level 1 by an officer', () => this.queue()],
      ['level 2 at the counter', () => this.levelTwo()],
      ['a driving licence in eight steps', () => this.licence()],
      ['a request that is refused', () => this.refused()],
      ['a pilot is widened', () => this.pilot()],
      ['the rest of a full account', () => this.fullAccount()],
      ['who looked', () => this.activity()],
      ['locked in the app, unlocked by phone', () => this.appLock()],
      ['a new device', () => this.newDevice()],
      ['locked by phone, unlocked on request', () => this.callLock()],
      ['locked and unlocked at the counter', () => this.counterLock()],
      ['a body asks for locks: one refused in writing, one approved', () => this.cases()],
      ['deaths are rehearsed, released by two, and taken back', () => this.events()],
      ['locked without signing in', () => this.lockNow()],
      ['a foreigner registers by passport', () => this.foreigner()],
      ['desks and calendars', () => this.desks()],
    ];
    for (const [name, part] of parts) {
      let done = false;
      await this.t.test(name, { timeout: 200_000 }, async () => {
        await part();
        done = true;
      });
      // What comes after needs what this part did.
      if (!done) return;
    }
    this.weigh();
  }

  /** The heaviest page of each kind, for who reads the report. */
  weigh() {
    const most = {};
    for (const [page, used] of this.looks.used) {
      for (const [kind, value] of Object.entries(used)) {
        if (!(most[kind]?.value >= value)) most[kind] = { value, page };
      }
    }
    const words = Object.entries(most).map(([kind, { value, page }]) => `${kind} ${value} (${page})`);
    this.t.diagnostic(`${this.looks.used.size} pages; most: ${words.join(', ')}`);
  }

  person(role) {
    return this.server.info.people.find((person) => person.role === role);
  }

  walker() {
    return walker(browser, this.server, this.looks);
  }

  async colleague(role) {
    const desk = await this.walker();
    desk.role = role;
    await staff.staffSignIn(desk, role);
    return desk;
  }

  /** Somebody whom the demonstration has brought into a state. */
  async known(role) {
    const person = this.person(role);
    const own = await this.walker();
    const path = await citizen.signIn(own, person);
    return { person, own, path };
  }

  async levelOne() {
    const person = this.person('long_name');
    const own = await this.walker();
    await citizen.register(own, person);
    await citizen.activate(own, person);
    assert.equal(await citizen.signIn(own, person), '/');
    await own.see('home-level-1', citizen.WITH_DRAWINGS);
    await own.go('/wallet');
    await own.see('wallet-level-1');
    // DOC-0: the address alone does not open what level 2 opens.
    await own.go('/wallet/integrate/driving-licence');
    await own.see('level-2-needed');
    await own.reads('Cần tài khoản mức 2');
    await own.leave();
  }

  /** A name written otherwise than in the register: an officer looks. */
  async queue() {
    this.officer = await this.colleague('officer');
    const { officer } = this;
    await officer.go('/counter/queue');
    await officer.see('counter-queue');
    await officer.press(officer.page.locator('main table a').first());
    await officer.see('counter-queue-one');
    assert.ok((await officer.page.locator('mark').count()) > 0, 'the differing letters are marked');
    await officer.submit('/approve');
    await officer.see('counter-queue-empty');
    assert.equal(await officer.page.locator('main table').count(), 0);
  }

  async levelTwo() {
    const person = this.person('all_marks');
    const base = await staff.prove(this.officer, person, { camera: this.mode.script });
    await staff.approve(this.officer, base);
    const own = await this.walker();
    await citizen.activate(own, person);
    assert.equal(await citizen.signIn(own, person), '/');
    await own.see('home', citizen.WITH_DRAWINGS);
    this.holder = { person, own };
  }

  async licence() {
    this.manager = await this.colleague('manager');
    await this.manager.see('console');
    // I6: while the register is silent, the request waits and nobody is refused.
    await staff.switchRegister(this.manager, 'licences', false);
    const { person, own } = this.holder;
    const request = await citizen.requestLicence(own, person.licence);
    await own.go('/wallet');
    await own.reads('Chờ xác minh');
    await own.see('wallet-pending', citizen.WITH_DRAWINGS);
    await own.go(request);
    await own.see('request-pending');
    await own.follow(`${request}/withdraw`);
    await own.see('request-withdraw');
    await staff.switchRegister(this.manager, 'licences', true);
    await citizen.answered(own, 'Còn hiệu lực');
    await own.see('wallet', citizen.WITH_DRAWINGS);
    await citizen.openDocument(own, person);
    await own.reads(person.licence.number, person.full_name.toUpperCase(), person.licence.class);
  }

  async refused() {
    const { person, own } = await this.known('licence_old_number');
    await own.go('/wallet');
    await own.see('wallet-refused', citizen.WITH_DRAWINGS);
    await own.press(own.page.locator('main a[href^="/wallet/requests/"]').first());
    const first = own.path;
    await own.reads('old-id-number', 'Việc bạn có thể làm');
    await own.see('request-refused');
    await own.follow('/wallet/integrate/driving-licence');
    const second = await citizen.submitLicence(own, person.licence);
    assert.notEqual(second, first);
    await eventually('the second refusal', async () => {
      await own.go(second);
      return (await own.text()).includes('old-id-number');
    });
    await own.leave();
  }

  async pilot() {
    const { person, own } = await this.known('other_province');
    await own.go('/wallet/integrate/new');
    await own.see('integrate-kinds-pilot');
    // R50-4: nor does the address open what the pilot has not opened.
    await own.go('/wallet/integrate/driving-licence');
    await own.reads('Đang thí điểm', 'Bình Dương');
    await own.see('pilot-elsewhere');
    assert.equal(await own.page.locator('#licence-number').count(), 0);
    const { manager } = this;
    await manager.go('/console/pilots');
    await manager.see('console-pilots');
    await manager.press(manager.page.locator('main table a').first());
    await manager.see('console-pilot');
    // R50-5: what came of it, with how it is counted.
    const pilot = manager.path;
    await manager.press(manager.page.locator('main a[href$="/report"]'));
    await manager.reads('Bình Dương', 'Cách tính');
    await manager.see('console-pilot-report');
    await manager.go(pilot);
    await manager.check('provinces', person.province);
    await manager.press(manager.page.locator('main form button').first());
    assert.equal(manager.path, '/console/pilots');
    await citizen.requestLicence(own, person.licence);
    await citizen.answered(own, 'Còn hiệu lực');
    await own.leave();
  }

  /** Three documents, devices, secrets, help: looked at once. */
  async fullAccount() {
    const { own } = await this.known('level_2_ready');
    for (const [name, path] of [
      ['home-full', '/'],
      ['wallet-full', '/wallet'],
      ['notices', '/notices'],
      ['personal-devices', '/personal/devices'],
      ['personal-password', '/personal/password'],
      ['personal-passcode', '/personal/passcode'],
      ['personal-dependants', '/personal/dependants'],
      ['organisations', '/organisations'],
      ['organisation-new', '/organisations/new'],
      ['help', '/help'],
      ['help-bring', '/help/bring'],
      ['accessibility', '/accessibility'],
      ['lock-signed-in', '/lock'],
    ]) {
      assert.equal(await own.go(path), path);
      await own.see(name, citizen.WITH_DRAWINGS);
    }
    await own.leave();
    const nobody = await this.walker();
    for (const path of ['/recover', '/lock', '/register/find', '/genuine', '/terms']) {
      await nobody.go(path);
      await nobody.see(`signed-out${path.replaceAll('/', '-')}`);
    }
    await nobody.leave();
  }

  async activity() {
    const { own } = this.holder;
    await own.go('/activity');
    await own.reads('Cán bộ xem hồ sơ', 'Cán bộ tiếp nhận, ', 'Công an tỉnh Bình Dương', 'Xác minh mức độ 2');
    await own.see('activity', { html: 24_000, elements: 1_200 });
  }

  async appLock() {
    const { person, own } = this.holder;
    // D69-30: any other reason the holder ends himself, at once; this one stays with officers.
    await citizen.lockInApp(own, 'suspected-leak');
    await own.skip('/wallet', '/locked');
    await own.see('locked');
    await own.submit('/locked/sign-out');
    assert.equal(await citizen.signIn(own, person), '/locked', 'signs in to the status page only');
    await citizen.askUnlock(own, person);
    await own.see('locked-asked');

    this.operator = await this.colleague('call-centre');
    const { operator } = this;
    await operator.skip('/counter/queue', '/counter/queue');
    await operator.see('staff-forbidden');
    const path = await staff.assist(operator, person, 'unlock');
    await operator.see('case-new');
    const unlock = operator.page.locator('form[action$="/unlock"]');
    assert.equal(await unlock.count(), 0, 'nothing before the checks');
    await staff.answerQuestions(operator, person);
    await operator.see('case-weak');
    assert.equal(await unlock.count(), 0, 'two facts do not unlock');
    await staff.readBack(operator, person.phone);
    await operator.see('case-strong');
    await operator.submit(`${path}/unlock`);
    await operator.submit(`${path}/end`);
    await operator.see('case-end');
    assert.equal(await citizen.signIn(own, person), '/', 'open again');
  }

  async newDevice() {
    const { person, own } = this.holder;
    const second = await this.walker();
    await citizen.changeDevice(own, second, person);
    await own.skip('/wallet', '/sign-in');
    await own.leave();
    this.holder.own = second;
  }

  async callLock() {
    const { operator, holder: { person, own } } = this;
    const path = await staff.assist(operator, person, 'lock');
    await staff.answerQuestions(operator, person);
    await operator.check('reason', 'suspected-leak');
    await operator.submit(`${path}/lock`);
    await operator.submit(`${path}/end`);
    await own.skip('/wallet', '/sign-in');
    assert.equal(await citizen.signIn(own, person), '/locked');
    await citizen.askUnlock(own, person);
    await operator.go('/counter/unlock-requests');
    await operator.see('unlock-requests');
    await operator.press(operator.page.locator('main table a').first());
    await operator.see('unlock-request');
    await operator.check('verdict', 'grant');
    await operator.press(operator.page.locator('main form button').first());
    assert.equal(operator.path, '/counter/unlock-requests');
    await operator.see('unlock-requests-none');
  }

  async counterLock() {
    const { officer, holder: { person, own } } = this;
    assert.equal(await citizen.signIn(own, person), '/');
    const path = await staff.assist(officer, person, 'lock');
    await officer.see('case-counter');
    await officer.submit(`${path}/document`);
    await officer.check('reason', 'lost-card');
    await officer.submit(`${path}/lock`);
    await officer.see('case-locked');
    await own.skip('/wallet', '/sign-in');
    await staff.answerQuestions(officer, person);
    await officer.submit(`${path}/unlock`);
    assert.equal(await citizen.signIn(own, person), '/');
  }

  async cases() {
    const { officer } = this;
    // Somebody else than before: one phone gets only so many codes in an hour.
    const { person, own } = await this.known('licence_many');
    const head = await this.colleague('head-c06');
    for (const verdict of ['refuse', 'approve']) {
      const path = await staff.receiveCase(officer, person);
      await staff.moveCase(officer, path, 'C06');
      await officer.skip(path, path);
      await officer.see('cases-moved-away');
      await head.go('/counter/cases');
      await head.see('cases-waiting');
      await head.go(path);
      await head.see('cases-decide');
      await head.check('verdict', verdict);
      if (verdict === 'refuse') {
        await head.submit('/decide');
        await head.see('cases-decide-faults');
        await head.check('refusal', 'no-legal-basis');
        await head.fill({ words: 'Công văn không nêu điều luật cho phép khóa tài khoản.' });
      }
      await head.submit('/decide');
      assert.equal(head.path, path);
      await head.see(`cases-${verdict}d`);
      if (verdict === 'refuse') await this.letter(head, path);
    }
    await own.skip('/wallet', '/sign-in');
    assert.equal(await citizen.signIn(own, person), '/locked');
    await own.reads('Theo yêu cầu của cơ quan có thẩm quyền');
    await own.see('locked-by-authority');
  }

  /** A register's file: what it would do is shown; two managers release it, and two take it back. */
  async events() {
    const { manager } = this;
    const { person, own } = await this.known('licence_paper');
    const second = await this.colleague('manager-2');
    await manager.go('/console/events');
    await manager.see('events-none');
    await manager.page.locator('main details summary').first().click();
    await manager.check('register', 'population');
    const buffer = Buffer.from(`event_id,number,change,occurred_at\nKT-1,${person.number},death,2026-01-05\nKT-2,1,death,2026-01-05\n`);
    await manager.page.setInputFiles('#file', { name: 'population-events.csv', mimeType: 'text/csv', buffer });
    await manager.submit('/console/events');
    const batch = manager.path;
    await manager.see('events-staged');
    await manager.submit('/rehearse');
    await manager.reads('Nếu thực hiện vào', 'Báo là đã mất nhưng có đăng nhập');
    await manager.see('events-rehearsed');
    for (const officer of [manager, second]) {
      await officer.go(batch);
      for (const odd of await officer.page.locator('input[name="odd"]').all()) await odd.check();
      await officer.page.locator('form[action$="/approve"] input[name="confirm"]').check();
      await officer.submit('/approve');
    }
    await second.see('events-released');
    await eventually('the batch is carried out', async () => {
      await own.go('/wallet');
      return own.path === '/sign-in';
    });
    await eventually('the batch can be taken back', async () => {
      await second.go(batch);
      return (await second.page.locator('form[action$="/undo"]').count()) > 0;
    });
    await second.see('events-done');
    for (const officer of [second, manager]) {
      await officer.go(batch);
      await officer.page.locator('form[action$="/undo"] input[name="confirm"]').check();
      await officer.submit('/undo');
    }
    await eventually('the account opens again', async () => (await citizen.signIn(own, person)) === '/');
    await second.leave();
    await own.leave();
  }

  /** The phone is gone: number and password lock for a short time; whoever signs in takes it back. */
  async lockNow() {
    const { person, own } = await this.known('no_licence');
    const stranger = await this.walker();
    await stranger.go('/lock-now');
    await stranger.see('lock-now');
    await stranger.check('way', 'password');
    await stranger.fill({ number: person.number, password: person.password });
    await stranger.submit('/lock-now');
    assert.equal(stranger.path, '/lock-now/done');
    await stranger.see('lock-now-done');
    await stranger.leave();
    await own.skip('/wallet', '/sign-in');
    assert.equal(await citizen.signIn(own, person), '/locked');
    await own.see('locked-short');
    await own.submit('/locked/take-back');
    await own.see('locked-taken-back');
    assert.equal(await citizen.signIn(own, person), '/');
    await own.leave();
  }

  async foreigner() {
    const person = this.server.info.foreigners.find(({ role }) => role === 'foreigner_resident');
    const own = await this.walker();
    await own.go('/register');
    await own.submit('/register');
    await own.follow('/register/passport');
    await own.see('register-passport');
    await own.fill({ nationality: 'ZZ', passport: '' });
    await own.submit('/register/passport');
    await own.see('register-passport-faults');
    await own.fill({ nationality: person.nationality, passport: person.passport });
    await own.submit('/register/passport');
    assert.equal(own.path, '/register/contact');
    await own.leave();
  }

  /** Every other desk is looked at once. */
  async desks() {
    const { officer, manager, operator } = this;
    const pages = [
      [officer, ['/counter/breaches', '/counter/breaches/new', '/counter/organisations']],
      [operator, ['/counter/breaches']],
      [manager, ['/console/holidays', '/console/terms', '/console/impostors', '/console/registers']],
    ];
    for (const [desk, paths] of pages) {
      for (const path of paths) {
        await desk.go(path);
        await desk.see(`desk-${desk.role}${path.replaceAll('/', '-')}`);
      }
    }
  }

  /** The written answer, as the unit downloads it. */
  async letter(head, path) {
    const [download] = await Promise.all([
      head.page.waitForEvent('download'),
      head.page.locator(`a[href="${path}/letter?in=vi"]`).click(),
    ]);
    const file = await download.path();
    const read = (program, ...options) => execFileSync(program, options, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    const text = read('pdftotext', file, '-').replaceAll(/\s+/g, ' ');
    for (const words of ['Trả lời yêu cầu khóa tài khoản định danh điện tử', 'Tòa án nhân dân tỉnh', 'Công văn không nêu điều luật cho phép khóa tài khoản.', 'Nghị định số 69/2024/NĐ-CP']) {
      assert.ok(text.includes(words), `the letter does not say “${words}”: ${text}`);
    }
    // As another reader sees it: tagged, with a title, a heading and paragraphs in a structure tree.
    const facts = read('pdfinfo', file);
    assert.match(facts, /^Title: +\S/m, facts);
    assert.match(facts, /^Tagged: +yes$/m, facts);
    const tree = read('pdfinfo', '-struct-text', file);
    assert.match(tree, /^Document\n/, tree);
    assert.match(tree, /^ +H1 .*\n +"Trả lời yêu cầu/m, tree);
    assert.match(tree, /^ +P \(block\)\n/m, tree);
  }
}
