// Certificates for tests (RFC 5280): an authority, and those that it vouches for. Node reads certificates but makes none.

import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const hex = (text) => Buffer.from(text, 'hex');

function der(tag, ...parts) {
  const body = Buffer.concat(parts);
  const { length } = body;
  const size = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from([tag, ...size]), body]);
}

const sequence = (...parts) => der(0x30, ...parts);
const ECDSA_SHA256 = sequence(hex('06082a8648ce3d040302'));
const COMMON_NAME = hex('0603550403');
const OTHER_NAMES = hex('0603551d11');
const CONSTRAINTS = hex('0603551d13');
const TRUE = hex('0101ff');

const subject = (name) => sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(name)))));
const utc = (text) => der(0x17, Buffer.from(text));
const VALID = sequence(utc('200101000000Z'), utc('491231000000Z'));

/** RFC 5280 4.2.1.6: an address or a host. */
const other = (name) =>
  /^[\d.]+$/.test(name) ? der(0x87, Buffer.from(name.split('.').map(Number))) : der(0x82, Buffer.from(name));

const pem = (bytes) =>
  `-----BEGIN CERTIFICATE-----\n${bytes.toString('base64').replace(/.{64}(?=.)/g, '$&\n')}\n-----END CERTIFICATE-----\n`;

/** A certificate by this authority, or by itself. Gives { name, cert, key, privateKey, publicKey }, `cert` and `key` as PEM. */
export function certificate(name, { by, authority = false } = {}) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const serial = randomBytes(9);
  serial[0] = 0x40;
  const extension = authority
    ? sequence(CONSTRAINTS, TRUE, der(0x04, sequence(TRUE)))
    : sequence(OTHER_NAMES, der(0x04, sequence(other(name))));
  const told = sequence(
    der(0xa0, hex('020102')),
    der(0x02, serial),
    ECDSA_SHA256,
    subject(by?.name ?? name),
    VALID,
    subject(name),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(extension)),
  );
  const signature = sign('sha256', told, by?.privateKey ?? privateKey);
  const whole = sequence(told, ECDSA_SHA256, der(0x03, Buffer.from([0]), signature));
  return { name, cert: pem(whole), key: privateKey.export({ type: 'pkcs8', format: 'pem' }), privateKey, publicKey };
}
