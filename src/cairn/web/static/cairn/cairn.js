// Everything works without this file; with it, questions unfold, drafts are kept and `/` goes to the search.
document.body.classList.add("js-enabled", "govuk-frontend-supported");

async function enliven(root) {
  if (root.querySelector('[data-module^="govuk-"]')) {
    const govuk = await import("../vendor/govuk-frontend/govuk-frontend.min.js");
    govuk.initAll({ scope: root });
  }
  if (root.querySelector('[data-module="moj-sortable-table"]')) {
    const moj = await import("../vendor/moj-frontend/moj-frontend.min.js");
    moj.initAll({ scope: root });
  }
}

function focusSearch(event) {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  const search = document.querySelector("[data-search]");
  if (event.key !== "/" || typing || !search || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  search.focus();
}

const WAIT = 3000;
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

/** Send what is typed to data-draft-url a few seconds after the last key, and at once when the page is left. */
function keepDrafts(form) {
  const status = form.querySelector("[data-draft-status]");
  let timer = null;
  let changed = false;

  async function send() {
    clearTimeout(timer);
    if (!changed) return;
    changed = false;
    const body = new FormData(form);
    for (const input of form.querySelectorAll("input[type=password], input[type=file]")) body.delete(input.name);
    try {
      const answer = await fetch(form.dataset.draftUrl, {
        method: "POST",
        body,
        keepalive: true,
        credentials: "same-origin",
        headers: { "X-CSRFToken": body.get("csrfmiddlewaretoken") ?? "" },
      });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      say(`Draft kept at ${clock.format(new Date())}`);
    } catch {
      changed = true;
      say("Not kept yet. Leave this page open; it will be tried again.");
      timer = setTimeout(send, 4 * WAIT);
    }
  }

  function say(words) {
    if (status) status.textContent = words;
  }

  form.addEventListener("input", () => {
    changed = true;
    clearTimeout(timer);
    timer = setTimeout(send, WAIT);
  });
  form.addEventListener("submit", () => {
    changed = false;
    clearTimeout(timer);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") send();
  });
}

/**
 * A form that creates carries a uid, so that sending it twice records once. Back asks the server for the form anew, with a
 * new uid: give it the one that this entry of the history had first. A link to the same form is a new entry.
 */
function keepUid() {
  const input = document.querySelector("form input[type=hidden][name=uid]");
  if (!input) return;
  const first = history.state?.uid;
  if (first) input.value = first;
  else history.replaceState({ ...history.state, uid: input.value }, "");
}

keepUid();
addEventListener("pageshow", keepUid); // the browser may have put back what it remembered
addEventListener("hashchange", keepUid); // a link within the page is an entry of its own
document.addEventListener("keydown", focusSearch);
document.addEventListener("htmx:load", (event) => {
  if (event.target === document.body) return;
  enliven(event.target);
  event.target.querySelectorAll("form[data-draft-url]").forEach(keepDrafts);
});
document.querySelectorAll("form[data-draft-url]").forEach(keepDrafts);
enliven(document);
