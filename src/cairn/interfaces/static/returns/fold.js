// On a phone the figures of a return begin folded, each group under its heading: all of them are ten screens and more. Where a
// link leads into a group, it opens; on paper all are open. Without this script they begin open and fold by a tap.
const folds = [...document.querySelectorAll(".rt-fold")];
const aim = () => {
  const id = decodeURIComponent(location.hash.slice(1));
  return id ? document.getElementById(id) : null;
};
const lead = () => {
  const target = aim();
  const fold = target && target.closest(".rt-fold");
  if (fold) {
    fold.open = true;
    target.scrollIntoView();
  }
};
if (folds.length > 1 && matchMedia("(max-width: 40em)").matches) {
  for (const fold of folds) fold.open = false;
}
lead();
addEventListener("hashchange", lead);
addEventListener("beforeprint", () => {
  for (const fold of folds) fold.open = true;
});
for (const link of document.querySelectorAll(".rt-jump a")) {
  link.addEventListener("click", () => setTimeout(lead)); // the same part once more changes no address
}
