// Forms: a choice that sends at once, filters that start folded on a narrow screen, an address that leads to a form.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});

// Without this script the filters stay open.
if (matchMedia("(max-width: 900px)").matches) {
  document.querySelectorAll("details[data-fold]").forEach((one) => one.removeAttribute("open"));
}

// Unfold what hides the place, and stand in its first field; where there is none, on its button.
export function leadTo(place) {
  for (let one = place; one; one = one.parentElement) if (one.localName === "details") one.open = true;
  const field = place.querySelector("input:not([type=hidden]), select, textarea");
  const to = field ?? place.querySelector("button") ?? place;
  to.scrollIntoView({ block: "center" });
  to.focus();
}

export const hasFields = (place) => Boolean(place.querySelector("input:not([type=hidden]), select, textarea"));

function leadByAddress() {
  const place = location.hash.startsWith("#act-") && document.getElementById(location.hash.slice(1));
  if (place) leadTo(place);
}

addEventListener("hashchange", leadByAddress);
// The browser itself goes to the place when the page is there, and takes the focus off a field: after that.
addEventListener("load", () => setTimeout(leadByAddress));
