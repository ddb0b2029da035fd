package org.homekeep.core.backup.manager;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Requests for tests that must see the order of calls. */
final class CreateRequests {
  private CreateRequests() {}

  static CreateRequest plain(String agentId) {
    return new CreateRequest(
        List.of(agentId),
        Optional.empty(),
        false,
        true,
        Optional.empty(),
        true,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Map.of(),
        false);
  }
}
