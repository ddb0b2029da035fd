package org.homekeep.emulator.server;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Finds many texts at once, each in all its usual forms and in small or large letters, by one step
 * in a table for each byte (Aho and Corasick, 1975).
 */
final class TextAutomaton {
  private static final int BYTES = 256;

  private final int[][] next;
  private final List<List<Form>> found;

  private TextAutomaton(int[][] next, List<List<Form>> found) {
    this.next = next;
    this.found = found;
  }

  /**
   * A form of a text.
   *
   * @param text the number of the text
   * @param name how it is written
   */
  record Form(int text, String name) {}

  static TextAutomaton of(List<String> texts) {
    List<int[]> edges = new ArrayList<>(List.of(emptyRow()));
    List<List<Form>> found = new ArrayList<>(List.of(new ArrayList<>()));
    for (int i = 0; i < texts.size(); i++) {
      int number = i;
      forms(texts.get(i))
          .forEach((name, bytes) -> plant(edges, found, new Form(number, name), bytes));
    }
    link(edges, found);
    return new TextAutomaton(edges.toArray(int[][]::new), found);
  }

  /** Takes the next bytes, tells what ends in them, and gives the state behind them. */
  int pass(int state, Buffer bytes, Consumer<Form> finder) {
    int now = state;
    for (int i = 0; i < bytes.length(); i++) {
      now = next[now][small(bytes.getByte(i))];
      for (Form form : found.get(now)) {
        finder.accept(form);
      }
    }
    return now;
  }

  private static void plant(List<int[]> edges, List<List<Form>> found, Form form, byte[] bytes) {
    int node = 0;
    for (byte each : bytes) {
      int letter = small(each);
      if (edges.get(node)[letter] < 0) {
        edges.get(node)[letter] = edges.size();
        edges.add(emptyRow());
        found.add(new ArrayList<>());
      }
      node = edges.get(node)[letter];
    }
    found.get(node).add(form);
  }

  /** Gives each node the steps of its longest end that is a beginning as well. */
  private static void link(List<int[]> edges, List<List<Form>> found) {
    int[] back = new int[edges.size()];
    Deque<Integer> queue = new ArrayDeque<>(List.of(0));
    while (!queue.isEmpty()) {
      int node = queue.removeFirst();
      int[] row = edges.get(node);
      for (int letter = 0; letter < BYTES; letter++) {
        int fallen = node == 0 ? 0 : edges.get(back[node])[letter];
        if (row[letter] < 0) {
          row[letter] = fallen;
        } else {
          back[row[letter]] = fallen;
          found.get(row[letter]).addAll(found.get(fallen));
          queue.addLast(row[letter]);
        }
      }
    }
  }

  private static int[] emptyRow() {
    int[] row = new int[BYTES];
    Arrays.fill(row, -1);
    return row;
  }

  private static int small(byte letter) {
    return letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter & 0xff;
  }

  private static Map<String, byte[]> forms(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    String hex = HexFormat.of().formatHex(bytes);
    String form = URLEncoder.encode(text, StandardCharsets.UTF_8);
    String json = new JsonArray().add(text).encode();
    Map<String, String> written = new LinkedHashMap<>();
    written.put("plain", text);
    written.put("hex", hex);
    written.put("form", form);
    written.put("url", form.replace("+", "%20"));
    written.put("percent", hex.replaceAll("..", "%$0"));
    written.put("json", json.substring(2, json.length() - 2));
    for (int before = 0; before < 3; before++) {
      String base64 = base64(bytes, before);
      written.put("base64 at " + before, base64);
      written.put("base64url at " + before, base64.replace('+', '-').replace('/', '_'));
    }
    Map<String, byte[]> forms = new LinkedHashMap<>();
    written.forEach(
        (name, it) -> {
          byte[] encoded = it.getBytes(StandardCharsets.UTF_8);
          if (forms.values().stream().noneMatch(other -> Arrays.equals(other, encoded))) {
            forms.put(name, encoded);
          }
        });
    return forms;
  }

  /** The letters of a text in base 64 that depend on nothing beside it, with bytes before it. */
  private static String base64(byte[] bytes, int before) {
    byte[] shifted = new byte[before + bytes.length];
    System.arraycopy(bytes, 0, shifted, before, bytes.length);
    String whole = Base64.getEncoder().withoutPadding().encodeToString(shifted);
    int first = (before * 8 + 5) / 6;
    int last = shifted.length * 8 / 6;
    return whole.substring(first, last);
  }
}
