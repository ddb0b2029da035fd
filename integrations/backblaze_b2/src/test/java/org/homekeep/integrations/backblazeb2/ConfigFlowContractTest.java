package org.homekeep.integrations.backblazeb2;

import java.nio.file.Path;
import java.util.List;
import org.homekeep.api.Integration;
import org.homekeep.api.Secret;
import org.homekeep.api.flow.FlowSource;
import org.homekeep.api.schema.Values;
import org.homekeep.contract.ConfigFlowContract;
import org.homekeep.contract.WrongInput;
import org.junit.jupiter.api.io.TempDir;

class ConfigFlowContractTest extends ConfigFlowContract {
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

  /** Of a reauth, the key alone is asked for. */
  @Override
  protected Values mendingInput(FlowSource source) {
    Values all = b2.input();
    return source == FlowSource.REAUTH
        ? Values.empty()
            .with("key_id", all.secret("key_id"))
            .with("application_key", all.secret("application_key"))
        : all;
  }

  @Override
  protected List<WrongInput> wrongInputs() {
    Values right = b2.input();
    return List.of(
        new WrongInput(
            "a wrong key",
            right.with("application_key", Secret.of("wrong")),
            "base",
            "invalid_credentials"),
        new WrongInput(
            "a bucket that is not there",
            right.with("bucket", "no-such-bucket"),
            "bucket",
            "restricted_bucket"),
        new WrongInput(
            "a prefix that cannot be", right.with("prefix", "/x"), "prefix", "invalid_prefix"));
  }
}
