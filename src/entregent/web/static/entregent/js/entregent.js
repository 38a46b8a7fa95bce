// Comfort only: every page works without this file. What needs it is hidden until it runs.

function copy(button) {
  const source = document.getElementById(button.dataset.copy);
  navigator.clipboard.writeText(source.value).then(
    () => say(button, button.dataset.done),
    () => source.select(),
  );
}

function say(button, words) {
  const place = button.parentElement.querySelector("[role=status]");
  place.textContent = words;
  setTimeout(() => { place.textContent = ""; }, 4000);
}

function share(button) {
  const { title, text, url } = button.dataset;
  navigator.share({ title, text, url }).catch(() => {});
}

function countDown(place) {
  const end = Date.parse(place.dateTime);
  const tick = () => {
    const left = Math.max(0, Math.ceil((end - Date.now()) / 1000));
    place.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    if (left === 0) {
      clearInterval(timer);
      place.closest("form")?.querySelectorAll("button").forEach((button) => { button.disabled = true; });
    }
  };
  const timer = setInterval(tick, 1000);
  tick();
}

// A form leaves once: the second click of a double click finds it gone. It may leave again if no new page came.
function sendOnce(event) {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-busy", "true");
  setTimeout(forgetSent, 8000);
}

function forgetSent() {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  for (const button of document.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", () => copy(button));
}
for (const button of document.querySelectorAll("[data-share]")) {
  button.hidden = !navigator.share;
  button.addEventListener("click", () => share(button));
}
for (const place of document.querySelectorAll("time[data-count-down]")) countDown(place);
document.addEventListener("submit", sendOnce);
addEventListener("pageshow", (event) => { if (event.persisted) forgetSent(); });
