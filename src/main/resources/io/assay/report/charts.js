/* What each chart looks like: numbers in, a Vega-Lite specification out. Colours are the style
   sheet's variables, so that light, dark and print need no second drawing. User text is only ever
   data, never a field name or an expression. */
const charts = (() => {
  "use strict";
  const tone = name => `var(--${name})`;
  const wrap = {type: "nominal"};
  const config = {
    background: "transparent",
    aria: false,
    font: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'DejaVu Sans', Arial, sans-serif",
    view: {stroke: null},
    axis: {
      labelFontSize: 12, titleFontSize: 12, titleFontWeight: 400, titlePadding: 10,
      labelColor: tone("soft"), titleColor: tone("soft"), domainColor: tone("faint"),
      tickColor: tone("faint"), gridColor: tone("line"), tickSize: 4, labelPadding: 6, labelFlush: false
    },
    axisY: {domain: false, ticks: false}
  };
  const withUnit = (title, unit) => unit ? `${title}, ${unit}` : title;
  const spec = (width, parts) => ({
    width, config, autosize: {type: "fit-x", contains: "padding"}, ...parts
  });
  const names = (limit, extra) => ({
    field: "name", ...wrap, sort: null,
    axis: {title: null, labelLimit: limit, labelColor: tone("ink"), ...extra}
  });
  /* Powers of ten where plain decimals would be long. */
  const format = values => {
    const most = values.reduce((top, value) => Math.max(top, Math.abs(value ?? 0)), 0);
    return most > 0 && (most < 1e-3 || most >= 1e6) ? {labelExpr: "datum.value === 0 ? '0' : format(datum.value, '.3~e')"} : {};
  };
  const quantity = (field, title, extra) => ({
    field, type: "quantitative", axis: {title, tickCount: 6, grid: true, ...extra}
  });

  /* The parts of an interval: a line, and ends where they help. */
  const spans = (rows, x, color, ends) => {
    const data = {values: rows.filter(row => row.low !== null && row.high !== null)};
    const end = field => ({data, mark: {type: "tick", color, thickness: 1.5, size: 7}, encoding: {x: {...x, field}}});
    const line = {data, mark: {type: "rule", color, strokeWidth: 1.5}, encoding: {x: {...x, field: "low"}, x2: {field: "high"}}};
    return data.values.length === 0 ? [] : [line, ...ends ? [end("low"), end("high")] : []];
  };

  /* Bars with intervals, in the order given; names take a share of the width at most. */
  function importance(bars, unit, width, share = 0.36, widest = 260) {
    const x = quantity("mean", withUnit("mean |attribution|", unit), format(bars.map(bar => bar.high ?? bar.mean)));
    return spec(width, {
      data: {values: bars},
      height: {step: 24},
      encoding: {y: names(Math.min(widest, width * share)), tooltip: {field: "tip", ...wrap}},
      layer: [
        {mark: {type: "bar", color: tone("bar"), height: {band: 0.66}, cornerRadiusEnd: 2}, encoding: {x}},
        ...spans(bars, x, tone("ink"), true)
      ]
    });
  }

  /* Names against names, in squares as large as there is room for. */
  function matrix(cells, groups, width) {
    const limit = Math.min(200, width * 0.26);
    const step = Math.max(10, Math.min(groups.length > 8 ? 32 : 52, Math.floor((width - limit - 16) / groups.length)));
    const tones = ["h", "g"].flatMap(kind => [0, 1, 2, 3, 4, 5, 6, 7].map(level => kind + level));
    const axis = {title: null, domain: false, ticks: false, labelLimit: limit, labelColor: tone("ink"), labelOverlap: false,
      labelFontSize: Math.min(12, step - 1)};
    const place = field => ({field, ...wrap, sort: null, scale: {padding: 0}});
    const layer = [
      {mark: {type: "rect", stroke: tone("paper"), strokeWidth: step > 16 ? 2 : 1, cornerRadius: 2},
        encoding: {
          color: {field: "level", ...wrap, legend: null, scale: {domain: tones, range: tones.map(tone)}},
          tooltip: {field: "tip", ...wrap}
        }}
    ];
    if (step >= 40) {
      layer.push({mark: {type: "text", fontSize: 12},
        encoding: {text: {field: "short", ...wrap},
          color: {condition: {test: "datum.isDark", value: tone("paper")}, value: tone("ink")}}});
    }
    return {
      config, autosize: {type: "pad"}, width: {step}, height: {step},
      data: {values: cells},
      encoding: {
        x: {...place("column"), axis: {...axis, labelAngle: -45, labelLimit: limit * 0.8}},
        y: {...place("row"), axis}
      },
      resolve: {scale: {color: "independent"}},
      layer
    };
  }

  /* One strip a feature; points of the same place stand beside each other. */
  function swarm(points, unit, width) {
    const limit = Math.min(260, width * 0.3);
    return spec(width, {
      height: {step: 38, for: "position"},
      encoding: {y: names(limit, {grid: true, gridColor: tone("line")})},
      layer: [
        {data: {values: [{}]}, mark: {type: "rule", color: tone("faint")}, encoding: {x: {datum: 0}, y: null}},
        {data: {values: points},
          mark: {type: "circle", size: 13, opacity: 0.85, aria: false},
          encoding: {
            x: quantity("value", withUnit("attribution", unit), {grid: false, tickCount: 8, ...format(points.map(point => point.value))}),
            yOffset: {field: "offset", type: "quantitative", scale: {domain: [-1.15, 1.15]}},
            color: {field: "level", type: "ordinal", legend: null, scale: held},
            tooltip: {field: "tip", ...wrap}
          }}
      ]
    });
  }

  /* A histogram from ready bins, with upright lines at marks of {at, label}. */
  function histogram(bins, marks, title, width) {
    const layer = [
      {data: {values: bins}, mark: {type: "bar", color: tone("bar"), binSpacing: 1},
        encoding: {
          x: {field: "low", type: "quantitative", bin: {binned: true}, axis: {title, tickCount: 8, grid: false, ...format([bins[0].low, bins[bins.length - 1].high])}, scale: {zero: false, nice: false}},
          x2: {field: "high"},
          y: {field: "rows", type: "quantitative", axis: {title: "rows", tickCount: 4, grid: true, tickMinStep: 1, format: ",~d"}},
          tooltip: {field: "tip", ...wrap}
        }}
    ];
    if (marks.length > 0) {
      const at = {x: {field: "at", type: "quantitative"}};
      layer.push(
        {data: {values: marks}, mark: {type: "rule", color: tone("ink"), strokeDash: [3, 3], strokeWidth: 1}, encoding: at},
        {data: {values: marks}, mark: {type: "text", y: -8, fontSize: 11, color: tone("soft")},
          encoding: {...at, text: {field: "label", ...wrap}}});
    }
    return spec(width, {height: 170, layer});
  }

  /* Dots with intervals for a slice, ticks for all rows; the same scale in every slice. */
  function slice(rows, unit, top, width) {
    const x = quantity("mean", withUnit("mean |attribution|", unit), {tickCount: 5, ...format([top])});
    const scale = {scale: {domain: [0, top], nice: true}};
    return spec(width, {
      data: {values: rows},
      height: {step: 22},
      encoding: {y: names(Math.min(220, width * 0.45)), tooltip: {field: "tip", ...wrap}},
      layer: [
        {mark: {type: "tick", color: tone("none"), thickness: 3, size: 14}, encoding: {x: {...x, ...scale, field: "whole"}}},
        ...spans(rows, {...x, ...scale}, tone("mark"), false),
        {mark: {type: "circle", size: 44, opacity: 1, color: tone("mark")}, encoding: {x: {...x, ...scale}}}
      ]
    });
  }

  const held = {domain: [0, 1, 2, 3, 4, 5, 6, 7], range: [0, 1, 2, 3, 4, 5, 6].map(i => tone("c" + i)).concat(tone("none"))};

  /* What a row held against its attribution. */
  function dependence(points, {name, unit, partner}, width) {
    const sizes = points.map(point => point.held);
    return spec(width, {
      height: Math.max(240, Math.min(340, width * 0.5)),
      layer: [
        {data: {values: [{}]}, mark: {type: "rule", color: tone("faint")}, encoding: {y: {datum: 0}}},
        {data: {values: points},
          mark: {type: "circle", size: 26, opacity: 0.85},
          encoding: {
            x: quantity("at", name, {grid: false, tickCount: 8, ...format(sizes)}),
            y: quantity("value", withUnit("attribution", unit), format(points.map(point => point.value))),
            color: partner === null ? {value: tone("mark")}
              : {field: "level", type: "ordinal", legend: null, scale: held},
            tooltip: {field: "tip", ...wrap}
          }}
      ].map(layer => ({...layer, encoding: {...layer.encoding, ...layer.encoding.x ? {x: {...layer.encoding.x, scale: {zero: false, nice: true}}} : {}}}))
    });
  }

  /* One row: from the baseline's score, feature by feature, to its own. */
  function waterfall(bars, title, width) {
    const ends = bars.flatMap(bar => [bar.from, bar.to]);
    const [low, high] = [Math.min(...ends), Math.max(...ends)];
    const room = (high - low || 1) * Math.min(0.3, 60 / width);
    const scale = {zero: false, nice: false, domain: [low - room / 4, high + room * 1.5]};
    const tones = {domain: ["up", "down", "total"], range: [tone("d7"), tone("d1"), tone("none")]};
    const y = {...names(Math.min(280, width * 0.4)), scale: {padding: 0.3}};
    const x = {field: "from", type: "quantitative", scale, axis: {title, tickCount: 6, grid: true, ...format(ends)}};
    return spec(width, {
      data: {values: bars},
      height: {step: 26},
      encoding: {y, tooltip: {field: "tip", ...wrap}},
      layer: [
        {data: {values: bars.filter(bar => bar.next !== null)}, mark: {type: "tick", color: tone("faint"), thickness: 1, size: 30, yOffset: 13},
          encoding: {x: {...x, field: "to"}}},
        {mark: {type: "bar", height: {band: 1}, cornerRadius: 2, minBandSize: 2},
          encoding: {x, x2: {field: "to"}, color: {field: "kind", ...wrap, legend: null, scale: tones}}},
        {mark: {type: "text", align: {expr: "datum.isRight ? 'left' : 'right'"}, dx: {expr: "datum.isRight ? 5 : -5"}, fontSize: 11.5, color: tone("ink")},
          encoding: {x: {...x, field: "end"}, text: {field: "short", ...wrap}}}
      ]
    });
  }

  /* Rows beside each other by score, features under each other; the colour is the attribution. */
  function heat(cells, columns, width) {
    const limit = Math.min(240, width * 0.3);
    const levels = [0, 1, 2, 3, 4, 5, 6, 7, 8].map(i => "d" + i).concat([0, 1, 2, 3, 4, 5, 6, 7].map(i => "g" + i), "none");
    return spec(width, {
      data: {values: cells},
      height: {step: 22},
      mark: {type: "rect", strokeWidth: 0},
      encoding: {
        x: {field: "column", type: "quantitative", scale: {domain: [0, columns], nice: false},
          axis: {title: "rows, by score", ticks: false, labels: false, grid: false, domain: false}},
        x2: {field: "next"},
        y: {...names(limit), scale: {paddingInner: 0.12, paddingOuter: 0}},
        color: {field: "level", ...wrap, legend: null, scale: {domain: levels, range: levels.map(tone)}},
        tooltip: {field: "tip", ...wrap}
      }
    });
  }

  /* A layer without rows would have no extent. */
  const hasRows = layer => layer.data === undefined || layer.data.values.length > 0;

  /* Numbers with intervals around 0, hollow where they may be chance. */
  function estimates(rows, title, width) {
    const x = {field: "value", type: "quantitative", scale: {zero: true, nice: true}, axis: {title, tickCount: 6, grid: true, ...format(rows.map(row => row.high ?? row.value))}};
    return spec(width, {
      data: {values: rows},
      height: {step: 22},
      encoding: {y: names(Math.min(380, width * 0.5)), tooltip: {field: "tip", ...wrap}},
      layer: [
        {data: {values: [{}]}, mark: {type: "rule", color: tone("faint")}, encoding: {x: {datum: 0}, y: null, tooltip: null}},
        ...spans(rows, x, tone("mark"), false),
        {mark: {type: "point", size: 48, opacity: 1, filled: true, fill: tone("paper"), stroke: tone("mark"), strokeWidth: 1.5}, encoding: {x}},
        {data: {values: rows.filter(row => row.isFound)}, mark: {type: "point", size: 48, opacity: 1, filled: true, fill: tone("mark")}, encoding: {x}}
      ].filter(hasRows)
    });
  }

  /* Two intervals a feature: with the surrogate, and under it in grey without. */
  function powered(rows, title, width) {
    const x = {field: "mean", type: "quantitative", scale: {zero: true, nice: true}, axis: {title, tickCount: 6, grid: true, ...format(rows.flatMap(row => [row.high ?? row.mean, row.plainHigh ?? row.plain]))}};
    const pair = (value, low, high, yOffset, color) => [
      {data: {values: rows.filter(row => row[low] !== null && row[high] !== null)}, mark: {type: "rule", color, strokeWidth: 2, yOffset}, encoding: {x: {...x, field: low}, x2: {field: high}}},
      {data: {values: rows.filter(row => row[value] !== null)}, mark: {type: "circle", size: 40, opacity: 1, color, yOffset}, encoding: {x: {...x, field: value}}}];
    return spec(width, {
      data: {values: rows},
      height: {step: 26},
      encoding: {y: names(Math.min(300, width * 0.4)), tooltip: {field: "tip", ...wrap}},
      layer: [...pair("plain", "plainLow", "plainHigh", 5, tone("none")), ...pair("mean", "low", "high", -4, tone("mark"))].filter(hasRows)
    });
  }

  /* The places of one feature against those of another, coloured by value. */
  function joint({cells, columns, rows}, {x, y}, width) {
    const tones = [0, 1, 2, 3, 4, 5, 6, 7].map(i => `h${i}`).concat("none");
    const axis = title => ({title, domain: false, ticks: false, labelLimit: 110, labelOverlap: title === x && (width - 80) / columns.length >= 16 ? false : "parity"});
    return spec(width, {
      data: {values: cells},
      height: Math.max(160, Math.min(440, rows.length * 22, width)),
      mark: {type: "rect", strokeWidth: 0},
      encoding: {
        x: {field: "column", ...wrap, sort: null, scale: {domain: columns, padding: 0}, axis: {...axis(x), labelAngle: -45}},
        y: {field: "row", ...wrap, sort: null, scale: {domain: rows, padding: 0}, axis: axis(y)},
        color: {field: "level", ...wrap, legend: null, scale: {domain: tones, range: tones.map(tone)}},
        tooltip: {field: "tip", ...wrap}
      }
    });
  }

  /* A curve with its band over numbers, dots over names; thin lines are single rows. */
  function curve({points, lines, isNamed, low, high}, {name, title}, width) {
    const x = isNamed ? {field: "x", ...wrap, sort: null, axis: {title: name, labelAngle: width < 500 ? -45 : 0, labelLimit: 120, labelColor: tone("ink")}}
      : {...quantity("x", name, {grid: false, tickCount: 8, ...format(points.concat(lines).map(point => point.x))}), scale: {zero: false, nice: false}};
    const y = {...quantity("value", title, format([low, high])), scale: {zero: false, nice: true, domain: [low, high]}};
    const single = {data: {values: lines}, mark: {type: "line", color: tone("bar"), strokeWidth: 1, opacity: 0.45}, encoding: {x, y, detail: {field: "row", ...wrap}}};
    const known = {data: {values: points.filter(point => point.low !== null && point.high !== null)}};
    const tip = {tooltip: {field: "tip", ...wrap}};
    const layer = lines.length > 0 ? [single] : [];
    if (isNamed) {
      layer.push({...known, mark: {type: "rule", color: tone("mark"), strokeWidth: 1.5}, encoding: {x, y: {...y, field: "low"}, y2: {field: "high"}}});
    } else {
      layer.push({...known, mark: {type: "area", color: tone("bar"), opacity: 0.35}, encoding: {x, y: {...y, field: "low"}, y2: {field: "high"}}},
        {data: {values: points}, mark: {type: "line", color: tone("mark"), strokeWidth: 2}, encoding: {x, y}});
    }
    layer.push({data: {values: points}, mark: {type: "circle", size: isNamed ? 60 : 26, opacity: 1, color: tone("mark")}, encoding: {x, y, ...tip}});
    return spec(width, {height: Math.max(240, Math.min(340, width * 0.5)), layer: layer.filter(hasRows)});
  }

  /* A tree from left to right: lines as wide as their share of the rows, questions on them. */
  function tree({nodes, edges, depth, leaves}, width) {
    const scale = {x: {domain: [0, depth + 0.75], nice: false, zero: false}, y: {domain: [-0.6, leaves - 0.4], nice: false, reverse: true, zero: false}};
    const x = {field: "x", type: "quantitative", scale: scale.x, axis: null};
    const y = {field: "y", type: "quantitative", scale: scale.y, axis: null};
    const tones = [0, 1, 2, 3, 4, 5, 6, 7, 8].map(i => "d" + i);
    const tip = {tooltip: {field: "tip", ...wrap}};
    return spec(width, {
      height: Math.max(160, leaves * 46),
      layer: [
        {data: {values: edges}, mark: {type: "line", color: tone("bar"), interpolate: "monotone", opacity: 0.7, strokeCap: "butt"},
          encoding: {x, y, detail: {field: "edge", type: "nominal"}, strokeWidth: {field: "size", type: "quantitative", legend: null, scale: {domain: [0, 1], range: [1, 15]}}}},
        {data: {values: nodes.filter(node => node.isLeaf)}, mark: {type: "circle", size: 150, opacity: 1, stroke: tone("faint"), strokeWidth: 1},
          encoding: {x, y, color: {field: "level", ...wrap, legend: null, scale: {domain: tones, range: tones.map(tone)}}, ...tip}},
        {data: {values: nodes.filter(node => !node.isLeaf)}, mark: {type: "circle", size: 46, opacity: 1, color: tone("mark")}, encoding: {x, y, ...tip}},
        {data: {values: nodes.filter(node => node.above !== "")}, mark: {type: "text", align: "right", dx: -10, dy: -11, fontSize: 11.5, color: tone("ink")}, encoding: {x, y, text: {field: "above", ...wrap}}},
        {data: {values: nodes.filter(node => node.isLeaf)}, mark: {type: "text", align: "left", dx: 13, fontSize: 11.5, color: tone("ink")}, encoding: {x, y, text: {field: "short", ...wrap}}}
      ]
    });
  }

  /* Shares of lists, a colour a cluster; full dots are chosen. */
  function selection(rows, width) {
    const x = {field: "share", type: "quantitative", scale: {domain: [0, 1]}, axis: {title: "share of the lists that hold it", format: "%", tickCount: 5, grid: true}};
    const colour = {field: "tone", ...wrap, legend: null, scale: {domain: ["c0", "c2", "c4", "c6", "c1", "c3", "c5", "mark"], range: ["c0", "c2", "c4", "c6", "c1", "c3", "c5", "mark"].map(tone)}};
    return spec(width, {
      data: {values: rows},
      height: {step: 22},
      encoding: {y: names(Math.min(300, width * 0.4)), tooltip: {field: "tip", ...wrap}},
      layer: [
        {mark: {type: "rule", strokeWidth: 1.5, opacity: 0.6}, encoding: {x: {...x, field: "zero"}, x2: {field: "share"}, color: colour}},
        {mark: {type: "point", filled: true, size: 60, opacity: 1, fill: tone("paper"), strokeWidth: 1.5}, encoding: {x, stroke: {...colour}}},
        {data: {values: rows.filter(row => row.isChosen)}, mark: {type: "circle", size: 60, opacity: 1}, encoding: {x, color: colour}}
      ].filter(hasRows)
    });
  }

  return {estimates, powered, joint, curve, tree, selection, importance, matrix, swarm, dependence, waterfall, heat, histogram, slice};
})();
