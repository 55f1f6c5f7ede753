// The demonstration's post office: what the platform would have sent by SMS or e-mail.

const CODE = /(?:Ma xac thuc|code)[^0-9]*(\d{6,8})/i;

/** The letters to a phone number or an address, the newest first. */
async function letters(server, to) {
  const answer = await fetch(`${server.managementUrl}/demo/post-office?limit=1000`);
  const { letters: all } = await answer.json();
  return all.filter((letter) => same(letter.to, to)).sort((a, b) => (a.at < b.at ? 1 : -1));
}

const same = (one, other) => plain(one) === plain(other);
const plain = (address) => address.replaceAll(/\s/g, '').replace(/^(\+84|0)/, '').toLowerCase();

/** Runs `work`, which makes the platform send a code to this address, and gives the code. */
export async function codeSentBy(server, to, work) {
  const known = new Set((await letters(server, to)).map((letter) => letter.key));
  await work();
  return eventually(`a code for ${to}`, async () => {
    const fresh = (await letters(server, to)).filter((letter) => !known.has(letter.key));
    return fresh.map((letter) => CODE.exec(letter.text)?.[1]).find(Boolean);
  });
}

/** Asks until there is an answer: the platform's own jobs work beside us. */
export async function eventually(what, ask) {
  const patience = Date.now() + 30_000;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > patience) throw new Error(`${what} did not come`);
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** Moves the demonstration's clock, by `P3D` say. */
export async function advance(server, duration) {
  const answer = await fetch(`${server.managementUrl}/demo/clock`, { method: 'POST', body: duration });
  if (!answer.ok) throw new Error(`the clock answers ${answer.status}: ${await answer.text()}`);
}
