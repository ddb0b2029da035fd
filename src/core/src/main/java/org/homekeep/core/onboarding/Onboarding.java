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
import org.homekeep.core.storage.Kept;
import org.homekeep.core.storage.Storage;
import org.homekeep.core.storage.StoreCodec;
import org.homekeep.core.storage.UnreadableDocumentException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which steps of setting up the hub are done. Touched on the hub's context alone. */
public final class Onboarding {
  private static final Logger LOG = LoggerFactory.getLogger(Onboarding.class);
  private static final String DONE = "done";

  private final Kept<Set<OnboardingStep>> done;
  private final AuthManager auth;

  private Onboarding(Kept<Set<OnboardingStep>> done, AuthManager auth) {
    this.done = done;
    this.auth = auth;
  }

  /** Reads how far it has come. */
  public static Future<Onboarding> load(Storage storage, AuthManager auth) {
    return Kept.<Set<OnboardingStep>>open(
            storage.open(HubDocuments.ONBOARDING, new Codec()), Set.of())
        .map(done -> new Onboarding(done, auth));
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
    return step == OnboardingStep.USER ? auth.hasUsers() : done.get().contains(step);
  }

  /**
   * Marks a step as done when that is on the disk, and fails with a {@code NotSavedException} when
   * the disk does not take it.
   */
  Future<Void> finish(OnboardingStep step) {
    return done.change(before -> with(before, step)).mapEmpty();
  }

  /** There is a first user, whether or not that this step is over can be written yet. */
  void firstUserMade() {
    done.record(before -> with(before, OnboardingStep.USER))
        .onFailure(
            why -> LOG.atWarn().setCause(why).log("The steps of the set-up are not written yet"));
  }

  private static Set<OnboardingStep> with(Set<OnboardingStep> before, OnboardingStep step) {
    EnumSet<OnboardingStep> after = EnumSet.of(step);
    after.addAll(before);
    return Set.copyOf(after);
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
