package dev.postbus.testkit.contract;

/** The buses of one test that restarts the store. Thread-safe. */
public final class RestartableBuses extends DurableBuses {

  private final RestartableBusFixture fixture;

  RestartableBuses(RestartableBusFixture fixture) {
    super(fixture);
    this.fixture = fixture;
  }

  /** Does what {@link RestartableBusFixture#stopStore} says. */
  public void stopStore() {
    fixture.stopStore();
  }

  /** Does what {@link RestartableBusFixture#startStore} says. */
  public void startStore() {
    fixture.startStore();
  }

  /** Kills the store and starts it again. */
  public void restartStore() {
    stopStore();
    startStore();
  }
}
