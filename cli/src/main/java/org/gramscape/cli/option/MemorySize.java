package org.gramscape.cli.option;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.TypeConversionException;

/** An amount of memory. */
public record MemorySize(long bytes) {
  private static final Pattern FORM =
      Pattern.compile("([0-9]*\\.?[0-9]+) ?([KMGT])i?B?", Pattern.CASE_INSENSITIVE);

  /** Reads {@code 2G}, {@code 512M} or {@code 1.5GiB}: binary multiples. */
  public static MemorySize parse(String text) {
    Matcher parts = FORM.matcher(text.strip());
    if (!parts.matches()) {
      throw new TypeConversionException(
          "\"" + text + "\" is not an amount of memory; write 2G or 512M");
    }
    int power = "KMGT".indexOf(parts.group(2).toUpperCase(Locale.ROOT)) + 1;
    return new MemorySize((long) (Double.parseDouble(parts.group(1)) * (1L << 10 * power)));
  }

  /** The same amount in words: {@code 1.5 GiB}. */
  @Override
  public String toString() {
    return format(bytes);
  }

  /** An amount of bytes in words: {@code 1.5 GiB}. */
  public static String format(long bytes) {
    String[] units = {"bytes", "KiB", "MiB", "GiB", "TiB"};
    int power = Math.min(units.length - 1, (63 - Long.numberOfLeadingZeros(bytes | 1)) / 10);
    return power == 0
        ? bytes + " bytes"
        : String.format(Locale.ROOT, "%.1f %s", bytes / Math.pow(1024, power), units[power]);
  }
}
