"use strict";
// The viewer of episodes. It stands on lines.js.

const PAGE = 50;
const get = (id) => document.getElementById(id);

async function unpack(id) {
  const bytes = Uint8Array.from(atob(get(id).textContent), (c) => c.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}

const blocks = new Map();
function block(number) {
  if (!blocks.has(number)) blocks.set(number, unpack(`block-${number}`));
  return blocks.get(number);
}

function showState(place, shown, lines, at) {
  const state = shown.states[at], before = at ? shown.states[at - 1] : null;
  place.replaceChildren();
  if (at) {
    const said = make("p", {}, `${state.agent}: `, make("code", { textContent: state.edit ?? state.reply }));
    said.append(` ${state.tokens} tokens, ${state.seconds} s`);
    place.append(said);
    if (state.error) place.append(make("p", { className: "wrong", textContent: state.error }));
  }
  place.append(lineList(difference(before, state), (line) => lines[line]));
}

async function showEpisode(index, row) {
  const loaded = await block(Math.floor(row / index.block));
  const shown = loaded.episodes[row % index.block], [run, , family, , mistakes, status, , sample] = index.rows[row];
  const place = get("episode"), state = make("div"), last = shown.states.length - 1;
  let at = 0;
  const back = make("button", { type: "button", textContent: "Back" });
  const forward = make("button", { type: "button", textContent: "Forward" });
  const where = make("span");
  const go = (to) => {
    at = Math.max(0, Math.min(last, to));
    back.disabled = at === 0;
    forward.disabled = at === last;
    where.textContent = ` ${at ? `after command ${at} of ${last}` : "start"} `;
    showState(state, shown, loaded.lines, at);
  };
  back.onclick = () => go(at - 1);
  forward.onclick = () => go(at + 1);
  place.onkeydown = (event) => {
    if (event.key === "ArrowLeft") go(at - 1);
    if (event.key === "ArrowRight") go(at + 1);
  };
  const facts = [index.runs[run], family, `sample ${sample}`, mistakes.join(", "), `${shown.tokens} tokens`, `${shown.seconds} s`];
  place.replaceChildren(
    make("h3", { textContent: shown.statement }),
    make("p", {}, make("strong", { className: status, textContent: status }), ` ${facts.filter(Boolean).join(" · ")}`),
    make("p", { textContent: `answer ${shown.final ?? "none"}, reference ${shown.answer ?? "none"}` }),
    make("p", {}, back, where, forward), state,
  );
  if (shown.failure) place.append(make("p", { className: "wrong", textContent: shown.failure }));
  go(0);
  place.scrollIntoView({ block: "nearest" });
}

function choices(id, values) {
  const known = [...new Set(values)].filter((value) => value !== "").sort();
  get(id).append(make("option", { value: "", textContent: "all" }), ...known.map((value) => make("option", { value, textContent: value })));
}

async function start() {
  const index = await unpack("index"), rows = index.rows;
  choices("run", index.runs);
  choices("status", rows.map((row) => row[5]));
  choices("family", rows.map((row) => row[2]));
  choices("mistake", rows.flatMap((row) => row[4]));
  let chosen = [], first = 0, open = -1;

  function list() {
    const shown = chosen.slice(first, first + PAGE);
    get("list").replaceChildren(...shown.map((row) => {
      const [run, statement, family, , , status, steps] = rows[row];
      const button = make("button", { type: "button" }, statement, make("small", {},
        make("span", { className: status, textContent: status }), ` ${[index.runs[run], family, `${steps} ${steps === 1 ? "command" : "commands"}`].filter(Boolean).join(" · ")}`));
      button.setAttribute("aria-pressed", String(row === open));
      button.onclick = () => {
        open = row;
        for (const other of get("list").querySelectorAll("button")) other.setAttribute("aria-pressed", String(other === button));
        showEpisode(index, row);
      };
      return make("li", {}, button);
    }));
    get("count").textContent = `${chosen.length} of ${rows.length} episodes`;
    get("place").textContent = chosen.length ? `${first + 1} to ${first + shown.length}` : "none";
    get("earlier").disabled = first === 0;
    get("later").disabled = first + PAGE >= chosen.length;
  }

  function filter() {
    const [run, status, family, mistake] = ["run", "status", "family", "mistake"].map((id) => get(id).value);
    const text = get("text").value.toLowerCase();
    chosen = [];
    rows.forEach((row, number) => {
      if (run && index.runs[row[0]] !== run) return;
      if (status && row[5] !== status) return;
      if (family && row[2] !== family) return;
      if (mistake && !row[4].includes(mistake)) return;
      if (text && !row[1].toLowerCase().includes(text)) return;
      chosen.push(number);
    });
    first = 0;
    list();
  }

  get("filters").onsubmit = (event) => event.preventDefault();
  get("filters").oninput = filter;
  get("earlier").onclick = () => { first -= PAGE; list(); };
  get("later").onclick = () => { first += PAGE; list(); };
  filter();
}

start();
