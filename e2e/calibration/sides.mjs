// Both providers as the cases see them: a service of the Basic profile, two of FAPI 2.0, a person who agrees.

import { Person, personOf } from '../clients/person.mjs';
import { BACK, BYE } from '../clients/asking.mjs';
import { advance } from '../lib/post.mjs';
import { startServer } from '../lib/server.mjs';
import { move } from './clock.mjs';
import { Party, newKey } from './party.mjs';
import { startPeer } from './peer.mjs';

async function metadata(issuer) {
  return (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
}

/** The keys of a service: for its assertions, one of RSA that is no less its own, and one for its proofs. */
async function keysOf() {
  const [key, rsa, own] = [await newKey('one'), await newKey('rsa', 'PS256'), await newKey()];
  return { key, rsa, own, jwks: { keys: [key.jwk, rsa.jwk] } };
}

const secretOf = (side, id, secret) => new Party(side, { id, secret });
const highOf = (side, id, keys) => new Party(side, { id, ...keys });

/** Ours: the program with its demonstration. */
export async function ours() {
  const server = await startServer();
  const developer = new Person(server, personOf(server, 'licence_many'));
  await developer.signIn();
  const person = new Person(server, personOf(server, 'level_2_ready'));
  const side = { as: await metadata(server.url), person, stranger: () => new Person(server) };
  const high = async () => {
    const keys = await keysOf();
    const { id } = await developer.register({
      redirect_uris: BACK, auth: 'private_key_jwt', class: 'high', jwks: JSON.stringify(keys.jwks),
    });
    return highOf(side, id, keys);
  };
  const made = await developer.register({ redirect_uris: BACK, post_logout_redirect_uris: BYE, auth: 'client_secret_post' });
  return {
    web: secretOf(side, made.id, made.secret),
    one: await high(),
    two: await high(),
    advance: (seconds) => advance(server, `PT${seconds}S`),
    stop: () => server.stop(),
  };
}

/** Theirs: one provider a profile, for it knows a profile only as a whole. */
export async function theirs() {
  const keys = [await keysOf(), await keysOf()];
  const [basic, fapi] = [
    await startPeer({ fapi: false }),
    await startPeer({ fapi: true, jwks: keys.map(({ jwks }) => jwks) }),
  ];
  const side = async (server) => ({ as: await metadata(server.url), person: new Person(server), stranger: () => new Person(server) });
  const [web, high] = [await side(basic), await side(fapi)];
  return {
    web: secretOf(web, 'web', 'a secret of the calibration'),
    one: highOf(high, 'one', keys[0]),
    two: highOf(high, 'two', keys[1]),
    // Its clock is this process's.
    advance: async (seconds) => move(seconds),
    stop: () => Promise.all([basic.stop(), fapi.stop()]),
  };
}
