// What Chromium's fake camera films: a drawn head and shoulders, never a person; or a code printed on a card.

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import qrcode from 'qrcode-generator';

const WIDTH = 640;
const HEIGHT = 480;

/** A scene of the camera: the code of a text, a little askew, on grey. */
export function printed(text) {
  qrcode.stringToBytes = (words) => [...new TextEncoder().encode(words)];
  const code = qrcode(0, 'M');
  code.addData(text);
  code.make();
  const size = 360 / code.getModuleCount();
  const lean = 0.12;
  return (x, y) => {
    const column = Math.floor((x * Math.cos(lean) - y * Math.sin(lean) + 180) / size);
    const row = Math.floor((x * Math.sin(lean) + y * Math.cos(lean) + 180) / size);
    const on = (n) => n >= 0 && n < code.getModuleCount();
    const near = (n) => n >= -4 && n < code.getModuleCount() + 4;
    const light = on(row) && on(column) ? (code.isDark(row, column) ? 45 : 205) : near(row) && near(column) ? 205 : 150;
    return [light, 128, 128];
  };
}

/** Writes a short film of a scene (Y4M, raw frames); gives its path and a function that removes it. */
export async function film(scene = colour) {
  const parts = [Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420jpeg\n`)];
  for (const shift of [0, 1]) parts.push(Buffer.from('FRAME\n'), frame(scene, shift));
  const folder = await mkdtemp(join(tmpdir(), 'dinhdanh-camera-'));
  const file = join(folder, 'head.y4m');
  await writeFile(file, Buffer.concat(parts));
  return { file, remove: () => rm(folder, { recursive: true, force: true }) };
}

function frame(scene, shift) {
  const luma = Buffer.alloc(WIDTH * HEIGHT);
  const blue = Buffer.alloc((WIDTH * HEIGHT) / 4);
  const red = Buffer.alloc((WIDTH * HEIGHT) / 4);
  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      const [light, cb, cr] = scene(x - WIDTH / 2 - shift, y - HEIGHT / 2);
      // A little grain, as a real sensor has, so that pictures are not perfectly flat.
      luma[y * WIDTH + x] = light + ((x * 7 + y * 13 + shift * 5) % 5);
      if (x % 2 === 0 && y % 2 === 0) {
        const at = (y / 2) * (WIDTH / 2) + x / 2;
        blue[at] = cb;
        red[at] = cr;
      }
    }
  }
  return Buffer.concat([luma, blue, red]);
}

/** Luma and both chroma values at a point measured from the middle. */
export function colour(x, y) {
  const inside = (cx, cy, rx, ry) => ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 <= 1;
  if (inside(-35, -40, 12, 7) || inside(35, -40, 12, 7)) return [40, 128, 128];
  if (inside(0, 45, 30, 8)) return [90, 118, 165];
  if (inside(0, -5, 9, 22)) return [150, 112, 150];
  if (inside(0, -105, 98, 55) && y < -80) return [35, 126, 130];
  if (inside(0, -20, 90, 120)) return [175, 112, 148];
  if (inside(0, 230, 190, 120)) return [70, 145, 120];
  return [205, 128, 126];
}
