// Says what to do when a passkey was not made or not used, which else nobody would see.
// Attach with data-behaviour="passkey" to a hidden element with the words.

/** @type {HTMLElement | null} */
const words = document.querySelector("[data-behaviour='passkey']");

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  if (words) words.hidden = false;
});
