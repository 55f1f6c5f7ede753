// A large file goes up by parts, each from where the server says that it has the file; without script the form sends
// small files whole.
const PART = 8 << 20;
const TRIES = 6;

export default (box) => {
  const form = box.querySelector("form");
  const status = Object.assign(document.createElement("p"), { className: "govuk-body", role: "status" });
  const bar = Object.assign(document.createElement("progress"), { max: 1, value: 0, hidden: true, ariaLabel: box.dataset.sent.replace("%P", "") });
  form.append(bar, status);

  const post = async (place, fields) => {
    const data = new FormData();
    data.set("csrf", form.elements.csrf.value);
    for (const name in fields) data.set(name, fields[name]);
    const answer = await fetch(place, { method: "POST", body: data, redirect: "error" });
    // Out of order or too much at once passes.
    if (answer.status > 499 || answer.status === 429) throw answer.status;
    return answer.json();
  };
  // What broke off is sent again, after a while; the server says from where.
  const insist = async (place, fields) => {
    for (let tries = 1; ; tries++) {
      try {
        return await post(place, fields);
      } catch (broken) {
        if (tries === TRIES) throw broken;
        await new Promise((done) => setTimeout(done, 500 << tries));
      }
    }
  };
  // What is begun goes on when the same file is sent again.
  let told;
  let last;
  const send = async (file) => {
    const same = last && last.name === file.name && last.size === file.size && last.lastModified === file.lastModified;
    if (!same || !told?.next) told = await post(box.dataset.begin, { length: file.size, encoding: form.elements.encoding.value });
    last = file;
    const begun = Date.now();
    while (told.next) {
      const done = told.received / file.size;
      const minutes = Math.ceil((Date.now() - begun) * (1 / done - 1) / 60000);
      const words = done ? box.dataset.left.replace("%M", minutes) : box.dataset.sent;
      bar.value = done;
      status.textContent = words.replace("%P", Math.floor(done * 100));
      const part = file.slice(told.received, told.received + PART);
      told = await insist(told.next, { from: told.received, length: file.size, part });
      if (told.problem) break;
    }
    return told;
  };

  form.addEventListener("submit", async (event) => {
    const file = form.elements.file.files[0];
    if (!file?.size) return;
    event.preventDefault();
    event.stopPropagation();
    const button = form.querySelector("[type=submit]");
    button.disabled = true;
    bar.hidden = false;
    const failed = await send(file).then(() => told.problem, () => (told?.next ? box.dataset.broken : box.dataset.out));
    if (!failed) location.assign(told.page);
    else {
      status.textContent = failed;
      bar.hidden = true;
      button.disabled = false;
    }
  });
};
