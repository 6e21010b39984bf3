/** HTML elements, made without any text being read as HTML. */

/**
 * Make an HTML element.
 * @param {string} name
 * @param {Record<string, string | number | boolean>} [attributes]  false leaves one out
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
export function html(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== false) element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children);
  return element;
}
