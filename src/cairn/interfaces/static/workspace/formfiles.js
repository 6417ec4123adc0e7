// A file may be dropped on the box; one that is too large is refused before it is sent, so that nobody waits for a no.
const input = document.querySelector("input[type=file][data-largest]");

function refuse(words) {
  let line = document.getElementById("file-too-large");
  if (!line) {
    line = document.createElement("p");
    line.id = "file-too-large";
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
  const file = input.files[0];
  if (!file || file.size <= most) return "";
  return `“${file.name}” has ${Math.round(file.size / 1048576)} MB; at most ${Math.floor(most / 1048576)} MB can be read. Divide the list into several files.`;
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
