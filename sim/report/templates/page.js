
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

// What a place on the axis of a panel is called: its name, or the date of so many days.
const placed = ({ said, start, at }, place) =>
  said?.[place] ?? new Date(Date.parse(start) + 864e5 * at[place]).toISOString().slice(0, 10);

// Panels are told in parts of the picture, places in those of their axis; some have a row a curve.
function pointed(figure) {
  const data = figure.querySelector("script.panels");
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
  let row = 0;

  const show = () => {
    const panel = panels[at];
    const [left, top, width, height] = panel.box;
    const [first, last] = panel.span;
    const lines = panel.rows ? [panel.curves[row]] : panel.curves;
    const said = lines.filter((curve) => curve.values[place] !== "")
      .map((curve) => (curve.name ? `${curve.name}: ` : "") + curve.values[place]);
    const head = [panel.title, placed(panel, place)].filter(Boolean).join(", ");
    tip.textContent = [head, ...said].filter(Boolean).join("\n");
    const part = (panel.at[place] - first) / (last - first);
    const x = (left + width * part) * image.clientWidth;
    const tall = panel.rows ? height / panel.curves.length : height;
    const high = (top + (panel.rows ? row * tall : 0)) * image.clientHeight;
    Object.assign(cursor.style, {
      left: `${x}px`, top: `${high}px`, height: `${tall * image.clientHeight}px`,
    });
    cursor.hidden = tip.hidden = false;
    const beside = x + 12 + tip.offsetWidth > image.clientWidth ? x - 12 - tip.offsetWidth : x + 12;
    const over = panel.rows ? high + tall * image.clientHeight + 4 : high;
    Object.assign(tip.style, { left: `${Math.max(0, beside)}px`, top: `${over}px` });
  };
  const hide = () => { cursor.hidden = tip.hidden = true; };

  picture.addEventListener("pointermove", (event) => {
    const frame = image.getBoundingClientRect();
    const x = (event.clientX - frame.left) / frame.width;
    const y = (event.clientY - frame.top) / frame.height;
    const inside = ({ box: [l, t, w, h] }) => x >= l && x <= l + w && y >= t && y <= t + h;
    const found = panels.findIndex(inside);
    if (found < 0) return hide();
    const { box: [l, t, w, h], span: [first, last], at: places, curves } = panels[found];
    const pointed = first + ((x - l) / w) * (last - first);
    const far = places.map((one) => Math.abs(one - pointed));
    at = found;
    row = Math.min(Math.floor(((y - t) / h) * curves.length), curves.length - 1);
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
    if (turn && panels[at].rows && panels[at].curves[row + turn]) row += turn;
    else if (turn) {
      at = (at + turn + panels.length) % panels.length;
      row = turn > 0 ? 0 : panels[at].curves.length - 1;
    }
    place = Math.min(Math.max(place + (step ?? 0), 0), panels[at].at.length - 1);
    show();
  });
  picture.setAttribute("aria-description", "Arrow keys read the values of its curves.");
}

const svg = (tag, attributes, ...inside) => {
  const found = document.createElementNS("http://www.w3.org/2000/svg", tag);
  Object.entries(attributes).forEach(([name, value]) => found.setAttribute(name, value));
  found.append(...inside);
  return found;
};

// Over the land a slider draws a month at a time; on paper stands the one that was drawn before.
function sliding(figure) {
  const data = figure.querySelector("script.moving");
  if (!data) return;
  const { ground, box, size, first, look, pages, title } = JSON.parse(data.textContent);
  const moments = new Map(pages);
  const drawn = svg("svg", { viewBox: `0 0 ${size[0]} ${size[1]}`, "aria-hidden": "true" });
  const image = make("img", { src: ground });
  ["left", "top", "width", "height"].forEach((side, n) => { drawn.style[side] = `${100 * box[n]}%`; });
  const sheet = make("div", { className: "sheet" }, image, drawn);
  const picture = make("div", { className: "picture moving", tabIndex: 0 }, sheet);
  picture.setAttribute("role", "group");
  picture.setAttribute("aria-label", title);
  const input = make("input", { type: "range", min: 0, max: pages[0][1].length - 1, value: first });
  const chosen = make("select", {}, ...pages.map(([good]) => make("option", {}, good)));
  const said = make("output", {});
  const lane = ([d, width, stress, words]) => {
    const [stroke, dash] = look.stress[stress];
    const dashes = dash.split(" ").map((part) => part * width).join(" ");
    return svg("path", {
      d, stroke, fill: "none", "stroke-width": width, "stroke-opacity": 0.8,
      ...(dash && { "stroke-dasharray": dashes }),
    }, svg("title", {}, words));
  };
  const place = ([cx, cy, r]) => svg("circle", { cx, cy, r, fill: "#222", stroke: "#fff", "stroke-width": 0.5 });
  const mark = ([x, y, wide, kind, stress, words]) => {
    const [fill, stroke, line, dot] = look.fill[stress];
    const [d, up] = look.kind[kind];
    return svg("g", { transform: `translate(${x} ${y}) scale(${wide})` },
      svg("path", { d, fill, stroke, "fill-opacity": 0.9, "stroke-width": line / wide }),
      ...(dot ? [svg("circle", { cy: up, r: dot / 2, fill: "#fff" })] : []),
      svg("title", {}, words));
  };
  const name = ([x, y, words]) => svg("text", {
    x, y, "font-size": look.size, fill: "#222", stroke: "#fff", "stroke-width": 1.5, "paint-order": "stroke",
  }, words);
  const show = () => {
    const moment = moments.get(chosen.value)[input.value];
    drawn.replaceChildren(...moment.lanes.map(lane), ...moment.places.map(place),
      ...moment.marks.map(mark), ...moment.names.map(name));
    said.textContent = moment.said;
    image.alt = [`${title}, ${moment.said}`, ...[...moment.lanes, ...moment.marks].map((one) => one.at(-1))].join("; ");
    input.setAttribute("aria-valuetext", moment.said);
  };
  input.setAttribute("aria-label", "Which month the map shows");
  input.addEventListener("input", show);
  chosen.setAttribute("aria-label", "Which good the map shows");
  chosen.addEventListener("input", show);
  const choice = pages.length > 1 ? [chosen] : [];
  figure.prepend(make("div", { className: "slide" }, ...choice, input, said), picture);
  figure.classList.add("slid");
  show();
}

document.querySelectorAll(".plate").forEach(sliding);
document.querySelectorAll(".table").forEach(tooled);
document.querySelectorAll(".plate").forEach(pointed);
