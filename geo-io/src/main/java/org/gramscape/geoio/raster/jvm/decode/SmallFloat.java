package org.gramscape.geoio.raster.jvm.decode;

/** Floats of fewer than 32 bits; a {@code float} holds each of them exactly. */
final class SmallFloat {
  private SmallFloat() {}

  /** IEEE 754's binary16: 5 bits of exponent, 10 of fraction. */
  static float fromHalf(int bits) {
    return expand(bits >>> 15, bits >>> 10 & 0x1f, bits & 0x3ff, 5, 10);
  }

  /** Adobe's 24-bit float: 7 bits of exponent, 16 of fraction. */
  static float from24(int bits) {
    return expand(bits >>> 23, bits >>> 16 & 0x7f, bits & 0xffff, 7, 16);
  }

  private static float expand(
      int sign, int exponent, int fraction, int exponentBits, int fractionBits) {
    int greatest = (1 << exponentBits) - 1;
    int bias = greatest >> 1;
    if (exponent == greatest) {
      return Float.intBitsToFloat(sign << 31 | 0xff << 23 | fraction << 23 - fractionBits);
    }
    float magnitude =
        exponent == 0
            ? Math.scalb((float) fraction, 1 - bias - fractionBits)
            : Math.scalb((float) (fraction | 1 << fractionBits), exponent - bias - fractionBits);
    return sign == 0 ? magnitude : -magnitude;
  }
}
