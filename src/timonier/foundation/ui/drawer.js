// The evidence drawer: figure → items → ledger → events → clause. Each step has its own address, so Back, reload and a
// copied address work; Esc closes, and what opened it gets the focus back. Links: `data-drawer`, or hx-target="#drawer".
import { failureText, toast } from "./toasts.js";

const LINKS = "a[data-drawer], a[hx-target='#drawer']";
const drawer = () => document.getElementById("drawer");
const page = location.pathname + location.search; // what this document shows under the drawer
let opener = null;
let depth = 0;
let shown = ""; // what the drawer shows
let running = null;

const isOpen = () => Boolean(drawer()?.hasChildNodes());
const address = (link) => link.getAttribute("hx-get") || link.getAttribute("href");

async function load(url) {
  running?.abort();
  const mine = new AbortController();
  running = mine;
  const one = drawer();
  one.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { headers: { "HX-Request": "true" }, signal: mine.signal, credentials: "same-origin" });
    if (answer.redirected && new URL(answer.url).pathname.startsWith("/sign-in/")) { location.reload(); return false; }
    if (!answer.ok) { toast(failureText(answer.status), "error"); return false; }
    const text = await answer.text();
    if (running !== mine) return false; // closed, or another step asked for meanwhile
    one.innerHTML = text;
    shown = url;
    window.htmx?.process(one);
    return true;
  } catch (error) {
    if (error.name !== "AbortError") toast(failureText(0), "error");
    return false;
  } finally {
    if (running === mine) {
      running = null;
      one.removeAttribute("aria-busy");
    }
  }
}

function settle(anchor) {
  const one = drawer();
  one.scrollTop = 0;
  const target = (anchor && one.querySelector(`#${CSS.escape(anchor)}`)) || one.querySelector("h2");
  if (target) { target.tabIndex = -1; target.focus(); target.scrollIntoView({ block: "start" }); }
  mark(anchor);
}

function mark(anchor) {
  const steps = [...drawer().querySelectorAll("[data-step]")];
  if (!anchor || !steps.some((step) => step.hash === `#${anchor}`)) return;
  steps.forEach((step) => {
    if (step.hash === `#${anchor}`) step.setAttribute("aria-current", "step");
    else step.removeAttribute("aria-current");
  });
}

async function follow(link) {
  const url = new URL(address(link), location.href);
  const anchor = url.hash.slice(1);
  if (!isOpen()) { opener = link; depth = 0; }
  const there = url.pathname + url.search;
  const isHere = isOpen() && there === location.pathname + location.search;
  if (!isHere && !(await load(there))) return;
  depth += 1;
  history.pushState({ drawer: depth }, "", there + url.hash);
  settle(anchor);
}

function cancel() {
  if (!running) return false;
  running.abort();
  running = null;
  drawer().removeAttribute("aria-busy");
  return true;
}

function empty() {
  cancel();
  drawer().replaceChildren();
  depth = 0;
  const back = opener && document.contains(opener) ? opener : document.getElementById("content");
  back?.focus();
  opener = null;
}

export function closeDrawer() {
  if (!isOpen()) return cancel();
  if (depth > 0) history.go(-depth); // the address under the drawer comes back, and with it `popstate`
  else empty();
  return true;
}

function step(by) {
  const steps = [...drawer().querySelectorAll("[data-step]")];
  const now = steps.findIndex((one) => one.getAttribute("aria-current") === "step");
  let next = steps[now + by];
  if (by > 0 && !next) next = drawer().querySelector("[data-next]");
  if (by < 0 && now === 0) { history.back(); return; }
  next?.click();
}

let traversed = false;
window.addEventListener("popstate", async (event) => {
  const wanted = location.pathname + location.search;
  if (event.state?.drawer) {
    traversed = true;
    depth = event.state.drawer;
    if (await load(wanted)) settle(location.hash.slice(1));
  } else if (isOpen() && wanted === shown && location.hash) {
    return; // a link inside the page, not a step
  } else if (isOpen()) {
    traversed = true;
    if (wanted === page) empty();
    else location.reload();
  } else if (wanted !== page && !location.hash) {
    location.reload(); // a step that was opened as a page of its own, and left again
  }
});
document.addEventListener("htmx:before:history:restore", (event) => {
  if (traversed) event.preventDefault();
  traversed = false;
});

// In the capture phase: htmx never sees these clicks. A click that asks for a new tab stays the browser's.
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-close-drawer]")) { event.preventDefault(); closeDrawer(); return; }
  const link = event.target.closest?.(LINKS);
  if (!link || !drawer() || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  follow(link);
}, true);

document.addEventListener("keydown", (event) => {
  if (!isOpen() || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, textarea, select, dialog")) return;
  if (event.target.closest?.(".tim-scroll") === event.target) return; // arrows scroll a table that has the focus
  if (event.key === "ArrowRight") { event.preventDefault(); step(1); }
  else if (event.key === "ArrowLeft") { event.preventDefault(); step(-1); }
});
