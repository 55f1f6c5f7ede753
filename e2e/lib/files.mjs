// Files that somebody at a counter has at hand: a photo, prints.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';

import { colour } from './camera.mjs';

/** A photo as a phone takes it, of the drawn head that the fake camera films. */
export function photo() {
  const [width, height] = [480, 640];
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      pixels.set(rgb(colour(x - width / 2, y - height / 2 + 20)), (y * width + x) * 3);
    }
  }
  return { name: 'photo.png', mimeType: 'image/png', buffer: png([width, height], pixels, 3) };
}

const rgb = ([light, blue, red]) =>
  [light + 1.402 * (red - 128), light - 0.344 * (blue - 128) - 0.714 * (red - 128), light + 1.772 * (blue - 128)].map(
    (value) => Math.max(0, Math.min(255, Math.round(value))),
  );

/** Another touch of the fingers that the card register has of this person: files that the demonstration drew. */
export async function livePrints(server, number) {
  const country = join(server.dataDir, 'country');
  const rows = (await readFile(join(country, 'cards.csv'), 'utf8')).split('\n');
  const row = rows.find((one) => one.startsWith(`${number},`)) ?? '';
  const kept = [...row.matchAll(/(?:right|left)-index:prints\/([^;,"\s]+)/g)];
  return kept.map(([, file]) => join(country, 'prints', 'live', file));
}

/** Something that is no picture at all. */
export const notAPicture = { name: 'face.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('not a picture') };

/** A PNG of grey pixels (one channel) or coloured ones (three). */
function png([width, height], pixels, channels) {
  const line = width * channels;
  const lines = Buffer.alloc((line + 1) * height);
  for (let y = 0; y < height; y += 1) pixels.copy(lines, y * (line + 1) + 1, y * line, (y + 1) * line);
  const size = Buffer.alloc(13);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  size.set([8, channels === 3 ? 2 : 0, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk('IHDR', size), chunk('IDAT', deflateSync(lines)), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(kind, data) {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

function crc32(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}
