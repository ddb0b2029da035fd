package org.homekeep.emulator.server;

import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The tokens that are valid now, of one kind; touched on its context only. They do not survive a
 * restart: clients authorise again, as they do every day.
 *
 * @param <T> what a token stands for
 */
public final class Tokens<T> {
  private static final Duration VALIDITY = Duration.ofHours(24);
  private static final int MOST = 20_000;

  private final EmulatorClock clock;
  private final Map<String, Issued<T>> issued = new LinkedHashMap<>();

  public Tokens(EmulatorClock clock) {
    this.clock = clock;
  }

  /** Makes a token valid for a day, forgetting the oldest when there are too many. */
  public String issue(String token, T meaning) {
    return issue(token, meaning, VALIDITY);
  }

  public String issue(String token, T meaning, Duration validity) {
    if (issued.size() >= MOST) {
      Iterator<String> oldest = issued.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    issued.put(token, new Issued<>(meaning, clock.now().plus(validity)));
    return token;
  }

  /** What a token stands for; refuses what is unknown or too old. */
  public T require(String token) {
    Issued<T> found = issued.get(token);
    if (found == null) {
      throw new CallError(401, "bad_auth_token", "Invalid authorization token");
    }
    if (!clock.now().isBefore(found.until())) {
      throw new CallError(401, "expired_auth_token", "Authorization token has expired");
    }
    return found.meaning();
  }

  /** What a token stands for, when it is known and not too old. */
  public Optional<T> valid(String token) {
    return Optional.ofNullable(issued.get(token))
        .filter(it -> clock.now().isBefore(it.until()))
        .map(Issued::meaning);
  }

  /** What a token stands for, which is good once. */
  public Optional<T> take(String token) {
    Optional<T> meaning = valid(token);
    issued.remove(token);
    return meaning;
  }

  /** What a token stands or stood for. */
  public Optional<T> find(String token) {
    return Optional.ofNullable(issued.get(token)).map(Issued::meaning);
  }

  public void clear() {
    issued.clear();
  }

  public boolean knows(String token) {
    return issued.containsKey(token);
  }

  /** Lets one token run out now. */
  public void expire(String token) {
    issued.computeIfPresent(token, (key, old) -> new Issued<>(old.meaning(), clock.now()));
  }

  /** Lets every token run out now. */
  public void expireAll() {
    issued.replaceAll((key, old) -> new Issued<>(old.meaning(), clock.now()));
  }

  private record Issued<T>(T meaning, Instant until) {
    @Override
    public String toString() {
      return "Issued until " + until;
    }
  }
}
