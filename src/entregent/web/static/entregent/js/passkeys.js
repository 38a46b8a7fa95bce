// Passkeys: the device signs what the instance asks, and the form leaves with its answer. Hidden where it cannot be done.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
const words = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function read(options) {
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  for (const list of [options.excludeCredentials, options.allowCredentials]) {
    for (const one of list ?? []) one.id = bytes(one.id);
  }
  return options;
}

function written(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = words(credential.response[name]);
  }
  return JSON.stringify({ id: credential.id, rawId: words(credential.rawId), type: credential.type, response });
}

async function answer(form) {
  const asked = await fetch(form.dataset.begin, {
    method: "POST",
    headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
  });
  if (!asked.ok) throw new Error(asked.status);
  const publicKey = read(await asked.json());
  form.elements.credential.value = written(await navigator.credentials[form.dataset.passkey]({ publicKey }));
}

async function use(event) {
  event.preventDefault();
  event.stopPropagation();
  const form = event.target;
  const failed = form.querySelector("[data-passkey-failed]");
  const button = form.querySelector("button");
  failed.hidden = true;
  button.disabled = true;
  try {
    await answer(form);
    form.submit();
  } catch {
    failed.hidden = false;
    button.disabled = false;
  }
}

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", use);
  }
  for (const place of document.querySelectorAll("[data-passkey-missing]")) place.hidden = true;
}
addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("form[data-passkey] button")) button.disabled = false;
});
