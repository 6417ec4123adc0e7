// One key for what is done most: r records, g t goes to Today, / finds, ? shows the keys. Never while something is typed.
import { open } from "./quick.js";

const main = document.querySelector("a.ws-record, .cairn-nav__item--main a");

function isTyping(event) {
  return event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
}

function show() {
  const box = document.querySelector("#keys");
  if (box && !box.open) box.showModal();
}

document.addEventListener("keydown", (event) => {
  if (isTyping(event) || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.key === "r" && main) {
    event.preventDefault();
    open(main.href);
  }
  if (event.key === "t") document.querySelector(".cairn-nav a")?.click();
  if (event.key === "?") show();
});
document.querySelector("[data-show-keys]")?.addEventListener("click", show);
