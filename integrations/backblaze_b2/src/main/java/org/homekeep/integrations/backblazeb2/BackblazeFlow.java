package org.homekeep.integrations.backblazeb2;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.homekeep.api.IntegrationContext;
import org.homekeep.api.entry.ConfigEntry;
import org.homekeep.api.flow.ConfigFlow;
import org.homekeep.api.flow.ConfigStep;
import org.homekeep.api.flow.FlowContext;
import org.homekeep.api.flow.FlowFactory;
import org.homekeep.api.flow.FlowKeys;
import org.homekeep.api.flow.StepResult;
import org.homekeep.api.schema.FormSchema;
import org.homekeep.api.schema.Values;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The forms that make and mend an entry (b2-and-cloud.md §A.2). Each ends only when B2 has shown
 * that key, bucket and prefix work together.
 */
final class BackblazeFlow implements ConfigFlow {
  private static final Logger LOG = LoggerFactory.getLogger(BackblazeFlow.class);
  private static final String USER = "user";
  private static final String REAUTH_CONFIRM = "reauth_confirm";
  private static final String RECONFIGURE = "reconfigure";
  private static final String ALREADY_CONFIGURED = "already_configured";
  private static final String REAUTH_SUCCESSFUL = "reauth_successful";
  private static final String RECONFIGURE_SUCCESSFUL = "reconfigure_successful";

  private static final FlowKeys KEYS =
      new FlowKeys(
          Set.of(USER, REAUTH_CONFIRM, RECONFIGURE),
          FailureText.KEYS,
          Set.of(ALREADY_CONFIGURED, REAUTH_SUCCESSFUL, RECONFIGURE_SUCCESSFUL));

  private final IntegrationContext context;

  BackblazeFlow(IntegrationContext context) {
    this.context = context;
  }

  static FlowFactory<ConfigFlow> factory(IntegrationContext context) {
    return FlowFactory.of(KEYS, () -> new BackblazeFlow(context));
  }

  @Override
  public Future<ConfigStep> start(FlowContext flow) {
    ConfigStep first =
        switch (flow.source()) {
          case USER -> form(flow, USER, BucketConfig.SCHEMA);
          case REAUTH -> form(flow, REAUTH_CONFIRM, BucketConfig.KEY_SCHEMA);
          case RECONFIGURE ->
              form(flow, RECONFIGURE, BucketConfig.SCHEMA.suggesting(flow.entryToMend().data()));
          case INTEGRATION_DISCOVERY ->
              throw new IllegalStateException("Backblaze B2 discovers nothing.");
        };
    return Future.succeededFuture(first);
  }

  @Override
  public Future<ConfigStep> submit(FlowContext flow, String stepId, Values input) {
    return switch (stepId) {
      case USER -> checked(flow, stepId, BucketConfig.SCHEMA, input, input, this::created);
      case REAUTH_CONFIRM ->
          checked(
              flow,
              stepId,
              BucketConfig.KEY_SCHEMA,
              input,
              flow.entryToMend().data().withAll(input),
              config -> mended(flow.entryToMend(), config, REAUTH_SUCCESSFUL));
      case RECONFIGURE ->
          checked(
              flow,
              stepId,
              BucketConfig.SCHEMA,
              input,
              input,
              config -> mended(flow.entryToMend(), config, RECONFIGURE_SUCCESSFUL));
      default -> Future.failedFuture(new IllegalArgumentException("No step " + stepId));
    };
  }

  /** What comes after a check that succeeded. */
  @FunctionalInterface
  private interface Success {
    ConfigStep with(BucketConfig config);
  }

  private Future<ConfigStep> checked(
      FlowContext flow,
      String stepId,
      FormSchema schema,
      Values input,
      Values complete,
      Success success) {
    BucketConfig config = BucketConfig.of(complete);
    if (collides(flow, config)) {
      return Future.succeededFuture(StepResult.Abort.because(ALREADY_CONFIGURED));
    }
    if (!Prefix.isLegal(config.prefix())) {
      B2Failure illegal = new B2Failure.PrefixNotAllowed(Prefix.nearestLegal(config.prefix()));
      return Future.succeededFuture(refused(flow, stepId, schema, input, illegal));
    }
    AccessCheck check = new AccessCheck(Settings.of(context), config);
    return context
        .blocking(check::run)
        .map(access -> success.with(config))
        .recover(
            failure -> {
              if (!(failure instanceof B2FailureException known)) {
                return Future.failedFuture(failure);
              }
              return Future.succeededFuture(refused(flow, stepId, schema, input, known.failure()));
            });
  }

  private static boolean collides(FlowContext flow, BucketConfig config) {
    for (ConfigEntry other : flow.otherEntries()) {
      // An entry of another version may hold something else; it cannot be compared.
      boolean comparable =
          other.data().findSecret(BucketConfig.KEY_ID).isPresent()
              && other.data().findSecret(BucketConfig.APPLICATION_KEY).isPresent()
              && other.data().findText(BucketConfig.BUCKET).isPresent();
      if (comparable && config.collidesWith(BucketConfig.of(other.data()))) {
        return true;
      }
    }
    return false;
  }

  private static ConfigStep refused(
      FlowContext flow, String stepId, FormSchema schema, Values input, B2Failure failure) {
    FailureText.FormError error = FailureText.formError(failure);
    LOG.atInfo()
        .addKeyValue("step", stepId)
        .addKeyValue("error", error.key())
        .addKeyValue("reason", FailureText.sentence(failure))
        .log("Backblaze B2 does not accept what was entered");
    Map<String, String> placeholders = new HashMap<>(placeholders(flow));
    placeholders.putAll(error.placeholders());
    return new StepResult.ShowForm(
        stepId, schema.suggesting(input), Map.of(shown(error, schema), error.key()), placeholders);
  }

  /** What is wrong with a field that the form does not have, as when only a key is asked for. */
  private static String shown(FailureText.FormError error, FormSchema schema) {
    return schema.find(error.field()).isPresent() ? error.field() : FailureText.BASE;
  }

  private static ConfigStep form(FlowContext flow, String stepId, FormSchema schema) {
    return new StepResult.ShowForm(stepId, schema, Map.of(), placeholders(flow));
  }

  private static Map<String, String> placeholders(FlowContext flow) {
    return flow.entry()
        .flatMap(entry -> entry.data().findText(BucketConfig.BUCKET))
        .map(bucket -> Map.of("brand_name", BackblazeB2Integration.BRAND_NAME, "bucket", bucket))
        .orElse(Map.of("brand_name", BackblazeB2Integration.BRAND_NAME));
  }

  private ConfigStep created(BucketConfig config) {
    return new ConfigStep.CreateEntry(
        config.bucket(), Optional.empty(), config.toValues(), Values.empty());
  }

  /** The title follows the bucket as long as nobody chose another. */
  private static ConfigStep mended(ConfigEntry entry, BucketConfig config, String reason) {
    String oldBucket = entry.data().findText(BucketConfig.BUCKET).orElse("");
    String title = entry.title().equals(oldBucket) ? config.bucket() : entry.title();
    return new ConfigStep.UpdateEntry(title, entry.data().withAll(config.toValues()), reason);
  }
}
