package io.assay.spark.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.assay.AssayException;
import io.assay.ErrorCode;
import io.assay.spark.cli.Assay;
import io.assay.spark.history.StoredRuns;
import io.assay.spark.serve.Visitor.Answer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server of two outputs with hostile names, beside a secret that nobody may read. */
class RunServerTest {
  private static final String HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(1)>";
  private static final String HOSTILE_RUN = "<img src=x onerror=alert(1)>'\"&1";
  private static final String SECRET = "the secret outside";
  private static final int ROWS = 60;

  @TempDir private Path folder;
  private Path served;
  private RunServer server;
  private Visitor visitor;

  private static Map<String, float[]> rows(int count, float growth) {
    Map<String, float[]> rows = new HashMap<>();
    for (int row = 0; row < count; row++) {
      rows.put("id-%03d".formatted(row), new float[] {growth * row, -2 * row, 1});
    }
    rows.put(HOSTILE, new float[] {1, 2, 3});
    return rows;
  }

  @BeforeEach
  void serve() throws IOException {
    served = folder.resolve("served");
    StoredRuns runs =
        new StoredRuns(served.resolve("deep/out put"), List.of("age", HOSTILE, "a/../b"));
    runs.withJob("name: \"" + HOSTILE + "\"\n").add("r1", rows(ROWS, 1));
    runs.withModel(HOSTILE).add("r2", rows(12, 3));
    new StoredRuns(served.resolve("other"), List.of("age", HOSTILE, "x"))
        .add(HOSTILE_RUN, rows(2, 1));
    Files.writeString(folder.resolve("secret.html"), SECRET);
    Files.createDirectories(folder.resolve("outside/runs/r1"));
    Files.writeString(folder.resolve("outside/runs/r1/manifest.json"), SECRET);
    server = RunServer.start(served, InetAddress.getLoopbackAddress(), 0);
    visitor = new Visitor(server);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void everyLinkLeadsToAPage() {
    Map<String, Answer> pages = visitor.everyPage();

    assertThat(pages).hasSizeGreaterThan(90); // 77 rows have a page each
    assertThat(pages)
        .allSatisfy((address, page) -> assertThat(page.status()).as(address).isEqualTo(200));
    assertThat(pages.keySet())
        .contains("/deep~out%20put", "/other", "/deep~out%20put/run/r2/report")
        .anyMatch(address -> address.contains("history?feature=a%2F..%2Fb"));
  }

  @Test
  void hostileNamesStayTexts() {
    Map<String, Answer> pages = visitor.everyPage();

    long naming = pages.values().stream().filter(page -> page.body().contains("onerror")).count();
    assertThat(naming).isGreaterThan(10);
    assertThat(pages)
        .allSatisfy(
            (address, page) -> {
              boolean isReport = address.endsWith("/report"); // not of our making, and in a sandbox
              if (page.header("content-type").startsWith("text/html") && !isReport) {
                assertThat(page.body()).doesNotContain("<script", "<img");
              }
            });
  }

  @Test
  void everyAnswerForbidsWhatPagesDoNotNeed() {
    assertThat(visitor.everyPage())
        .allSatisfy(
            (address, page) -> {
              boolean isReport = address.endsWith("/report");
              assertThat(page.headers())
                  .containsEntry("x-content-type-options", "nosniff")
                  .containsEntry("x-frame-options", "DENY")
                  .containsEntry("referrer-policy", "no-referrer")
                  .containsEntry("cross-origin-resource-policy", "same-origin");
              String policy = page.header("content-security-policy");
              assertThat(policy).contains("default-src 'none'", "frame-ancestors 'none'");
              assertThat(policy.contains("script-src")).as(address).isEqualTo(isReport);
              assertThat(policy.contains("sandbox allow-scripts")).isEqualTo(isReport);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/../secret.html",
        "/%2e%2e/secret.html",
        "/%2E%2E%2Fsecret.html",
        "/..%2fsecret.html",
        "/..%5csecret.html",
        "/%252e%252e/secret.html",
        "/other/../../secret.html",
        "/other/run/../../../secret.html",
        "/other/run/%2e%2e%2f%2e%2e%2f%2e%2e%2foutside%2fruns%2fr1/manifest",
        "/..~outside/run/r1/manifest",
        "/~..~outside/run/r1/manifest",
        "/deep~..~..~..~outside/run/r1/manifest",
        "/deep~out%20put/run/../manifest",
        "/deep~out%20put/run/r1/table/..%2f..%2f..",
        "/deep~out%20put/run/r1/table/../../../../secret.html",
        "/deep~out%20put/run/r1/row/..?id=x",
        "//etc/passwd",
        "/%2fetc%2fpasswd",
        "/etc/passwd%00.html",
        "/deep~out%20put/run/r1%00/report",
        "/%c0%ae%c0%ae/secret.html",
        "/%u002e%u002e/secret.html",
        "/%",
        "/deep~out%20put/run/r1/report/x",
        "/deep~out%20put/runs/r1/manifest.json",
        "/runs",
        "/style.css/../../secret.html",
      })
  void noAddressLeavesTheFolder(String address) {
    Answer answer = visitor.get(address);

    assertThat(answer.status()).isIn(400, 404);
    assertThat(answer.body()).doesNotContain(SECRET, "root:");
  }

  @Test
  void noLinkIsFollowed() throws IOException {
    Path output = served.resolve("deep/out put");
    Path outside = folder.resolve("outside");
    Files.delete(output.resolve("runs/r1/report.html"));
    Files.createSymbolicLink(output.resolve("runs/r1/report.html"), folder.resolve("secret.html"));
    Files.createSymbolicLink(output.resolve("runs/r9"), outside.resolve("runs/r1"));
    Files.createSymbolicLink(served.resolve("linked"), outside);
    Files.createSymbolicLink(output.resolve("attributions/run_id=r9"), outside);
    Path part = output.resolve("importance/run_id=r2/part-00000.parquet");
    Files.move(part, outside.resolve("part.parquet"));
    Files.createSymbolicLink(part, outside.resolve("part.parquet"));

    assertThat(visitor.get("/deep~out%20put/run/r1/report").status()).isEqualTo(404);
    assertThat(visitor.get("/deep~out%20put/run/r9").status()).isEqualTo(404);
    assertThat(visitor.get("/linked").status()).isEqualTo(404);
    assertThat(visitor.get("/deep~out%20put/run/r2/table/importance").status()).isEqualTo(404);
    assertThat(visitor.get("/deep~out%20put/run/r1/table/importance").status()).isEqualTo(200);
    assertThat(visitor.everyPage().values()).noneMatch(page -> page.body().contains(SECRET));
  }

  @Test
  void nothingIsWritten() throws IOException {
    Map<Path, String> before = state();

    visitor.everyPage();

    assertThat(state()).isEqualTo(before);
  }

  private Map<Path, String> state() throws IOException {
    Map<Path, String> state = new TreeMap<>();
    try (var all = Files.walk(folder)) {
      for (Path each : all.toList()) {
        state.put(each, Files.getLastModifiedTime(each) + " " + Files.size(each));
      }
    }
    return state;
  }

  @ParameterizedTest
  @ValueSource(strings = {"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"})
  void onlyReadingIsAllowed(String method) {
    Answer answer =
        visitor.send(
            method
                + " / HTTP/1.1\r\n"
                + "Host: localhost\r\n"
                + "Content-Length: 0\r\n"
                + "Connection: close\r\n\r\n");

    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.headers()).containsEntry("allow", "GET, HEAD");
  }

  @Test
  void headIsGetWithoutABody() {
    Answer head = visitor.send("HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

    assertThat(head.status()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.header("content-security-policy"))
        .isEqualTo(visitor.get("/").header("content-security-policy"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:80",
        "localhost.evil.example",
        "127.0.0.1.evil.example"
      })
  void aNameOfSomebodyElsesIsNotOurs(String host) {
    Answer answer =
        visitor.send("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");

    assertThat(answer.status()).isEqualTo(421);
    assertThat(answer.body()).doesNotContain("other");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:8870", "127.0.0.1:1", "[::1]:8870", "10.0.0.7"})
  void numbersAndTheLocalNameAreOurs(String host) {
    assertThat(
            visitor
                .send("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                .status())
        .isEqualTo(200);
  }

  @Test
  void rowsAreShownByThePageAndFoundByTheirIds() {
    String table = "/deep~out%20put/run/r1/table/attributions/method=saliency";

    Answer first = visitor.get(table);
    Answer last = visitor.get(table + "?file=0&row=50");
    Answer found = visitor.get(table + "?id=id-01");
    Answer beyond = visitor.get(table + "?file=99999&row=99999999");

    assertThat(first.body())
        .contains("Rows 1 to 50 of 61 in file 1 of 1")
        .doesNotContain("before</a>");
    assertThat(last.body()).contains("Rows 51 to 61 of 61").doesNotContain("after →");
    assertThat(found.body())
        .contains("10 rows whose id begins with", "id-010", "id-019")
        .doesNotContain("id-020");
    assertThat(beyond.body()).contains("Rows 61 to 61 of 61");
    assertThat(visitor.get(table + "?id=zzz").body()).contains("0 rows whose id begins with");
  }

  @Test
  void aRowShowsAllItsValuesLargestFirst() {
    Answer row = visitor.get("/deep~out%20put/run/r2/row/saliency?id=id-010");

    assertThat(row.body()).containsSubsequence("age", ">30<", ">-20<", ">1<");
    assertThat(visitor.get("/deep~out%20put/run/r2/row/saliency?id=none").status()).isEqualTo(404);
    assertThat(visitor.get("/deep~out%20put/run/r2/row/lime?id=id-010").status()).isEqualTo(404);
  }

  @Test
  void aDamagedManifestHidesNoOtherRun() throws IOException {
    Path broken = Files.createDirectories(served.resolve("deep/out put/runs/broken"));
    Files.writeString(broken.resolve("manifest.json"), "{");

    assertThat(visitor.get("/").body()).contains("/deep~out%20put/run/r1");
    assertThat(visitor.get("/deep~out%20put").body()).contains("run/r1").doesNotContain("broken");
    assertThat(visitor.get("/deep~out%20put/history?feature=age").status()).isEqualTo(200);
    assertThat(visitor.get("/deep~out%20put/run/broken").status()).isNotEqualTo(200);
  }

  @Test
  void aFeatureIsDrawnOverTheRunsThatHaveIt() {
    Answer history = visitor.get("/deep~out%20put/history?feature=age");

    assertThat(history.body()).contains("<svg", "r1: ", "r2: ", "Changed: model");
    assertThat(history.body().split("class=\"run\"", -1)).hasSize(5);
    assertThat(visitor.get("/deep~out%20put/history?feature=agee").body())
        .contains("did you mean age?");
    assertThat(visitor.get("/deep~out%20put/history?feature=age&slice=none").status())
        .isEqualTo(404);
  }

  @Test
  void itListensOnThisMachineAloneUnlessTold() {
    assertThat(URI.create(server.url()).getHost()).isEqualTo("127.0.0.1");
    assertThat(server.url()).doesNotContain(":0/");
  }

  @Test
  void aFolderThatIsNotThereOrAPortThatIsTakenIsRefused() {
    int taken = URI.create(server.url()).getPort();

    assertThatThrownBy(
            () -> RunServer.start(folder.resolve("no"), InetAddress.getLoopbackAddress(), 0))
        .isInstanceOfSatisfying(
            AssayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
    assertThatThrownBy(() -> RunServer.start(served, InetAddress.getLoopbackAddress(), taken))
        .hasMessageContaining("choose another --port");
    PrintWriter quiet = new PrintWriter(new StringWriter());
    assertThat(Assay.execute(quiet, quiet, "serve", served.toString(), "--port", "70000"))
        .isEqualTo(64);
  }
}
