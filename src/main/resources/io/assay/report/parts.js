/* Plots of tables that only some runs have. */
const partPlots = (numbers, words) => {
  "use strict";
  const {round, unit, interval, count, number, text} = words;
  const {differencesOmitted, scoresOmitted, curves, curvesOmitted, maps, mapsOmitted, selectionOmitted, trees, poweredOmitted} = numbers.parts;
  const records = ({keys, rows}) => rows.map(row => Object.fromEntries(keys.map((key, i) => [key, row[i]])));
  const [differences, scores, selection, powered] = ["differences", "scores", "selection", "powered"].map(name => records(numbers.parts[name]));
  const same = (a, b) => a.method === b.method && a.target === b.target;
  const percent = share => `${(100 * share).toFixed(1)} %`;
  const unitOf = chosen => numbers.importance.find(s => same(s, chosen))?.unit ?? "";
  const scoreUnit = target => numbers.distributions.find(d => d.quantity === "SCORE" && d.target === target)?.unit ?? "";
  const all = "all"; // the target of what is said of all outputs together
  const ofTarget = (line, chosen) => line.target === chosen.target || line.target === all;

  const absent = (omitted, table) => omitted > 0 ? {note: `The page has no room for this choice; the run’s ${table} table has it.`} : null;

  function differencesPlot(chosen) {
    const found = differences.filter(line => same(line, chosen))
      .filter(line => chosen.slice === "all rows" || line.slice === chosen.slice || line.other === chosen.slice);
    if (found.length === 0) {
      return absent(differencesOmitted, "differences");
    }
    const name = unitOf(chosen);
    const rows = found.map(line => ({
      ...line, name: `${line.feature} · ${line.slice} against ${line.other}`, value: line.difference,
      tip: [line.feature, `${line.slice} (${count(line.rows)} rows) against ${line.other} (${count(line.otherRows)})`,
        `difference ${unit(line.difference, name)}`, interval(line.low, line.high),
        line.p === null ? "not tested: too few rows" : `p ${round(line.p)}, q ${round(line.q)}`].join("\n")
    }));
    const shown = rows.slice(0, 20);
    const discovered = found.filter(line => line.isFound).length;
    return {
      says: [chosen.slice],
      spec: width => charts.estimates(shown, name ? `difference of mean |attribution|, ${name}` : "difference of mean |attribution|", width),
      note: `${count(discovered)} of ${count(found.length)} are found; the ${count(shown.length)} clearest are drawn.${differencesOmitted > 0 ? ` ${count(differencesOmitted)} more are in the run’s differences table.` : ""}`,
      table: {of: found.length, columns: [text("name", "Feature and slices"), number("value", "Difference"), {...number("low", `${numbers.confidence} interval`), to: "high"},
        number("p", "p"), number("q", "q"), {...number("rows", "Rows"), kind: "count"}, {...number("otherRows", "Other rows"), kind: "count"}], rows}
    };
  }

  /* Of each feature what the sample alone says, and what it says with the surrogate. */
  function poweredPlot(chosen) {
    const found = powered.filter(line => same(line, chosen) && line.slice === chosen.slice);
    if (found.length === 0) {
      return absent(poweredOmitted, "powered");
    }
    const name = unitOf(chosen);
    const rows = found.map(line => ({
      ...line, name: line.feature, mean: line.meanAbs, worth: line.plainRows === null ? null : Math.round(line.plainRows),
      tip: [line.feature, `powered ${unit(line.meanAbs, name)}`, interval(line.low, line.high),
        `sample alone ${unit(line.plain, name)}`, interval(line.plainLow, line.plainHigh), `rank ${line.rank} (${line.rankLow} to ${line.rankHigh})`,
        ...line.plainRows === null ? [] : [`as sure as ${count(Math.round(line.plainRows))} rows explained exactly`]].join("\n")
    }));
    const shown = rows.slice(0, 20);
    const worth = rows.map(row => row.worth).filter(rows => rows !== null).sort((a, b) => a - b);
    const half = worth[Math.floor((worth.length - 1) / 2)];
    return {
      says: [chosen.slice, "with the surrogate in blue, the sample alone in grey"],
      spec: width => charts.powered(shown, name ? `mean |attribution|, ${name}` : "mean |attribution|", width),
      note: [`${count(found[0].exactRows)} rows were explained exactly, and ${count(found[0].rows)} by the surrogate.`,
        ...worth.length > 0 ? [`Half of the features are known as well as from ${count(half)} exact rows, or better.`] : [],
        ...shown.length < rows.length ? [`The ${count(shown.length)} most important of ${count(rows.length)} are drawn.`] : [],
        ...poweredOmitted > 0 ? [`${count(poweredOmitted)} more lines are in the run’s powered table.`] : []].join(" "),
      table: {columns: [{...number("rank", "Rank"), kind: "count"}, text("name", "Feature"), number("mean", "Powered"), {...number("low", `${numbers.confidence} interval`), to: "high"},
        number("plain", "Sample alone"), {...number("plainLow", `${numbers.confidence} interval`), to: "plainHigh"}, {...number("rankLow", "Rank interval"), to: "rankHigh", kind: "ranks"},
        {...number("worth", "Worth exact rows"), kind: "count"}, number("factor", "Factor")], rows}
    };
  }

  /* Scores by method and what they measure. */
  const labelOf = line => line.label || (line.with ? "pairs" : "");
  const measureOf = line => `${line.method}\n${labelOf(line)}`;
  function measures(chosen) {
    const seen = new Map();
    scores.filter(line => ofTarget(line, chosen) && line.feature !== "").forEach(line => seen.set(measureOf(line), labelOf(line) ? `${line.title}: ${labelOf(line)}` : line.title));
    return [...seen].map(([id, label]) => ({id, label}));
  }

  function measure(chosen) {
    const id = chosen.measure ?? measures(chosen)[0]?.id;
    const found = scores.filter(line => ofTarget(line, chosen) && line.feature !== "" && measureOf(line) === id);
    const method = id?.split("\n")[0];
    const facts = scores.filter(line => ofTarget(line, chosen) && line.feature === "" && line.method === method)
      .map(line => ({name: line.label, value: line.low === null || line.low === line.high ? round(line.value) : `${round(line.value)}, ${interval(line.low, line.high)}`}));
    if (found.length === 0) {
      return {facts};
    }
    const rows = found.map(line => {
      const name = line.with ? `${line.feature} x ${line.with}` : line.feature;
      return {...line, name, isFound: line.low === null || line.low > 0 || line.high < 0,
        tip: [name, `${labelOf(line) || line.title} ${round(line.value)}`, interval(line.low, line.high), ...line.rank > 0 ? [`rank ${line.rank} (${line.rankLow} to ${line.rankHigh})`] : [], `${count(line.rows)} rows`].join("\n")};
    }).sort((a, b) => Math.abs(b.value ?? 0) - Math.abs(a.value ?? 0));
    const shown = rows.slice(0, 25);
    return {
      facts, says: [found[0].title, labelOf(found[0])],
      spec: width => charts.estimates(shown, labelOf(found[0]) || found[0].title, width),
      note: `${rows.length > shown.length ? `The ${count(shown.length)} largest of ${count(rows.length)}. ` : ""}Hollow dots have 0 within their interval.${scoresOmitted > 0 ? ` ${count(scoresOmitted)} more numbers are in the run’s global table.` : ""}`,
      table: {columns: [text("name", "Feature"), number("value", "Value"), {...number("low", `${numbers.confidence} interval`), to: "high"}, {...number("rank", "Rank"), kind: "count"}, {...number("rows", "Rows"), kind: "count"}], rows}
    };
  }

  function effects(chosen) {
    const seen = new Map();
    curves.filter(curve => ofTarget(curve, chosen)).forEach(curve => seen.set(curve.method, curve.title));
    return [...seen].map(([id, label]) => ({id, label}));
  }

  const curvesOf = chosen => curves.filter(curve => ofTarget(curve, chosen) && curve.method === (chosen.effect ?? effects(chosen)[0]?.id));
  const curveFeatures = chosen => curvesOf(chosen).map(curve => ({id: curve.feature, label: curve.feature}));

  function curve(chosen) {
    const all = curvesOf(chosen);
    const found = all.find(each => each.feature === chosen.curve) ?? all[0];
    if (!found) {
      return absent(curvesOmitted, "global");
    }
    const isNamed = found.x.every(x => x === null);
    const places = found.x.map((x, i) => ({x: isNamed ? found.labels[i] : x, i})).filter(place => place.x !== null && place.x !== "");
    const name = scoreUnit(chosen.target);
    const points = places.filter(({i}) => i < found.value.length && found.value[i] !== null).map(({x, i}) => ({
      x, value: found.value[i], low: found.low[i], high: found.high[i],
      tip: [`${found.feature} ${found.labels[i] || round(x)}`, `${found.title} ${unit(found.value[i], name)}`, interval(found.low[i], found.high[i])].join("\n")
    }));
    const lines = found.lines.flatMap(line => places.map(({x, i}) => ({x, value: line.value[i], row: line.row})).filter(point => point.value !== null && point.value !== undefined));
    const heights = [...points.flatMap(point => [point.value, point.low ?? point.value, point.high ?? point.value]), ...lines.map(line => line.value)];
    if (heights.length === 0) {
      return null;
    }
    const [low, high] = [heights.reduce((a, b) => Math.min(a, b)), heights.reduce((a, b) => Math.max(a, b))];
    const apart = found.x.map((x, i) => ({x, i})).filter(place => !isNamed && place.x === null && found.value[place.i] !== undefined)
      .map(place => `${found.labels[place.i]}: ${unit(found.value[place.i], name)}`);
    return {
      feature: found.feature, says: [found.title, found.feature],
      spec: width => charts.curve({points, lines, isNamed, low, high: high > low ? high : low + 1}, {name: found.feature, title: name ? `score, ${name}` : "score"}, width),
      note: [`${found.title}, ${count(found.rows)} rows${found.lines.length > 0 ? `, of which ${count(found.lines.length)} are drawn as lines` : ""}.`,
        ...apart, ...curvesOmitted > 0 ? [`${count(curvesOmitted)} more curves are in the run’s global table.`] : []].join(" "),
      table: {columns: isNamed ? [text("x", found.feature), number("value", "Value"), {...number("low", "Interval"), to: "high"}] : [number("x", found.feature), number("value", "Value"), {...number("low", "Interval"), to: "high"}],
        rows: points.length > 0 ? points : lines}
    };
  }

  const pairOf = map => `${map.feature} x ${map.with}`;
  const jointsOf = chosen => maps.filter(map => ofTarget(map, chosen));
  const joints = chosen => jointsOf(chosen).map((map, i) => ({id: String(i), label: `${map.title}: ${pairOf(map)}`, method: map.method, feature: pairOf(map)}));

  /* The least value is palest, the greatest darkest, in eight steps; squares stand evenly. */
  function joint(chosen) {
    const found = jointsOf(chosen)[Number(chosen.joint ?? 0)];
    const known = (found?.value ?? []).filter(value => value !== null);
    if (known.length === 0) {
      return absent(mapsOmitted, "global");
    }
    const name = scoreUnit(chosen.target);
    const [low, high] = [known.reduce((a, b) => Math.min(a, b)), known.reduce((a, b) => Math.max(a, b))];
    const named = places => distinct(places.map(place => place.label || round(place.x)));
    const [rows, columns] = [named(found.along), named(found.across)];
    const cells = rows.flatMap((row, i) => columns.map((column, j) => {
      const place = i * columns.length + j;
      const value = found.value[place];
      const step = high > low ? Math.min(7, Math.floor((value - low) / (high - low) * 8)) : 0;
      return {row: column, column: row, value, low: found.low[place], high: found.high[place], level: value === null ? "none" : `h${step}`,
        tip: [`${found.feature} ${row}`, `${found.with} ${column}`, `${found.title} ${unit(value, name)}`, interval(found.low[place], found.high[place])].join("\n")};
    }));
    return {
      range: {low: unit(low, name), high: unit(high, name)},
      says: [found.title, pairOf(found), `${unit(low, name)} to ${unit(high, name)}`],
      spec: width => charts.joint({cells, columns: rows, rows: [...columns].reverse()}, {x: found.feature, y: found.with}, width),
      note: [`${found.title}, ${count(found.rows)} rows.`, "Squares are the values that were tried, one beside the other however far apart they are.",
        ...mapsOmitted > 0 ? [`${count(mapsOmitted)} more maps are in the run’s global table.`] : []].join(" "),
      table: {columns: [text("column", found.feature), text("row", found.with), number("value", "Value"), {...number("low", `${numbers.confidence} interval`), to: "high"}], rows: cells}
    };
  }

  /* Two places that are written alike would lie on each other. */
  function distinct(names) {
    const seen = new Map();
    return names.map(name => {
      const times = (seen.get(name) ?? 0) + 1;
      seen.set(name, times);
      return times === 1 ? name : `${name} (${times})`;
    });
  }

  function tree(chosen) {
    const found = trees.find(each => each.target === chosen.target) ?? (trees.length === 1 ? trees[0] : undefined);
    if (!found) {
      return null;
    }
    const byId = new Map(found.nodes.map(node => [node.id, node]));
    const isLeaf = node => node.left === undefined || node.left === null;
    const place = new Map();
    let leaves = 0;
    const put = node => {
      const children = isLeaf(node) ? [] : [byId.get(node.left), byId.get(node.right)];
      children.forEach(put);
      place.set(node.id, children.length === 0 ? leaves++ : (place.get(children[0].id) + place.get(children[1].id)) / 2);
    };
    const root = found.nodes.find(node => node.parent === null || node.parent === undefined);
    put(root);
    const most = found.nodes.reduce((size, node) => Math.max(size, Math.abs(node.prediction - root.prediction)), 0) || 1;
    const above = node => {
      const parent = byId.get(node.parent);
      return parent ? (parent.left === node.id ? parent.left_if : parent.right_if) : "";
    };
    /* A long name is cut in its middle, so that the question stays. */
    const fitted = (node, room) => {
      const whole = above(node);
      const feature = byId.get(node.parent)?.feature ?? "";
      if (whole.length <= room || !whole.startsWith(feature)) {
        return whole;
      }
      const keep = Math.max(4, room - 1 - (whole.length - feature.length));
      return feature.length <= keep ? whole
        : `${feature.slice(0, Math.ceil(keep / 2))}…${feature.slice(feature.length - Math.floor(keep / 2))}${whole.slice(feature.length)}`;
    };
    const nodes = found.nodes.map(node => ({
      id: node.id, node, x: node.depth, y: place.get(node.id), isLeaf: isLeaf(node), short: unit(node.prediction, found.unit),
      name: above(node) || "all rows", prediction: node.prediction, deviation: node.deviation, share: node.share, rows: node.rows,
      level: `d${4 + Math.round((node.prediction - root.prediction) / most * 4)}`,
      tip: [above(node) || "all rows", `score ${unit(node.prediction, found.unit)}`, `${count(node.rows)} training rows, ${percent(node.share)}`,
        ...isLeaf(node) ? [] : [`asks about ${node.feature}`]].join("\n")
    }));
    const at = id => ({x: byId.get(id).depth, y: place.get(id)});
    const edges = found.nodes.filter(node => node !== root).flatMap(node => {
      const [from, to] = [at(node.parent), at(node.id)];
      const middle = (from.x + to.x) / 2;
      return [from, {x: from.x + 0.12, y: to.y}, {x: middle, y: to.y}, to].map((point, step) => ({...point, edge: node.id, size: node.share, step}));
    });
    const depth = found.nodes.reduce((most, node) => Math.max(most, node.depth), 0);
    const {r2, r2_low, r2_high, agreement} = found.fidelity;
    return {
      says: ["surrogate tree"],
      spec: width => {
        const whole = Math.max(width, 150 * (depth + 0.75));
        const room = Math.floor((whole / (depth + 0.75) - 24) / 6.3);
        const named = nodes.map(({node, ...each}) => ({...each, above: fitted(node, room)}));
        return charts.tree({nodes: named, edges, depth: Math.max(1, depth), leaves}, whole);
      },
      note: r2 === null ? `The score does not vary among the ${count(found.held_out_rows)} rows that it has not seen.` : `On ${count(found.held_out_rows)} rows that it has not seen it explains ${percent(r2)} of the variance of the score (${interval(r2_low, r2_high, percent)})${agreement === undefined || agreement === null ? "" : `, and decides as the model does for ${percent(agreement)} of them`}.`,
      table: {columns: [{...number("id", "Node"), kind: "count"}, text("name", "Where"), number("prediction", "Score"), number("deviation", "Deviation"), {...number("share", "Share"), kind: "percent"}, {...number("rows", "Rows"), kind: "count"}], rows: nodes}
    };
  }

  function selectionPlot(chosen) {
    const found = selection.filter(line => same(line, chosen)).sort((a, b) => a.leafOrder - b.leafOrder || b.selectedShare - a.selectedShare);
    if (found.length === 0) {
      return absent(selectionOmitted, "features");
    }
    const tones = ["c0", "c2", "c4", "c6", "c1", "c3", "c5"];
    const sizes = new Map();
    found.forEach(line => sizes.set(line.cluster, (sizes.get(line.cluster) ?? 0) + 1));
    const groups = [...new Set(found.map(line => line.cluster))].filter(cluster => cluster > 0 && sizes.get(cluster) > 1);
    const rows = found.map(line => ({
      ...line, name: line.feature, share: line.selectedShare, zero: 0, list: line.isChosen ? "yes" : "no",
      tone: groups.includes(line.cluster) ? tones[groups.indexOf(line.cluster) % tones.length] : "mark",
      tip: [line.feature, `on ${percent(line.selectedShare)} of the lists`, line.isChosen ? "chosen" : "not chosen",
        ...line.cluster > 0 ? [`cluster ${line.cluster}, of ${count(sizes.get(line.cluster))}`] : []].join("\n")
    }));
    const shown = rows.length > 60 ? rows.filter(row => row.isChosen).slice(0, 60) : rows;
    return {
      says: ["feature selection"],
      spec: width => charts.selection(shown, width),
      note: `${count(found.filter(line => line.isChosen).length)} of ${count(found.length)} features are chosen${found[0].stability === null ? "" : `; the stability of the lists is ${round(found[0].stability)} of 1`}.${shown.length < rows.length ? ` ${count(shown.length)} of those chosen are drawn.` : ""}${selectionOmitted > 0 ? ` ${count(selectionOmitted)} more features are in the run’s features table.` : ""}`,
      table: {columns: [text("name", "Feature"), {...number("cluster", "Cluster"), kind: "count"}, {...number("share", "Of the lists"), kind: "percent"}, text("list", "Chosen")], rows}
    };
  }

  return {differences: differencesPlot, measures, measure, effects, curveFeatures, curve, joints, joint, tree, selection: selectionPlot, powered: poweredPlot};
};
