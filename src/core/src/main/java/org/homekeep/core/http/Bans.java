package org.homekeep.core.http;

import io.vertx.core.Future;
import java.time.Clock;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.homekeep.core.auth.ClientAddress;
import org.homekeep.core.runtime.Worker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses that the hub does not speak to, and the failed logins of those it still does
 * (framework.md §12.1). Of IPv6, the network of 64 bits counts as one address. Touched on the hub's
 * context alone.
 *
 * <p>This machine itself is never banned: whoever sits at it could not undo that from the page.
 */
final class Bans {
  private static final Logger LOG = LoggerFactory.getLogger(Bans.class);
  private static final int MOST_COUNTED = 4096;
  private static final int MOST_BANNED = 16_384;

  private final Clock clock;
  private final Worker worker;
  private final Optional<BanFile> file;
  private final int banAfter;
  private final Set<String> banned = new HashSet<>();
  private final Map<String, Integer> failures = new LinkedHashMap<>();
  private Optional<LoginWatch> watch = Optional.empty();

  /**
   * @param worker of one thread, so that two bans at once are written one after the other
   */
  Bans(Clock clock, Worker worker, HttpOptions options) {
    this.clock = clock;
    this.worker = worker;
    this.file = options.banFile().map(BanFile::new);
    this.banAfter = options.banAfter();
  }

  /** Reads who is banned. A file that cannot be read bans nobody, and is logged. */
  Future<Void> load() {
    return file.map(
            bans ->
                worker
                    .run(bans::read)
                    .onSuccess(
                        found ->
                            found.forEach(ip -> banned.add(new ClientAddress(ip, false).network())))
                    .onFailure(
                        why -> LOG.atError().setCause(why).log("The file of bans cannot be read"))
                    .<Void>mapEmpty()
                    .otherwiseEmpty())
        .orElseGet(Future::succeededFuture);
  }

  /** From now on somebody hears of failed logins. */
  void watch(LoginWatch watcher) {
    watch = Optional.of(watcher);
  }

  boolean isBanned(ClientAddress from) {
    return !banned.isEmpty() && banned.contains(from.network()) && !from.isLoopback();
  }

  /** Counts a failed login, which may be one too many. */
  void failed(ClientAddress from) {
    watch.ifPresent(each -> each.failed(from));
    if (file.isEmpty() || banAfter < 1 || from.isLoopback()) {
      return;
    }
    String network = from.network();
    int count = Optional.ofNullable(failures.remove(network)).orElse(0) + 1;
    if (count >= banAfter) {
      ban(from);
      return;
    }
    if (failures.size() >= MOST_COUNTED) {
      failures.remove(failures.keySet().iterator().next());
    }
    failures.put(network, count);
  }

  void succeeded(ClientAddress from) {
    failures.remove(from.network());
  }

  /**
   * Speaks to an address again; its network, if it is IPv6.
   *
   * @return whether it was banned. Fails when the file cannot be written: the ban stays then
   */
  Future<Boolean> unban(ClientAddress address) {
    String network = address.network();
    if (!banned.contains(network)) {
      return Future.succeededFuture(false);
    }
    return file.map(bans -> worker.perform(() -> bans.remove(network)))
        .orElseGet(Future::succeededFuture)
        .map(
            written -> {
              LOG.atInfo().addKeyValue("address", address.ip()).log("A ban was ended");
              failures.remove(network);
              return banned.remove(network);
            });
  }

  /** Waits until every ban is on the disk, or was logged as lost. */
  Future<Void> flush() {
    // The one thread takes this when it has done all before it.
    return worker.perform(() -> {});
  }

  private void ban(ClientAddress from) {
    if (banned.size() >= MOST_BANNED || !banned.add(from.network())) {
      return;
    }
    LOG.atWarn().addKeyValue("from", from.ip()).log("An address is banned after failed logins");
    watch.ifPresent(each -> each.banned(from));
    file.ifPresent(
        bans ->
            worker
                .perform(() -> bans.append(from.ip(), clock.instant()))
                .onFailure(
                    why ->
                        LOG.atError()
                            .addKeyValue("from", from.ip())
                            .setCause(why)
                            .log("A ban holds until the next start only: it cannot be written")));
  }
}
