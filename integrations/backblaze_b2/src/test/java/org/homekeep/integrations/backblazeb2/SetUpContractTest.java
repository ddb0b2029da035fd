package org.homekeep.integrations.backblazeb2;

import java.nio.file.Path;
import org.homekeep.api.Integration;
import org.homekeep.api.schema.Values;
import org.homekeep.contract.SetUpContract;
import org.junit.jupiter.api.io.TempDir;

class SetUpContractTest extends SetUpContract {
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

  @Override
  protected void breakService() throws Exception {
    b2.breakService();
  }
}
