"use strict";
// The page: asks the service, shows each state as it comes, and steps back and forth. It stands on lines.js.

const get = (id) => document.getElementById(id);
let states = [], at = 0, result = null, controller = null, following = true;

function say(text, tone = "") {
  get("status").textContent = text;
  get("status").className = tone;
}

function headers() {
  const key = get("key").value;
  return { "Content-Type": "application/json", ...(key ? { Authorization: `Bearer ${key}` } : {}) };
}

async function ask(path, body, signal) {
  const response = await fetch(path, body === undefined ? { headers: headers(), signal }
    : { method: "POST", headers: headers(), body: JSON.stringify(body), signal });
  if (response.ok) return response;
  if (response.status === 401) get("key-row").hidden = false;
  const told = await response.json().catch(() => ({}));
  const detail = Array.isArray(told.detail) ? told.detail.map((part) => `${part.loc?.at(-1) ?? ""}: ${part.msg}`).join("; ") : told.detail;
  throw new Error(detail || `the service answered ${response.status}`);
}

const draft = () => get("initial").value.split("\n").map((line) => line.trim()).filter(Boolean);

function begin() {
  states = []; at = 0; result = null; following = true;
  get("result").hidden = false;
  get("read").textContent = get("edit").textContent = "";
  get("lines").replaceChildren();
  show(0);
}

function push(state) {
  states.push(state);
  if (following) show(states.length - 1);
  else show(at);
}

function show(to) {
  at = Math.max(0, Math.min(states.length - 1, to));
  following = at === states.length - 1;
  get("back").disabled = at <= 0;
  get("forward").disabled = at >= states.length - 1;
  get("where").textContent = states.length ? (at ? `command ${at} of ${states.length - 1}` : "start") : "";
  const state = states[at];
  if (!state) return;
  const plain = (one) => ({ lines: one.lines.map((line) => line.text), labels: one.lines.map((line) => line.label) });
  const known = new Map([...(states[at - 1]?.lines ?? []), ...state.lines].map((line) => [line.text, line.pieces]));
  const list = lineList(difference(at ? plain(states[at - 1]) : null, plain(state)), (text) => known.get(text));
  if (state.explained) {
    [...list.children].forEach((row, index) => {
      const line = state.lines[index];
      if (line && line.status !== "valid" && line.explanation) row.append(make("span", { className: "why", textContent: line.explanation }));
    });
  }
  get("lines").replaceChildren(list);
  const edit = get("edit");
  edit.replaceChildren();
  if (state.edit ?? state.reply) edit.append(`${state.agent ?? ""} `, make("code", { textContent: state.edit ?? state.reply }));
  if (state.error) edit.append(make("span", { className: "wrong", textContent: ` ${state.error}` }));
}

const ENDS = {
  solved: ["Solved.", "ok"],
  consistent: ["No line is wrong, but nothing could check the answer.", "open"],
  unsolved: ["Not solved. Another agent may do better.", "wrong"],
  gave_up: ["The agent gave up.", "wrong"],
  failed: ["The episode could not go on; this is not a wrong answer.", "wrong"],
};

function take(event) {
  if (event.event === "start") {
    get("read").textContent = event.read_as ? `Read as: ${event.read_as}` : "The problem was not understood by itself: lines are judged alone.";
    push(event);
  } else if (event.event === "turn") {
    push(event);
    say(`${event.number} ${event.number === 1 ? "command" : "commands"}`);
  } else if (event.event === "end") {
    result = event.result;
    const [text, tone] = ENDS[result.status];
    const spent = `${result.steps} ${result.steps === 1 ? "command" : "commands"}, ${result.usage.prompt_tokens + result.usage.completion_tokens} tokens, ${result.usage.seconds.toFixed(2)} s`;
    say(`${text} ${result.failure ?? ""} ${spent}`, tone);
    get("download").disabled = false;
  } else {
    say(event.detail, "wrong");
  }
}

async function readStream(response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "", part;
  while (!(part = await reader.read()).done) {
    text += part.value;
    const messages = text.split("\n\n");
    text = messages.pop();
    for (const message of messages) {
      const data = message.split("\n").find((line) => line.startsWith("data: "));
      if (data) take(JSON.parse(data.slice(6)));
    }
  }
}

function busy(on) {
  get("solve").disabled = get("judge").disabled = on;
  get("stop").disabled = !on;
  if (on) get("download").disabled = true;
}

async function during(work) {
  controller = new AbortController();
  busy(true);
  try {
    await work(controller.signal);
  } catch (error) {
    say(error.name === "AbortError" ? "Stopped." : error.message, error.name === "AbortError" ? "" : "wrong");
  }
  busy(false);
}

function solve(event) {
  event.preventDefault();
  during(async (signal) => {
    say("Solving ...");
    const body = { problem: get("problem").value, initial: draft(), max_steps: Number(get("steps").value), agent: get("agent").value };
    const response = await ask("/solve/stream", body, signal);
    begin();
    await readStream(response);
  });
}

function judge() {
  during(async (signal) => {
    const told = await (await ask("/verify", { problem: get("problem").value, lines: draft() }, signal)).json();
    begin();
    get("read").textContent = told.read_as ? `Read as: ${told.read_as}` : "The problem was not understood by itself: lines are judged alone.";
    push({ lines: told.lines, explained: true });
    say(told.first_wrong ? `Line ${told.first_wrong} is the first wrong one.` : `No line is wrong. Answer: ${told.answer ?? "none stated"} (${told.answer_verdict}).`, told.first_wrong ? "wrong" : "");
  });
}

function download() {
  const file = new Blob([JSON.stringify(result.episode, null, 1)], { type: "application/json" });
  const link = make("a", { href: URL.createObjectURL(file), download: "episode.json" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

async function stored(offset = 0) {
  const run = get("run").value, select = get("stored");
  const rows = await (await ask(`/runs/${encodeURIComponent(run)}/episodes?offset=${offset}`)).json();
  if (!offset) select.replaceChildren(make("option", { value: "", textContent: "choose" }));
  for (const row of rows) {
    select.append(make("option", { value: `${row.problem_id}/${row.sample}`, textContent: `${row.status}, ${row.family || "no family"}, ${row.steps} commands (${row.problem_id})` }));
  }
  get("more").disabled = rows.length < 50;
}

async function openStored() {
  if (!get("stored").value) return;
  const told = await (await ask(`/runs/${encodeURIComponent(get("run").value)}/episodes/${get("stored").value}`)).json();
  begin();
  get("read").textContent = told.problem;
  for (const state of told.states) push(state);
  show(0);
  say(`Stored episode: ${told.status.replace("_", " ")}`);
}

async function start() {
  get("ask").onsubmit = solve;
  get("judge").onclick = judge;
  get("stop").onclick = () => controller?.abort();
  get("back").onclick = () => show(at - 1);
  get("forward").onclick = () => show(at + 1);
  get("download").onclick = download;
  get("result").onkeydown = (event) => {
    if (event.key === "ArrowLeft") show(at - 1);
    if (event.key === "ArrowRight") show(at + 1);
  };
  get("run").onchange = () => stored();
  get("more").onclick = () => stored(get("stored").options.length - 1);
  get("stored").onchange = openStored;
  get("key").onchange = load;
  await load();
}

async function load() {
  try {
    const health = await (await ask("/health")).json();
    get("agent").replaceChildren(...health.agents.map((name) => make("option", { value: name, textContent: name })));
    const examples = await (await ask("/examples")).json();
    get("example").replaceChildren(make("option", { value: "", textContent: "your own" }),
      ...examples.map((one) => make("option", { value: one.name, textContent: one.name })));
    get("example").onchange = () => {
      const one = examples.find((example) => example.name === get("example").value);
      get("problem").value = one?.problem ?? "";
      get("initial").value = (one?.initial ?? []).join("\n");
    };
    const runs = await (await ask("/runs")).json();
    get("runs").hidden = !runs.length;
    get("run").replaceChildren(...runs.map((run) => make("option", { value: run.name, textContent: run.name })));
    if (runs.length) await stored();
    say("");
  } catch (error) {
    say(error.message, "wrong");
  }
}

start();
