// Questions: an answer is judged at once, with its reason, and what was answered is kept in this browser.
// Reasons and right answers are read from the page, where they also stand for readers without scripts.
{
  const STORE = "deep-learning-from-first-principles/questions/";
  const ROUNDING = 1e-9; // how far apart two ways to compute the same number may end up

  // What is kept between visits. A browser may refuse to keep anything: then progress lasts as long as the page.
  class Store {
    constructor(name) {
      this.key = STORE + name;
      try {
        this.kept = new Map(Object.entries(JSON.parse(localStorage.getItem(this.key)) ?? {}));
      } catch {
        this.kept = new Map();
      }
    }

    set(key, value) {
      this.kept.set(key, value);
      this.attempt(() => localStorage.setItem(this.key, JSON.stringify(Object.fromEntries(this.kept))));
    }

    clear() {
      this.kept.clear();
      this.attempt(() => localStorage.removeItem(this.key));
    }

    attempt(action) {
      try {
        action();
      } catch {
        // refused, or full
      }
    }
  }

  // The number in a text such as "20", "1,000", "0,5", "-0.5" or "4/9"; NaN for any other.
  function numberIn(text) {
    let plain = text.normalize("NFKC").replace(/\s/g, "").replace("\u2212", "-");
    if (/^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/.test(plain)) plain = plain.replaceAll(",", "");
    plain = plain.replaceAll(",", ".");
    const [, top, bottom = "1"] = /^([+-]?(?:\d+\.?\d*|\.\d+))(?:\/(\d+\.?\d*))?$/.exec(plain) ?? [];
    return top === undefined ? NaN : Number(top) / Number(bottom);
  }

  // The form in which spellings are compared: question_file.py does the same.
  function plain(text) {
    return text.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim().replace(/ ?([,;:=()[\]]) ?/g, "$1");
  }

  // Tells whether a foreseen answer is one of the choices with these numbers.
  const isAmong = (choices) => ({ dataset }) => choices.includes(Number(dataset.choice));

  class Question {
    constructor(form, words, keep) {
      this.form = form;
      this.words = words;
      this.keep = keep;
      this.key = form.dataset.key;
      this.kind = form.dataset.kind;
      this.inputs = [...form.querySelectorAll("input")];
      this.answers = [...form.querySelectorAll(".question-answers .answer-list > li")];
      this.feedback = form.querySelector(".question-feedback");
      this.solved = false;
      form.querySelector("[type=submit]").hidden = false;
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.check();
      });
      form.addEventListener("input", () => this.say()); // what was said belongs to the answer before
    }

    get isWritten() {
      return this.kind === "number" || this.kind === "text";
    }

    // What the reader gave: the text, or the numbers of the choices.
    get given() {
      if (this.isWritten) return this.inputs[0].value.trim();
      return this.inputs.flatMap((input, index) => (input.checked ? [index] : []));
    }

    set given(value) {
      if (this.isWritten) this.inputs[0].value = String(value);
      else this.inputs.forEach((input, index) => (input.checked = Array.isArray(value) && value.includes(index)));
    }

    // Judge what was given, and keep it; a field without an answer only gets a word of help.
    check() {
      const { given } = this;
      if (given.length === 0) {
        this.say(this.words[this.isWritten ? "write" : "choose"]);
      } else if (this.kind === "number" && !Number.isFinite(numberIn(given))) {
        this.say(this.words.number);
      } else {
        this.judge();
        this.keep(this, { given, solved: this.solved });
      }
    }

    // Take up an answer of an earlier visit.
    restore({ given, solved }) {
      this.given = given;
      this.solved = solved === true;
      if (this.given.length > 0) this.judge();
    }

    reset() {
      this.form.reset();
      this.solved = false;
      this.say();
    }

    judge() {
      const { given } = this;
      const chosen = this.answers.filter(this.isWritten ? this.matching(given) : isAmong(given));
      const wrong = chosen.filter((answer) => answer.matches(".is-wrong"));
      const isComplete =
        this.kind !== "multiple" ||
        this.answers.every((answer) => answer.matches(".is-wrong") || chosen.includes(answer));
      const isRight = chosen.length > 0 && wrong.length === 0 && isComplete;
      this.solved ||= isRight; // trying out another choice later takes nothing away
      this.say(this.words[isRight ? "right" : "wrong"], isRight ? "is-right" : "is-wrong");
      if (chosen.length === 0) this.add(this.form.querySelector(".answer-otherwise"), ":scope > :not(strong)");
      for (const answer of isRight ? chosen : wrong) this.explain(answer);
      if (wrong.length === 0 && !isComplete) this.feedback.lastChild.append(" ", this.words.missing);
    }

    // Tells whether a foreseen answer is what was written.
    matching(text) {
      if (this.kind === "text") {
        const fits = (spelling) => plain(spelling) === plain(text);
        return ({ dataset }) => JSON.parse(dataset.spellings).some(fits);
      }
      const number = numberIn(text);
      const reach = Number(this.form.dataset.tolerance);
      return ({ dataset }) => {
        const value = Number(dataset.value);
        return Math.abs(number - value) <= reach + ROUNDING * Math.max(1, Math.abs(value));
      };
    }

    // Replace what stands below the question; without words, by nothing.
    say(words = "", className = "") {
      this.feedback.className = `question-feedback ${className}`;
      this.feedback.replaceChildren();
      if (!words) return;
      const verdict = document.createElement(className ? "strong" : "span");
      verdict.textContent = words;
      const line = document.createElement("p");
      line.append(verdict);
      this.feedback.append(line);
    }

    // Add the reason of an answer; with several choices, also which one it is about.
    explain(answer) {
      if (this.kind === "multiple") {
        const choice = answer.querySelector(".answer-text > :last-child").cloneNode(true);
        choice.classList.add("feedback-choice");
        const line = document.createElement("p");
        line.append(choice, ":");
        this.feedback.append(line);
      }
      this.add(answer.querySelector(".answer-why"), ":scope > *");
    }

    // Copy a reason from the page: its first sentences go on in the line that stands there.
    add(source, selector) {
      for (const [index, block] of source.querySelectorAll(selector).entries()) {
        const copy = block.cloneNode(true);
        const isText = index === 0 && copy.matches("p");
        if (isText) this.feedback.lastChild.append(" ", ...copy.childNodes);
        else this.feedback.append(copy);
      }
    }
  }

  // All questions of a file: their progress, and the way to start again.
  function start(block) {
    const words = JSON.parse(block.dataset.words);
    const store = new Store(block.dataset.file);
    const bar = block.querySelector(".questions-progress");
    const dots = bar.querySelector(".progress-dots");
    const again = bar.querySelector("button");

    const keep = (question, answer) => {
      store.set(question.key, answer);
      showProgress();
    };
    const questions = [...block.querySelectorAll("form.question")].map((form) => new Question(form, words, keep));

    function showProgress() {
      const done = questions.filter((question) => question.solved).length;
      const count = words.count.replace("{done}", done).replace("{all}", questions.length);
      bar.querySelector(".progress-count").textContent = count;
      dots.replaceChildren(
        ...questions.map(({ solved }) => {
          const dot = document.createElement("span");
          dot.classList.toggle("is-solved", solved);
          return dot;
        }),
      );
      again.disabled = store.kept.size === 0;
    }

    again.addEventListener("click", () => {
      store.clear();
      questions.forEach((question) => question.reset());
      showProgress();
      questions[0].inputs[0].focus();
    });

    for (const question of questions) {
      const answer = store.kept.get(question.key);
      if (answer) question.restore(answer);
    }
    bar.hidden = false;
    showProgress();
  }

  document.querySelectorAll(".questions").forEach(start);
}
