/**
 * The state of explorers in the fragment of an address, each under its own id, so that several on one page do
 * not fight: #explorer-frame=n:6,mode:same&explorer-fit=n:9 (the first is the one that was changed last)
 */

/**
 * Take one explorer's texts out of a fragment.
 * @param {string} fragment  with its #
 * @param {string} id
 * @returns {Record<string, string> | null} null if the fragment does not mention it
 */
export function readLink(fragment, id) {
  const part = parts(fragment).find((text) => text.startsWith(`${id}=`));
  if (part === undefined) return null;
  const pairs = part.slice(id.length + 1).split(",").map((text) => text.split(":"));
  return Object.fromEntries(pairs.filter((pair) => pair.length === 2));
}

/**
 * Put one explorer's values into a fragment, and leave the others' alone.
 * @param {string} fragment  with its #; the name of a place on the page goes, because the states replace it
 * @param {string} id
 * @param {import("./parameters.mjs").Values | null} values  null takes the explorer out
 * @returns {string} with its #; empty if nothing remains
 */
export function writeLink(fragment, id, values) {
  const others = parts(fragment).filter((text) => text.includes("=") && !text.startsWith(`${id}=`));
  const own = values && `${id}=${Object.entries(values).map((pair) => pair.join(":")).join(",")}`;
  const all = own ? [own, ...others] : others;
  return all.length ? `#${all.join("&")}` : "";
}

/**
 * Tell whether a fragment leads to this explorer, rather than to another or to a place on the page.
 * @param {string} fragment  with its #
 * @param {string} id
 * @returns {boolean}
 */
export function leadsTo(fragment, id) {
  return fragment.startsWith(`#${id}=`);
}

function parts(fragment) {
  return fragment.replace(/^#/, "").split("&");
}
