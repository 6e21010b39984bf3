/** What the explorers know without a page, by name: the build writes their tables with it. */

import { downhillFacts } from "./downhill-facts.mjs";
import { fitFacts } from "./fit-facts.mjs";
import { frameFacts } from "./frame-facts.mjs";

/** @type {Record<string, import("./explorer.mjs").Facts>} */
export const catalogue = { downhill: downhillFacts, fit: fitFacts, frame: frameFacts };
