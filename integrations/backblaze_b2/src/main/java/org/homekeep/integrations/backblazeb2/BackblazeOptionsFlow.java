package org.homekeep.integrations.backblazeb2;

import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.homekeep.api.IntegrationContext;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.flow.FlowFactory;
import org.homekeep.api.flow.FlowKeys;
import org.homekeep.api.flow.OptionsContext;
import org.homekeep.api.flow.OptionsFlow;
import org.homekeep.api.flow.OptionsStep;
import org.homekeep.api.flow.StepResult;
import org.homekeep.api.schema.Values;

/** The form for how an entry uploads, and for how its copies are protected. */
final class BackblazeOptionsFlow implements OptionsFlow {
  private static final String INIT = "init";
  private static final String HOURS_INCOMPLETE = "limit_hours_incomplete";
  private static final String HOURS_EQUAL = "limit_hours_equal";
  private static final String TOO_LOW = "limit_too_low";
  private static final String CANNOT_CHECK = "retention_cannot_check";
  private static final String NO_LOCK = "no_object_lock";
  private static final String LOCK_UNKNOWN = "object_lock_unknown";
  private static final String NOT_ALLOWED = "retention_not_allowed";

  /** Below this a single part takes longer than connections live. */
  private static final double LOWEST_MEGABITS = 0.1;

  private static final FlowKeys KEYS =
      new FlowKeys(
          Set.of(INIT),
          Set.of(
              HOURS_INCOMPLETE,
              HOURS_EQUAL,
              TOO_LOW,
              CANNOT_CHECK,
              NO_LOCK,
              LOCK_UNKNOWN,
              NOT_ALLOWED),
          Set.of());

  private final IntegrationContext context;

  private BackblazeOptionsFlow(IntegrationContext context) {
    this.context = context;
  }

  static FlowFactory<OptionsFlow> factory(IntegrationContext context) {
    return FlowFactory.of(KEYS, () -> new BackblazeOptionsFlow(context));
  }

  @Override
  public Future<OptionsStep> start(OptionsContext flow) {
    return form(flow, flow.entry().options(), Map.of());
  }

  @Override
  public Future<OptionsStep> submit(OptionsContext flow, String stepId, Values input) {
    Map<String, String> errors = errors(input);
    if (!errors.isEmpty()) {
      return form(flow, input, errors);
    }
    Optional<Retention> wanted = EntryOptions.of(input).retention();
    boolean isNew = !wanted.equals(EntryOptions.of(flow.entry().options()).retention());
    if (wanted.isEmpty() || !isNew) {
      return Future.succeededFuture(new OptionsStep.SaveOptions(input));
    }
    return asked(flow.entry())
        .map(
            access ->
                refusal(access)
                    .map(
                        error ->
                            form(
                                input,
                                Map.of(EntryOptions.RETENTION_DAYS, error),
                                BucketLock.of(access.bucket()).text()))
                    .orElseGet(() -> new OptionsStep.SaveOptions(input)))
        .otherwise(unknown -> form(input, Map.of(EntryOptions.RETENTION_DAYS, CANNOT_CHECK), "?"));
  }

  /** The form with what B2 says of the bucket; when it says nothing, without. */
  private Future<OptionsStep> form(OptionsContext flow, Values shown, Map<String, String> errors) {
    return asked(flow.entry())
        .map(access -> BucketLock.of(access.bucket()).text())
        .otherwise("?")
        .map(lock -> form(shown, errors, lock));
  }

  private Future<Access> asked(ConfigEntry entry) {
    BucketConfig config = BucketConfig.of(entry.data());
    return context.blocking(new AccessCheck(Settings.of(context), config)::run);
  }

  private static Optional<String> refusal(Access access) {
    BucketLock lock = BucketLock.of(access.bucket());
    if (lock.enabled().isEmpty()) {
      return Optional.of(LOCK_UNKNOWN);
    }
    if (!lock.enabled().get()) {
      return Optional.of(NO_LOCK);
    }
    return new KeyRights(access).mayRetain() ? Optional.empty() : Optional.of(NOT_ALLOWED);
  }

  private static OptionsStep form(Values shown, Map<String, String> errors, String lock) {
    return new StepResult.ShowForm(
        INIT,
        EntryOptions.SCHEMA.suggesting(shown),
        errors,
        Map.of("brand_name", BackblazeB2Integration.BRAND_NAME, "object_lock", lock),
        Optional.of(true));
  }

  private static Map<String, String> errors(Values input) {
    EntryOptions typed = EntryOptions.of(input);
    double megabits = typed.limit().megabits();
    if (megabits > 0 && megabits < LOWEST_MEGABITS) {
      return Map.of(EntryOptions.BANDWIDTH_LIMIT, TOO_LOW);
    }
    boolean from = input.find(EntryOptions.LIMIT_FROM).isPresent();
    boolean until = input.find(EntryOptions.LIMIT_UNTIL).isPresent();
    if (from != until) {
      return Map.of(from ? EntryOptions.LIMIT_UNTIL : EntryOptions.LIMIT_FROM, HOURS_INCOMPLETE);
    }
    return typed.limit().hours().filter(hours -> hours.from().equals(hours.until())).isPresent()
        ? Map.of(EntryOptions.LIMIT_UNTIL, HOURS_EQUAL)
        : Map.of();
  }
}
