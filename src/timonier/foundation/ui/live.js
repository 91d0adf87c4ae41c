// What others change: one stream for all tabs of this browser. A page learns that something it shows has changed, asks for
// what by a request of its own, and says so in a bar; it never replaces what somebody reads. Clocks tick between two loads.
const POLL = 45_000; // where no stream can be had
const SILENCE = 40_000; // longer than two signs of life of the server
const LEASE = 4_000;
const me = Math.random().toString(36).slice(2);
const places = () => [...document.querySelectorAll("[data-live]")];
const channel = "BroadcastChannel" in window ? new BroadcastChannel("timonier-live") : null;
let stream = null;
let lastSign = 0;
let hasEnded = false;

// --- what this page does with a change -------------------------------------------------------------------------------
const asking = new Map();

function concerns(place, change) {
  const { live } = place.dataset;
  const marks = live === "*" ? Object.values(change).flat() : change[live]; // the bell hears of every contract
  if (!marks) return false;
  const shown = place.dataset.liveMarks;
  return shown === "*" || marks.includes("*") || shown.split(" ").some((one) => marks.includes(one));
}

function heard(change) {
  for (const place of places()) if (concerns(place, change)) askSoon(place);
}

function askSoon(place) {
  if (asking.has(place)) return;
  const wait = Math.max(0, (Number(place.dataset.liveAsked) || 0) + 2_000 - Date.now());
  asking.set(place, setTimeout(() => { asking.delete(place); ask(place); }, wait));
}

async function ask(place) {
  place.dataset.liveAsked = Date.now();
  let address = place.dataset.liveNews;
  if ("liveRows" in place.dataset) {
    const shown = [...document.querySelectorAll("[data-number]")].map((row) => `${row.dataset.number}:${row.dataset.version}`);
    address += `&shown=${encodeURIComponent(shown.join(","))}`;
  }
  let answer;
  try { answer = await fetch(address, { headers: { "X-Requested-With": "fetch" }, redirect: "manual" }); } catch { return; }
  if (answer.status !== 200) return;
  const text = await answer.text();
  if (place.innerHTML === text) return;
  const hadFocus = place.contains(document.activeElement);
  place.innerHTML = text;
  if (hadFocus) place.querySelector("a, button")?.focus();
  if (!("liveRows" in place.dataset)) return;
  const changed = new Set((place.querySelector("[data-changed]")?.dataset.changed || "").split(" "));
  document.querySelectorAll("[data-number]").forEach((row) => row.classList.toggle("tim-changed", changed.has(row.dataset.number)));
  document.dispatchEvent(new CustomEvent("timonier:changed"));
}

// --- the stream: one tab leads, the others follow --------------------------------------------------------------------
function marksOfAll() {
  return places().filter((one) => "liveNarrow" in one.dataset).flatMap((one) => one.dataset.liveMarks.split(" ")).slice(0, 200);
}

function open() {
  const since = Math.min(...places().map((one) => Number(one.dataset.liveSince) || Date.now() * 1000));
  const narrow = [...new Set([...marksOfAll(), ...followed])].join(",");
  stream = new EventSource(`/live?since=${since}${narrow ? `&marks=${narrow}` : ""}`);
  lastSign = Date.now();
  stream.addEventListener("change", (event) => {
    lastSign = Date.now();
    const change = JSON.parse(event.data);
    channel?.postMessage({ change });
    heard(change);
  });
  stream.addEventListener("beat", () => { lastSign = Date.now(); channel?.postMessage({ beat: true }); });
  stream.addEventListener("end", () => { hasEnded = true; stop(); channel?.postMessage({ end: true }); });
  stream.addEventListener("open", () => { lastSign = Date.now(); document.documentElement.dataset.stream = "leads"; });
  stream.addEventListener("error", () => { if (stream?.readyState === EventSource.CLOSED) stop(); });
}

function stop() {
  stream?.close();
  stream = null;
  document.documentElement.dataset.stream = "none";
}

const followed = new Set();
channel?.addEventListener("message", ({ data }) => {
  if (data.change || data.beat) { lastSign = Date.now(); if (!stream) document.documentElement.dataset.stream = "follows"; }
  if (data.change) heard(data.change);
  if (data.end) hasEnded = true;
  if (data.marks && stream) {
    // A page that may hear of its own tickets alone has come: the stream is asked again with their marks.
    const before = followed.size;
    data.marks.forEach((one) => followed.add(one));
    if (followed.size > before) { stop(); open(); }
  }
});

// Browsers without locks (plain HTTP off this machine) elect by a lease that the leader renews.
function lease() {
  try {
    const held = JSON.parse(localStorage.getItem("timonier-live") || "null");
    if (held && held.who !== me && held.until > Date.now()) { if (stream) stop(); return false; }
    localStorage.setItem("timonier-live", JSON.stringify({ who: me, until: Date.now() + LEASE }));
    return true;
  } catch { return true; }
}

function lead() { if (!stream && !hasEnded) open(); }

function begin() {
  if (!places().length) return;
  document.documentElement.dataset.stream = "follows";
  lastSign = Date.now();
  const own = marksOfAll();
  if (own.length) channel?.postMessage({ marks: own });
  if (navigator.locks) navigator.locks.request("timonier-live", () => new Promise(() => lead()));
  else if (lease()) lead();
  setInterval(() => {
    if (hasEnded) return;
    if (!navigator.locks) { if (lease()) lead(); else stop(); }
    if (stream && Date.now() - lastSign > SILENCE) { stop(); open(); }
  }, LEASE / 2);
  // Where the stream is refused or silent, ask from time to time.
  setInterval(() => {
    if (!hasEnded && !document.hidden && Date.now() - lastSign > SILENCE) places().forEach(ask);
  }, POLL);
  addEventListener("pagehide", () => {
    stop();
    try { if (JSON.parse(localStorage.getItem("timonier-live") || "null")?.who === me) localStorage.removeItem("timonier-live"); } catch { /* nothing was held */ }
  });
  // A page out of the browser's memory shows what was: its stream is opened again, and tells what it missed.
  addEventListener("pageshow", (event) => { if (event.persisted) { lead(); places().forEach(ask); } });
}

// --- clocks ----------------------------------------------------------------------------------------------------------
const loadedAt = Date.now();
const AROUND = 2 * Math.PI * 8;

function say(us) {
  const sign = us < 0 ? "−" : "";
  const seconds = Math.floor(Math.abs(us) / 1e6);
  if (seconds < 60) return `${sign}${seconds} s`;
  const minutes = Math.floor(seconds / 60), hours = Math.floor(minutes / 60);
  return hours ? `${sign}${hours.toLocaleString("fr-FR")} h ${String(minutes % 60).padStart(2, "0")}` : `${sign}${minutes} min`;
}

function tick() {
  document.querySelectorAll("[data-tick]").forEach((one) => {
    const text = one.querySelector(".tim-state");
    if (!text) return;
    const end = Number(one.dataset.tickUntil) / 1000;
    const passed = Math.max(0, Math.min(Date.now(), end) - loadedAt) * 1000;
    const left = Number(one.dataset.tick) - passed;
    const target = Number(one.dataset.tickTarget);
    const used = Math.max(0, Math.min(1, 1 - left / target));
    const state = left <= 0 ? "missed" : used >= 0.8 ? "risk" : "met";
    const said = say(left);
    if (text.textContent !== said) text.textContent = said;
    text.className = `tim-state tim-state-${state}`;
    const ring = one.querySelectorAll("circle")[1];
    ring?.setAttribute("stroke-dasharray", `${(used * AROUND).toFixed(1)} ${AROUND.toFixed(1)}`);
    ring?.setAttribute("class", `tim-ring-${state}`);
  });
}

begin();
if (document.querySelector("[data-tick]")) setInterval(tick, 10_000);
