// A person at his browser, without the browser: follows addresses, keeps cookies, sends our pages' own forms.

import assert from 'node:assert/strict';

import { codeSentBy } from '../lib/post.mjs';

/** What a page's text says between these, unescaped. */
const plain = (text) =>
  text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** The demonstration's person of this role; all of them know their password and have a phone. */
export function personOf(server, role) {
  const person = server.info.people.find((one) => one.role === role);
  assert.ok(person, `nobody is ${role}`);
  return person;
}

/** The fields that the page hides in its form to this address. */
function hidden(page, action) {
  const form = new RegExp(`<form[^>]*action="${action}"[^>]*>([^]*?)</form>`).exec(page.text);
  if (!form) return undefined;
  const inputs = [...form[1].matchAll(/<input[^>]*type="hidden"[^>]*>/g)];
  return inputs.map(([input]) => [/name="([^"]*)"/.exec(input)[1], plain(/value="([^"]*)"/.exec(input)?.[1] ?? '')]);
}

/** What the browser would post to the service (response_mode=form_post), if the page is for that. */
export function posted(page, until) {
  const fields = hidden(page, until);
  return fields && new Request(until, { method: 'POST', body: new URLSearchParams(fields) });
}

export class Person {
  constructor(server, person) {
    Object.assign(this, { server, person, cookies: new Map() });
  }

  /** One request, no redirect followed. Cookies are kept for each origin. */
  async ask(address, options = {}) {
    const url = new URL(address, this.server.url);
    const jar = this.cookies.get(url.origin) ?? new Map();
    this.cookies.set(url.origin, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, { ...options, redirect: 'manual', headers: { ...options.headers, cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (value === '' || /max-age=0(;|$)/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return {
      status: answer.status,
      location: answer.headers.get('location'),
      headers: answer.headers,
      text: await answer.text(),
      url: url.href,
    };
  }

  /** Follows redirects up to a page, or to an address that begins with `until`: then `url` is that address. */
  async go(address, until) {
    let answer = await this.ask(address);
    for (let hops = 0; answer.location; hops += 1) {
      assert.ok(hops < 10, `redirects without end: ${answer.location}`);
      const next = new URL(answer.location, answer.url).href;
      if (until && next.startsWith(until)) return { ...answer, url: next, back: new URL(next) };
      answer = await this.ask(next);
    }
    return answer;
  }

  /** Sends the form of a page, with what it hides, and follows as `go` does. */
  async send(page, action, fields, until) {
    const own = hidden(page, action);
    assert.ok(own, `${page.url} (${page.status}) has no form to ${action}: ${page.text.slice(-3_000)}`);
    const body = new URLSearchParams(own);
    for (const [name, value] of Object.entries(fields)) {
      for (const one of [value].flat()) body.append(name, one);
    }
    const answer = await this.ask(action, { method: 'POST', body });
    if (!answer.location) return answer;
    return this.onward(answer, until);
  }

  async onward(answer, until) {
    const next = new URL(answer.location, answer.url).href;
    if (until && next.startsWith(until)) return { ...answer, url: next, back: new URL(next) };
    return this.go(next, until);
  }

  /** Signs in on the page he stands on (or goes there); gives the page he is led to. */
  async signIn(page, until) {
    const { number, password, phone } = this.person;
    const start = page ?? (await this.go('/sign-in'));
    let asked;
    const code = await codeSentBy(this.server, phone, async () => {
      asked = await this.send(start, '/sign-in', { number, password });
    });
    return this.send(asked, '/sign-in/code', { code }, until);
  }

  /** Registers a trial client on the page for developers. */
  async register(fields) {
    const page = await this.go('/developers/new');
    const made = await this.send(page, '/developers/new', {
      name: 'Cổng học tập',
      purpose: 'Xem kết quả học tập',
      claims: ['name', 'birthdate', 'personal_administrative_number', 'phone_number', 'email', 'account_level'],
      class: 'web',
      auth: 'client_secret_basic',
      ...fields,
    });
    assert.equal(made.status, 200, made.text.slice(-3_000));
    const [issuer, id, secret] = [...made.text.matchAll(/<code>([^<]*)<\/code>/g)].map((found) => plain(found[1]));
    return { issuer, id, secret };
  }

  /** Goes where a client sends him, agrees, and gives what the service gets: an address, or a form as a request. */
  async agree(address, until, decision = 'allow') {
    let page = await this.go(address, until);
    if (page.back ?? posted(page, until)) return page.back ?? posted(page, until);
    if (page.url.endsWith('/sign-in')) page = await this.signIn(page, until);
    const again = page.text.includes('value="again"');
    const answer = await this.send(page, '/oidc/continue', again ? {} : { decision }, until);
    const back = answer.back ?? posted(answer, until);
    assert.ok(back, answer.text);
    return back;
  }

  /** Takes his consent to a client back. */
  async withdraw(client) {
    const page = await this.go('/personal/services');
    const [, csrf] = /name="csrf" value="([^"]*)"/.exec(page.text);
    const body = new URLSearchParams({ csrf, client });
    const done = await this.ask('/personal/services/withdraw', { method: 'POST', body });
    assert.equal(done.status, 303, done.text.slice(-2_000));
  }

  /** Locks his own account, as for a lost phone. */
  async lock() {
    const locked = await this.send(await this.go('/lock'), '/lock', { reason: 'lost-device' });
    assert.ok(locked.status < 400, locked.text);
  }
}
