// Services to tell somebody about are listed as their name is typed. Without this, Find asks for the same page.
const PAUSE = 150;

function enliven(form) {
  const input = form.querySelector("input[type=search]");
  const list = document.querySelector("[data-directory-found]");
  const status = document.querySelector("[data-directory-status]");
  if (!input || !list) return;
  let timer = null;
  let asking = null;

  async function ask() {
    const text = input.value.trim();
    if (asking) asking.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(`?${new URLSearchParams({ q: text })}`, { credentials: "same-origin", signal: asking.signal });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const found = page.querySelector("[data-directory-found]");
      if (!found || text !== input.value.trim()) return;
      list.replaceChildren(...found.childNodes);
      status.textContent = found.dataset.words ?? "";
    } catch (error) {
      if (error.name !== "AbortError") status.textContent = "There was no answer. Press Find to try again.";
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  if (input.value !== input.defaultValue) ask(); // typed before this was here
}

for (const form of document.querySelectorAll("[data-directory-find]")) enliven(form);
