// Forms: a choice that sends at once, filters that start folded on a narrow screen.
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
});

// Without this script the filters stay open.
if (matchMedia("(max-width: 900px)").matches) {
  document.querySelectorAll("details[data-fold]").forEach((one) => one.removeAttribute("open"));
}
