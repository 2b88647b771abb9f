// A long select in which one searches by typing any part of a name. Without scripts it is a select.

/** @type {any} */
const jQuery = /** @type {any} */ (globalThis).django.jQuery;

for (const select of document.querySelectorAll("select[data-behaviour='search']")) {
  jQuery(select).select2();
}
