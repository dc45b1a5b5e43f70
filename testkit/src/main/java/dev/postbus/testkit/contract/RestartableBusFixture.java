package dev.postbus.testkit.contract;

/** Runs on a store of the test's own, which writes everything to disk at once. */
public interface RestartableBusFixture extends DurableBusFixture {

  /** Kills the store without warning and starts it again with what it has on disk. */
  void restartStore();
}
