// A file may be dropped on the box; one that is too large is refused before it is sent: nobody waits for an upload that ends
// in a no. What can be done about it, the box itself says (data-too-large).
const input = document.querySelector("input[type=file][data-largest]");

function refuse(words) {
  let line = document.getElementById("files-too-large");
  if (!line) {
    line = document.createElement("p");
    line.id = "files-too-large";
    line.className = "govuk-error-message";
    line.setAttribute("role", "alert");
    input.before(line);
  }
  line.textContent = words;
  line.hidden = !words;
  input.setAttribute("aria-invalid", words ? "true" : "false");
}

function tooLarge() {
  const most = Number(input.dataset.largest);
  const large = [...input.files].filter((file) => file.size > most);
  if (!large.length) return "";
  const which = large.map((file) => `“${file.name}” has ${(file.size / 1048576).toFixed(1)} MB`).join("; ");
  return `${which}. At most ${Math.floor(most / 1048576)} MB can be taken: ${input.dataset.tooLarge}.`;
}

if (input) {
  input.addEventListener("change", () => refuse(tooLarge()));
  for (const kind of ["dragenter", "dragover"]) input.addEventListener(kind, () => input.classList.add("ff-over"));
  for (const kind of ["dragleave", "drop"]) input.addEventListener(kind, () => input.classList.remove("ff-over"));
  input.form.addEventListener("submit", (event) => {
    const words = tooLarge();
    if (!words) return;
    event.preventDefault();
    refuse(words);
    input.focus();
  });
}
