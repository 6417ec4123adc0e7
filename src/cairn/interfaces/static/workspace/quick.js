// A visit recorded without leaving the page: the form comes into a dialog. Without this file each link opens a page.

const TYPED = "input:not([type=hidden]):not([type=radio]):not([type=checkbox]), textarea";

/** The form follows the type of activity: its minutes, its ladders first, its outcomes, its needs. */
function followKind(form) {
  const minutes = form.querySelector("[name=minutes]");
  let typed = false;
  minutes?.addEventListener("input", () => (typed = true));
  const usual = form.querySelector("[data-usual]");
  const others = form.querySelector("[data-others]");

  function follow(radio) {
    const carries = (node) => (node.dataset.kinds ?? "").split(" ").includes(radio.value);
    if (minutes && !typed) minutes.value = radio.dataset.minutes;
    for (const ladder of form.querySelectorAll(".day-ladder")) (carries(ladder) ? usual : others)?.append(ladder);
    if (others) others.hidden = !others.querySelector(".day-ladder");
    for (const outcome of form.querySelectorAll(".day-outcomes > [data-kinds]")) {
      outcome.hidden = !carries(outcome) && !outcome.querySelector("input").checked;
    }
  }

  form.addEventListener("change", (event) => {
    const input = event.target;
    if (input.name === "activity_type") follow(input);
    if (input.checked && (input.name === "steps" || input.name === "lost")) {
      const other = input.name === "steps" ? "lost" : "steps";
      const same = form.querySelector(`input[name=${other}][value="${input.value}"]`);
      if (same) same.checked = false;
    }
    if (input.name?.startsWith("again_on")) {
      const another = form.querySelector("input[name=again][value=other]");
      if (another && input.value) another.checked = true;
    }
  });
}

/** Where the reader begins: the next step, else the type of activity, else the first thing there is. */
function begin(root) {
  const first =
    root.querySelector("[autofocus]") ??
    root.querySelector("[data-usual] input[type=checkbox]") ??
    root.querySelector("input[name=activity_type]:checked") ??
    root.querySelector("a, button, input");
  first?.focus();
}

function dialog() {
  let found = document.querySelector("dialog.day-dialog");
  if (found) return found;
  found = document.createElement("dialog");
  found.className = "day-dialog";
  found.setAttribute("aria-label", "Record");
  found.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) {
      event.preventDefault();
      found.close();
    }
  });
  document.body.append(found);
  return found;
}

function here() {
  return location.pathname + location.search;
}

/** Open what a link leads to in the dialog; if that fails, go there. */
export async function open(href, back = here()) {
  const address = new URL(href, location.href);
  address.searchParams.set("part", "");
  if (!address.searchParams.has("back")) address.searchParams.set("back", back);
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" }, credentials: "same-origin" });
    if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
    const words = await answer.text();
    const box = dialog();
    box.innerHTML = `<button class="day-dialog__close" type="button" data-close aria-label="Close">✕</button><div>${words}</div>`;
    if (!box.open) box.showModal();
    const content = box.lastElementChild;
    enliven(content);
    content.dispatchEvent(new CustomEvent("htmx:load", { bubbles: true }));
    begin(content);
  } catch {
    location.assign(href);
  }
}

/** Results of the search as they are typed; Enter takes the first. */
function choose(root) {
  const search = root.querySelector("[data-choose] input[name=q]");
  const list = root.querySelector("[data-choices]");
  if (!search || !list) return;
  const before = list.innerHTML;
  let waiting = null;
  let latest = 0;

  async function look() {
    const turn = ++latest;
    const text = search.value.trim();
    if (text.length < 2) {
      list.innerHTML = before;
      return;
    }
    const address = new URL(search.form.action, location.href);
    address.searchParams.set("q", text);
    address.searchParams.set("part", "found");
    const answer = await fetch(address, { credentials: "same-origin" });
    if (answer.ok && !answer.redirected && turn === latest) list.innerHTML = await answer.text();
  }

  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 120);
  });
  search.form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    await look();
    const first = list.querySelector("a[data-quick]");
    if (first) open(first.href, search.form.dataset.back);
  });
}

export function enliven(root) {
  root.querySelectorAll("form.day-form").forEach(followKind);
  choose(root);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-quick]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  open(link.href);
});
enliven(document);
if (document.querySelector("main [data-quick-form]") && !document.querySelector(".govuk-error-summary")) {
  begin(document.querySelector("main"));
}
