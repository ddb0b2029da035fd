package org.homekeep.core.backup.archive.write;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.homekeep.core.backup.archive.tar.RawText;

/**
 * The names in one directory, sorted by their bytes.
 *
 * <p>Held as bytes in few arrays, because a directory may have a million of them: each takes its
 * own length and 6 bytes, and 4 more while they are sorted. A million names of 20 bytes are 30 MB;
 * as objects they would be 70.
 */
final class SortedNames {
  private static final int FIRST_PAGE = 1_024;
  private static final int MAX_PAGE = 1 << 16;
  private static final int LENGTH = 2;

  private final List<byte[]> pages = new ArrayList<>();
  private int pageEnd;
  private int[] places = new int[16];
  private int count;

  /** Adds a name; only before the first {@link #sorted}. */
  void add(RawText name) {
    byte[] bytes = name.bytes();
    int needed = LENGTH + bytes.length;
    if (pages.isEmpty() || pageEnd + needed > last().length) {
      int size = Math.min(MAX_PAGE, FIRST_PAGE << Math.min(pages.size(), 6));
      pages.add(new byte[Math.max(size, needed)]);
      pageEnd = 0;
    }
    byte[] page = last();
    page[pageEnd] = (byte) (bytes.length >> 8);
    page[pageEnd + 1] = (byte) bytes.length;
    System.arraycopy(bytes, 0, page, pageEnd + LENGTH, bytes.length);
    if (count == places.length) {
      places = Arrays.copyOf(places, count + count / 2);
    }
    places[count++] = (pages.size() - 1) * MAX_PAGE + pageEnd;
    pageEnd += needed;
  }

  private byte[] last() {
    return pages.get(pages.size() - 1);
  }

  /** Sorts what was added and walks over it. */
  Iterator<RawText> sorted() {
    places = Arrays.copyOf(places, count);
    sort(new int[count], 0, count);
    return Arrays.stream(places).mapToObj(this::name).iterator();
  }

  /** Bytes of its arrays, those of sorting included. */
  long bytesHeld() {
    return pages.stream().mapToLong(page -> page.length).sum() + 2L * Integer.BYTES * places.length;
  }

  private void sort(int[] scratch, int from, int to) {
    if (to - from < 2) {
      return;
    }
    int middle = (from + to) >>> 1;
    sort(scratch, from, middle);
    sort(scratch, middle, to);
    System.arraycopy(places, from, scratch, from, to - from);
    int left = from;
    int right = middle;
    for (int i = from; i < to; i++) {
      boolean takeLeft =
          right == to || (left < middle && compare(scratch[left], scratch[right]) <= 0);
      places[i] = takeLeft ? scratch[left++] : scratch[right++];
    }
  }

  private int compare(int one, int other) {
    byte[] onePage = page(one);
    byte[] otherPage = page(other);
    int oneAt = start(one);
    int otherAt = start(other);
    return Arrays.compareUnsigned(
        onePage,
        oneAt,
        oneAt + length(onePage, oneAt),
        otherPage,
        otherAt,
        otherAt + length(otherPage, otherAt));
  }

  private RawText name(int place) {
    byte[] page = page(place);
    int at = start(place);
    return RawText.of(Arrays.copyOfRange(page, at, at + length(page, at)));
  }

  private byte[] page(int place) {
    return pages.get(place / MAX_PAGE);
  }

  private static int start(int place) {
    return place % MAX_PAGE + LENGTH;
  }

  private static int length(byte[] page, int start) {
    return ((page[start - LENGTH] & 0xff) << 8) | (page[start - 1] & 0xff);
  }
}
