package io.assay.engine.torchscript.code;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.engine.torchscript.archive.Archive;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is read is written as it was. */
final class RoundTripTest {
  static List<Path> archives() throws IOException, URISyntaxException {
    Path resources =
        Path.of(Objects.requireNonNull(RoundTripTest.class.getResource("/engine")).toURI())
            .resolveSibling("");
    try (Stream<Path> files = Files.walk(resources)) {
      return files
          .filter(file -> file.toString().endsWith(".pt"))
          .filter(file -> !file.endsWith("weights_only.pt"))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("archives")
  void everyRoutineIsWrittenAsItWasRead(Path file) {
    Archive archive = Archive.read(file);

    Program program = new Program(archive.rootType(), archive.code());

    assertThat(program.root()).isPresent();
    String all = String.join("\n", archive.code().values());
    int routines = 0;
    for (ClassCode type : program.types()) {
      for (Routine method : type.methods().values()) {
        assertThat(all).contains(method.text("  "));
        assertThat(method.unread()).isEmpty();
        routines++;
      }
    }
    for (Routine function : program.functions().values()) {
      assertThat(all).contains(function.text(""));
      assertThat(function.unread()).isEmpty();
      routines++;
    }
    assertThat(routines).isEqualTo(all.split("(?m)^ *def ", -1).length - 1);
  }

  @Test
  void whatIsAddedLeavesTheRestAsItIs() {
    String text =
        """
        class A(Module):
          x : int
          def f(self: A) -> int:
            return 1
        def g() -> int:
          return 2
        """;
    Program program = new Program("__torch__.A", java.util.Map.of("code/__torch__.py", text));
    ClassCode type = program.root().orElseThrow();

    program.addMethod(type, CodeParser.routine("def h(self: A) -> int:\n  return 3\n"));
    program.addFunction("__torch__", CodeParser.routine("def k() -> int:\n  return 4\n"));

    assertThat(program.changed())
        .containsEntry(
            "code/__torch__.py",
            """
            class A(Module):
              x : int
              def f(self: A) -> int:
                return 1
              def h(self: A) -> int:
                return 3
            def g() -> int:
              return 2
            def k() -> int:
              return 4
            """);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "B, T, d, = torch.size(x)",
        "a, = x",
        "self.hidden = x",
        "_0 = getattr(self, \"0\")",
        "y = (self).forward(x, )",
        "z = torch.masked_fill(a, torch.logical_not(m), -inf)",
        "w = annotate(Dict[str, Tensor], {\"a\": x, \"b\": (y)[0]})",
        "ops.prim.RaiseException(\"it's \\\"so\\\" \\\\ here\\n\")",
        "v = (x, CONSTANTS.c0, -1, 1.0000000000000001e-05, [1, 2], (3,))",
        "u = torch.zeros([2], dtype=6, layout=None)",
        "f = uninitialized(Tensor)",
        "return None",
        "return",
        "pass"
      })
  void aStatementIsWrittenAsItWasRead(String statement) {
    String text = "def f(self: A, x: Optional[Tensor]=None) -> Tuple[Tensor, int]:\n  " + statement;

    Routine routine = CodeParser.routine(text);

    assertThat(routine.unread()).isEmpty();
    assertThat(routine.text("").replaceAll(",\n    ", ", ")).isEqualTo(text + "\n");
  }

  @Test
  void blocksAreWrittenAsTheyWereRead() {
    String text =
        """
        def f(x: Tensor) -> Tensor:
          for i in range(3):
            if torch.gt(i, 1):
              y = x
            else:
              while True:
                break
          with torch.no_grad() as g:
            pass
          return x
        """;

    assertThat(CodeParser.routine(text).text("")).isEqualTo(text);
  }

  @Test
  void whatIsNotKnownStaysAsItIs() {
    String text =
        """
        def f(x: Tensor) -> Tensor:
          y = x if x else x
          def inner(a: Tensor):
            return a
          return y
        """;

    Routine routine = CodeParser.routine(text);

    assertThat(routine.text("")).isEqualTo(text);
    assertThat(routine.unread()).extracting(Statement.Opaque::line).containsExactly(2, 3);
  }

  @Test
  void bracketsWithoutAnEndOfDepthAreNotFollowed() {
    String deep = "def f() -> int:\n  x = " + "(".repeat(100_000) + ")".repeat(100_000) + "\n";

    assertThat(CodeParser.routine(deep).unread()).hasSize(1);
  }
}
