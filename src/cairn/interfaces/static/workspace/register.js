// A register in fewer taps: everybody at once, a step for all who came, arrows from row to row, people added in place.
const form = document.querySelector("form[data-register]");

const rows = () => [...form.querySelectorAll(".ws-row")];
const here = (row) => row.querySelector("input[name^=here-]");

function count() {
  const all = rows();
  const came = all.filter((row) => here(row).checked).length;
  form.querySelector("[data-came]").textContent = all.length ? `${came} of ${all.length}` : "";
}

/** What came of it says that they came; taken away again, nothing else goes with it. */
function imply(input) {
  const row = input.closest(".ws-row");
  if (row && input !== here(row) && (input.type === "checkbox" ? input.checked : input.value)) here(row).checked = true;
  count();
}

function everybody() {
  const all = rows().map(here);
  const to = !all.every((input) => input.checked);
  for (const input of all) input.checked = to;
  count();
  changed();
  all[0]?.focus();
}

function forAll(button) {
  const inputs = rows()
    .filter((row) => here(row).checked)
    .flatMap((row) => [...row.querySelectorAll(`input[name^=${button.dataset.tick}-]`)])
    .filter((input) => input.value === button.value);
  const to = !inputs.every((input) => input.checked);
  for (const input of inputs) input.checked = to;
  changed();
}

/** Tell whoever keeps drafts. */
function changed() {
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

const STEPS = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };

/** Arrows lead from person to person and from offer to offer, round at the ends. */
function walk(event) {
  const step = STEPS[event.key];
  const row = event.target.closest(".ws-row");
  if (!step || !row || event.target.type !== "checkbox" || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const boxes = (one) => [...one.querySelectorAll("input[type=checkbox]")].filter((box) => box.getClientRects().length);
  const all = rows();
  const across = boxes(row).indexOf(event.target) + step[1];
  const next = all.at((all.indexOf(row) + step[0]) % all.length);
  boxes(next).at(across % boxes(next).length)?.focus();
}

/** Look for somebody or add them without leaving the page: the server draws the rows anew from all that was ticked. */
async function ask(button) {
  const body = new FormData(form);
  body.set(button.name, button.value);
  const answer = await fetch(form.action || location.href, { method: "POST", body, credentials: "same-origin" });
  if (!answer.ok || answer.redirected) return form.requestSubmit(button);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const box = form.querySelector("[data-rows]");
  box.innerHTML = page.querySelector("[data-rows]").innerHTML;
  count();
  if (button.name !== "find") changed();
  const last = rows().at(-1);
  const after = button.name === "find" ? box.querySelector(".day-else__found button, #q") : last?.querySelector("input[type=checkbox]");
  after?.focus();
}

function set() {
  form.querySelector("[data-all]").hidden = false;
  form.addEventListener("change", (event) => imply(event.target));
  form.addEventListener("keydown", walk);
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    event.preventDefault(); // the browser would press the first button of the form, whatever it is
    if (event.target.name === "q") ask(form.querySelector("button[name=find]"));
    else form.requestSubmit(form.querySelector(".ws-sticky button"));
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if ("everybody" in button.dataset) everybody();
    else if (button.dataset.tick) forAll(button);
    else if (["find", "let_in", "add_new"].includes(button.name)) {
      event.preventDefault();
      ask(button);
    }
  });
  count();
  if (!document.querySelector(".govuk-error-summary, .ws-restored")) form.querySelector("[data-everybody]").focus({ preventScroll: true });
}

if (form) set();
