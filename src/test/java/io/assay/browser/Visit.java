package io.assay.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A page that is open in a browser. When it is closed, nothing may have gone wrong in it: no error
 * on the console, no request beside its own address or its own server, no dialog.
 */
public final class Visit implements AutoCloseable {
  private static final double MILLISECONDS = 10_000;

  private final BrowserContext context;
  private final Page page;
  private final List<String> troubles = new CopyOnWriteArrayList<>();

  Visit(Browser browser, String address, Look look) {
    context =
        browser.newContext(
            new Browser.NewContextOptions()
                .setViewportSize(look.width(), look.height())
                .setColorScheme(look.colours())
                .setJavaScriptEnabled(look.runsScripts()));
    page = context.newPage();
    page.setDefaultTimeout(MILLISECONDS);
    page.emulateMedia(new Page.EmulateMediaOptions().setMedia(look.media()));
    page.onConsoleMessage(
        message -> {
          if (!message.type().equals("log")) {
            troubles.add(message.type() + " on the console: " + message.text());
          }
        });
    page.onPageError(error -> troubles.add("uncaught: " + error));
    page.onDialog(
        dialog -> {
          troubles.add("dialog: " + dialog.message());
          dialog.dismiss();
        });
    page.onRequest(
        request -> {
          boolean isOwn =
              request.url().equals(address)
                  || request.url().startsWith("data:")
                  || (address.startsWith("http:") && request.url().startsWith(server(address)));
          if (!isOwn) {
            troubles.add("request: " + request.url());
          }
        });
    page.navigate(address);
  }

  private static String server(String address) {
    return address.replaceFirst("^(http://[^/]+/).*$", "$1");
  }

  /** Returns the page. */
  public Page page() {
    return page;
  }

  /** Returns what a selector of CSS finds. */
  public Locator all(String selector) {
    return page.locator(selector);
  }

  /** Returns the value of an expression of JavaScript in the page. */
  public Object ask(String expression) {
    return page.evaluate(expression);
  }

  /** Waits until every chart of a report is drawn. */
  public Visit drawn() {
    page.waitForFunction(
        "document.documentElement.dataset.waiting === '0'"
            + " && document.documentElement.dataset.opened");
    return this;
  }

  /** Moves the pointer to what a selector finds first, a quarter from its left. */
  public void pointAt(String selector) {
    Locator found = page.locator(selector).first();
    found.evaluate("node => node.scrollIntoView({block: 'center'})");
    BoundingBox box = found.boundingBox();
    page.mouse().move(box.x + box.width / 4, box.y + box.height / 2);
  }

  /** Follows a link, and waits until the page behind it has loaded with its styles. */
  public void follow(Locator link) {
    String here = page.url();
    link.click();
    page.waitForURL(address -> !address.equals(here));
  }

  /** Leaves a picture of the whole page. */
  public void picture(Path file) {
    page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
  }

  /** Fails if something has gone wrong so far. */
  public void expectNoTrouble() {
    assertThat(troubles).isEmpty();
  }

  @Override
  public void close() {
    context.close();
    expectNoTrouble();
  }
}
