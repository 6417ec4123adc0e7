// A page on which somebody rates themselves, made better: what is chosen is kept at once, and the browser reads aloud where
// it has a voice for the language. Without scripts the page does all but that.
const form = document.querySelector("form[data-rate]");

// Kept as it is chosen

let waiting = 0;
async function keep() {
  const said = new FormData(form);
  said.set("go", "keep");
  try {
    await fetch(location.pathname, { method: "POST", body: said, keepalive: true });
  } catch {
    // No network: what stands in the form is sent with its button.
  }
}
form?.addEventListener("input", (event) => {
  clearTimeout(waiting);
  waiting = setTimeout(keep, event.target.matches("textarea, [inputmode]") ? 1200 : 100);
});
form?.addEventListener("submit", () => clearTimeout(waiting));
// A number written and "I prefer not to answer" are never both said.
form?.addEventListener("change", ({ target }) => {
  const other = target.type === "checkbox" ? document.getElementById(target.id.replace(/-skip$/, "")) : document.getElementById(`${target.id}-skip`);
  if (target.type === "checkbox" && target.checked && other) other.value = "";
  if (target.inputMode === "numeric" && target.value && other) other.checked = false;
});

// Read aloud

const speech = window.speechSynthesis;
let reading = null;

function voiceFor(tag) {
  const wanted = tag.toLowerCase().split("-")[0];
  return speech.getVoices().find((voice) => voice.lang.toLowerCase().split(/[-_]/)[0] === wanted);
}
const tagOf = (part) => part.closest("[lang]")?.lang || "en";

function quiet() {
  speech.cancel();
  if (reading) reading.querySelector("[data-words]").textContent = reading.dataset.usual;
  reading?.setAttribute("aria-pressed", "false");
  reading = null;
}

function read(button, parts) {
  const again = reading === button;
  quiet();
  if (again) return;
  reading = button;
  button.dataset.usual = button.querySelector("[data-words]").textContent;
  button.querySelector("[data-words]").textContent = button.dataset.stop;
  button.setAttribute("aria-pressed", "true");
  const spoken = parts.filter((part) => part.textContent.trim() && voiceFor(tagOf(part)));
  for (const [place, part] of spoken.entries()) {
    const one = new SpeechSynthesisUtterance(part.textContent.trim());
    one.lang = tagOf(part);
    one.voice = voiceFor(one.lang);
    if (place === spoken.length - 1) one.onend = () => reading === button && quiet();
    speech.speak(one);
  }
  if (!spoken.length) quiet();
}

function offer() {
  for (const button of document.querySelectorAll("[data-read]")) {
    const parts = [...button.closest("[data-question]").querySelectorAll("[data-say]")];
    button.hidden = !parts.some((part) => voiceFor(tagOf(part)));
    wrap(button, () => read(button, parts));
  }
  const whole = document.querySelector("[data-read-page]");
  if (!whole) return;
  const parts = [...document.querySelectorAll("main h1, main form > p:not([data-aloud-page]), main [data-say], main .rate-other label")];
  whole.parentElement.hidden = !parts.some((part) => voiceFor(tagOf(part)));
  wrap(whole, () => read(whole, parts));
}

function wrap(button, act) {
  if (button.dataset.ready) return;
  button.dataset.ready = "yes";
  const words = document.createElement("span");
  words.dataset.words = "";
  words.append(...[...button.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE));
  button.prepend(words);
  button.addEventListener("click", act);
}

if (speech) {
  offer();
  speech.addEventListener?.("voiceschanged", offer);
  addEventListener("pagehide", () => speech.cancel());
}

// A device that was handed over keeps no page of the workspace: not for when there is no network, nor for the way back.

if (document.querySelector("[data-tablet]")) {
  globalThis.caches?.delete("cairn-shell");
  new BroadcastChannel("cairn-handed-over").postMessage("handed over");
}
addEventListener("pageshow", (event) => event.persisted && location.reload());
