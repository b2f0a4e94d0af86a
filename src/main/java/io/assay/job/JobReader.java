package io.assay.job;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.attribution.catalog.MethodCatalog;
import io.assay.attribution.catalog.MethodEntry;
import java.util.List;
import java.util.Map;

/** Reads job files: strict YAML 1.2, every problem reported in one go. */
public final class JobReader {
  private JobReader() {}

  /**
   * Reads a job.
   *
   * @param yaml the text of the job file
   * @param overrides changes from the command line, each {@code key.path=value} with a YAML value;
   *     items of lists by number, methods by number or key
   * @return the job, defaults filled in
   * @throws AssayException SPEC_INVALID with every problem found: its key, its line, what is
   *     allowed
   */
  public static JobSpec read(String yaml, List<String> overrides) {
    return read(yaml, overrides, MethodCatalog.entries());
  }

  /**
   * Reads a job that may name the methods of a catalogue.
   *
   * @param yaml the text of the job file
   * @param overrides changes from the command line
   * @param shelf the methods that may be named
   * @throws AssayException SPEC_INVALID with every problem found
   */
  public static JobSpec read(String yaml, List<String> overrides, List<MethodEntry<?>> shelf) {
    Problems problems = new Problems();
    Shorthand shorthand = new Shorthand(shelf);
    YamlNode.Block job = shorthand.expand(document(yaml, problems));
    for (String override : overrides) {
      job = shorthand.expand(Overrides.apply(job, override, shorthand, problems));
    }
    JobSpec spec = new RecordBinder(problems, JobForms.of(shelf)).bind(JobSpec.class, job, "");
    if (spec == null) {
      problems.throwIfAny("the job file");
      throw new AssayException(ErrorCode.INTERNAL, "the job file cannot be read");
    }
    SpecRules.check(spec, problems);
    problems.throwIfAny("the job file");
    return spec;
  }

  private static YamlNode.Block document(String yaml, Problems problems) {
    YamlNode root = YamlParser.parse(yaml, problems).orElse(new YamlNode.Block(Map.of(), "line 1"));
    if (root instanceof YamlNode.Block block) {
      return block;
    }
    problems.add("", root.where(), "is " + root.describe() + "; need a block of keys");
    return new YamlNode.Block(Map.of(), root.where());
  }
}
