// A client that does everything by hand, so that each part of a message can be wrong; it talks to either provider.

import { createHash, randomUUID } from 'node:crypto';

import { SignJWT, calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';

import { posted } from '../clients/person.mjs';
import { BACK } from '../clients/asking.mjs';

const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const digest = (text) => createHash('sha256').update(text).digest('base64url');
const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
export const now = () => Math.floor(Date.now() / 1_000);

/** A key pair with its public half as JWK. */
export async function newKey(kid, alg = 'ES256') {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), alg, use: 'sig', ...(kid && { kid }) };
  return { privateKey, jwk, kid, alg };
}

/** The claims with the changes; what is undefined there is left out. */
const changed = (claims, changes) =>
  Object.fromEntries(Object.entries({ ...claims, ...changes }).filter(([, value]) => value !== undefined));

/** A JWT as it should not be: any header, signed by any key, or by none. */
export async function token(header, claims, key) {
  if (header.alg === 'none') return `${part(header)}.${part(claims)}.`;
  return new SignJWT(claims).setProtectedHeader(header).sign(key);
}

/** What an endpoint answered: `accepted`, or the error that it named. */
async function told(response) {
  const text = await response.text();
  let body = {};
  try {
    body = JSON.parse(text);
  } catch {
    // A page, or nothing.
  }
  if (response.ok) return { outcome: 'accepted', body };
  const header = /error="([^"]*)"/.exec(response.headers.get('www-authenticate') ?? '')?.[1];
  return { outcome: body.error ?? header ?? String(response.status), body };
}

export class Party {
  /** `side` is a provider: { as, person, post, advance }; `keys` are the client's own. */
  constructor(side, fields) {
    Object.assign(this, { side, as: side.as, ...fields });
  }

  /** What proves the client (RFC 7523): with these changes to claims and header, signed by this key. */
  assertion = (changes = {}, header = {}, key = this.key.privateKey) =>
    token(
      { alg: 'ES256', kid: this.key.kid, ...header },
      changed({ iss: this.id, sub: this.id, aud: this.as.issuer, jti: randomUUID(), iat: now(), exp: now() + 60 }, changes),
      key,
    );

  /** What proves the key of a request (RFC 9449 4.2). */
  async proof(method, url, { claims = {}, header = {}, key = this.own, access, sign } = {}) {
    const { kty, crv, x, y } = key.jwk;
    return token(
      { typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y }, ...header },
      changed({ jti: randomUUID(), htm: method, htu: url, iat: now(), ...(access && { ath: digest(access) }) }, claims),
      sign ?? key.privateKey,
    );
  }

  thumbprint = (key = this.own) => calculateJwkThumbprint(key.jwk);

  /** Posts a form, with what proves the client (nothing where the assertion is empty) and, where one is given, a proof. */
  async post(url, fields, { assertion, dpop, secret = this.secret, method = 'POST' } = {}) {
    const own = { client_id: this.id };
    if (secret) own.client_secret = secret;
    else if (assertion !== '') Object.assign(own, { client_assertion_type: ASSERTION, client_assertion: assertion ?? (await this.assertion()) });
    const pairs = Array.isArray(fields) ? fields : Object.entries(fields);
    const all = [...Object.entries(own).filter(([name]) => !pairs.some(([given]) => given === name)), ...pairs];
    const body = new URLSearchParams(all.filter(([, value]) => value !== undefined));
    const headers = dpop ? { dpop } : {};
    return told(await fetch(method === 'GET' ? `${url}?${body}` : url, { method, headers, ...(method !== 'GET' && { body }) }));
  }

  /** A request as it should be, but for these parameters. */
  asked(changes = {}) {
    this.verifier = randomUUID() + randomUUID();
    const pkce = this.secret ? {} : { code_challenge: digest(this.verifier), code_challenge_method: 'S256' };
    return changed(
      { client_id: this.id, response_type: 'code', redirect_uri: BACK, scope: 'openid profile', state: randomUUID(), ...pkce },
      changes,
    );
  }

  push = (changes, options) => this.post(this.as.pushed_authorization_request_endpoint, this.asked(changes), options);

  /** A signed request object (RFC 9101) of this request, pushed. */
  async pushObject(changes, { claims = {}, header = {}, key = this.key.privateKey } = {}) {
    const inside = { iss: this.id, aud: this.as.issuer, jti: randomUUID(), iat: now(), nbf: now(), exp: now() + 60 };
    const request = await token({ alg: 'ES256', kid: this.key.kid, ...header }, changed({ ...inside, ...this.asked(changes) }, claims), key);
    return this.post(this.as.pushed_authorization_request_endpoint, { request });
  }

  address = (parameters) => `${this.as.authorization_endpoint}?${new URLSearchParams(parameters)}`;

  /** Where the person goes with a request that was pushed as it should be. */
  async way(changes, options) {
    const { outcome, body } = await this.push(changes, options);
    if (outcome !== 'accepted') throw new Error(`${this.as.issuer} refuses what is right: ${outcome} ${body.error_description}`);
    return this.address({ client_id: this.id, request_uri: body.request_uri });
  }

  /** A code, got as it should be. */
  async code(changes, options) {
    const address = this.secret ? this.address(this.asked(changes)) : await this.way(changes, options);
    const back = await this.side.person.agree(address, BACK);
    const fields = back instanceof Request ? new URLSearchParams(await back.text()) : back.searchParams;
    return fields.get('code');
  }

  /** Redeems a code, with these changes to the form and to what proves it. */
  async redeem(code, changes = {}, options = {}) {
    const url = this.as.token_endpoint;
    const dpop = options.dpop ?? (this.secret ? undefined : await this.proof('POST', url));
    const fields = { grant_type: 'authorization_code', code, redirect_uri: BACK, ...(!this.secret && { code_verifier: this.verifier }) };
    return this.post(url, changed(fields, changes), { ...options, dpop: dpop || undefined });
  }

  async tokens(changes) {
    const { outcome, body } = await this.redeem(await this.code(changes));
    if (outcome !== 'accepted') throw new Error(`${this.as.issuer} refuses what is right: ${outcome} ${body.error_description}`);
    return body;
  }

  /** Asks for the claims, with this proof (none where it is empty). */
  async userinfo(access, dpop, scheme = 'DPoP') {
    const headers = { authorization: `${scheme} ${access}`, ...(dpop && { dpop }) };
    return told(await fetch(this.as.userinfo_endpoint, { headers }));
  }

  /** Ends the session of somebody who has none, so that the next case finds the person as he was. */
  leaves = (parameters) => this.goes(`${this.as.end_session_endpoint}?${parameters}`, this.side.stranger());

  /** Where a person is led by this address: `accepted`, the error that the client is told, or `page`, told to him alone. */
  async goes(address, person = this.side.person) {
    const page = await person.go(address, new URL(BACK).origin);
    const form = page.back ? undefined : posted(page, BACK);
    const fields = form ? new URLSearchParams(await form.text()) : page.back?.searchParams;
    if (fields) return { outcome: fields.get('error') ?? 'accepted' };
    return { outcome: page.status >= 400 ? 'page' : 'accepted', text: page.text };
  }
}
