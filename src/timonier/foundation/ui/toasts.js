// Messages: said by screen readers, gone by themselves when they are good news; and what a failed request says.
const SHOWN_MS = 8000;
const place = () => document.getElementById("toasts");

export function toast(text, level = "success") {
  const room = place();
  if (!room) return;
  const one = document.createElement("div");
  one.className = `tim-toast tim-toast-${level}`;
  const words = document.createElement("p");
  words.textContent = text;
  one.append(words);
  room.append(one);
  arm(one);
}

function arm(one) {
  const close = document.createElement("button");
  close.type = "button";
  close.setAttribute("aria-label", place().dataset.close);
  close.textContent = "×";
  close.addEventListener("click", () => one.remove());
  one.append(close);
  if (one.classList.contains("tim-toast-error")) return;
  let timer = null;
  const wait = () => { timer = setTimeout(() => one.remove(), SHOWN_MS); };
  const stay = () => clearTimeout(timer);
  one.addEventListener("mouseenter", stay);
  one.addEventListener("mouseleave", wait);
  one.addEventListener("focusin", stay);
  one.addEventListener("focusout", wait);
  wait();
}

export function failureText(status) {
  const said = (name) => place()?.getAttribute(`data-text-${name}`);
  if (!status) return said("offline") ?? "";
  return said(status) || said(status >= 500 ? "500" : "422") || "";
}

// A live region speaks of what comes into it, not of what it began with.
const first = place() ? [...place().children] : [];
first.forEach((one) => one.remove());
if (first.length) setTimeout(() => first.forEach((one) => { place().append(one); arm(one); }), 50);

// A refused or failed request never replaces what is on screen (htmx-config's noSwap): it is said here.
document.addEventListener("htmx:response:error", (event) => toast(failureText(event.detail.ctx.response.status), "error"));
document.addEventListener("htmx:error", (event) => {
  if (!event.detail.ctx?.response) toast(failureText(0), "error");
});

// A session that has ended answers with the sign-in page: go there, never into a table.
document.addEventListener("htmx:before:response", (event) => {
  const answer = event.detail.ctx.response.raw;
  if (answer.redirected && new URL(answer.url).pathname.startsWith("/sign-in/")) {
    event.preventDefault();
    location.reload();
  }
});
