// The page of answers works without this file; with it, words are counted as they are typed, and what the records say goes into
// a box without the page being sent.
const form = document.querySelector("form[data-words]");

function words(text) {
  return (text.match(/\S*[\p{L}\p{N}_]\S*/gu) ?? []).length;
}

function count(line) {
  const has = words(document.getElementById(`id_${line.dataset.count}`).value);
  const most = Number(line.dataset.most);
  const over = most > 0 && has > most;
  line.classList.toggle("rd-count--over", over);
  line.textContent = most
    ? `${has} of at most ${most} words${over ? `: ${has - most} too many` : ""}`
    : `${has} ${has === 1 ? "word" : "words"}`;
}

if (form) {
  const lines = new Map([...form.querySelectorAll("[data-count]")].map((line) => [`id_${line.dataset.count}`, line]));
  form.addEventListener("input", (event) => {
    const line = lines.get(event.target.id);
    if (line) count(line);
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-insert]");
    if (!button) return;
    event.preventDefault();
    const box = document.getElementById(`id_${button.dataset.insert}`);
    box.value = [box.value.trimEnd(), button.dataset.text].filter(Boolean).join("\n\n");
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.focus();
  });
  for (const line of lines.values()) count(line);
}
