package org.homekeep.core.onboarding;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.homekeep.core.auth.AuthManager;
import org.homekeep.core.storage.HubDocuments;
import org.homekeep.core.storage.Storage;
import org.homekeep.core.storage.Store;
import org.homekeep.core.storage.StoreCodec;
import org.homekeep.core.storage.UnreadableDocumentException;

/** Which steps of setting up the hub are done. Touched on the hub's context alone. */
public final class Onboarding {
  private static final String DONE = "done";

  private final Store<Set<OnboardingStep>> store;
  private final AuthManager auth;
  private final EnumSet<OnboardingStep> done;

  private Onboarding(Store<Set<OnboardingStep>> store, AuthManager auth, Set<OnboardingStep> done) {
    this.store = store;
    this.auth = auth;
    this.done = EnumSet.noneOf(OnboardingStep.class);
    this.done.addAll(done);
  }

  /** Reads how far it has come. */
  public static Future<Onboarding> load(Storage storage, AuthManager auth) {
    Store<Set<OnboardingStep>> store = storage.open(HubDocuments.ONBOARDING, new Codec());
    return store.load().map(found -> new Onboarding(store, auth, found.orElseGet(Set::of)));
  }

  /** Whether nothing has been done: the hub is new, and whoever comes may set it up. */
  public boolean isUntouched() {
    return Stream.of(OnboardingStep.values()).noneMatch(this::isDone);
  }

  /** Whether all is done. */
  public boolean isComplete() {
    return Stream.of(OnboardingStep.values()).allMatch(this::isDone);
  }

  boolean isDone(OnboardingStep step) {
    // A hub with users is past its first step, whatever was written after they were made; and one
    // that has lost them needs a new one, whatever was written before.
    return step == OnboardingStep.USER ? auth.hasUsers() : done.contains(step);
  }

  /** Marks a step at once; when the future succeeds, it is on the disk. */
  Future<Void> finish(OnboardingStep step) {
    done.add(step);
    return store.save(Set.copyOf(done));
  }

  private static final class Codec implements StoreCodec<Set<OnboardingStep>> {
    @Override
    public JsonObject encode(Set<OnboardingStep> done) {
      JsonArray steps = new JsonArray();
      Stream.of(OnboardingStep.values()).filter(done::contains).forEach(s -> steps.add(s.wire()));
      return new JsonObject().put(DONE, steps);
    }

    @Override
    public Set<OnboardingStep> decode(JsonObject data, int version, int minorVersion)
        throws UnreadableDocumentException {
      if (!(data.getValue(DONE) instanceof JsonArray names)) {
        throw new UnreadableDocumentException("It has no list of steps.");
      }
      return Stream.of(OnboardingStep.values())
          .filter(step -> names.contains(step.wire()))
          .collect(Collectors.toUnmodifiableSet());
    }
  }
}
