// The pages that open with no connection: record a contact, record a session, and what is not sent yet.
import { forgetSent, ready, tell } from "./offline.js";

const about = document.querySelector('meta[name="cairn-offline"]');
const { owner } = about.dataset;
const place = about.content;
const wanted = new URLSearchParams(location.search);
const clock = new Intl.DateTimeFormat("en-GB", { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

const today = () => new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/London" }).format(new Date());
const make = (tag, said = {}, ...inside) => {
  const made = Object.assign(document.createElement(tag), said);
  made.append(...inside);
  return made;
};

// A form

/** Show the questions of the kind that is chosen, and only those; and its usual length. */
function choose(form, { length = true } = {}) {
  const kind = form.activity_type.selectedOptions[0];
  for (const part of form.querySelectorAll("[data-kind]")) {
    const mine = part.dataset.kind === kind?.value;
    part.hidden = part.disabled = !mine;
  }
  for (const part of form.querySelectorAll("[data-mode]")) {
    const mine = part.dataset.mode === kind?.dataset.of;
    part.hidden = part.disabled = !mine;
  }
  if (length && kind?.dataset.minutes) form.minutes.value = kind.dataset.minutes;
}

function problems(form) {
  const found = [];
  const wrong = (name, words) => found.push([form.elements[name], words]);
  const filled = (name) => form.elements[name] && !form.elements[name].closest("fieldset:disabled") && form.elements[name].value.trim();
  if (!form.activity_type.value) wrong("activity_type", "Choose what it was.");
  if (form.who && !filled("who")) wrong("who", "Say who it was: a name, initials or a reference.");
  if (form.names && !form.names.closest("fieldset").disabled && !filled("names")) wrong("names", "Write who came, one on each line.");
  if (form.heads && !form.heads.closest("fieldset").disabled && !/^\d{1,6}$/.test(form.heads.value.trim())) wrong("heads", "Write how many came, as a number.");
  if (!form.day.value) wrong("day", "Choose the day.");
  else if (form.day.value > today()) wrong("day", "The day must be today or earlier.");
  if (!/^\d{1,4}$/.test(form.minutes.value.trim()) || Number(form.minutes.value) > 1440) wrong("minutes", "Write the minutes, from 0 to 1440.");
  return found;
}

function draw(form, found) {
  const summary = document.querySelector("[data-problems]");
  for (const old of form.querySelectorAll(".govuk-error-message")) old.remove();
  for (const old of form.querySelectorAll(".govuk-form-group--error")) old.classList.remove("govuk-form-group--error");
  summary.hidden = !found.length;
  summary.querySelector("ul").replaceChildren(...found.map(([input, words]) => make("li", {}, make("a", { href: `#${input.id}`, textContent: words }))));
  for (const [input, words] of found) {
    const group = input.closest(".govuk-form-group");
    group.classList.add("govuk-form-group--error");
    const said = make("p", { className: "govuk-error-message", id: `${input.id}-error`, textContent: words });
    input.setAttribute("aria-describedby", said.id);
    input.before(said);
  }
  if (found.length) summary.focus();
}

function read(form, kind, uid, at) {
  const typed = new FormData(form);
  const one = { uid, at, owner, place, kind, title: form.activity_type.selectedOptions[0].textContent.trim() };
  for (const name of ["activity_type", "day", "minutes", "who", "names", "heads", "heads_new", "note"]) one[name] = String(typed.get(name) ?? "").trim();
  one.steps = typed.getAll("steps");
  one.outcomes = typed.getAll("outcomes");
  return one;
}

function fill(form, one) {
  for (const name of ["activity_type", "day", "minutes", "who", "names", "heads", "heads_new", "note"]) if (form.elements[name]) form.elements[name].value = one[name] ?? "";
  choose(form, { length: false });
  for (const name of ["steps", "outcomes"]) for (const box of form.querySelectorAll(`fieldset:not(:disabled) input[name=${name}]`)) box.checked = one[name].includes(box.value);
}

async function beginForm(form) {
  const before = wanted.get("uid") ? await cairnQueue.get(wanted.get("uid")) : null;
  const mine = before?.owner === owner ? before : null;
  const uid = mine?.uid ?? history.state?.uid ?? crypto.randomUUID();
  history.replaceState({ ...history.state, uid }, "");
  form.day.value = form.day.max = today();
  form.activity_type.addEventListener("change", () => choose(form));
  if (mine) fill(form, mine);
  else choose(form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const found = problems(form);
    draw(form, found);
    if (found.length) return;
    await cairnQueue.put(read(form, form.dataset.offlineForm, uid, mine?.at ?? Date.now()));
    navigator.storage?.persist?.();
    location.assign(`${place}offline/?kept=${uid}`);
  });
}

// What is not sent yet

const SHORT = 120;
function summary(one) {
  const note = one.note ?? one.fields?.find(([name]) => name === "note")?.[1] ?? "";
  const who = one.who || one.names?.split("\n").map((name) => name.trim()).filter(Boolean).join(", ") || (one.heads ? `${one.heads} people` : "");
  const words = [who, note].filter(Boolean).join(": ");
  return words.length > SHORT ? `${words.slice(0, SHORT)}…` : words;
}

function item(one, again) {
  const made = make("li", { className: "ws-list__item of-item" });
  const text = make("div", {}, make("strong", { textContent: one.title || "A record" }), make("p", { className: "cairn-n", textContent: clock.format(one.at) }), make("p", { className: "of-item__said", textContent: summary(one) }));
  const end = make("div", { className: "ws-list__end" });
  if (one.kind !== "form") end.append(make("a", { className: "govuk-link", href: `${place}offline/${one.kind}/?uid=${one.uid}`, textContent: "Change" }));
  const remove = make("button", { type: "button", className: "ws-link-button", textContent: "Delete" });
  remove.addEventListener("click", async () => {
    if (!remove.dataset.sure) {
      remove.dataset.sure = "yes";
      remove.textContent = "Delete for good?";
      return;
    }
    await cairnQueue.remove(one.uid);
    await again();
  });
  end.append(remove);
  made.append(text, end);
  return made;
}

async function drawQueue() {
  const list = document.querySelector("[data-offline-queue]");
  const waiting = await cairnQueue.of(owner, place);
  list.hidden = !waiting.length;
  list.replaceChildren(...waiting.map((one) => item(one, drawQueue)));
  document.querySelector("[data-offline-count]").textContent = waiting.length || "";
  document.querySelector("[data-offline-none]").hidden = Boolean(waiting.length);
  document.querySelector("[data-offline-send]").hidden = !waiting.length || !navigator.onLine;
  document.querySelector("[data-offline-wait]").hidden = !waiting.length || navigator.onLine;
  document.querySelector("[data-offline-kept]").hidden = !waiting.some((one) => one.uid === wanted.get("kept"));
  await tell();
}

// Sending

/** What a form of this page is answered with takes the page's place. A page that was sent is then never in the browser's
 * history: Back leads to where there is something to see, not to a form that it would have to send again. */
async function inPlace(form, button) {
  const box = document.querySelector("[data-offline-sending]");
  if (box.dataset.busy) return;
  box.dataset.busy = "yes";
  const body = new FormData(form);
  if (button?.name) body.set(button.name, button.value);
  const drawn = await fetch(location.pathname, { method: "POST", body, credentials: "same-origin" })
    .then(async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-offline-sending]"))
    .catch(() => null);
  delete box.dataset.busy;
  if (!drawn) {
    form.dataset.plainly = "yes"; // signed out meanwhile, or no answer: the browser sends it, and shows what comes
    form.requestSubmit(button);
    return;
  }
  const said = "offlineOver" in form.dataset && box.querySelector("[data-offline-sent]");
  if (said) drawn.prepend(said);
  box.replaceWith(drawn);
  here();
  (drawn.querySelector(".govuk-error-summary") ?? drawn.querySelector("h1")).focus();
  scrollTo(0, 0);
  await forgetSent();
  await tell();
  handOver();
}

/** Signed in again: hand over what waits, so that the server can say who is meant. */
async function handOver() {
  const form = document.querySelector("form[data-offline-over]");
  const waiting = form ? await cairnQueue.of(owner, place) : [];
  if (form) form.querySelector("[data-offline-nothing]").hidden = Boolean(waiting.length);
  if (!waiting.length) return;
  form.entries.value = JSON.stringify(waiting.map(({ owner: whose, place: where, ...rest }) => rest));
  form.requestSubmit();
}

function here() {
  for (const one of document.querySelectorAll("form[data-offline-here]"))
    one.addEventListener("submit", (event) => {
      if (one.dataset.plainly) return;
      event.preventDefault();
      inPlace(one, event.submitter);
    });
}

const form = document.querySelector("form[data-offline-form]");
if (form) beginForm(form);
if (document.querySelector("[data-offline-queue]")) {
  ready.then(drawQueue);
  addEventListener("online", drawQueue);
  addEventListener("offline", drawQueue);
  drawQueue();
}
here();
ready.then(handOver);
