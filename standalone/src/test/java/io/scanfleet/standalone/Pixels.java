package io.scanfleet.standalone;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.Clip;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/**
 * What of a page is really seen, whatever its styles promise.
 *
 * @param box which part of the window it is
 */
record Pixels(BufferedImage picture, Box box) {

  /** WCAG asks for it of what is not text. */
  private static final double CLEAR = 3;

  /** A part of the window, in CSS pixels. */
  record Box(int x, int y, int width, int height) {

    /** Where something is now. */
    static Box of(Locator locator) {
      BoundingBox box = locator.boundingBox();
      return new Box((int) box.x, (int) box.y, (int) box.width, (int) box.height);
    }

    /** The box and what is beside it in a window of this size. */
    Box grown(int by, int right, int bottom) {
      int left = Math.max(0, x - by);
      int top = Math.max(0, y - by);
      return new Box(
          left,
          top,
          Math.min(right, x + width + by) - left,
          Math.min(bottom, y + height + by) - top);
    }
  }

  static Pixels of(Page page, Box box) {
    byte[] png =
        page.screenshot(
            new Page.ScreenshotOptions()
                .setClip(new Clip(box.x(), box.y(), box.width(), box.height())));
    try {
      return new Pixels(ImageIO.read(new ByteArrayInputStream(png)), box);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether two points of it, counted from its corner, stand out from each other. */
  boolean differ(int x1, int y1, int x2, int y2) {
    return contrast(picture.getRGB(x1, y1), picture.getRGB(x2, y2)) >= CLEAR;
  }

  /** How many of its points stand out from what was there before. */
  int changed(Pixels before) {
    int changed = 0;
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        int old = before.picture.getRGB(box.x() - before.box.x() + x, box.y() - before.box.y() + y);
        if (contrast(picture.getRGB(x, y), old) >= CLEAR) {
          changed++;
        }
      }
    }
    return changed;
  }

  private static double contrast(int one, int other) {
    double a = luminance(one);
    double b = luminance(other);
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  }

  private static double luminance(int rgb) {
    return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8) + 0.0722 * linear(rgb);
  }

  private static double linear(int channel) {
    double part = (channel & 0xff) / 255.0;
    return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
  }
}
