// A tiny group's page, made better: what is typed is kept at once, so that a call that comes in loses nothing. Files go with
// the button, and without scripts the page does all but keep.
const form = document.querySelector("form[data-tell]");
let waiting = 0;

async function keep() {
  const said = new FormData(form);
  for (const name of ["photo", "voice"]) said.delete(name);
  said.set("go", "keep");
  try {
    await fetch(location.pathname, { method: "POST", body: said, keepalive: true });
  } catch {
    // No network: what stands in the form is sent with its button.
  }
}

form?.addEventListener("input", (event) => {
  if (event.target.type === "file") return;
  clearTimeout(waiting);
  waiting = setTimeout(keep, event.target.matches("textarea, [inputmode]") ? 1200 : 100);
});
form?.addEventListener("submit", () => clearTimeout(waiting));
