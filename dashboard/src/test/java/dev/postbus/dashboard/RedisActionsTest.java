package dev.postbus.dashboard;

import java.util.function.UnaryOperator;

/** What people do, on a real Redis. */
class RedisActionsTest extends ActionsContract {

  @Override
  Stage stage() {
    return Stage.redis(UnaryOperator.identity(), UnaryOperator.identity());
  }
}
