// On every page of the workspace: keep what is needed to record without a signal, say when there is none, and say what waits.
const about = document.querySelector('meta[name="cairn-offline"]');
const { owner, shell, known } = about?.dataset ?? {};
const place = about?.content;
const SHELL = "cairn-shell";
const AGAIN = 60 * 60 * 1000;

/** Keep the pages of the shell, which hold nobody's data, and the files that they name. */
async function keepShell() {
  const mark = localStorage.getItem("cairn-kept") ?? "";
  const [whose, when] = mark.split(" ");
  const isThere = await caches.has(SHELL); // a browser short of room may throw it away, and leave the mark
  if (isThere && whose === `${owner}${place}` && Date.now() - Number(when) < AGAIN) return;
  const cache = await caches.open(SHELL);
  const files = new Set();
  for (const address of shell.split(" ")) {
    const page = await fetch(address, { credentials: "same-origin" });
    if (!page.ok || page.redirected) return;
    const drawn = new DOMParser().parseFromString(await page.clone().text(), "text/html");
    for (const one of drawn.querySelectorAll("link[href], script[src]")) files.add(one.getAttribute("href") ?? one.getAttribute("src"));
    await cache.put(address, page);
  }
  for (const address of files) {
    const file = await fetch(address);
    if (file.ok) await cache.put(new URL(address, location.href).href, file);
  }
  localStorage.setItem("cairn-kept", `${owner}${place} ${Date.now()}`);
}

/** What the queue calls a record: the kind of activity, never a person. */
function called(form) {
  const kind = form.querySelector("[name=activity_type]:checked")?.closest("label") ?? form.querySelector("select[name=activity_type]")?.selectedOptions[0];
  const words = kind ?? (form.dataset.offline === "register" ? document.querySelector("h1") : null);
  return words?.textContent.trim() ?? "";
}

/** A form that may be kept says so to the worker as it is sent, and whose it is. */
function mark(event) {
  const form = event.target;
  if (!form.matches("form[data-offline]")) return;
  const said = { "offline-kind": form.dataset.offline, "offline-owner": owner, "offline-title": called(form) };
  for (const [name, value] of Object.entries(said)) {
    form.querySelector(`input[name="${name}"]`)?.remove();
    const input = Object.assign(document.createElement("input"), { type: "hidden", name, value });
    form.append(input);
  }
}

/** What the server has already is not waiting any more, however it came there. */
export async function forgetSent() {
  const sent = document.querySelector("[data-offline-sent]")?.dataset.offlineSent.split(" ").filter(Boolean) ?? [];
  for (const uid of sent) await cairnQueue.remove(uid);
  const waiting = await cairnQueue.of(owner, place);
  if (!waiting.length || !navigator.onLine) return;
  try {
    const asked = waiting.slice(0, 100).map((one) => `uid=${one.uid}`).join("&");
    const answer = await fetch(`${known}?${asked}`, { credentials: "same-origin" });
    if (answer.ok && !answer.redirected) for (const uid of (await answer.json()).known) await cairnQueue.remove(uid);
  } catch {
    // no answer: they stay
  }
}

function banner() {
  const found = document.querySelector("[data-offline-banner]");
  if (found) return found;
  const made = document.createElement("section");
  made.className = "cairn-banner of-banner";
  made.dataset.offlineBanner = "";
  made.setAttribute("role", "status");
  made.setAttribute("aria-label", "Connection");
  document.querySelector(".cairn-header")?.before(made);
  return made;
}

export async function tell() {
  const waiting = (await cairnQueue.of(owner, place)).length;
  const off = !navigator.onLine;
  if (!off && !waiting) {
    document.querySelector("[data-offline-banner]")?.remove();
    return;
  }
  const said = banner();
  said.replaceChildren();
  if (off) said.append("No connection: what you record is kept on this device. ");
  const link = (words, address) => said.append(Object.assign(document.createElement("a"), { href: address, textContent: words }), " ");
  if (waiting) link(`${waiting} not yet sent`, `${place}offline/`);
  if (off) {
    link("Record a contact", `${place}offline/record/`);
    link("Record a session", `${place}offline/register/`);
  }
}

/** Kept when the queue stands: whoever asks later than that is answered too. */
let stands;
export const ready = new Promise((resolve) => {
  stands = resolve;
});

async function begin() {
  if (!about || !("serviceWorker" in navigator) || !("indexedDB" in self)) return;
  addEventListener("submit", mark, { capture: true });
  addEventListener("online", tell);
  addEventListener("offline", tell);
  document.addEventListener("cairn:queue", tell);
  try {
    await navigator.serviceWorker.register("/offline-worker.js", { scope: "/" });
  } catch {
    return; // not allowed here (a private window, say): everything else works
  }
  await forgetSent();
  await tell();
  stands();
  if (navigator.onLine && !document.querySelector("[data-offline-page]")) await keepShell().catch(() => {});
}

begin();
