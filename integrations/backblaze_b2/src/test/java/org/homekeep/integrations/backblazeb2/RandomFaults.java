package org.homekeep.integrations.backblazeb2;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.homekeep.emulator.fault.FaultAction;
import org.homekeep.emulator.fault.FaultRule;

/** Faults as B2 and the way to it have them, drawn. */
final class RandomFaults {
  private static final List<String> SENDING = List.of("b2_upload_file", "b2_upload_part");
  private static final List<String> FETCHING =
      List.of("b2_download_file_by_id", "b2_download_file_by_name");
  private static final List<String> ASKING =
      List.of(
          "b2_authorize_account",
          "b2_get_upload_url",
          "b2_get_upload_part_url",
          "b2_start_large_file",
          "b2_finish_large_file",
          "b2_cancel_large_file",
          "b2_list_parts",
          "b2_list_file_names",
          "b2_list_file_versions",
          "b2_list_unfinished_large_files",
          "b2_get_file_info",
          "b2_delete_file_version");

  private final Random random;

  RandomFaults(Random random) {
    this.random = random;
  }

  FaultRule draw() {
    FaultRule rule =
        switch (random.nextInt(3)) {
          case 0 -> ofABody(oneOf(SENDING), FaultAction.STALL);
          case 1 -> ofABody(oneOf(FETCHING), FaultAction.TRUNCATE);
          default -> ofAQuestion(oneOf(ASKING));
        };
    boolean lasting = random.nextInt(4) == 0;
    return rule.nth(1 + random.nextInt(4)).times(1 + random.nextInt(lasting ? 8 : 2));
  }

  private FaultRule ofABody(String call, FaultAction worst) {
    FaultRule rule =
        switch (random.nextInt(8)) {
          case 0 -> FaultRule.of(call, FaultAction.CORRUPT);
          case 1, 2 -> FaultRule.of(call, FaultAction.RESET);
          case 3 -> FaultRule.of(call, worst);
          case 4 -> FaultRule.of(call, FaultAction.RESET).ofTheAnswer();
          case 5 -> FaultRule.of(call, FaultAction.ERROR).ofTheAnswer();
          default -> error(call);
        };
    boolean inTheBody = rule.action() != FaultAction.CORRUPT && !rule.atAnswer();
    return inTheBody ? rule.afterBytes(random.nextInt(EmulatorTest.PART)) : rule;
  }

  private FaultRule ofAQuestion(String call) {
    return switch (random.nextInt(6)) {
      case 0 -> FaultRule.of(call, FaultAction.RESET);
      case 1 -> FaultRule.of(call, FaultAction.RESET).ofTheAnswer();
      case 2 -> FaultRule.of(call, FaultAction.ERROR).ofTheAnswer();
      case 3 -> FaultRule.of(call, FaultAction.DELAY).delay(Duration.ofMillis(random.nextInt(50)));
      default -> error(call);
    };
  }

  private FaultRule error(String call) {
    return switch (random.nextInt(6)) {
      case 0 -> FaultRule.error(call, 500, "internal_error");
      case 1 -> FaultRule.error(call, 408, "request_timeout");
      case 2 -> FaultRule.error(call, 401, "expired_auth_token");
      case 3 ->
          FaultRule.error(call, 429, "too_many_requests")
              .retryAfter(Duration.ofSeconds(random.nextInt(2)));
      default -> FaultRule.error(call, 503, "service_unavailable");
    };
  }

  private String oneOf(List<String> calls) {
    return calls.get(random.nextInt(calls.size()));
  }
}
