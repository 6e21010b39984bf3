/** A box for a drawing that may be wider than the page. */

import { html } from "./html.mjs";

/**
 * Make a box that scrolls sideways; while it has to, it can be reached and scrolled with the keyboard.
 * @param {string} name  for screen readers
 * @param {HTMLElement} content
 * @returns {HTMLElement}
 */
export function scrollBox(name, content) {
  const box = html("div", { class: "explorer-scroll", role: "group", "aria-label": name }, content);
  const watcher = new ResizeObserver(() => {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
    else box.removeAttribute("tabindex");
  });
  watcher.observe(box);
  watcher.observe(content);
  return box;
}
