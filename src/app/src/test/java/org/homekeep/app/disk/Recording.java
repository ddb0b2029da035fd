package org.homekeep.app.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The calls of one deed about the files of a home, in their order, and how each is met again. */
final class Recording {
  private static final Pattern LINE = Pattern.compile("^(\\d+)\\s+(\\w+)\\((.*)$");

  private final Home home;
  private final Map<Long, String> threads;
  private final Predicate<String> lasting;
  private final Map<String, Integer> made = new HashMap<>();
  private final Set<SystemCalls.Point> met = new HashSet<>();

  /**
   * A call.
   *
   * @param point meets it, and no earlier call; empty when nothing does
   * @param changing whether it may change a file
   * @param words what it is about
   */
  record Call(Optional<SystemCalls.Point> point, boolean changing, String words) {}

  private Recording(Home home, Map<Long, String> threads, Predicate<String> lasting) {
    this.home = home;
    this.threads = threads;
    this.lasting = lasting;
  }

  /**
   * Reads what was recorded.
   *
   * @param threads the names of those that there were before: later ones are not known beforehand
   * @param lasting whether a file, below the home, has the same name in each life
   */
  static List<Call> read(Path file, Home home, Map<Long, String> threads, Predicate<String> lasting)
      throws IOException {
    Recording recording = new Recording(home, threads, lasting);
    List<Call> calls = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      Matcher call = LINE.matcher(line);
      if (call.matches()) {
        recording.call(call.group(1), call.group(2), call.group(3)).ifPresent(calls::add);
      }
    }
    return calls;
  }

  private Optional<Call> call(String thread, String name, String rest) {
    String known = threads.getOrDefault(Long.valueOf(thread), "");
    int number = count(thread + "/" + name);
    boolean first = met.add(new SystemCalls.Point("", "", name, number));
    SystemCalls.Point ofThread = new SystemCalls.Point("", known, name, number);
    boolean reached = known.isEmpty() ? first : met.add(ofThread);
    Optional<String> path = path(rest);
    if (path.isEmpty()) {
      return Optional.empty();
    }
    SystemCalls.Point ofPath =
        new SystemCalls.Point(path.get(), "", name, count(thread + "/" + name + "/" + path.get()));
    Optional<SystemCalls.Point> point =
        lasting.test(path.get())
            ? Optional.of(ofPath).filter(met::add)
            : Optional.of(ofThread).filter(met -> reached);
    boolean looks = name.equals("openat") && !rest.contains("O_CREAT");
    String words = "%s(%s".formatted(name, rest.replace(home.root() + "/", ""));
    return Optional.of(new Call(point, !looks, words));
  }

  private int count(String what) {
    return made.merge(what, 1, Integer::sum);
  }

  /** The first file of the home that is named. */
  private Optional<String> path(String words) {
    String root = home.root() + "/";
    int start = words.indexOf(root);
    if (start < 0) {
      return Optional.empty();
    }
    int end = start + root.length();
    while (end < words.length() && "\"<>".indexOf(words.charAt(end)) < 0) {
      end++;
    }
    return Optional.of(words.substring(start + root.length(), end));
  }
}
