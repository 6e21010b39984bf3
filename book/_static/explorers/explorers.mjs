/** The entrance: gives the browser one element for each explorer. */

import { FitExplorer } from "./fit.mjs";
import { FrameExplorer } from "./frame.mjs";
import { SecantExplorer } from "./secant.mjs";

customElements.define("course-frame", FrameExplorer);
customElements.define("course-fit", FitExplorer);
customElements.define("course-secant", SecantExplorer);
