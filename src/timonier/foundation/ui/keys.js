// Shortcuts of the keyboard. Characters, not places on the board, so that AZERTY works; silent in fields and dialogs, and
// when the account has switched them off (RGAA 12.10). What they do stands in the help dialog: links with `data-chord`.
import { closeDrawer } from "./drawer.js";
import { openPalette } from "./palette.js";

const CHORD_MS = 1200;
let begun = "";
let timer = null;

export function isTyping(target) {
  return Boolean(target.closest?.("input, textarea, select, [contenteditable], dialog"));
}

export function shortcutsAreOn() {
  return document.documentElement.dataset.shortcuts !== "off";
}

export function moveInList(step) {
  const over = [...document.querySelectorAll("#drawer [data-row]")]; // an open drawer lies over the page's own list
  const rows = over.length ? over : [...document.querySelectorAll("[data-row]")];
  if (!rows.length) return;
  const now = rows.findIndex((row) => row.getAttribute("aria-selected") === "true" || row.contains(document.activeElement));
  const next = rows[Math.min(rows.length - 1, Math.max(0, now + step))];
  rows.forEach((row) => row.removeAttribute("aria-selected"));
  next.setAttribute("aria-selected", "true");
  next.querySelector("a")?.focus();
  next.scrollIntoView({ block: "nearest" });
}

export function openHelp() {
  const help = document.getElementById("shortcuts");
  if (help && !help.open) help.showModal();
}

function closeMenus() {
  const open = [...document.querySelectorAll("details[data-menu][open]")];
  open.forEach((one) => { one.open = false; one.querySelector("summary").focus(); });
  return open.length > 0;
}

function act(keys) {
  const link = document.querySelector(`[data-chord="${CSS.escape(keys)}"]`);
  const pressed = document.querySelector(`main [data-key="${CSS.escape(keys)}"]`);
  if (pressed) pressed.click();
  else if (link) link.click();
  return Boolean(pressed || link);
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    if (!document.querySelector("dialog[open]") && (closeMenus() || closeDrawer())) event.preventDefault();
    return;
  }
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
    event.preventDefault();
    openPalette();
    return;
  }
  if (!shortcutsAreOn() || event.ctrlKey || event.metaKey || event.altKey || event.repeat && event.key.length > 1) return;
  if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const chord = begun ? `${begun} ${key}` : "";
  begun = "";
  clearTimeout(timer);
  if (chord && act(chord)) event.preventDefault();
  else if (key === "g") { begun = "g"; timer = setTimeout(() => { begun = ""; }, CHORD_MS); }
  else if (key === "/") {
    const box = document.getElementById("search");
    if (box) { event.preventDefault(); box.focus(); box.select(); }
  } else if (key === "?") { event.preventDefault(); openHelp(); }
  else if (key === "j") moveInList(1);
  else if (key === "k") moveInList(-1);
  else if (key.length === 1 && key !== " " && act(key)) event.preventDefault();
});

document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-shortcuts-help]")) { event.preventDefault(); openHelp(); }
});
