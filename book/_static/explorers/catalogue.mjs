/** What the explorers know without a page, by name: the build writes their tables with it. */

import { axesFacts } from "./axes-facts.mjs";
import { batchesFacts } from "./batches-facts.mjs";
import { benchFacts } from "./bench-facts.mjs";
import { bendFacts } from "./bend-facts.mjs";
import { counterFacts } from "./counter-facts.mjs";
import { downhillFacts } from "./downhill-facts.mjs";
import { fitFacts } from "./fit-facts.mjs";
import { frameFacts } from "./frame-facts.mjs";
import { guessFacts } from "./guess-facts.mjs";
import { secantFacts } from "./secant-facts.mjs";

/** @type {Record<string, import("./explorer.mjs").Facts>} */
export const catalogue = {
  axes: axesFacts,
  batches: batchesFacts,
  bench: benchFacts,
  bend: bendFacts,
  counter: counterFacts,
  downhill: downhillFacts,
  fit: fitFacts,
  frame: frameFacts,
  guess: guessFacts,
  secant: secantFacts,
};
