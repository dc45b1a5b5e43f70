package dev.postbus.testkit.contract;

/** The buses of one test that restarts the store. Thread-safe. */
public final class RestartableBuses extends DurableBuses {

  private final RestartableBusFixture fixture;

  RestartableBuses(RestartableBusFixture fixture) {
    super(fixture);
    this.fixture = fixture;
  }

  /** Does what {@link RestartableBusFixture#restartStore} says. */
  public void restartStore() {
    fixture.restartStore();
  }
}
