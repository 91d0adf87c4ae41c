// The frame: the rail that folds without a new page, menus that close, the clock of the service.
import { toast, failureText } from "./toasts.js";

const root = document.documentElement;

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("form[data-rail]");
  if (!form) return;
  event.preventDefault();
  const field = form.elements.namedItem("rail");
  const button = form.querySelector("button");
  const narrow = field.value === "narrow";
  const sent = new FormData(form);
  root.classList.toggle("tim-rail-narrow", narrow);
  button.setAttribute("aria-expanded", String(!narrow));
  field.value = narrow ? "wide" : "narrow";
  try {
    const answer = await fetch(form.action, { method: "POST", body: sent, redirect: "manual" });
    if (answer.type !== "opaqueredirect" && !answer.ok) toast(failureText(answer.status), "error");
  } catch { toast(failureText(0), "error"); }
});

document.addEventListener("click", (event) => {
  document.querySelectorAll("details[data-menu][open]").forEach((one) => {
    if (!one.contains(event.target)) one.open = false;
  });
});

// Narrow rails show names on hover and focus; the accessible name is the link's own text all along.
const service = document.querySelector("[data-service]");
if (service) {
  const time = service.querySelector("time");
  const text = service.querySelector(".tim-service-text");
  const clock = new Intl.DateTimeFormat("fr-FR", { hour: "2-digit", minute: "2-digit", timeZone: "Europe/Paris" });
  const changes = Number(service.dataset.changesAt) / 1000;
  setInterval(() => {
    time.textContent = clock.format(new Date());
    if (changes && Date.now() >= changes && service.dataset.next) {
      text.textContent = service.dataset.next;
      service.classList.toggle("is-open");
      service.dataset.next = "";
    }
  }, 15000);
}
