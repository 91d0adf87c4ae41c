// The list as a workplace: look at a row beside the list, open it, counts that come after the page.
import { BOX, current } from "./choose.js";
import { isTyping, shortcutsAreOn } from "./keys.js";

// Headers stick below the bar, whatever its height.
const bar = document.querySelector(".tim-top");
const measure = () => document.documentElement.style.setProperty("--tim-top-height", `${getComputedStyle(bar).position === "sticky" ? bar.offsetHeight : 0}px`);
if (bar) { measure(); addEventListener("resize", measure); }

const work = document.querySelector("[data-workplace]");

let peeked = null;

async function peek(row) {
  const place = document.getElementById("peek");
  if (!place) return;
  if (peeked === row.dataset.number) { closePeek(); return; }
  const address = work.dataset.peekBase.replace("NUMBER", encodeURIComponent(row.dataset.number));
  let answer;
  try { answer = await fetch(address, { redirect: "manual" }); } catch { return; }
  if (!answer.ok) return;
  peeked = row.dataset.number;
  place.innerHTML = await answer.text();
  place.hidden = false;
  work.classList.add("tim-peeking");
}

function closePeek() {
  const place = document.getElementById("peek");
  if (!place || place.hidden) return false;
  place.hidden = true;
  place.replaceChildren();
  peeked = null;
  work.classList.remove("tim-peeking");
  current()?.querySelector("a")?.focus();
  return true;
}

async function countLists() {
  let answer;
  try { answer = await fetch(work.dataset.counts, { redirect: "manual" }); } catch { return; }
  if (!answer.ok) return;
  const found = document.createElement("div");
  found.innerHTML = await answer.text();
  found.querySelectorAll("[data-count-of]").forEach((one) => {
    const place = document.querySelector(`[data-count="${CSS.escape(one.dataset.countOf)}"]`);
    if (place) place.textContent = one.textContent;
  });
}

if (work) {
  document.addEventListener("click", (event) => { if (event.target.closest("[data-close-peek]")) closePeek(); });
  countLists();
  let again = 0;
  document.addEventListener("timonier:changed", () => { clearTimeout(again); again = setTimeout(countLists, 1_500); });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && closePeek()) return;
    if (!shortcutsAreOn() || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target) && !event.target.matches(BOX)) return;
    const row = current();
    if (!row?.dataset.number) return;
    if (event.key === " " && !event.target.matches("button, summary, input")) { event.preventDefault(); peek(row); }
    else if (event.key === "Enter" && !event.target.closest("a, button, summary, input")) row.querySelector("a")?.click();
    else if ((event.key === "j" || event.key === "k") && peeked) queueMicrotask(() => { const next = current(); if (next && next.dataset.number !== peeked) peek(next); });
  });
}
