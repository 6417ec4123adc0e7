// Signed in again as the same person: send what the page holds. Without this file there is its button.
document.querySelector("form[data-again]")?.requestSubmit();
