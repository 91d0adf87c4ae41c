// The list as a workplace: choose rows, look at one beside the list, act on many, counts that come after the page.
import { isTyping, shortcutsAreOn } from "./keys.js";

// Headers stick below the bar, whatever its height.
const bar = document.querySelector(".tim-top");
const measure = () => document.documentElement.style.setProperty("--tim-top-height", `${getComputedStyle(bar).position === "sticky" ? bar.offsetHeight : 0}px`);
if (bar) { measure(); addEventListener("resize", measure); }

const work = document.querySelector("[data-workplace]");

const current = () => document.querySelector("[data-row][aria-selected='true']") || document.activeElement?.closest("[data-row]");
const picks = () => [...document.querySelectorAll("[name=ticket][form=bulk]")];

function showChosen() {
  const bar = document.querySelector("[data-bulk]");
  if (!bar) return;
  const chosen = picks().filter((one) => one.checked).length;
  bar.hidden = chosen === 0;
  const count = bar.querySelector("[data-bulk-count]");
  count.dataset.label ||= count.textContent.trim();
  count.textContent = `${count.dataset.label} ${chosen}`;
  const all = document.querySelector("[data-pick-all]");
  if (all) { all.checked = chosen > 0 && chosen === picks().length; all.indeterminate = chosen > 0 && !all.checked; }
  picks().forEach((one) => one.closest("tr").classList.toggle("tim-picked", one.checked));
}

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
  showChosen();
  const all = document.querySelector("[data-pick-all]");
  if (all) {
    all.hidden = false;
    all.addEventListener("change", () => { picks().forEach((one) => { one.checked = all.checked; }); showChosen(); });
  }
  document.addEventListener("change", (event) => { if (event.target.matches("[name=ticket]")) showChosen(); });
  addEventListener("pageshow", showChosen);
  document.addEventListener("click", (event) => { if (event.target.closest("[data-close-peek]")) closePeek(); });
  countLists();
  let again = 0;
  document.addEventListener("timonier:changed", () => { clearTimeout(again); again = setTimeout(countLists, 1_500); });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && closePeek()) return;
    if (!shortcutsAreOn() || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target) && !event.target.matches("[name=ticket]")) return;
    const row = current();
    if (!row?.dataset.number) return;
    const box = row.querySelector("[name=ticket]");
    if (event.key === "x" && box) { box.checked = !box.checked; showChosen(); }
    else if (event.key === " " && !event.target.matches("button, summary, input")) { event.preventDefault(); peek(row); }
    else if (event.key === "Enter" && !event.target.closest("a, button, summary, input")) row.querySelector("a")?.click();
    else if ((event.key === "j" || event.key === "k") && peeked) queueMicrotask(() => { const next = current(); if (next && next.dataset.number !== peeked) peek(next); });
  });
}
