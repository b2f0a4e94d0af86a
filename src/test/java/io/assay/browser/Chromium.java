package io.assay.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The Chromium of this computer, without a window. Where there is none tests are skipped, unless
 * the property {@code assay.browser} is {@code required}; then they fail. Nothing is downloaded.
 */
public final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private final Playwright playwright;
  private final Browser browser;

  private Chromium(Path program) {
    Map<String, String> settings = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    this.playwright = Playwright.create(new Playwright.CreateOptions().setEnv(settings));
    this.browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(program)
                    .setChromiumSandbox(false)
                    .setArgs(List.of("--font-render-hinting=none", "--disable-gpu")));
  }

  /** Starts the browser, or skips the test where there is none. */
  public static Chromium start() {
    Optional<Path> program = program();
    if (program.isEmpty() && "required".equals(System.getProperty("assay.browser"))) {
      throw new IllegalStateException("none of " + NAMES + " is on the PATH; install chromium");
    }
    assumeTrue(program.isPresent(), "none of " + NAMES + " is on the PATH: no browser to test in");
    return new Chromium(program.get());
  }

  private static Optional<Path> program() {
    String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .flatMap(file -> Files.isExecutable(file) ? Stream.of(file) : Stream.empty())
        .findFirst();
  }

  /** Opens a page that must not ask for anything but itself. */
  public Visit open(String address, Look look) {
    return new Visit(browser, address, look);
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
