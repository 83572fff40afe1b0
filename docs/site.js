// What the theme adds to a page while it loads, mended for keyboards and screen readers.
function mend() {
  // The buttons of a code block are no place that a reader jumps to, and all such places had one name.
  for (const bar of document.querySelectorAll("nav.md-code__nav")) bar.setAttribute("role", "presentation");
  // A wide table scrolls by the arrow keys once it can be reached.
  for (const table of document.querySelectorAll(".md-typeset__scrollwrap")) table.tabIndex = 0;
}

new MutationObserver(mend).observe(document.body, { childList: true, subtree: true });
mend();
