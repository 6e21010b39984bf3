/** The entrance: gives the browser one element for each explorer. */

import { DownhillExplorer } from "./downhill.mjs";
import { FitExplorer } from "./fit.mjs";
import { FrameExplorer } from "./frame.mjs";

customElements.define("course-downhill", DownhillExplorer);
customElements.define("course-frame", FrameExplorer);
customElements.define("course-fit", FitExplorer);
