package org.homekeep.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.util.Arrays;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a camera sees of a QR code. */
public final class QrPicture {
  /**
   * Without it the reader searches the picture for the corners and misses them in one picture of
   * two hundred, where a camera has its next frame.
   */
  private static final Map<DecodeHintType, Boolean> STRAIGHT_ON =
      Map.of(DecodeHintType.PURE_BARCODE, true);

  private QrPicture() {}

  /** The text in the first code of a document; each module is a square of pixels. */
  public static String read(String svg) throws ReaderException {
    Matcher head = Pattern.compile("width=\"(\\d+)\".*scale\\((\\d+)\\)").matcher(svg);
    assertThat(head.find()).isTrue();
    int size = Integer.parseInt(head.group(1));
    int scale = Integer.parseInt(head.group(2));
    int[] pixels = new int[size * size];
    Arrays.fill(pixels, 0xffffff);
    Matcher module = Pattern.compile("M(\\d+) (\\d+)h1v1h-1z").matcher(svg);
    while (module.find()) {
      int left = Integer.parseInt(module.group(1)) * scale;
      int top = Integer.parseInt(module.group(2)) * scale;
      for (int y = top; y < top + scale; y++) {
        Arrays.fill(pixels, y * size + left, y * size + left + scale, 0);
      }
    }
    return new QRCodeReader()
        .decode(
            new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(size, size, pixels))),
            STRAIGHT_ON)
        .getText();
  }
}
