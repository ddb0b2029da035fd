package org.homekeep.integrations.backblazeb2;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.homekeep.api.Integration;
import org.homekeep.api.schema.Value;
import org.homekeep.api.schema.Values;
import org.homekeep.contract.OptionsFlowContract;
import org.homekeep.contract.WrongInput;
import org.junit.jupiter.api.io.TempDir;

class OptionsFlowContractTest extends OptionsFlowContract {
  private final BackblazeB2Integration integration = new BackblazeB2Integration();
  @TempDir private Path directory;
  private ContractB2 b2;

  @Override
  protected void startService() throws Exception {
    b2 = new ContractB2(directory, hub());
  }

  @Override
  protected void stopService() throws Exception {
    b2.close();
  }

  @Override
  protected Integration integration() {
    return integration;
  }

  @Override
  protected Values rightInput() {
    return b2.input();
  }

  private static Values limit(String megabits) {
    return Values.empty().with("bandwidth_limit", new Value.Numeric(new BigDecimal(megabits)));
  }

  @Override
  protected Values rightOptions() {
    return limit("10")
        .with("limit_from", "06:00:00")
        .with("limit_until", "23:30")
        .with("parts_in_flight", new Value.Numeric(BigDecimal.valueOf(2)));
  }

  @Override
  protected List<WrongInput> wrongOptions() {
    return List.of(
        new WrongInput(
            "no end",
            limit("10").with("limit_from", "06:00"),
            "limit_until",
            "limit_hours_incomplete"),
        new WrongInput(
            "no begin",
            limit("10").with("limit_until", "06:00"),
            "limit_from",
            "limit_hours_incomplete"),
        new WrongInput(
            "an end at the begin",
            limit("10").with("limit_from", "06:00").with("limit_until", "06:00:00"),
            "limit_until",
            "limit_hours_equal"),
        new WrongInput("next to nothing", limit("0.05"), "bandwidth_limit", "limit_too_low"));
  }
}
