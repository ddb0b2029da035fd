package org.homekeep.contract;

import java.util.List;
import org.homekeep.api.Integration;
import org.homekeep.api.Secret;
import org.homekeep.api.schema.Values;
import org.homekeep.fixture.FixtureIntegration;

class FixtureFlowTest extends ConfigFlowContract {
  private final FixtureIntegration fixture = new FixtureIntegration();

  static Values input(String token) {
    return Values.empty().with("host", "h").with("token", Secret.of(token)).with("prefix", "");
  }

  @Override
  protected Integration integration() {
    return fixture;
  }

  @Override
  protected Values rightInput() {
    return input("good");
  }

  @Override
  protected List<WrongInput> wrongInputs() {
    return List.of(new WrongInput("a wrong token", input("bad"), "base", "invalid_auth"));
  }
}
