"use strict";
// Lines of a draft as elements, for every page: what changed, their mathematics and their verdicts.
// Whatever a problem, a model or a file says becomes text nodes, or TeX that KaTeX sets as untrusted.

function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
}

function typeset(pieces) {
  const words = make("span", { className: "words" });
  for (const [text, mathematics] of pieces) {
    if (!mathematics) { words.append(text); continue; }
    const formula = make("span");
    try {
      katex.render(text, formula, { throwOnError: true, trust: false, strict: "ignore", maxSize: 10, maxExpand: 50 });
    } catch (error) {
      formula.textContent = text;
    }
    words.append(formula);
  }
  return words;
}

// What became of each line: [line, label, kind], removed ones too. An edit touches one place.
function difference(before, after) {
  if (!before) return after.lines.map((line, i) => [line, after.labels[i], ""]);
  const old = before.lines, now = after.lines;
  let start = 0, end = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  while (end < old.length - start && end < now.length - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end++;
  const kept = (from, to) => now.slice(from, to).map((line, i) => [line, after.labels[from + i], ""]);
  const removed = old.slice(start, old.length - end).map((line) => [line, "", "removed"]);
  const added = now.slice(start, now.length - end).map((line, i) => [line, after.labels[start + i], "added"]);
  return [...kept(0, start), ...removed, ...added, ...kept(now.length - end, now.length)];
}

const tone = (label) => label === "ok" ? "ok" : /^(unchecked|timeout|rests on)/.test(label) ? "open" : "wrong";

// A list of [line, label, kind]; `pieces` gives the pieces of a line.
function lineList(rows, pieces) {
  const list = make("ol", { className: "lines" });
  let number = 0;
  for (const [line, label, kind] of rows) {
    const row = make("li", { className: kind });
    row.append(make("span", { className: "number", textContent: kind === "removed" ? "" : String(++number) }));
    if (kind) row.append(make("span", { className: "aside", textContent: kind }));
    row.append(typeset(pieces(line)), make("span", { className: tone(label), textContent: label }));
    list.append(row);
  }
  if (!rows.length) list.append(make("li", { textContent: "(no lines)" }));
  return list;
}
