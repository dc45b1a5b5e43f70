package dev.postbus.dashboard.browser;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** Writes a picture with 256 colours: a page has few, and the file becomes a third as large. */
final class SmallPng {

  private static final int COLOURS = 256;

  private SmallPng() {}

  static void write(byte[] png, Path to) {
    try {
      BufferedImage from = ImageIO.read(new ByteArrayInputStream(png));
      int[] palette = palette(from);
      BufferedImage small =
          new BufferedImage(
              from.getWidth(),
              from.getHeight(),
              BufferedImage.TYPE_BYTE_INDEXED,
              new IndexColorModel(
                  8, palette.length, palette, 0, false, -1, java.awt.image.DataBuffer.TYPE_BYTE));
      Map<Integer, Integer> nearest = new HashMap<>();
      for (int y = 0; y < from.getHeight(); y++) {
        for (int x = 0; x < from.getWidth(); x++) {
          int colour = from.getRGB(x, y) & 0xffffff;
          int index = nearest.computeIfAbsent(colour, missing -> nearest(palette, missing));
          small.getRaster().setSample(x, y, 0, index);
        }
      }
      Files.createDirectories(to.getParent());
      ImageIO.write(small, "png", to.toFile());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Returns the colours used most, of those that are alike one. */
  private static int[] palette(BufferedImage image) {
    Map<Integer, Integer> exact = new HashMap<>();
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        exact.merge(image.getRGB(x, y) & 0xffffff, 1, Integer::sum);
      }
    }
    Map<Integer, Map.Entry<Integer, Integer>> alike = new HashMap<>();
    exact.entrySet().forEach(one -> alike.merge(one.getKey() & 0xf8f8f8, one, SmallPng::more));
    List<Integer> used =
        alike.values().stream()
            .sorted(Map.Entry.<Integer, Integer>comparingByValue().reversed())
            .limit(COLOURS)
            .map(Map.Entry::getKey)
            .toList();
    return used.stream().mapToInt(Integer::intValue).toArray();
  }

  private static Map.Entry<Integer, Integer> more(
      Map.Entry<Integer, Integer> one, Map.Entry<Integer, Integer> other) {
    return one.getValue() >= other.getValue() ? one : other;
  }

  private static int nearest(int[] palette, int colour) {
    int best = 0;
    int least = Integer.MAX_VALUE;
    for (int index = 0; index < palette.length; index++) {
      int distance = 0;
      for (int shift = 0; shift < 24; shift += 8) {
        int difference = (palette[index] >> shift & 0xff) - (colour >> shift & 0xff);
        distance += difference * difference;
      }
      if (distance < least) {
        least = distance;
        best = index;
      }
    }
    return best;
  }
}
