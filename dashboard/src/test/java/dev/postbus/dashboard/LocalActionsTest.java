package dev.postbus.dashboard;

/** What people do, on the in-memory adapter. */
class LocalActionsTest extends ActionsContract {

  @Override
  Stage stage() {
    return Stage.local();
  }
}
