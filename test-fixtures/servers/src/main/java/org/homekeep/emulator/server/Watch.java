package org.homekeep.emulator.server;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks for texts in all that an emulator receives: lines, headers and bodies, also across the
 * borders of pieces, with a memory of one number a body. Touched on its context only.
 */
public final class Watch {
  private static final int LEAST_CHARACTERS = 6;
  private static final int MOST_CHARACTERS = 200;
  private static final int MOST_TEXTS = 20;
  private static final int MOST_FINDS = 1_000;

  private final List<String> texts = new ArrayList<>();
  private final List<JsonObject> finds = new ArrayList<>();
  private Optional<TextAutomaton> automaton = Optional.empty();

  /**
   * Looks for these texts from the next request on, too.
   *
   * @throws IllegalArgumentException when a text is so short that it is anywhere
   */
  public void add(List<String> wanted) {
    for (String text : wanted) {
      if (text.length() < LEAST_CHARACTERS || text.length() > MOST_CHARACTERS) {
        throw new IllegalArgumentException(
            "A text to look for must have %d to %d characters: a shorter one is found anywhere."
                .formatted(LEAST_CHARACTERS, MOST_CHARACTERS));
      }
    }
    if (texts.size() + wanted.size() > MOST_TEXTS) {
      throw new IllegalArgumentException(
          "At most %d texts can be looked for.".formatted(MOST_TEXTS));
    }
    texts.addAll(wanted);
    automaton = texts.isEmpty() ? Optional.empty() : Optional.of(TextAutomaton.of(texts));
  }

  /** Forgets the texts and the finds. */
  public void clear() {
    texts.clear();
    finds.clear();
    automaton = Optional.empty();
  }

  /** Where texts were: {@code text} is the number of one, counted from 0 as they were added. */
  public List<JsonObject> finds() {
    return finds.stream().map(JsonObject::copy).toList();
  }

  int texts() {
    return texts.size();
  }

  /** Looks at the line and the headers of a request, and then at its body as that comes. */
  Body begin(HttpServerRequest request, String call) {
    if (automaton.isEmpty()) {
      return chunk -> {};
    }
    TextAutomaton looking = automaton.get();
    look(looking, call, "line", Buffer.buffer(request.method().name() + " " + request.uri()));
    request
        .headers()
        .forEach(
            (name, value) ->
                look(
                    looking,
                    call,
                    "header",
                    Buffer.buffer((name + ": " + value).getBytes(StandardCharsets.UTF_8))));
    int[] state = {0};
    return chunk -> state[0] = look(looking, call, "body", state[0], chunk);
  }

  private void look(TextAutomaton looking, String call, String place, Buffer bytes) {
    look(looking, call, place, 0, bytes);
  }

  private int look(TextAutomaton looking, String call, String place, int state, Buffer bytes) {
    return looking.pass(
        state,
        bytes,
        form -> {
          if (finds.size() < MOST_FINDS) {
            finds.add(
                new JsonObject()
                    .put("text", form.text())
                    .put("form", form.name())
                    .put("place", place)
                    .put("call", call));
          }
        });
  }

  /** A body that is being received. */
  interface Body {
    /** Looks at its next piece. */
    void pass(Buffer chunk);
  }
}
