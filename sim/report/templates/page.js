
"use strict";
// Tables sort, filter and download; curves tell their values. Without it the page reads the same.

const make = (tag, props = {}, ...inside) => {
  const found = Object.assign(document.createElement(tag), props);
  found.append(...inside);
  return found;
};

const key = (cell) => {
  const given = cell.dataset.sort ?? cell.textContent.trim();
  const number = Number(given);
  return given !== "" && !Number.isNaN(number) ? number : given.toLowerCase();
};

const compare = (a, b) => {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a !== typeof b) return typeof a === "number" ? -1 : 1;
  return a.localeCompare(b);
};

function sortable(table) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = make("button", { type: "button" }, ...head.childNodes);
    if (!button.textContent.trim()) return;
    head.append(button);
    button.addEventListener("click", () => {
      const up = head.getAttribute("aria-sort") !== "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", up ? "ascending" : "descending");
      const rows = [...table.tBodies[0].rows];
      rows.sort((a, b) => (up ? 1 : -1) * compare(key(a.cells[column]), key(b.cells[column])));
      table.tBodies[0].append(...rows);
    });
  });
}

// As sim/output/text.py: what a spreadsheet would take for a formula gets an apostrophe.
function csv(table) {
  const write = (cell) => {
    let text = cell.textContent.replace(/\s+/g, " ").trim();
    if (/^[=+\-@]/.test(text) && Number.isNaN(Number(text))) text = `'${text}`;
    return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const rows = [...table.rows].filter((row) => !row.hidden);
  return rows.map((row) => [...row.cells].map(write).join(",") + "\n").join("");
}

function tooled(box) {
  const table = box.querySelector("table");
  const caption = box.querySelector(".caption").textContent;
  sortable(table);
  const save = make("button", { type: "button" }, "Download CSV");
  save.setAttribute("aria-label", `Download as CSV: ${caption}`);
  save.addEventListener("click", () => {
    const url = URL.createObjectURL(new Blob(["\ufeff", csv(table)], { type: "text/csv" }));
    make("a", { href: url, download: `${box.dataset.name}.csv` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  });
  const tools = make("div", { className: "tools" }, save);
  const rows = [...table.tBodies[0].rows];
  if (rows.length > 7) {
    const input = make("input", { type: "search" });
    const count = make("span", {});
    count.setAttribute("role", "status");
    input.addEventListener("input", () => {
      const wanted = input.value.trim().toLowerCase().split(/\s+/);
      for (const row of rows) {
        const text = row.textContent.toLowerCase();
        row.hidden = !wanted.every((word) => text.includes(word));
      }
      count.textContent = `${rows.filter((row) => !row.hidden).length} of ${rows.length} rows`;
    });
    const label = make("label", {}, "Filter ", input);
    input.setAttribute("aria-label", `Filter: ${caption}`);
    tools.prepend(label, count);
  }
  box.querySelector(".caption").after(tools);
}

// Panels are told in parts of the picture, days in those of its time axis.
function pointed(figure) {
  const data = figure.querySelector('script[type="application/json"]');
  if (!data) return;
  const panels = JSON.parse(data.textContent);
  const picture = figure.querySelector(".picture");
  const image = picture.querySelector("img");
  const cursor = make("div", { className: "cursor", hidden: true });
  const tip = make("div", { className: "tip", hidden: true });
  tip.setAttribute("role", "status");
  picture.append(cursor, tip);
  let at = 0;
  let place = 0;

  const show = () => {
    const panel = panels[at];
    const [left, top, width, height] = panel.box;
    const [first, last] = panel.span;
    const lines = panel.curves.filter((curve) => curve.values[place] !== "");
    const said = lines.map((curve) => (curve.name ? `${curve.name}: ` : "") + curve.values[place]);
    tip.textContent = [`${panel.title}, ${panel.dates[place]}`, ...said].join("\n");
    const part = (panel.days[place] - first) / (last - first);
    const x = (left + width * part) * image.clientWidth;
    Object.assign(cursor.style, {
      left: `${x}px`, top: `${top * image.clientHeight}px`, height: `${height * image.clientHeight}px`,
    });
    cursor.hidden = tip.hidden = false;
    const beside = x + 12 + tip.offsetWidth > image.clientWidth ? x - 12 - tip.offsetWidth : x + 12;
    Object.assign(tip.style, { left: `${Math.max(0, beside)}px`, top: `${top * image.clientHeight}px` });
  };
  const hide = () => { cursor.hidden = tip.hidden = true; };

  picture.addEventListener("pointermove", (event) => {
    const frame = image.getBoundingClientRect();
    const x = (event.clientX - frame.left) / frame.width;
    const y = (event.clientY - frame.top) / frame.height;
    const inside = ({ box: [l, t, w, h] }) => x >= l && x <= l + w && y >= t && y <= t + h;
    const found = panels.findIndex(inside);
    if (found < 0) return hide();
    const { box: [l, , w], span: [first, last], days } = panels[found];
    const day = first + ((x - l) / w) * (last - first);
    const far = days.map((one) => Math.abs(one - day));
    at = found;
    place = far.indexOf(Math.min(...far));
    show();
  });
  picture.addEventListener("pointerleave", hide);
  picture.addEventListener("blur", hide);
  picture.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    const turn = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (event.key === "Escape") return hide();
    if (!step && !turn) return;
    event.preventDefault();
    if (turn) at = (at + turn + panels.length) % panels.length;
    place = Math.min(Math.max(place + (step ?? 0), 0), panels[at].days.length - 1);
    show();
  });
  picture.setAttribute("aria-description", "Arrow keys read the values of its curves.");
}

// Pages of a figure that differ by date are seen one at a time; on paper those that say most.
function sliding(box) {
  const frames = [...box.querySelectorAll(".picture")];
  const first = Math.max(0, frames.findIndex((frame) => !frame.classList.contains("unprinted")));
  const input = make("input", { type: "range", min: 0, max: frames.length - 1, value: first });
  const said = make("output", {});
  const show = () => {
    frames.forEach((frame, place) => { frame.hidden = place !== Number(input.value); });
    said.textContent = frames[input.value].dataset.label;
    input.setAttribute("aria-valuetext", said.textContent);
  };
  input.setAttribute("aria-label", "Which page of the figure is shown");
  input.addEventListener("input", show);
  box.before(make("div", { className: "slide" }, input, said));
  show();
}

document.querySelectorAll(".frames").forEach(sliding);
document.querySelectorAll(".table").forEach(tooled);
document.querySelectorAll(".plate").forEach(pointed);
