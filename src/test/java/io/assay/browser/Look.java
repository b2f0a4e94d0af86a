package io.assay.browser;

import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;

/** How somebody looks at a page: the window's size in pixels, and the colours that they prefer. */
public enum Look {
  /** A laptop by day. */
  LIGHT(1280, 900, ColorScheme.LIGHT, Media.SCREEN, true),
  /** A laptop by night. */
  DARK(1280, 900, ColorScheme.DARK, Media.SCREEN, true),
  /** A telephone. */
  NARROW(360, 740, ColorScheme.LIGHT, Media.SCREEN, true),
  /** Paper of the size A4. */
  PRINT(794, 1123, ColorScheme.LIGHT, Media.PRINT, true),
  /** A browser that runs no scripts. */
  PLAIN(1280, 900, ColorScheme.LIGHT, Media.SCREEN, false);

  private final int width;
  private final int height;
  private final ColorScheme colours;
  private final Media media;
  private final boolean runsScripts;

  Look(int width, int height, ColorScheme colours, Media media, boolean runsScripts) {
    this.width = width;
    this.height = height;
    this.colours = colours;
    this.media = media;
    this.runsScripts = runsScripts;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  ColorScheme colours() {
    return colours;
  }

  Media media() {
    return media;
  }

  boolean runsScripts() {
    return runsScripts;
  }
}
