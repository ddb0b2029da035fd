package org.homekeep.core.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.homekeep.core.auth.ClientAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the log who could not log in. Whoever fails a thousand times a second gets a few lines a
 * minute, and leaves room for the failures of others and for all else.
 */
final class FailedLoginLog {
  private static final Logger LOG = LoggerFactory.getLogger(FailedLoginLog.class);
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final int MOST_OF_A_NETWORK = 5;
  private static final int MOST = 100;

  private final Clock clock;
  private final Map<String, Integer> toldByNetwork = new HashMap<>();
  private Instant since = Instant.MIN;
  private int told;
  private long untold;

  FailedLoginLog(Clock clock) {
    this.clock = clock;
  }

  void tell(ClientAddress from, String path, String userAgent) {
    beginAnew();
    if (told >= MOST || toldByNetwork.merge(from.network(), 1, Integer::sum) > MOST_OF_A_NETWORK) {
      untold++;
      return;
    }
    told++;
    LOG.atWarn()
        .addKeyValue("from", from.ip())
        .addKeyValue("path", path)
        .addKeyValue("user_agent", userAgent)
        .log("A login failed");
  }

  private void beginAnew() {
    Instant now = clock.instant();
    if (now.isBefore(since.plus(INTERVAL))) {
      return;
    }
    if (untold > 0) {
      LOG.atWarn()
          .addKeyValue("count", untold)
          .addKeyValue("since", since)
          .log("More logins failed than are listed");
    }
    since = now;
    told = 0;
    untold = 0;
    toldByNetwork.clear();
  }
}
