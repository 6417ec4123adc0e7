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

/** People (and sessions) as they are typed; Enter takes the first. Nothing typed is put into an address. */
function choose(root) {
  const search = root.querySelector("[data-choose] input[name=q]");
  const list = root.querySelector("[data-choices]");
  const find = document.querySelector('meta[name="ws-find"]');
  if (!search || !list || !find) return;
  const before = [...list.childNodes];
  const sessions = [...list.querySelectorAll("a.ws-tile")];
  let waiting = null;
  let latest = 0;

  async function look() {
    const turn = ++latest;
    const text = search.value.trim();
    if (text.length < 2) return list.replaceChildren(...before);
    const answer = await fetch(find.content, {
      method: "POST",
      body: new URLSearchParams({ q: text, to: "activity_kind" }),
      credentials: "same-origin",
      headers: { "X-CSRFToken": find.dataset.token },
    });
    if (!answer.ok || answer.redirected || turn !== latest) return;
    const part = new DOMParser().parseFromString(await answer.text(), "text/html").body;
    for (const link of part.querySelectorAll("a.ws-list__name")) link.dataset.quick = "";
    const fits = sessions.filter((tile) => tile.textContent.toLowerCase().includes(text.toLowerCase()));
    list.replaceChildren(...fits.map((tile) => tile.cloneNode(true)), ...part.childNodes);
  }

  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 120);
  });
  search.form.addEventListener("submit", async (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    await look();
    const first = list.querySelector("a");
    if (!first) return;
    if ("quick" in first.dataset) open(first.href, search.form.dataset.back || here());
    else location.assign(first.href);
  });
}

/** Whoever was looked for and is not there is taken in without typing the name again: it waits in this tab for one page. */
const NAME = "cairn.looked-for";

function bringName() {
  const name = sessionStorage.getItem(NAME);
  sessionStorage.removeItem(NAME);
  const input = document.querySelector("[data-new-person] input[name=name]");
  if (name && input && !input.value) input.value = name;
  if (input && !document.querySelector(".govuk-error-summary")) input.focus();
}

export function enliven(root) {
  root.querySelectorAll("form.day-form").forEach(followKind);
  choose(root);
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-take-in]")) {
    const looked = [...document.querySelectorAll("input[type=search]")].map((input) => input.value.trim());
    sessionStorage.setItem(NAME, looked.find(Boolean) ?? "");
  }
  const link = event.target.closest("a[data-quick]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  open(link.href);
});
enliven(document);
bringName();
if (document.querySelector("main [data-quick-form]") && !document.querySelector(".govuk-error-summary")) {
  begin(document.querySelector("main"));
}
