// Small helps for pages that work without them. No HTML from text, no eval, no inline.
const all = (root, query) => root.querySelectorAll(query);
document.body.classList.add("govuk-frontend-supported", "js-enabled");

// Error summary and success banner: to the reader first.
const first = document.querySelector('[data-module="govuk-error-summary"]:not([data-disable-auto-focus="true"]), .govuk-notification-banner--success');
if (first) {
  first.tabIndex = -1;
  first.addEventListener("blur", () => first.removeAttribute("tabindex"), { once: true });
  first.focus();
}
document.addEventListener("click", (event) => {
  const link = event.target.closest?.(".govuk-error-summary a[href^='#']");
  const field = link && document.getElementById(link.hash.slice(1));
  if (!field) return;
  event.preventDefault();
  const target = field.matches("input,select,textarea,button") ? field : field.querySelector("input,select,textarea") ?? field;
  (target.closest("fieldset")?.querySelector("legend") ?? target.closest(".govuk-form-group") ?? target).scrollIntoView();
  target.focus({ preventScroll: true });
});

// Password: show and hide.
for (const group of all(document, '[data-module="govuk-password-input"]')) {
  const input = group.querySelector("input");
  const button = group.querySelector("button");
  if (!input || !button) continue;
  const word = (key) => group.getAttribute(`data-i18n.${key}`);
  const set = (shown) => {
    input.type = shown ? "text" : "password";
    const act = shown ? "hide" : "show";
    button.textContent = word(`${act}-password`) ?? button.textContent;
    button.ariaLabel = word(`${act}-password-aria-label`) ?? button.ariaLabel;
  };
  button.hidden = false;
  button.addEventListener("click", () => set(input.type === "password"));
  input.form?.addEventListener("submit", () => set(false));
}

// Answers that reveal a further question.
const reveal = (input) => {
  const part = document.getElementById(input.dataset.ariaControls);
  if (!part) return;
  part.classList.toggle(`govuk-${input.type === "radio" ? "radios" : "checkboxes"}__conditional--hidden`, !input.checked);
};
const controls = all(document, "input[data-aria-controls]");
controls.forEach(reveal);
document.addEventListener("change", ({ target }) => {
  if (target.dataset?.behaviour === "exclusive" && target.checked)
    for (const other of all(target.closest(".govuk-checkboxes"), "input")) if (other !== target) other.checked = false;
  if (target.type === "checkbox" && target.checked && target.dataset.behaviour !== "exclusive")
    for (const other of all(target.closest(".govuk-checkboxes") ?? target, "[data-behaviour=exclusive]")) other.checked = false;
  controls.forEach(reveal);
});

// What is left of a limit; code points, as the server counts.
for (const area of all(document, "textarea[data-limit]")) {
  const info = document.getElementById(`${area.id}-info`);
  if (!info) continue;
  const words = info.textContent;
  const count = () => (info.textContent = `${words} (${[...area.value].length}/${area.dataset.limit})`);
  area.addEventListener("input", count);
  count();
}

// One submission per click; a page restored by "back" is usable again.
document.addEventListener("submit", (event) => {
  if (event.target.dataset.sent) event.preventDefault();
  else event.target.dataset.sent = "1";
});
addEventListener("pageshow", () => all(document, "form[data-sent]").forEach((form) => delete form.dataset.sent));

// A camera on the page, where there are script and camera: pictures are never mirrored, whatever is shown.
class Filming extends HTMLElement {
  camera(act) {
    if (!navigator.mediaDevices?.getUserMedia || typeof DataTransfer !== "function") return false;
    this.stage = document.createElement("div");
    this.stage.className = "dd-photo__stage";
    this.stage.dataset.facing = this.dataset.facing;
    this.stage.hidden = true;
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.className = "govuk-button govuk-button--secondary";
    this.button.textContent = this.dataset.open;
    this.button.addEventListener("click", act);
    this.status = document.createElement("p");
    this.status.className = "govuk-hint dd-photo__status";
    this.status.role = "status";
    this.prepend(this.stage, this.button, this.status);
    return true;
  }
  async open() {
    try {
      this.stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: this.dataset.facing, width: { ideal: 1280 }, height: { ideal: 960 } } });
    } catch {
      this.status.textContent = this.dataset.refused;
      return false;
    }
    this.video = Object.assign(document.createElement("video"), { autoplay: true, playsInline: true, muted: true, srcObject: this.stream });
    this.stage.replaceChildren(this.video);
    this.stage.hidden = false;
    this.stage.dataset.live = "";
    this.status.textContent = "";
    return true;
  }
  still(widest, quality) {
    const { videoWidth, videoHeight } = this.video;
    const width = Math.min(videoWidth, widest);
    const height = Math.round((videoHeight * width) / videoWidth);
    const canvas = Object.assign(document.createElement("canvas"), { width, height });
    canvas.getContext("2d").drawImage(this.video, 0, 0, width, height);
    return new Promise((done) => canvas.toBlob(done, "image/jpeg", quality));
  }
  hand(input, blobs) {
    const files = new DataTransfer();
    blobs.forEach((blob) => files.items.add(new File([blob], "camera.jpg", { type: "image/jpeg" })));
    input.files = files.files;
  }
  stop() {
    this.stream?.getTracks().forEach((track) => track.stop());
    this.stream = undefined;
    delete this.stage?.dataset.live;
  }
  disconnectedCallback() {
    this.stop();
  }
}

customElements.define("take-photo", class extends Filming {
  connectedCallback() {
    this.input = this.querySelector("input[type=file]");
    if (this.input) this.camera(() => (this.stream ? this.shoot() : this.begin()));
  }
  async begin() {
    if (await this.open()) this.button.textContent = this.dataset.shoot;
  }
  async shoot() {
    if (!this.video.videoWidth) return;
    const blob = await this.still(Infinity, 0.9);
    if (!blob) return;
    this.hand(this.input, [blob]);
    this.stop();
    const image = Object.assign(new Image(), { src: URL.createObjectURL(blob), alt: this.dataset.taken });
    this.stage.replaceChildren(image);
    this.button.textContent = this.dataset.again;
    this.status.textContent = this.dataset.taken;
  }
});

// The code printed on a card: what it says goes into the form, what the camera sees stays here.
customElements.define("scan-code", class extends Filming {
  connectedCallback() {
    this.camera(() => this.scan());
  }
  async scan() {
    this.button.disabled = true;
    let text;
    try {
      if (!(await this.open())) return;
      this.status.textContent = this.dataset.hold;
      const { read } = await import(this.dataset.reader);
      for (const until = performance.now() + 60000; !text && this.stream && performance.now() < until; ) {
        text = await read(this.video);
        await new Promise((done) => setTimeout(done, 150));
      }
      this.status.textContent = this.dataset[text ? "found" : "nothing"];
    } catch {
      this.status.textContent = this.dataset.nothing;
    } finally {
      this.stop();
      this.stage.hidden = true;
      this.button.disabled = false;
    }
    if (!text) return;
    const box = this.querySelector("textarea");
    box.value = text;
    box.form.requestSubmit();
  }
});

// Turns of the head that the server drew: each is said for two seconds, filmed twice a second, and handed in at once.
customElements.define("head-turns", class extends Filming {
  connectedCallback() {
    this.form = this.querySelector("form");
    if (!this.camera(() => this.film())) return;
    this.querySelector("[data-without]").hidden = true;
    this.status.className = "govuk-heading-m";
  }
  async film() {
    this.button.disabled = true;
    const wait = (ms) => new Promise((done) => setTimeout(done, ms));
    if (!(await this.open())) return (this.button.disabled = false);
    // A camera that is open and shows nothing, because another program has it or its shutter is down.
    for (const until = performance.now() + 5000; !this.video.videoWidth; await wait(50))
      if (performance.now() > until) {
        this.stop();
        this.stage.hidden = true;
        this.status.textContent = this.dataset.refused;
        return (this.button.disabled = false);
      }
    const said = ["straight", ...this.dataset.turns.split(" ").flatMap((side) => [side, "straight"])];
    const shots = [];
    const times = [];
    const begun = performance.now();
    for (let at; (at = Math.round(performance.now() - begun)) < said.length * 2100; await wait(400)) {
      const words = this.dataset[said[Math.floor(at / 2100)]];
      if (this.status.textContent !== words) this.status.textContent = words;
      // The first one is the portrait, and large: the person has read by then where to look.
      const shot = at > 1000 && (await this.still(shots.length ? 640 : 1280, 0.85));
      if (shot) times.push(at), shots.push(shot);
    }
    this.stop();
    this.status.textContent = this.dataset.sending;
    this.form.elements.at.value = times.join(" ");
    this.hand(this.form.elements.frame, shots);
    this.form.requestSubmit();
  }
});

// Passkeys (WebAuthn): the device makes one or signs with one, and its answer goes into the form.
const passkeys = globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON && globalThis.PublicKeyCredential;
customElements.define("pass-key", class extends HTMLElement {
  async connectedCallback() {
    if (!passkeys) return;
    this.form = this.querySelector("form");
    this.status = this.querySelector("[role=status]");
    this.hidden = false;
    this.form.addEventListener("submit", (event) => {
      if (this.form.elements.credential.value) return;
      event.preventDefault();
      event.stopPropagation();
      this.ask();
    });
    this.wait();
  }
  // Autofill offers the passkey as long as nothing else asks.
  async wait() {
    if (this.dataset.challenge && (await passkeys.isConditionalMediationAvailable?.()) && !this.waiting) this.ask("conditional");
  }
  async ask(mediation) {
    this.waiting?.abort();
    const { signal } = (this.waiting = new AbortController());
    const { challenge, create, failed } = this.dataset;
    const { credential } = this.form.elements;
    if (!mediation) this.status.textContent = "";
    try {
      const made = create
        ? await navigator.credentials.create({ signal, publicKey: passkeys.parseCreationOptionsFromJSON(JSON.parse(create)) })
        : await navigator.credentials.get({ signal, mediation, publicKey: passkeys.parseRequestOptionsFromJSON(await this.challenge(challenge)) });
      credential.value = JSON.stringify(made);
      this.form.requestSubmit();
      credential.value = "";
    } catch {
      if (signal.aborted || mediation) return;
      this.status.textContent = failed;
      this.waiting = undefined;
      this.wait();
    }
  }
  async challenge(place) {
    const { csrf, token } = this.form.elements;
    const answer = await fetch(place, { method: "POST", headers: { "X-CSRF-Token": csrf.value }, redirect: "error" });
    if (!answer.ok) throw answer.status;
    const asked = await answer.json();
    token.value = asked.token;
    return asked.options;
  }
  disconnectedCallback() {
    this.waiting?.abort();
  }
});

// Pages between two services: on at once.
document.querySelector('form[data-module="submit-at-once"], [data-module="submit-at-once"] form')?.requestSubmit();

// Same-origin HTML from our own server, parsed without scripts and put in by nodes: no HTML sink.
const parser = globalThis.trustedTypes?.createPolicy("eid", { createHTML: (html) => html });
customElements.define("live-fragment", class extends HTMLElement {
  connectedCallback() {
    const seconds = Math.max(5, Number(this.dataset.seconds) || 10);
    this.timer = setInterval(() => document.hidden || this.contains(document.activeElement) || this.refresh(), seconds * 1000);
  }
  disconnectedCallback() {
    clearInterval(this.timer);
  }
  async refresh() {
    try {
      const answer = await fetch(this.dataset.src, { headers: { "X-Fragment": "1" }, redirect: "error" });
      if (!answer.ok) throw answer.status;
      const html = await answer.text();
      const page = new DOMParser().parseFromString(parser ? parser.createHTML(html) : html, "text/html");
      const part = page.getElementById(this.id) ?? page.body;
      this.replaceChildren(...part.childNodes);
      this.removeAttribute("stale");
      // Nothing more will change: the page itself has the rest.
      if (this.querySelector("[data-over]")) {
        clearInterval(this.timer);
        location.reload();
      }
    } catch {
      this.setAttribute("stale", "");
    }
  }
});
