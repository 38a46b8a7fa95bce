// The run sheet with a bad connection: what is tapped waits on this phone and goes out in order, each under a name of
// its own, so that one sent twice has one effect. Every form works without this file.

const form = document.querySelector("form[data-taps]");
const status = document.querySelector("[data-kept]");
const count = document.querySelector("[data-count]");
const TAPS = `taps ${location.pathname}`;
const LETTERS = `forms ${location.pathname}`;
const AGAIN = 10_000;
let busy = false;
let again = false;
let later = 0;

function read(name) {
  try { return JSON.parse(localStorage.getItem(name)) || []; } catch { return []; }
}

function write(name, waiting) {
  if (waiting.length) localStorage.setItem(name, JSON.stringify(waiting));
  else localStorage.removeItem(name);
}

function newName() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function say(words) {
  status.textContent = words || "";
  status.hidden = !words;
}

function show(tap) {
  const [act, person] = tap.split("-");
  const button = form?.querySelector(`[value="in-${person}"], [value="out-${person}"]`);
  if (!button) return;
  button.setAttribute("aria-pressed", String(act === "in"));
  button.value = `${act === "in" ? "out" : "in"}-${person}`;
}

function tapped(event) {
  event.preventDefault();
  event.stopPropagation();
  const tap = event.submitter?.value;
  if (!tap) return;
  write(TAPS, [...read(TAPS), { tap, once: newName() }]);
  show(tap);
  flush();
}

// Any other form of the page, where there is no network: a note, the next date, a name.
function kept(event) {
  const sent = event.target;
  if (navigator.onLine || sent.method !== "post" || sent === form) return;
  event.preventDefault();
  event.stopPropagation();
  const fields = [...new FormData(sent, event.submitter)];
  write(LETTERS, [...read(LETTERS), { action: sent.action, fields, once: newName() }]);
  say(status.dataset.kept);
}

function send(action, fields) {
  const body = new URLSearchParams(fields);
  const token = document.querySelector("[name=csrfmiddlewaretoken]");
  if (token) body.set("csrfmiddlewaretoken", token.value);
  const headers = { Accept: "application/json" };
  return fetch(action, { method: "POST", body, headers, redirect: "manual", signal: AbortSignal.timeout(AGAIN) });
}

// "done" goes on to the next; "stale" too, and the page is read again; anything else waits.
async function deliver(tap) {
  const answer = await send(form.action, { tap: tap.tap, once: tap.once });
  if (answer.ok) {
    count.textContent = (await answer.json()).words;
    return "done";
  }
  if (answer.type === "opaqueredirect" || answer.status === 403) return "stranger";
  return answer.status < 500 ? "stale" : "later";
}

// A form answers by leading elsewhere, and so does a door: who is signed out is asked first, or their words were lost.
async function deliverForm(letter) {
  const door = await fetch(location.pathname, { method: "HEAD", redirect: "manual" });
  if (door.type === "opaqueredirect") return "stranger";
  const answer = await send(letter.action, letter.fields);
  if (answer.status === 403) return "stranger";
  return answer.status >= 500 ? "later" : "stale";
}

async function empty(name, how) {
  let stale = false;
  for (let waiting = read(name); waiting.length; waiting = read(name)) {
    const outcome = await how(waiting[0]);
    if (outcome === "stranger" || outcome === "later") throw new Error(outcome);
    stale ||= outcome === "stale";
    write(name, read(name).filter((one) => one.once !== waiting[0].once));
  }
  return stale;
}

async function flush() {
  if (busy) {
    again = true;
    return;
  }
  busy = true;
  again = false;
  clearTimeout(later);
  try {
    const stale = (form ? await empty(TAPS, deliver) : false) || (await empty(LETTERS, deliverForm));
    say("");
    if (stale) location.reload();
  } catch (trouble) {
    say(trouble.message === "stranger" ? status.dataset.stranger : status.dataset.kept);
    later = setTimeout(flush, AGAIN);
  } finally {
    busy = false;
    if (again) flush();
  }
}

form?.addEventListener("submit", tapped);
document.addEventListener("submit", kept, true);
addEventListener("online", flush);
for (const { tap } of read(TAPS)) show(tap);
if (read(TAPS).length || read(LETTERS).length) flush();
