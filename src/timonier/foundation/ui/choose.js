// Rows that are chosen by their boxes, to act on many at once: the bar below, the box for all of the page, the key x.
import { isTyping, shortcutsAreOn } from "./keys.js";

export const BOX = "input[type=checkbox][form=bulk]";
export const current = () => document.querySelector("[data-row][aria-selected='true']") || document.activeElement?.closest("[data-row]");
const boxes = () => [...document.querySelectorAll(BOX)];

function showChosen() {
  const bar = document.querySelector("[data-bulk]");
  if (!bar) return;
  const chosen = boxes().filter((one) => one.checked).length;
  bar.hidden = chosen === 0;
  const count = bar.querySelector("[data-bulk-count]");
  count.dataset.label ||= count.textContent.trim();
  count.textContent = `${count.dataset.label} ${chosen}`;
  const all = document.querySelector("[data-pick-all]");
  if (all) { all.checked = chosen > 0 && chosen === boxes().length; all.indeterminate = chosen > 0 && !all.checked; }
  boxes().forEach((one) => one.closest("tr").classList.toggle("tim-picked", one.checked));
}

if (document.querySelector("[data-bulk]")) {
  showChosen();
  const all = document.querySelector("[data-pick-all]");
  if (all) {
    all.hidden = false;
    all.addEventListener("change", () => { boxes().forEach((one) => { one.checked = all.checked; }); showChosen(); });
  }
  document.addEventListener("change", (event) => { if (event.target.matches(BOX)) showChosen(); });
  addEventListener("pageshow", showChosen);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "x" || !shortcutsAreOn() || event.ctrlKey || event.metaKey || event.altKey) return;
    if (isTyping(event.target) && !event.target.matches(BOX)) return;
    const box = current()?.querySelector(BOX);
    if (box) { box.checked = !box.checked; showChosen(); }
  });
}
