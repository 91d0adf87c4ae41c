// The sentence of a clock chip: on hover, on focus, on a click; Esc hides it. The browser's own popover, so nothing clips it.
const AWAY = 6;

function show(chip) {
  const more = document.getElementById(chip.getAttribute("popovertarget"));
  if (!more?.showPopover || more.matches(":popover-open")) return;
  more.showPopover();
  const at = chip.getBoundingClientRect();
  const size = more.getBoundingClientRect();
  const below = at.bottom + AWAY + size.height <= innerHeight ? at.bottom + AWAY : at.top - AWAY - size.height;
  more.style.margin = "0";
  more.style.left = `${Math.max(8, Math.min(at.left, innerWidth - size.width - 8))}px`;
  more.style.top = `${Math.max(8, below)}px`;
}

function hide(chip) {
  const more = document.getElementById(chip.getAttribute("popovertarget"));
  if (more?.hidePopover && more.matches(":popover-open")) more.hidePopover();
}

const chipOf = (event) => event.target.closest?.(".tim-chip[popovertarget]");
document.addEventListener("mouseover", (event) => { const chip = chipOf(event); if (chip) show(chip); });
document.addEventListener("focusin", (event) => { const chip = chipOf(event); if (chip?.matches(":focus-visible")) show(chip); });
document.addEventListener("focusout", (event) => { const chip = chipOf(event); if (chip) hide(chip); });
document.addEventListener("mouseout", (event) => {
  const chip = chipOf(event);
  if (!chip || chip.contains(event.relatedTarget) || chip === document.activeElement) return;
  const more = document.getElementById(chip.getAttribute("popovertarget"));
  if (event.relatedTarget && more?.contains(event.relatedTarget)) {
    more.addEventListener("mouseleave", () => hide(chip), { once: true });
  } else hide(chip);
});
// On a pointer's click the popover is open already: keep it, do not toggle it away.
document.addEventListener("click", (event) => {
  const chip = chipOf(event);
  if (chip) { event.preventDefault(); show(chip); }
});
