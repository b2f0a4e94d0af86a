package io.assay.engine.torchscript.rules;

import io.assay.engine.torchscript.code.CodeParser;
import io.assay.engine.torchscript.code.Parameter;
import io.assay.engine.torchscript.code.Program;
import io.assay.engine.torchscript.code.Routine;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Functions that stand in place of operations, written in TorchScript in the resources of this
 * package. In them {@code rescale.relu(x)} is short for the function's full name in the archive.
 */
final class HelperFile {
  private static final String MODULE = "__torch__.assay_";
  private static final Pattern SHORT =
      Pattern.compile("(?<![\\w.])(shared|cut|rescale|relevance|attention|paths)\\.(?=\\w+\\()");
  private static final Pattern IN_PLACE =
      Pattern.compile("(?<![\\w.])torch\\.([a-z]\\w*[a-z0-9])_\\(");

  private static final Pattern CALLED = // an operation in place, a method or a function
      Pattern.compile("(?m)^ *(\\w+) = (?:torch\\.(\\w+)_\\(|\\(.*\\)\\.forward|__torch__.*\\()");

  private final String name;
  private final String text;
  private final Map<String, Routine> functions;

  private HelperFile(String name, String text) {
    this.name = name;
    this.text = text;
    this.functions = CodeParser.file(MODULE + name, text).functions();
  }

  /** Reads a file. */
  static HelperFile of(String name) {
    return new HelperFile(name, read(name));
  }

  /** Reads the file that the others share: code that writes in place has kept values copied. */
  static HelperFile sharedFor(Collection<String> codes) {
    boolean copies = codes.stream().anyMatch(HelperFile::writesInPlace);
    String kept = copies ? "torch.clone(x)" : "torch.alias(x)";
    return new HelperFile("shared", read("shared").replace("KEPT", kept));
  }

  /** Returns a file's text with full names and without comments. */
  static String read(String name) {
    try (InputStream stream =
        Objects.requireNonNull(HelperFile.class.getResourceAsStream(name + ".py"), name)) {
      String all = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      String code =
          all.lines()
              .filter(line -> !line.stripLeading().startsWith("#"))
              .collect(Collectors.joining("\n", "", "\n"));
      return SHORT.matcher(code).replaceAll(Matcher.quoteReplacement(MODULE) + "$1.");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * Returns this file with a function for every operation in place that the code uses: what the
   * function gives is written into its first tensor, too. Where all code goes on with what calls
   * give, the tensor need not learn where its new values come from, which is cheaper.
   */
  HelperFile withInPlace(Collection<String> codes) {
    boolean isLinked = codes.stream().anyMatch(this::dropsResults);
    StringBuilder more = new StringBuilder(text);
    Set<String> seen = new HashSet<>();
    for (String code : codes) {
      Matcher uses = IN_PLACE.matcher(code);
      while (uses.find()) {
        Routine function = functions.get(uses.group(1));
        if (function != null && seen.add(uses.group(1))) {
          more.append(inPlace(function, isLinked));
        }
      }
    }
    return new HelperFile(name, more.toString());
  }

  private String inPlace(Routine function, boolean isLinked) {
    String first = function.parameters().get(1).name();
    String parameters =
        function.parameters().stream()
            .map(HelperFile::written)
            .collect(Collectors.joining(",\n    "));
    String arguments =
        function.parameters().stream().map(Parameter::name).collect(Collectors.joining(", "));
    return """
        def %s_(%s) -> Tensor:
          y = %s(%s, )
          w = torch.copy_(%s)
          return %s
        """
        .formatted(
            function.name(),
            parameters,
            fullName(function.name()),
            arguments,
            isLinked ? first + ", y" : first + ".detach(), y.detach()",
            isLinked ? "w" : "y");
  }

  /** Returns whether a routine calls what may write in place and goes on without the result. */
  private boolean dropsResults(String routine) {
    return CALLED
        .matcher(routine)
        .results()
        .filter(call -> call.group(2) == null || functions.containsKey(call.group(2)))
        .anyMatch(call -> isNamedOnce(routine, call.group(1)));
  }

  private static boolean isNamedOnce(String routine, String name) {
    return Pattern.compile("\\b" + name + "\\b").matcher(routine).results().count() == 1;
  }

  private static String written(Parameter parameter) {
    return parameter.name()
        + parameter.type().map(type -> ": " + type.text()).orElse("")
        + parameter.standard().map(value -> "=" + value.text()).orElse("");
  }

  private static boolean writesInPlace(String code) {
    return IN_PLACE.matcher(code).results().anyMatch(use -> !use.group(1).startsWith("requires"));
  }

  Optional<Routine> function(String function) {
    return Optional.ofNullable(functions.get(function));
  }

  String fullName(String function) {
    return MODULE + name + "." + function;
  }

  void addTo(Program program) {
    program.addFile(MODULE + name, text);
  }
}
