// The palette (Ctrl+K): a combobox over what the server answers. It leads somewhere – to a form of this very page, too –,
// presses a button of this page, or sends an act's form.
import { current } from "./choose.js";
import { hasFields, leadTo } from "./forms.js";
import { failureText } from "./toasts.js";

const PAUSE_MS = 120;
const palette = document.getElementById("palette");
const box = palette?.querySelector("[role='combobox']");
const room = document.getElementById("palette-hits");
const state = document.getElementById("palette-state");
let timer = null;
let running = null;
let opener = null;
let about = {};
let answered = null; // the text that the shown answers are to
let isAwaited = false; // Enter came before them

const options = () => [...room.querySelectorAll("[role='option']")];

export function openPalette() {
  if (!palette || palette.open) return;
  opener = document.activeElement;
  about = inSight();
  palette.showModal();
  box.value = "";
  answered = null;
  isAwaited = false;
  ask();
  box.focus();
}

// What the acts are about: the ticket of this page, or the row that is chosen in the list.
function inSight() {
  const row = current();
  if (row?.dataset.number) return { on: row.dataset.number, version: row.dataset.version };
  const page = document.querySelector("main [data-ticket]");
  return page ? { on: page.dataset.ticket } : {};
}

async function ask() {
  running?.abort();
  running = new AbortController();
  const text = box.value;
  const asked = new URLSearchParams({ q: text, contract: palette.dataset.contract, ...about });
  palette.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(`${palette.dataset.url}?${asked}`, { headers: { "HX-Request": "true" }, signal: running.signal });
    if (answer.redirected) { location.reload(); return; }
    if (!answer.ok) { fail(failureText(answer.status)); return; }
    room.innerHTML = await answer.text();
    state.textContent = room.querySelector("[data-said]")?.dataset.said ?? "";
    answered = text;
    choose(0);
    if (isAwaited) enter();
  } catch (error) {
    if (error.name !== "AbortError") fail(palette.dataset.failed);
  } finally {
    palette.removeAttribute("aria-busy");
  }
}

function fail(text) {
  isAwaited = false;
  answered = null;
  const said = document.createElement("p");
  said.className = "tim-palette-none";
  said.textContent = text;
  const list = document.createElement("div");
  list.id = "palette-list";
  list.setAttribute("role", "listbox");
  room.replaceChildren(list, said);
  state.textContent = text;
  choose(0);
}

function choose(index) {
  const all = options();
  all.forEach((one, i) => one.setAttribute("aria-selected", String(i === index)));
  box.setAttribute("aria-expanded", String(all.length > 0));
  if (all[index]) {
    box.setAttribute("aria-activedescendant", all[index].id);
    all[index].scrollIntoView({ block: "nearest" });
  } else box.removeAttribute("aria-activedescendant");
}

// Who types on and presses Enter means what he typed, never the answers to its beginning: these would act on a ticket.
function enter() {
  if (answered !== box.value) { isAwaited = true; clearTimeout(timer); ask(); return; }
  isAwaited = false;
  go(options().find((one) => one.getAttribute("aria-selected") === "true"));
}

function go(option) {
  const form = option?.querySelector("form");
  if (form) {
    const next = document.createElement("input");
    Object.assign(next, { type: "hidden", name: "next", value: location.pathname + location.search });
    form.append(next);
    form.requestSubmit();
  }
  else if (option?.dataset.url) lead(new URL(option.dataset.url, location.href));
}

function lead(to) {
  const place = to.pathname === location.pathname && to.hash ? document.getElementById(to.hash.slice(1)) : null;
  if (!place) { location.assign(to); return; }
  opener = null; // the focus goes to the form, not back
  palette.close();
  if (hasFields(place)) leadTo(place);
  else place.querySelector("button").click();
}

if (palette) {
  box.addEventListener("input", () => { isAwaited = false; clearTimeout(timer); timer = setTimeout(ask, PAUSE_MS); });
  box.addEventListener("keydown", (event) => {
    const all = options();
    const now = all.findIndex((one) => one.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown") choose((now + 1) % all.length);
    else if (event.key === "ArrowUp") choose((now - 1 + all.length) % all.length);
    else if (event.key === "Enter") enter();
    else return;
    event.preventDefault();
  });
  room.addEventListener("click", (event) => go(event.target.closest("[role='option']")));
  room.addEventListener("mousemove", (event) => {
    const at = options().indexOf(event.target.closest("[role='option']"));
    if (at >= 0) choose(at);
  });
  palette.addEventListener("click", (event) => { if (event.target === palette) palette.close(); });
  palette.addEventListener("close", () => { running?.abort(); clearTimeout(timer); opener?.focus?.(); });
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-palette]") || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    openPalette();
  });
}
