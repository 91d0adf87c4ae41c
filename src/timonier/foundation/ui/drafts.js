// What is typed is never lost: kept with the account while one types, and in this browser as a second net. A form that was
// sent well is forgotten: the answer says so by a cookie.
const PAUSE = 800;
const waiting = new Map();

const localKey = (form) => {
  const contract = form.dataset.draftUrl?.split("/")[2] || "";
  return `draft:${form.dataset.draftOwner}:${contract}:${form.dataset.draft}`;
};

function typed(form) {
  const kept = {};
  for (const [name, value] of new FormData(form)) {
    if (!["csrfmiddlewaretoken", "version", "key"].includes(name) && typeof value === "string" && value) kept[name] = value;
  }
  return kept;
}

function tell(form, text, isTrouble = false) {
  const place = form.querySelector("[data-draft-said]");
  if (!place) return;
  place.textContent = text;
  place.classList.toggle("tim-draft-trouble", isTrouble);
  const forget = form.querySelector("[data-draft-forget]");
  if (forget) forget.hidden = !text;
}

function keepHere(form, values) {
  try { localStorage.setItem(localKey(form), JSON.stringify({ at: Date.now(), values })); } catch { /* full or closed: the server has it */ }
}

function forgetHere(key) {
  try { localStorage.removeItem(key); } catch { /* nothing was kept */ }
}

async function send(form, more = {}) {
  const body = new URLSearchParams({ ...typed(form), ...more, "draft-form": form.dataset.draft });
  const token = form.querySelector("[name=csrfmiddlewaretoken]")?.value || "";
  return fetch(form.dataset.draftUrl, { method: "POST", body, headers: { "X-CSRFToken": token }, redirect: "manual", keepalive: true });
}

async function keepThere(form) {
  waiting.delete(form);
  const place = form.querySelector("[data-draft-said]");
  let answer;
  try { answer = await send(form); } catch { tell(form, place?.dataset.away || "", true); return; }
  if (answer.ok) tell(form, (await answer.json()).saved);
  else if (answer.type === "opaqueredirect" || answer.status === 403) tell(form, place?.dataset.ended || "", true);
  else tell(form, place?.dataset.away || "", true);
}

function keep(form) {
  keepHere(form, typed(form));
  if (!form.dataset.draftUrl) return;
  clearTimeout(waiting.get(form));
  waiting.set(form, setTimeout(() => keepThere(form), PAUSE));
}

function fill(form, values) {
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements.namedItem(name);
    if (!(field instanceof HTMLElement) || field.type === "hidden") continue;
    if (field.type === "checkbox") field.checked = field.value === value;
    else if ("value" in field) field.value = value;
  }
}

// This browser's copy wins when it is newer than the server's: the session had ended, or the network was gone.
function restore(form) {
  const forget = form.querySelector("[data-draft-forget]");
  if (form.hasAttribute("data-draft-refused")) { keep(form); return; }
  if (forget && form.querySelector("[data-draft-said]")?.textContent.trim()) forget.hidden = false;
  let kept = null;
  try { kept = JSON.parse(localStorage.getItem(localKey(form))); } catch { return; }
  if (!kept?.values || kept.at <= Number(form.dataset.draftAt || 0) + PAUSE * 3) return;
  if (kept.at < Date.now() - 30 * 86_400_000) { forgetHere(localKey(form)); return; }
  fill(form, kept.values);
  form.closest("details")?.setAttribute("open", "");
  keep(form);
}

const isDraft = (target) => target instanceof Element && target.closest("form[data-draft]");
for (const kind of ["input", "change"]) document.addEventListener(kind, (event) => { const form = isDraft(event.target); if (form) keep(form); });

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-draft-forget]");
  if (!button) return;
  const form = button.form;
  clearTimeout(waiting.get(form));
  forgetHere(localKey(form));
  form.reset();
  form.querySelectorAll("input:not([type=hidden]):not([type=checkbox]), textarea").forEach((one) => { one.value = ""; });
  try { await send(form, { "draft-forget": "1" }); } catch { /* it expires by itself */ }
  tell(form, "");
});

// The page goes while a draft waits to be sent: it goes with it.
addEventListener("pagehide", () => {
  for (const [form, timer] of waiting) { clearTimeout(timer); send(form).catch(() => {}); }
  waiting.clear();
});
document.addEventListener("submit", (event) => {
  const form = isDraft(event.target);
  if (form) { clearTimeout(waiting.get(form)); waiting.delete(form); keepHere(form, typed(form)); }
});

const sent = document.cookie.split("; ").find((one) => one.startsWith("timonier-sent="));
if (sent) {
  const name = decodeURIComponent(sent.slice("timonier-sent=".length));
  try {
    Object.keys(localStorage).filter((key) => key.startsWith("draft:") && key.endsWith(`:${name}`)).forEach(forgetHere);
  } catch { /* nothing was kept */ }
  document.cookie = "timonier-sent=; Max-Age=0; path=/";
}
document.querySelectorAll("form[data-draft]").forEach(restore);
