package org.homekeep.core.account;

import io.nayuki.qrcodegen.QrCode;

/**
 * A QR code as a picture, made of what Home Assistant's frontend lets through: the size of the
 * picture and the shape of one path.
 */
public final class QrSvg {
  /** Of one module of the code, in pixels. */
  private static final int SCALE = 4;

  /** Of the empty frame, in modules: with less, a camera does not find the code. */
  private static final int QUIET_ZONE = 4;

  private QrSvg() {}

  /** The picture of a text. Takes some milliseconds. */
  public static String of(String text) {
    QrCode code = QrCode.encodeText(text, QrCode.Ecc.MEDIUM);
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < code.size; y++) {
      for (int x = 0; x < code.size; x++) {
        if (code.getModule(x, y)) {
          path.append("M%d %dh1v1h-1z".formatted(x + QUIET_ZONE, y + QUIET_ZONE));
        }
      }
    }
    int size = (code.size + 2 * QUIET_ZONE) * SCALE;
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\"><path transform=\"scale(%d)\" d=\"%s\"/></svg>"
        .formatted(size, size, SCALE, path);
  }
}
