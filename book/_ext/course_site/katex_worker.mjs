// Sets formulas for one build: a line of JSON in, a line of JSON out, until the input ends.
//   in   {"tex": "x^2", "display": false}
//   out  {"html": "<span ..."}  or  {"error": "what is wrong with the formula"}
import { createInterface } from "node:readline";
import katex from "katex";

// KaTeX reports some doubts (a letter that no font has) only on the console.
let doubts = [];
console.warn = (doubt) => doubts.push(String(doubt));

function set({ tex, display }) {
  doubts = [];
  try {
    const html = katex.renderToString(tex, { displayMode: display, strict: "error", throwOnError: true });
    return doubts.length > 0 ? { error: doubts.join("; ") } : { html };
  } catch (error) {
    if (error instanceof katex.ParseError) return { error: error.message };
    throw error;
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(set(JSON.parse(line))) + "\n");
}
