/* The page: which method, target and slice is shown, and the numbers that the charts draw. */
(() => {
  "use strict";
  const ALL_ROWS = "all rows";
  const SLICE_FEATURES = 8;
  const numbers = JSON.parse(document.getElementById("numbers").textContent);
  const tip = document.getElementById("tip");
  const views = new Map();
  const chosen = {method: null, target: null, slice: ALL_ROWS};

  const round = value => value === null || value === undefined ? "–"
    : Number(value.toPrecision(4)).toString().replace("-", "−");
  const interval = (low, high) => low === null || high === null ? "no interval"
    : `${numbers.confidence} interval ${round(low)} to ${round(high)}`;
  const unit = (value, name) => name ? `${round(value)} ${name}` : round(value);
  const same = (a, b) => a.method === b.method && a.target === b.target;

  /* Tooltips are text, line by line, never markup. */
  function showTip(handler, event, item, text) {
    if (text === null || text === undefined || text === "") {
      tip.hidden = true;
      return;
    }
    tip.replaceChildren(...String(text).split("\n").map(line => {
      const row = document.createElement("div");
      row.textContent = line;
      return row;
    }));
    tip.hidden = false;
    const left = Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8);
    const above = event.clientY - tip.offsetHeight - 12;
    tip.style.left = `${Math.max(8, left)}px`;
    tip.style.top = `${above > 8 ? above : event.clientY + 18}px`;
  }

  function draw(node, makeSpec) {
    views.get(node)?.finalize();
    const width = Math.floor(node.clientWidth);
    const runtime = vega.parse(vegaLite.compile(makeSpec(width), {logger: vega.logger(vega.Error)}).spec);
    const loader = {load: () => Promise.reject(new Error("a report loads nothing"))};
    const view = new vega.View(runtime, {renderer: "svg", loader, logLevel: vega.Warn}).tooltip(showTip).initialize(node);
    views.set(node, view);
    return view.runAsync().then(() => {
      const svg = node.querySelector("svg");
      svg.setAttribute("aria-hidden", "true");
      svg.setAttribute("focusable", "false");
    });
  }

  function byId(id, isShown, makeSpec) {
    const node = document.getElementById(id);
    if (node) {
      node.hidden = !isShown;
      if (isShown) {
        draw(node, makeSpec);
      }
    }
  }

  const section = slice => numbers.importance.find(s => same(s, chosen) && s.slice === slice);
  const barTip = (bar, name) => [
    bar.name, `mean |attribution| ${unit(bar.mean, name)}`, interval(bar.low, bar.high),
    `share ${bar.share}, ${bar.shareInterval}`, `rank ${bar.ranks}`,
    `signed mean ${round(bar.signed)}, over 0 in ${bar.positive} of rows`
  ].join("\n");

  function drawImportance() {
    const found = section(chosen.slice);
    const bars = (found?.bars ?? []).map(bar => ({...bar, tip: barTip(bar, found.unit)}));
    byId("importance-chart", bars.length > 0, width => charts.importance(bars, found.unit, width));
    document.getElementById("importance-none").hidden = bars.length > 0 || numbers.importance.length === 0;
  }

  function drawInteractions() {
    const found = section(chosen.slice);
    const pairs = (found?.pairs ?? []).map(bar => ({...bar, tip: barTip(bar, found.unit)}));
    byId("pairs-chart", pairs.length > 0, width => charts.importance(pairs, found.unit, width, 0.46, 400));
    const matrix = document.getElementById("matrix");
    if (matrix) {
      matrix.hidden = pairs.length === 0;
      document.getElementById("interactions-none").hidden = pairs.length > 0;
      if (pairs.length > 0) {
        drawMatrix(found);
      }
    }
  }

  /* The lower triangle; pairs and single features have a scale of seven steps each. */
  function drawMatrix(found) {
    const {names, places, means, signed, omitted} = found.matrix;
    const cells = names.flatMap((row, y) => names.slice(0, y + 1).map((column, x) => {
      const place = y * (y + 1) / 2 + x;
      const pair = places[x] < places[y] ? `${column} x ${row}` : `${row} x ${column}`;
      return {row, column, pair, alone: x === y, mean: means[place], signed: signed[place]};
    })).filter(cell => cell.mean !== null);
    const top = alone => cells.filter(cell => cell.alone === alone).reduce((most, cell) => Math.max(most, cell.mean), 0);
    const tops = {true: top(true), false: top(false)};
    const ready = cells.map(cell => {
      const most = tops[cell.alone];
      const step = most > 0 ? Math.min(7, Math.ceil(cell.mean / most * 7)) : 0;
      return {
        ...cell, level: (cell.alone ? "g" : "h") + step, isDark: step > 4, short: Number(cell.mean.toPrecision(2)).toString(),
        tip: [cell.alone ? `${cell.row}, alone` : cell.pair,
          `mean |attribution| ${unit(cell.mean, found.unit)}`, `signed mean ${round(cell.signed)}`].join("\n")
      };
    });
    byId("matrix-chart", true, width => charts.matrix(ready, names, width));
    document.getElementById("matrix-pairs").textContent = unit(tops.false, found.unit);
    document.getElementById("matrix-alone").textContent = unit(tops.true, found.unit);
    document.getElementById("matrix-note").textContent = omitted > 0
      ? `${omitted} more features have less of both; the run’s importance table holds them.` : "";
  }

  /* The rank of each value among the rows, cut into seven colours; ties share one. */
  function levels(held) {
    const sorted = held.filter(value => value !== null).sort((a, b) => a - b);
    const last = sorted.length - 1;
    const position = new Map();
    sorted.forEach((value, index) => {
      const seen = position.get(value);
      position.set(value, seen ? [seen[0], index] : [index, index]);
    });
    return held.map(value => {
      if (value === null) {
        return 7;
      }
      const [first, final] = position.get(value);
      const middle = last > 0 ? (first + final) / 2 / last : 0.5;
      return Math.min(6, Math.floor(middle * 7));
    });
  }

  /* How far a point steps aside: points that fall into one of 110 bins stand around the middle. */
  function offsets(values, low, high) {
    const bins = new Map();
    const span = high > low ? high - low : 1;
    values.forEach((value, row) => {
      const bin = Math.round((value - low) / span * 110);
      bins.set(bin, [...bins.get(bin) ?? [], row]);
    });
    const fullest = Math.max(10, ...[...bins.values()].map(rows => rows.length));
    const result = new Array(values.length).fill(0);
    for (const rows of bins.values()) {
      rows.forEach((row, place) => {
        const side = place % 2 === 0 ? 1 : -1;
        result[row] = side * Math.ceil(place / 2) * 2 / fullest;
      });
    }
    return result;
  }

  function swarmPoints(swarm, name) {
    const all = swarm.strips.flatMap(strip => strip.values).filter(value => value !== null);
    const low = all.reduce((a, b) => Math.min(a, b), Infinity);
    const high = all.reduce((a, b) => Math.max(a, b), -Infinity);
    return swarm.strips.flatMap(strip => {
      const level = levels(strip.held);
      const offset = offsets(strip.values, low, high);
      return strip.values.map((value, row) => ({
        name: strip.name, value, offset: offset[row], level: level[row],
        tip: [strip.name, `row ${swarm.rowIds[row]}`, `attribution ${unit(value, name)}`,
          strip.held[row] === null ? "no single feature value" : `feature value ${round(strip.held[row])}`,
          `score ${unit(swarm.scores[row], name)}`].join("\n")
      })).filter(point => point.value !== null);
    });
  }

  function drawSwarm() {
    const swarm = numbers.swarms.find(s => same(s, chosen));
    const whole = section(ALL_ROWS);
    const name = whole?.unit ?? "";
    const kinds = whole?.pairs.length > 0 ? "features and pairs" : "features";
    byId("swarm-chart", Boolean(swarm?.rowIds.length), width => charts.swarm(swarmPoints(swarm, name), name, width));
    const note = document.getElementById("swarm-note");
    if (note) {
      note.textContent = swarm
        ? `${swarm.rowIds.length.toLocaleString("en")} rows drawn of ${swarm.sampled.toLocaleString("en")} sampled, all slices; the ${swarm.strips.length} most important ${kinds}.`
        : "No rows were sampled for this method and target.";
    }
  }

  const asBins = found => found.bins.map(([low, high, rows]) => ({
    low, high, rows, tip: `${rows.toLocaleString("en")} rows\n${round(low)} to ${round(high)}`
  }));

  /* Rows that all hold the same number have no histogram. */
  function drawHistogram(name, found, title, marks) {
    const bins = found?.bins ?? [];
    const spread = bins.length > 0 && bins[bins.length - 1][1] > bins[0][0];
    byId(`${name}-chart`, spread, width =>
      charts.histogram(asBins(found), marks, found.unit ? `${title}, ${found.unit}` : title, width));
    const note = document.getElementById(`${name}-note`);
    if (note) {
      note.hidden = spread || bins.length === 0;
      note.textContent = bins.length > 0 ? `Every row has the same ${title}: ${unit(bins[0][0], found.unit)}.` : "";
    }
  }

  function drawScores() {
    const all = numbers.distributions.filter(d => d.quantity === "SCORE" && d.target === chosen.target);
    const found = all.find(d => d.method === chosen.method) ?? all[0];
    drawHistogram("score", found, "score", found?.marks ?? []);
  }

  function drawGaps() {
    const found = numbers.distributions.find(d => d.quantity === "COMPLETENESS_GAP" && same(d, chosen));
    const bins = found?.bins ?? [];
    const inside = at => bins.length > 0 && at >= bins[0][0] && at <= bins[bins.length - 1][1];
    const marks = [-1, 1].map(sign => ({at: sign * found?.tolerance, label: `${sign < 0 ? "−" : "+"}tolerance`}))
      .filter(mark => typeof found?.tolerance === "number" && inside(mark.at));
    drawHistogram("gap", found, "completeness gap", marks);
    const none = document.getElementById("gap-none");
    if (none) {
      none.hidden = Boolean(found);
    }
  }

  /* Features and pairs of features together, most important first. */
  const terms = found => found.pairs.length === 0 ? found.bars
    : [...found.bars, ...found.pairs].sort((a, b) => b.mean - a.mean);

  function sliceRows(found, whole) {
    const wholes = new Map(terms(whole).map(bar => [bar.name, bar.mean]));
    const own = new Map(terms(found).map(bar => [bar.name, bar]));
    return terms(whole).slice(0, SLICE_FEATURES).filter(bar => own.has(bar.name)).map(bar => ({
      ...own.get(bar.name), whole: wholes.get(bar.name),
      tip: `${barTip(own.get(bar.name), found.unit)}\nall rows ${unit(bar.mean, found.unit)}`
    }));
  }

  function drawSlices() {
    const grid = document.getElementById("slice-charts");
    const whole = section(ALL_ROWS);
    if (!grid || !whole) {
      return;
    }
    grid.querySelectorAll(".chart").forEach(node => { views.get(node)?.finalize(); views.delete(node); });
    const found = numbers.importance.filter(s => same(s, chosen) && s.slice !== ALL_ROWS);
    const rows = found.map(s => sliceRows(s, whole));
    const top = rows.flat().reduce((most, row) => Math.max(most, row.high ?? row.mean, row.whole), 0);
    const cells = found.map((s, index) => sliceCell(s, rows[index]));
    grid.replaceChildren(...cells.map(cell => cell.figure));
    cells.forEach((cell, index) => draw(cell.chart, width => charts.slice(rows[index], found[index].unit, top, width)));
  }

  function sliceCell(found, rows) {
    const figure = document.createElement("figure");
    const heading = document.createElement("h3");
    const chart = document.createElement("div");
    figure.className = "cell";
    heading.textContent = found.slice;
    chart.className = "chart";
    chart.setAttribute("role", "img");
    chart.setAttribute("aria-label", `Importance in ${found.slice}: ${rows.length} features; the numbers are in the table below.`);
    figure.append(heading, chart);
    return {figure, chart};
  }

  /* Shows the tables of what is chosen, and no others. */
  function showTables() {
    document.querySelectorAll(".view").forEach(view => {
      view.hidden = Object.keys(chosen).some(key =>
        key in view.dataset && view.dataset[key] !== chosen[key]);
    });
  }

  function drawAll() {
    showTables();
    drawImportance();
    drawInteractions();
    drawSwarm();
    drawScores();
    drawGaps();
    drawSlices();
  }

  function start() {
    const first = numbers.importance[0] ?? numbers.distributions[0] ?? {};
    Object.assign(chosen, {method: first.method, target: first.target});
    const form = document.getElementById("choices");
    if (form) {
      form.hidden = false;
      form.addEventListener("change", event => {
        chosen[event.target.dataset.choice] = event.target.value;
        drawAll();
      });
    }
    drawAll();
    let width = innerWidth;
    let pending = 0;
    addEventListener("resize", () => {
      if (innerWidth !== width) {
        width = innerWidth;
        clearTimeout(pending);
        pending = setTimeout(drawAll, 150);
      }
    });
  }

  start();
})();
