/** The entrance: gives the browser one element for each explorer. */

import { AxesExplorer } from "./axes.mjs";
import { BatchesExplorer } from "./batches.mjs";
import { BenchExplorer } from "./bench.mjs";
import { BendExplorer } from "./bend.mjs";
import { CounterExplorer } from "./counter.mjs";
import { DownhillExplorer } from "./downhill.mjs";
import { FitExplorer } from "./fit.mjs";
import { FrameExplorer } from "./frame.mjs";
import { GuessExplorer } from "./guess.mjs";
import { SecantExplorer } from "./secant.mjs";

customElements.define("course-axes", AxesExplorer);
customElements.define("course-batches", BatchesExplorer);
customElements.define("course-bench", BenchExplorer);
customElements.define("course-bend", BendExplorer);
customElements.define("course-counter", CounterExplorer);
customElements.define("course-downhill", DownhillExplorer);
customElements.define("course-frame", FrameExplorer);
customElements.define("course-fit", FitExplorer);
customElements.define("course-guess", GuessExplorer);
customElements.define("course-secant", SecantExplorer);
