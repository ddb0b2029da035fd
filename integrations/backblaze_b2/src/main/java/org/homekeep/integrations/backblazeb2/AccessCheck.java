package org.homekeep.integrations.backblazeb2;

import com.backblaze.b2.client.exceptions.B2Exception;
import com.backblaze.b2.client.structures.B2AccountAuthorization;
import com.backblaze.b2.client.structures.B2Bucket;
import com.backblaze.b2.client.structures.B2ListBucketsRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks B2 whether a key opens a bucket and may do what a backup location does (b2-and-cloud.md
 * §A.3). The same question at the form, at set-up and in the regular check.
 *
 * <p>Each call is made once: a person, or a timer, asks again. The answer comes within {@link
 * #DEADLINE}, whatever the network does.
 */
final class AccessCheck {
  static final Duration DEADLINE = Duration.ofSeconds(13);
  private static final Duration SILENCE = Duration.ofSeconds(8);

  /**
   * In the order in which people read them. Without {@code deleteFiles} backups are hidden instead,
   * which is how people keep a key that cannot destroy what it has stored.
   */
  private static final List<String> NEEDED = List.of("listFiles", "readFiles", "writeFiles");

  /** Only the look-up of the bucket needs it. */
  private static final String LIST_BUCKETS = "listBuckets";

  private final Settings settings;
  private final BucketConfig config;

  AccessCheck(Settings settings, BucketConfig config) {
    this.settings = settings;
    this.config = config;
  }

  /**
   * Asks now; blocks.
   *
   * <p>The calls run on a thread of their own, since neither a name look-up nor a server that sends
   * a byte a second can be interrupted.
   */
  Access run() throws B2FailureException {
    try (Transport transport = Transport.open(settings, SILENCE)) {
      FutureTask<Access> task = new FutureTask<>(() -> ask(transport));
      Thread thread = new Thread(task, "backblaze_b2-check");
      thread.setDaemon(true);
      thread.start();
      return task.get(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new B2FailureException(
          new B2Failure.CannotConnect("no answer within " + DEADLINE.toSeconds() + " s"));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new B2FailureException(new B2Failure.CannotConnect("the check was interrupted"));
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof B2FailureException known) {
        throw known;
      }
      if (failed.getCause() instanceof B2Exception refused) {
        throw B2FailureException.of(refused);
      }
      throw B2FailureException.ofFault(failed.getCause());
    }
  }

  private Access ask(Transport transport) throws B2Exception, B2FailureException {
    if (config.bucket().isEmpty()) {
      throw new B2FailureException(new B2Failure.BucketMissing());
    }
    Authorization authorization = new Authorizer(settings, config).authorize(transport);
    Optional<B2Failure> restricted = restriction(authorization.allowed(), config.bucket());
    if (restricted.isPresent()) {
      throw new B2FailureException(restricted.get());
    }
    B2AccountAuthorization account = authorization.forSdk();
    B2ListBucketsRequest byName =
        B2ListBucketsRequest.builder(account.getAccountId()).setBucketName(config.bucket()).build();
    List<B2Bucket> found;
    try {
      found = transport.calls().listBuckets(account, byName).getBuckets();
    } catch (B2Exception refused) {
      throw explained(refused, authorization.allowed());
    }
    B2Bucket bucket =
        found.stream()
            .filter(each -> each.getBucketName().equals(config.bucket()))
            .findFirst()
            .orElseThrow(() -> new B2FailureException(new B2Failure.BucketMissing()));
    Optional<B2Failure> unfit = unfitness(authorization.allowed(), config.prefix());
    if (unfit.isPresent()) {
      throw new B2FailureException(unfit.get());
    }
    return new Access(authorization, bucket);
  }

  /** B2 does not say which right it missed; a key of which it told no rights may have any. */
  private static B2FailureException explained(B2Exception refused, Authorization.Allowed allowed) {
    boolean incapable =
        Classification.of(refused) instanceof B2Failure.BadCredentials
            && !allowed.capabilities().isEmpty()
            && !allowed.capabilities().contains(LIST_BUCKETS);
    if (!incapable) {
      return B2FailureException.of(refused);
    }
    List<String> missing = new ArrayList<>(List.of(LIST_BUCKETS));
    missing.addAll(missing(allowed));
    return new B2FailureException(new B2Failure.MissingCapabilities(missing));
  }

  private static List<String> missing(Authorization.Allowed allowed) {
    return NEEDED.stream().filter(each -> !allowed.capabilities().contains(each)).toList();
  }

  /** Whether the key is bound to buckets of which the asked one is none. */
  static Optional<B2Failure> restriction(Authorization.Allowed allowed, String bucket) {
    if (allowed.buckets().isEmpty()) {
      return Optional.empty();
    }
    List<String> names =
        allowed.buckets().get().stream().flatMap(each -> each.name().stream()).toList();
    if (names.contains(bucket)) {
      return Optional.empty();
    }
    return Optional.of(
        names.isEmpty()
            ? new B2Failure.BucketMissing()
            : new B2Failure.RestrictedToOtherBuckets(names));
  }

  /** Whether the key lacks rights, or the right to the prefix. */
  static Optional<B2Failure> unfitness(Authorization.Allowed allowed, String prefix) {
    List<String> missing = missing(allowed);
    if (!missing.isEmpty()) {
      return Optional.of(new B2Failure.MissingCapabilities(missing));
    }
    return allowed
        .namePrefix()
        .filter(needed -> !prefix.startsWith(needed))
        .map(B2Failure.PrefixNotAllowed::new);
  }
}
