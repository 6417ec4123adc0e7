// A page of a form works without this file. With it one key answers: Y, N, A or a figure chooses in the question that has
// the focus (or in the first that is open), and goes on to the next; ? opens what counts; Backspace takes an answer away;
// Enter saves. Where the page asks whether something is right, Y says that it is.
const form = document.querySelector("[data-form-page]");
const WORDS = { y: "Yes", n: "No", a: "NA" };

function isShown(element) {
  return element.getClientRects().length > 0;
}

/** Every question of the page that is asked now, in order. */
function questions() {
  return [...form.querySelectorAll("[data-q]")].filter(isShown);
}

function answered(question) {
  const field = question.querySelector("select, input:not([type=radio]):not([type=checkbox]):not([type=hidden])");
  return field ? field.value !== "" : Boolean(question.querySelector("input:checked"));
}

/** The question that has the focus; else the first that nobody has answered. */
function here() {
  const active = document.activeElement?.closest("[data-q]");
  return active ?? questions().find((one) => !answered(one)) ?? null;
}

function radios(question) {
  return [...question.querySelectorAll("input[type=radio]")];
}

function focusOn(question) {
  const field = question?.querySelector("input:checked, select, input:not([type=hidden])");
  (field ?? form.querySelector(".govuk-button")).focus();
}

function onwards(question) {
  const every = questions();
  focusOn(every[every.indexOf(question) + 1]);
}

function choose(question, radio) {
  radio.checked = true;
  radio.dispatchEvent(new Event("change", { bubbles: true }));
  radio.dispatchEvent(new Event("input", { bubbles: true }));
  onwards(question);
}

function clear(question) {
  for (const radio of radios(question)) radio.checked = false;
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function guide() {
  const place = here()?.closest("[data-need], .fm-field") ?? form;
  const details = place.querySelector(".fm-guide");
  if (!details) return false;
  details.open = !details.open;
  if (details.open) details.scrollIntoView({ block: "nearest" });
  return true;
}

function wanted(question, key) {
  const every = radios(question);
  if (/^[1-9]$/.test(key)) return every[Number(key) - 1];
  return every.find((one) => one.value === WORDS[key.toLowerCase()]);
}

function isTyping(target) {
  return target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === "?" && guide()) {
    event.preventDefault();
    event.stopPropagation();
    return;
  }
  const asked = document.querySelector(".fm-right form");
  if (asked && !event.target.closest("[data-q], a, button") && event.key.toLowerCase() === "y") {
    event.preventDefault();
    event.stopPropagation();
    asked.requestSubmit();
    return;
  }
  if (event.key === "Enter" && !event.target.closest("a, button, summary, input")) {
    event.preventDefault();
    form.requestSubmit(form.querySelector(".ws-sticky .govuk-button"));
    return;
  }
  const question = here();
  if (!question || question.querySelector("select")) return;
  const radio = wanted(question, event.key);
  if (radio) {
    event.preventDefault();
    event.stopPropagation();
    choose(question, radio);
  } else if (event.key === "Backspace" && radios(question).length) {
    event.preventDefault();
    clear(question);
  }
}

/** The rest of the needs in one press, once one of them has been answered. */
function rest() {
  const button = form.querySelector("[data-rest]");
  if (!button) return;
  const open = () => [...form.querySelectorAll(".fm-needed")].filter((one) => !one.querySelector("input:checked"));
  const show = () => { button.hidden = open().length === 0; };
  button.querySelector("button").addEventListener("click", () => {
    for (const need of open()) need.querySelector('input[value="No"]').checked = true;
    form.dispatchEvent(new Event("input", { bubbles: true }));
    show();
    form.querySelector(".ws-sticky .govuk-button").focus();
  });
  form.addEventListener("change", show);
  show();
}

if (form) {
  document.addEventListener("keydown", onKey, true);
  rest();
  const said = document.querySelector("[data-keys-said]");
  if (said) said.hidden = false;
}
