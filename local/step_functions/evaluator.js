// What Step Functions adds to JSONata 2.0.6: its own functions, its limits and its refusals. `evaluator.py` runs this file.
// Where a rule isn't in AWS's documents, it is what others measured on AWS: the depth, the elements of $range, $random, Infinity.

const DEEPEST = 100;
const MOST_ELEMENTS = 360_145;

const OUT_OF_MEMORY = "Expression evaluation memory limit exceeded: Check for excessive memory usage";
const OUT_OF_DEPTH =
  "Stack overflow error: Check for non-terminating recursive function. Consider rewriting as tail-recursive";
const OUT_OF_TIME = "Expression evaluation timeout: Check for infinite loop";

const ENTRY = Symbol.for("jsonata.__evaluate_entry");
const EXIT = Symbol.for("jsonata.__evaluate_exit");

// jsonata asks a window for these two, and Node.js for a Buffer. They treat other characters as the Buffer does.
globalThis.window = {
  btoa: (text) => btoa(text.replace(/[^\0-\xff]/g, (character) => String.fromCharCode(character.charCodeAt(0) & 0xff))),
  atob: (text) => {
    const digits = text.split("=")[0].replace(/-/g, "+").replace(/_/g, "/").replace(/[^A-Za-z0-9+/]/g, "");
    return atob(digits.length % 4 === 1 ? digits.slice(0, -1) : digits);
  },
};

const questions = [];
let question;
let answer;

// A function that Python carries out. The evaluation waits for its promise.
const inPython = (name) => (...given) =>
  given.length && given.includes(undefined)
    ? undefined
    : new Promise((resolve, reject) => questions.push({ name, given, resolve, reject }));

const FUNCTIONS = {
  parse: ["<s-:x>", parse],
  partition: ["<an?:a>", partition],
  range: ["<nnn?:a>", range],
  hash: ["<ss?:s>", inPython("hash")],
  random: ["<n?:n>", (seed) => inPython("random")(...(seed === undefined ? [] : [Math.trunc(seed)]))],
  uuid: ["<:s>", inPython("uuid")],
};

function parse(text) {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw { code: "D3137", message: `Invalid JSON: ${error.message}` };
  }
}

function partition(array, size) {
  const chunk = Math.trunc(size ?? array?.length);
  if (chunk < 0) throw { code: "D3137", message: "Second argument must be zero or greater" };
  if (!array?.length || !chunk) return undefined;
  return Array.from({ length: Math.ceil(array.length / chunk) }, (_, n) => array.slice(n * chunk, (n + 1) * chunk));
}

function range(...given) {
  const [first, last, step] = given.map(Math.trunc);
  const count = Math.floor((last - first) / step) + 1;
  if (!step || !(count > 0)) return undefined;
  if (count > MOST_ELEMENTS) throw { message: OUT_OF_MEMORY };
  const values = Array.from({ length: count }, (_, n) => first + n * step);
  // A sequence, as the operator .. makes it: JSONata takes one value for itself.
  return Object.defineProperty(values, "sequence", { enumerable: false, value: true });
}

function prepare(expression) {
  const program = jsonata(expression);
  refuseTheTopLevelContext(program.ast());
  for (const [name, [signature, implementation]] of Object.entries(FUNCTIONS))
    program.registerFunction(name, implementation, signature);
  program.assign("eval", undefined);
  const end = Date.now() + longestSeconds * 1000;
  let depth = 0;
  const move = (by) => (_, __, environment) => {
    if (environment.isParallelCall) return;
    depth += by;
    if (depth > DEEPEST) throw { message: OUT_OF_DEPTH };
    if (Date.now() > end) throw { message: OUT_OF_TIME };
  };
  program.assign(ENTRY, move(1));
  program.assign(EXIT, move(-1));
  return program;
}

// Step Functions has no context item outside a filter or a path: `$`, `$$` and a bare name mean nothing there.
function refuseTheTopLevelContext(node) {
  if (!node || typeof node !== "object") return;
  if (node.type === "name" || (node.type === "variable" && ["", "$"].includes(node.value))) {
    const name = node.type === "name" ? node.value : `$${node.value}`;
    throw { message: `it uses '${name}' at the top level: start from $states or a variable` };
  }
  if (node.type === "path") return refuseTheTopLevelContext(node.steps[0]);
  for (const part of ["expression", "condition", "then", "else", "body", "procedure", "lhs", "rhs"])
    for (const child of [node[part]].flat(2)) refuseTheTopLevelContext(child);
  for (const part of ["expressions", ...(node.type === "lambda" ? [] : ["arguments"])])
    for (const child of node[part] ?? []) refuseTheTopLevelContext(child);
}

function isData(value) {
  if (typeof value === "function" || value?._jsonata_function || value?._jsonata_lambda) return false;
  return typeof value !== "object" || value === null || Object.values(value).every(isData);
}

function json(value) {
  return JSON.stringify(value, (_, item) => (typeof item === "number" && !Number.isFinite(item) ? String(item) : item));
}

function why(error) {
  if (error?.code) return `. ${error.code}: ${error.message}`;
  const message = error?.message ?? String(error);
  if (/out of memory/.test(message)) return `: ${OUT_OF_MEMORY}`;
  if (/call stack|stack overflow/.test(message) && error instanceof Error) return `: ${OUT_OF_DEPTH}`;
  return `: ${message}`;
}

async function evaluate(expression, bindings) {
  let program;
  try {
    program = prepare(expression);
  } catch (error) {
    return { invalid: why(error) };
  }
  if (bindings === undefined) return {};
  try {
    const value = await program.evaluate(undefined, JSON.parse(bindings));
    if (value === undefined) return { undefined: true };
    return isData(value) ? { json: json(value) } : { function: true };
  } catch (error) {
    return { error: why(error) };
  }
}

// The calls of Python: begin, run all jobs, carry out a question and run the jobs again, until there are no more; then the answer.
function begin(expression, bindings) {
  answer = undefined;
  evaluate(expression, bindings).then((found) => (answer = JSON.stringify(found)));
}

function nextQuestion() {
  question = questions.shift();
  return question && JSON.stringify([question.name, question.given]);
}

function reply(value) {
  question.resolve(JSON.parse(value));
}

function refuse(message) {
  question.reject({ code: "D3137", message });
}

function takeAnswer() {
  return answer;
}
