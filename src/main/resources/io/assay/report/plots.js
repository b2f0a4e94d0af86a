/* Which charts a run has, and the numbers that each draws. A plot is a function of what is chosen:
   {spec(width), note, table}, or null where there is nothing to draw. No page is needed, so that a
   command draws the same charts. */
const plots = numbers => {
  "use strict";
  const ALL_ROWS = "all rows";
  const SLICE_FEATURES = 8;
  const round = value => value === null || value === undefined ? "–"
    : Number(value.toPrecision(4)).toString().replace("-", "−");
  const count = value => value.toLocaleString("en");
  const interval = (low, high, write = round) => low === null || high === null ? "no interval"
    : `${numbers.confidence} interval ${write(low)} to ${write(high)}`;
  const unit = (value, name) => name ? `${round(value)} ${name}` : round(value);
  const same = (a, b) => a.method === b.method && a.target === b.target;
  const section = (chosen, slice) => numbers.importance.find(s => same(s, chosen) && s.slice === slice);
  const number = (key, label) => ({key, label, isNumber: true});
  const text = (key, label) => ({key, label, isNumber: false});

  const barTip = (bar, name) => [
    bar.name, `mean |attribution| ${unit(bar.mean, name)}`, interval(bar.low, bar.high),
    `share ${bar.share}, ${bar.shareInterval}`, `rank ${bar.ranks}`,
    `signed mean ${round(bar.signed)}, over 0 in ${bar.positive} of rows`
  ].join("\n");

  function importance(chosen) {
    const found = section(chosen, chosen.slice);
    const bars = (found?.bars ?? []).map(bar => ({...bar, tip: barTip(bar, found.unit)}));
    return bars.length === 0 ? null : {spec: width => charts.importance(bars, found.unit, width)};
  }

  function pairs(chosen) {
    const found = section(chosen, chosen.slice);
    const bars = (found?.pairs ?? []).map(bar => ({...bar, tip: barTip(bar, found.unit)}));
    return bars.length === 0 ? null : {spec: width => charts.importance(bars, found.unit, width, 0.46, 400)};
  }

  /* The lower triangle; pairs and single features have a scale of seven steps each. */
  function matrix(chosen) {
    const found = section(chosen, chosen.slice);
    if (!found || found.pairs.length === 0) {
      return null;
    }
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
    return {
      spec: width => charts.matrix(ready, names, width),
      top: {pairs: unit(tops.false, found.unit), alone: unit(tops.true, found.unit)},
      note: omitted > 0 ? `${omitted} more features have less of both; the run’s importance table holds them.` : ""
    };
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

  function swarmPoints(swarm, strips, name) {
    const all = strips.flatMap(strip => strip.values).filter(value => value !== null);
    const low = all.reduce((a, b) => Math.min(a, b), Infinity);
    const high = all.reduce((a, b) => Math.max(a, b), -Infinity);
    return strips.flatMap(strip => {
      const level = levels(strip.held);
      const offset = offsets(strip.values, low, high);
      return strip.values.map((value, row) => ({
        name: strip.name, row: swarm.rowIds[row], value, held: strip.held[row], score: swarm.scores[row],
        offset: offset[row], level: level[row],
        tip: [strip.name, `row ${swarm.rowIds[row]}`, `attribution ${unit(value, name)}`,
          strip.held[row] === null ? "no single feature value" : `feature value ${round(strip.held[row])}`,
          `score ${unit(swarm.scores[row], name)}`].join("\n")
      })).filter(point => point.value !== null);
    });
  }

  const sample = chosen => numbers.swarms.find(s => same(s, chosen) && s.rowIds.length > 0);
  const unitOf = chosen => section(chosen, ALL_ROWS)?.unit ?? "";

  function swarm(chosen) {
    const found = sample(chosen);
    if (!found) {
      return null;
    }
    const whole = section(chosen, ALL_ROWS);
    const name = whole?.unit ?? "";
    const kinds = whole?.pairs.length > 0 ? "features and pairs" : "features";
    const strips = found.strips.slice(0, found.leading);
    const points = swarmPoints(found, strips, name);
    return {
      says: ["coloured by feature value, low to high"],
      spec: width => charts.swarm(points, name, width),
      note: `${count(found.rowIds.length)} rows drawn of ${count(found.sampled)} sampled, all slices; the ${strips.length} most important ${kinds}.`,
      table: {columns: [text("row", "Row"), text("name", "Feature"), number("held", "Feature value"), number("value", "Attribution"), number("score", "Score")], rows: points}
    };
  }

  /* Features that have single values: what a dependence plot can be drawn of. */
  function features(chosen) {
    const strips = sample(chosen)?.strips ?? [];
    return strips.filter(strip => strip.held.some(value => value !== null)).map(strip => strip.name);
  }

  /* Points of few places stand beside each other, by a fixed pattern. */
  function spread(held) {
    const places = [...new Set(held.filter(value => value !== null))].sort((a, b) => a - b);
    if (places.length > 8 || places.length < 2) {
      return held;
    }
    const least = places.slice(1).reduce((gap, place, i) => Math.min(gap, place - places[i]), Infinity);
    return held.map((value, row) => value === null ? null : value + least * 0.5 * ((row * 0.6180339887 % 1) - 0.5));
  }

  function dependence(chosen) {
    const found = sample(chosen);
    const strip = found?.strips.find(each => each.name === (chosen.feature ?? features(chosen)[0]));
    if (!strip || !strip.held.some(value => value !== null)) {
      return null;
    }
    const name = unitOf(chosen);
    const partner = strip.partner < 0 ? null : found.strips[strip.partner];
    const level = partner ? levels(partner.held) : [];
    const at = spread(strip.held);
    const points = strip.values.map((value, row) => ({
      row: found.rowIds[row], held: strip.held[row], at: at[row], value, partner: partner?.held[row] ?? null,
      level: partner ? level[row] : 0,
      tip: [`row ${found.rowIds[row]}`, `${strip.name} ${round(strip.held[row])}`, `attribution ${unit(value, name)}`,
        ...partner ? [`${partner.name} ${round(partner.held[row])}`] : []].join("\n")
    })).filter(point => point.value !== null && point.held !== null);
    const columns = [text("row", "Row"), number("held", "Feature value"), number("value", "Attribution")];
    return {
      feature: strip.name, partner: partner?.name ?? "",
      says: [strip.name, ...partner ? [`coloured by ${partner.name}, low to high`] : []],
      spec: width => charts.dependence(points, {name: strip.name, unit: name, partner: partner?.name ?? null}, width),
      note: partner ? `Coloured by ${partner.name}, of the features shown the one whose values go most with the attribution among rows that hold much the same (mean |correlation| ${round(strip.strength)}).` : "",
      table: {columns: partner ? [...columns, number("partner", partner.name)] : columns, rows: points}
    };
  }

  const falls = chosen => sample(chosen)?.waterfalls ?? [];
  const rows = chosen => falls(chosen).map(row => ({id: row.rowId, label: `${row.rowId}, score ${round(row.score)}`}));

  /* What may be chosen of features and rows. */
  const choices = chosen => ({feature: features(chosen), row: falls(chosen).map(row => row.rowId)});

  /* From the baseline's score to the row's; without a baseline from 0 where values do not add up. */
  function waterfall(chosen) {
    const found = sample(chosen);
    const row = falls(chosen).find(each => each.rowId === chosen.row) ?? falls(chosen)[0];
    if (!row || row.score === null || row.values.includes(null) || row.rest === null) {
      return null;
    }
    const name = unitOf(chosen);
    const steps = row.values.map((value, i) => ({
      name: numbers.names[row.names[i]], value, held: row.held[i]
    }));
    if (row.others > 0) {
      steps.push({name: `${count(row.others)} other ${row.others === 1 ? "feature" : "features"}`, value: row.rest, held: null});
    }
    const sum = steps.reduce((total, step) => total + step.value, 0);
    const base = found.addsUp ? row.score - sum : 0;
    let reached = base;
    const bars = steps.map((step, i) => {
      const from = reached;
      reached += step.value;
      const label = step.held === null ? step.name : `${step.name} = ${round(step.held)}`;
      return {...step, name: label, from, to: reached, next: i, kind: step.value < 0 ? "down" : "up",
        short: (step.value > 0 ? "+" : "") + round(step.value),
        tip: [label, `attribution ${unit(step.value, name)}`, `from ${round(from)} to ${round(reached)}`].join("\n")};
    });
    const total = (label, value, next) => ({name: label, value, from: base, to: value, next, kind: "total", short: round(value), tip: `${label}\n${unit(value, name)}`});
    const all = found.addsUp ? [{...total("baseline", base, 0), from: base}, ...bars, total("score", row.score, null)] : bars;
    const drawn = all.map((bar, i) => ({...bar, next: i < all.length - 1 ? 0 : null, end: Math.max(bar.from, bar.to), isRight: true}));
    const kept = unique(drawn);
    return {
      says: [`row ${row.rowId}`],
      spec: width => charts.waterfall(kept, name ? `${found.addsUp ? "score" : "attribution"}, ${name}` : (found.addsUp ? "score" : "attribution"), width),
      note: found.addsUp ? "" : "This method does not promise that its values add up to the score, so none is drawn.",
      table: {columns: [text("name", "Feature"), number("value", "Attribution"), number("from", "From"), number("to", "To")], rows: kept}
    };
  }

  /* Two bars of one name would lie on each other. */
  function unique(bars) {
    const seen = new Map();
    return bars.map(bar => {
      const times = (seen.get(bar.name) ?? 0) + 1;
      seen.set(bar.name, times);
      return times === 1 ? bar : {...bar, name: `${bar.name} (${times})`};
    });
  }

  /* At most 120 rows, which a page has room for, by score; scores in grey above the attributions. */
  function heat(chosen) {
    const found = sample(chosen);
    const strips = found?.strips.slice(0, found.leading) ?? [];
    const order = (found?.rowIds ?? []).map((id, row) => row).slice(0, 120)
      .filter(row => found.scores[row] !== null).sort((a, b) => found.scores[a] - found.scores[b]);
    if (strips.length === 0 || order.length < 2) {
      return null;
    }
    const name = unitOf(chosen);
    const sizes = strips.flatMap(strip => order.map(row => Math.abs(strip.values[row] ?? 0))).sort((a, b) => a - b);
    const most = sizes[Math.floor(0.99 * (sizes.length - 1))] || sizes[sizes.length - 1] || 1;
    const [low, high] = [found.scores[order[0]], found.scores[order[order.length - 1]]];
    const tone = value => value === null ? "none" : `d${4 + Math.sign(value) * Math.min(4, Math.ceil(Math.abs(value) / most * 4 - 0.5))}`;
    const grey = score => `g${high > low ? Math.round((score - low) / (high - low) * 7) : 3}`;
    const scores = order.map((row, column) => ({
      name: "score", row: found.rowIds[row], value: found.scores[row], column, next: column + 1, level: grey(found.scores[row]),
      tip: `row ${found.rowIds[row]}\nscore ${unit(found.scores[row], name)}`
    }));
    const cells = strips.flatMap(strip => order.map((row, column) => ({
      name: strip.name === "score" ? "score (feature)" : strip.name, row: found.rowIds[row], value: strip.values[row], column, next: column + 1, level: tone(strip.values[row]),
      tip: [`row ${found.rowIds[row]}`, `${strip.name} ${round(strip.held[row])}`, `attribution ${unit(strip.values[row], name)}`,
        `score ${unit(found.scores[row], name)}`].join("\n")
    })));
    const all = [...scores, ...cells];
    return {
      spec: width => charts.heat(all, order.length, width),
      says: ["blue lowers the score, orange raises it"],
      note: `${count(order.length)} rows; the darkest colours begin at ±${unit(most * 3.5 / 4, name)}.`,
      table: {columns: [text("row", "Row"), text("name", "Feature"), number("value", "Value")], rows: all}
    };
  }

  const asBins = found => found.bins.map(([low, high, rows]) => ({
    low, high, rows, tip: `${count(rows)} rows\n${round(low)} to ${round(high)}`
  }));

  /* Rows that all hold the same number have no histogram. */
  function histogram(found, title, marks) {
    const bins = found?.bins ?? [];
    if (bins.length === 0) {
      return null;
    }
    if (!(bins[bins.length - 1][1] > bins[0][0])) {
      return {note: `Every row has the same ${title}: ${unit(bins[0][0], found.unit)}.`};
    }
    const rows = asBins(found);
    return {
      says: [title],
      spec: width => charts.histogram(rows, marks, found.unit ? `${title}, ${found.unit}` : title, width),
      table: {columns: [number("low", "From"), number("high", "To"), number("rows", "Rows")], rows}
    };
  }

  function score(chosen) {
    const all = numbers.distributions.filter(d => d.quantity === "SCORE" && d.target === chosen.target);
    const found = all.find(d => d.method === chosen.method) ?? all[0];
    return histogram(found, "score", found?.marks ?? []);
  }

  function gap(chosen) {
    const found = numbers.distributions.find(d => d.quantity === "COMPLETENESS_GAP" && same(d, chosen));
    const bins = found?.bins ?? [];
    const inside = at => bins.length > 0 && at >= bins[0][0] && at <= bins[bins.length - 1][1];
    const marks = [-1, 1].map(sign => ({at: sign * found?.tolerance, label: `${sign < 0 ? "−" : "+"}tolerance`}))
      .filter(mark => typeof found?.tolerance === "number" && inside(mark.at));
    return histogram(found, "completeness gap", marks);
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

  /* One plot a slice, on one scale. */
  function slices(chosen) {
    const whole = section(chosen, ALL_ROWS);
    if (!whole) {
      return [];
    }
    const found = numbers.importance.filter(s => same(s, chosen) && s.slice !== ALL_ROWS);
    const rows = found.map(s => sliceRows(s, whole));
    const top = rows.flat().reduce((most, row) => Math.max(most, row.high ?? row.mean, row.whole), 0);
    return found.map((s, index) => ({
      title: s.slice, features: rows[index].length, says: [s.slice],
      spec: width => charts.slice(rows[index], s.unit, top, width)
    }));
  }

  /* All listed features of a section, as rows of a table; null where the page lists none. */
  function listing(chosen) {
    const found = section(chosen, chosen.slice);
    const list = found?.list;
    if (!list || list.name.length === 0) {
      return null;
    }
    const withUnit = label => found.unit ? `${label}, ${found.unit}` : label;
    const rows = list.name.map((name, i) => ({
      name: numbers.names[name], rank: list.rank[i], rankLow: list.rankLow[i], rankHigh: list.rankHigh[i],
      mean: list.mean[i], low: list.low[i], high: list.high[i], share: list.share[i],
      shareLow: list.shareLow[i], shareHigh: list.shareHigh[i], signed: list.signed[i], positive: list.positive[i]
    }));
    return {
      title: `${found.title} · ${found.target} · ${found.slice}`, of: list.of, rows,
      columns: [
        {...number("rank", "Rank"), kind: "count"}, text("name", "Feature"),
        number("mean", withUnit("Mean |attribution|")), {...number("low", `${numbers.confidence} interval`), to: "high"},
        {...number("share", "Share"), kind: "percent"}, {...number("shareLow", `${numbers.confidence} interval`), to: "shareHigh", kind: "percent"},
        {...number("rankLow", "Rank interval"), to: "rankHigh", kind: "ranks"},
        number("signed", "Mean, signed"), {...number("positive", "Rows over 0"), kind: "percent"}
      ]
    };
  }

  const parts = partPlots(numbers, {round, unit, interval, count, number, text});
  return {...parts, ALL_ROWS, importance, pairs, matrix, swarm, features, dependence, choices, rows, waterfall, heat, score, gap, slices, listing};
};
