// While somebody new is written down, say who they may be. What is typed goes by POST and stands in no address; without
// this script the same is asked on saving.
const PAUSE = 350;
const FIELDS = ["name", "known_as", "phone", "email", "postcode", "birth_date_day", "birth_date_month", "birth_date_year"];

function enliven(place) {
  const form = place.closest("form");
  const status = form.querySelector("[data-alike-status]");
  let timer = null;
  let asking = null;
  let answered = ""; // what the list answers

  const typed = () =>
    new URLSearchParams(FIELDS.map((name) => [name, form.elements[name]?.value?.trim() ?? ""])).toString();

  async function ask() {
    const body = new URLSearchParams(typed());
    if (body.toString() === answered) return;
    if (asking) asking.abort();
    asking = new AbortController();
    const tick = place.querySelector("[name=somebody_else]");
    if (tick?.checked) body.set("somebody_else", tick.value);
    try {
      const answer = await fetch(place.dataset.alike, {
        method: "POST",
        body,
        credentials: "same-origin",
        headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
        signal: asking.signal,
      });
      if (!answer.ok || answer.redirected) return;
      show(await answer.text());
      answered = typed();
    } catch (error) {
      if (error.name !== "AbortError") answered = "";
    }
  }

  function show(html) {
    const part = new DOMParser().parseFromString(html, "text/html").body;
    const words = part.querySelector("[data-words]")?.dataset.words ?? "";
    if (place.contains(document.activeElement) && words) return; // never from under the reader's finger
    place.replaceChildren(...part.childNodes);
    if (status.textContent !== words) status.textContent = words;
  }

  form.addEventListener("input", (event) => {
    if (!FIELDS.includes(event.target.name)) return;
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  if (form.elements.name?.value && !place.firstElementChild) ask();
}

document.querySelectorAll("[data-alike]").forEach(enliven);
