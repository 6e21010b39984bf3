/** What the explorers know without a page, by name: the build writes their tables with it. */

import { fitFacts } from "./fit-facts.mjs";
import { frameFacts } from "./frame-facts.mjs";
import { secantFacts } from "./secant-facts.mjs";

/** @type {Record<string, import("./explorer.mjs").Facts>} */
export const catalogue = { fit: fitFacts, frame: frameFacts, secant: secantFacts };
