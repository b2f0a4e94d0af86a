package io.assay.job;

import io.assay.attribution.Setting;
import java.util.List;
import java.util.Map;

/** A job file, with defaults filled in. */
public record JobSpec(
    @Setting(
            meaning = "The job's name; run ids begin with it.",
            allowed = "letters, digits, - and _")
        String name,
    @Setting(meaning = "The seed of everything random.", standard = "0", allowed = "any long")
        long seed,
    @Setting(meaning = "The rows to explain.") InputSpec input,
    @Setting(meaning = "The model to explain.") ModelSpec model,
    @Setting(meaning = "Which output is explained.", standard = "predicted") TargetSpec target,
    @Setting(meaning = "What \"feature absent\" means.", standard = "zeros") BaselineSpec baseline,
    @Setting(
            meaning = "Features attributed together, by the group's name; a group is one player.",
            standard = "{}",
            allowed = "name: [features]; no feature in two groups")
        Map<String, List<String>> groups,
    @Setting(
            meaning = "The methods, each a key or a key with options.",
            allowed = "see assay methods")
        List<MethodSpec> methods,
    @Setting(
            meaning =
                "Segments that get importance tables of their own, beside all rows: columns or Spark SQL conditions.",
            standard = "[]")
        List<String> slices,
    @Setting(meaning = "The width of intervals.", standard = "0.95", allowed = "0.5 to 0.9999")
        double confidence,
    @Setting(meaning = "How the work is cut and when it stops.", standard = "{}")
        ExecutionSpec execution,
    @Setting(meaning = "Where the tables go.") OutputSpec output) {}
