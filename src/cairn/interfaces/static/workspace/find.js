// The find box lists people while it is typed into. Arrow keys go down the list and up again; Enter opens the only one
// found, or goes to the first of several; Escape empties the box. Nothing typed is put into an address or kept.
const PAUSE = 120;

function enliven(form) {
  const meta = document.querySelector('meta[name="ws-find"]');
  const input = form.querySelector("input[type=search]");
  const list = form.parentElement.querySelector("[data-found]");
  const status = form.parentElement.querySelector("[data-found-status]");
  if (!meta || !input || !list) return;

  let timer = null;
  let asking = null;
  let shown = ""; // what the list answers
  let wantsFirst = false; // Enter was pressed before the answer came
  let failed = false; // then Find asks for the whole page, which says why (signed out, say)

  const links = () => [...list.querySelectorAll("a.ws-list__name")];
  const typed = () => input.value.trim();

  function clear() {
    list.replaceChildren();
    list.hidden = true;
    status.textContent = "";
    shown = "";
  }

  async function ask() {
    clearTimeout(timer);
    const text = typed();
    if (asking) asking.abort();
    if (text.length < 2) return clear();
    asking = new AbortController();
    const { signal } = asking;
    try {
      const answer = await fetch(meta.content, {
        method: "POST",
        body: new URLSearchParams({ q: text, to: form.dataset.find, about: form.dataset.about ?? "" }),
        credentials: "same-origin",
        headers: { "X-CSRFToken": meta.dataset.token },
        signal,
      });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      failed = false;
      show(text, await answer.text());
    } catch (error) {
      if (error.name === "AbortError") return;
      clear();
      failed = true;
      status.textContent = "There was no answer. Press Find to try again.";
    }
  }

  function show(text, html) {
    if (text !== typed()) return;
    const part = new DOMParser().parseFromString(html, "text/html").body;
    list.replaceChildren(...part.childNodes);
    list.hidden = false;
    shown = text;
    status.textContent = list.querySelector("[data-words]")?.dataset.words ?? "";
    if (wantsFirst) goToFirst();
  }

  function goToFirst() {
    wantsFirst = false;
    const found = links();
    if (found.length === 1) found[0].click();
    else found[0]?.focus();
  }

  input.addEventListener("input", () => {
    wantsFirst = false;
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  form.addEventListener("submit", (event) => {
    if (failed || typed().length < 2) return;
    event.preventDefault();
    wantsFirst = true;
    if (shown === typed()) goToFirst();
    else ask();
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" && links().length) {
      event.preventDefault();
      links()[0].focus();
    } else if (event.key === "Escape") {
      input.value = "";
      clear();
    }
  });
  list.addEventListener("keydown", (event) => {
    const found = links();
    const at = found.indexOf(document.activeElement);
    if (event.key === "ArrowDown") found[Math.min(at + 1, found.length - 1)]?.focus();
    else if (event.key === "ArrowUp") (at > 0 ? found[at - 1] : input).focus();
    else if (event.key === "Home") found[0]?.focus();
    else if (event.key === "End") found.at(-1)?.focus();
    else if (event.key === "Escape") input.focus();
    else if (event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey) return input.focus();
    else return;
    event.preventDefault();
  });
  addEventListener("pagehide", () => {
    asking?.abort();
  });
  if (typed()) ask(); // typed while the page was still waking, or kept by the browser on the way back
}

document.querySelectorAll("form[data-find]").forEach(enliven);
