// A tiny group's page, made better: what is typed is kept at once, so that a call that comes in loses nothing; without a
// signal on this phone. Files go with the button, and without scripts the page does all but keep.
const form = document.querySelector("form[data-tell]");
const notice = document.querySelector("[data-no-signal]");
const here = `tell ${location.pathname}`;
let waiting = 0;
let putDown = 0; // how often something was put on this phone: an answer that is late takes nothing newer away

function written() {
  const said = new FormData(form);
  for (const name of ["photo", "voice", "seen"]) said.delete(name); // what is seen now is for this page to say
  return said;
}

async function keep() {
  clearTimeout(waiting);
  waiting = 0;
  const said = written();
  const before = putDown;
  said.set("go", "keep");
  try {
    const answer = await fetch(location.pathname, { method: "POST", body: said, keepalive: true });
    if (answer.ok && putDown === before) localStorage.removeItem(here);
  } catch {
    onThisPhone();
  }
}

function onThisPhone() {
  putDown += 1;
  try {
    localStorage.setItem(here, JSON.stringify([...written()]));
  } catch {
    // A browser that keeps nothing: what stands in the form is sent with its button.
  }
}

function brought(said) {
  for (const box of form.querySelectorAll("input:not([type=file], [name=seen]), textarea")) {
    const own = said.filter(([name]) => name === box.name).map(([, value]) => value);
    if (box.type === "checkbox" || box.type === "radio") box.checked = own.includes(box.value);
    else box.value = own[0] ?? "";
  }
}

form?.addEventListener("input", (event) => {
  if (event.target.type === "file") return;
  clearTimeout(waiting);
  waiting = setTimeout(keep, event.target.matches("textarea, [inputmode]") ? 1200 : 100);
});
form?.addEventListener("submit", (event) => {
  clearTimeout(waiting);
  waiting = 0;
  if (["send", "instead"].includes(event.submitter?.value)) onThisPhone(); // until its answer is here
  if (navigator.onLine) return;
  event.preventDefault();
  notice.textContent = notice.dataset.words;
  notice.hidden = false;
  notice.scrollIntoView({ block: "center" });
});
addEventListener("online", () => {
  if (notice) notice.hidden = true;
  if (form) keep();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "hidden" || !waiting) return;
  onThisPhone(); // a page that is left hears of no answer
  keep();
});

// The key that a phone's keyboard has for "next" goes on; it never sends half a page.
form?.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.isComposing || !event.target.matches("[inputmode]")) return;
  event.preventDefault();
  const boxes = [...form.querySelectorAll("[inputmode], textarea")].filter((box) => box.offsetParent);
  boxes[boxes.indexOf(event.target) + 1]?.focus();
});

const wrong = document.querySelector(".govuk-error-summary, [data-answer]");
const left = wrong || !form ? null : localStorage.getItem(here);
localStorage.removeItem(here); // sent, or kept where it was sent to
if (form) form.autocomplete = "off"; // what the browser itself puts back after this would be older than what is kept
if (left) {
  brought(JSON.parse(left));
  keep();
}
if (wrong) {
  history.replaceState(null, "", location.pathname + location.search); // the place of the mistake before this one
  wrong.focus();
}
