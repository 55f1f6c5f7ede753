// Files that somebody at a counter has at hand: portraits of the synthetic country, drawn fingerprints.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 as zlibCrc, deflateSync } from 'node:zlib';

/** The register's portrait of a person, as a file to upload. */
export async function portraitOf(server, person) {
  const country = join(server.dataDir, 'country');
  const [head, ...rows] = (await readFile(join(country, 'population.csv'), 'utf8')).trim().split(/\r?\n/);
  const place = head.split(',').indexOf('portrait');
  const row = rows.find((line) => line.startsWith(`${person.number},`));
  if (!row) throw new Error(`${person.number} is not in the population register`);
  // The address is the only column that may hold a comma; the portrait is counted from the end.
  const fromEnd = head.split(',').length - place;
  const name = row.split(',').at(-fromEnd);
  return { name: 'portrait.jpg', mimeType: 'image/jpeg', buffer: await readFile(join(country, name)) };
}

/** A drawn fingerprint: ridges around a core, one picture a seed. */
export function fingerprint(seed) {
  const [width, height] = [260, 320];
  const grey = Buffer.alloc(width * height);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [dx, dy] = [x - width / 2 - seed * 6, (y - height / 2) * 0.8];
      const inside = (dx / 115) ** 2 + (dy / 115) ** 2 < 1;
      const ridge = Math.sin(Math.hypot(dx, dy) / 2.4 + Math.sin(dx / 21 + seed) * 2);
      grey[y * width + x] = inside ? Math.round(150 + 70 * ridge) : 245;
    }
  }
  return { name: `finger-${seed}.png`, mimeType: 'image/png', buffer: png(width, height, grey) };
}

/** Something that is no picture at all. */
export const notAPicture = { name: 'face.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('not a picture') };

function png(width, height, grey) {
  const lines = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y += 1) grey.copy(lines, y * (width + 1) + 1, y * width, (y + 1) * width);
  const size = Buffer.alloc(13);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  size.set([8, 0, 0, 0, 0], 8);
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

// Node has its own since 20.15; older ones count bit by bit.
function crc32(bytes) {
  if (zlibCrc) return zlibCrc(bytes);
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}
